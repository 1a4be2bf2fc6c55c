//! The first step: who asks, and what for. `[TR-03112-7 §3.6.4.1]`

use ambient::Date;
use conformance_harness::StepError;
use eac::encoding::{AuxiliaryData, CertificateDescription, Chat, CvCertificate, oid};

use super::{beyond, chat, check, description, said};
use crate::road::evidence::Seen;
use crate::road::evidence::certificates::{Shown, hash_of};

impl Seen {
    /// The certificates lead from below the trust point to the terminal, each signed by the one above.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn chain_is_whole(&self, trust_point: &CvCertificate) -> Result<(), StepError> {
        Shown::of(self.inquiry()?)?
            .verify_below(trust_point)
            .map(drop)
    }

    /// The description is there, and the certificate has its hash.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn description_is_certified(&self) -> Result<CertificateDescription, StepError> {
        let inquiry = self.inquiry()?;
        let found = description(inquiry)?;
        let shown = Shown::of(inquiry)?;
        let terminal = shown.terminal()?;
        let encoded = inquiry
            .certificate_description
            .as_deref()
            .unwrap_or_default();
        let digest = hash_of(terminal).digest(&[encoded]);
        let certified = terminal.body().extensions.description_hash();
        let expected = format!("the hash of the description of {}", found.subject_name);
        check(certified == Some(digest.as_ref()), expected, "another hash")?;
        Ok(found)
    }

    /// The description names the TLS certificate, by the hash of the document verifier's algorithm.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn description_names(&self, tls: &[u8]) -> Result<(), StepError> {
        let inquiry = self.inquiry()?;
        let shown = Shown::of(inquiry)?;
        let digest = hash_of(shown.verifier()?).digest(&[tls]);
        let hashes = description(inquiry)?.communication_certificates;
        let named = hashes.iter().any(|hash| hash == digest.as_ref());
        check(
            named,
            "the hash of the TLS certificate",
            format!("{} others", hashes.len()),
        )
    }

    /// Required and optional rights as they were sent.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn rights_sent(&self) -> Result<(Chat, Chat), StepError> {
        let inquiry = self.inquiry()?;
        let required = chat(inquiry.required_chat.as_deref())?;
        Ok((required, chat(inquiry.optional_chat.as_deref())?))
    }

    /// No right is sent that the terminal certificate does not have.
    ///
    /// # Errors
    ///
    /// The rights beyond it.
    pub fn rights_are_certified(&self) -> Result<(), StepError> {
        let shown = Shown::of(self.inquiry()?)?;
        let granted = shown.terminal()?.body().chat;
        let (required, optional) = self.rights_sent()?;
        let more = [beyond(&required, &granted), beyond(&optional, &granted)].concat();
        check(
            more.is_empty(),
            "rights of the certificate",
            more.join(", "),
        )
    }

    /// The card is asked to compare its last day with this one.
    ///
    /// # Errors
    ///
    /// When it is asked for another day, or not at all.
    pub fn validity_is_of(&self, today: Date) -> Result<(), StepError> {
        let object = self.inquiry()?.auxiliary_data.as_deref();
        let none = || StepError::requirement("the validity of the document is not asked for");
        let data = AuxiliaryData::decode(object.ok_or_else(none)?).map_err(said)?;
        let day = data.get(&oid::ID_DATE_OF_EXPIRY).ok_or_else(none)?;
        let wanted = format!("{:04}{:02}{:02}", today.year(), today.month(), today.day());
        check(
            day == wanted.as_bytes(),
            wanted,
            String::from_utf8_lossy(day),
        )
    }
}
