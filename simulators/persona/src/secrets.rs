//! The passwords that a test card starts with. They are TEST values from a file that anybody may read, and
//! still masked in debug output.

use std::fmt;

/// TEST passwords of a card.
#[derive(Clone, PartialEq, Eq)]
pub struct TestSecrets {
    /// TEST card access number, 6 digits.
    pub can: String,
    /// TEST PIN, 6 digits.
    pub pin: String,
    /// TEST transport PIN, 5 digits.
    pub transport_pin: String,
    /// TEST PIN unblocking key, 10 digits.
    pub puk: String,
}

impl Default for TestSecrets {
    fn default() -> Self {
        Self {
            can: "500500".into(),
            pin: "123456".into(),
            transport_pin: "12345".into(),
            puk: "9876543210".into(),
        }
    }
}

impl fmt::Debug for TestSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestSecrets(masked)")
    }
}

/// The state in which the PIN of a card starts [TR-03110-2 §2.2].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PinState {
    /// The five-digit transport PIN is set.
    Transport,
    /// The holder has set a PIN of six digits.
    #[default]
    Operational,
    /// One try left: the CAN must be proven first.
    Suspended,
    /// No try left: the PUK must be proven first.
    Blocked,
    /// Switched off, as for holders under sixteen.
    Deactivated,
}

impl PinState {
    /// Every state with its name in files and on the command line.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("transport", Self::Transport),
        ("operational", Self::Operational),
        ("suspended", Self::Suspended),
        ("blocked", Self::Blocked),
        ("deactivated", Self::Deactivated),
    ];

    /// Reads a name of [`PinState::NAMES`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, state)| *state)
    }
}

/// Decimal digits of exactly this length.
pub(crate) fn digits(text: &str, length: usize) -> Option<String> {
    let fits = text.len() == length && text.bytes().all(|digit| digit.is_ascii_digit());
    fits.then(|| text.to_owned())
}
