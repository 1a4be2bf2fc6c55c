//! A card-verifiable certificate with a name, its key, and the certificates it hangs from.

use crypto::PrivateKey;
use eac::encoding::CertificateHolderReference;

/// A certificate that can be asked for by name. It may be malformed on purpose: then its bytes are all there is to say.
#[derive(Debug, Clone)]
pub struct NamedCertificate {
    /// The name, such as `AT_CERT_17a`.
    pub name: String,
    /// The certificate, data object 7F21.
    pub bytes: Vec<u8>,
    /// The value of 7F21: body and signature, the data field of PSO:Verify Certificate [TR-03110-3 §B.14.5].
    pub body_and_signature: Vec<u8>,
    /// Certificate Holder Reference: the name of the certified key.
    pub chr: CertificateHolderReference,
    /// Certification Authority Reference: the name of the key that signed.
    pub car: CertificateHolderReference,
    /// The private key of the certified key; nothing where an outsider kept it.
    pub key: Option<PrivateKey>,
    /// The name of the certificate whose key signed; nothing for a trust point, and for what hangs from a
    /// trust point outside the source.
    pub issuer: Option<String>,
}

impl NamedCertificate {
    /// Whether this is a trust point, which a card has from its personalisation.
    #[must_use]
    pub fn is_trust_point(&self) -> bool {
        self.car == self.chr
    }
}

/// Whoever has certificates by name: the test PKI, or what a foreign card's owner supplied.
pub trait CertificateSource: Send + Sync {
    /// The certificate of this name.
    fn certificate(&self, name: &str) -> Option<&NamedCertificate>;

    /// The certificates to present for `name`, in order: what lies below the trust point, `name` last. Empty
    /// when a link is missing.
    fn chain(&self, name: &str) -> Vec<&NamedCertificate> {
        let mut chain = Vec::new();
        let mut next = self.certificate(name);
        while let Some(certificate) = next.filter(|certificate| !certificate.is_trust_point()) {
            // A chain of the plan has four certificates at most; longer means that two name each other.
            if chain.len() == 8 {
                return Vec::new();
            }
            chain.push(certificate);
            next = match &certificate.issuer {
                None => None,
                Some(issuer) => match self.certificate(issuer) {
                    None => return Vec::new(),
                    found => found,
                },
            };
        }
        chain.reverse();
        chain
    }
}
