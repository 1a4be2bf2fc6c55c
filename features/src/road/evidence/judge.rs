//! What a third party makes of a conversation between eID client and eID server.

mod card;
mod inquiry;
mod token;
mod whole;

use conformance_harness::StepError;
use eac::encoding::{CertificateDescription, Chat, Role, TerminalType};
use paos::Eac1Input;

use super::token_address;

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

/// Nothing, unless it is not so.
pub(crate) fn check(
    holds: bool,
    expected: impl std::fmt::Display,
    received: impl std::fmt::Display,
) -> Result<(), StepError> {
    if holds {
        return Ok(());
    }
    Err(StepError::expected(expected, received))
}

/// The address of the TC token that a browser carries to the eID client.
pub(crate) fn address_in(call: &str) -> Result<String, StepError> {
    token_address(call)
        .ok_or_else(|| StepError::precondition(format!("{call} names no address of a TC token")))
}

/// The rights that `chat` has and `granted` has not.
pub(crate) fn beyond(chat: &Chat, granted: &Chat) -> Vec<String> {
    let more = chat.rights().filter(|right| !granted.has(*right));
    more.map(|right| right.to_string()).collect()
}

fn chat(object: Option<&[u8]>) -> Result<Chat, StepError> {
    match object {
        Some(object) => Chat::decode(object).map_err(said),
        None => Ok(no_rights()),
    }
}

/// A template without rights.
pub(super) fn no_rights() -> Chat {
    Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal)
}

fn description(inquiry: &Eac1Input) -> Result<CertificateDescription, StepError> {
    let none = || StepError::requirement("there is no description of the certificate");
    let encoded = inquiry.certificate_description.as_deref();
    CertificateDescription::decode(encoded.ok_or_else(none)?).map_err(said)
}
