//! One chain after the other, for every processor and as the measure of the other way.

use super::{Block, Opening, Sealing, padded_len};
use crate::CipherKey;

/// Both keys of a session.
#[derive(Clone)]
pub(super) struct Kernel {
    encryption: CipherKey,
    mac: CipherKey,
}

impl Kernel {
    pub(super) fn new(encryption: &CipherKey, mac: &CipherKey) -> Self {
        Self {
            encryption: encryption.clone(),
            mac: mac.clone(),
        }
    }

    pub(super) fn seal(&self, ssc: &Block, header: Option<&Block>, sealing: Sealing<'_>) -> Block {
        let Sealing {
            front,
            plain,
            cryptogram,
            tail,
        } = sealing;
        let cryptogram = cryptogram.as_flattened_mut();
        let padding = std::iter::once(&0x80).chain(std::iter::repeat(&0));
        for (place, byte) in cryptogram.iter_mut().zip(plain.iter().chain(padding)) {
            *place = *byte;
        }
        // Cannot fail: these are whole blocks, here and below.
        let _ = self
            .encryption
            .encrypt_cbc(&self.initial_vector(ssc), cryptogram);
        self.authenticate(ssc, header, [front, cryptogram, tail])
    }

    pub(super) fn open(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        opening: &mut Opening<'_>,
    ) -> Block {
        let plain = opening.plain.as_flattened_mut();
        plain.copy_from_slice(opening.cryptogram.as_flattened());
        let _ = self
            .encryption
            .decrypt_cbc(&self.initial_vector(ssc), plain);
        self.authenticate(ssc, header, [opening.objects, &[], &[]])
    }

    fn initial_vector(&self, ssc: &Block) -> Block {
        let mut vector = *ssc;
        self.encryption.encrypt_block(&mut vector);
        vector
    }

    fn authenticate(&self, ssc: &Block, header: Option<&Block>, objects: [&[u8]; 3]) -> Block {
        const PADDING: Block = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let length: usize = objects.iter().map(|part| part.len()).sum();
        // A message without objects has no second padding block.
        let padding = PADDING
            .get(..padded_len(length) - length)
            .filter(|_| length > 0)
            .unwrap_or_default();
        let header = header.map_or(&[][..], |header| header);
        let [front, cryptogram, tail] = objects;
        self.mac
            .cmac(&[ssc, header, front, cryptogram, tail, padding])
    }
}
