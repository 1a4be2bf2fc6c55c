//! Commands that mean something to the card, drawn from its own vocabulary.

use eac::encoding::{
    AuxiliaryData, AuxiliaryDate, Chat, DynamicData, Oid, Role, SetAt, TerminalType,
    encode_set_dst, oid,
};
use eac::terminal::command;
use iso7816::tlv::encode;
use iso7816::{CommandApdu, Length, Ne};

use crate::dice::Dice;
use crate::material::Material;
use crate::scene::CURVE;

/// A command of some kind.
pub(crate) fn any(dice: &mut Dice, material: &Material) -> CommandApdu {
    match dice.below(24) {
        0..=2 => select(dice, material),
        3..=6 => read(dice),
        7..=8 => update(dice),
        9..=11 => security_environment(dice, material),
        12..=14 => general_authenticate(dice, material),
        15 => verify_certificate(dice, material),
        16 => authenticate(dice),
        17 => verify(dice, material),
        18..=19 => manage_pin(dice),
        20 => envelope(dice, material),
        21 => with_expected(CommandApdu::new(0x00, 0xC0, 0x00, 0x00), dice),
        22 => command::get_challenge(),
        _ => arbitrary(dice),
    }
}

/// Commands in the order in which they get somewhere: into an application, through the steps of a protocol.
pub(crate) fn script(dice: &mut Dice, material: &Material) -> Vec<CommandApdu> {
    match dice.below(12) {
        0..=6 => {
            let mut script = vec![command::select_application(&command::EID_APPLICATION)];
            script.extend((0..dice.below(4)).map(|_| into_data_groups(dice)));
            script
        }
        7 => vec![
            command::select_application(&command::EPASSPORT_APPLICATION),
            read(dice),
        ],
        8 => pace_steps(dice, material),
        9 | 10 => certificate_steps(dice, material),
        _ => identification_steps(dice, material),
    }
}

fn into_data_groups(dice: &mut Dice) -> CommandApdu {
    const AUXILIARY: [Oid; 3] = [
        oid::ID_DATE_OF_BIRTH,
        oid::ID_DATE_OF_EXPIRY,
        oid::ID_MUNICIPALITY_ID,
    ];
    match dice.below(4) {
        0 => update(dice),
        1 => {
            let length = 1 + dice.below(30);
            command::update_by_short_id(17 + dice.byte() % 6, &dice.bytes(length))
        }
        2 => command::verify_auxiliary_data(&dice.pick(&AUXILIARY, oid::ID_DATE_OF_BIRTH)),
        _ => command::read_by_short_id(1 + dice.byte() % 22, Ne::SHORT_MAX),
    }
}

/// PACE with keys and tokens that fit nothing, as far as the card goes along.
fn pace_steps(dice: &mut Dice, material: &Material) -> Vec<CommandApdu> {
    let set = SetAt {
        mechanism: Some(oid::ID_PACE_ECDH_GM.child(&[2 + dice.byte() % 3])),
        public_key_reference: Some(vec![1 + dice.byte() % 4]),
        private_key_reference: Some(vec![CURVE.parameter_id()]),
        ..SetAt::default()
    };
    let point = |tag, dice: &mut Dice| {
        DynamicData::new().with(tag, dice.pick(&material.points, Vec::new()))
    };
    vec![
        command::set_at_pace(&set),
        command::general_authenticate_chained(&DynamicData::new()),
        command::general_authenticate_chained(&point(0x81, dice)),
        command::general_authenticate_chained(&point(0x83, dice)),
        command::general_authenticate(&DynamicData::new().with(0x85, dice.bytes(8))),
    ]
}

/// A certificate with the key that it names, sent twice, and an answer to a challenge.
fn certificate_steps(dice: &mut Dice, material: &Material) -> Vec<CommandApdu> {
    let Some(certificate) = material
        .certificates
        .get(dice.below(material.certificates.len()))
    else {
        return Vec::new();
    };
    let set_dst = command::set_dst(&certificate.authority);
    let verify = command::verify_certificate_data(&certificate.data);
    vec![
        set_dst.clone(),
        verify.clone(),
        set_dst,
        verify,
        command::get_challenge(),
        authenticate(dice),
    ]
}

