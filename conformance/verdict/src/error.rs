//! Names that are not written as the house writes them.

use thiserror::Error;

/// A name of the suite that does not have its fixed form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Not `AREA-GROUP-NN`.
    #[error("check id {found:?} is not AREA-GROUP-NN, for example CRD-DE-PACE-07")]
    CheckId {
        /// What was written.
        found: String,
    },
    /// Neither the id of an official plan nor `REQ-STANDARD-CLAUSE-N`.
    #[error(
        "requirement {found:?} is neither a plan id such as EAC2_ISO7816_H_4a nor REQ-STANDARD-CLAUSE-N"
    )]
    Requirement {
        /// What was written.
        found: String,
    },
    /// Not `M-AREA-kebab-case`.
    #[error("mutant id {found:?} is not M-AREA-kebab, for example M-CRD-nonce-reused")]
    MutantId {
        /// What was written.
        found: String,
    },
    /// Not a level.
    #[error("level {found:?} is none of must, should, may")]
    Level {
        /// What was written.
        found: String,
    },
    /// Not a verdict word.
    #[error("verdict {found:?} is none of the words of the suite")]
    Verdict {
        /// What was written.
        found: String,
    },
}
