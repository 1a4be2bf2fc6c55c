//! A verdict that a team knows of and lives with, until a day.

use ambient::Date;
use conformance_verdict::{CheckId, Verdict, WaiverState, WaiverUse};

/// One `[[waiver]]` of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The check.
    pub id: CheckId,
    /// The verdict that is waived: FAIL or WARNING. Any other verdict of the check is not.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Where the team keeps track of it.
    pub issue: String,
    /// The last day on which it holds.
    pub expires: Date,
    /// The line of the plan.
    pub line: usize,
}

impl Waiver {
    /// What became of it in a run on this day, where its check said this; nothing when the check was not selected.
    #[must_use]
    pub fn judge(&self, said: Option<Verdict>, today: Date, file: &str) -> Option<WaiverUse> {
        let said = said?;
        let state = if today > self.expires {
            WaiverState::Expired
        } else if said == self.verdict {
            WaiverState::Used
        } else {
            WaiverState::Unused
        };
        Some(WaiverUse {
            check: self.id.clone(),
            verdict: self.verdict,
            state,
            reason: self.reason.clone(),
            issue: self.issue.clone(),
            expires: self.expires.to_string(),
            place: format!("{file}:{}", self.line),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ambient::Date;
    use conformance_verdict::Verdict::{self, Fail, Pass, Warning};
    use conformance_verdict::WaiverState::{self, Expired, Unused, Used};

    use super::Waiver;

    fn state(said: Option<Verdict>, today: &str) -> Option<WaiverState> {
        let waiver = Waiver {
            id: "SP-SAML-33".parse().unwrap(),
            verdict: Fail,
            reason: "known".to_owned(),
            issue: "ACME-4711".to_owned(),
            expires: "2027-01-31".parse::<Date>().unwrap(),
            line: 7,
        };
        let used = waiver.judge(said, today.parse().unwrap(), "conformance.toml");
        used.map(|used| {
            assert_eq!(used.place, "conformance.toml:7");
            used.state
        })
    }

    #[test]
    fn a_waiver_covers_its_own_verdict_until_its_last_day() {
        assert_eq!(state(Some(Fail), "2027-01-31"), Some(Used));
        assert_eq!(state(Some(Fail), "2027-02-01"), Some(Expired));
        assert_eq!(state(Some(Warning), "2027-01-01"), Some(Unused));
        assert_eq!(state(Some(Pass), "2027-01-01"), Some(Unused));
        assert_eq!(state(None, "2027-01-01"), None);
    }
}
