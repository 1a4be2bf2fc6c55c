//! What a signature says about its signer, and whether that is somebody trusted.

use bergshamra::xml::{Document, NodeId};
use crypto::Curve;

use crate::{
    Certificate, KeyError, SignatureAlgorithm, SignatureError, SignaturePolicy, Trust,
    certificate::SignatureHash, key::PublicKey, ns,
};

use super::dom;

/// A key that may have made the signature.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Index among the trusted certificates.
    pub(super) signer: Option<usize>,
    pub(super) key: PublicKey,
    hash: Option<SignatureHash>,
}

/// What a signature says about its signer.
enum Claim {
    Nothing,
    Certificates(Vec<Vec<u8>>),
    Key(Result<PublicKey, KeyError>),
}

/// The keys that a signature may be checked with.
///
/// A signature that names a certificate or a key is checked with that one and no other, and it must
/// be a trusted one; a signature that names nobody is checked with every trusted key that fits.
pub(super) fn candidates(
    document: &Document<'_>,
    key_info: Option<NodeId>,
    trusted: &[Vec<u8>],
    policy: &SignaturePolicy,
) -> Result<Vec<Candidate>, SignatureError> {
    let claim = key_info.map_or(Claim::Nothing, |key_info| claim(document, key_info));
    let found = match policy.trust {
        Trust::Listed => trusted_candidates(&claim, trusted)?,
        Trust::Anybody => claimed_candidates(claim, trusted)?,
    };
    if found.is_empty() {
        return Err(SignatureError::Untrusted {
            trusted: trusted.len(),
        });
    }
    Ok(found)
}

/// Every trusted key.
pub(super) fn all(trusted: &[Vec<u8>]) -> Result<Vec<Candidate>, SignatureError> {
    let found = trusted_candidates(&Claim::Nothing, trusted)?;
    if found.is_empty() {
        return Err(SignatureError::Untrusted { trusted: 0 });
    }
    Ok(found)
}

