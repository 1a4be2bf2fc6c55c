//! What can be wrong with a document.

/// Why bytes did not become a tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlError {
    /// The document is longer than the limit.
    #[error("document has {found} bytes, at most {limit} are allowed")]
    Size {
        /// Length in bytes.
        found: usize,
        /// Allowed length in bytes.
        limit: usize,
    },
    /// The bytes are not UTF-8.
    #[error("byte {offset} is not UTF-8")]
    Utf8 {
        /// Offset of the first wrong byte.
        offset: usize,
    },
    /// The declaration names another encoding than UTF-8.
    #[error("encoding `{name}` instead of UTF-8")]
    Encoding {
        /// The encoding as declared.
        name: String,
    },
    /// A document type declaration, even an empty one.
    #[error("document type declaration at byte {offset}")]
    DocumentType {
        /// Offset in bytes.
        offset: usize,
    },
    /// A reference to an entity other than the five built in.
    #[error("reference to entity `{name}` near byte {offset}")]
    Entity {
        /// Name of the entity.
        name: String,
        /// Offset in bytes, of the start tag for a reference inside an attribute.
        offset: usize,
    },
    /// Elements are nested too deeply.
    #[error("elements nested deeper than {limit} at byte {offset}")]
    Depth {
        /// Allowed depth; the root has depth 1.
        limit: usize,
        /// Offset in bytes.
        offset: usize,
    },
    /// An element has too many attributes, namespace declarations included.
    #[error("more than {limit} attributes at byte {offset}")]
    Attributes {
        /// Allowed number.
        limit: usize,
        /// Offset in bytes of the start tag.
        offset: usize,
    },
    /// Too many namespace declarations are in scope.
    #[error("more than {limit} namespace declarations in scope at byte {offset}")]
    Namespaces {
        /// Allowed number.
        limit: usize,
        /// Offset in bytes of the start tag.
        offset: usize,
    },
    /// The document is not well-formed, or its namespaces are not.
    #[error("not well-formed: {reason}")]
    Malformed {
        /// Reason and position in words.
        reason: String,
    },
}

/// A key or certificate that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The bytes are no X.509 certificate.
    #[error("not a certificate: {reason}")]
    Certificate {
        /// Reason in words.
        reason: String,
    },
    /// The bytes are no key in DER.
    #[error("not a key: {reason}")]
    Encoding {
        /// Reason in words.
        reason: String,
    },
    /// The key belongs to an algorithm other than RSA and elliptic curves.
    #[error("key algorithm {oid}")]
    Algorithm {
        /// Object identifier of the algorithm.
        oid: String,
    },
    /// The curve is not named, or it is none of ours.
    #[error("curve `{oid}`")]
    Curve {
        /// Object identifier of the curve; empty if the parameters are explicit.
        oid: String,
    },
    /// The point or the scalar is wrong.
    #[error(transparent)]
    Elliptic(#[from] crypto::KeyError),
    /// The RSA key is wrong, or too short for what it is to sign.
    #[error("RSA: {reason}")]
    Rsa {
        /// Reason in words.
        reason: String,
    },
    /// A key of this kind cannot make such signatures.
    #[error("the key cannot sign with {algorithm}")]
    Kind {
        /// Identifier of the algorithm.
        algorithm: String,
    },
}

/// Why a document could not be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The element that is to be signed does not exist, or exists more than once.
    #[error("{found} elements `{local}` to sign, not one")]
    Target {
        /// Local name of the element.
        local: String,
        /// How many there are.
        found: usize,
    },
    /// The element has no ID that the reference could name.
    #[error("element `{local}` has no ID")]
    Id {
        /// Local name of the element.
        local: String,
    },
    /// The edited template cannot be filled in.
    #[error("signature template: {reason}")]
    Template {
        /// Reason in words.
        reason: String,
    },
    /// The key does not do it.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Why a signature was not accepted. Every rule has its variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The document is refused before any signature is looked at.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// The element that must be signed does not exist, or exists more than once.
    #[error("{found} elements `{local}`, not one")]
    Target {
        /// Local name of the element.
        local: String,
        /// How many there are.
        found: usize,
    },
    /// Two elements have the same ID.
    #[error("ID `{id}` occurs twice")]
    DuplicateId {
        /// The ID.
        id: String,
    },
    /// The element has no signature of its own.
    #[error("element `{local}` is not signed")]
    Missing {
        /// Local name of the element.
        local: String,
    },
    /// The signature is not built as the profile wants it.
    #[error("signature structure: {0}")]
    Structure(#[from] StructureFault),
    /// The signature algorithm is not allowed.
    #[error("signature algorithm {uri} is not allowed")]
    Algorithm {
        /// Identifier of the algorithm.
        uri: String,
    },
    /// The digest algorithm is not allowed.
    #[error("digest algorithm {uri} is not allowed")]
    Digest {
        /// Identifier of the algorithm.
        uri: String,
    },
    /// The signer is none of those that are trusted.
    #[error("the signer is none of the {trusted} trusted ones")]
    Untrusted {
        /// Number of trusted certificates.
        trusted: usize,
    },
    /// A trusted certificate, or a key in the signature, cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The certificate is itself signed with a hash that is too short, or with an unknown one.
    #[error("certificate signed with {found}, at least {minimum} bits are needed")]
    CertificateHash {
        /// The hash function, or the object identifier of an unknown algorithm.
        found: String,
        /// Allowed length in bits.
        minimum: usize,
    },
    /// The key is too short.
    #[error("key of {bits} bits, at least {minimum} are needed")]
    KeySize {
        /// Size of the key in bits.
        bits: usize,
        /// Allowed size in bits.
        minimum: usize,
    },
    /// What was signed has been changed.
    #[error("digest of `{reference}` does not match")]
    DigestMismatch {
        /// URI of the reference.
        reference: String,
    },
    /// The signature value was not made by this key over this signature.
    #[error("the signature value does not match")]
    Value,
}

