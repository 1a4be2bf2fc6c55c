//! Threads that play, and the one that watches them.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Soak;
use crate::report::{Coverage, Report, Violation};
use crate::rules::Breach;
use crate::weight::resident_kilobytes;

/// How often the watcher looks.
const GLANCE: Duration = Duration::from_millis(200);
/// Sequences after which memory is looked at for the first time.
const WARM: u64 = 5_000;
/// Kilobytes that the process may grow by after that, whatever the number of sequences.
const GROWTH: u64 = 128 * 1024;

/// What one thread has to tell at its end.
#[derive(Default)]
struct Share {
    coverage: Coverage,
    controls: u64,
    violation: Option<Violation>,
}

/// What all threads look at.
struct Shared {
    soak: Soak,
    next: AtomicU64,
    done: AtomicU64,
    stop: AtomicBool,
    /// For each thread the sequence it plays and since when.
    playing: Vec<Mutex<Option<(u64, Instant)>>>,
}

impl Shared {
    fn take(&self) -> Option<u64> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        match self.soak.plan.only {
            Some(only) => (number == 0).then_some(only),
            None => (number < self.soak.plan.sequences).then_some(number),
        }
    }

    /// The sequence that has been played for too long, where there is one.
    fn stuck(&self) -> Option<u64> {
        let playing = self.playing.iter().filter_map(|slot| *lock(slot));
        let mut late = playing.filter(|(_, since)| since.elapsed() > self.soak.plan.patience);
        late.next().map(|(number, _)| number)
    }
}

fn lock<T>(slot: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn run(soak: Soak, mut progress: impl FnMut(u64)) -> Report {
    let jobs = soak.plan.jobs.max(1);
    let scenes = soak.scenes.len();
    let shared = Arc::new(Shared {
        soak,
        next: AtomicU64::new(0),
        done: AtomicU64::new(0),
        stop: AtomicBool::new(false),
        playing: (0..jobs).map(|_| Mutex::new(None)).collect(),
    });
    let begun = Instant::now();
    let (tell, told) = mpsc::channel();
    for job in 0..jobs {
        let (shared, tell) = (Arc::clone(&shared), tell.clone());
        // Not joined: a thread that hangs must not hold up the report.
        thread::spawn(move || play(&shared, job, &tell));
    }
    drop(tell);
    let mut report = Report {
        scenes,
        ..Report::default()
    };
    let mut warm = None;
    loop {
        match told.recv_timeout(GLANCE) {
            Ok(share) => join(&mut report, share),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => (),
        }
        let done = shared.done.load(Ordering::Relaxed);
        progress(done);
        if warm.is_none() && done >= WARM {
            warm = resident_kilobytes();
        }
        if let Some(number) = shared.stuck() {
            let seconds = shared.soak.plan.patience.as_secs();
            report.violation = Some(shared.soak.violation(number, Breach::Hang { seconds }));
            break;
        }
    }
    report.sequences = shared.done.load(Ordering::Relaxed);
    report.elapsed = begun.elapsed();
    report.memory = warm.zip(resident_kilobytes());
    judge_memory(&shared.soak, &mut report);
    report
}

fn join(report: &mut Report, share: Share) {
    report.coverage.join(&share.coverage);
    report.controls += share.controls;
    report.violation = report.violation.take().or(share.violation);
}

/// The cards of a sequence end with it, so that the process stays as it is.
fn judge_memory(soak: &Soak, report: &mut Report) {
    let Some((before, after)) = report.memory else {
        return;
    };
    if report.violation.is_none() && after > before + GROWTH {
        let last = report.sequences.saturating_sub(1);
        report.violation = Some(soak.violation(last, Breach::Memory { before, after }));
    }
}

fn play(shared: &Shared, job: usize, tell: &Sender<Share>) {
    let mut share = Share::default();
    while let Some(number) = shared.take() {
        watch(shared, job, Some((number, Instant::now())));
        let actions = shared.soak.actions(number);
        let played = shared.soak.play(number, &actions, false);
        share.coverage.join(&played.coverage);
        share.controls += played.controls;
        if let Some(breach) = played.breach {
            shared.stop.store(true, Ordering::Relaxed);
            // Making it small takes many runs, none of which is a hang.
            watch(shared, job, None);
            share.violation = Some(shared.soak.violation(number, breach));
            break;
        }
        shared.done.fetch_add(1, Ordering::Relaxed);
    }
    watch(shared, job, None);
    // Nobody listens any more after a hang.
    let _ = tell.send(share);
}

fn watch(shared: &Shared, job: usize, playing: Option<(u64, Instant)>) {
    if let Some(slot) = shared.playing.get(job) {
        *lock(slot) = playing;
    }
}
