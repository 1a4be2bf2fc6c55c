//! What was seen while a check ran: its steps, every APDU and every message between services.

use serde::{Deserialize, Serialize};

/// Everything a person needs in order to judge a check again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The steps of the scenario in order.
    pub steps: Vec<StepResult>,
    /// The commands and responses in order, controls included.
    pub exchanges: Vec<Exchange>,
    /// The messages between services in order, controls included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<MessageSeen>,
}

impl Evidence {
    /// The first step that did not pass.
    #[must_use]
    pub fn failed_step(&self) -> Option<&StepResult> {
        self.steps
            .iter()
            .find(|step| step.verdict != StepVerdict::Passed)
    }
}

/// One step of a scenario and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResult {
    /// The step as written: `Then the card answers 9000`.
    pub text: String,
    /// How it went.
    pub verdict: StepVerdict,
    /// Why it failed, in words; empty when it passed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// Number of exchanges recorded before this step began, so that the step's own APDUs are the
    /// slice up to the next step's number.
    pub first_exchange: usize,
    /// Number of messages between services recorded before this step began, likewise.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub first_message: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepVerdict {
    /// It did what it says.
    Passed,
    /// It did not hold.
    Failed,
    /// No step function matches the text, or several do.
    Undefined,
    /// Never reached.
    NotReached,
}

/// One command with its response, on the wire and as the terminal understood it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// When in the life of the check it was sent.
    pub phase: Phase,
    /// The command as sent, hexadecimal, secrets replaced.
    pub command: String,
    /// The response as received, hexadecimal; empty when the target was lost.
    pub response: String,
    /// The command in words, for example `READ BINARY EF.CardAccess offset 0, 256 bytes`.
    pub meaning: String,
    /// The status word with its meaning as the terminal understood it, or why there is none.
    pub outcome: String,
    /// The plain command below secure messaging, hexadecimal, secrets replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain_command: Option<String>,
    /// The plain response below secure messaging, hexadecimal, secrets replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain_response: Option<String>,
    /// Whether the response came protected.
    pub protection: Protection,
}

/// One request with its response, as a tap in front of a service saw them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSeen {
    /// When in the life of the check it was sent.
    pub phase: Phase,
    /// Who asked whom: `browser > csam`, or the one who was asked alone.
    pub hop: String,
    /// Method and path, with the names of its parameters: `GET /fas/SSORedirect?SAMLRequest=…`.
    pub request_line: String,
    /// The status of the response; 0 when there was none.
    pub status: u16,
    /// What it carried, unpacked for reading. Empty when there was nothing to unpack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decoded: Vec<DecodedPart>,
    /// Request and response as text, secrets replaced, cut where they are very long.
    pub raw: String,
}

/// Something that a message carried, unpacked: SAML and SOAP as indented XML, tokens as their
/// header and claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecodedPart {
    /// Whether it went there or came back.
    pub side: Side,
    /// What it is: `SAMLRequest`, `id_token`, `body`.
    pub name: String,
    /// Its text, for reading; no bytes are to be compared with it.
    pub text: String,
}

/// The two halves of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// What was asked.
    Request,
    /// What was answered.
    Response,
}

/// When in the life of a check an APDU or a message was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The positive control before the scenario.
    ControlBefore,
    /// The scenario itself.
    Check,
    /// The positive control after a PASS.
    ControlAfter,
}

/// How a response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protection {
    /// Without secure messaging.
    Plain,
    /// Within valid secure messaging.
    Secured,
    /// Within secure messaging that the terminal found to be wrong.
    Broken,
    /// Not at all: the target was lost.
    Lost,
}
