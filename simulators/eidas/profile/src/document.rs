//! From the text of a signed document to the element that may be read.
//!
//! Requests, responses and metadata have rules of their own for the same steps; [`DocumentRules`] names them. What goes
//! on from here is the element that was verified. Only where a rule is waived, so that a receiver misbehaves on
//! purpose, the unverified tree is read.

use std::borrow::Cow;

use ambient::UnixSeconds;
use rules::{Breach, Rule, Rulebook};
use xml::{
    Certificate, Element, Limits, SignatureError, SignaturePolicy, Structure, StructureFault,
    Trust, Which, XmlError,
};

/// Size is a rule of its own, so the tree is read without a bound on it.
const UNLIMITED: Limits = Limits {
    bytes: usize::MAX,
    ..Limits::SAML
};

/// What is wrong with a signature, as far as rules tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignatureFault {
    Missing,
    Structure,
    Reference,
    Algorithm,
    Digest,
    KeySize,
    Trust,
    Validity,
    Hash,
    Value,
}

/// The rules of a kind of document for steps that all kinds have.
pub(crate) trait DocumentRules: Rule {
    /// The most bytes of such a document.
    const LARGEST: usize;
    const SIZE: Self;
    const DOCUMENT_TYPE: Self;
    const SCHEMA: Self;

    fn of_signature(fault: SignatureFault) -> Self;
}

/// A text and its tree, of which nothing is proven.
#[derive(Debug)]
pub(crate) struct Unverified<'a> {
    text: Cow<'a, str>,
    pub(crate) root: Element,
}

/// Reads a text within the limits.
pub(crate) fn screen<'a, R: DocumentRules>(
    text: &'a str,
    book: &Rulebook<R>,
) -> Result<Unverified<'a>, Breach<R>> {
    let size = text.len();
    book.require(R::SIZE, size <= R::LARGEST, || {
        format!("{size} bytes, at most {}", R::LARGEST)
    })?;
    let read = |text: Cow<'a, str>| match xml::parse(text.as_bytes(), &UNLIMITED) {
        Ok(root) => Ok(Unverified { text, root }),
        Err(error) => Err((error, text)),
    };
    match read(Cow::Borrowed(text)) {
        Ok(unverified) => Ok(unverified),
        Err((error, _)) if !declares_type(&error) => Err(Breach::new(R::SCHEMA, error.to_string())),
        Err((error, text)) => {
            book.require(R::DOCUMENT_TYPE, false, || error.to_string())?;
            let without = Cow::Owned(without_document_type(&text));
            read(without).map_err(|(error, _)| Breach::new(R::SCHEMA, error.to_string()))
        }
    }
}

const fn declares_type(error: &XmlError) -> bool {
    matches!(
        error,
        XmlError::DocumentType { .. } | XmlError::Entity { .. }
    )
}

/// The text without its document type declaration, for a receiver that looks away.
fn without_document_type(text: &str) -> String {
    let Some((before, declaration)) = text.split_once("<!DOCTYPE") else {
        return text.to_owned();
    };
    let subset = declaration.find('[').filter(|bracket| {
        let end = declaration.find('>');
        end.is_none_or(|end| *bracket < end)
    });
    let close = if subset.is_some() { "]>" } else { ">" };
    let after = declaration.split_once(close).map_or("", |(_, after)| after);
    format!("{before}{after}")
}

impl Unverified<'_> {
    /// The element that was signed by one of these certificates.
    pub(crate) fn verify<R: DocumentRules>(
        &self,
        trusted: &[Vec<u8>],
        now: UnixSeconds,
        book: &Rulebook<R>,
    ) -> Result<Element, Breach<R>> {
        let waived = |fault| !book.enforces(R::of_signature(fault));
        let careless = waived(SignatureFault::Reference);
        let which = if careless { Which::Any } else { Which::Root };
        match xml::verify(&self.text, &which, trusted, &policy(&waived)) {
            Ok(verified) => {
                let signer = verified.signer().and_then(|index| trusted.get(index));
                check_validity(signer.map(Vec::as_slice), now, book)?;
                if careless {
                    // Whoever does not ask what was signed reads what comes first.
                    return Ok(self.root.clone());
                }
                Ok(verified.into_element())
            }
            Err(error) => {
                let rule = R::of_signature(fault_of(&error));
                book.require(rule, false, || error.to_string())?;
                Ok(self.root.clone())
            }
        }
    }
}

/// The policy of the profile, less what is waived.
pub(crate) fn policy(waived: &impl Fn(SignatureFault) -> bool) -> SignaturePolicy {
    let any = SignaturePolicy::any();
    let mut policy = SignaturePolicy::eidas().with_limits(UNLIMITED);
    if waived(SignatureFault::Algorithm) {
        policy.algorithms = any.algorithms;
    }
    if waived(SignatureFault::Digest) {
        policy.digests = any.digests;
    }
    if waived(SignatureFault::KeySize) {
        policy.min_rsa_bits = 0;
        policy.min_ec_bits = 0;
    }
    if waived(SignatureFault::Hash) {
        policy.min_certificate_hash_bits = 0;
    }
    if waived(SignatureFault::Structure) {
        policy.structure = Structure::Library;
    }
    if waived(SignatureFault::Trust) {
        policy.trust = Trust::Anybody;
    }
    policy
}

pub(crate) fn fault_of(error: &SignatureError) -> SignatureFault {
    match error {
        SignatureError::Missing { .. } => SignatureFault::Missing,
        SignatureError::Structure(StructureFault::Reference { .. })
        | SignatureError::DuplicateId { .. }
        | SignatureError::Target { .. } => SignatureFault::Reference,
        SignatureError::Structure(_) | SignatureError::Xml(_) => SignatureFault::Structure,
        SignatureError::Algorithm { .. } => SignatureFault::Algorithm,
        SignatureError::Digest { .. } => SignatureFault::Digest,
        SignatureError::Untrusted { .. } | SignatureError::Key(_) => SignatureFault::Trust,
        SignatureError::CertificateHash { .. } => SignatureFault::Hash,
        SignatureError::KeySize { .. } => SignatureFault::KeySize,
        _ => SignatureFault::Value,
    }
}

/// The certificate of the signer must be valid now; a signer whom anybody may be has none that counts.
pub(crate) fn check_validity<R: DocumentRules>(
    certificate: Option<&[u8]>,
    now: UnixSeconds,
    book: &Rulebook<R>,
) -> Result<(), Breach<R>> {
    let Some(certificate) = certificate.and_then(|der| Certificate::from_der(der).ok()) else {
        return Ok(());
    };
    let moment = u64::try_from(now.get()).unwrap_or_default();
    let valid = (certificate.not_before()..=certificate.not_after()).contains(&moment);
    let rule = R::of_signature(SignatureFault::Validity);
    book.require(rule, valid, || {
        let (from, until) = (certificate.not_before(), certificate.not_after());
        format!("certificate valid from {from} until {until} seconds, now it is {moment}")
    })
}

#[cfg(test)]
mod tests {
    use super::without_document_type;

    #[test]
    fn a_receiver_that_looks_away_reads_what_follows_the_declaration() {
        for text in [
            "<?xml version=\"1.0\"?><!DOCTYPE a><a/>",
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c>d\">]><a/>",
        ] {
            assert_eq!(without_document_type(text), "<?xml version=\"1.0\"?><a/>");
        }
        assert_eq!(without_document_type("<a/>"), "<a/>");
        assert_eq!(without_document_type("<!DOCTYPE a"), "");
    }
}
