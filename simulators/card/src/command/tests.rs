#![allow(clippy::unwrap_used, clippy::panic)]

use iso7816::{CommandApdu, CommandView, Ne, StatusWord};

use super::{BinaryFile, Command, CounterReset, ReadForm, SelectTarget, TemplateUse};
use crate::FileId;

fn decode(bytes: &[u8]) -> Result<Command<'_>, StatusWord> {
    Command::decode(&CommandView::decode(bytes).unwrap()).map_err(|refusal| refusal.status)
}

#[test]
fn the_master_file_is_selected_with_and_without_its_identifier() {
    for bytes in [
        &[0x00, 0xA4, 0x00, 0x0C][..],
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00],
    ] {
        let Ok(Command::Select(select)) = decode(bytes) else {
            panic!("{bytes:02X?}")
        };
        assert_eq!(select.target, SelectTarget::MasterFile);
    }
}

#[test]
fn wrong_classes_and_instructions_have_their_own_answers() {
    assert_eq!(
        decode(&[0x80, 0xA4, 0x00, 0x0C]),
        Err(StatusWord::CLASS_NOT_SUPPORTED)
    );
    assert_eq!(
        decode(&[0x10, 0xA4, 0x00, 0x0C]),
        Err(StatusWord::CHAINING_NOT_SUPPORTED)
    );
    assert_eq!(
        decode(&[0x00, 0xFF, 0x00, 0x0C]),
        Err(StatusWord::INSTRUCTION_NOT_SUPPORTED)
    );
    assert_eq!(
        decode(&[0x00, 0x20, 0x00, 0x03]),
        Err(StatusWord::INSTRUCTION_NOT_SUPPORTED)
    );
    assert_eq!(
        decode(&[0x80, 0x20, 0x00, 0x03]),
        Err(StatusWord::INCORRECT_P1_P2)
    );
}

#[test]
fn parameters_outside_the_table_are_6a86() {
    for bytes in [
        [0x00, 0xA4, 0x05, 0x0C],
        [0x00, 0xA4, 0x00, 0x01],
        [0x00, 0xB0, 0x80, 0x00],
        [0x00, 0xB0, 0x9F, 0x00],
        [0x00, 0xB0, 0xC1, 0x00],
        [0x00, 0x22, 0xC1, 0xA5],
        [0x00, 0x2A, 0x00, 0xBF],
        [0x00, 0x84, 0x01, 0x00],
        [0x00, 0x86, 0x00, 0x01],
        [0x00, 0x2C, 0x00, 0x03],
        [0x00, 0x44, 0x20, 0x03],
        [0x00, 0x04, 0x00, 0x03],
    ] {
        assert_eq!(
            decode(&bytes),
            Err(StatusWord::INCORRECT_P1_P2),
            "{bytes:02X?}"
        );
    }
}

#[test]
fn missing_and_superfluous_fields_are_6700() {
    for bytes in [
        &[0x00, 0xB0, 0x9C, 0x00][..],
        &[0x00, 0xB0, 0x9C, 0x00, 0x01, 0x00, 0x00],
        &[0x00, 0x22, 0xC1, 0xA4],
        &[0x00, 0x22, 0x81, 0xB6],
        &[0x00, 0x84, 0x00, 0x00],
        &[0x00, 0x84, 0x00, 0x00, 0x07],
        &[0x10, 0x86, 0x00, 0x00, 0x00],
        &[0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00],
        &[0x00, 0x82, 0x00, 0x00],
        &[0x00, 0x2C, 0x03, 0x03, 0x01, 0x31],
        &[0x00, 0x44, 0x10, 0x03, 0x01, 0x31],
        &[0x00, 0xA4, 0x02, 0x0C, 0x01, 0x01],
        &[0x00, 0xA4, 0x02, 0x0C],
        &[0x00, 0xA4, 0x08, 0x0C, 0x03, 0x01, 0x02, 0x03],
    ] {
        assert_eq!(decode(bytes), Err(StatusWord::WRONG_LENGTH), "{bytes:02X?}");
    }
}

#[test]
fn an_odd_read_has_its_offset_in_an_object() {
    let command = CommandApdu::new(0, 0xB1, 0x00, 0x1C)
        .with_data([0x54, 0x02, 0x01, 0x00])
        .with_ne(Ne::SHORT_MAX);
    let Ok(Command::ReadBinary(read)) = Command::decode(&command.as_view()) else {
        panic!("refused")
    };
    assert_eq!(
        (read.offset, read.form, read.to_the_end),
        (0x100, ReadForm::Object, true)
    );
    assert!(matches!(read.file, BinaryFile::Short(_)));
    let by_id = CommandApdu {
        p1: 0x01,
        ..command.clone()
    };
    let Ok(Command::ReadBinary(read)) = Command::decode(&by_id.as_view()) else {
        panic!("refused")
    };
    assert_eq!(read.file, BinaryFile::Identifier(FileId::new(0x011C)));
    let wrong = command.with_data([0x53, 0x01, 0x00]);
    assert_eq!(
        Command::decode(&wrong.as_view()).map_err(|refusal| refusal.status),
        Err(StatusWord::WRONG_DATA)
    );
}

#[test]
fn an_even_read_has_its_offset_in_the_parameters() {
    let Ok(Command::ReadBinary(read)) = decode(&[0x00, 0xB0, 0x7F, 0xFF, 0x01]) else {
        panic!("refused")
    };
    assert_eq!(
        (read.file, read.offset, read.to_the_end),
        (BinaryFile::Current, 0x7FFF, false)
    );
}

#[test]
fn the_uses_of_mse_are_told_by_p1_and_p2() {
    let command = [0x00, 0x22, 0x41, 0xA4, 0x01, 0x80];
    assert_eq!(
        decode(&command),
        Ok(Command::SetAuthenticationTemplate(
            TemplateUse::ChipAuthentication,
            &[0x80]
        ))
    );
    assert_eq!(
        decode(&[0x00, 0x22, 0x81, 0xB6, 0x01, 0x83]),
        Ok(Command::SetVerificationKey(&[0x83]))
    );
}

#[test]
fn a_pin_is_changed_with_02_and_unblocked_with_03() {
    let change = [0x00, 0x2C, 0x02, 0x03, 0x01, 0x31];
    assert_eq!(
        decode(&change),
        Ok(Command::ResetRetryCounter(3, CounterReset::Change(b"1")))
    );
    assert_eq!(
        decode(&[0x00, 0x2C, 0x02, 0x03]),
        Ok(Command::ResetRetryCounter(3, CounterReset::Change(b"")))
    );
    assert_eq!(
        decode(&[0x00, 0x2C, 0x03, 0x03]),
        Ok(Command::ResetRetryCounter(3, CounterReset::Unblock))
    );
}

#[test]
fn a_command_without_answer_data_takes_no_expected_length() {
    let data = [0x02, 0x83, 0x02];
    let without = [[0x00, 0x22, 0xC1, 0xA4].as_slice(), &data].concat();
    assert!(decode(&without).is_ok());
    let with = [without.as_slice(), &[0x00]].concat();
    assert_eq!(decode(&with), Err(StatusWord::WRONG_LENGTH));
}
