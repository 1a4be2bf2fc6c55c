//! The answer to reset: what a reader says about a card before the first command.
//!
//! ```text
//! TS  T0  [TA1][TB1][TC1][TD1] [TA2]…  historical bytes (0 to 15)  [TCK]
//!      |                  '---- which of the next four follow, and protocol T
//!      '---- which of TA1 to TD1 follow, and the number of historical bytes
//! ```
//!
//! A contactless card has none; the reader builds one from the card's activation answers, and so does this module.

use crate::AtrError;

/// An answer to reset `[ISO 7816-3 §8.2]`, 2 to 33 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atr {
    initial: u8,
    interface: Vec<InterfaceBytes>,
    historical: Vec<u8>,
}

/// One group of interface bytes; the byte TD follows from the next group and is not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InterfaceBytes {
    /// TAi.
    pub ta: Option<u8>,
    /// TBi.
    pub tb: Option<u8>,
    /// TCi.
    pub tc: Option<u8>,
    /// Protocol that the TDi after these bytes names, if there is one: 0 for T=0, 1 for T=1, 15 for global bytes.
    pub next_protocol: Option<u8>,
}

const MAX_LENGTH: usize = 33;
const MAX_HISTORICAL: usize = 15;

impl Atr {
    /// What a PC/SC reader says about a type A card: `3B 8n 80 01`, historical bytes of its ATS, check byte
    /// `[PC/SC 3 §3.1.3.2.3.1]`.
    ///
    /// # Errors
    /// When there are more than 15 historical bytes.
    pub fn contactless_type_a(historical: &[u8]) -> Result<Self, AtrError> {
        Self::contactless(historical)
    }

    /// What a PC/SC reader says about a type B card: four bytes of application data and three of protocol information
    /// from its ATQB, then the high nibble of the ATTRIB answer's first byte, MBLI `[PC/SC 3 §3.1.3.2.3.1]`.
    #[must_use]
    pub fn contactless_type_b(application_data: [u8; 4], protocol_info: [u8; 3], mbli: u8) -> Self {
        let mut historical = Vec::with_capacity(8);
        historical.extend_from_slice(&application_data);
        historical.extend_from_slice(&protocol_info);
        historical.push(mbli << 4);
        Self {
            initial: 0x3B,
            interface: contactless_interface(),
            historical,
        }
    }

    fn contactless(historical: &[u8]) -> Result<Self, AtrError> {
        let length = historical.len();
        if length > MAX_HISTORICAL {
            return Err(AtrError::TooLong {
                length,
                part: "historical bytes",
                limit: MAX_HISTORICAL,
            });
        }
        Ok(Self {
            initial: 0x3B,
            interface: contactless_interface(),
            historical: historical.to_vec(),
        })
    }

    /// Reads an answer to reset and checks its check byte.
    ///
    /// # Errors
    /// When it is truncated, too long, or its check byte is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, AtrError> {
        if bytes.len() > MAX_LENGTH {
            return Err(AtrError::TooLong {
                length: bytes.len(),
                part: "atr",
                limit: MAX_LENGTH,
            });
        }
        let mut reader = Characters { bytes, position: 0 };
        let initial = reader.take("initial character")?;
        if !matches!(initial, 0x3B | 0x3F) {
            return Err(AtrError::InitialCharacter { found: initial });
        }
        let format = reader.take("format character")?;
        let interface = reader.interface(format >> 4)?;
        let historical = reader
            .take_many(usize::from(format & 0x0F), "historical bytes")?
            .to_vec();
        let atr = Self {
            initial,
            interface,
            historical,
        };
        reader.check(atr.has_check_byte())?;
        Ok(atr)
    }

    /// The bytes, check byte included where a protocol other than T=0 is named.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        // Cannot fail: both constructors bound the historical bytes to 15.
        let count = u8::try_from(self.historical.len()).unwrap_or_default();
        let mut out = vec![self.initial, indicator(self.interface.first()) << 4 | count];
        for (index, group) in self.interface.iter().enumerate() {
            out.extend([group.ta, group.tb, group.tc].into_iter().flatten());
            out.extend(
                group
                    .next_protocol
                    .map(|t| indicator(self.interface.get(index + 1)) << 4 | t),
            );
        }
        out.extend_from_slice(&self.historical);
        if self.has_check_byte() {
            out.push(exclusive_or(out.get(1..).unwrap_or_default()));
        }
        out
    }

    /// Historical bytes, 0 to 15.
    #[must_use]
    pub fn historical(&self) -> &[u8] {
        &self.historical
    }

    /// Groups of interface bytes, in order.
    #[must_use]
    pub fn interface(&self) -> &[InterfaceBytes] {
        &self.interface
    }

    /// Protocols that the answer names; none named means T=0.
    pub fn protocols(&self) -> impl Iterator<Item = u8> + '_ {
        self.interface
            .iter()
            .filter_map(|group| group.next_protocol)
    }

    fn has_check_byte(&self) -> bool {
        self.protocols().any(|protocol| protocol != 0)
    }
}

/// `8n 80 01`: no TA1 to TC1, TD1 names T=0 and announces TD2, TD2 names T=1 and announces nothing.
fn contactless_interface() -> Vec<InterfaceBytes> {
    let names = |protocol| InterfaceBytes {
        next_protocol: Some(protocol),
        ..InterfaceBytes::default()
    };
    vec![names(0), names(1)]
}

