//! The data object tags of the guideline, each with its name. `[TR-03110-3 §D.2]`

use iso7816::tlv::Tag;

/// Object identifier.
pub const OBJECT_IDENTIFIER: Tag = Tag::new(0x06);
/// Certification Authority Reference.
pub const CERTIFICATION_AUTHORITY_REFERENCE: Tag = Tag::new(0x42);
/// Discretionary data.
pub const DISCRETIONARY_DATA: Tag = Tag::new(0x53);
/// Certificate Holder Reference.
pub const CERTIFICATE_HOLDER_REFERENCE: Tag = Tag::new(0x5F20);
/// Certificate expiration date.
pub const EXPIRATION_DATE: Tag = Tag::new(0x5F24);
/// Certificate effective date.
pub const EFFECTIVE_DATE: Tag = Tag::new(0x5F25);
/// Certificate profile identifier.
pub const PROFILE_IDENTIFIER: Tag = Tag::new(0x5F29);
/// Signature.
pub const SIGNATURE: Tag = Tag::new(0x5F37);
/// Certificate extensions.
pub const CERTIFICATE_EXTENSIONS: Tag = Tag::new(0x65);
/// Authentication: auxiliary data, or a certificate request with its outer signature.
pub const AUTHENTICATION: Tag = Tag::new(0x67);
/// Discretionary data template.
pub const DISCRETIONARY_DATA_TEMPLATE: Tag = Tag::new(0x73);
/// Dynamic authentication data.
pub const DYNAMIC_AUTHENTICATION_DATA: Tag = Tag::new(0x7C);
/// CV certificate.
pub const CV_CERTIFICATE: Tag = Tag::new(0x7F21);
/// Public key.
pub const PUBLIC_KEY: Tag = Tag::new(0x7F49);
/// Certificate Holder Authorization Template.
pub const AUTHORIZATION_TEMPLATE: Tag = Tag::new(0x7F4C);
/// Certificate body.
pub const CERTIFICATE_BODY: Tag = Tag::new(0x7F4E);