/// How a signature differs from the one that the profile wants [SAML Core §5.4].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StructureFault {
    /// The element carries more than one signature.
    #[error("{found} signatures on one element")]
    Signatures {
        /// How many there are.
        found: usize,
    },
    /// An element is missing, or is not where the schema has it.
    #[error("`{element}` is missing or misplaced")]
    Element {
        /// Local name of the element.
        element: String,
    },
    /// There is not exactly one reference.
    #[error("{found} references, not one")]
    References {
        /// How many there are.
        found: usize,
    },
    /// The reference is not to the element that carries the signature.
    #[error("reference `{uri}` is not to the element that carries the signature")]
    Reference {
        /// URI of the reference.
        uri: String,
    },
    /// A transform is not allowed, or is not in its place.
    #[error("transform {uri} is not allowed here")]
    Transform {
        /// Identifier of the transform.
        uri: String,
    },
    /// The enveloped-signature transform is missing.
    #[error("the enveloped-signature transform is missing")]
    NotEnveloped,
    /// The canonicalization method is not allowed.
    #[error("canonicalization method {uri} is not allowed")]
    Canonicalization {
        /// Identifier of the method.
        uri: String,
    },
    /// A value is not Base64.
    #[error("`{element}` is not Base64")]
    Base64 {
        /// Local name of the element.
        element: String,
    },
    /// The library that stands in for the profile refuses it.
    #[error("{reason}")]
    Library {
        /// Reason in words.
        reason: String,
    },
}

/// Why an element was not encrypted or not decrypted. Every rule has its variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionError {
    /// An element or attribute is missing, or its value cannot be read.
    #[error("`{what}` is missing or malformed")]
    Structure {
        /// Name of the element or attribute.
        what: String,
    },
    /// The algorithm of the data is not allowed.
    #[error("data algorithm {uri} is not allowed")]
    Data {
        /// Identifier of the algorithm.
        uri: String,
    },
    /// The algorithm that carries the key is not allowed.
    #[error("key algorithm {uri} is not allowed")]
    Transport {
        /// Identifier of the algorithm.
        uri: String,
    },
    /// The digest, mask, derivation or wrap under the key transport is not allowed.
    #[error("{role} {uri} is not allowed")]
    Parameter {
        /// What the algorithm would be used for.
        role: &'static str,
        /// Identifier of the algorithm.
        uri: String,
    },
    /// The recipient's key is of another kind than the key transport needs, or cannot be read.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The recipient's key is of another kind than the key transport needs.
    #[error("{uri} needs another kind of key than the recipient has")]
    KeyKind {
        /// Identifier of the key transport.
        uri: String,
    },
    /// Nothing says for whom the message was encrypted.
    #[error("no key of the recipient is named")]
    RecipientMissing,
    /// The content key could not be recovered: another recipient, or changed bytes.
    #[error("the content key cannot be unwrapped")]
    Unwrap,
    /// The content key has the wrong length for the data algorithm.
    #[error("content key of {found} bytes, not {expected}")]
    KeyLength {
        /// Length in bytes.
        found: usize,
        /// Length that the algorithm needs.
        expected: usize,
    },
    /// The data could not be decrypted: changed bytes, or another key.
    #[error("the data cannot be decrypted")]
    Value,
    /// What was encrypted is not one element.
    #[error("decrypted data: {0}")]
    Plaintext(XmlError),
}
