//! Commands and responses in words.

use conformance_verdict::{Exchange, Protection};
use iso7816::tlv::Reader;
use iso7816::{CommandApdu, Instruction, ResponseApdu, SecureMessaging};

use super::{Masking, Wire};

/// One exchange as a person reads it.
pub(super) fn in_words(wire: &Wire, masking: Masking) -> Exchange {
    let on_the_wire = CommandApdu::decode(&wire.command).ok();
    let plain = wire.plain.as_ref();
    let understood = plain.map(|(command, _)| command).or(on_the_wire.as_ref());
    let answered = wire
        .response
        .as_ref()
        .ok()
        .and_then(|bytes| ResponseApdu::decode(bytes).ok());
    let response = match plain {
        Some((_, Some(response))) => Some(response),
        _ => answered.as_ref(),
    };
    Exchange {
        phase: wire.phase,
        command: masking.wire_command(&wire.command, on_the_wire.as_ref()),
        response: match (&wire.response, plain) {
            (Ok(bytes), _) => masking.wire_response(bytes, understood, plain.is_some()),
            (Err(_), _) => String::new(),
        },
        meaning: understood.map_or_else(|| "not a command APDU".to_owned(), meaning),
        outcome: outcome(wire, response),
        plain_command: plain.map(|(command, _)| masking.command(command)),
        plain_response: plain
            .and_then(|(command, response)| Some(masking.response(command, response.as_ref()?))),
        protection: wire.protection,
    }
}

fn outcome(wire: &Wire, response: Option<&ResponseApdu>) -> String {
    match (&wire.response, response, wire.protection) {
        (Err(reason), _, _) => format!("no answer: {reason}"),
        (Ok(bytes), None, _) => format!("{} bytes, not a response APDU", bytes.len()),
        (Ok(_), Some(response), Protection::Broken) => {
            format!("secure messaging broken: {}", sized(response))
        }
        (Ok(_), Some(response), _) => sized(response),
    }
}

fn sized(response: &ResponseApdu) -> String {
    match response.data.len() {
        0 => response.status.to_string(),
        1 => format!("{}, 1 byte", response.status),
        length => format!("{}, {length} bytes", response.status),
    }
}

/// What a command asks for.
fn meaning(command: &CommandApdu) -> String {
    let mut words = vec![command.instruction.to_string()];
    words.extend(detail(command));
    if let Some(ne) = command.ne
        && matches!(
            command.instruction,
            Instruction::READ_BINARY | Instruction::GET_CHALLENGE
        )
    {
        words.push(format!("up to {} bytes", ne.get()));
    }
    if command.class.is_chained() {
        words.push("(more follows)".to_owned());
    }
    if command.class.secure_messaging() != SecureMessaging::None {
        words.push("(protected, not understood)".to_owned());
    }
    words.join(" ")
}

fn detail(command: &CommandApdu) -> Option<String> {
    let p1_p2 = command.as_view().p1_p2();
    let text = match command.instruction {
        Instruction::SELECT => match command.p1 {
            0x04 => format!("application {}", hex::encode_upper(&command.data)),
            _ if command.data.is_empty() => "master file".to_owned(),
            _ => format!("file {}", hex::encode_upper(&command.data)),
        },
        Instruction::READ_BINARY | Instruction::UPDATE_BINARY if command.p1 & 0x80 != 0 => {
            format!("short id {:02X} offset {}", command.p1 & 0x1F, command.p2)
        }
        Instruction::READ_BINARY | Instruction::UPDATE_BINARY => format!("offset {p1_p2}"),
        Instruction::MANAGE_SECURITY_ENVIRONMENT => security_environment(p1_p2).to_owned(),
        Instruction::GENERAL_AUTHENTICATE => dynamic_authentication_data(&command.data)?,
        Instruction::RESET_RETRY_COUNTER => retry_counter(command.p1).to_owned(),
        Instruction::PERFORM_SECURITY_OPERATION if p1_p2 == 0x00BE => "verify certificate".into(),
        Instruction::ACTIVATE | Instruction::DEACTIVATE if command.p1 == 0x10 => {
            format!("password {}", command.p2)
        }
        _ => return None,
    };
    Some(text)
}

/// P1-P2 of MSE `[TR-03110-3 §B.11.1]`.
fn security_environment(p1_p2: u16) -> &'static str {
    match p1_p2 {
        0xC1A4 => "set authentication template for PACE",
        0x81A4 => "set authentication template for Terminal Authentication",
        0x41A4 => {
            "set authentication template for Chip Authentication or Restricted Identification"
        }
        0x81B6 => "set digital signature template (trust point)",
        _ => "with other parameters",
    }
}

/// What the terminal does to the PIN `[TR-03110-3 §B.11.8]`.
fn retry_counter(p1: u8) -> &'static str {
    match p1 {
        0x02 => "with a new secret",
        0x03 => "unblock",
        _ => "with other parameters",
    }
}

/// The steps of GENERAL AUTHENTICATE by the tag inside `7C` `[TR-03110-3 §B.1]`.
fn dynamic_authentication_data(data: &[u8]) -> Option<String> {
    let template = Reader::new(data).next()?.ok()?;
    let Some(inner) = template.reader().next() else {
        return Some("ask for the nonce".to_owned());
    };
    let text = match inner.ok()?.tag.value() {
        0x80 => "public key for Chip Authentication",
        0x81 => "map the nonce",
        0x83 => "agree on a key",
        0x85 => "exchange authentication tokens",
        0xA0 | 0xA2 => "sector key for Restricted Identification",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::meaning;
    use iso7816::CommandApdu;

    #[test]
    fn commands_are_told_in_words() {
        let read = CommandApdu::new(0x00, 0xB0, 0x9C, 0x00).with_ne(iso7816::Ne::SHORT_MAX);
        assert_eq!(
            meaning(&read),
            "READ BINARY short id 1C offset 0 up to 256 bytes"
        );
        let nonce = CommandApdu::new(0x10, 0x86, 0, 0).with_data([0x7C, 0x00]);
        assert_eq!(
            meaning(&nonce),
            "GENERAL AUTHENTICATE ask for the nonce (more follows)"
        );
        let strange = CommandApdu::new(0x00, 0x5A, 1, 2);
        assert_eq!(meaning(&strange), "INS 5A");
    }
}
