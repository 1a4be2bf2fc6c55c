//! The PIN management of AusweisApp2: change a PIN, resume with the CAN, unblock with the PUK.

use serde_json::{Value, json};

use super::{AusweisApp, unexpected};
use crate::ClientError;

/// What the program asks the citizen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The present PIN; the transport PIN, too.
    Pin,
    /// The CAN, because the PIN is suspended.
    Can,
    /// The PUK, because the PIN is blocked.
    Puk,
    /// The PIN to be set.
    NewPin,
}

/// What the citizen answers. PINs are given in this order, one at each prompt; the last one
/// is given again and again.
#[derive(Clone, Debug)]
pub struct Secrets {
    pins: Vec<String>,
    new_pin: String,
    can: String,
    puk: String,
}

impl Secrets {
    /// A citizen who begins with this PIN.
    #[must_use]
    pub fn new(pin: &str) -> Self {
        Self {
            pins: vec![pin.into()],
            new_pin: String::new(),
            can: String::new(),
            puk: String::new(),
        }
    }

    /// The PIN at the next prompt after those given so far.
    #[must_use]
    pub fn then(mut self, pin: &str) -> Self {
        self.pins.push(pin.into());
        self
    }

    /// The PIN to be set, 6 digits.
    #[must_use]
    pub fn new_pin(mut self, pin: &str) -> Self {
        self.new_pin = pin.into();
        self
    }

    /// The CAN, 6 digits.
    #[must_use]
    pub fn can(mut self, can: &str) -> Self {
        self.can = can.into();
        self
    }

    /// The PUK, 10 digits.
    #[must_use]
    pub fn puk(mut self, puk: &str) -> Self {
        self.puk = puk.into();
        self
    }

    fn pin(&self, nth: usize) -> Option<&String> {
        self.pins.get(nth).or_else(|| self.pins.last())
    }
}

/// A finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePin {
    /// The program's own verdict.
    pub success: bool,
    /// Each prompt, with the retry counter that the program showed beside it.
    pub prompts: Vec<(Prompt, Option<u8>)>,
}

impl ChangePin {
    /// The prompts alone.
    #[must_use]
    pub fn asked(&self) -> Vec<Prompt> {
        self.prompts.iter().map(|(prompt, _)| *prompt).collect()
    }
}

/// No run asks more often than this; more is a loop.
pub(super) const MOST_PROMPTS: usize = 20;

impl AusweisApp {
    /// Runs the PIN change to its end and answers each prompt from `secrets`.
    ///
    /// # Errors
    /// Where the program falls silent, or asks more than 20 times.
    pub fn change_pin(&mut self, secrets: &Secrets) -> Result<ChangePin, ClientError> {
        self.send(&json!({"cmd": "RUN_CHANGE_PIN"}))?;
        let mut prompts = Vec::new();
        while prompts.len() < MOST_PROMPTS {
            let message = self.next_message()?;
            if message.get("msg").and_then(Value::as_str) == Some("CHANGE_PIN") {
                if let Some(success) = message.get("success").and_then(Value::as_bool) {
                    return Ok(ChangePin { success, prompts });
                }
                continue;
            }
            let Some(prompt) = prompt_of(&message) else {
                continue;
            };
            self.answer(prompt, &prompts, secrets)?;
            prompts.push((prompt, retry_counter(&message)));
        }
        Err(unexpected(&format!("it asks again and again: {prompts:?}")))
    }

    pub(super) fn answer(
        &mut self,
        prompt: Prompt,
        before: &[(Prompt, Option<u8>)],
        secrets: &Secrets,
    ) -> Result<(), ClientError> {
        let asked = before
            .iter()
            .filter(|(earlier, _)| *earlier == Prompt::Pin)
            .count();
        let (command, value) = match prompt {
            Prompt::Pin => ("SET_PIN", secrets.pin(asked)),
            Prompt::Can => ("SET_CAN", Some(&secrets.can)),
            Prompt::Puk => ("SET_PUK", Some(&secrets.puk)),
            Prompt::NewPin => ("SET_NEW_PIN", Some(&secrets.new_pin)),
        };
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.send(&json!({"cmd": command, "value": value})),
            None => self.send(&json!({"cmd": "CANCEL"})),
        }
    }
}

pub(super) fn prompt_of(message: &Value) -> Option<Prompt> {
    match message.get("msg")?.as_str()? {
        "ENTER_PIN" => Some(Prompt::Pin),
        "ENTER_CAN" => Some(Prompt::Can),
        "ENTER_PUK" => Some(Prompt::Puk),
        "ENTER_NEW_PIN" => Some(Prompt::NewPin),
        _ => None,
    }
}

pub(super) fn retry_counter(message: &Value) -> Option<u8> {
    let counter = message.pointer("/reader/card/retryCounter")?.as_i64()?;
    u8::try_from(counter).ok()
}
