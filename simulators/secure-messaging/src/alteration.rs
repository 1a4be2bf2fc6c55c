//! Protected commands with exactly one thing wrong or unusual, for tests of a card.
//!
//! Unless the checksum is what is altered, it is the right one for the altered objects, so that a receiver can object
//! to the one thing only.

mod draft;

use std::fmt;

use iso7816::StatusWord;

pub(crate) use draft::protect;

/// One thing that is wrong or unusual in a protected command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Alteration {
    /// The last bit of the checksum is wrong.
    MacWrong,
    /// There is no object 8E.
    MacMissing,
    /// Object 8E has seven bytes.
    MacShortened,
    /// Object 8E stands twice.
    MacDoubled,
    /// Object 8E stands before all others.
    MacFirst,
    /// The checksum leaves the header out.
    MacWithoutHeader,
    /// P2 is another than the one under the checksum.
    HeaderChanged,
    /// The checksum takes the counter of the message before.
    CounterRepeated,
    /// The checksum and the vector take a counter that is one too far.
    CounterSkipped,
    /// There is no object 97, though the plain command expects data.
    ExpectedLengthMissing,
    /// Object 97 stands twice.
    ExpectedLengthDoubled,
    /// Object 97 stands before the cryptogram.
    ExpectedLengthFirst,
    /// Object 97 is empty.
    ExpectedLengthEmpty,
    /// Object 97 has three bytes.
    ExpectedLengthTooLong,
    /// Object 87 (or 85) stands twice.
    CryptogramDoubled,
    /// The cryptogram lacks its last byte.
    CryptogramCut,
    /// The object of the cryptogram holds no cryptogram.
    CryptogramEmpty,
    /// The cryptogram is in object 85 though the instruction is even, or in 87 though it is odd.
    CryptogramTagOther,
    /// The padding begins with 81 instead of 80.
    PaddingWrong,
    /// The data fills its last block and no padding follows.
    PaddingMissing,
    /// Object 87 begins with 02.
    PaddingIndicatorWrong,
    /// Object 87 begins with the cryptogram.
    PaddingIndicatorMissing,
    /// An object of no known kind stands before the checksum.
    UnknownObject,
    /// The first object's length has more bytes than it needs.
    LengthNotMinimal,
    /// The last object says that it is longer than it is.
    LengthTooLong,
    /// The protected command has no Le.
    OuterExpectedLengthMissing,
    /// The protected command has the Le of the plain one instead of one that allows most.
    OuterExpectedLengthPlain,
    /// The bytes of the command before are sent again.
    Replay,
}

impl Alteration {
    /// Every alteration.
    pub const ALL: [Self; 28] = [
        Self::MacWrong,
        Self::MacMissing,
        Self::MacShortened,
        Self::MacDoubled,
        Self::MacFirst,
        Self::MacWithoutHeader,
        Self::HeaderChanged,
        Self::CounterRepeated,
        Self::CounterSkipped,
        Self::ExpectedLengthMissing,
        Self::ExpectedLengthDoubled,
        Self::ExpectedLengthFirst,
        Self::ExpectedLengthEmpty,
        Self::ExpectedLengthTooLong,
        Self::CryptogramDoubled,
        Self::CryptogramCut,
        Self::CryptogramEmpty,
        Self::CryptogramTagOther,
        Self::PaddingWrong,
        Self::PaddingMissing,
        Self::PaddingIndicatorWrong,
        Self::PaddingIndicatorMissing,
        Self::UnknownObject,
        Self::LengthNotMinimal,
        Self::LengthTooLong,
        Self::OuterExpectedLengthMissing,
        Self::OuterExpectedLengthPlain,
        Self::Replay,
    ];

    /// The name by which it is chosen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MacWrong => "mac-wrong",
            Self::MacMissing => "mac-missing",
            Self::MacShortened => "mac-shortened",
            Self::MacDoubled => "mac-doubled",
            Self::MacFirst => "mac-first",
            Self::MacWithoutHeader => "mac-without-header",
            Self::HeaderChanged => "header-changed",
            Self::CounterRepeated => "counter-repeated",
            Self::CounterSkipped => "counter-skipped",
            Self::ExpectedLengthMissing => "expected-length-missing",
            Self::ExpectedLengthDoubled => "expected-length-doubled",
            Self::ExpectedLengthFirst => "expected-length-first",
            Self::ExpectedLengthEmpty => "expected-length-empty",
            Self::ExpectedLengthTooLong => "expected-length-too-long",
            Self::CryptogramDoubled => "cryptogram-doubled",
            Self::CryptogramCut => "cryptogram-cut",
            Self::CryptogramEmpty => "cryptogram-empty",
            Self::CryptogramTagOther => "cryptogram-tag-other",
            Self::PaddingWrong => "padding-wrong",
            Self::PaddingMissing => "padding-missing",
            Self::PaddingIndicatorWrong => "padding-indicator-wrong",
            Self::PaddingIndicatorMissing => "padding-indicator-missing",
            Self::UnknownObject => "unknown-object",
            Self::LengthNotMinimal => "length-not-minimal",
            Self::LengthTooLong => "length-too-long",
            Self::OuterExpectedLengthMissing => "outer-expected-length-missing",
            Self::OuterExpectedLengthPlain => "outer-expected-length-plain",
            Self::Replay => "replay",
        }
    }

    /// The alteration of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|alteration| alteration.name() == name)
    }

    /// What a card that keeps to the specification answers, in plain and with the session ended; nothing when it takes
    /// the message `[TR-03110-3 §F.6]`. An outer Le like that of the plain command is taken where it leaves room for
    /// the response.
    #[must_use]
    pub const fn refusal(self) -> Option<StatusWord> {
        match self {
            Self::MacFirst
            | Self::ExpectedLengthMissing
            | Self::ExpectedLengthFirst
            | Self::LengthNotMinimal
            | Self::OuterExpectedLengthMissing
            | Self::OuterExpectedLengthPlain => None,
            Self::MacMissing => Some(StatusWord::SM_OBJECTS_MISSING),
            _ => Some(StatusWord::SM_OBJECTS_INCORRECT),
        }
    }
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
