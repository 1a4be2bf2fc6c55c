//! What a judge says: one [`Judgement`] per requirement, with a [`Finding`] for each thing that is not as it should be.

use std::fmt;

use conformance_verdict::Verdict;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Severity {
    /// A recommendation is not followed, or the test plan asks for more than the guideline behind it.
    Warning,
    /// The bytes may be right, but this program has no means to tell (an unknown curve, an RSA signature).
    Undecided,
    /// A rule is broken.
    Violation,
}

/// One thing that a judge found, with the place to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Number of the expected result in the test case of the plan, counted from 1.
    pub step: u8,
    /// The clause that decides, in the form `[TR-03110-3 §A.1.1.1]`.
    pub clause: &'static str,
    /// The way to the place through the structure: `SecurityInfos[2]/PACEInfo/parameterId`.
    pub path: String,
    /// Byte offset in the recording.
    pub offset: usize,
    /// What is there.
    pub found: String,
    /// What should be there.
    pub expected: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "step {}: {} at byte {}: found {}, expected {} {}",
            self.step, self.path, self.offset, self.found, self.expected, self.clause
        )
    }
}

/// The result of one judge on one recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Requirement id: the test plan's (`EAC2_DATA_A_2`) or our own (`REQ-…`).
    pub requirement: &'static str,
    /// Where the requirement is written, in the form `[TR-03105-3.3 §4.1.3]`.
    pub clause: &'static str,
    /// What was found, in the order of the steps.
    pub findings: Vec<Finding>,
    /// Why the requirement asks nothing of this recording, if it asks nothing.
    pub not_applicable: Option<&'static str>,
}

impl Judgement {
    /// The verdict over the whole requirement, worst finding first.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        verdict_of(self.findings.iter(), self.not_applicable)
    }

    /// The findings of one expected result.
    pub fn step(&self, step: u8) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.step == step)
    }

    /// The verdict over one expected result.
    #[must_use]
    pub fn step_verdict(&self, step: u8) -> Verdict {
        verdict_of(self.step(step), self.not_applicable)
    }

    /// Whether nothing at all was found, not even a warning.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.requirement, self.clause)?;
        if let Some(reason) = self.not_applicable {
            write!(f, ": not applicable, {reason}")?;
        }
        for finding in &self.findings {
            write!(f, "\n  {finding}")?;
        }
        Ok(())
    }
}

fn verdict_of<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    not_applicable: Option<&str>,
) -> Verdict {
    match findings.map(|finding| finding.severity).max() {
        Some(Severity::Violation) => Verdict::Fail,
        Some(Severity::Undecided) => Verdict::Inconclusive,
        Some(Severity::Warning) => Verdict::Warning,
        None if not_applicable.is_some() => Verdict::NotApplicable,
        None => Verdict::Pass,
    }
}

/// A place in a recording: byte offset and the way there.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) offset: usize,
}

impl Place {
    /// The start of a recording.
    pub(crate) fn root(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            offset: 0,
        }
    }

    /// A place below this one.
    pub(crate) fn below(&self, name: &str, offset: usize) -> Self {
        Self {
            path: format!("{}/{name}", self.path),
            offset,
        }
    }

    /// The element of that index below this place.
    pub(crate) fn item(&self, index: usize, offset: usize) -> Self {
        Self {
            path: format!("{}[{index}]", self.path),
            offset,
        }
    }
}

/// Collects the findings of one judge.
#[derive(Debug)]
pub(crate) struct Report {
    judgement: Judgement,
    step: u8,
    clause: &'static str,
}

impl Report {
    /// Starts the report for a requirement; until [`Report::step`] is called its clause decides.
    pub(crate) fn new(requirement: &'static str, clause: &'static str) -> Self {
        Self {
            judgement: Judgement {
                requirement,
                clause,
                findings: Vec::new(),
                not_applicable: None,
            },
            step: 1,
            clause,
        }
    }

    /// A report that nobody reads, for a second look at what is judged elsewhere.
    pub(crate) fn silent() -> Self {
        Self::new("", "")
    }

    /// What follows belongs to this expected result of the test case.
    pub(crate) fn step(&mut self, step: u8) {
        self.step = step;
    }

    /// What follows is decided by this clause.
    pub(crate) fn clause(&mut self, clause: &'static str) {
        self.clause = clause;
    }

    /// A rule is broken.
    pub(crate) fn violation(
        &mut self,
        at: &Place,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.push(Severity::Violation, at, found.into(), expected.into());
    }

    /// A recommendation is not followed.
    pub(crate) fn warning(
        &mut self,
        at: &Place,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.push(Severity::Warning, at, found.into(), expected.into());
    }

    /// This program cannot tell.
    pub(crate) fn undecided(
        &mut self,
        at: &Place,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.push(Severity::Undecided, at, found.into(), expected.into());
    }

    /// Bytes that cannot be read as the encoding rules ask.
    pub(crate) fn fault(&mut self, at: &Place, fault: crate::der::Fault) {
        let place = Place {
            path: at.path.clone(),
            offset: fault.offset,
        };
        self.violation(&place, fault.found, fault.expected);
    }

    /// The requirement asks nothing of this recording.
    pub(crate) fn not_applicable(&mut self, reason: &'static str) {
        self.judgement.not_applicable = Some(reason);
    }

    /// The finished judgement.
    pub(crate) fn finish(self) -> Judgement {
        self.judgement
    }

    fn push(&mut self, severity: Severity, at: &Place, found: String, expected: String) {
        self.judgement.findings.push(Finding {
            severity,
            step: self.step,
            clause: self.clause,
            path: at.path.clone(),
            offset: at.offset,
            found,
            expected,
        });
    }
}
