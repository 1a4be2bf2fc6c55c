//! Why no response came back from a card in process.

/// A failure between terminal and card; whatever the card itself refuses is a status word instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no card in the reader.
    #[error("no card in the reader")]
    NoCard,
    /// The card was taken out while a command was open.
    #[error("card was taken out during a command")]
    Removed,
    /// The card lost its power while a command was open; it is still in the reader.
    #[error("card lost its power during a command")]
    PowerLost,
    /// The card did not answer.
    #[error("card gave no answer")]
    Mute,
    /// The card answered less than a status word.
    #[error("card answered {length} bytes, a response has at least 2")]
    Short {
        /// Bytes that came.
        length: usize,
    },
}