/// A pseudonym, or Chip Authentication with any key.
fn identification_steps(dice: &mut Dice, material: &Material) -> Vec<CommandApdu> {
    let pseudonym = dice.once_in(2);
    let (mechanism, key) = match pseudonym {
        true => (
            oid::ID_RI_ECDH.child(&[1 + dice.byte() % 3]),
            1 + dice.byte() % 2,
        ),
        false => (
            oid::ID_CA_ECDH.child(&[2 + dice.byte() % 3]),
            dice.pick(&[41, 45], 0),
        ),
    };
    let set = SetAt {
        mechanism: Some(mechanism),
        private_key_reference: Some(vec![key]),
        ..SetAt::default()
    };
    let point = DynamicData::new().with(0x80, dice.pick(&material.points, Vec::new()));
    let sectors = dice.pick(&material.sectors, Vec::new());
    let data = if pseudonym { sectors } else { point.encode() };
    let authenticate = command::general_authenticate(&DynamicData::new()).with_data(data);
    vec![command::set_at_internal(&set), authenticate]
}

fn expected(dice: &mut Dice) -> Option<Ne> {
    match dice.below(8) {
        0 => None,
        1 => Some(Ne::EXTENDED_MAX),
        2 => Ne::new(u32::from(dice.byte())),
        3 => Ne::new(u32::try_from(dice.below(70_000)).unwrap_or_default()),
        _ => Some(Ne::SHORT_MAX),
    }
}

fn with_expected(command: CommandApdu, dice: &mut Dice) -> CommandApdu {
    CommandApdu {
        ne: expected(dice),
        ..command
    }
}

fn select(dice: &mut Dice, material: &Material) -> CommandApdu {
    const FILES: [[u8; 2]; 10] = [
        [0x3F, 0x00],
        [0x01, 0x1C],
        [0x01, 0x1D],
        [0x01, 0x1B],
        [0x2F, 0x00],
        [0x2F, 0x01],
        [0x01, 0x01],
        [0x01, 0x04],
        [0x01, 0x11],
        [0x01, 0x12],
    ];
    let answer = dice.pick(&[0x0C, 0x00, 0x04], 0x08);
    let file = dice.pick(&FILES, [0x3F, 0xFF]).to_vec();
    let command = match dice.below(5) {
        0 => command::select_master_file(),
        1 => CommandApdu::new(0x00, 0xA4, 0x02, answer).with_data(file),
        2 => CommandApdu::new(0x00, 0xA4, dice.pick(&[0x00, 0x01, 0x03], 0x08), answer)
            .with_data(file),
        _ => {
            let name = dice.pick(&material.applications, Vec::new());
            CommandApdu::new(0x00, 0xA4, 0x04, answer).with_data(name)
        }
    };
    if answer == 0x0C {
        command
    } else {
        with_expected(command, dice)
    }
}

fn read(dice: &mut Dice) -> CommandApdu {
    let short_id = dice.byte() & 0x1F;
    let offset = offset(dice);
    let [high, low] = offset.to_be_bytes();
    let command = match dice.below(4) {
        0 => CommandApdu::new(0x00, 0xB0, 0x80 | short_id, low),
        1 => CommandApdu::new(0x00, 0xB0, high, low),
        2 => CommandApdu::new(0x00, 0xB1, 0x00, short_id)
            .with_data(encode(DATA_OFFSET, &offset.to_be_bytes())),
        _ => CommandApdu::new(0x00, 0xB0, 0x80 | short_id, 0x00),
    };
    with_expected(command, dice)
}

const DATA_OFFSET: iso7816::tlv::Tag = iso7816::tlv::Tag::new(0x54);
const DATA: iso7816::tlv::Tag = iso7816::tlv::Tag::new(0x53);

fn offset(dice: &mut Dice) -> u16 {
    match dice.below(4) {
        0 => u16::from_be_bytes([dice.byte(), dice.byte()]),
        1 => u16::from(dice.byte()),
        _ => 0,
    }
}

fn update(dice: &mut Dice) -> CommandApdu {
    let short_id = 17 + dice.byte() % 6;
    let [high, low] = offset(dice).to_be_bytes();
    let length = dice.length();
    let data = dice.bytes(length);
    match dice.below(4) {
        0 => CommandApdu::new(0x00, 0xD6, high, low).with_data(data),
        1 => {
            let objects = [encode(DATA_OFFSET, &[high, low]), encode(DATA, &data)].concat();
            CommandApdu::new(0x00, 0xD7, 0x00, short_id).with_data(objects)
        }
        _ => CommandApdu::new(0x00, 0xD6, 0x80 | short_id, low).with_data(data),
    }
}

