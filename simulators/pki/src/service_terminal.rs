//! The terminal certificate of one service: its own description, its own sector, its own days.

use ambient::Date;
use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::{
    CertificateBody, CertificateDescription, CertificateExtension, CertificateHolderReference,
    Chat, CvDate, CvPublicKey, RawCertificate, TaProtocol, TerminalType,
};

use crate::certificate::NamedCertificate;
use crate::error::PkiError;
use crate::issue::Workshop;
use crate::sector::SectorKey;
use crate::x509::suitable_hash;

/// What the certificate of a service says. The document verifier `AT_DV` signs it [TR-03110-3 §C.1].
#[derive(Clone, Debug)]
pub struct ServiceTerminal<'a> {
    /// The holder reference, at most 16 characters, for example `DETESTMW00001`.
    pub holder: &'a str,
    /// The description, whose hash the certificate carries.
    pub description: &'a CertificateDescription,
    /// The sector for Restricted Identification.
    pub sector: &'a SectorKey,
    /// The rights, 38 bits [TR-03110-4 §2.2.3].
    pub rights: u64,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Who signs.
const ISSUER_HOLDER: &str = "DETESTDVAT00001";
const ISSUER_KEY: &str = "AT_DV";

impl ServiceTerminal<'_> {
    pub(crate) fn issue(&self, workshop: &Workshop) -> Result<NamedCertificate, PkiError> {
        let key = workshop.key(&format!("service {}", self.holder), workshop.curve);
        let issuer_key = workshop.key(ISSUER_KEY, workshop.curve);
        let hash = suitable_hash(workshop.curve);
        let car = CertificateHolderReference::decode(ISSUER_HOLDER.as_bytes())?;
        let chr = CertificateHolderReference::decode(self.holder.as_bytes())?;
        let body = CertificateBody {
            car,
            public_key: CvPublicKey::ec(TaProtocol::ecdsa_oid(hash), &key.public_key()),
            chr,
            chat: Chat::from_bits(TerminalType::AuthenticationTerminal, self.rights),
            effective: date(self.from)?,
            expiration: date(self.until)?,
            extensions: self.extensions(hash),
        };
        let raw = RawCertificate::from(&body).sign(&issuer_key, hash);
        Ok(NamedCertificate {
            name: self.holder.to_owned(),
            bytes: raw.encode(),
            body_and_signature: raw.command_data(),
            chr,
            car,
            key: Some(key),
            issuer: Some(ISSUER_KEY.to_owned()),
        })
    }

    fn extensions(&self, hash: Hash) -> eac::encoding::CertificateExtensions {
        let description = hash.digest(&[&self.description.encode()]);
        let sector = self.sector.public_key().digest(hash);
        [
            CertificateExtension::description(description.as_ref()),
            CertificateExtension::sector(Some(&sector), None),
        ]
        .into_iter()
        .collect()
    }
}

impl SectorKey {
    /// The sector of a service: always the same for the same private key.
    #[must_use]
    pub fn of_service(key: PrivateKey) -> Option<Self> {
        (key.curve() == Self::CURVE).then(|| Self::new(key))
    }

    /// The curve of every sector key.
    #[must_use]
    pub const fn curve() -> Curve {
        Self::CURVE
    }
}

fn date(day: Date) -> Result<CvDate, PkiError> {
    CvDate::new(day.year(), day.month(), day.day()).ok_or_else(|| PkiError::Date(day.to_string()))
}
