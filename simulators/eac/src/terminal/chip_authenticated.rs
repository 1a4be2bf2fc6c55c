//! After Chip Authentication: both sides have proven themselves.

use iso7816::{CommandApdu, Ne, StatusWord, Transport};

use super::error::{Step, TerminalError};
use super::file::ReadLength;
use super::restricted_identification::{self, SectorIdentifiers};
use super::{Terminal, command};
use crate::encoding::{CvPublicKey, Oid, RiProtocol};

/// Chip Authentication succeeded.
#[derive(Clone, Debug)]
pub struct ChipAuthenticated {
    pub(super) _proven: (),
}

impl<T: Transport> Terminal<T, ChipAuthenticated> {
    /// Selects the eID application.
    ///
    /// # Errors
    /// The card refuses.
    pub fn select_eid_application(&mut self) -> Result<(), TerminalError<T::Error>> {
        self.select_application(&command::EID_APPLICATION)
    }

    /// Reads a data group (1 to 22) of the eID application. `[TR-03110-3 §B.9]`
    ///
    /// # Errors
    /// The card refuses: 6982 without the right, 6A82 when the group is not there.
    pub fn read_data_group(&mut self, group: u8) -> Result<Vec<u8>, TerminalError<T::Error>> {
        self.read_file(group, ReadLength::Short)
    }

    /// Asks for the pseudonyms of one or two sectors. `[TR-03110-2 §3.6]`
    ///
    /// # Errors
    /// The card refuses, or its answer is malformed.
    pub fn restricted_identification(
        &mut self,
        protocol: RiProtocol,
        key_id: u32,
        first: Option<&CvPublicKey>,
        second: Option<&CvPublicKey>,
    ) -> Result<SectorIdentifiers, TerminalError<T::Error>> {
        let template = restricted_identification::set_at(protocol, key_id);
        self.expect_ok(Step::RestrictedSetAt, &command::set_at_internal(&template))?;
        let request = CommandApdu::new(0x00, 0x86, 0x00, 0x00)
            .with_data(restricted_identification::request(first, second))
            .with_ne(Ne::SHORT_MAX);
        let data = self.expect_ok(Step::RestrictedIdentify, &request)?;
        restricted_identification::receive(&data).map_err(|source| TerminalError::Data {
            step: Step::RestrictedIdentify,
            source,
        })
    }

    /// Asks whether authenticated auxiliary data hold. `[TR-03110-3 §B.6]`
    ///
    /// # Errors
    /// The card refuses: 6982 without the right, 6A88 when nothing was authenticated.
    pub fn verify_auxiliary_data(
        &mut self,
        identifier: &Oid,
    ) -> Result<bool, TerminalError<T::Error>> {
        let status = self
            .transmit(&command::verify_auxiliary_data(identifier))?
            .status;
        match status {
            StatusWord::OK => Ok(true),
            StatusWord::VERIFICATION_FAILED => Ok(false),
            status => Err(TerminalError::Status {
                step: Step::Auxiliary,
                status,
            }),
        }
    }
}
