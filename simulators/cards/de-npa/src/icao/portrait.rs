//! A face drawn in a few dozen grey squares, as a baseline JPEG.
//!
//! Each square of the drawing is one block of eight by eight pixels with a single brightness, so that every coefficient
//! but the first is zero and the whole image takes a few hundred bytes.

/// Width in pixels.
pub(super) const WIDTH: u16 = 64;
/// Height in pixels.
pub(super) const HEIGHT: u16 = 80;

/// Background `.`, skin `o`, hair `#`, eyes and mouth `x`, shoulders `=`.
const DRAWING: [&[u8; 8]; 10] = [
    b"........",
    b"..####..",
    b".######.",
    b".#oooo#.",
    b".#xoox#.",
    b".#oooo#.",
    b"..oxxo..",
    b"..oooo..",
    b"..=oo=..",
    b"========",
];

/// Every coefficient is stored in steps of 8, which makes the first one the brightness itself.
const STEP: u8 = 8;
/// How many codes of each length the first coefficients have, and what they mean: how many bits follow.
const DIFFERENCE_COUNTS: [u8; 16] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DIFFERENCE_VALUES: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/// The image as a JPEG file.
pub(super) fn drawn() -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    segment(
        &mut file,
        0xE0,
        b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00",
    );
    segment(&mut file, 0xDB, &[&[0x00][..], &[STEP; 64]].concat());
    let [height, width] = [HEIGHT.to_be_bytes(), WIDTH.to_be_bytes()];
    segment(
        &mut file,
        0xC0,
        &[&[0x08][..], &height, &width, &[0x01, 0x01, 0x11, 0x00]].concat(),
    );
    segment(
        &mut file,
        0xC4,
        &[&[0x00][..], &DIFFERENCE_COUNTS, &DIFFERENCE_VALUES].concat(),
    );
    // The other coefficients have one code of one bit: no more of them in this block.
    segment(
        &mut file,
        0xC4,
        &[&[0x10, 0x01][..], &[0; 15], &[0x00]].concat(),
    );
    segment(&mut file, 0xDA, &[0x01, 0x01, 0x00, 0x00, 0x3F, 0x00]);
    file.extend(scan());
    file.extend([0xFF, 0xD9]);
    file
}

fn segment(file: &mut Vec<u8>, marker: u8, content: &[u8]) {
    // Cannot fail: every segment here has less than a hundred bytes.
    let length = u16::try_from(content.len() + 2).unwrap_or_default();
    file.extend([0xFF, marker]);
    file.extend(length.to_be_bytes());
    file.extend(content);
}

fn scan() -> Vec<u8> {
    let mut bits = Bits::default();
    let mut previous = 0;
    for square in DRAWING.iter().flat_map(|row| row.iter()) {
        let brightness = brightness(*square);
        bits.difference(brightness - previous);
        bits.push(0, 1);
        previous = brightness;
    }
    bits.finish()
}

/// Brightness, counted from the middle between black and white.
const fn brightness(square: u8) -> i32 {
    match square {
        b'.' => 100,
        b'o' => 60,
        b'#' => -90,
        b'x' => -60,
        _ => -20,
    }
}

/// Bits of the scan, highest first; a byte FF is followed by 00 so that it is no marker.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.pending = self.pending << count | value;
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let [.., byte] = (self.pending >> self.count).to_be_bytes();
            self.out.push(byte);
            if byte == 0xFF {
                self.out.push(0);
            }
        }
        self.pending &= (1 << self.count) - 1;
    }

    /// The code for the number of bits, then the bits: negative numbers as their complement of one.
    fn difference(&mut self, difference: i32) {
        let magnitude = difference.unsigned_abs();
        let size = 32 - magnitude.leading_zeros();
        let (code, length) = match size {
            0 => (0b00, 2),
            1..=5 => (size + 1, 3),
            // From six on: ones, and a zero behind them.
            _ => ((1 << (size - 2)) - 2, size - 2),
        };
        self.push(code, length);
        let bits = if difference < 0 {
            !magnitude & ((1 << size) - 1)
        } else {
            magnitude
        };
        self.push(bits, size);
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            let fill = 8 - self.count;
            self.push((1 << fill) - 1, fill);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::{Bits, drawn};

    #[test]
    fn small_and_large_differences_have_the_codes_of_the_table() {
        for (difference, expected) in [
            (0, &[0b0011_1111][..]),
            (1, &[0b0101_1111]),
            (-1, &[0b0100_1111]),
            (100, &[0b1111_0110, 0b0100_1111]),
        ] {
            let mut bits = Bits::default();
            bits.difference(difference);
            assert_eq!(bits.finish(), expected, "{difference}");
        }
    }

    #[test]
    fn the_image_begins_and_ends_like_a_jpeg_file() {
        let image = drawn();
        assert!(image.starts_with(&[0xFF, 0xD8, 0xFF, 0xE0]));
        assert!(image.ends_with(&[0xFF, 0xD9]));
        assert!(image.len() < 400, "{} bytes", image.len());
    }
}
