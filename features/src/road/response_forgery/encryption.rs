//! How the assertion is encrypted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use xml::{DataAlgorithm, Element, Hash, KeyTransport, KeyWrap, ns};

use super::{Change, Table, changed, gone, look_up, replace_assertion};
use crate::CardWorld;
use crate::road::forge::Sealing;

/// What becomes of the assertion.
enum Lock {
    /// It is encrypted like this.
    Sealed(fn(Sealing) -> Sealing),
    /// It is encrypted as usual, and the encrypted one changed.
    Altered(Change),
    /// It is in the clear.
    Open,
    /// It is there as usual, and once more in the clear.
    Both,
}

#[rustfmt::skip]
const TABLE: &Table<Lock> = &[
    ("not at all", Lock::Open),
    ("and in the clear as well", Lock::Both),
    ("with AES-128-GCM", Lock::Sealed(|s| Sealing { data: DataAlgorithm::Aes128Gcm, ..s })),
    ("with AES-192-GCM", Lock::Sealed(|s| Sealing { data: DataAlgorithm::Aes192Gcm, ..s })),
    ("with AES-128-CBC", Lock::Sealed(|s| Sealing { data: DataAlgorithm::Aes128Cbc, ..s })),
    ("with AES-256-CBC", Lock::Sealed(|s| Sealing { data: DataAlgorithm::Aes256Cbc, ..s })),
    ("with RSA-OAEP of SHA-512", Lock::Sealed(|s| Sealing { transport: OAEP_SHA512, ..s })),
    ("with RSA-OAEP and the mask of SHA-1", Lock::Sealed(|s| Sealing { transport: MGF1P, ..s })),
    ("with RSA and the padding of 1998", Lock::Sealed(|s| Sealing { transport: KeyTransport::Rsa15, ..s })),
    ("with a key wrap of AES-128", Lock::Sealed(|s| Sealing { transport: derived(KeyWrap::Aes128, "0000"), ..s })),
    ("with empty words for the key derivation", Lock::Sealed(|s| Sealing { transport: derived(KeyWrap::Aes256, "00"), ..s })),
    ("to a stranger", Lock::Sealed(|s| Sealing { key: "stranger encryption".to_owned(), ..s })),
    ("with other words for the key derivation", Lock::Altered(|e| {
        e.find_mut(ns::XENC11, "ConcatKDFParams")?.set_attribute("AlgorithmID", "0001");
        Some(())
    })),
    ("with a wrong tag", Lock::Altered(wrong_tag)),
    ("without its key", Lock::Altered(|e| {
        e.first_mut(ns::XENC, "EncryptedData")?.remove_first(ns::DS, "KeyInfo").map(drop)
    })),
    ("without the name of its reader", Lock::Altered(|e| gone(e, ns::XENC, "RecipientKeyInfo"))),
];

const OAEP_SHA512: KeyTransport = KeyTransport::RsaOaep {
    digest: Hash::Sha512,
    mask: Hash::Sha512,
};

const MGF1P: KeyTransport = KeyTransport::RsaOaepMgf1p {
    digest: Hash::Sha256,
};

const fn derived(wrap: KeyWrap, words: &'static str) -> KeyTransport {
    KeyTransport::EcdhEs {
        wrap,
        other_info: [words; 3],
    }
}

/// Changes the last byte, which is one of the tag.
fn wrong_tag(encrypted: &mut Element) -> Option<()> {
    let data = encrypted.first_mut(ns::XENC, "EncryptedData")?;
    let value = data
        .first_mut(ns::XENC, "CipherData")?
        .first_mut(ns::XENC, "CipherValue")?;
    let mut bytes = STANDARD.decode(value.text()).ok()?;
    *bytes.last_mut()? ^= 1;
    value.set_text(STANDARD.encode(bytes));
    Some(())
}

/// Puts the assertion into the response in the way of these words.
pub(super) fn put(
    world: &CardWorld,
    response: &mut Element,
    assertion: &Element,
    words: &str,
) -> Result<(), StepError> {
    let usual = world.connector_sealing()?;
    let sealed = match look_up(&[TABLE], words)? {
        Lock::Open => assertion.clone(),
        Lock::Both => {
            response.push(assertion.clone());
            return Ok(());
        }
        Lock::Sealed(how) => world.seal(assertion, &how(usual))?,
        Lock::Altered(change) => {
            let mut sealed = world.seal(assertion, &usual)?;
            changed(change(&mut sealed), words)?;
            sealed
        }
    };
    replace_assertion(response, sealed)
}
