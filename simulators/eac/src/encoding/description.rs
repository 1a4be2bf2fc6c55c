//! Certificate descriptions: what a user reads about the terminal before typing a PIN.
//!
//! Bytes come in, texts go out; the card never sees a description, only its hash in the certificate.

use crypto::Hash;
use iso7816::tlv::{Reader, Tlv, Writer};

use super::asn1;
use super::error::{DecodeError, DecodeErrorKind};
use super::oid::{self, Oid};
use super::public_key::surplus;

/// A certificate description; every context tag is explicit. `[TR-03110-4 §2.2.6]`
///
/// ```text
/// SEQUENCE { descriptionType OBJECT IDENTIFIER,
///            [1] issuerName UTF8String,           [2] issuerURL PrintableString OPTIONAL,
///            [3] subjectName UTF8String,          [4] subjectURL PrintableString OPTIONAL,
///            [5] termsOfUsage ANY,                [6] redirectURL PrintableString OPTIONAL,
///            [7] commCertificates SET OF OCTET STRING OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateDescription {
    /// Who issued the certificate.
    pub issuer_name: String,
    /// Where the issuer is found.
    pub issuer_url: Option<String>,
    /// Who the terminal is.
    pub subject_name: String,
    /// Where the terminal is found.
    pub subject_url: Option<String>,
    /// On what terms data are used.
    pub terms_of_usage: TermsOfUsage,
    /// Where the user is sent in the end.
    pub redirect_url: Option<String>,
    /// Hashes of the X.509 certificates that the terminal's channels may show; empty when absent.
    pub communication_certificates: Vec<Vec<u8>>,
}

/// The terms of usage in one of three formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermsOfUsage {
    /// Plain text, UTF8String. `[TR-03110-4 §2.2.6.1]`
    Plain(String),
    /// HTML, IA5String. `[TR-03110-4 §2.2.6.2]`
    Html(String),
    /// PDF, OCTET STRING. `[TR-03110-4 §2.2.6.3]`
    Pdf(Vec<u8>),
}

impl TermsOfUsage {
    const fn oid(&self) -> Oid {
        match self {
            Self::Plain(_) => oid::ID_PLAIN_FORMAT,
            Self::Html(_) => oid::ID_HTML_FORMAT,
            Self::Pdf(_) => oid::ID_PDF_FORMAT,
        }
    }

    fn read(format: Oid, object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let terms = match format {
            oid::ID_PLAIN_FORMAT => Self::Plain(asn1::utf8(&reader.expect(asn1::UTF8_STRING)?)?),
            oid::ID_HTML_FORMAT => Self::Html(asn1::ascii(&reader.expect(asn1::IA5_STRING)?)?),
            oid::ID_PDF_FORMAT => Self::Pdf(reader.expect(asn1::OCTET_STRING)?.value.to_vec()),
            other => {
                return Err(DecodeError::new(
                    DecodeErrorKind::UnknownObjectIdentifier(other),
                    object.offset,
                ));
            }
        };
        surplus(reader)?;
        Ok(terms)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Plain(text) => writer.tlv(asn1::UTF8_STRING, text.as_bytes()),
            Self::Html(text) => writer.tlv(asn1::IA5_STRING, text.as_bytes()),
            Self::Pdf(bytes) => writer.tlv(asn1::OCTET_STRING, bytes),
        };
    }
}

impl CertificateDescription {
    /// Reads a description.
    ///
    /// # Errors
    /// Another structure, or an unknown format of the terms.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::der(bytes);
        let sequence = reader.expect(asn1::SEQUENCE)?;
        reader.finish()?;
        let mut reader = sequence.reader();
        let format = asn1::read_oid(&mut reader)?;
        let issuer_name = inside(&reader.expect(explicit(1))?, asn1::UTF8_STRING)?;
        let issuer_url = optional_url(&mut reader, 2)?;
        let subject_name = inside(&reader.expect(explicit(3))?, asn1::UTF8_STRING)?;
        let subject_url = optional_url(&mut reader, 4)?;
        let terms_of_usage = TermsOfUsage::read(format, &reader.expect(explicit(5))?)?;
        let redirect_url = optional_url(&mut reader, 6)?;
        let certificates = reader.optional(explicit(7))?;
        surplus(reader)?;
        Ok(Self {
            issuer_name,
            issuer_url,
            subject_name,
            subject_url,
            terms_of_usage,
            redirect_url,
            communication_certificates: certificates
                .map(|object| read_hashes(&object))
                .transpose()?
                .unwrap_or_default(),
        })
    }

    /// The description in DER.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(asn1::SEQUENCE, |sequence| {
            asn1::write_oid(sequence, &self.terms_of_usage.oid());
            write_text(sequence, 1, asn1::UTF8_STRING, Some(&self.issuer_name));
            write_text(
                sequence,
                2,
                asn1::PRINTABLE_STRING,
                self.issuer_url.as_ref(),
            );
            write_text(sequence, 3, asn1::UTF8_STRING, Some(&self.subject_name));
            write_text(
                sequence,
                4,
                asn1::PRINTABLE_STRING,
                self.subject_url.as_ref(),
            );
            sequence.nested(explicit(5), |terms| self.terms_of_usage.write(terms));
            write_text(
                sequence,
                6,
                asn1::PRINTABLE_STRING,
                self.redirect_url.as_ref(),
            );
            if !self.communication_certificates.is_empty() {
                let element = |hash: &Vec<u8>| iso7816::tlv::encode(asn1::OCTET_STRING, hash);
                let elements = self
                    .communication_certificates
                    .iter()
                    .map(element)
                    .collect();
                sequence.nested(explicit(7), |object| {
                    asn1::write_set_of(object, asn1::SET, elements)
                });
            }
        });
        writer.into_bytes()
    }

    /// The hash that the certificate carries, made with the hash function of the certificate's signature.
    #[must_use]
    pub fn digest(&self, hash: Hash) -> Vec<u8> {
        hash.digest(&[&self.encode()]).as_ref().to_vec()
    }
}

const fn explicit(number: u32) -> iso7816::tlv::Tag {
    asn1::context(number, true)
}

fn inside(object: &Tlv<'_>, tag: iso7816::tlv::Tag) -> Result<String, DecodeError> {
    let mut reader = object.reader();
    let text = asn1::utf8(&reader.expect(tag)?)?;
    surplus(reader)?;
    Ok(text)
}

fn optional_url(reader: &mut Reader<'_>, number: u32) -> Result<Option<String>, DecodeError> {
    reader
        .optional(explicit(number))?
        .map(|object| inside(&object, asn1::PRINTABLE_STRING))
        .transpose()
}

fn write_text(writer: &mut Writer, number: u32, tag: iso7816::tlv::Tag, text: Option<&String>) {
    if let Some(text) = text {
        writer.nested(explicit(number), |object| {
            object.tlv(tag, text.as_bytes());
        });
    }
}

fn read_hashes(object: &Tlv<'_>) -> Result<Vec<Vec<u8>>, DecodeError> {
    let mut outer = object.reader();
    let mut reader = outer.expect(asn1::SET)?.reader();
    surplus(outer)?;
    let mut hashes = Vec::new();
    while !reader.is_empty() {
        hashes.push(reader.expect(asn1::OCTET_STRING)?.value.to_vec());
    }
    Ok(hashes)
}
