//! Files by name, and what is in them.

use card_de_npa::{EID_APPLICATION, MASTER_FILE, PASSPORT_APPLICATION};
use eac::encoding::SecurityInfos;
use eac::encoding::security_infos::SecurityInfo;
use iso7816::tlv::{Reader, Tlv};
use iso7816::{CommandView, Instruction};

use super::security::printable;
use super::{Application, hex, identifiers, short_hex};

/// SELECT.
pub(super) fn select(command: &CommandView<'_>) -> String {
    match (command.p1, command.data) {
        (0x04, name) => format!("SELECT {}", application_name(name)),
        (_, [] | [0x3F, 0x00]) => "SELECT master file".into(),
        (_, [0x01, sfi @ (0x1B..=0x1D)]) => format!("SELECT {}", name(Application::None, *sfi)),
        (_, [0x2F, 0x00]) => "SELECT EF.DIR".into(),
        (_, other) => format!("SELECT file {}", hex(other)),
    }
}

fn application_name(name: &[u8]) -> String {
    match named(name) {
        Some(Application::Eid) => "eID application".into(),
        Some(Application::Passport) => "ePassport application".into(),
        Some(Application::None) => "master file by name".into(),
        _ => format!("application {}", hex(name)),
    }
}

fn named(name: &[u8]) -> Option<Application> {
    let known: [(&[u8], Application); 3] = [
        (&EID_APPLICATION, Application::Eid),
        (&PASSPORT_APPLICATION, Application::Passport),
        (&MASTER_FILE, Application::None),
    ];
    known
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, application)| *application)
}

/// The application that is selected after SELECT succeeded; `None` when it stays.
pub(super) fn selected(command: &CommandView<'_>) -> Option<Application> {
    match (command.p1, command.data) {
        (0x04, name) => Some(named(name).unwrap_or(Application::Other)),
        (_, [] | [0x3F, 0x00]) => Some(Application::None),
        _ => None,
    }
}

/// READ BINARY and UPDATE BINARY.
pub(super) fn binary(command: &CommandView<'_>, application: Application) -> String {
    let place = match (command.p1 & 0x80, command.p1_p2()) {
        (0, 0) => "current file".to_owned(),
        (0, offset) => format!("current file from {offset}"),
        _ => {
            let file = name(application, command.p1 & 0x1F);
            if command.p2 == 0 {
                file
            } else {
                format!("{file} from {}", command.p2)
            }
        }
    };
    match (command.instruction, command.ne) {
        (Instruction::READ_BINARY, Some(ne)) => {
            format!("READ BINARY {place}, up to {} bytes", ne.get())
        }
        (Instruction::READ_BINARY, None) => format!("READ BINARY {place}"),
        _ => format!("UPDATE BINARY {place}, {} bytes", command.data.len()),
    }
}

/// The name of a file by its short id.
fn name(application: Application, sfi: u8) -> String {
    match (application, sfi) {
        (Application::Eid, group @ 1..=22) => format!("DG{group} ({})", data_group_name(group)),
        (Application::Passport, 0x1C) => "EF.CVCA".into(),
        (Application::Passport, 0x1D) => "EF.SOD".into(),
        (Application::Passport, 0x1E) => "EF.COM".into(),
        (Application::Passport, group @ 1..=16) => format!("DG{group} of the passport"),
        (_, 0x01) => "EF.ATR/INFO".into(),
        (_, 0x1B) => "EF.ChipSecurity".into(),
        (_, 0x1C) => "EF.CardAccess".into(),
        (_, 0x1D) => "EF.CardSecurity".into(),
        (_, 0x1E) => "EF.DIR".into(),
        _ => format!("file with short id {sfi:02X}"),
    }
}

/// What a data group of the eID application is about.
pub(in crate::card) fn data_group_name(group: u8) -> &'static str {
    match group {
        1 => "document type",
        2 => "issuing state",
        3 => "date of expiry",
        4 => "given names",
        5 => "family names",
        6 => "religious or artistic name",
        7 => "academic title",
        8 => "date of birth",
        9 => "place of birth",
        10 => "nationality",
        11 => "sex",
        13 => "birth name",
        15 => "date of issuance",
        17 => "address",
        18 => "municipality id",
        19 => "residence permit 1",
        20 => "residence permit 2",
        21 => "telephone",
        22 => "e-mail",
        _ => "no name",
    }
}

