//! What both ends have in common: keys, counter, and the protection of one message.

use std::sync::Arc;

use crypto::one_pass::{Block, MacMismatch, OnePass, Opening, Sealing, padded_len};
use iso7816::CommandView;
use iso7816::tlv::{Tag, encode, encoded_len, write_header};

use crate::objects::{BLOCK, CRYPTOGRAM, MAC, MAC_LEN, PADDING_INDICATOR};
use crate::{SessionKeys, SmError};

/// Object 8E with its checksum: `8E 08` and eight bytes.
pub(crate) const MAC_OBJECT_LEN: usize = 2 + MAC_LEN;

/// Keys and send sequence counter of one session.
#[derive(Clone)]
pub(crate) struct Channel {
    // Shared, because keys never change and a session moves with each message.
    keys: Arc<Keys>,
    counter: u128,
}

struct Keys {
    raw: SessionKeys,
    ready: OnePass,
}

/// Where the cryptogram of a message is, and how it is marked.
#[derive(Clone, Copy)]
pub(crate) struct Hidden<'a> {
    /// 87 or 85.
    pub(crate) tag: Tag,
    /// The data; empty data has no object.
    pub(crate) plain: &'a [u8],
}

impl Hidden<'_> {
    /// Bytes of the whole object.
    pub(crate) fn object_len(&self) -> usize {
        if self.plain.is_empty() {
            0
        } else {
            encoded_len(self.tag, self.value_len())
        }
    }

    fn value_len(&self) -> usize {
        padded_len(self.plain.len()) + indicator(self.tag).len()
    }
}

/// What stands before the cryptogram: 01 in object 87, nothing in 85.
pub(crate) fn indicator(tag: Tag) -> &'static [u8] {
    if tag == CRYPTOGRAM {
        &[PADDING_INDICATOR]
    } else {
        &[]
    }
}

impl Channel {
    /// A session in which no message has been sent: the counter is 0.
    pub(crate) fn new(keys: SessionKeys) -> Self {
        let ready = OnePass::new(&keys.enc, &keys.mac);
        Self {
            keys: Arc::new(Keys { raw: keys, ready }),
            counter: 0,
        }
    }

    /// The counter of the last message.
    pub(crate) const fn counter(&self) -> u128 {
        self.counter
    }

    /// Counts the next message `[TR-03110-3 §F.5]`. The end of the numbers is out of reach.
    pub(crate) const fn count(&mut self) {
        self.counter = self.counter.wrapping_add(1);
    }

    /// Sets the counter, for those who count wrong on purpose.
    pub(crate) const fn set_counter(&mut self, counter: u128) {
        self.counter = counter;
    }

    /// The session keys, for those who protect a message wrong on purpose.
    pub(crate) fn keys(&self) -> &SessionKeys {
        &self.keys.raw
    }

    /// Appends the objects of a message with this counter, checksum last.
    pub(crate) fn protect(
        &self,
        header: Option<&Block>,
        hidden: Hidden<'_>,
        control: &[u8],
        out: &mut Vec<u8>,
    ) {
        let start = out.len();
        let ssc = self.counter.to_be_bytes();
        if !hidden.plain.is_empty() {
            write_header(hidden.tag, hidden.value_len(), out);
            out.extend_from_slice(indicator(hidden.tag));
        }
        let place = out.len() - start;
        if !hidden.plain.is_empty() {
            out.resize(out.len() + padded_len(hidden.plain.len()), 0);
        }
        out.extend_from_slice(control);
        let objects = out.get_mut(start..).unwrap_or_default();
        let mac = match Sealing::new(objects, place, hidden.plain) {
            Some(sealing) if !hidden.plain.is_empty() => {
                self.keys.ready.seal(&ssc, header, sealing)
            }
            _ => self
                .keys
                .ready
                .mac(&ssc, header, out.get(start..).unwrap_or_default()),
        };
        self.write_mac(&mac, out);
    }

    /// Appends object 8E.
    pub(crate) fn write_mac(&self, mac: &Block, out: &mut Vec<u8>) {
        let (checksum, _) = mac.split_at(MAC_LEN);
        write_header(MAC, MAC_LEN, out);
        out.extend_from_slice(checksum);
    }

    /// The MAC that a message with this counter would have.
    pub(crate) fn mac(&self, counter: u128, header: Option<&Block>, objects: &[u8]) -> Block {
        self.keys.ready.mac(&counter.to_be_bytes(), header, objects)
    }

    /// Checks the MAC of a message with this counter and decrypts its cryptogram into `plain`, padding included.
    pub(crate) fn open(
        &self,
        counter: u128,
        header: Option<&Block>,
        sealed: &Sealed<'_>,
        expected: &[u8],
        plain: &mut Vec<u8>,
    ) -> Result<(), SmError> {
        // Not cleared before: only what is longer than the last time needs to be filled.
        plain.resize(sealed.cryptogram.len(), 0);
        let length = sealed.cryptogram.len();
        let opening = Opening::new(sealed.objects, sealed.cryptogram.clone(), plain)
            .ok_or(SmError::CryptogramLength { length })?;
        self.keys
            .ready
            .open(&counter.to_be_bytes(), header, opening, expected)
            .map_err(|MacMismatch| SmError::MacMismatch)
    }
}

/// A message whose structure has been checked.
pub(crate) struct Sealed<'a> {
    /// All objects but the checksum.
    pub(crate) objects: &'a [u8],
    /// Where the cryptogram lies in them.
    pub(crate) cryptogram: std::ops::Range<usize>,
}

/// The command header as the MAC takes it: padded to a block.
pub(crate) const fn padded_header(command: &CommandView<'_>) -> Block {
    let [cla, ins, p1, p2] = command.header();
    [cla, ins, p1, p2, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}

/// Data with the padding 80 00 … to a whole number of blocks.
pub(crate) fn padded(plain: &[u8]) -> Vec<u8> {
    let mut padded = plain.to_vec();
    padded.push(0x80);
    padded.resize(padded_len(plain.len()), 0);
    padded
}

/// Object 87 or 85 around a cryptogram.
pub(crate) fn cryptogram_object(tag: Tag, cryptogram: &[u8]) -> Vec<u8> {
    encode(tag, &[indicator(tag), cryptogram].concat())
}

/// Takes the padding off: 80 and up to 15 bytes 00.
pub(crate) fn unpad(plain: &mut Vec<u8>) -> Result<(), SmError> {
    match plain.iter().rposition(|byte| *byte != 0) {
        Some(place) if plain.get(place) == Some(&0x80) && plain.len() - place <= BLOCK => {
            plain.truncate(place);
            Ok(())
        }
        _ => Err(SmError::Padding),
    }
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channel")
            .field("cipher", &self.keys.raw.enc.cipher())
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}
