//! Keys of services with self-signed certificates: for signed messages, encrypted assertions and TLS.
//!
//! A draft and a key come in, PKCS#8 and X.509 in DER go out, with the curve named as services expect it. Trust between
//! services comes from metadata, so there is no authority above them.

use ambient::{Ambient, Date};
use crypto::rsa::RsaPrivateKey;
use crypto::{Curve, Hash, PrivateKey};
use der::asn1::{BitString, Ia5String, ObjectIdentifier, OctetString, UintRef};
use der::{Any, Decode, Encode, Sequence};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::document_signer::{encode_private_key, serial_number};
use crate::error::PkiError;
use crate::x509::{self, Draft, ecdsa_with, explicit_key, extension, name, suitable_hash};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// A private key and the self-signed certificate of its public half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// PKCS#8 in DER.
    pub key: Vec<u8>,
    /// X.509 in DER.
    pub certificate: Vec<u8>,
}

/// What a certificate of a service says beside its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityDraft<'a> {
    /// The common name. Begin it with `TEST`.
    pub name: &'a str,
    /// What the key is for.
    pub purpose: Purpose,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What the key of a service is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing messages and metadata.
    Signing,
    /// Encrypting to the service.
    Encryption,
    /// A TLS server reached under these host names or IPv4 addresses.
    Tls(Vec<String>),
}

impl Identity {
    /// A key on a curve, drawn from `ambient` under the name of the draft.
    ///
    /// # Errors
    /// A date or name that X.509 cannot tell.
    pub fn ec(
        draft: &IdentityDraft<'_>,
        curve: Curve,
        ambient: &Ambient,
    ) -> Result<Self, PkiError> {
        let ambient = ambient.fork(draft.name);
        let key = PrivateKey::generate(curve, &mut ambient.stream("key"));
        let hash = suitable_hash(curve).max(Hash::Sha256);
        let public = key.public_key();
        let certificate = sign(
            draft,
            &ambient,
            explicit_key::named_public_key_info(&public)?,
            ecdsa_with(hash),
            |tbs| x509::ecdsa_signature(&key, hash, tbs),
        )?;
        Ok(Self {
            key: encode_private_key(&key)?,
            certificate,
        })
    }

    /// An RSA key that the caller brings as PKCS#8 in DER.
    ///
    /// # Errors
    /// As [`Identity::ec`], and bytes that are not an RSA key.
    pub fn rsa(
        draft: &IdentityDraft<'_>,
        pkcs8: &[u8],
        ambient: &Ambient,
    ) -> Result<Self, PkiError> {
        let key = RsaPrivateKey::from_pkcs8_der(pkcs8)
            .map_err(|error| PkiError::KeyKind(error.to_string()))?;
        let certificate = sign(
            draft,
            &ambient.fork(draft.name),
            rsa_public_key_info(&key)?,
            with_null(RSA_WITH_SHA256)?,
            |tbs| {
                key.sign_pkcs1_v1_5(Hash::Sha256, tbs)
                    .map_err(|error| PkiError::KeyKind(error.to_string()))
            },
        )?;
        Ok(Self {
            key: pkcs8.to_vec(),
            certificate,
        })
    }

    /// An RSA key as PEM (`BEGIN PRIVATE KEY`).
    ///
    /// # Errors
    /// As [`Identity::rsa`], and text that is not PEM.
    pub fn rsa_pem(
        draft: &IdentityDraft<'_>,
        pem: &str,
        ambient: &Ambient,
    ) -> Result<Self, PkiError> {
        Self::rsa(draft, &decode_pem(pem)?, ambient)
    }
}

/// The DER inside the first block of a PEM text [RFC 7468].
///
/// # Errors
/// Text that is not PEM.
pub fn decode_pem(text: &str) -> Result<Vec<u8>, PkiError> {
    match der::pem::decode_vec(text.as_bytes()) {
        Ok((_, bytes)) => Ok(bytes),
        Err(error) => Err(PkiError::KeyKind(format!("not PEM: {error}"))),
    }
}

fn sign(
    draft: &IdentityDraft<'_>,
    ambient: &Ambient,
    public_key: SubjectPublicKeyInfoOwned,
    algorithm: AlgorithmIdentifierOwned,
    signature: impl FnOnce(&[u8]) -> Result<Vec<u8>, PkiError>,
) -> Result<Vec<u8>, PkiError> {
    let subject = name::service(draft.name)?;
    Draft {
        serial_number: serial_number(ambient)?,
        issuer: &subject,
        validity: extension::validity(draft.from, draft.until)?,
        subject: &subject,
        public_key,
        extensions: extensions(&draft.purpose)?,
    }
    .sign_with(algorithm, signature)
}

fn extensions(purpose: &Purpose) -> Result<Vec<Extension>, PkiError> {
    Ok(match purpose {
        Purpose::Signing => vec![extension::usage_of_document_signer()?],
        Purpose::Encryption => vec![extension::usage_of_encryption()?],
        Purpose::Tls(hosts) => {
            let names = hosts.iter().map(|host| host_name(host));
            vec![extension::alternative_names(
                names.collect::<Result<_, _>>()?,
            )?]
        }
    })
}

fn host_name(host: &str) -> Result<GeneralName, PkiError> {
    Ok(match host.parse::<core::net::Ipv4Addr>() {
        Ok(address) => GeneralName::IpAddress(OctetString::new(address.octets())?),
        Err(_) => GeneralName::DnsName(Ia5String::new(host)?),
    })
}

/// ```text
/// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
/// ```
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

fn rsa_public_key_info(key: &RsaPrivateKey) -> Result<SubjectPublicKeyInfoOwned, PkiError> {
    let public = key.public_key();
    let (modulus, exponent) = (public.modulus(), public.exponent());
    let inner = RsaPublicKey {
        modulus: UintRef::new(&modulus)?,
        exponent: UintRef::new(&exponent)?,
    };
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: with_null(RSA)?,
        subject_public_key: BitString::from_bytes(&inner.to_der()?)?,
    })
}

/// An algorithm identifier with the NULL that RSA wants [RFC 3279 §2.3.1].
fn with_null(oid: ObjectIdentifier) -> Result<AlgorithmIdentifierOwned, PkiError> {
    Ok(AlgorithmIdentifierOwned {
        oid,
        parameters: Some(Any::from_der(&[0x05, 0x00])?),
    })
}