/// Which bytes of a group follow, as the high nibble of T0 or TDi says it.
fn indicator(group: Option<&InterfaceBytes>) -> u8 {
    let Some(group) = group else { return 0 };
    [group.ta, group.tb, group.tc, group.next_protocol]
        .iter()
        .enumerate()
        .fold(0, |bits, (index, byte)| {
            if byte.is_some() {
                bits | 1 << index
            } else {
                bits
            }
        })
}

fn exclusive_or(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

struct Characters<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Characters<'a> {
    fn take(&mut self, part: &'static str) -> Result<u8, AtrError> {
        let byte = self.bytes.get(self.position).ok_or(AtrError::Truncated {
            length: self.bytes.len(),
            part,
        })?;
        self.position += 1;
        Ok(*byte)
    }

    fn take_many(&mut self, count: usize, part: &'static str) -> Result<&'a [u8], AtrError> {
        let end = self.position + count;
        let range = self.bytes.get(self.position..end);
        self.position = end;
        range.ok_or(AtrError::Truncated {
            length: self.bytes.len(),
            part,
        })
    }

    /// Reads groups for as long as one announces the next.
    fn interface(&mut self, mut indicator: u8) -> Result<Vec<InterfaceBytes>, AtrError> {
        let mut groups = Vec::new();
        while indicator != 0 {
            let mut group = InterfaceBytes::default();
            for (bit, byte) in [&mut group.ta, &mut group.tb, &mut group.tc]
                .into_iter()
                .enumerate()
            {
                if indicator & 1 << bit != 0 {
                    *byte = Some(self.take("interface bytes")?);
                }
            }
            let td = if indicator & 8 != 0 {
                Some(self.take("interface bytes")?)
            } else {
                None
            };
            group.next_protocol = td.map(|td| td & 0x0F);
            groups.push(group);
            indicator = td.map_or(0, |td| td >> 4);
        }
        Ok(groups)
    }

    fn check(mut self, has_check_byte: bool) -> Result<(), AtrError> {
        if has_check_byte {
            let expected = exclusive_or(self.bytes.get(1..self.position).unwrap_or_default());
            let found = self.take("check byte")?;
            if found != expected {
                return Err(AtrError::CheckByte { expected, found });
            }
        }
        match self.bytes.len() - self.position {
            0 => Ok(()),
            count => Err(AtrError::TrailingBytes {
                offset: self.position,
                count,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY_CARD: [u8; 15] = [
        0x3B, 0x8A, 0x80, 0x01, 0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00, 0x75,
    ];

    #[test]
    fn type_a_is_built_from_the_historical_bytes() {
        let historical = [0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00];
        let atr = Atr::contactless_type_a(&historical).map(|atr| atr.encode());
        assert_eq!(atr.as_deref(), Ok(&IDENTITY_CARD[..]));
        assert!(Atr::contactless_type_a(&[0; 16]).is_err());
    }

    #[test]
    fn type_b_is_built_from_atqb_and_mbli() {
        let atr = Atr::contactless_type_b([0xE1, 0xE1, 0xF3, 0x5E], [0x13, 0x77, 0x83], 0).encode();
        assert_eq!(
            atr,
            [
                0x3B, 0x88, 0x80, 0x01, 0xE1, 0xE1, 0xF3, 0x5E, 0x13, 0x77, 0x83, 0x00, 0x43
            ]
        );
    }

    #[test]
    fn interface_bytes_survive_a_round_trip() {
        // T=1 card with TB1, TC1, TA3 and TB3, and nine historical bytes.
        let bytes = [
            0x3B, 0xE9, 0x00, 0x00, 0x81, 0x31, 0xFE, 0x00, 0xFF, 0x50, 0x65, 0x72, 0x73, 0x6F,
            0x53, 0x69, 0x6D, 0x54,
        ];
        let atr = Atr::decode(&bytes);
        assert_eq!(atr.as_ref().map(Atr::encode).as_deref(), Ok(&bytes[..]));
        assert_eq!(
            atr.as_ref().map(|atr| atr.protocols().collect()),
            Ok(vec![1, 1])
        );
        assert_eq!(
            atr.map(|atr| atr.interface().get(2).and_then(|group| group.ta)),
            Ok(Some(0xFE))
        );
    }

    #[test]
    fn a_wrong_check_byte_and_bytes_too_many_are_refused() {
        let mut wrong = IDENTITY_CARD;
        wrong[14] = 0;
        assert_eq!(
            Atr::decode(&wrong),
            Err(AtrError::CheckByte {
                expected: 0x75,
                found: 0
            })
        );
        let longer = [&IDENTITY_CARD[..], &[0]].concat();
        assert_eq!(
            Atr::decode(&longer),
            Err(AtrError::TrailingBytes {
                offset: 15,
                count: 1
            })
        );
        assert_eq!(
            Atr::decode(&[0x3B]),
            Err(AtrError::Truncated {
                length: 1,
                part: "format character"
            })
        );
        assert_eq!(
            Atr::decode(&[0x3A, 0]),
            Err(AtrError::InitialCharacter { found: 0x3A })
        );
    }
}
