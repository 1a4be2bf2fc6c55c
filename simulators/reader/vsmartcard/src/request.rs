//! What the virtual reader wants from the card.

/// One message from the reader to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// Power is taken away: the card forgets everything volatile.
    PowerOff,
    /// Power is given.
    PowerOn,
    /// A reset with power kept.
    Reset,
    /// The reader wants the answer to reset; the only control code with an answer.
    Atr,
    /// A control code that the protocol does not know. A client's command of a single byte arrives like this, and
    /// the reader then waits for an answer.
    Unknown(u8),
    /// A command APDU. It is empty when the length was zero.
    Apdu(&'a [u8]),
}

impl<'a> Request<'a> {
    /// Reads a message of the reader. Every byte string is a request.
    #[must_use]
    pub fn decode(message: &'a [u8]) -> Self {
        match message {
            [0x00] => Self::PowerOff,
            [0x01] => Self::PowerOn,
            [0x02] => Self::Reset,
            [0x04] => Self::Atr,
            [code] => Self::Unknown(*code),
            command => Self::Apdu(command),
        }
    }

    /// The message that says this request.
    ///
    /// An [`Apdu`](Self::Apdu) of one byte does not survive the way: the other end takes it for a control code.
    #[must_use]
    pub fn encode(self) -> Vec<u8> {
        match self {
            Self::PowerOff => vec![0x00],
            Self::PowerOn => vec![0x01],
            Self::Reset => vec![0x02],
            Self::Atr => vec![0x04],
            Self::Unknown(code) => vec![code],
            Self::Apdu(command) => command.to_vec(),
        }
    }

    /// Whether the reader waits for an answer.
    #[must_use]
    pub fn wants_answer(self) -> bool {
        matches!(self, Self::Atr | Self::Apdu(_) | Self::Unknown(_))
    }
}
