//! Card-verifiable certificates: reading them as received, building and signing them.
//!
//! Bytes come in, a certificate goes out that still holds the body bytes over which its signature was made. Whether a
//! certificate is *acceptable* (issuer, dates, rights) is not decided here.

use crypto::{Hash, PrivateKey, PublicKey, SignatureError};
use iso7816::tlv::{Reader, Writer, encode};

use super::chat::Chat;
use super::date::CvDate;
use super::error::{DecodeError, DecodeErrorKind};
use super::extension::CertificateExtensions;
use super::public_key::{AlgorithmRule, CvPublicKey, surplus};
use super::reference::CertificateHolderReference;
use super::tag;

/// What a certificate says. `[TR-03110-3 §C.1]`
///
/// ```text
/// 7F4E { 5F29 00   42 CAR   7F49 public key   5F20 CHR   7F4C CHAT   5F25 effective   5F24 expiration   [65 extensions] }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateBody {
    /// Certification Authority Reference: the key that signed.
    pub car: CertificateHolderReference,
    /// The certified key.
    pub public_key: CvPublicKey,
    /// Certificate Holder Reference: the name of the certified key.
    pub chr: CertificateHolderReference,
    /// Terminal type, role and rights of the holder, relative to the issuer's.
    pub chat: Chat,
    /// The day on which the certificate was made.
    pub effective: CvDate,
    /// The last day on which it is valid.
    pub expiration: CvDate,
    /// Extensions; empty when data object 65 is absent.
    pub extensions: CertificateExtensions,
}

/// A certificate: body and signature, the body also as the bytes that were received.
///
/// ```text
/// 7F21 { 7F4E body   5F37 signature }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CvCertificate {
    body: CertificateBody,
    raw_body: Vec<u8>,
    signature: Vec<u8>,
}

/// What a reader of certificates lets pass beyond the specification. The default lets nothing pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leniency {
    /// Dates.
    pub dates: DateRule,
    /// Algorithm of the public key.
    pub algorithm: AlgorithmRule,
}

/// How dates are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateRule {
    /// Both dates are there and are days of the calendar.
    #[default]
    Strict,
    /// A missing or impossible date becomes the one that restricts least.
    Replace,
}

impl CvCertificate {
    /// Reads a certificate, data object 7F21. Lengths may be coded longer than needed: real certificates are.
    ///
    /// # Errors
    /// Another structure; the error names what is wrong and at which byte.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let certificate = reader.expect(tag::CV_CERTIFICATE)?;
        reader.finish()?;
        Self::read(certificate.reader(), Leniency::default())
    }

    /// Reads what PSO:Verify Certificate carries: body and signature without 7F21. `[TR-03110-3 §B.14.5]`
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_command_data(data: &[u8]) -> Result<Self, DecodeError> {
        Self::read(Reader::new(data), Leniency::default())
    }

    /// As [`decode_command_data`](Self::decode_command_data), but lets pass what `leniency` names.
    ///
    /// # Errors
    /// As [`decode`](Self::decode), for all else.
    pub fn decode_leniently(data: &[u8], leniency: Leniency) -> Result<Self, DecodeError> {
        Self::read(Reader::new(data), leniency)
    }

    pub(crate) fn read(mut reader: Reader<'_>, leniency: Leniency) -> Result<Self, DecodeError> {
        let body = reader.expect(tag::CERTIFICATE_BODY)?;
        let signature = reader.expect(tag::SIGNATURE)?;
        reader.finish()?;
        Ok(Self {
            body: CertificateBody::read(body.reader(), leniency)?,
            raw_body: body.raw.to_vec(),
            signature: signature.value.to_vec(),
        })
    }

    /// The certificate as data object 7F21, lengths in the shortest form; the body stays as received.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(tag::CV_CERTIFICATE, &self.command_data())
    }

    /// The data field of PSO:Verify Certificate.
    #[must_use]
    pub fn command_data(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer
            .raw(&self.raw_body)
            .tlv(tag::SIGNATURE, &self.signature);
        writer.into_bytes()
    }

    /// What the certificate says.
    #[must_use]
    pub const fn body(&self) -> &CertificateBody {
        &self.body
    }

    /// The body with tag and length as received: what the signature covers.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.raw_body
    }

    /// The signature value, r and s of equal length for ECDSA.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Checks the signature over the body as received. `[TR-03110-3 §C.1.8]`
    ///
    /// # Errors
    /// The signature is not the issuer's.
    pub fn verify(&self, issuer: &PublicKey, hash: Hash) -> Result<(), SignatureError> {
        issuer.verify(hash, &[&self.raw_body], &self.signature)
    }

    /// Whether issuer and holder have the same name, as in a CVCA's first certificate.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        self.body.car == self.body.chr
    }
}