fn security_environment(dice: &mut Dice, material: &Material) -> CommandApdu {
    let set = SetAt {
        mechanism: Some(dice.pick(&material.protocols, oid::ID_PACE)),
        public_key_reference: Some(vec![1 + dice.byte() % 5]).filter(|_| !dice.once_in(6)),
        private_key_reference: Some(vec![dice.pick(&[8, 13, 1, 2, 41, 45], 0)])
            .filter(|_| !dice.once_in(4)),
        chat: chat(dice),
        ..SetAt::default()
    };
    match dice.below(6) {
        0 => CommandApdu::new(0x00, 0x22, 0x81, 0xB6).with_data(
            match material
                .certificates
                .get(dice.below(material.certificates.len()))
            {
                Some(certificate) => encode_set_dst(&certificate.authority),
                None => Vec::new(),
            },
        ),
        1 => command::set_at_internal(&SetAt {
            chat: None,
            public_key_reference: None,
            ..set
        }),
        2 => command::set_at_terminal(&SetAt {
            chat: None,
            private_key_reference: None,
            public_key_reference: Some(dice.bytes(13)),
            ephemeral_key: Some(dice.bytes(24)),
            auxiliary_data: Some(auxiliary(dice)),
            ..set
        }),
        3 => command::end_session(),
        _ => command::set_at_pace(&set),
    }
}

fn chat(dice: &mut Dice) -> Option<Chat> {
    let kind = dice.pick(&TerminalType::ALL, TerminalType::AuthenticationTerminal);
    match dice.below(3) {
        0 => Some(Chat::from_bits(kind, dice.next())),
        1 => Some(Chat::all_rights(kind, Role::Terminal)),
        _ => None,
    }
}

fn auxiliary(dice: &mut Dice) -> Vec<u8> {
    let place = dice.bytes(5);
    let data = AuxiliaryData::new().with_municipality(&place);
    match AuxiliaryDate::new(1900 + u16::from(dice.byte()), 6, 15) {
        Some(date) => data.with_required_birth(date).encode(),
        None => data.encode(),
    }
}

fn general_authenticate(dice: &mut Dice, material: &Material) -> CommandApdu {
    let chained = dice.below(3) != 0;
    let data = match dice.below(10) {
        0..=3 => DynamicData::new(),
        4 => DynamicData::new().with(0x85, dice.bytes(8)),
        5 => {
            return command::general_authenticate(&DynamicData::new())
                .with_data(dice.pick(&material.sectors, Vec::new()));
        }
        6 => DynamicData::new().with(u32::from(0x80 + dice.byte() % 10), dice.bytes(16)),
        _ => {
            let tag = dice.pick(&[0x81, 0x83, 0x80], 0x82);
            DynamicData::new().with(tag, dice.pick(&material.points, Vec::new()))
        }
    };
    if chained {
        command::general_authenticate_chained(&data)
    } else {
        command::general_authenticate(&data)
    }
}

fn verify_certificate(dice: &mut Dice, material: &Material) -> CommandApdu {
    let place = dice.below(material.certificates.len());
    let data = material
        .certificates
        .get(place)
        .map(|certificate| certificate.data.clone());
    command::verify_certificate_data(&data.unwrap_or_default())
}

fn authenticate(dice: &mut Dice) -> CommandApdu {
    let length = dice.pick(&[48, 64, 47, 1], 96);
    command::external_authenticate(&dice.bytes(length))
}

fn verify(dice: &mut Dice, material: &Material) -> CommandApdu {
    let identifier: Oid = dice.pick(&material.protocols, oid::ID_DATE_OF_BIRTH);
    match dice.below(3) {
        0 => command::compare(&identifier),
        1 => command::verify_auxiliary_data(&oid::ID_DATE_OF_BIRTH),
        _ => command::verify_auxiliary_data(&identifier),
    }
}

fn manage_pin(dice: &mut Dice) -> CommandApdu {
    // No digit 0, so that the PIN that is tried as a wrong one stays a wrong one.
    let length = dice.pick(&[6, 6, 6, 5, 7], 0);
    let digits: Vec<u8> = (0..length).map(|_| b'1' + dice.byte() % 9).collect();
    match dice.below(6) {
        0 => command::change_can(&digits),
        1 | 2 => command::change_pin(&digits),
        3 => command::unblock_pin(),
        4 => command::activate_pin(),
        _ => command::deactivate_pin(),
    }
}

fn envelope(dice: &mut Dice, material: &Material) -> CommandApdu {
    let inner = match dice.below(3) {
        0 => read(dice),
        1 => select(dice, material),
        _ => manage_pin(dice),
    };
    let data = inner.encode().unwrap_or_default();
    let chained = if dice.once_in(3) { 0x10 } else { 0x00 };
    CommandApdu::new(chained, 0xC2, 0x00, 0x00)
        .with_data(data)
        .with_ne(Ne::SHORT_MAX)
}

fn arbitrary(dice: &mut Dice) -> CommandApdu {
    let length = dice.length();
    let command = CommandApdu::new(dice.byte(), dice.byte(), dice.byte(), dice.byte())
        .with_data(dice.bytes(length));
    let command = with_expected(command, dice);
    if dice.once_in(3) {
        return CommandApdu {
            length: Length::Extended,
            ..command
        };
    }
    command
}
