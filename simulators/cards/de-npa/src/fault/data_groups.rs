//! Wrong data groups: which group has which mistake.
//!
//! A group comes in as the card has it, the same group with its mistake goes out.
//!
//! ```text
//! 61 to 76 group
//! `- .. inner element: the text, the date, the place
//! ```

use iso7816::tlv::{Reader, Tag, encode};

use super::ContentFault;

/// A mistake in one data group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// The group has this tag.
    Tag(u8),
    /// The inner element has this tag.
    InnerTag(u8),
    /// The inner element has this text instead.
    Text(&'static [u8]),
    /// The inner element is this.
    Inner(&'static [u8]),
    /// The first two characters are missing.
    WithoutCentury,
    /// The day comes first, then the month, then the year.
    DayFirst,
    /// Zeros stand where spaces belong.
    ZerosForSpaces,
    /// The length of the group is not the shortest.
    LongLength,
    /// Each digit is a character.
    DigitsAsText,
}

/// The group and the mistake that a fault of the contents stands for, if it is one of a data group.
pub(super) const fn group_mistake(fault: ContentFault) -> Option<(u8, Mistake)> {
    Some(match fault {
        ContentFault::WrongStringType => (1, Mistake::InnerTag(0x0C)),
        ContentFault::IssuerInLowerCase => (2, Mistake::Text(b"d")),
        ContentFault::ExpiryDateShort => (3, Mistake::WithoutCentury),
        ContentFault::WrongDataGroupTag => (4, Mistake::Tag(0x65)),
        ContentFault::NameNotUtf8 => (5, Mistake::Text(&[0xD6, 0xDF, 0xFC])),
        ContentFault::ArtisticNameWrongType => (6, Mistake::InnerTag(0x13)),
        ContentFault::TitleWrongType => (7, Mistake::InnerTag(0x16)),
        ContentFault::BirthDateFormatWrong => (8, Mistake::DayFirst),
        ContentFault::UnknownBirthDateZero => (8, Mistake::ZerosForSpaces),
        ContentFault::BirthPlaceUntagged => (9, Mistake::Inner(b"\x0C\x06BERLIN")),
        ContentFault::CountryOfTwoLetters => (10, Mistake::Text(b"DE")),
        ContentFault::SexUnknownLetter => (11, Mistake::Text(b"X")),
        ContentFault::OptionalDataSequence => (12, Mistake::InnerTag(0x30)),
        ContentFault::BirthNameNotUtf8 => (13, Mistake::Text(&[0xC4])),
        ContentFault::SignatureOtherPicture => (14, Mistake::Text(&[0xFF, 0xD8, 0xFF, 0xE0])),
        ContentFault::IssuanceMonthThirteen => (15, Mistake::Text(b"20241301")),
        ContentFault::LengthNotMinimal => (17, Mistake::LongLength),
        ContentFault::MunicipalityIdAsText => (18, Mistake::DigitsAsText),
        ContentFault::MunicipalityIdWrongType => (18, Mistake::Inner(b"\x13\x0E02760503150000")),
        ContentFault::PermitTextNotCompressed => (19, Mistake::Inner(b"\xA2\x06\x04\x04text")),
        ContentFault::PermitTextUntagged => (20, Mistake::Inner(b"\x0C\x04text")),
        ContentFault::PhoneNational => (21, Mistake::Text(b"tel:030-1234567")),
        ContentFault::EmailWrongType => (22, Mistake::InnerTag(0x0C)),
        _ => return None,
    })
}

impl Mistake {
    /// The group with the mistake; a group that is none stays.
    pub(super) fn made_in(self, group: &[u8]) -> Vec<u8> {
        self.try_in(group).unwrap_or_else(|| group.to_vec())
    }

    fn try_in(self, group: &[u8]) -> Option<Vec<u8>> {
        let outer = Reader::new(group).next()?.ok()?;
        let inner = outer.reader().next()?.ok()?;
        let tagged = |tag: u8| Tag::new(u32::from(tag));
        let with_text = |text: &[u8]| encode(outer.tag, &encode(inner.tag, text));
        Some(match self {
            Self::Tag(tag) => encode(tagged(tag), outer.value),
            Self::InnerTag(tag) => encode(outer.tag, &encode(tagged(tag), inner.value)),
            Self::Text(text) => with_text(text),
            Self::Inner(element) => encode(outer.tag, element),
            Self::WithoutCentury => with_text(inner.value.get(2..)?),
            Self::DayFirst => {
                let (year, rest) = inner.value.split_at_checked(4)?;
                let (month, day) = rest.split_at_checked(2)?;
                with_text(&[day, month, year].concat())
            }
            Self::ZerosForSpaces => {
                let digits = inner
                    .value
                    .iter()
                    .map(|&byte| if byte == b' ' { b'0' } else { byte });
                with_text(&digits.collect::<Vec<_>>())
            }
            Self::LongLength => {
                let length = u16::try_from(outer.value.len()).ok()?.to_be_bytes();
                [group.get(..1)?, &[0x82], &length, outer.value].concat()
            }
            Self::DigitsAsText => {
                let digits: String = inner
                    .value
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                with_text(digits.as_bytes())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ContentFault, Mistake, group_mistake};

    #[test]
    fn a_birth_date_day_first_keeps_its_length() {
        let group = [&[0x68, 0x0A, 0x12, 0x08][..], b"19870423"].concat();
        let wrong = Mistake::DayFirst.made_in(&group);
        assert_eq!(wrong, [&[0x68, 0x0A, 0x12, 0x08][..], b"23041987"].concat());
    }

    #[test]
    fn every_mistake_changes_its_group() {
        let group = [&[0x71, 0x0A, 0x31, 0x08][..], b"1987    "].concat();
        for (_, mistake) in ContentFault::ALL
            .iter()
            .filter_map(|fault| group_mistake(*fault))
        {
            assert_ne!(mistake.made_in(&group), group, "{mistake:?}");
        }
    }

    #[test]
    fn what_is_no_group_stays() {
        assert_eq!(
            Mistake::DayFirst.made_in(&[0x68, 0x05, 0x12]),
            [0x68, 0x05, 0x12]
        );
    }
}
