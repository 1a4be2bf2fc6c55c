//! Secrets are replaced before anything is shown or written.
//!
//! Which data are secret is known by instruction: a new PIN travels in RESET RETRY COUNTER and
//! CHANGE REFERENCE DATA, a password in VERIFY. What is read from a card that belongs to a real
//! person is hidden as well, unless the card is made up.

use iso7816::{CommandApdu, Instruction, ResponseApdu};

/// What is shown of an APDU.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Masking {
    /// Secrets are replaced: right for made-up cards.
    #[default]
    Secrets,
    /// Secrets and whatever is read from files are replaced: right for everybody's cards.
    SecretsAndContents,
    /// Everything is shown.
    Nothing,
}

impl Masking {
    /// A command as hexadecimal digits, header in front.
    pub(super) fn command(self, command: &CommandApdu) -> String {
        let header = hex::encode_upper(command.as_view().header());
        if self != Self::Nothing && carries_secret(command) {
            return format!("{header} {}", hidden(command.data.len()));
        }
        spaced(&header, &hex::encode_upper(&command.data))
    }

    /// The bytes of a command as sent. A secret in a command that goes out unprotected is
    /// replaced; inside secure messaging it is encrypted already.
    pub(super) fn wire_command(self, bytes: &[u8], command: Option<&CommandApdu>) -> String {
        let secret = command.filter(|command| carries_secret(command));
        match secret {
            Some(command) if self != Self::Nothing && !is_protected(command) => {
                self.command(command)
            }
            _ => hex::encode_upper(bytes),
        }
    }

    /// A response as hexadecimal digits, status word last.
    pub(super) fn response(self, command: &CommandApdu, response: &ResponseApdu) -> String {
        let status = hex::encode_upper(response.status.to_bytes());
        if self.hides_answer(command) {
            return spaced(&hidden(response.data.len()), &status);
        }
        spaced(&hex::encode_upper(&response.data), &status)
    }

    /// The bytes of a response as received.
    pub(super) fn wire_response(
        self,
        bytes: &[u8],
        command: Option<&CommandApdu>,
        protected: bool,
    ) -> String {
        match (command, ResponseApdu::decode(bytes)) {
            (Some(command), Ok(response)) if !protected => self.response(command, &response),
            _ => hex::encode_upper(bytes),
        }
    }

    fn hides_answer(self, command: &CommandApdu) -> bool {
        self == Self::SecretsAndContents
            && matches!(
                command.instruction,
                Instruction::READ_BINARY | Instruction::READ_BINARY_ODD
            )
    }
}

fn carries_secret(command: &CommandApdu) -> bool {
    // VERIFY in the proprietary class compares auxiliary data and carries no secret.
    let verify = command.instruction == Instruction::VERIFY && !command.class.is_proprietary();
    let secret = verify
        || matches!(
            command.instruction,
            Instruction::RESET_RETRY_COUNTER | Instruction::CHANGE_REFERENCE_DATA
        );
    secret && !command.data.is_empty()
}

fn is_protected(command: &CommandApdu) -> bool {
    command.class.secure_messaging() != iso7816::SecureMessaging::None
}

fn hidden(length: usize) -> String {
    match length {
        0 => String::new(),
        _ => format!("({length} bytes hidden)"),
    }
}

fn spaced(left: &str, right: &str) -> String {
    [left, right]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::Masking;
    use iso7816::{CommandApdu, ResponseApdu};

    const NEW_PIN: &[u8] = b"123456";

    #[test]
    fn a_new_pin_is_never_shown() {
        let command = CommandApdu::new(0x00, 0x2C, 0x02, 0x03).with_data(NEW_PIN);
        assert_eq!(
            Masking::Secrets.command(&command),
            "002C0203 (6 bytes hidden)"
        );
        let wire = command.encode().unwrap_or_default();
        assert_eq!(
            Masking::Secrets.wire_command(&wire, Some(&command)),
            "002C0203 (6 bytes hidden)"
        );
        assert_eq!(Masking::Nothing.command(&command), "002C0203 313233343536");
    }

    #[test]
    fn what_a_real_card_holds_is_hidden_too() {
        let read = CommandApdu::new(0x00, 0xB0, 0x84, 0x00);
        let name = ResponseApdu::ok(*b"ERIKA");
        assert_eq!(
            Masking::SecretsAndContents.response(&read, &name),
            "(5 bytes hidden) 9000"
        );
        assert_eq!(Masking::Secrets.response(&read, &name), "4552494B41 9000");
    }
}
