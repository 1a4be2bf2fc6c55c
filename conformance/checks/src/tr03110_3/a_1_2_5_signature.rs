//! Verifies what the document signer signed ([TR-03110-3 §A.1.2.5], [RFC 5652 §5.4]).
//!
//! In: a SignedData that was read, and perhaps the certificate of the country signing authority. Out: findings. ECDSA
//! only; an RSA signature or an unknown curve leaves the question open.

use ambient::Date;
use crypto::{Hash, PublicKey};

use super::a_1_2_5_certificate::{Certificate, Key};
use super::a_1_2_5_signed_data::{SignedData, Signer, attribute};
use crate::arcs;
use crate::der::{Element, oid, read_one, set_order_fault, unsigned};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.2.5]";
const CMS: &str = "[RFC 5652 §5.4]";

/// What the reader of a security object trusts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trust<'a> {
    /// Certificate of the country signing authority (DER); without it the chain ends at the document signer.
    pub csca: Option<&'a [u8]>,
    /// The day of reading; without it no validity is looked at.
    pub today: Option<Date>,
}

/// How a signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// ECDSA, `SEQUENCE { r, s }`.
    Ecdsa(Hash),
    /// ECDSA, `r || s`.
    EcdsaPlain(Hash),
    /// RSA of any padding.
    Rsa,
    /// Anything else.
    Unknown,
}

impl Scheme {
    /// The scheme in an AlgorithmIdentifier; nothing if it is none.
    pub(crate) fn of(algorithm: &Element<'_>) -> Option<Self> {
        const HASHES: [Hash; 5] = [
            Hash::Sha1,
            Hash::Sha224,
            Hash::Sha256,
            Hash::Sha384,
            Hash::Sha512,
        ];
        let (first, _) = read_one(algorithm.contents, algorithm.contents_offset()).ok()?;
        let oid = oid(&first).ok()?;
        let pick = |arc: u8| HASHES.get(usize::from(arc)).copied();
        let scheme = if oid.0 == arcs::ECDSA_WITH_SHA1 {
            Some(Self::Ecdsa(Hash::Sha1))
        } else if let Some(&[arc]) = oid.below(arcs::ECDSA_WITH_SHA2) {
            pick(arc).filter(|_| arc > 0).map(Self::Ecdsa)
        } else if let Some(&[arc]) = oid.below(arcs::ECDSA_PLAIN) {
            arc.checked_sub(1).and_then(pick).map(Self::EcdsaPlain)
        } else {
            oid.is_within(arcs::PKCS1).then_some(Self::Rsa)
        };
        Some(scheme.unwrap_or(Self::Unknown))
    }
}

/// The hash function that an object identifier names.
pub(crate) fn hash_of(oid: &[u8]) -> Option<Hash> {
    if oid == arcs::SHA1 {
        return Some(Hash::Sha1);
    }
    match oid.strip_prefix(arcs::SHA2)? {
        [1] => Some(Hash::Sha256),
        [2] => Some(Hash::Sha384),
        [3] => Some(Hash::Sha512),
        [4] => Some(Hash::Sha224),
        _ => None,
    }
}

/// Verifies digest, signature and, as far as `trust` goes, the chain.
pub(crate) fn judge(signed: &SignedData<'_>, trust: Trust<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    let Some(signer) = &signed.signer else {
        let place = Place::root("SignedData");
        report.violation(
            &place,
            "no signer whose signature could be verified",
            "a signature of the document signer",
        );
        return;
    };
    judge_digest(signed.content, signer, report);
    let certificates: Vec<_> = signed
        .certificates
        .iter()
        .enumerate()
        .filter_map(|(index, certificate)| {
            let place = Place::root("certificates").item(index, certificate.offset);
            Certificate::read(certificate, place, report)
        })
        .collect();
    report.clause(CLAUSE);
    let document_signer = certificates
        .iter()
        .find(|certificate| certificate.is_named_by(&signer.identifier));
    let Some(document_signer) = document_signer else {
        let place = signer.place.below("sid", signer.identifier.offset);
        report.violation(
            &place,
            "a signer whose certificate is not there",
            "one of the certificates",
        );
        return;
    };
    if let Some(key) = usable_key(document_signer, report) {
        judge_signature(signer, &key, report);
    }
    judge_chain(document_signer, trust, report);
}

fn judge_digest(content: &[u8], signer: &Signer<'_>, report: &mut Report) {
    report.clause(CMS);
    let Some(hash) = hash_of(signer.digest.0) else {
        return; // said where the structure is judged
    };
    let place = signer
        .place
        .below("signedAttrs/message-digest", signer.attributes.offset);
    match attribute(&signer.attributes, arcs::MESSAGE_DIGEST) {
        None => report.violation(
            &place,
            "no message-digest attribute",
            "the digest of the content",
        ),
        Some(value) if value.contents != hash.digest(&[content]).as_ref() => {
            report.violation(
                &place,
                "a digest of something else",
                "the digest of the content",
            );
        }
        Some(_) => {}
    }
}

