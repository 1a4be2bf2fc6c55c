//! Certificates and keys that the owner of a foreign card supplies, under the names of the plan.
//!
//! Bytes come in, a set that answers by name goes out. Files are read elsewhere.

use std::collections::BTreeMap;

use eac::encoding::{CertificateHolderReference, RawObject, tag};
use iso7816::tlv::Reader;

use crate::certificate::{CertificateSource, NamedCertificate};
use crate::document_signer::decode_private_key;
use crate::error::PkiError;
use crate::row::{AT_CVCA, IS_CVCA, ST_CVCA};
use crate::{own, plan};

/// One certificate as a plan file names it.
#[derive(Debug, Clone)]
pub struct ForeignEntry {
    /// The name of the plan, such as `AT_CERT_17a`; any name for a certificate in between.
    pub name: String,
    /// The certificate, data object 7F21.
    pub certificate: Vec<u8>,
    /// The private key of the certified key in PKCS#8 (DER), where the terminal needs it.
    pub private_key: Option<Vec<u8>>,
}

/// The certificates of a foreign card's owner.
#[derive(Debug, Clone, Default)]
pub struct ForeignSet {
    certificates: BTreeMap<String, NamedCertificate>,
}

impl ForeignSet {
    /// Reads the entries. Certificates may be malformed where the plan wants them so; their two references
    /// must be found.
    ///
    /// # Errors
    /// The first entry that cannot be used, with its name, or two entries of one name.
    pub fn new(entries: impl IntoIterator<Item = ForeignEntry>) -> Result<Self, PkiError> {
        let mut certificates = BTreeMap::new();
        for entry in entries {
            let name = entry.name.clone();
            let certificate = named(entry).map_err(|source| PkiError::Entry {
                name: name.clone(),
                source: Box::new(source),
            })?;
            if certificates.insert(name.clone(), certificate).is_some() {
                return Err(PkiError::Doubled(name));
            }
        }
        let issuers = certificates
            .values()
            .map(|certificate| issuer(certificate, &certificates))
            .collect::<Vec<_>>();
        for (certificate, issuer) in certificates.values_mut().zip(issuers) {
            certificate.issuer = issuer;
        }
        Ok(Self { certificates })
    }

    /// The names of the entries.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.certificates.keys().map(String::as_str)
    }
}

impl CertificateSource for ForeignSet {
    fn certificate(&self, name: &str) -> Option<&NamedCertificate> {
        self.certificates.get(name)
    }
}

fn named(entry: ForeignEntry) -> Result<NamedCertificate, PkiError> {
    let mut reader = Reader::new(&entry.certificate);
    let body_and_signature = reader
        .expect(tag::CV_CERTIFICATE)
        .map_err(eac::encoding::DecodeError::from)?
        .value
        .to_vec();
    // Whatever its tag: a wrong one is a flaw that the plan asks for.
    let body = RawObject::new(tag::CV_CERTIFICATE, body_and_signature.clone()).children();
    let objects = body.first().map(RawObject::children).unwrap_or_default();
    let reference = |tag| {
        let value = objects
            .iter()
            .find(|object| object.tag == tag)
            .map_or(&[][..], |object| &object.value);
        CertificateHolderReference::decode(value)
    };
    Ok(NamedCertificate {
        chr: reference(tag::CERTIFICATE_HOLDER_REFERENCE)?,
        car: reference(tag::CERTIFICATION_AUTHORITY_REFERENCE)?,
        key: entry
            .private_key
            .as_deref()
            .map(decode_private_key)
            .transpose()?,
        name: entry.name,
        bytes: entry.certificate,
        body_and_signature,
        issuer: None,
    })
}

/// The issuer that the plan names, where it is in the set and fits; else the first entry whose holder signed.
/// A card's own trust point need not be in the set: what hangs from it names the reference itself.
fn issuer(
    certificate: &NamedCertificate,
    all: &BTreeMap<String, NamedCertificate>,
) -> Option<String> {
    if certificate.car == certificate.chr {
        return None;
    }
    let rows = plan::TABLES.iter().copied().chain([own::ROWS]).flatten();
    let planned = rows
        .into_iter()
        .find(|row| row.name == certificate.name)
        .map(|row| row.issuer);
    let signs = |candidate: &&NamedCertificate| {
        candidate.chr == certificate.car && candidate.name != certificate.name
    };
    match planned.map(|name| (name, all.get(name))) {
        Some((_, Some(candidate))) if signs(&candidate) => Some(candidate.name.clone()),
        Some((IS_CVCA | AT_CVCA | ST_CVCA, _)) => None,
        _ => all.values().find(signs).map(|issuer| issuer.name.clone()),
    }
}
