//! Commands that choose keys and change passwords.

use iso7816::CommandView;

use super::{Command, needs_data, needs_no_data, needs_no_length, parameters};
use crate::Refusal;

/// What MSE:Set AT prepares `[TR-03110-3 §B.14.1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateUse {
    /// C1A4: mutual authentication, PACE.
    Pace,
    /// 81A4: external authentication, Terminal Authentication.
    TerminalAuthentication,
    /// 41A4: internal authentication, Chip Authentication or Restricted Identification.
    ChipAuthentication,
}

/// What RESET RETRY COUNTER does `[TR-03110-3 §B.14.11]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CounterReset<'a> {
    /// P1 02: a new password, perhaps none at all, and the counter starts anew.
    Change(&'a [u8]),
    /// P1 03: the counter starts anew.
    Unblock,
}

/// Which of the two commands came `[TR-03110-3 §B.14.12]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationChange {
    /// ACTIVATE.
    Activate,
    /// DEACTIVATE.
    Deactivate,
}

pub(super) fn environment<'a>(command: &CommandView<'a>) -> Result<Command<'a>, Refusal> {
    let purpose = match command.p1_p2() {
        0xC1A4 => Some(TemplateUse::Pace),
        0x81A4 => Some(TemplateUse::TerminalAuthentication),
        0x41A4 => Some(TemplateUse::ChipAuthentication),
        _ => None,
    };
    parameters(command, purpose.is_some() || command.p1_p2() == 0x81B6)?;
    needs_data(command)?;
    needs_no_length(command)?;
    Ok(
        purpose.map_or(Command::SetVerificationKey(command.data), |purpose| {
            Command::SetAuthenticationTemplate(purpose, command.data)
        }),
    )
}

pub(super) fn reset_retry_counter<'a>(command: &CommandView<'a>) -> Result<Command<'a>, Refusal> {
    parameters(command, matches!(command.p1, 0x02 | 0x03))?;
    if command.p1 == 0x02 {
        return Ok(Command::ResetRetryCounter(
            command.p2,
            CounterReset::Change(command.data),
        ));
    }
    needs_no_data(command).map(|()| Command::ResetRetryCounter(command.p2, CounterReset::Unblock))
}

pub(super) fn activation<'a>(
    command: &CommandView<'a>,
    change: ActivationChange,
) -> Result<Command<'a>, Refusal> {
    parameters(command, command.p1 == 0x10)?;
    needs_no_data(command).map(|()| Command::ChangeActivation(command.p2, change))
}
