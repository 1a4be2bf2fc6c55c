//! What a terminal signs in Terminal Authentication, part by part: each part may be another than it
//! should be `[TR-03110-2 §3.3.1]`.

use conformance_harness::StepError;
use crypto::PrivateKey;
use eac::encoding::{CompressedPublicKey, SetAt};
use eac::terminal::command;
use eac::terminal::terminal_authentication::SignedData;
use iso7816::CommandApdu;
use pki::NamedCertificate;

use crate::CardWorld;
use crate::terminal::authentication::{AuxiliaryObject, Challenge, EphemeralKey};
use crate::terminal::pace::PaceResult;

/// The parts of the signed data that follow the card's name.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// The card's challenge.
    pub challenge: Vec<u8>,
    /// The compressed ephemeral key.
    pub ephemeral_key: Vec<u8>,
    /// The auxiliary data with tag and length; nothing where none are sent.
    pub auxiliary_data: Vec<u8>,
}

impl CardWorld {
    /// Signs a statement with a certificate's key.
    ///
    /// # Errors
    ///
    /// When the key is not known, or PACE is missing.
    pub fn sign_statement(
        &self,
        certificate: &NamedCertificate,
        statement: &Statement,
    ) -> Result<Vec<u8>, StepError> {
        let suite = Self::signing_suite(certificate)?;
        let key = certificate.key.as_ref().ok_or_else(|| {
            let name = &certificate.name;
            StepError::precondition(format!("the private key of {name} is not known"))
        })?;
        let signed = SignedData {
            id_icc: &self.kept::<PaceResult>("PACE")?.id_icc,
            challenge: &statement.challenge,
            ephemeral_key: &CompressedPublicKey::received(&statement.ephemeral_key),
            auxiliary_data: &statement.auxiliary_data,
        };
        Ok(key.sign(suite.hash, &signed.parts()))
    }

    /// The statement that is right by now: the last challenge, the ephemeral key, auxiliary data if any.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess cannot be read.
    pub fn right_statement(&mut self) -> Result<Statement, StepError> {
        let ephemeral = self.ephemeral_key()?.public_key();
        let challenge = self
            .try_kept::<Challenge>()
            .map(|challenge| challenge.0.clone());
        let auxiliary = self
            .try_kept::<AuxiliaryObject>()
            .map(|object| object.0.clone());
        Ok(Statement {
            challenge: challenge.unwrap_or_default(),
            ephemeral_key: ephemeral.x().to_vec(),
            auxiliary_data: auxiliary.unwrap_or_default(),
        })
    }

    /// EXTERNAL AUTHENTICATE with the right statement, signed by a certificate's key.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::sign_statement`].
    pub fn authenticate_command(
        &mut self,
        certificate: &NamedCertificate,
    ) -> Result<CommandApdu, StepError> {
        let statement = self.right_statement()?;
        let signature = self.sign_statement(certificate, &statement)?;
        Ok(command::external_authenticate(&signature))
    }

    /// The trust point below which a certificate hangs, with its key where that is known.
    ///
    /// # Errors
    ///
    /// When the certificates do not have it.
    pub fn trust_point(&self, name: &str) -> Result<NamedCertificate, StepError> {
        let certificates = self.certificates()?;
        let first = certificates
            .chain(name)
            .first()
            .and_then(|below| below.issuer.clone());
        let point = first.and_then(|issuer| certificates.certificate(&issuer).cloned());
        point.ok_or_else(|| {
            StepError::precondition(format!(
                "the trust point of {name} is not among the certificates"
            ))
        })
    }

    /// Another ephemeral key from now on; gives the one so far.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess cannot be read.
    pub fn renew_ephemeral_key(&mut self) -> Result<PrivateKey, StepError> {
        let old = self.ephemeral_key()?;
        let key = PrivateKey::generate(old.curve(), &mut self.random("terminal ephemeral key")?);
        self.keep(EphemeralKey(key));
        Ok(old)
    }

    /// MSE:Set AT for Chip Authentication with the first key of version 2 that EF.CardAccess offers:
    /// for a terminal that cannot read EF.CardSecurity.
    ///
    /// # Errors
    ///
    /// When there is no such key.
    pub fn set_offered_chip_key(&mut self) -> Result<CommandApdu, StepError> {
        let infos = self.card_access()?;
        let offer = infos
            .chip_authentication()
            .find(|info| info.version == 2)
            .ok_or_else(|| {
                StepError::not_applicable(
                    "EF.CardAccess offers no Chip Authentication of version 2",
                )
            })?;
        Ok(command::set_at_internal(&SetAt {
            mechanism: Some(offer.protocol),
            private_key_reference: offer.key_id.map(eac::encoding::reference_bytes),
            ..SetAt::default()
        }))
    }

    /// Tries Chip Authentication up to the first command that the card refuses, with a key of the
    /// terminal's.
    ///
    /// # Errors
    ///
    /// When the card accepts both commands, or refuses one outside secure messaging.
    pub fn expect_chip_refusal(&mut self, key: &PrivateKey) -> Result<(), StepError> {
        let set_at = self.set_offered_chip_key()?;
        let request = eac::terminal::chip_authentication::request(&key.public_key());
        for command in [set_at, command::general_authenticate(&request)] {
            let answer = self.transmit(&command)?;
            let secured = answer.protection == conformance_verdict::Protection::Secured;
            let refused = answer.status.is_checking_error()
                || answer.status == iso7816::StatusWord::VERIFICATION_FAILED;
            match (answer.status.is_ok(), refused && secured) {
                (true, _) => {}
                (_, true) => return Ok(()),
                _ => {
                    return Err(StepError::expected(
                        "a refusal within secure messaging",
                        answer,
                    ));
                }
            }
        }
        let answer = self.answer()?;
        Err(StepError::expected(
            "a refusal of Chip Authentication",
            answer,
        ))
    }
}
