//! What is done to the card: the words of a sequence.

use std::fmt;

use eac::encoding::PasswordReference;
use iso7816::CommandApdu;
use secure_messaging::Alteration;

/// One thing that happens to the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Bytes on the wire, whatever they are.
    Bytes(Vec<u8>),
    /// A command, under secure messaging where there is a session.
    Command(CommandApdu),
    /// A command under secure messaging with one thing wrong; sent as it is without a session.
    Altered(CommandApdu, Alteration),
    /// A command, protected where there is a session, whose bytes are damaged after that.
    Damaged(CommandApdu, Damage),
    /// The last bytes on the wire once more.
    Replay,
    /// The card is reset.
    Reset,
    /// A command in the middle of which the power is cut.
    PowerLoss(CommandApdu),
    /// A run of PACE by a terminal that keeps to the protocol.
    Pace(PaceRun),
}

/// How bytes are damaged on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The byte at this place, counted around, is another.
    Flip(usize, u8),
    /// So many bytes are left, counted around.
    Cut(usize),
    /// A byte is put in at this place, counted around.
    Insert(usize, u8),
    /// A byte follows.
    Append(u8),
}

/// A run of PACE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceRun {
    /// Which password.
    pub password: PasswordReference,
    /// Whether it is the right one.
    pub right: bool,
    /// Whether the power is cut while the token is compared.
    pub cut: bool,
}

impl Damage {
    /// The bytes with the damage.
    #[must_use]
    pub fn inflict(self, mut bytes: Vec<u8>) -> Vec<u8> {
        let around = |place: usize| place.checked_rem(bytes.len()).unwrap_or_default();
        match self {
            Self::Flip(place, with) => {
                let place = around(place);
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= with.max(1);
                }
            }
            Self::Cut(left) => bytes.truncate(around(left)),
            Self::Insert(place, byte) => bytes.insert(around(place), byte),
            Self::Append(byte) => bytes.push(byte),
        }
        bytes
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes as they are", bytes.len()),
            Self::Command(command) => write!(f, "{}", command.instruction),
            Self::Altered(command, alteration) => {
                write!(f, "{} altered: {alteration}", command.instruction)
            }
            Self::Damaged(command, damage) => {
                write!(f, "{} damaged: {damage:?}", command.instruction)
            }
            Self::Replay => f.write_str("the last bytes again"),
            Self::Reset => f.write_str("reset"),
            Self::PowerLoss(command) => write!(f, "power lost during {}", command.instruction),
            Self::Pace(run) => {
                let right = if run.right { "right" } else { "wrong" };
                let cut = if run.cut {
                    ", power lost at the comparison"
                } else {
                    ""
                };
                write!(f, "PACE with the {right} {:?}{cut}", run.password)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Damage;

    #[test]
    fn damage_fits_bytes_of_any_length() {
        for bytes in [vec![], vec![1], vec![1, 2, 3]] {
            let length = bytes.len();
            assert_eq!(Damage::Append(9).inflict(bytes.clone()).len(), length + 1);
            assert_eq!(
                Damage::Insert(7, 9).inflict(bytes.clone()).len(),
                length + 1
            );
            assert!(Damage::Cut(8).inflict(bytes.clone()).len() <= length.saturating_sub(1));
            let flipped = Damage::Flip(4, 0).inflict(bytes.clone());
            assert_eq!(flipped == bytes, bytes.is_empty());
        }
    }
}
