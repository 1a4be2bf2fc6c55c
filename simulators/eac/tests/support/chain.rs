//! A small PKI for terminals: one CVCA, one DV, one terminal, all on one curve.

use crypto::{Curve, Hash, PrivateKey};
use eac::card::trust::{CertifiedKey, TrustStore};
use eac::encoding::{
    CertificateBody, CertificateExtensions, CertificateHolderReference, Chat, CvCertificate,
    CvDate, CvPublicKey, Role, TaProtocol, TerminalType,
};
use eac::terminal::terminal_authentication::TerminalCredentials;

use super::rng::rng;

pub const HASH: Hash = Hash::Sha256;

pub fn date(year: u16, month: u8, day: u8) -> CvDate {
    CvDate::new(year, month, day).unwrap()
}

pub fn reference(name: &str) -> CertificateHolderReference {
    CertificateHolderReference::decode(name.as_bytes()).unwrap()
}

/// A key with its name, able to issue.
#[derive(Clone, Debug)]
pub struct Issuer {
    pub name: CertificateHolderReference,
    pub key: PrivateKey,
    pub hash: Hash,
}

impl Issuer {
    pub fn new(name: &str, curve: Curve, seed: u64) -> Self {
        Self {
            name: reference(name),
            key: PrivateKey::generate(curve, &mut rng(seed)),
            hash: HASH,
        }
    }

    /// A body for a certificate of `holder`, valid from January to December 2026.
    pub fn body(&self, holder: &Self, chat: Chat) -> CertificateBody {
        let algorithm = TaProtocol::ecdsa_oid(holder.hash);
        let key = holder.key.public_key();
        let public_key = match chat.role() {
            Role::Cvca => CvPublicKey::ec_with_parameters(algorithm, &key),
            _ => CvPublicKey::ec(algorithm, &key),
        };
        CertificateBody {
            car: self.name,
            public_key,
            chr: holder.name,
            chat,
            effective: date(2026, 1, 1),
            expiration: date(2026, 12, 31),
            extensions: CertificateExtensions::default(),
        }
    }

    pub fn sign(&self, body: CertificateBody) -> CvCertificate {
        body.sign(&self.key, self.hash)
    }
}

#[derive(Clone, Debug)]
pub struct Pki {
    pub terminal_type: TerminalType,
    pub cvca: Issuer,
    pub dv: Issuer,
    pub terminal: Issuer,
}

impl Pki {
    pub fn new(curve: Curve, terminal_type: TerminalType) -> Self {
        Self {
            terminal_type,
            cvca: Issuer::new("DETESTCVCA00001", curve, 1),
            dv: Issuer::new("DETESTDVDE00001", curve, 2),
            terminal: Issuer::new("DETESTATDE00001", curve, 3),
        }
    }

    pub fn all(&self, role: Role) -> Chat {
        Chat::all_rights(self.terminal_type, role)
    }

    pub fn cvca_body(&self) -> CertificateBody {
        self.cvca.body(&self.cvca, self.all(Role::Cvca))
    }

    pub fn dv_body(&self) -> CertificateBody {
        self.cvca.body(&self.dv, self.all(Role::OfficialDomesticDv))
    }

    pub fn terminal_body(&self) -> CertificateBody {
        self.dv.body(&self.terminal, self.all(Role::Terminal))
    }

    pub fn dv_certificate(&self) -> CvCertificate {
        self.cvca.sign(self.dv_body())
    }

    pub fn terminal_certificate(&self) -> CvCertificate {
        self.dv.sign(self.terminal_body())
    }

    pub fn credentials_with(&self, terminal: CertificateBody) -> TerminalCredentials {
        let certificate = self.dv.sign(terminal);
        TerminalCredentials::new(
            certificate,
            self.terminal.key.clone(),
            vec![self.dv_certificate()],
        )
        .unwrap()
    }

    /// A card's trust in the CVCA, on the first of January 2026.
    pub fn store(&self) -> TrustStore {
        let point = CertifiedKey::trust_point(&self.cvca_body()).unwrap();
        TrustStore::new(date(2026, 1, 1)).with_trust_point(point)
    }
}
