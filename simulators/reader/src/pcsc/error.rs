//! What can go wrong between a program and a card in a PC/SC reader.

/// A failure of the daemon, the reader or the card.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The daemon does not run.
    #[error("no smart card daemon is running")]
    NoDaemon,
    /// The daemon knows no reader.
    #[error("no reader is attached")]
    NoReader,
    /// No reader has this name, nor this in its name.
    #[error("no reader is called {wanted:?}, there are: {}", .present.join("; "))]
    UnknownReader {
        /// What was asked for.
        wanted: String,
        /// The readers that there are.
        present: Vec<String>,
    },
    /// Several readers have this in their name.
    #[error("more than one reader's name has {wanted:?} in it, say which: {}", .present.join("; "))]
    AmbiguousReader {
        /// What was asked for.
        wanted: String,
        /// The readers that there are.
        present: Vec<String>,
    },
    /// The reader was taken away.
    #[error("the reader was taken away")]
    ReaderGone,
    /// The reader is empty.
    #[error("no card in the reader")]
    NoCard,
    /// The card was taken out.
    #[error("card was taken out")]
    Removed,
    /// Somebody else has reset the card.
    #[error("card was reset by another program")]
    Reset,
    /// Another program holds the card.
    #[error("another program uses the card")]
    InUse,
    /// The card gives no answer, to a reset or to a command; it may be gone.
    #[error("card does not respond")]
    Unresponsive,
    /// The card answered one byte, which is no response.
    #[error("card answered 1 byte, a response has at least 2")]
    Short,
    /// Anything else that PC/SC reports.
    #[error("PC/SC: {0}")]
    Pcsc(::pcsc::Error),
}

impl Error {
    pub(crate) fn from_pcsc(error: ::pcsc::Error) -> Self {
        use ::pcsc::Error as Code;
        match error {
            Code::NoService | Code::ServiceStopped => Self::NoDaemon,
            Code::NoReadersAvailable => Self::NoReader,
            Code::UnknownReader | Code::ReaderUnavailable => Self::ReaderGone,
            Code::NoSmartcard => Self::NoCard,
            Code::RemovedCard => Self::Removed,
            Code::ResetCard => Self::Reset,
            Code::SharingViolation => Self::InUse,
            Code::UnresponsiveCard
            | Code::UnpoweredCard
            | Code::CommError
            // What pcscd says when the driver could not carry a command to the card and back.
            | Code::NotTransacted
            | Code::CommDataLost
            | Code::Timeout => Self::Unresponsive,
            other => Self::Pcsc(other),
        }
    }
}
