//! Signed data: EF.CardSecurity, EF.ChipSecurity and EF.SOD as CMS.
//!
//! ```text
//! ContentInfo { id-signedData, SignedData { 3, { SHA-384 }, { content type, content }, { certificate }, { SignerInfo } } }
//! SignerInfo  { 1, issuer and serial number, SHA-384, { content type, message digest }, ecdsa-with-SHA384, signature }
//! ```

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use crypto::{Hash, PrivateKey};
use der::asn1::{Null, ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence, Tagged};
use eac::encoding::oid::{self, Oid};
use iso7816::tlv::{self, Tag};
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::error::PkiError;
use crate::x509::{ecdsa_signature, ecdsa_with};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// EF.SOD.
const DOCUMENT_SECURITY_OBJECT: Tag = Tag::new(0x77);
/// The digest of content and attributes.
const HASH: Hash = Hash::Sha384;
/// The digest of data groups.
const DATA_GROUP_HASH: Hash = Hash::Sha256;

/// Signs content with a key and the certificate (DER) that belongs to it [RFC 5652 §5].
pub(crate) fn sign(
    key: &PrivateKey,
    certificate: &[u8],
    content_type: &Oid,
    content: &[u8],
) -> Result<Vec<u8>, PkiError> {
    let certificate = x509_cert::Certificate::from_der(certificate)?;
    let econtent_type = identifier(content_type)?;
    let attributes = signed_attributes(econtent_type, content)?;
    let signature = ecdsa_signature(key, HASH, &attributes.to_der()?)?;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.tbs_certificate().issuer().clone(),
            serial_number: certificate.tbs_certificate().serial_number().clone(),
        }),
        digest_alg: digest_algorithm(HASH)?,
        signed_attrs: Some(attributes),
        signature_algorithm: ecdsa_with(HASH),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let signed = SignedData {
        version: CmsVersion::V3,
        digest_algorithms: SetOfVec::try_from([digest_algorithm(HASH)?])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type,
            econtent: Some(Any::encode_from(&OctetString::new(content)?)?),
        },
        certificates: Some(CertificateSet(SetOfVec::try_from([
            CertificateChoices::Certificate(certificate),
        ])?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from([signer])?),
    };
    Ok(ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&signed)?,
    }
    .to_der()?)
}

/// EF.SOD over data groups: number and complete file of each [ICAO 9303-10 §4.6.2].
pub(crate) fn sign_data_groups(
    key: &PrivateKey,
    certificate: &[u8],
    groups: &[(u8, &[u8])],
) -> Result<Vec<u8>, PkiError> {
    let hash = |(number, file): &(u8, &[u8])| {
        Ok(DataGroupHash {
            number: *number,
            hash: OctetString::new(DATA_GROUP_HASH.digest(&[file]).as_ref())?,
        })
    };
    let object = LdsSecurityObject {
        version: 0,
        hash_algorithm: digest_algorithm(DATA_GROUP_HASH)?,
        hashes: groups
            .iter()
            .map(hash)
            .collect::<Result<Vec<_>, der::Error>>()?,
    };
    let signed = sign(
        key,
        certificate,
        &oid::ID_LDS_SECURITY_OBJECT,
        &object.to_der()?,
    )?;
    Ok(tlv::encode(DOCUMENT_SECURITY_OBJECT, &signed))
}

/// ```text
/// LDSSecurityObject ::= SEQUENCE { version 0, hashAlgorithm, SEQUENCE OF SEQUENCE { INTEGER, OCTET STRING } }
/// ```
#[derive(Sequence)]
struct LdsSecurityObject {
    version: u8,
    hash_algorithm: AlgorithmIdentifierOwned,
    hashes: Vec<DataGroupHash>,
}

#[derive(Sequence)]
struct DataGroupHash {
    number: u8,
    hash: OctetString,
}

fn signed_attributes(
    content_type: ObjectIdentifier,
    content: &[u8],
) -> Result<Attributes, PkiError> {
    let digest = OctetString::new(HASH.digest(&[content]).as_ref())?;
    let attributes = [
        attribute(CONTENT_TYPE, &content_type)?,
        attribute(MESSAGE_DIGEST, &digest)?,
    ];
    Ok(Attributes::try_from(attributes)?)
}

fn attribute<T: Tagged + der::EncodeValue>(
    oid: ObjectIdentifier,
    value: &T,
) -> Result<Attribute, PkiError> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from([Any::encode_from(value)?])?,
    })
}

/// With NULL parameters, as German documents write it.
fn digest_algorithm(hash: Hash) -> Result<AlgorithmIdentifierOwned, PkiError> {
    let parameters = Some(Any::encode_from(&Null)?);
    Ok(AlgorithmIdentifierOwned {
        oid: identifier(&eac::encoding::digest_oid(hash))?,
        parameters,
    })
}

fn identifier(oid: &Oid) -> Result<ObjectIdentifier, PkiError> {
    Ok(ObjectIdentifier::from_bytes(oid.as_bytes()).map_err(der::Error::from)?)
}
