//! The log of a world: one line for each refusal, naming the rule.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};

/// Most lines that are kept; older ones give way.
const MOST_LINES: usize = 10_000;

/// Longest text of a line, in characters.
const LONGEST_TEXT: usize = 2_000;

/// Why a party refused something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, on the world's clock.
    pub at: UnixSeconds,
    /// Who wrote it.
    pub role: String,
    /// The rule, by its name, or as the protocol numbers it.
    pub rule: String,
    /// What was seen and expected. Control characters are replaced, so that a line stays one line.
    pub text: String,
}

impl fmt::Display for Line {
    /// `2026-03-01T12:00:00Z connector audience: audience is "x"`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at,
            role,
            rule,
            text,
        } = self;
        write!(f, "{at} {role} {rule}: {text}")
    }
}

/// A log that all parties of a world write to. Clones write to the same log.
#[derive(Clone, Debug)]
pub struct Journal {
    ambient: Ambient,
    lines: Arc<Mutex<VecDeque<Line>>>,
}

impl Journal {
    /// An empty log that takes the time from this world.
    #[must_use]
    pub fn new(ambient: &Ambient) -> Self {
        Self {
            ambient: ambient.clone(),
            lines: Arc::default(),
        }
    }

    /// Writes a line.
    pub fn line(&self, role: &str, rule: &str, text: impl AsRef<str>) {
        let line = Line {
            at: self.ambient.now(),
            role: clean(role),
            rule: clean(rule),
            text: clean(text.as_ref()),
        };
        let mut lines = self.lock();
        if lines.len() >= MOST_LINES {
            lines.pop_front();
        }
        lines.push_back(line);
    }

    /// The lines, oldest first.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        self.lock().iter().cloned().collect()
    }

    /// Whether a role has written a line about a rule.
    #[must_use]
    pub fn names(&self, role: &str, rule: &str) -> bool {
        let lines = self.lock();
        lines
            .iter()
            .any(|line| line.role == role && line.rule == rule)
    }

    /// Forgets all lines.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn clean(text: &str) -> String {
    let printable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().take(LONGEST_TEXT).map(printable).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use ambient::{Ambient, Date};

    use super::{Journal, MOST_LINES};

    fn journal() -> Journal {
        Journal::new(&Ambient::simulated(1, Date::new(2026, 3, 1).unwrap()))
    }

    #[test]
    fn a_line_names_who_and_which_rule() {
        let journal = journal();
        journal
            .clone()
            .line("connector", "audience", "audience is \"x\"");
        assert!(journal.names("connector", "audience"));
        assert!(!journal.names("csam", "audience"));
        let line = journal.lines().remove(0).to_string();
        assert_eq!(
            line,
            "2026-03-01T00:00:00Z connector audience: audience is \"x\""
        );
    }

    #[test]
    fn nobody_can_forge_a_second_line() {
        let journal = journal();
        journal.line("csam", "state", "x\r\n2026 csam ok: \u{1b}[2K");
        let line = journal.lines().remove(0).to_string();
        assert!(!line.contains(['\r', '\n', '\u{1b}']));
    }

    #[test]
    fn the_oldest_lines_give_way() {
        let journal = journal();
        for n in 0..=MOST_LINES {
            journal.line("a", "b", n.to_string());
        }
        let lines = journal.lines();
        assert_eq!((lines.len(), lines[0].text.as_str()), (MOST_LINES, "1"));
    }
}
