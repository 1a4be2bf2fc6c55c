//! Certificate requests: a self-signed body without rights and dates, and an outer signature when a key is known already.
//!
//! Bytes come in, a request goes out; its signatures are checked only when asked for.

use crypto::{Hash, PrivateKey, PublicKey, SignatureError};
use iso7816::tlv::{Reader, Tlv, Writer, encode};

use super::error::{DecodeError, DecodeErrorKind};
use super::extension::CertificateExtensions;
use super::public_key::{AlgorithmRule, CvPublicKey, surplus};
use super::reference::CertificateHolderReference;
use super::tag;

/// What an applicant asks for. `[TR-03110-3 §C.2]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestBody {
    /// The authority whose key the applicant expects.
    pub car: Option<CertificateHolderReference>,
    /// The key, domain parameters included.
    pub public_key: CvPublicKey,
    /// The name for the key.
    pub chr: CertificateHolderReference,
    /// Extensions; empty when absent.
    pub extensions: CertificateExtensions,
}

/// A certificate request. `[TR-03110-3 §C.2]`
///
/// ```text
/// 67 {                                                              only with an outer signature
///      7F21 { 7F4E { 5F29 00  [42 CAR]  7F49 key  5F20 CHR  [65 extensions] }   5F37 inner signature }
///      42 CAR   5F37 outer signature }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRequest {
    body: RequestBody,
    raw_body: Vec<u8>,
    signature: Vec<u8>,
    outer: Option<OuterSignature>,
}

/// The second signature of a request, by a key that the authority knows. `[TR-03110-3 §C.2.6]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OuterSignature {
    /// The name of the signing key.
    pub car: CertificateHolderReference,
    /// The signature over the request and `car`.
    pub signature: Vec<u8>,
}

impl CertificateRequest {
    /// Reads a request, with outer signature (67) or without (7F21).
    ///
    /// # Errors
    /// Another structure.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let Some(authentication) = reader.optional(tag::AUTHENTICATION)? else {
            let inner = reader.expect(tag::CV_CERTIFICATE)?;
            reader.finish()?;
            return Self::read(&inner, None);
        };
        reader.finish()?;
        let mut reader = authentication.reader();
        let inner = reader.expect(tag::CV_CERTIFICATE)?;
        let car = reader.expect(tag::CERTIFICATION_AUTHORITY_REFERENCE)?;
        let signature = reader.expect(tag::SIGNATURE)?.value.to_vec();
        surplus(reader)?;
        let outer = OuterSignature {
            car: reference(&car)?,
            signature,
        };
        Self::read(&inner, Some(outer))
    }

    fn read(object: &Tlv<'_>, outer: Option<OuterSignature>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let body = reader.expect(tag::CERTIFICATE_BODY)?;
        let signature = reader.expect(tag::SIGNATURE)?.value.to_vec();
        surplus(reader)?;
        Ok(Self {
            body: RequestBody::read(body.reader())?,
            raw_body: body.raw.to_vec(),
            signature,
            outer,
        })
    }

    /// The request as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let Some(outer) = &self.outer else {
            return self.inner();
        };
        let mut writer = Writer::new();
        writer.nested(tag::AUTHENTICATION, |authentication| {
            authentication
                .raw(&self.inner())
                .tlv(tag::CERTIFICATION_AUTHORITY_REFERENCE, outer.car.as_bytes())
                .tlv(tag::SIGNATURE, &outer.signature);
        });
        writer.into_bytes()
    }

    fn inner(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(tag::CV_CERTIFICATE, |request| {
            request
                .raw(&self.raw_body)
                .tlv(tag::SIGNATURE, &self.signature);
        });
        writer.into_bytes()
    }

    /// What is asked for.
    #[must_use]
    pub const fn body(&self) -> &RequestBody {
        &self.body
    }

    /// The outer signature, when there is one.
    #[must_use]
    pub const fn outer(&self) -> Option<&OuterSignature> {
        self.outer.as_ref()
    }

    /// Adds an outer signature by the key `car`.
    #[must_use]
    pub fn countersign(
        mut self,
        car: CertificateHolderReference,
        key: &PrivateKey,
        hash: Hash,
    ) -> Self {
        let signature = key.sign(hash, &[&self.inner(), &car_object(&car)]);
        self.outer = Some(OuterSignature { car, signature });
        self
    }

    /// Checks the inner signature with the key inside: the applicant holds the private key. `[TR-03110-3 §C.2.6]`
    ///
    /// # Errors
    /// Not the applicant's signature.
    pub fn verify_inner(&self, key: &PublicKey, hash: Hash) -> Result<(), SignatureError> {
        key.verify(hash, &[&self.raw_body], &self.signature)
    }

    /// Checks the outer signature with a key known before. `None` without one.
    #[must_use]
    pub fn verify_outer(&self, key: &PublicKey, hash: Hash) -> Option<Result<(), SignatureError>> {
        let outer = self.outer.as_ref()?;
        Some(key.verify(
            hash,
            &[&self.inner(), &car_object(&outer.car)],
            &outer.signature,
        ))
    }
}

fn car_object(car: &CertificateHolderReference) -> Vec<u8> {
    encode(tag::CERTIFICATION_AUTHORITY_REFERENCE, car.as_bytes())
}

fn reference(object: &Tlv<'_>) -> Result<CertificateHolderReference, DecodeError> {
    CertificateHolderReference::decode(object.value).map_err(|e| e.moved(object.value_offset()))
}

impl RequestBody {
    fn read(mut reader: Reader<'_>) -> Result<Self, DecodeError> {
        let profile = reader.expect(tag::PROFILE_IDENTIFIER)?;
        if profile.value != [0] {
            let kind = DecodeErrorKind::Profile(profile.value.to_vec());
            return Err(DecodeError::new(kind, profile.value_offset()));
        }
        let car = reader.optional(tag::CERTIFICATION_AUTHORITY_REFERENCE)?;
        let public_key = CvPublicKey::read(&reader.expect(tag::PUBLIC_KEY)?, AlgorithmRule::Known)?;
        let chr = reader.expect(tag::CERTIFICATE_HOLDER_REFERENCE)?;
        let extensions = reader.optional(tag::CERTIFICATE_EXTENSIONS)?;
        surplus(reader)?;
        Ok(Self {
            car: car.map(|car| reference(&car)).transpose()?,
            public_key,
            chr: reference(&chr)?,
            extensions: extensions
                .map(|e| CertificateExtensions::read(&e))
                .transpose()?
                .unwrap_or_default(),
        })
    }

    /// Signs the request with the key that it asks to certify.
    #[must_use]
    pub fn sign(self, key: &PrivateKey, hash: Hash) -> CertificateRequest {
        let mut writer = Writer::new();
        writer.nested(tag::CERTIFICATE_BODY, |body| {
            body.tlv(tag::PROFILE_IDENTIFIER, &[0]);
            if let Some(car) = &self.car {
                body.raw(&car_object(car));
            }
            body.raw(&self.public_key.encode())
                .tlv(tag::CERTIFICATE_HOLDER_REFERENCE, self.chr.as_bytes());
            if !self.extensions.is_empty() {
                body.raw(&self.extensions.encode());
            }
        });
        let raw_body = writer.into_bytes();
        let signature = key.sign(hash, &[&raw_body]);
        CertificateRequest {
            body: self,
            raw_body,
            signature,
            outer: None,
        }
    }
}
