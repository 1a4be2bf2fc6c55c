//! Distinguished names.

use der::asn1::{ObjectIdentifier, PrintableString, SetOfVec, Utf8StringRef};
use der::{Any, Decode, Encode};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

use crate::error::PkiError;

const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const LOCALITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.7");
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANISATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// The country signing authority.
pub(crate) fn country_signer() -> Result<Name, PkiError> {
    name(&[
        (COUNTRY, "DE"),
        (ORGANISATION, "TEST"),
        (ORGANISATIONAL_UNIT, "TEST PKI"),
        (COMMON_NAME, "TEST CSCA Germany"),
    ])
}

/// The document signer with this number.
pub(crate) fn document_signer(number: &str) -> Result<Name, PkiError> {
    name(&[
        (COUNTRY, "DE"),
        (ORGANISATION, "TEST"),
        (SERIAL_NUMBER, number),
        (COMMON_NAME, "TEST Document Signer eID Documents"),
    ])
}

/// A service.
pub(crate) fn service(common_name: &str) -> Result<Name, PkiError> {
    name(&[(ORGANISATION, "TEST"), (COMMON_NAME, common_name)])
}

/// The three-letter or one-letter country of documents, as alternative names tell it [ICAO 9303-12 §7.1].
pub(crate) fn issuing_country() -> Result<Name, PkiError> {
    name(&[(LOCALITY, "D")])
}

fn name(attributes: &[(ObjectIdentifier, &str)]) -> Result<Name, PkiError> {
    let relative = |(oid, text): &(ObjectIdentifier, &str)| {
        // Country and serial number are PrintableString, all else UTF8String [RFC 5280 §4.1.2.4].
        let value = match *oid {
            COUNTRY | SERIAL_NUMBER => Any::encode_from(&PrintableString::new(text)?)?,
            _ => Any::encode_from(&Utf8StringRef::new(text)?)?,
        };
        let attribute = AttributeTypeAndValue { oid: *oid, value };
        Ok(RelativeDistinguishedName::from(SetOfVec::try_from([
            attribute,
        ])?))
    };
    let sequence = attributes
        .iter()
        .map(relative)
        .collect::<Result<Vec<_>, der::Error>>()?;
    Ok(Name::from_der(&RdnSequence::from(sequence).to_der()?)?)
}
