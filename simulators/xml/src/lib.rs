//! XML of identity protocols: an owned tree, a hard screen in front of it, signatures and encryption.
//!
//! In come bytes of strangers and trees of ours; out come trees, texts and proofs. A document passes
//! the [`screen`] first, then becomes an [`Element`]. [`verify`] hands out the signed element alone,
//! read again from the very bytes that were hashed, so that nothing wrapped around it survives.
//! [`sign`] and [`encrypt`] produce every algorithm that the profiles know, including those that
//! they forbid; what is accepted is decided by a [`SignaturePolicy`] and an [`EncryptionPolicy`].
//!
//! This crate knows nothing of SAML, no schema, no clock and no source of randomness.
//!
//! ```
//! use xml::{Element, Limits, parse};
//!
//! let greeting = Element::new("g:greeting", "urn:example").attr("ID", "_1").text_child("a < b");
//! let text = greeting.to_text();
//! assert_eq!(text, r#"<g:greeting xmlns:g="urn:example" ID="_1">a &lt; b</g:greeting>"#);
//!
//! let read = parse(text.as_bytes(), &Limits::SAML)?;
//! assert!(read.is("urn:example", "greeting"));
//! assert_eq!(read.text(), "a < b");
//! # Ok::<(), xml::XmlError>(())
//! ```

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::too_many_lines,
        reason = "tests"
    )
)]

pub mod algorithm;
mod certificate;
mod element;
mod encryption;
mod error;
mod key;
pub mod ns;
mod parse;
mod screen;
mod signature;

pub use crypto::Hash;

pub use crate::{
    algorithm::SignatureAlgorithm,
    certificate::{Certificate, SignatureHash},
    element::{Attribute, Declaration, Element, Node},
    encryption::{
        DataAlgorithm, EncryptionPolicy, KeyTransport, KeyWrap, Recipient, concat_kdf, decrypt,
        encrypt, encrypt_bytes,
    },
    error::{EncryptionError, KeyError, SignatureError, SigningError, StructureFault, XmlError},
    key::{DecryptionKey, PssParameters, SigningKey},
    parse::parse,
    screen::{Limits, screen},
    signature::{
        KeyInfo, Position, Reference, SignWith, SignaturePolicy, Structure, Trust, Verified, Which,
        canonical, decode_base64, encode_base64, sign, sign_bytes, sign_element, sign_in_place,
        verify, verify_bytes,
    },
};

#[cfg(test)]
#[path = "../tests/support/keys.rs"]
mod keys;
