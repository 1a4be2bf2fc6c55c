//! The commands of PACE, Terminal and Chip Authentication, Restricted Identification and PIN management.

use crypto::Curve;
use eac::encoding::{
    AuxiliaryData, CertificateHolderReference, Chat, CvCertificate, DynamicData, PasswordReference,
    Right, SetAt,
};
use iso7816::tlv::Reader;
use iso7816::{CommandView, Instruction};

use super::{identifiers, short_hex};

/// MANAGE SECURITY ENVIRONMENT `[TR-03110-3 §B.11.1]`.
pub(super) fn environment(command: &CommandView<'_>) -> String {
    match command.p1_p2() {
        0xC1A4 if command.data.is_empty() => "MSE:Set AT without data".into(),
        0xC1A4 => "MSE:Set AT, PACE".into(),
        0x81A4 => "MSE:Set AT, Terminal Authentication".into(),
        0x41A4 => match SetAt::decode(command.data)
            .ok()
            .and_then(|set| set.mechanism)
        {
            Some(protocol) if protocol.below(&eac::encoding::oid::ID_RI).is_some() => {
                "MSE:Set AT, Restricted Identification".into()
            }
            _ => "MSE:Set AT, Chip Authentication".into(),
        },
        0x81B6 => "MSE:Set DST, key to verify with".into(),
        other => format!("MANAGE SECURITY ENVIRONMENT {other:04X}"),
    }
}

/// The data of MSE:Set AT.
pub(super) fn template(p1_p2: u16, data: &[u8]) -> Vec<String> {
    let Ok(set) = SetAt::decode(data) else {
        return Vec::new();
    };
    let mut lines: Vec<String> = set
        .mechanism
        .iter()
        .map(|protocol| format!("protocol: {}", identifiers::name(protocol)))
        .collect();
    match (p1_p2, set.public_key_reference.as_deref()) {
        (0xC1A4, Some([number])) => lines.push(format!("password: {}", password(*number))),
        (_, Some(reference)) => lines.push(format!("certificate holder: {}", text(reference))),
        _ => {}
    }
    match (p1_p2, set.private_key_number()) {
        (0xC1A4, Some(number)) => lines.push(format!("curve: {}", curve(number))),
        (_, Some(number)) => lines.push(format!("key of the card: {number}")),
        _ => {}
    }
    lines.extend(
        set.chat
            .map(|chat| format!("wanted rights: {}", authorization(&chat))),
    );
    lines.extend(
        set.auxiliary_data
            .iter()
            .flat_map(|data| auxiliary_data(data)),
    );
    lines.extend(
        set.ephemeral_key
            .map(|key| format!("compressed ephemeral key: {}", short_hex(&key))),
    );
    lines
}

fn password(number: u8) -> String {
    PasswordReference::from_number(number)
        .map_or_else(|| format!("{number:02X}"), |known| known.to_string())
}

fn curve(number: u32) -> String {
    let known = u8::try_from(number).ok().and_then(Curve::from_parameter_id);
    known.map_or_else(|| number.to_string(), |curve| curve.name().to_owned())
}

fn text(bytes: &[u8]) -> String {
    CertificateHolderReference::decode(bytes)
        .map_or_else(|_| short_hex(bytes), |reference| reference.to_string())
}

fn auxiliary_data(object: &[u8]) -> Vec<String> {
    let Ok(data) = AuxiliaryData::decode(object) else {
        return Vec::new();
    };
    let objects = data.templates().iter();
    objects
        .map(|(identifier, value)| {
            format!(
                "to be compared: {} {}",
                identifiers::name(identifier),
                printable(value)
            )
        })
        .collect()
}

/// Characters where there are only such, else digits.
pub(super) fn printable(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) if !text.chars().any(char::is_control) => text.to_owned(),
        _ => short_hex(value),
    }
}

/// The data of MSE:Set DST.
pub(super) fn verification_key(data: &[u8]) -> Vec<String> {
    let reference = Reader::new(data)
        .flatten()
        .find(|object| object.tag.value() == 0x83);
    reference
        .map(|object| format!("key of: {}", text(object.value)))
        .into_iter()
        .collect()
}

/// The data of PSO:Verify Certificate.
pub(super) fn certificate(data: &[u8]) -> Vec<String> {
    let Ok(certificate) = CvCertificate::decode_command_data(data) else {
        return Vec::new();
    };
    let body = certificate.body();
    vec![
        format!("certificate of: {}, signed by {}", body.chr, body.car),
        format!("valid: {} to {}", body.effective, body.expiration),
        format!("authorization: {}", authorization(&body.chat)),
    ]
}

