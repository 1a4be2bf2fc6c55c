//! Lines on a terminal: one for each check that a person should see, and at the end what needs
//! attention once more, with one verdict line below.

use std::fmt::Write as _;
use std::time::Duration;

use conformance_verdict::{CheckResult, Results, TargetFacts, Verdict};

/// Whether lines are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// With ANSI colours.
    On,
    /// Plain text.
    Off,
}

/// Makes the lines of a run.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    colour: Colour,
}

impl Terminal {
    /// With or without colours.
    #[must_use]
    pub const fn new(colour: Colour) -> Self {
        Self { colour }
    }

    /// The line before the first check: what is run against what, and the seed that repeats it.
    #[must_use]
    pub fn opening(&self, suite: &str, target: &TargetFacts, seed: u64, jobs: usize) -> String {
        let fault = target
            .fault
            .as_ref()
            .map(|f| format!(" with {f}"))
            .unwrap_or_default();
        format!(
            "suite {suite}  target {}{fault}  seed {seed}  -j {jobs}",
            target.name
        )
    }

    /// One check in one line: verdict, id, name, time.
    #[must_use]
    pub fn line(&self, check: &CheckResult) -> String {
        let word = match check.verdict {
            Verdict::Warning => "WARN",
            verdict => verdict.word(),
        };
        let seconds = Duration::from_millis(check.duration_ms).as_secs_f64();
        let word = self.paint(Some(check.verdict), word);
        format!("  {word}  {}  {}  {seconds:.2} s", check.id, check.name)
    }

    /// The end of a run: what needs attention, and the verdict.
    #[must_use]
    pub fn closing(&self, results: &Results) -> String {
        let mut text = String::new();
        for check in results
            .checks
            .iter()
            .filter(|check| check.verdict.needs_attention())
        {
            text += &self.block(check);
        }
        let counts: Vec<String> = results
            .counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(verdict, count)| format!("{count} {verdict}"))
            .collect();
        let headline = self.paint(results.verdict, results.headline());
        let tenths = results.duration_ms / 100;
        let _ = writeln!(text, "{}", "-".repeat(87));
        if let Some(times) = times(results) {
            let _ = writeln!(text, "time  {times}");
        }
        let _ = write!(
            text,
            "{headline}  {}  {}.{} s  seed {}  exit {}",
            counts.join(" - "),
            tenths / 10,
            tenths % 10,
            results.seed,
            results.exit_code
        );
        text
    }

    fn block(&self, check: &CheckResult) -> String {
        let mut text = self.line(check) + "\n";
        for line in check.reason.lines() {
            let _ = writeln!(text, "                  {line}");
        }
        if let Some(step) = &check.step {
            let _ = writeln!(text, "        step      {step}");
        }
        let CheckResult {
            clause,
            level,
            requirement,
            ..
        } = check;
        let _ = writeln!(text, "        clause    {clause} - {level}, {requirement}");
        if let Some(trace) = &check.trace {
            let _ = writeln!(text, "        trace     {trace}");
        }
        let _ = writeln!(text, "        reproduce {}\n", check.reproduce);
        text
    }

    fn paint(&self, verdict: Option<Verdict>, text: &str) -> String {
        let code = match verdict {
            _ if self.colour == Colour::Off => return text.to_owned(),
            Some(Verdict::Fail | Verdict::Error) => "1;31",
            Some(Verdict::Inconclusive | Verdict::Review | Verdict::Warning) => "1;33",
            Some(Verdict::Pass) => "1;32",
            _ => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// How long the checks of each area took together; nothing when there is one area only.
fn times(results: &Results) -> Option<String> {
    let mut areas: Vec<(&str, u64)> = Vec::new();
    let executed = results.checks.iter();
    for check in executed.filter(|check| check.verdict.was_executed()) {
        let area = check.id.area();
        match areas.iter_mut().find(|(known, _)| *known == area) {
            Some((_, time)) => *time += check.duration_ms,
            None => areas.push((area, check.duration_ms)),
        }
    }
    let words = areas
        .iter()
        .map(|(area, time)| format!("{area} {}.{} s", time / 1000, time / 100 % 10));
    (areas.len() > 1).then(|| words.collect::<Vec<_>>().join(" - "))
}

#[cfg(test)]
mod tests {
    use super::{Colour, Terminal};
    use conformance_verdict::Verdict;

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let paint = |colour| Terminal::new(colour).paint(Some(Verdict::Fail), "FAIL");
        assert_eq!(paint(Colour::Off), "FAIL");
        assert_eq!(paint(Colour::On), "\u{1b}[1;31mFAIL\u{1b}[0m");
    }
}
