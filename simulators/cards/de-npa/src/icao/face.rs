//! The record around a face image, and the biometric header before it.
//!
//! ```text
//! header   81 02 (face)  82 00  87 0101 (ISO/IEC JTC 1 SC 37)  88 0008 (face image)
//! record   "FAC\0" "010\0", length 4, number of faces 2
//!          block length 4, feature points 2, sex, eyes, hair, features 3, expression 2, pose 3, uncertainty 3
//!          image type, data type, width 2, height 2, colours, source, device 2, quality 2
//!          image
//! ```

use iso7816::tlv::{Tag, Writer};

const BIOMETRIC_TYPE: Tag = Tag::new(0x81);
const BIOMETRIC_SUBTYPE: Tag = Tag::new(0x82);
const FORMAT_OWNER: Tag = Tag::new(0x87);
const FORMAT_TYPE: Tag = Tag::new(0x88);

const HEADER_LENGTH: u32 = 14;
const BLOCK_LENGTH: u32 = 32;
const BASIC_IMAGE: u8 = 0;
const JPEG: u8 = 0;
const GREY_SCALE: u8 = 3;

/// The value of the biometric header template A1 `[ICAO 9303-10 §4.7.2.1]`.
pub(super) fn header() -> Vec<u8> {
    let mut writer = Writer::new();
    writer
        .tlv(BIOMETRIC_TYPE, &[0x02])
        .tlv(BIOMETRIC_SUBTYPE, &[0x00]);
    writer
        .tlv(FORMAT_OWNER, &[0x01, 0x01])
        .tlv(FORMAT_TYPE, &[0x00, 0x08]);
    writer.into_bytes()
}

/// A record with one face and nothing known about it but its image `[ISO 19794-5:2005 §5]`.
pub(super) fn record(image: &[u8], width: u16, height: u16) -> Vec<u8> {
    // Cannot fail: the image is drawn by this crate and has a few hundred bytes.
    let image_length = u32::try_from(image.len()).unwrap_or_default();
    let block = BLOCK_LENGTH + image_length;
    let mut record = Vec::with_capacity(image.len() + 46);
    record.extend_from_slice(b"FAC\x00010\x00");
    record.extend_from_slice(&(HEADER_LENGTH + block).to_be_bytes());
    record.extend_from_slice(&[0x00, 0x01]);
    record.extend_from_slice(&block.to_be_bytes());
    record.extend_from_slice(&[0; 16]);
    record.extend_from_slice(&[BASIC_IMAGE, JPEG]);
    record.extend_from_slice(&width.to_be_bytes());
    record.extend_from_slice(&height.to_be_bytes());
    record.extend_from_slice(&[GREY_SCALE, 0x00, 0x00, 0x00, 0x00, 0x00]);
    record.extend_from_slice(image);
    record
}

#[cfg(test)]
mod tests {
    use super::record;

    #[test]
    fn the_record_tells_its_own_length() {
        let record = record(&[1, 2, 3], 8, 16);
        assert_eq!(record.len(), 49);
        assert_eq!(record.get(8..12), Some(&[0, 0, 0, 49][..]));
        assert_eq!(record.get(14..18), Some(&[0, 0, 0, 35][..]));
        assert_eq!(record.get(36..40), Some(&[0, 8, 0, 16][..]));
    }
}