/// Terminal type, role and rights, data groups in runs.
fn authorization(chat: &Chat) -> String {
    let (mut read, mut write, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for right in chat.rights() {
        match right {
            Right::ReadDataGroup(group) => read.push(group),
            Right::WriteDataGroup(group) => write.push(group),
            other => others.push(other.to_string()),
        }
    }
    let groups = [("read", read), ("write", write)];
    let groups = groups.iter().filter(|(_, groups)| !groups.is_empty());
    others.extend(groups.map(|(verb, groups)| format!("{verb} DG{}", runs(groups))));
    let rights = if others.is_empty() {
        "no rights".into()
    } else {
        others.join(", ")
    };
    format!("{}, {}: {rights}", chat.terminal_type(), chat.role())
}

/// Ascending numbers, neighbours joined: `1-10, 13`.
fn runs(numbers: &[u8]) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let texts = runs.iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// GENERAL AUTHENTICATE: the step by the tag inside 7C `[TR-03110-3 §B.1]`.
pub(super) fn general_authenticate(command: &CommandView<'_>) -> String {
    let step = DynamicData::decode(command.data)
        .ok()
        .map(|data| data.objects().first().map(|(tag, _)| tag.value()));
    match step {
        Some(None) => "GENERAL AUTHENTICATE, PACE 1: nonce, please",
        Some(Some(0x81)) => "GENERAL AUTHENTICATE, PACE 2: map the nonce",
        Some(Some(0x83)) => "GENERAL AUTHENTICATE, PACE 3: agree on a key",
        Some(Some(0x85)) => "GENERAL AUTHENTICATE, PACE 4: compare tokens",
        Some(Some(0x80)) => "GENERAL AUTHENTICATE, Chip Authentication",
        Some(Some(0xA0 | 0xA2)) => "GENERAL AUTHENTICATE, Restricted Identification",
        _ => "GENERAL AUTHENTICATE",
    }
    .into()
}

/// What an answer of GENERAL AUTHENTICATE holds.
pub(super) fn dynamic_answer(data: &[u8]) -> Vec<String> {
    let Ok(data) = DynamicData::decode(data) else {
        return Vec::new();
    };
    let line = |tag: u32, value: &[u8]| {
        let what = match (tag, value.len()) {
            (0x80, _) => "encrypted nonce",
            (0x81, 8) => "nonce of the card",
            (0x82, 8) => "token of the card",
            (0x81, 32) => "sector identifier",
            (0x83, 32) => "second sector identifier",
            (0x82, _) => "key of the card for the mapping",
            (0x84, _) => "ephemeral key of the card",
            (0x86, _) => "token of the card",
            (0x87 | 0x88, _) => return format!("trust point of the card: {}", text(value)),
            _ => return format!("{tag:02X}: {}", short_hex(value)),
        };
        format!("{what}: {}", short_hex(value))
    };
    data.objects()
        .iter()
        .map(|(tag, value)| line(tag.value(), value))
        .collect()
}

/// RESET RETRY COUNTER `[TR-03110-3 §B.11.8]`.
pub(super) fn reset_retry_counter(command: &CommandView<'_>) -> String {
    match command.p1 {
        0x02 => format!("RESET RETRY COUNTER, new {}", password(command.p2)),
        0x03 => format!("RESET RETRY COUNTER, unblock the {}", password(command.p2)),
        _ => "RESET RETRY COUNTER".into(),
    }
}

/// ACTIVATE and DEACTIVATE of a password.
pub(super) fn activation(command: &CommandView<'_>) -> String {
    let name = if command.instruction == Instruction::ACTIVATE {
        "ACTIVATE"
    } else {
        "DEACTIVATE"
    };
    match command.p1 {
        0x10 => format!("{name} the {}", password(command.p2)),
        _ => name.to_owned(),
    }
}

/// Which auxiliary data VERIFY asks about.
pub(super) fn auxiliary_identifier(data: &[u8]) -> Vec<String> {
    let object = Reader::new(data)
        .flatten()
        .find(|object| object.tag.value() == 0x06);
    let identifier = object.and_then(|object| eac::encoding::oid::Oid::decode(object.value).ok());
    identifier
        .map(|identifier| format!("compares: {}", identifiers::name(&identifier)))
        .into_iter()
        .collect()
}
