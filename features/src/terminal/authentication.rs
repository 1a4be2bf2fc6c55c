//! Terminal Authentication 2, whole or command by command `[TR-03110-2 §3.3]`.

use conformance_harness::StepError;
use crypto::{Hash, PrivateKey, PublicKey};
use eac::encoding::{CertificateHolderReference, CompressedPublicKey, Oid, SetAt, TaProtocol};
use eac::terminal::command;
use eac::terminal::terminal_authentication::SignedData;
use iso7816::CommandApdu;
use pki::NamedCertificate;

use crate::CardWorld;
use crate::terminal::pace::PaceResult;

/// The terminal's ephemeral key pair, bound to the session by Terminal Authentication and used by
/// Chip Authentication.
#[derive(Clone, Debug)]
pub struct EphemeralKey(pub PrivateKey);

/// Auxiliary data that the terminal sends along: the data object 67 with tag and length.
#[derive(Clone, Debug, Default)]
pub struct AuxiliaryObject(pub Vec<u8>);

/// The card's challenge.
#[derive(Clone, Debug)]
pub struct Challenge(pub Vec<u8>);

/// How the terminal signs: protocol and hash of Terminal Authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningSuite {
    /// The protocol's identifier.
    pub protocol: Oid,
    /// Its hash.
    pub hash: Hash,
}

impl CardWorld {
    /// MSE:Set DST for the issuer of a certificate.
    #[must_use]
    pub fn set_dst_command(issuer: &CertificateHolderReference) -> CommandApdu {
        command::set_dst(issuer)
    }

    /// PSO:Verify Certificate for a certificate as it is, malformed or not.
    #[must_use]
    pub fn verify_command(certificate: &NamedCertificate) -> CommandApdu {
        command::verify_certificate_data(&certificate.body_and_signature)
    }

    /// Presents the chain that leads to a certificate, that certificate included: MSE:Set DST and
    /// PSO:Verify Certificate for each.
    ///
    /// # Errors
    ///
    /// When a link is missing, or at the first command that is not answered with 9000.
    pub fn present_chain(&mut self, name: &str) -> Result<(), StepError> {
        let certificates = self.certificates()?;
        let chain: Vec<NamedCertificate> = certificates.chain(name).into_iter().cloned().collect();
        if chain.is_empty() {
            return Err(StepError::precondition(format!(
                "no certificates lead to {name}"
            )));
        }
        for certificate in &chain {
            self.present(certificate)?;
        }
        Ok(())
    }

    /// Presents one certificate below a key that the card knows already.
    ///
    /// # Errors
    ///
    /// At the first command that is not answered with 9000.
    pub fn present(&mut self, certificate: &NamedCertificate) -> Result<(), StepError> {
        let name = &certificate.name;
        self.expect_ok(
            &format!("MSE:Set DST for {name}"),
            &Self::set_dst_command(&certificate.car),
        )?;
        self.expect_ok(
            &format!("the certificate {name}"),
            &Self::verify_command(certificate),
        )?;
        Ok(())
    }

    /// The terminal's ephemeral key pair; made when it is first asked for.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess cannot be read.
    pub fn ephemeral_key(&mut self) -> Result<PrivateKey, StepError> {
        if let Some(EphemeralKey(key)) = self.try_kept() {
            return Ok(key.clone());
        }
        let curve = self.chip_curve()?;
        let key = PrivateKey::generate(curve, &mut self.random("terminal ephemeral key")?);
        self.keep(EphemeralKey(key.clone()));
        Ok(key)
    }

    /// How a terminal certificate's key signs.
    ///
    /// # Errors
    ///
    /// When the certificate is not for ECDSA.
    pub fn signing_suite(certificate: &NamedCertificate) -> Result<SigningSuite, StepError> {
        let decoded =
            eac::encoding::CvCertificate::decode(&certificate.bytes).map_err(|error| {
                StepError::precondition(format!("{} cannot sign: {error}", certificate.name))
            })?;
        let key = &decoded.body().public_key;
        match key.protocol() {
            Some(TaProtocol::Ecdsa(hash)) => Ok(SigningSuite {
                protocol: key.algorithm,
                hash,
            }),
            _ => Err(StepError::precondition(format!(
                "{} is not for ECDSA",
                certificate.name
            ))),
        }
    }

    /// The data of MSE:Set AT for Terminal Authentication with a certificate's key. Auxiliary data
    /// kept as [`AuxiliaryObject`] are sent along.
    ///
    /// # Errors
    ///
    /// When the certificate is not for ECDSA, or EF.CardAccess cannot be read.
    pub fn terminal_template(
        &mut self,
        certificate: &NamedCertificate,
    ) -> Result<SetAt, StepError> {
        let suite = Self::signing_suite(certificate)?;
        let ephemeral = CompressedPublicKey::of(&self.ephemeral_key()?.public_key());
        Ok(SetAt {
            mechanism: Some(suite.protocol),
            public_key_reference: Some(certificate.chr.as_bytes().to_vec()),
            auxiliary_data: self
                .try_kept::<AuxiliaryObject>()
                .map(|object| object.0.clone()),
            ephemeral_key: Some(ephemeral.as_bytes().to_vec()),
            ..SetAt::default()
        })
    }

    /// Signs the card's [`Challenge`] with a certificate's key.
    ///
    /// # Errors
    ///
    /// When the key is not known, or challenge or PACE are missing.
    pub fn sign_challenge(&mut self, certificate: &NamedCertificate) -> Result<Vec<u8>, StepError> {
        let suite = Self::signing_suite(certificate)?;
        let ephemeral: PublicKey = self.ephemeral_key()?.public_key();
        let compressed = CompressedPublicKey::of(&ephemeral);
        let key = certificate.key.as_ref().ok_or_else(|| {
            StepError::precondition(format!(
                "the private key of {} is not known",
                certificate.name
            ))
        })?;
        let auxiliary = self
            .try_kept::<AuxiliaryObject>()
            .cloned()
            .unwrap_or_default();
        let signed = SignedData {
            id_icc: &self.kept::<PaceResult>("PACE")?.id_icc,
            challenge: &self.kept::<Challenge>("the card's challenge")?.0,
            ephemeral_key: &compressed,
            auxiliary_data: &auxiliary.0,
        };
        Ok(key.sign(suite.hash, &signed.parts()))
    }

    /// Runs Terminal Authentication with a certificate: its chain, MSE:Set AT, challenge and
    /// signature.
    ///
    /// # Errors
    ///
    /// At the first command that is not answered with 9000, with the answer.
    pub fn run_terminal_authentication(&mut self, name: &str) -> Result<(), StepError> {
        let certificate = self.certificate(name)?;
        // EF.CardAccess may have to be read first, and that must not fall between the commands.
        let template = self.terminal_template(&certificate)?;
        self.present_chain(name)?;
        self.prove_key(&certificate, &template)
    }

    /// The second half: MSE:Set AT, challenge and signature.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::run_terminal_authentication`].
    pub fn prove_key(
        &mut self,
        certificate: &NamedCertificate,
        template: &SetAt,
    ) -> Result<(), StepError> {
        let set_at = command::set_at_terminal(template);
        self.expect_ok("MSE:Set AT of Terminal Authentication", &set_at)?;
        let challenge = self.expect_ok("GET CHALLENGE", &command::get_challenge())?;
        self.keep(Challenge(challenge));
        let signature = self.sign_challenge(certificate)?;
        self.expect_ok(
            "EXTERNAL AUTHENTICATE",
            &command::external_authenticate(&signature),
        )?;
        Ok(())
    }
}
