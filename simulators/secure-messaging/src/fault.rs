//! Wrong behaviours of the card's end, each breaking one rule of secure messaging.

use std::fmt;

/// One wrong behaviour of a card in secure messaging, chosen at run time. None of them is on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The counter is not increased before a response, which then carries that of its command `[TR-03110-3 §F.5]`.
    SscNotIncremented,
    /// A command whose counter is one or two ahead is taken: messages can be lost unseen `[TR-03110-3 §F.5]`.
    SscGapAccepted,
    /// The previous command is taken a second time, as by a card that counts only what it answers `[TR-03110-3 §F.5]`.
    ReplayAccepted,
    /// A MAC that leaves the header out is taken, as if the class were that of an unauthenticated header
    /// `[TR-03110-3 §F.3]`.
    MacOverWrongHeader,
    /// A command without object 8E is carried out `[TR-03110-3 §F.6]`.
    MissingMacAccepted,
    /// A command with any object 8E is carried out `[TR-03110-3 §F.6]`.
    WrongMacAccepted,
    /// Data that ends with no padding is taken as it is `[TR-03110-3 §F.3.3]`.
    PaddingNotChecked,
    /// Object 87 may begin with any byte `[TR-03110-3 §F.3.3]`.
    PaddingIndicatorNotChecked,
    /// Objects of no known kind are skipped `[TR-03110-3 §F.6]`.
    UnknownObjectAccepted,
    /// Of two objects of a kind the last counts `[TR-03110-3 §F.6]`.
    DuplicateObjectAccepted,
    /// Object 97 asks for as much as fits, whatever it says `[TR-03110-3 §F.3]`.
    LeObjectIgnored,
    /// Of an object 97 with two bytes the second counts `[ISO 7816-4 §5.2]`. Readers that reframe have done so.
    ExtendedLeCut,
    /// A protected command without outer Le is refused with 6988, as PersoSim does.
    OuterLeRequired,
    /// The MAC of a command without data and Le is expected over a second block of padding `[TR-03110-3 §F.3.4]`.
    CaseOnePaddedTwice,
    /// A response has no object 99 `[TR-03110-3 §F.3.2]`.
    StatusWordObjectMissing,
    /// Object 99 says another status than the end of the response `[TR-03110-3 §F.3.2]`.
    StatusWordObjectWrong,
    /// A bit of each response's MAC is wrong `[TR-03110-3 §F.4.2.2]`.
    ResponseMacWrong,
    /// Data of a response is encrypted with a vector of zeros, which is right for 3DES only `[TR-03110-3 §F.4.2.1]`.
    ResponseVectorZero,
    /// A session goes on after an error that must end it `[TR-03110-3 §F.6]`; see [`crate::CardSession::spare`].
    ErrorKeepsSession,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 19] = [
        Self::SscNotIncremented,
        Self::SscGapAccepted,
        Self::ReplayAccepted,
        Self::MacOverWrongHeader,
        Self::MissingMacAccepted,
        Self::WrongMacAccepted,
        Self::PaddingNotChecked,
        Self::PaddingIndicatorNotChecked,
        Self::UnknownObjectAccepted,
        Self::DuplicateObjectAccepted,
        Self::LeObjectIgnored,
        Self::ExtendedLeCut,
        Self::OuterLeRequired,
        Self::CaseOnePaddedTwice,
        Self::StatusWordObjectMissing,
        Self::StatusWordObjectWrong,
        Self::ResponseMacWrong,
        Self::ResponseVectorZero,
        Self::ErrorKeepsSession,
    ];

    /// The name by which it is chosen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SscNotIncremented => "ssc-not-incremented",
            Self::SscGapAccepted => "ssc-gap-accepted",
            Self::ReplayAccepted => "replay-accepted",
            Self::MacOverWrongHeader => "mac-over-wrong-header",
            Self::MissingMacAccepted => "missing-mac-accepted",
            Self::WrongMacAccepted => "wrong-mac-accepted",
            Self::PaddingNotChecked => "padding-not-checked",
            Self::PaddingIndicatorNotChecked => "padding-indicator-not-checked",
            Self::UnknownObjectAccepted => "unknown-object-accepted",
            Self::DuplicateObjectAccepted => "duplicate-object-accepted",
            Self::LeObjectIgnored => "le-object-ignored",
            Self::ExtendedLeCut => "extended-le-cut",
            Self::OuterLeRequired => "outer-le-required",
            Self::CaseOnePaddedTwice => "case-one-padded-twice",
            Self::StatusWordObjectMissing => "status-word-object-missing",
            Self::StatusWordObjectWrong => "status-word-object-wrong",
            Self::ResponseMacWrong => "response-mac-wrong",
            Self::ResponseVectorZero => "response-vector-zero",
            Self::ErrorKeepsSession => "error-keeps-session",
        }
    }

    /// The fault of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