/// Checks kind, certificate and size of the keys, and returns those that pass.
///
/// # Errors
/// What is wrong with the first one, if none passes.
pub(super) fn check(
    candidates: Vec<Candidate>,
    algorithm: &SignatureAlgorithm,
    policy: &SignaturePolicy,
) -> Result<Vec<Candidate>, SignatureError> {
    let mut fault = None;
    let mut passed = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        match candidate.check(algorithm, policy) {
            Ok(()) => passed.push(candidate),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    match fault {
        Some(fault) if passed.is_empty() => Err(fault),
        _ => Ok(passed),
    }
}

impl Candidate {
    fn of_certificate(der: &[u8], signer: Option<usize>) -> Result<Self, KeyError> {
        let certificate = Certificate::from_der(der)?;
        Ok(Self {
            signer,
            key: certificate.key().clone(),
            hash: Some(certificate.signature_hash()),
        })
    }

    fn check(
        &self,
        algorithm: &SignatureAlgorithm,
        policy: &SignaturePolicy,
    ) -> Result<(), SignatureError> {
        let minimum = policy.min_certificate_hash_bits;
        let found = match self.hash {
            Some(SignatureHash::Known(hash)) if hash.len().saturating_mul(8) < minimum => {
                Some(format!("{hash:?}"))
            }
            Some(SignatureHash::Unknown(oid)) if minimum > 0 => Some(oid.to_string()),
            _ => None,
        };
        if let Some(found) = found {
            return Err(SignatureError::CertificateHash { found, minimum });
        }
        if !self.key.fits(algorithm) {
            return Err(SignatureError::Key(KeyError::Kind {
                algorithm: algorithm.uri().to_owned(),
            }));
        }
        let minimum = match self.key {
            PublicKey::Rsa(_) => policy.min_rsa_bits,
            PublicKey::Ec(_) => policy.min_ec_bits,
        };
        let bits = self.key.bits();
        if bits < minimum {
            return Err(SignatureError::KeySize { bits, minimum });
        }
        Ok(())
    }
}

fn trusted_candidates(
    claim: &Claim,
    trusted: &[Vec<u8>],
) -> Result<Vec<Candidate>, SignatureError> {
    let mut fault = None;
    let mut found = Vec::new();
    for (index, der) in trusted.iter().enumerate() {
        if let Claim::Certificates(claimed) = claim
            && !claimed.contains(der)
        {
            continue;
        }
        match Candidate::of_certificate(der, Some(index)) {
            Ok(candidate) => match claim {
                Claim::Key(Ok(key)) if *key != candidate.key => {}
                Claim::Key(Err(_)) => {}
                _ => found.push(candidate),
            },
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    match fault {
        // One unreadable certificate in metadata does not spoil the others.
        Some(fault) if found.is_empty() => Err(fault.into()),
        _ => Ok(found),
    }
}

fn claimed_candidates(claim: Claim, trusted: &[Vec<u8>]) -> Result<Vec<Candidate>, SignatureError> {
    match claim {
        Claim::Nothing => trusted_candidates(&claim, trusted),
        Claim::Certificates(claimed) => {
            let candidate = |der: &Vec<u8>| {
                let index = trusted.iter().position(|known| known == der);
                Candidate::of_certificate(der, index)
            };
            let found: Result<Vec<_>, _> = claimed.iter().map(candidate).collect();
            Ok(found?)
        }
        Claim::Key(key) => Ok(vec![Candidate {
            signer: None,
            key: key?,
            hash: None,
        }]),
    }
}

fn claim(document: &Document<'_>, key_info: NodeId) -> Claim {
    let certificates: Vec<_> = dom::all(document, key_info, "X509Data")
        .flat_map(|data| dom::all(document, data, "X509Certificate"))
        .map(|certificate| dom::binary(document, certificate).unwrap_or_default())
        .collect();
    if !certificates.is_empty() {
        return Claim::Certificates(certificates);
    }
    let der = dom::elements(document, key_info)
        .find(|child| dom::is(document, *child, ns::DS11, "DEREncodedKeyValue"));
    if let Some(der) = der {
        let spki = dom::binary(document, der).unwrap_or_default();
        return Claim::Key(PublicKey::from_spki(&spki));
    }
    match dom::first(document, key_info, "KeyValue") {
        Some(value) => Claim::Key(key_value(document, value)),
        None => Claim::Nothing,
    }
}

fn key_value(document: &Document<'_>, value: NodeId) -> Result<PublicKey, KeyError> {
    let binary = |node: Option<NodeId>| {
        node.and_then(|node| dom::binary(document, node))
            .unwrap_or_default()
    };
    if let Some(rsa) = dom::first(document, value, "RSAKeyValue") {
        let part = |name| binary(dom::first(document, rsa, name));
        return PublicKey::from_components(&part("Modulus"), &part("Exponent"));
    }
    let child = |node: NodeId, name: &str| {
        dom::elements(document, node).find(|child| dom::is(document, *child, ns::DS11, name))
    };
    let elliptic = child(value, "ECKeyValue");
    let named = elliptic.and_then(|elliptic| child(elliptic, "NamedCurve"));
    let uri = named.and_then(|named| dom::attribute(document, named, "URI"));
    let curve = named_curve(uri.unwrap_or_default())?;
    let point = binary(elliptic.and_then(|elliptic| child(elliptic, "PublicKey")));
    PublicKey::from_point(curve, &point)
}

/// The curve of a `NamedCurve`, such as `urn:oid:1.2.840.10045.3.1.7`.
pub(crate) fn named_curve(uri: &str) -> Result<Curve, KeyError> {
    let oid = uri.strip_prefix("urn:oid:").unwrap_or_default();
    Curve::from_oid(oid).ok_or_else(|| KeyError::Curve {
        oid: uri.to_owned(),
    })
}
