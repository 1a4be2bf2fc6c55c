//! The content of the ePassport application: logical data structure of ICAO 9303-10.
//!
//! A machine readable zone and an image come in, files go out. EF.SOD is made by the document signer.
//!
//! ```text
//! EF.COM 60 { 5F01 LDS version, 5F36 Unicode version, 5C tags of the data groups }
//! DG1    61 { 5F1F the ninety characters of the MRZ }
//! DG2    75 { 7F61 { 02 one, 7F60 { A1 biometric header, 5F2E face } } }
//! DG3    63 { 7F61 { 02 none }, 53 random }
//! DG14   6E { SecurityInfos }
//! ```

mod face;
mod portrait;

use iso7816::tlv::{Tag, Writer, encode};

const COMMON: Tag = Tag::new(0x60);
const LDS_VERSION: Tag = Tag::new(0x5F01);
const UNICODE_VERSION: Tag = Tag::new(0x5F36);
const TAG_LIST: Tag = Tag::new(0x5C);
const MRZ_GROUP: Tag = Tag::new(0x61);
const MRZ: Tag = Tag::new(0x5F1F);
const FACE_GROUP: Tag = Tag::new(0x75);
const FINGER_GROUP: Tag = Tag::new(0x63);
const INSTANCES: Tag = Tag::new(0x7F61);
const INSTANCE: Tag = Tag::new(0x7F60);
const HEADER: Tag = Tag::new(0xA1);
const BIOMETRIC_DATA: Tag = Tag::new(0x5F2E);
const SECURITY_GROUP: Tag = Tag::new(0x6E);
const RANDOM: Tag = Tag::new(0x53);
const INTEGER: Tag = Tag::new(0x02);

/// A data group of the ePassport application: its number, the tag of its file, its content.
#[derive(Clone, Debug)]
pub(crate) struct PassportGroup {
    pub(crate) number: u8,
    pub(crate) content: Vec<u8>,
}

/// EF.COM: versions and the tags of the data groups that are there `[ICAO 9303-10 §4.6.1]`.
pub(crate) fn common(groups: &[PassportGroup]) -> Vec<u8> {
    let tags: Vec<u8> = groups
        .iter()
        .filter_map(|group| group.content.first().copied())
        .collect();
    let mut writer = Writer::new();
    writer.nested(COMMON, |common| {
        common
            .tlv(LDS_VERSION, b"0107")
            .tlv(UNICODE_VERSION, b"040000")
            .tlv(TAG_LIST, &tags);
    });
    writer.into_bytes()
}

/// DG14: the SecurityInfos that concern the ePassport application `[ICAO 9303-10 §4.7.14]`.
pub(crate) fn security_options(infos: &[u8]) -> PassportGroup {
    PassportGroup {
        number: 14,
        content: encode(SECURITY_GROUP, infos),
    }
}

/// DG1: the machine readable zone `[ICAO 9303-10 §4.7.1]`.
pub(crate) fn machine_readable_zone(text: &str) -> PassportGroup {
    PassportGroup {
        number: 1,
        content: encode(MRZ_GROUP, &encode(MRZ, text.as_bytes())),
    }
}

/// DG2: a drawn face in the container that a photograph has `[ICAO 9303-10 §4.7.2]`.
pub(crate) fn face() -> PassportGroup {
    let image = portrait::drawn();
    let record = face::record(&image, portrait::WIDTH, portrait::HEIGHT);
    let mut writer = Writer::new();
    writer.nested(FACE_GROUP, |group| {
        group.nested(INSTANCES, |instances| {
            instances.tlv(INTEGER, &[1]).nested(INSTANCE, |instance| {
                instance
                    .tlv(HEADER, &face::header())
                    .tlv(BIOMETRIC_DATA, &record);
            });
        });
    });
    PassportGroup {
        number: 2,
        content: writer.into_bytes(),
    }
}

/// DG3 without fingerprints: no instance, and random bytes so that no two cards have the same hash
/// `[ICAO 9303-10 §4.7.3]`.
pub(crate) fn no_fingerprints(random: &[u8]) -> PassportGroup {
    let mut writer = Writer::new();
    writer.nested(FINGER_GROUP, |group| {
        group.nested(INSTANCES, |instances| {
            instances.tlv(INTEGER, &[0]);
        });
        group.tlv(RANDOM, random);
    });
    PassportGroup {
        number: 3,
        content: writer.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::{common, face, machine_readable_zone, no_fingerprints};

    #[test]
    fn the_list_of_groups_names_their_tags() {
        let groups = [machine_readable_zone("X"), face(), no_fingerprints(&[1])];
        assert!(common(&groups).ends_with(&[0x5C, 3, 0x61, 0x75, 0x63]));
    }

    #[test]
    fn a_card_without_fingerprints_says_none_and_something_random() {
        let group = no_fingerprints(&[0xAA, 0xBB]);
        assert_eq!(
            group.content,
            [0x63, 10, 0x7F, 0x61, 3, 2, 1, 0, 0x53, 2, 0xAA, 0xBB]
        );
    }
}