impl CertificateBody {
    fn read(mut reader: Reader<'_>, leniency: Leniency) -> Result<Self, DecodeError> {
        let profile = reader.expect(tag::PROFILE_IDENTIFIER)?;
        if profile.value != [0] {
            let kind = DecodeErrorKind::Profile(profile.value.to_vec());
            return Err(DecodeError::new(kind, profile.value_offset()));
        }
        let car = reader.expect(tag::CERTIFICATION_AUTHORITY_REFERENCE)?;
        let key = reader.expect(tag::PUBLIC_KEY)?;
        let chr = reader.expect(tag::CERTIFICATE_HOLDER_REFERENCE)?;
        let chat = reader.expect(tag::AUTHORIZATION_TEMPLATE)?;
        let effective = read_date(
            &mut reader,
            tag::EFFECTIVE_DATE,
            leniency.dates,
            CvDate::EARLIEST,
        )?;
        let expiration = read_date(
            &mut reader,
            tag::EXPIRATION_DATE,
            leniency.dates,
            CvDate::LATEST,
        )?;
        let extensions = reader.optional(tag::CERTIFICATE_EXTENSIONS)?;
        surplus(reader)?;
        Ok(Self {
            car: CertificateHolderReference::decode(car.value)
                .map_err(|e| e.moved(car.value_offset()))?,
            public_key: CvPublicKey::read(&key, leniency.algorithm)?,
            chr: CertificateHolderReference::decode(chr.value)
                .map_err(|e| e.moved(chr.value_offset()))?,
            chat: Chat::read(chat.reader())?,
            effective,
            expiration,
            extensions: extensions
                .map(|e| CertificateExtensions::read(&e))
                .transpose()?
                .unwrap_or_default(),
        })
    }

    /// The body as data object 7F4E.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(tag::CERTIFICATE_BODY, |body| {
            body.tlv(tag::PROFILE_IDENTIFIER, &[0])
                .tlv(tag::CERTIFICATION_AUTHORITY_REFERENCE, self.car.as_bytes())
                .raw(&self.public_key.encode())
                .tlv(tag::CERTIFICATE_HOLDER_REFERENCE, self.chr.as_bytes())
                .raw(&self.chat.encode())
                .tlv(tag::EFFECTIVE_DATE, &self.effective.encode())
                .tlv(tag::EXPIRATION_DATE, &self.expiration.encode());
            if !self.extensions.is_empty() {
                body.raw(&self.extensions.encode());
            }
        });
        writer.into_bytes()
    }

    /// Signs the body. The hash is that of the issuer's algorithm, which need not be the holder's.
    #[must_use]
    pub fn sign(self, issuer: &PrivateKey, hash: Hash) -> CvCertificate {
        let raw_body = self.encode();
        let signature = issuer.sign(hash, &[&raw_body]);
        CvCertificate {
            body: self,
            raw_body,
            signature,
        }
    }
}

fn read_date(
    reader: &mut Reader<'_>,
    tag: iso7816::tlv::Tag,
    rule: DateRule,
    replacement: CvDate,
) -> Result<CvDate, DecodeError> {
    let object = match rule {
        DateRule::Strict => Some(reader.expect(tag)?),
        DateRule::Replace => reader.optional(tag)?,
    };
    let Some(object) = object else {
        return Ok(replacement);
    };
    match CvDate::decode(object.value) {
        Err(_) if rule == DateRule::Replace => Ok(replacement),
        date => date.map_err(|e| e.moved(object.value_offset())),
    }
}
