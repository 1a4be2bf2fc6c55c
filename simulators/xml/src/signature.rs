//! Enveloped signatures of elements, and detached ones of bytes [XML Signature 1.1].
//!
//! Signing fills in a template that the caller may edit first. Verifying checks, in this order: the
//! structure, the algorithms, the signer, the size of the key, the digest and the value. Canonical
//! XML is the library's; keys and curves are ours.

mod detached;
pub(crate) mod dom;
mod hook;
pub(crate) mod key_info;
mod library;
mod policy;
mod sign;
mod structure;
pub(crate) mod template;
mod verify;

pub use self::{
    detached::{sign_bytes, verify_bytes},
    policy::{SignaturePolicy, Structure, Trust},
    sign::{sign, sign_element, sign_in_place},
    template::{KeyInfo, Position, Reference, SignWith, decode_base64, encode_base64},
    verify::{Verified, canonical, verify},
};

/// Which element of a document carries the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// The root.
    Root,
    /// The only child element of the root that has this name.
    Child {
        /// Its namespace.
        namespace: &'a str,
        /// Its local name.
        local: &'a str,
    },
    /// Whatever the first signature in the document sits in. No careful receiver asks for this:
    /// it is the door to signature wrapping.
    Any,
}
