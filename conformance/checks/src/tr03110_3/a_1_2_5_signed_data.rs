//! EF.CardSecurity and EF.ChipSecurity as SignedData ([TR-03110-3 §A.1.2.5], [RFC 5652 §5]).
//!
//! ```text
//! 30 ContentInfo: 06 id-signedData, A0
//! `- 30 SignedData
//!    |- 02 version (3)
//!    |- 31 digestAlgorithms
//!    |- 30 encapContentInfo: 06 id-SecurityObject, A0 { 04 SecurityInfos }
//!    |- A0 certificates, with that of the document signer
//!    |- A1 crls, if any
//!    `- 31 signerInfos: 30 { 02, sid, 30 digest, A0 signedAttrs, 30 signature algorithm, 04 signature }
//! ```
//!
//! Reads and judges the structure; [`super::a_1_2_5_signature`] verifies.

use super::a_1_2_5_signature::{Scheme, hash_of};
use super::a_1_security_infos::judge_rest;
use super::fields::Fields;
use crate::arcs;
use crate::der::{Element, Oid, audit, oid, read_all, read_one, set_order_fault};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.2.5]";
const CMS: &str = "[RFC 5652 §5]";

/// A SignedData that could be read as far as its content.
pub(crate) struct SignedData<'a> {
    /// The SecurityInfos, and where they lie in the file.
    pub(crate) content: &'a [u8],
    pub(crate) content_place: Place,
    /// The certificates of the set.
    pub(crate) certificates: Vec<Element<'a>>,
    /// The one signer, if he could be read.
    pub(crate) signer: Option<Signer<'a>>,
}

/// One SignerInfo.
pub(crate) struct Signer<'a> {
    pub(crate) place: Place,
    pub(crate) identifier: Element<'a>,
    pub(crate) digest: Oid<'a>,
    /// The signed attributes as stored, with tag A0.
    pub(crate) attributes: Element<'a>,
    pub(crate) scheme: Scheme,
    pub(crate) signature: &'a [u8],
}

/// Reads the file and reports what is no SignedData of the guideline.
pub(crate) fn read<'a>(file: &'a [u8], name: &str, report: &mut Report) -> Option<SignedData<'a>> {
    report.clause(CLAUSE);
    let root = Place::root(name);
    let (content_info, rest) = match read_one(file, 0) {
        Ok(parts) => parts,
        Err(fault) => {
            report.fault(&root, fault);
            return None;
        }
    };
    judge_rest(rest, &root.below("end", content_info.raw.len()), report);
    for fault in audit(&content_info) {
        report.fault(&root, fault);
    }
    let mut fields = Fields::of(&content_info, &root, report);
    let kind = fields.oid("contentType")?;
    let wrapped = fields.required(0xA0, "content")?;
    fields.end();
    if kind.0 != arcs::SIGNED_DATA {
        report.violation(
            &root.below("contentType", 0),
            kind.to_string(),
            "id-signedData",
        );
    }
    let mut fields = Fields::of(&wrapped, &root.below("content", wrapped.offset), report);
    let signed_data = fields.required(0x30, "SignedData")?;
    fields.end();
    read_signed_data(
        &signed_data,
        &root.below("SignedData", signed_data.offset),
        report,
    )
}

fn read_signed_data<'a>(
    signed_data: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<SignedData<'a>> {
    report.clause(CMS);
    let mut fields = Fields::of(signed_data, place, report);
    let version = fields.integer("version");
    let digests = fields.required(0x31, "digestAlgorithms");
    let encapsulated = fields.required(0x30, "encapContentInfo")?;
    let certificates = fields.optional(0xA0);
    fields.optional(0xA1);
    let signers = fields.required(0x31, "signerInfos");
    fields.end();
    if version != Some(3) {
        report.violation(
            &place.below("version", place.offset),
            format!("version {version:?}"),
            "version 3",
        );
    }
    report.clause(CLAUSE);
    let certificates = match certificates.map(|set| set.children()) {
        Some(Ok(certificates)) if !certificates.is_empty() => certificates,
        _ => {
            let found = "no certificates";
            report.violation(
                &place.below("certificates", place.offset),
                found,
                "the document signer's certificate",
            );
            Vec::new()
        }
    };
    let signer = signers.and_then(|signers| read_signers(&signers, place, report));
    if let (Some(digests), Some(signer)) = (digests, &signer) {
        judge_digests(&digests, signer, place, report);
    }
    let (content, content_place) = read_content(&encapsulated, place, report)?;
    Some(SignedData {
        content,
        content_place,
        certificates,
        signer,
    })
}

fn read_content<'a>(
    encapsulated: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<(&'a [u8], Place)> {
    report.clause(CLAUSE);
    let place = place.below("encapContentInfo", encapsulated.offset);
    let mut fields = Fields::of(encapsulated, &place, report);
    let kind = fields.oid("eContentType");
    let wrapped = fields.required(0xA0, "eContent");
    fields.end();
    if let Some(kind) = kind.filter(|kind| kind.0 != arcs::SECURITY_OBJECT) {
        report.violation(
            &place.below("eContentType", place.offset),
            kind.to_string(),
            "id-SecurityObject",
        );
    }
    let wrapped = wrapped?;
    let mut fields = Fields::of(&wrapped, &place.below("eContent", wrapped.offset), report);
    let content = fields.required(0x04, "OCTET STRING")?;
    fields.end();
    let place = Place {
        path: "SecurityInfos".to_owned(),
        offset: content.contents_offset(),
    };
    Some((content.contents, place))
}

