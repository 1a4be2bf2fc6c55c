//! The extensions of country signing and document signing certificates [ICAO 9303-12 §7.1], and of services.

use ambient::Date;
use crypto::{Hash, PublicKey};
use der::asn1::{
    GeneralizedTime, Ia5String, ObjectIdentifier, OctetString, PrintableString, SetOfVec, UtcTime,
};
use der::oid::AssociatedOid;
use der::{DateTime, Encode, Sequence};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, CrlDistributionPoints,
    IssuerAltName, KeyUsage, KeyUsages, PrivateKeyUsagePeriod, SubjectAltName,
    SubjectKeyIdentifier,
};
use x509_cert::time::{Time, Validity};

use super::name;
use crate::error::PkiError;

/// The policy of German document signers for eID documents.
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.3.1.1.1");

fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> Result<Extension, PkiError> {
    Ok(Extension {
        extn_id: T::OID,
        critical,
        extn_value: OctetString::new(value.to_der()?)?,
    })
}

/// SHA-1 of the public point [RFC 5280 §4.2.1.2].
fn key_identifier(key: &PublicKey) -> Result<OctetString, PkiError> {
    Ok(OctetString::new(
        Hash::Sha1.digest(&[key.as_bytes()]).as_ref(),
    )?)
}

pub(crate) fn authority_key(issuer: &PublicKey) -> Result<Extension, PkiError> {
    let key_identifier = Some(key_identifier(issuer)?);
    extension(
        false,
        &AuthorityKeyIdentifier {
            key_identifier,
            ..AuthorityKeyIdentifier::default()
        },
    )
}

pub(crate) fn subject_key(subject: &PublicKey) -> Result<Extension, PkiError> {
    extension(false, &SubjectKeyIdentifier(key_identifier(subject)?))
}

pub(crate) fn usage_of_country_signer() -> Result<Extension, PkiError> {
    extension(true, &KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign))
}

pub(crate) fn usage_of_document_signer() -> Result<Extension, PkiError> {
    extension(true, &KeyUsage(KeyUsages::DigitalSignature.into()))
}

pub(crate) fn usage_of_encryption() -> Result<Extension, PkiError> {
    let usage = KeyUsages::KeyEncipherment | KeyUsages::DataEncipherment | KeyUsages::KeyAgreement;
    extension(true, &KeyUsage(usage))
}

pub(crate) fn alternative_names(names: Vec<GeneralName>) -> Result<Extension, PkiError> {
    extension(false, &SubjectAltName(names))
}

/// A certification authority with no authority below it.
pub(crate) fn authority() -> Result<Extension, PkiError> {
    extension(
        true,
        &BasicConstraints {
            ca: true,
            path_len_constraint: Some(0),
        },
    )
}

pub(crate) fn private_key_usage(from: Date, until: Date) -> Result<Extension, PkiError> {
    let not_before = Some(GeneralizedTime::from_date_time(first_second(from)?));
    let not_after = Some(GeneralizedTime::from_date_time(last_second(until)?));
    extension(
        false,
        &PrivateKeyUsagePeriod {
            not_before,
            not_after,
        },
    )
}

pub(crate) fn policy() -> Result<Extension, PkiError> {
    let information = PolicyInformation {
        policy_identifier: POLICY,
        policy_qualifiers: None,
    };
    extension(false, &CertificatePolicies(vec![information]))
}

pub(crate) fn subject_names() -> Result<Extension, PkiError> {
    let host = GeneralName::DnsName(Ia5String::new("pki.test")?);
    extension(
        false,
        &SubjectAltName(vec![
            host,
            GeneralName::DirectoryName(name::issuing_country()?),
        ]),
    )
}

pub(crate) fn issuer_names() -> Result<Extension, PkiError> {
    let mail = GeneralName::Rfc822Name(Ia5String::new("test-csca@pki.test")?);
    let page = GeneralName::UniformResourceIdentifier(Ia5String::new("http://pki.test/csca")?);
    extension(
        false,
        &IssuerAltName(vec![
            mail,
            page,
            GeneralName::DirectoryName(name::issuing_country()?),
        ]),
    )
}

pub(crate) fn revocation_list() -> Result<Extension, PkiError> {
    let list =
        GeneralName::UniformResourceIdentifier(Ia5String::new("http://pki.test/test-csca.crl")?);
    let point = DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![list])),
        reasons: None,
        crl_issuer: None,
    };
    extension(false, &CrlDistributionPoints(vec![point]))
}

/// The document types that a signer may sign [ICAO 9303-12 §7.1].
///
/// ```text
/// DocumentTypeList ::= SEQUENCE { version INTEGER (0), docTypeList SET OF PrintableString }
/// ```
#[derive(Sequence)]
struct DocumentTypeList {
    version: u8,
    types: SetOfVec<PrintableString>,
}

impl AssociatedOid for DocumentTypeList {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.6.2");
}

pub(crate) fn document_types(types: &[&str]) -> Result<Extension, PkiError> {
    let types = types
        .iter()
        .map(PrintableString::new)
        .collect::<Result<Vec<_>, _>>()?;
    extension(
        false,
        &DocumentTypeList {
            version: 0,
            types: SetOfVec::try_from(types)?,
        },
    )
}

/// From the first second of a day to the last of another.
pub(crate) fn validity(from: Date, until: Date) -> Result<Validity, PkiError> {
    Ok(Validity::new(
        time(first_second(from)?)?,
        time(last_second(until)?)?,
    ))
}

/// UTCTime through 2049, GeneralizedTime from 2050 on [RFC 5280 §4.1.2.5].
fn time(moment: DateTime) -> Result<Time, PkiError> {
    if moment.year() <= UtcTime::MAX_YEAR {
        return Ok(Time::UtcTime(UtcTime::from_date_time(moment)?));
    }
    Ok(Time::GeneralTime(GeneralizedTime::from_date_time(moment)))
}

fn first_second(day: Date) -> Result<DateTime, PkiError> {
    Ok(DateTime::new(day.year(), day.month(), day.day(), 0, 0, 0)?)
}

fn last_second(day: Date) -> Result<DateTime, PkiError> {
    Ok(DateTime::new(
        day.year(),
        day.month(),
        day.day(),
        23,
        59,
        59,
    )?)
}
