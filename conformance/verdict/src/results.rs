//! The result of a run as machines read it: schema `eidolon.results/1`.

use serde::{Deserialize, Serialize};

use crate::{CheckId, Clause, Counts, ExitCode, Level, Policy, Requirement, Verdict, WaiverUse};

/// The schema name written into every `results.json`.
pub const RESULTS_SCHEMA: &str = "eidolon.results/1";

/// A whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// Always [`RESULTS_SCHEMA`].
    pub schema: String,
    /// Name and version of the suite.
    pub suite: String,
    /// The seed from which everything random was drawn.
    pub seed: u64,
    /// What was tested.
    pub target: TargetFacts,
    /// The worst verdict of all checks; nothing when no check was selected.
    pub verdict: Option<Verdict>,
    /// The number the program exits with.
    pub exit_code: u8,
    /// Wall time of the run in milliseconds.
    pub duration_ms: u64,
    /// How often each verdict was said.
    pub counts: Counts,
    /// The checks in the order of the plan.
    pub checks: Vec<CheckResult>,
    /// The waivers of the plan, and what became of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverUse>,
}

impl Results {
    /// Sums the checks up; verdict, counts and exit code follow from them.
    #[must_use]
    pub fn new(suite: &str, seed: u64, target: TargetFacts, checks: Vec<CheckResult>) -> Self {
        let counts: Counts = checks.iter().map(|check| check.verdict).collect();
        Self {
            schema: RESULTS_SCHEMA.to_owned(),
            suite: suite.to_owned(),
            seed,
            target,
            verdict: counts.worst(),
            exit_code: ExitCode::of_run(&counts, Policy::default()).value(),
            duration_ms: 0,
            counts,
            checks,
            waivers: Vec::new(),
        }
    }

    /// Takes the waivers of the plan in: what they cover no longer decides the verdict on the target. The counts stay as
    /// the checks said.
    pub fn waive(&mut self, waivers: Vec<WaiverUse>) {
        self.waivers = waivers;
        self.verdict = self.unwaived().worst();
    }

    /// The waiver that covers a check.
    #[must_use]
    pub fn waiver(&self, check: &CheckResult) -> Option<&WaiverUse> {
        self.waivers
            .iter()
            .find(|waiver| waiver.covers(&check.id, check.verdict))
    }

    /// How often each verdict was said, where a verdict that is waived counts as a PASS.
    #[must_use]
    pub fn unwaived(&self) -> Counts {
        let verdicts = self.checks.iter().map(|check| match self.waiver(check) {
            Some(_) => Verdict::Pass,
            None => check.verdict,
        });
        verdicts.collect()
    }

    /// The run was stopped before its end: what it saw so far is no verdict on the target, unless
    /// that was bad already.
    pub fn interrupt(&mut self) {
        self.exit_code = ExitCode::Interrupted.value();
        self.verdict = self.verdict.max(Some(Verdict::Inconclusive));
    }

    /// The one line under which a run is remembered, for example `CONFORMANT`.
    #[must_use]
    pub fn headline(&self) -> &'static str {
        if self.exit_code == ExitCode::Interrupted.value() {
            return "INTERRUPTED";
        }
        if self.counts.executed() == 0 {
            return "NOTHING EXECUTED";
        }
        match self.verdict {
            Some(Verdict::Error) => "SUITE ERROR",
            Some(Verdict::Fail) => "NOT CONFORMANT",
            Some(Verdict::Inconclusive) => "INCONCLUSIVE",
            Some(Verdict::Review) => "REVIEW OPEN",
            Some(Verdict::Warning) => "CONFORMANT WITH WARNINGS",
            _ if self.waivers.iter().any(|waiver| !waiver.has_drifted()) => {
                "CONFORMANT WITH WAIVERS"
            }
            _ => "CONFORMANT",
        }
    }
}

