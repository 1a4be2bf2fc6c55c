//! Verdicts that a team knows of and lives with, as reports show them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{CheckId, Verdict};

/// A waiver of the plan, and what became of it in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverUse {
    /// The check.
    pub check: CheckId,
    /// The verdict that is waived.
    pub verdict: Verdict,
    /// What became of it.
    pub state: WaiverState,
    /// Why the team lives with it.
    pub reason: String,
    /// Where the team keeps track of it.
    pub issue: String,
    /// The last day on which it holds, as `YYYY-MM-DD`.
    pub expires: String,
    /// File and line of the plan.
    pub place: String,
}

/// What became of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// Its check said what it waives.
    Used,
    /// Its check said something else: the waiver must go.
    Unused,
    /// Its last day is over.
    Expired,
}

impl fmt::Display for WaiverState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Expired => "expired",
        })
    }
}

impl WaiverUse {
    /// Whether it takes the sting out of this verdict of this check.
    #[must_use]
    pub fn covers(&self, check: &CheckId, verdict: Verdict) -> bool {
        self.state == WaiverState::Used && self.check == *check && self.verdict == verdict
    }

    /// Whether somebody must look at the plan: the waiver covers nothing, or no longer.
    #[must_use]
    pub fn has_drifted(&self) -> bool {
        self.state != WaiverState::Used
    }

    /// One line for a terminal.
    #[must_use]
    pub fn line(&self) -> String {
        let Self {
            check,
            verdict,
            issue,
            expires,
            place,
            ..
        } = self;
        match self.state {
            WaiverState::Used => {
                format!(
                    "WAIVED   {check} {verdict}: {} ({issue}, until {expires})",
                    self.reason
                )
            }
            WaiverState::Unused => format!(
                "UNUSED   {place}: {check} does not say {verdict} any more; take the waiver out ({issue})"
            ),
            WaiverState::Expired => {
                format!("EXPIRED  {place}: the waiver of {check} held until {expires} ({issue})")
            }
        }
    }
}
