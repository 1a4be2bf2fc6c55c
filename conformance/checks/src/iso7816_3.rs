//! Judges for ISO/IEC 7816-3: what a card, or the reader on its behalf, says after reset.

pub mod atr;
