//! The choices of one sequence. Fast and repeatable, not for keys.

/// SplitMix64, started from the seed of the soak and the number of the sequence.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64, sequence: u64) -> Self {
        let mut start = Self(seed ^ sequence.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        // The first numbers of neighbours are alike in nothing once the state was mixed.
        let state = start.next();
        Self(state)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`; 0 when there is no such number.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides).unwrap_or(u64::MAX).max(1);
        // Lossless: below a `usize`.
        usize::try_from(self.next() % sides).unwrap_or_default()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) const fn byte(&mut self) -> u8 {
        let [byte, ..] = self.next().to_le_bytes();
        byte
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 8);
        while bytes.len() < length {
            bytes.extend(self.next().to_le_bytes());
        }
        bytes.truncate(length);
        bytes
    }

    /// One of them. `fallback` where there are none.
    pub(crate) fn pick<T: Clone>(&mut self, from: &[T], fallback: T) -> T {
        from.get(self.below(from.len()))
            .cloned()
            .unwrap_or(fallback)
    }

    /// A length as they matter: mostly small, sometimes at a border of the length fields.
    pub(crate) fn length(&mut self) -> usize {
        const BORDERS: [usize; 12] = [0, 1, 2, 7, 8, 127, 128, 254, 255, 256, 257, 600];
        match self.below(40) {
            0 => self.below(65_536),
            1..=8 => self.pick(&BORDERS, 0),
            _ => self.below(40),
        }
    }
}
