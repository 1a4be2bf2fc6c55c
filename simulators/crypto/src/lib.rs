//! The cryptography of electronic identity documents: every curve, cipher and hash has its name
//! here once.
//!
//! In come bytes and random streams of the caller, out come keys, secrets, signatures and MACs.
//! Elliptic curves with the standardised parameter ids 8 to 18 [TR-03110-3 §A.2.1.1], ECKA and
//! plain ECDSA [TR-03111 §4], AES with CBC and CMAC, and the key derivation of the protocols
//! [TR-03110-3 §A.2.3]. This crate knows no protocol, no encoding beyond points and signatures, no
//! clock and no source of randomness.
//!
//! Points are checked when they become a [`PublicKey`] and never again. Operations on secrets take
//! constant time as far as the compiler and the backends do, but what is promised is conformance,
//! not resistance to side channels: keep real keys out.
//!
//! # Example
//!
//! Both sides of PACE with generic mapping, from the decrypted nonce to the session keys:
//!
//! ```
//! use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
//! use crypto::{Cipher, Curve, Generator, KeyUse, PrivateKey, PublicKey, derive_key};
//!
//! let curve = Curve::from_parameter_id(13).ok_or("unknown parameter id")?;
//! let mut rng = ChaCha20Rng::seed_from_u64(1);
//! let nonce = [0x3F; 16];
//!
//! // The mapping keys are exchanged as bytes; decoding checks them.
//! let (card, terminal) =
//!     (PrivateKey::generate(curve, &mut rng), PrivateKey::generate(curve, &mut rng));
//! let from_card = PublicKey::decode(curve, card.public_key().as_bytes())?;
//! let from_terminal = PublicKey::decode(curve, terminal.public_key().as_bytes())?;
//! let card_generator = Generator::map(&nonce, &card, &from_terminal)?;
//! let terminal_generator = Generator::map(&nonce, &terminal, &from_card)?;
//!
//! // So are the keys on the mapped generator.
//! let (card, terminal) =
//!     (PrivateKey::generate(curve, &mut rng), PrivateKey::generate(curve, &mut rng));
//! let card_secret = card.agree(&terminal.public_key_on(&terminal_generator)?)?;
//! let terminal_secret = terminal.agree(&card.public_key_on(&card_generator)?)?;
//! assert_eq!(card_secret, terminal_secret);
//!
//! let key = derive_key(Cipher::Aes128, card_secret.as_bytes(), &[], KeyUse::Mac);
//! assert_eq!(key.cmac(&[b"token ", b"input"]), key.cmac(&[b"token input"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cipher;
mod curve;
mod error;
mod generator;
mod group;
mod hash;
mod key_derivation;
pub mod one_pass;
mod private_key;
mod public_key;
pub mod rsa;
mod secret;
mod weierstrass;

pub use crate::{
    cipher::{Cipher, CipherKey},
    curve::{Curve, DomainParameters},
    error::{CipherError, Coordinate, Hex, KeyError, SignatureError, SignaturePart},
    generator::Generator,
    hash::{Digest, Hash},
    key_derivation::{KeyUse, derive_key},
    private_key::PrivateKey,
    public_key::PublicKey,
    secret::{Secret, ct_eq},
};
