//! Attempts: PACE that may end anywhere, as when a password is wrong or may not be used.

use conformance_harness::{Need, StepError};
use eac::encoding::Password;
use eac::terminal::command;
use iso7816::StatusWord;

use crate::CardWorld;
use crate::terminal::pace::PaceWish;

/// A PIN that the terminal has set, or tried to set.
#[derive(Clone, Debug)]
pub struct NewPin(pub String);

impl CardWorld {
    /// Runs PACE up to the first command that the card refuses. Its answer is the last answer; when
    /// no command is refused, it is the one to the token, and the channel is open.
    ///
    /// # Errors
    ///
    /// When the card is gone, or what it answers with 9000 is not what PACE promises.
    pub fn attempt_pace(&mut self, wish: &PaceWish) -> Result<(), StepError> {
        let template = self.pace_template(wish)?;
        self.begin_pace(wish)?;
        let answer = self.transmit(&command::set_at_pace(&template))?;
        let told = [StatusWord::OK, StatusWord::DEACTIVATED].contains(&answer.status);
        if !told && answer.status.retries_left().is_none() {
            return Ok(());
        }
        for _ in 0..4 {
            let next = self.next_pace_command()?;
            let answer = self.transmit(&next)?;
            if answer.status != StatusWord::OK {
                return Ok(());
            }
            let data = answer.data.clone();
            self.advance_pace(&data)?;
        }
        Ok(())
    }

    /// Asks for the state of the PIN: MSE:Set AT for PACE with it, without a CHAT
    /// `[TR-03110-3 §B.14.1]`.
    ///
    /// # Errors
    ///
    /// When the card is gone.
    pub fn query_pin(&mut self) -> Result<StatusWord, StepError> {
        let wish = PaceWish {
            password: Password::pin("000000"),
            chat: None,
        };
        let template = self.pace_template(&wish)?;
        Ok(self.transmit(&command::set_at_pace(&template))?.status)
    }

    /// Six digits that are not the PIN: each digit is the next one.
    ///
    /// # Errors
    ///
    /// When the PIN is not known.
    pub fn new_pin(&self) -> Result<NewPin, StepError> {
        let pin = self.secret(Need::Pin)?;
        let next = |digit: char| char::from_digit((digit.to_digit(10)? + 1) % 10, 10);
        let digits: String = pin
            .chars()
            .chain("5".chars())
            .filter_map(next)
            .take(6)
            .collect();
        Ok(NewPin(digits))
    }
}