/// What was tested, in words and in what it claims.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFacts {
    /// How the user named it: `reference` or `reader:"NAME"`.
    pub name: String,
    /// What it is, in one line.
    pub description: String,
    /// The mutant it was run with, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// One check of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// Its id.
    pub id: CheckId,
    /// The name of its scenario.
    pub name: String,
    /// What it said.
    pub verdict: Verdict,
    /// The requirement it judges.
    pub requirement: Requirement,
    /// How strongly the standard asks.
    pub level: Level,
    /// Where the standard says so.
    pub clause: Clause,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// The command that runs this check alone with the same randomness.
    pub reproduce: String,
    /// Why, whenever the verdict is not PASS.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The step at which it was decided, whenever a step decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Where the trace lies, relative to the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
    /// What the check is about, whenever somebody must look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// What a check is about, for whoever must look at what it said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What is asked, in plain words.
    pub about: String,
    /// What is usually wrong.
    pub usual_causes: String,
    /// Published vulnerabilities that look alike, such as `CVE-2017-11427 (python-saml)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resembles: Vec<String>,
    /// The scenario's file, relative to the suite.
    pub file: String,
    /// The line of the scenario.
    pub line: usize,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::{CheckResult, Results, TargetFacts};
    use crate::{Clause, Level, Verdict, WaiverState, WaiverUse};

    fn check(verdict: Verdict) -> CheckResult {
        CheckResult {
            id: "CRD-DE-PACE-01".parse().unwrap(),
            name: "PACE with the CAN".into(),
            verdict,
            requirement: "EAC2_ISO7816_H_1".parse().unwrap(),
            level: Level::Must,
            clause: Clause::new("TR-03110-3 §B.14.2"),
            duration_ms: 3,
            reproduce: "conformance run CRD-DE-PACE-01 --seed 7".into(),
            reason: String::new(),
            step: None,
            trace: None,
            explanation: None,
        }
    }

    #[test]
    fn results_have_the_fields_that_the_schema_promises() {
        let results = Results::new(
            "2026.1",
            7,
            TargetFacts {
                name: "reference".into(),
                ..TargetFacts::default()
            },
            vec![check(Verdict::Pass), check(Verdict::Fail)],
        );
        let json = serde_json::to_value(&results).unwrap();
        assert_eq!(json["schema"], "eidolon.results/1");
        assert_eq!(json["verdict"], "FAIL");
        assert_eq!(json["exit_code"], 100);
        assert_eq!(json["counts"]["PASS"], 1);
        assert_eq!(json["counts"]["SKIPPED"], 0);
        for field in [
            "id",
            "verdict",
            "requirement",
            "clause",
            "duration_ms",
            "reproduce",
        ] {
            assert!(json["checks"][0].get(field).is_some(), "{field}");
        }
        let back: Results = serde_json::from_value(json).unwrap();
        assert_eq!(back, results);
    }

    #[test]
    fn a_waiver_takes_away_what_it_covers_and_nothing_else() {
        let waiver = |verdict| WaiverUse {
            check: "CRD-DE-PACE-01".parse().unwrap(),
            verdict,
            state: WaiverState::Used,
            reason: "known".into(),
            issue: "ACME-1".into(),
            expires: "2027-01-31".into(),
            place: "conformance.toml:9".into(),
        };
        let mut results = Results::new(
            "2026.1",
            7,
            TargetFacts::default(),
            vec![check(Verdict::Fail)],
        );
        results.waive(vec![waiver(Verdict::Warning)]);
        assert_eq!(results.headline(), "NOT CONFORMANT");
        results.waive(vec![waiver(Verdict::Fail)]);
        assert_eq!(results.headline(), "CONFORMANT WITH WAIVERS");
        assert_eq!(results.counts.of(Verdict::Fail), 1);
        assert_eq!(results.unwaived().of(Verdict::Fail), 0);
        assert!(
            results.waivers[0]
                .line()
                .contains("(ACME-1, until 2027-01-31)")
        );
    }

    #[test]
    fn the_headline_never_praises_an_empty_run() {
        let results = Results::new(
            "2026.1",
            7,
            TargetFacts::default(),
            vec![check(Verdict::Skipped)],
        );
        assert_eq!(results.headline(), "NOTHING EXECUTED");
        assert_eq!(results.exit_code, 4);
    }

    #[test]
    fn an_interrupted_run_is_no_praise() {
        let mut results = Results::new(
            "2026.1",
            7,
            TargetFacts::default(),
            vec![check(Verdict::Pass)],
        );
        results.interrupt();
        assert_eq!(results.headline(), "INTERRUPTED");
        assert_eq!(results.verdict, Some(Verdict::Inconclusive));
        let mut failed = Results::new(
            "2026.1",
            7,
            TargetFacts::default(),
            vec![check(Verdict::Fail)],
        );
        failed.interrupt();
        assert_eq!(failed.verdict, Some(Verdict::Fail));
    }
}
