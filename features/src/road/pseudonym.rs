//! What a card calls itself in the sector of the middleware, asked of a card like the one of the check.

use conformance_harness::StepError;
use eac::encoding::{Chat, Password, RiProtocol, Role, SecurityInfo, TerminalType};
use eac::terminal::{command, passive, restricted_identification};
use iso7816::{CommandApdu, Ne};
use pki::Sector;

use super::paos::reader;
use crate::CardWorld;
use crate::terminal::pace::PaceWish;

/// A terminal with every right, by its name in the test PKI.
const TERMINAL: &str = "AT_FULL";

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

impl CardWorld {
    /// The pseudonym of the card: its identifier by the key for authorized terminals, in the first sector.
    ///
    /// # Errors
    ///
    /// When the card or the certificates do not allow it.
    pub fn pseudonym(&self) -> Result<Vec<u8>, StepError> {
        let sector = self.stage()?.target.sector_key(Sector::First);
        let sector = sector.ok_or_else(|| said("the sector is not known"))?;
        let mut reader = reader(self.stage()?)?;
        let pin = reader.secrets()?.pin.unwrap_or_default();
        let rights = Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal);
        reader.run_pace(&PaceWish {
            password: Password::pin(&pin),
            chat: Some(rights),
        })?;
        reader.run_terminal_authentication(TERMINAL)?;
        reader.run_chip_authentication()?;
        let select = command::select_application(&command::EID_APPLICATION);
        reader.expect_ok("SELECT of the eID application", &select)?;
        let file = reader.card_security()?;
        let security = passive::verify_integrity(&file).map_err(said)?;
        let mut keys = security.infos().iter().filter_map(|info| match info {
            SecurityInfo::RestrictedIdentification(info) if info.authorized_only => {
                Some((RiProtocol::from_oid(&info.protocol)?, info.key_id))
            }
            _ => None,
        });
        let (protocol, key) = keys
            .next()
            .ok_or_else(|| said("the card has no pseudonyms"))?;
        let set_at = restricted_identification::set_at(protocol, key);
        reader.expect_ok("MSE:Set AT", &command::set_at_internal(&set_at))?;
        let request = restricted_identification::request(Some(&sector.public_key()), None);
        let ask = CommandApdu::new(0x00, 0x86, 0x00, 0x00)
            .with_data(request)
            .with_ne(Ne::SHORT_MAX);
        let data = reader.expect_ok("Restricted Identification", &ask)?;
        let names = restricted_identification::receive(&data).map_err(said)?;
        names.first.ok_or_else(|| said("the card has no pseudonym"))
    }
}
