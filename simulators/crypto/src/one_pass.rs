//! Encryption and authentication of one secure messaging APDU in one pass over its bytes.
//!
//! In comes a send sequence counter, a header, and data objects of which one holds a cryptogram; out comes the
//! cryptogram (or the data it hides) and the MAC. CBC and CMAC are two chains in which each block waits for the one
//! before it. Run one after the other they cost twice; run side by side they cost hardly more than one. Where the
//! processor has AES instructions both chains advance together, elsewhere RustCrypto does one after the other with the
//! same result. Tags, lengths and counters are not this module's business.
//!
//! ```text
//! IV   = E(KEnc, SSC)
//! MAC  = CMAC(KMac, SSC || header || objects || 80 00 …)      header and padding each only where there is something
//! ```
//! `[TR-03110-3 §F.4.2]`

#[cfg(target_arch = "x86_64")]
mod aes_ni;
mod portable;

#[cfg(target_arch = "x86_64")]
mod detected;

use std::ops::Range;

use crate::{CipherKey, ct_eq};

/// One AES block.
pub type Block = [u8; 16];

/// Both keys of a session, made ready once and used for every APDU.
#[derive(Clone)]
pub struct OnePass(Backend);

#[derive(Clone)]
enum Backend {
    #[cfg(target_arch = "x86_64")]
    Detected(detected::Kernel),
    Portable(Box<portable::Kernel>),
}

/// The MAC of a message is not the expected one, and nothing of its data was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the mac does not match the message")]
pub struct MacMismatch;

/// The objects of a message to be protected, with a place in them for the cryptogram.
#[derive(Debug)]
pub struct Sealing<'a> {
    front: &'a [u8],
    plain: &'a [u8],
    cryptogram: &'a mut [Block],
    tail: &'a [u8],
}

impl<'a> Sealing<'a> {
    /// `plain` shall be padded (always by at least one byte, 80 00 …) and encrypted into `objects` from `start` on;
    /// everything else in `objects` is there already. Nothing when it does not fit.
    #[must_use]
    pub fn new(objects: &'a mut [u8], start: usize, plain: &'a [u8]) -> Option<Self> {
        let (front, rest) = objects.split_at_mut_checked(start)?;
        let (cryptogram, tail) = rest.split_at_mut_checked(padded_len(plain.len()))?;
        Some(Self {
            front,
            plain,
            cryptogram: cryptogram.as_chunks_mut().0,
            tail,
        })
    }
}

/// Bytes of a cryptogram that hides this many bytes: the next multiple of 16 above.
#[must_use]
pub const fn padded_len(plain: usize) -> usize {
    (plain / 16 + 1) * 16
}

/// The objects of a protected message, and where the data of its cryptogram goes.
#[derive(Debug)]
pub struct Opening<'a> {
    objects: &'a [u8],
    cryptogram: &'a [Block],
    plain: &'a mut [Block],
}

impl<'a> Opening<'a> {
    /// The bytes `cryptogram` of `objects` shall be decrypted into `plain`, which has the same length; padding stays.
    /// Nothing when they are no whole number of blocks or lie elsewhere.
    #[must_use]
    pub fn new(objects: &'a [u8], cryptogram: Range<usize>, plain: &'a mut [u8]) -> Option<Self> {
        let (cryptogram, []) = objects.get(cryptogram)?.as_chunks::<16>() else {
            return None;
        };
        let (plain, []) = plain.as_chunks_mut::<16>() else {
            return None;
        };
        (cryptogram.len() == plain.len()).then_some(Self {
            objects,
            cryptogram,
            plain,
        })
    }

    /// A message that hides nothing.
    #[must_use]
    pub fn authentic_only(objects: &'a [u8]) -> Self {
        Self {
            objects,
            cryptogram: &[],
            plain: &mut [],
        }
    }
}

impl OnePass {
    /// Makes both keys ready for the fastest way that this processor has.
    #[must_use]
    pub fn new(encryption: &CipherKey, mac: &CipherKey) -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = detected::Kernel::new(encryption, mac) {
            return Self(Backend::Detected(kernel));
        }
        Self::portable(encryption, mac)
    }

    /// Makes both keys ready for the way that every processor has.
    #[must_use]
    pub fn portable(encryption: &CipherKey, mac: &CipherKey) -> Self {
        Self(Backend::Portable(Box::new(portable::Kernel::new(
            encryption, mac,
        ))))
    }

    /// Encrypts the data into its place and returns the MAC over counter, header and objects.
    #[must_use]
    pub fn seal(&self, ssc: &Block, header: Option<&Block>, sealing: Sealing<'_>) -> Block {
        match &self.0 {
            #[cfg(target_arch = "x86_64")]
            Backend::Detected(kernel) => kernel.seal(ssc, header, sealing),
            Backend::Portable(kernel) => kernel.seal(ssc, header, sealing),
        }
    }

    /// Decrypts the cryptogram if `expected` (1 to 16 bytes) is how the MAC begins; else the place for the data is
    /// wiped. The comparison takes the same time wherever they differ.
    ///
    /// # Errors
    /// When the MAC is another one, or `expected` is empty.
    pub fn open(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        mut opening: Opening<'_>,
        expected: &[u8],
    ) -> Result<(), MacMismatch> {
        let mac = self.open_unchecked(ssc, header, &mut opening);
        match mac.get(..expected.len()) {
            Some(mac) if !expected.is_empty() && ct_eq(mac, expected) => Ok(()),
            _ => {
                opening.plain.fill([0; 16]);
                Err(MacMismatch)
            }
        }
    }

    /// The MAC over counter, header and objects, without any cryptogram.
    #[must_use]
    pub fn mac(&self, ssc: &Block, header: Option<&Block>, objects: &[u8]) -> Block {
        self.open_unchecked(ssc, header, &mut Opening::authentic_only(objects))
    }

    /// True when the processor's AES instructions are used.
    #[must_use]
    pub const fn is_accelerated(&self) -> bool {
        !matches!(self.0, Backend::Portable(_))
    }

    fn open_unchecked(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        opening: &mut Opening<'_>,
    ) -> Block {
        match &self.0 {
            #[cfg(target_arch = "x86_64")]
            Backend::Detected(kernel) => kernel.open(ssc, header, opening),
            Backend::Portable(kernel) => kernel.open(ssc, header, opening),
        }
    }
}

impl std::fmt::Debug for OnePass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnePass")
            .field("is_accelerated", &self.is_accelerated())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
