//! Names of attributes.
//!
//! No public document names the attributes in which the service passes on the date of birth and the identifier of a
//! foreign person; those two names are decisions of this simulator.

/// National register or BIS number, eleven digits.
pub const EGOV_NRN: &str = "egovNRN";
/// First names. Some relying parties take it for the family name.
pub const GIVEN_NAME: &str = "givenName";
/// Family name.
pub const SURNAME: &str = "surname";
/// Mail address.
pub const MAIL: &str = "mail";
/// Language of the person: nl, fr, de or en.
pub const PREF_LANGUAGE: &str = "PrefLanguage";
/// Login name.
pub const UID: &str = "uid";
/// Stable identifier, 40 hexadecimal digits.
pub const FED_ID: &str = "urn:be:fedict:iam:attr:fedid";
/// Locale.
pub const LOCALE: &str = "urn:be:fedict:iam:attr:locale";
/// The means that was used.
pub const AUTHENTICATION_METHOD: &str = "urn:be:fedict:iam:attr:authenticationmethod";
/// The means that was used, under its short name.
pub const AUTHENTICATION_METHOD_SHORT: &str = "authenticationmethod";
/// `citizen` or `enterprise`.
pub const CONTEXT: &str = "urn:be:fedict:iam:attr:context";
/// Date of birth, `YYYY-MM-DD`. A decision of this simulator.
pub const DATE_OF_BIRTH: &str = "urn:be:fedict:iam:attr:dateofbirth";
/// Identifier of a person from another state, `DE/BE/…`. A decision of this simulator.
pub const EIDAS_PERSON_IDENTIFIER: &str = "urn:be:fedict:iam:attr:eidas:personidentifier";
