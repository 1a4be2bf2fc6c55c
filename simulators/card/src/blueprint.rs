//! What a card is made of: data that a national card fills in.

use eac::card::chip_authentication::ChipKey;
use eac::card::pace::PaceSuite;
use eac::card::restricted_identification::IdentificationKey;
use eac::card::trust::TrustStore;
use eac::encoding::CvDate;

use crate::{Credentials, FileSystem};

/// Everything that a card is personalised with.
#[derive(Clone, Debug)]
pub struct Blueprint {
    /// The answer to reset.
    pub atr: Vec<u8>,
    /// The files.
    pub files: FileSystem,
    /// The passwords.
    pub credentials: Credentials,
    /// What PACE is offered with.
    pub pace_suites: Vec<PaceSuite>,
    /// CVCA keys and the current date.
    pub trust: TrustStore,
    /// Keys for Chip Authentication.
    pub chip_keys: Vec<ChipKey>,
    /// Keys for Restricted Identification.
    pub identification_keys: Vec<IdentificationKey>,
}

impl Blueprint {
    /// A card with files and nothing else: no passwords, no keys, a minimal answer to reset.
    #[must_use]
    pub fn new(files: FileSystem) -> Self {
        Self {
            atr: vec![0x3B, 0x80, 0x80, 0x01, 0x01],
            files,
            credentials: Credentials::new(),
            pace_suites: Vec::new(),
            trust: TrustStore::new(CvDate::EARLIEST),
            chip_keys: Vec::new(),
            identification_keys: Vec::new(),
        }
    }
}
