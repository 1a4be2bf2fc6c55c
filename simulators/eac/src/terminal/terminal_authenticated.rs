//! After Terminal Authentication: the card's security object can be read, and the chip has to prove itself.

use crypto::{PrivateKey, PublicKey};
use iso7816::Transport;

use super::chip_authentication::{self as authentication, ChipChoice, Outcome};
use super::error::{Step, Stopped, TerminalError};
use super::file::ReadLength;
use super::passive::{self, CardSecurity, TrustedIssuers};
use super::{ChipAuthenticated, Terminal, command};

/// Terminal Authentication succeeded; the ephemeral key is bound to this session.
#[derive(Clone, Debug)]
pub struct TerminalAuthenticated {
    pub(super) ephemeral: PrivateKey,
}

impl TerminalAuthenticated {
    /// The ephemeral public key for Chip Authentication.
    #[must_use]
    pub fn ephemeral_key(&self) -> PublicKey {
        self.ephemeral.public_key()
    }
}

impl<T: Transport> Terminal<T, TerminalAuthenticated> {
    /// Reads EF.CardSecurity and checks its signature up to a trusted issuer: Passive Authentication.
    /// `[TR-03110-2 §2.3.3]`
    ///
    /// # Errors
    /// The file cannot be read, or its signature does not lead to a trusted issuer.
    pub fn read_card_security(
        &mut self,
        trusted: &TrustedIssuers,
        length: ReadLength,
    ) -> Result<CardSecurity, TerminalError<T::Error>> {
        let content = self.read_file(command::CARD_SECURITY, length)?;
        Ok(passive::verify_card_security(&content, trusted)?)
    }

    /// The same for EF.ChipSecurity, which privileged terminals may read.
    ///
    /// # Errors
    /// As [`read_card_security`](Self::read_card_security).
    pub fn read_chip_security(
        &mut self,
        trusted: &TrustedIssuers,
        length: ReadLength,
    ) -> Result<CardSecurity, TerminalError<T::Error>> {
        let content = self.read_file(command::CHIP_SECURITY, length)?;
        Ok(passive::verify_card_security(&content, trusted)?)
    }

    /// Runs Chip Authentication with the first key of version 2 that the security object offers. `[TR-03110-2 §3.4]`
    ///
    /// # Errors
    /// No usable key, the card refuses, or its token is wrong.
    pub fn authenticate_chip(
        self,
        security: &CardSecurity,
    ) -> Result<Terminal<T, ChipAuthenticated>, Box<Stopped<T, TerminalAuthenticated>>> {
        match ChipChoice::first(security.infos()) {
            Some(choice) => self.authenticate_chip_with(&choice),
            None => Err(Box::new(Stopped {
                error: TerminalError::NoChipKey,
                terminal: self,
            })),
        }
    }

    /// Runs Chip Authentication with a chosen key of the card.
    ///
    /// # Errors
    /// As [`authenticate_chip`](Self::authenticate_chip).
    pub fn authenticate_chip_with(
        mut self,
        choice: &ChipChoice,
    ) -> Result<Terminal<T, ChipAuthenticated>, Box<Stopped<T, TerminalAuthenticated>>> {
        match self.run_chip_authentication(choice) {
            Ok(outcome) => {
                self.channel.secure(outcome.keys);
                Ok(Terminal {
                    channel: self.channel,
                    state: ChipAuthenticated { _proven: () },
                })
            }
            Err(error) => Err(Box::new(Stopped {
                error,
                terminal: self,
            })),
        }
    }

    fn run_chip_authentication(
        &mut self,
        choice: &ChipChoice,
    ) -> Result<Outcome, TerminalError<T::Error>> {
        let ephemeral = self.state.ephemeral.clone();
        if choice.public_key.curve() != ephemeral.curve() {
            return Err(TerminalError::NoChipKey);
        }
        self.expect_ok(Step::ChipSetAt, &command::set_at_internal(&choice.set_at()))?;
        let request = authentication::request(&ephemeral.public_key());
        let data = self.expect_ok(
            Step::ChipAuthenticate,
            &command::general_authenticate(&request),
        )?;
        choice
            .receive(&ephemeral, &data)
            .map_err(|error| error.at(Step::ChipAuthenticate))
    }
}
