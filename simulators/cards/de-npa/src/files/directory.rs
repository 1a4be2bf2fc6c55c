//! EF.DIR and EF.ATR/INFO: which applications a card has, and what it can do.

use iso7816::tlv::{Tag, Writer};

use super::{SIGNATURE_APPLICATION, SIGNATURE_INFORMATION};

const APPLICATION_TEMPLATE: Tag = Tag::new(0x61);
const APPLICATION_IDENTIFIER: Tag = Tag::new(0x4F);
const APPLICATION_LABEL: Tag = Tag::new(0x50);
const PATH: Tag = Tag::new(0x51);
const DISCRETIONARY_DATA: Tag = Tag::new(0x73);
const CAPABILITIES: Tag = Tag::new(0x47);
const EXTENDED_LENGTH: Tag = Tag::new(0x7F66);
const INTEGER: Tag = Tag::new(0x02);

/// Selection by full name, by path, by file identifier and by short identifier.
const SELECTION_METHODS: u8 = 0x80 | 0x20 | 0x10 | 0x04;
/// Data units of one byte.
const DATA_CODING: u8 = 0x01;
/// Command chaining, extended length, and buffer sizes told in this file; one channel.
const COMMAND_CAPABILITIES: u8 = 0x80 | 0x40 | 0x20;
/// 65535 bytes for a command and as many for a response, as positive numbers.
const BUFFER: [u8; 3] = [0x00, 0xFF, 0xFF];

/// EF.DIR: one template 61 for each application `[ISO 7816-4 §12.2.2]`.
#[must_use]
pub(crate) fn directory(applications: &[&[u8]]) -> Vec<u8> {
    let mut writer = Writer::new();
    for application in applications {
        writer.nested(APPLICATION_TEMPLATE, |template| {
            template.tlv(APPLICATION_IDENTIFIER, application);
        });
    }
    writer.into_bytes()
}

/// EF.DIR of a German card: what [`directory`] writes, between the two entries of the signature
/// application that every such card has, filled or not `[TR-03127 §3.4.1]`. With the ePassport
/// application these are the 90 bytes by which OpenSC tells a German card.
#[must_use]
pub(crate) fn german_directory(applications: &[&[u8]]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(APPLICATION_TEMPLATE, |template| {
        template
            .tlv(APPLICATION_IDENTIFIER, &SIGNATURE_INFORMATION)
            .tlv(APPLICATION_LABEL, b"CIA zu DF.eSign")
            .tlv(PATH, &[])
            .nested(DISCRETIONARY_DATA, |application| {
                application.tlv(APPLICATION_IDENTIFIER, &SIGNATURE_APPLICATION);
            });
    });
    let mut content = writer.into_bytes();
    content.extend(directory(applications));
    content.extend(directory(&[&SIGNATURE_APPLICATION]));
    content
}

/// EF.ATR/INFO: chaining, extended length and the buffer sizes `[TR-03110-3 §B.12]` `[TR-03110-3 §B.13]`.
///
/// ```text
/// 47 { selection methods, data coding, command capabilities }
/// 7F66 { 02 bytes of a command, 02 bytes of a response }
/// ```
#[must_use]
pub(crate) fn card_information() -> Vec<u8> {
    let mut writer = Writer::new();
    writer.tlv(
        CAPABILITIES,
        &[SELECTION_METHODS, DATA_CODING, COMMAND_CAPABILITIES],
    );
    writer.nested(EXTENDED_LENGTH, |sizes| {
        sizes.tlv(INTEGER, &BUFFER).tlv(INTEGER, &BUFFER);
    });
    writer.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{card_information, directory};

    #[test]
    fn each_application_has_a_template_with_its_name() {
        assert_eq!(
            directory(&[&[0xA0, 1], &[0xE8]]),
            [0x61, 4, 0x4F, 2, 0xA0, 1, 0x61, 3, 0x4F, 1, 0xE8]
        );
    }

    #[test]
    fn a_german_card_has_ninety_bytes() {
        let passport_and_eid: [&[u8]; 2] = [
            &super::super::PASSPORT_APPLICATION,
            &super::super::EID_APPLICATION,
        ];
        assert_eq!(super::german_directory(&passport_and_eid).len(), 90);
    }

    #[test]
    fn chaining_and_extended_length_are_announced() {
        assert_eq!(
            card_information().get(..5),
            Some(&[0x47, 0x03, 0xB4, 0x01, 0xE0][..])
        );
    }
}
