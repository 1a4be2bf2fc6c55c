//! Encryption of elements for one recipient [XML Encryption 1.1].
//!
//! All randomness is drawn from the caller's generator, so the same seed gives the same ciphertext.
//! Producing knows more algorithms than any profile allows; a policy decides what is accepted.

mod agreement;
mod algorithm;
mod cipher;
mod decrypt;
mod encrypt;
mod policy;
mod transport;

pub use self::{
    agreement::concat_kdf,
    algorithm::{DataAlgorithm, KeyTransport, KeyWrap},
    decrypt::decrypt,
    encrypt::{encrypt, encrypt_bytes},
    policy::{EncryptionPolicy, Recipient},
};
