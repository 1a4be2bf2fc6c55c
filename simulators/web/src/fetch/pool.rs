//! Lines that wait for the next request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::connect::Line;

/// Most lines that are kept for one origin.
const MOST_LINES: usize = 8;

/// Most lines that are kept in all.
const MOST_IN_ALL: usize = 64;

/// How long a line may wait: shorter than a server waits.
const PATIENCE: Duration = Duration::from_secs(240);

/// The lines of one client, by origin.
#[derive(Default)]
pub(super) struct Pool {
    waiting: Mutex<HashMap<String, Vec<(Instant, Line)>>>,
}

impl Pool {
    /// The line that was used last, unless the other end has closed it.
    pub(super) fn take(&self, origin: &str) -> Option<Line> {
        let mut waiting = self.lock();
        let lines = waiting.get_mut(origin)?;
        while let Some((since, line)) = lines.pop() {
            if is_good(since, &line) {
                return Some(line);
            }
        }
        None
    }

    /// Keeps a line whose answer has been read.
    pub(super) fn keep(&self, origin: &str, line: Line) {
        if line.requests.is_closed() {
            return;
        }
        let mut waiting = self.lock();
        if waiting.values().map(Vec::len).sum::<usize>() >= MOST_IN_ALL {
            waiting.retain(|_, lines| {
                lines.retain(|(since, line)| is_good(*since, line));
                !lines.is_empty()
            });
            if waiting.values().map(Vec::len).sum::<usize>() >= MOST_IN_ALL {
                return;
            }
        }
        let lines = waiting.entry(origin.to_owned()).or_default();
        if lines.len() < MOST_LINES {
            lines.push((Instant::now(), line));
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<(Instant, Line)>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_good(since: Instant, line: &Line) -> bool {
    since.elapsed() < PATIENCE && !line.requests.is_closed()
}