/// What the content of a file says, where it is whole and known. `file` is the current one.
pub(super) fn content(
    command: &CommandView<'_>,
    application: Application,
    file: Option<u8>,
    data: &[u8],
) -> Vec<String> {
    let sfi = if command.p1 & 0x80 == 0 {
        file
    } else {
        Some(command.p1 & 0x1F)
    };
    match (application, sfi) {
        (Application::Eid, Some(_)) => data_group_text(data)
            .map(|text| format!("says: {text}"))
            .into_iter()
            .collect(),
        (Application::None, Some(0x1C)) => SecurityInfos::decode_file(data)
            .map(|infos| capabilities(&infos))
            .unwrap_or_default(),
        (Application::None, Some(0x1E)) => directory(data),
        _ => Vec::new(),
    }
}

/// What a card can, as EF.CardAccess says it.
fn capabilities(infos: &SecurityInfos) -> Vec<String> {
    infos.iter().map(capability).collect()
}

fn capability(info: &SecurityInfo) -> String {
    match info {
        SecurityInfo::Pace(pace) => {
            let curve = pace
                .curve()
                .map_or("domain parameters of its own", crypto::Curve::name);
            format!("offers {} on {curve}", identifiers::name(&pace.protocol))
        }
        SecurityInfo::ChipAuthentication(chip) => {
            let key = chip
                .key_id
                .map_or_else(String::new, |key| format!(", key {key}"));
            format!(
                "offers {} version {}{key}",
                identifiers::name(&chip.protocol),
                chip.version
            )
        }
        SecurityInfo::ChipAuthenticationDomainParameter(domain) => {
            format!(
                "tells the curve of {}",
                domain
                    .key_id
                    .map_or_else(|| "its key".into(), |key| format!("key {key}"))
            )
        }
        SecurityInfo::PrivilegedTerminal(_) => {
            "has a key of its own for privileged terminals".into()
        }
        SecurityInfo::CardInfo(card) => format!("describes itself at {}", card.url),
        other => format!("offers {}", identifiers::name(&other.protocol())),
    }
}

fn directory(data: &[u8]) -> Vec<String> {
    let entries = Reader::new(data)
        .flatten()
        .filter(|entry| entry.tag.value() == 0x61);
    let names = entries.filter_map(|entry| {
        entry
            .reader()
            .flatten()
            .find(|object| object.tag.value() == 0x4F)
    });
    names
        .map(|name| format!("has the {}", application_name(name.value)))
        .collect()
}

/// The text in a data group of the eID application, `None` when the bytes are none.
pub(in crate::card) fn data_group_text(data: &[u8]) -> Option<String> {
    let group = Reader::new(data).next()?.ok()?;
    let mut parts = Vec::new();
    collect(group, &mut parts);
    Some(match group.tag.value() {
        0x63 | 0x68 | 0x6F => parts
            .concat()
            .as_bytes()
            .chunks(1)
            .map(|digit| digit.first().copied().unwrap_or(b' '))
            .fold(String::new(), |date, digit| {
                let separator = if matches!(date.len(), 4 | 7) { "-" } else { "" };
                let digit = if digit == b' ' {
                    'X'
                } else {
                    char::from(digit)
                };
                format!("{date}{separator}{digit}")
            }),
        _ if parts.iter().all(String::is_empty) => "(empty)".into(),
        _ => parts.join(", "),
    })
}

/// Every primitive value inside, as text.
fn collect(object: Tlv<'_>, parts: &mut Vec<String>) {
    if object.tag.is_constructed() {
        object
            .reader()
            .flatten()
            .for_each(|inner| collect(inner, parts));
        return;
    }
    parts.push(match object.tag.value() {
        0x04 => short_hex(object.value).replace(' ', ""),
        _ => printable(object.value),
    });
}