fn judge_signature(signer: &Signer<'_>, key: &PublicKey, report: &mut Report) {
    report.clause(CMS);
    let place = signer.place.below("signature", signer.place.offset);
    let header_len = signer.attributes.raw.len() - signer.attributes.contents.len();
    let header = signer.attributes.raw.get(1..header_len).unwrap_or_default();
    let children = signer.attributes.children().unwrap_or_default();
    let mut sorted: Vec<&[u8]> = children.iter().map(|child| child.raw).collect();
    sorted.sort_unstable();
    let mut message: Vec<&[u8]> = vec![&[0x31], header];
    message.extend(sorted);
    let stored = [&[0x31][..], header, signer.attributes.contents];
    match verify((signer.scheme, signer.signature), key, &message) {
        Outcome::Good => {}
        Outcome::Unknown(found) => report.undecided(&place, found, "an ECDSA signature"),
        Outcome::Bad(_)
            if set_order_fault(&children).is_some()
                && verify((signer.scheme, signer.signature), key, &stored) == Outcome::Good =>
        {
            report.warning(
                &place,
                "a signature over the attributes as stored",
                "one over their DER encoding",
            );
        }
        Outcome::Bad(found) => {
            report.violation(&place, found, "a signature of the document signer")
        }
    }
}

fn judge_chain(signer: &Certificate<'_>, trust: Trust<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if let (Some(today), Some((from, to))) = (trust.today, &signer.validity) {
        let today = today.to_string().replace('-', "");
        if *today < *from.get(..8).unwrap_or_default() || *today > *to.get(..8).unwrap_or_default()
        {
            let place = signer.place.below("validity", signer.place.offset);
            report.warning(
                &place,
                format!("{from} to {to}"),
                format!("a certificate that is valid on {today}"),
            );
        }
    }
    let Some(csca) = trust.csca else {
        return;
    };
    let place = Place::root("CSCA");
    let csca = match read_one(csca, 0) {
        Ok((csca, _)) => Certificate::read(&csca, place, report),
        Err(fault) => {
            report.fault(&place, fault);
            None
        }
    };
    let Some(csca) = csca else {
        return;
    };
    report.clause(CLAUSE);
    if csca.subject != signer.issuer {
        let place = signer.place.below("issuer", signer.place.offset);
        report.violation(
            &place,
            "another issuer",
            "the given country signing authority",
        );
        return;
    }
    let Some(key) = usable_key(&csca, report) else {
        return;
    };
    let place = signer.place.below("signatureValue", signer.place.offset);
    match verify(
        (signer.scheme.unwrap_or(Scheme::Unknown), signer.signature),
        &key,
        &[signer.body],
    ) {
        Outcome::Good => {}
        Outcome::Unknown(found) => report.undecided(&place, found, "an ECDSA signature"),
        Outcome::Bad(found) => report.violation(
            &place,
            found,
            "a signature of the country signing authority",
        ),
    }
}

fn usable_key(certificate: &Certificate<'_>, report: &mut Report) -> Option<Box<PublicKey>> {
    match certificate.key(report)? {
        Key::Ec(key) => Some(key),
        Key::Unknown(found) => {
            report.undecided(
                &certificate.place,
                found,
                "a key on a NIST or brainpool curve",
            );
            None
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Good,
    Bad(&'static str),
    Unknown(&'static str),
}

fn verify((scheme, signature): (Scheme, &[u8]), key: &PublicKey, message: &[&[u8]]) -> Outcome {
    let (hash, plain) = match scheme {
        Scheme::Ecdsa(hash) => (hash, plain_signature(signature, key.curve().order_len())),
        Scheme::EcdsaPlain(hash) => (hash, Some(signature.to_vec())),
        Scheme::Rsa => {
            return Outcome::Unknown("an RSA signature, which this program cannot verify");
        }
        Scheme::Unknown => {
            return Outcome::Unknown("a signature algorithm that this program does not know");
        }
    };
    let Some(plain) = plain else {
        return Outcome::Bad("something else than two positive numbers below the order");
    };
    match key.verify(hash, message, &plain) {
        Ok(()) => Outcome::Good,
        Err(_) => Outcome::Bad("a signature that does not verify"),
    }
}

/// `SEQUENCE { r, s }` as `r || s`, each as long as the order.
fn plain_signature(signature: &[u8], len: usize) -> Option<Vec<u8>> {
    let (sequence, rest) = read_one(signature, 0).ok()?;
    let numbers = sequence.children().ok()?;
    let [r, s] = numbers.as_slice() else {
        return None;
    };
    if !rest.is_empty() || sequence.tag != 0x30 || r.tag != 0x02 || s.tag != 0x02 {
        return None;
    }
    let mut plain = Vec::with_capacity(2 * len);
    for number in [unsigned(r).ok()?, unsigned(s).ok()?] {
        plain.resize(plain.len() + len.checked_sub(number.len())?, 0);
        plain.extend_from_slice(number);
    }
    Some(plain)
}
