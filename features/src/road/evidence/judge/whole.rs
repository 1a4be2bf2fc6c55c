//! The whole conversation. `[TR-03112-7 §2.6, §3.6.4]`

use conformance_harness::StepError;
use paos::{Message, ResultMinor};

use super::{check, said};
use crate::road::evidence::Seen;

impl Seen {
    /// The server's messages come in their order, each as an answer to the client's, and end with a success.
    ///
    /// # Errors
    ///
    /// What is otherwise.
    pub fn order_is_kept(&self) -> Result<(), StepError> {
        for turn in &self.turns {
            let answer = turn.answer.as_ref().map_err(said)?;
            let related = answer.relates_to == turn.said.message_id;
            let expected = "an answer that relates to the client's message";
            check(related, expected, answer.message.name())?;
        }
        let mut names: Vec<&str> = self.answers().map(Message::name).collect();
        names.retain(|name| *name != "InitializeFramework");
        let steps = names
            .iter()
            .take_while(|name| **name == "DIDAuthenticate")
            .count();
        let batches = names.iter().filter(|name| **name == "Transmit").count();
        let whole = (2..=3).contains(&steps) && batches > 0 && names.len() == steps + batches + 1;
        let expected = "DIDAuthenticate, Transmit, StartPAOSResponse";
        check(whole, expected, names.join(", "))?;
        let end = self.end()?;
        let minor = end.minor.as_ref().map_or("no reason", ResultMinor::word);
        check(end.is_ok(), "a success at the end", minor)
    }

    /// The conversation ended with an error of this name.
    ///
    /// # Errors
    ///
    /// When it did not.
    pub fn ends_with(&self, word: &str) -> Result<(), StepError> {
        let end = self.end()?;
        let minor = end.minor.as_ref().map_or("no reason", ResultMinor::word);
        check(!end.is_ok(), format!("an end with {word}"), "a success")?;
        check(minor == word, format!("an end with {word}"), minor)
    }
}
