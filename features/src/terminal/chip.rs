//! Chip Authentication 2, whole or command by command `[TR-03110-2 §3.4]`.

use conformance_harness::StepError;
use eac::encoding::DynamicData;
use eac::terminal::chip_authentication::{ChipChoice, request};
use eac::terminal::{command, passive};

use crate::CardWorld;
use crate::terminal::files::CardSecurityFile;

impl CardWorld {
    /// The content of EF.CardSecurity; the file is read once.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn card_security(&mut self) -> Result<Vec<u8>, StepError> {
        if self.try_kept::<CardSecurityFile>().is_none() {
            let content = self.read_file("EF.CardSecurity", command::CARD_SECURITY)?;
            self.keep(CardSecurityFile(content));
        }
        Ok(self.kept::<CardSecurityFile>("EF.CardSecurity")?.0.clone())
    }

    /// The key of the card that Chip Authentication uses, from EF.CardSecurity.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is not what was signed, or names no usable key.
    pub fn chip_choice(&mut self) -> Result<ChipChoice, StepError> {
        let content = self.card_security()?;
        let security = passive::verify_integrity(&content)
            .map_err(|error| StepError::requirement(format!("EF.CardSecurity: {error}")))?;
        ChipChoice::first(security.infos()).ok_or_else(|| {
            StepError::requirement("EF.CardSecurity has no key for Chip Authentication version 2")
        })
    }

    /// The data of General Authenticate in Chip Authentication: the terminal's ephemeral key.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess cannot be read.
    pub fn chip_request(&mut self) -> Result<DynamicData, StepError> {
        Ok(request(&self.ephemeral_key()?.public_key()))
    }

    /// Takes the data of the card's answer, checks its token and opens the new channel.
    ///
    /// # Errors
    ///
    /// When the data are malformed or the token is wrong.
    pub fn finish_chip_authentication(
        &mut self,
        choice: &ChipChoice,
        data: &[u8],
    ) -> Result<(), StepError> {
        let ephemeral = self.ephemeral_key()?;
        let outcome = choice
            .receive(&ephemeral, data)
            .map_err(|error| StepError::requirement(format!("Chip Authentication: {error}")))?;
        self.open_channel(outcome.keys);
        Ok(())
    }

    /// Runs Chip Authentication: MSE:Set AT and General Authenticate. The new channel is open
    /// afterwards.
    ///
    /// # Errors
    ///
    /// At the first command that is not answered as the protocol promises.
    pub fn run_chip_authentication(&mut self) -> Result<(), StepError> {
        let choice = self.chip_choice()?;
        let set_at = command::set_at_internal(&choice.set_at());
        self.expect_ok("MSE:Set AT of Chip Authentication", &set_at)?;
        let request = self.chip_request()?;
        let data = self.expect_ok(
            "General Authenticate of Chip Authentication",
            &command::general_authenticate(&request),
        )?;
        self.finish_chip_authentication(&choice, &data)
    }
}