fn read_signers<'a>(
    signers: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<Signer<'a>> {
    let place = place.below("signerInfos", signers.offset);
    let mut fields = Fields::of(signers, &place, report);
    let signer = fields.required(0x30, "SignerInfo")?;
    fields.end();
    read_signer(&signer, &place.below("SignerInfo", signer.offset), report)
}

fn read_signer<'a>(signer: &Element<'a>, place: &Place, report: &mut Report) -> Option<Signer<'a>> {
    report.clause(CMS);
    let mut fields = Fields::of(signer, place, report);
    let version = fields.integer("version");
    let identifier = fields.any("sid")?;
    let digest = fields.required(0x30, "digestAlgorithm")?;
    let attributes = fields.required(0xA0, "signedAttrs");
    let algorithm = fields.required(0x30, "signatureAlgorithm")?;
    let signature = fields.required(0x04, "signature")?;
    let unsigned = fields.optional(0xA1);
    fields.end();
    let expected = match identifier.tag {
        0x30 => Some(1),
        0x80 => Some(3),
        tag => {
            let place = place.below("sid", identifier.offset);
            report.violation(
                &place,
                format!("tag {tag:02X}"),
                "issuerAndSerialNumber or subjectKeyIdentifier",
            );
            None
        }
    };
    if expected.is_some() && version != expected {
        let place = place.below("version", place.offset);
        report.violation(
            &place,
            format!("version {version:?}"),
            format!("version {expected:?}"),
        );
    }
    report.clause(CLAUSE);
    if let Some(unsigned) = unsigned {
        let place = place.below("unsignedAttrs", unsigned.offset);
        report.violation(&place, "unsigned attributes", "no unsignedAttrs");
    }
    let attributes = attributes?;
    judge_attributes(
        &attributes,
        &place.below("signedAttrs", attributes.offset),
        report,
    );
    Some(Signer {
        digest: first_oid(&digest)?,
        scheme: Scheme::of(&algorithm)?,
        place: place.clone(),
        identifier,
        attributes,
        signature: signature.contents,
    })
}

/// The attributes are the content type, which must be right, and the message digest that CMS asks for beside it.
fn judge_attributes(attributes: &Element<'_>, place: &Place, report: &mut Report) {
    let children = attributes.children().unwrap_or_default();
    if let Some(fault) = set_order_fault(&children) {
        report.fault(place, fault);
    }
    let content_type = attribute(attributes, arcs::CONTENT_TYPE);
    let named = content_type.and_then(|value| oid(&value).ok());
    match named {
        None => report.violation(
            place,
            "no content-type attribute",
            "the content-type attribute",
        ),
        Some(kind) if kind.0 != arcs::SECURITY_OBJECT => {
            report.violation(place, format!("content-type {kind}"), "id-SecurityObject");
        }
        Some(_) => {}
    }
    let extra = children
        .iter()
        .filter_map(first_oid)
        .filter(|kind| ![arcs::CONTENT_TYPE, arcs::MESSAGE_DIGEST].contains(&kind.0))
        .count();
    if extra > 0 {
        report.warning(
            place,
            format!("{extra} more attributes"),
            "content-type and message-digest alone",
        );
    }
}

/// The single value of the attribute with this type.
pub(super) fn attribute<'a>(attributes: &Element<'a>, kind: &[u8]) -> Option<Element<'a>> {
    let children = attributes.children().ok()?;
    let found = children
        .iter()
        .find(|child| first_oid(child).is_some_and(|oid| oid.0 == kind))?;
    match found.children().ok()?.as_slice() {
        [_, values] if values.tag == 0x31 => {
            match read_all(values.contents, values.contents_offset())
                .ok()?
                .as_slice()
            {
                [value] => Some(*value),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The object identifier at the start of a SEQUENCE.
pub(super) fn first_oid<'a>(sequence: &Element<'a>) -> Option<Oid<'a>> {
    let (first, _) = read_one(sequence.contents, sequence.contents_offset()).ok()?;
    (first.tag == 0x06).then(|| oid(&first).ok())?
}

fn judge_digests(digests: &Element<'_>, signer: &Signer<'_>, place: &Place, report: &mut Report) {
    report.clause(CMS);
    let place = place.below("digestAlgorithms", digests.offset);
    let listed = digests
        .children()
        .unwrap_or_default()
        .iter()
        .filter_map(first_oid)
        .any(|kind| kind == signer.digest);
    if !listed {
        report.warning(
            &place,
            format!("no {}", signer.digest),
            "the signer's digest algorithm",
        );
    }
    if hash_of(signer.digest.0).is_none() {
        report.undecided(
            &place,
            format!("digest algorithm {}", signer.digest),
            "SHA-1 or SHA-2",
        );
    }
}
