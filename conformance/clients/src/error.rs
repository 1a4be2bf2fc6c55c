//! What can go wrong with a foreign program.

use std::io;

/// A foreign program could not be driven to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The program is not installed.
    #[error(
        "{program} is not installed; `cargo xtask test --install` installs the Debian package {package}"
    )]
    Missing {
        /// The program as it is started.
        program: String,
        /// The package that brings it.
        package: &'static str,
    },
    /// A program or package is not where `cargo xtask test --install` puts it.
    #[error("{0} is not there; `cargo xtask test --install` installs it")]
    NotInstalled(String),
    /// The program could not be started or spoken to.
    #[error("{program}: {source}")]
    Io {
        /// The program as it is started.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// The program ended with a failure.
    #[error("{program} ended with {code:?}: {output}")]
    Failed {
        /// The program as it was started.
        program: String,
        /// Its exit code, absent after a signal.
        code: Option<i32>,
        /// What it printed on both streams.
        output: String,
    },
    /// The program did not say the awaited thing in time.
    #[error("{program} did not say {awaited} within {seconds} s; it said: {said}")]
    Silent {
        /// The program as it was started.
        program: String,
        /// What was waited for.
        awaited: String,
        /// How long.
        seconds: u64,
        /// What it said instead, in order.
        said: String,
    },
    /// The program said something that this driver does not understand.
    #[error("{program} said something unexpected: {said}")]
    Unexpected {
        /// The program as it was started.
        program: String,
        /// What it said.
        said: String,
    },
    /// The other side of the conversation refused; the text is the program's own.
    #[error("refused: {0}")]
    Refused(String),
}

impl ClientError {
    pub(crate) fn io(program: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let program = program.into();
        move |source| Self::Io { program, source }
    }
}
