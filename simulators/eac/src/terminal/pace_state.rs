//! After PACE: a protected channel, a proven password, and the way to Terminal Authentication.

use crypto::{Curve, PrivateKey};
use iso7816::Transport;
use rand_core::CryptoRng;

use super::error::{Step, Stopped, TerminalError};
use super::plain::{PaceRequest, run, secured};
use super::terminal_authentication::{self as authentication, TerminalCredentials};
use super::{Terminal, TerminalAuthenticated, command};
use crate::encoding::{AuxiliaryData, CertificateHolderReference, CompressedPublicKey};

/// PACE succeeded.
#[derive(Clone, Debug)]
pub struct Pace {
    pub(super) id_icc: CompressedPublicKey,
    pub(super) authorities: Vec<CertificateHolderReference>,
}

impl Pace {
    /// The card's name in Terminal Authentication.
    #[must_use]
    pub const fn id_icc(&self) -> &CompressedPublicKey {
        &self.id_icc
    }

    /// Trust points of the card for the terminal type, most recent first.
    #[must_use]
    pub fn authorities(&self) -> &[CertificateHolderReference] {
        &self.authorities
    }
}

impl<T: Transport> Terminal<T, Pace> {
    /// Runs PACE again inside the session: a suspended PIN, after the CAN. When it fails, the old session stays.
    /// `[TR-03110-2 §3.2.2]`
    ///
    /// # Errors
    /// As for [`pace`](Terminal::pace).
    pub fn resume(
        mut self,
        request: &PaceRequest<'_>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Self, Box<Stopped<T, Pace>>> {
        match run(&mut self.channel, request, rng) {
            Ok(outcome) => Ok(secured(self.channel, outcome)),
            Err(error) => Err(Box::new(Stopped {
                error,
                terminal: self,
            })),
        }
    }

    /// Runs Terminal Authentication: certificate chain, challenge, signature. The ephemeral key for Chip Authentication
    /// is made on `curve`, which EF.CardAccess names. `[TR-03110-2 §3.3]`
    ///
    /// # Errors
    /// No chain leads to the terminal, or the card refuses a step.
    pub fn authenticate(
        mut self,
        credentials: &TerminalCredentials,
        curve: Curve,
        auxiliary_data: Option<&AuxiliaryData>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Terminal<T, TerminalAuthenticated>, Box<Stopped<T, Pace>>> {
        let ephemeral = PrivateKey::generate(curve, rng);
        match self.run_authentication(credentials, &ephemeral, auxiliary_data) {
            Ok(()) => Ok(Terminal {
                channel: self.channel,
                state: TerminalAuthenticated { ephemeral },
            }),
            Err(error) => Err(Box::new(Stopped {
                error,
                terminal: self,
            })),
        }
    }

    fn run_authentication(
        &mut self,
        credentials: &TerminalCredentials,
        ephemeral: &PrivateKey,
        auxiliary_data: Option<&AuxiliaryData>,
    ) -> Result<(), TerminalError<T::Error>> {
        let authorities = self.state.authorities.clone();
        let path = credentials
            .path_from(&authorities)
            .ok_or(TerminalError::NoChain(authorities))?;
        for certificate in path {
            self.expect_ok(Step::SetDst, &command::set_dst(&certificate.body().car))?;
            self.expect_ok(
                Step::VerifyCertificate,
                &command::verify_certificate(certificate),
            )?;
        }
        let compressed = CompressedPublicKey::of(&ephemeral.public_key());
        let auxiliary = auxiliary_data.map(AuxiliaryData::encode);
        let template = authentication::set_at(credentials, &compressed, auxiliary.as_deref());
        self.expect_ok(Step::TerminalSetAt, &command::set_at_terminal(&template))?;
        let challenge = self.expect_ok(Step::GetChallenge, &command::get_challenge())?;
        let signed = authentication::SignedData {
            id_icc: &self.state.id_icc,
            challenge: &challenge,
            ephemeral_key: &compressed,
            auxiliary_data: auxiliary.as_deref().unwrap_or_default(),
        };
        let signature = credentials.sign(&signed);
        self.expect_ok(
            Step::ExternalAuthenticate,
            &command::external_authenticate(&signature),
        )
        .map(drop)
    }
}
