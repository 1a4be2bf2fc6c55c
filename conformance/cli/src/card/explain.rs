//! Commands and responses in plain words, as a person follows a conversation.
//!
//! Decoded APDUs come in, short lines go out. Knows no key and sees nothing that the card did not understand; shows
//! everything it is given, so whoever hides secrets leaves them out.

mod files;
mod identifiers;
mod security;

use iso7816::{CommandView, Instruction, ResponseView};

pub(super) use files::{data_group_name, data_group_text};

/// Which application short file ids belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Application {
    /// None is selected: the master file.
    #[default]
    None,
    /// The eID application.
    Eid,
    /// The ePassport application.
    Passport,
    /// One without a name here.
    Other,
}

/// Follows a conversation, because a short file id means another file in another application.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Explainer {
    application: Application,
    file: Option<u8>,
}

impl Explainer {
    /// What a command does, in one line.
    pub(super) fn command(&self, command: &CommandView<'_>) -> String {
        match command.instruction {
            Instruction::SELECT => files::select(command),
            Instruction::READ_BINARY | Instruction::UPDATE_BINARY => {
                files::binary(command, self.application)
            }
            Instruction::MANAGE_SECURITY_ENVIRONMENT => security::environment(command),
            Instruction::GENERAL_AUTHENTICATE => security::general_authenticate(command),
            Instruction::PERFORM_SECURITY_OPERATION if command.p1_p2() == 0x00BE => {
                "PSO:Verify Certificate".into()
            }
            Instruction::RESET_RETRY_COUNTER => security::reset_retry_counter(command),
            Instruction::ACTIVATE | Instruction::DEACTIVATE => security::activation(command),
            Instruction::VERIFY if command.class.is_proprietary() => "VERIFY auxiliary data".into(),
            other => other.to_string(),
        }
    }

    /// What the data field of a command says, a line each.
    pub(super) fn command_data(&self, command: &CommandView<'_>) -> Vec<String> {
        match (command.instruction, command.p1_p2()) {
            (Instruction::MANAGE_SECURITY_ENVIRONMENT, 0x81B6) => {
                security::verification_key(command.data)
            }
            (Instruction::MANAGE_SECURITY_ENVIRONMENT, p1_p2) => {
                security::template(p1_p2, command.data)
            }
            (Instruction::PERFORM_SECURITY_OPERATION, 0x00BE) => {
                security::certificate(command.data)
            }
            (Instruction::VERIFY, _) if command.class.is_proprietary() => {
                security::auxiliary_identifier(command.data)
            }
            _ => Vec::new(),
        }
    }

    /// What the data field of a response says, a line each.
    pub(super) fn response_data(
        &self,
        command: &CommandView<'_>,
        response: &ResponseView<'_>,
    ) -> Vec<String> {
        match command.instruction {
            Instruction::READ_BINARY if !response.data.is_empty() => {
                files::content(command, self.application, self.file, response.data)
            }
            Instruction::GENERAL_AUTHENTICATE => security::dynamic_answer(response.data),
            _ => Vec::new(),
        }
    }

    /// Remembers what a command changed.
    pub(super) fn follow(&mut self, command: &CommandView<'_>, response: &ResponseView<'_>) {
        if !response.status.is_ok() && !response.status.is_warning() {
            return;
        }
        if command.instruction == Instruction::SELECT {
            self.file = None;
            if let Some(application) = files::selected(command) {
                self.application = application;
            }
        }
        if command.instruction == Instruction::READ_BINARY && command.p1 & 0x80 != 0 {
            self.file = Some(command.p1 & 0x1F);
        }
    }

    /// Begins again, after a reset.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Bytes as pairs of digits with spaces, the beginning only where there are many.
pub(super) fn short_hex(bytes: &[u8]) -> String {
    const SHOWN: usize = 16;
    match bytes.get(..SHOWN) {
        Some(beginning) if bytes.len() > SHOWN => {
            format!("{} … ({} bytes)", hex(beginning), bytes.len())
        }
        _ => hex(bytes),
    }
}

/// Bytes as pairs of digits with spaces.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests;
