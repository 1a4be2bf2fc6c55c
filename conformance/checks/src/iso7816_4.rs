//! Judges for ISO/IEC 7816-4: files that tell what is on a card.

pub mod ef_atr_info;
pub mod ef_dir;

pub(crate) mod historical_bytes;
