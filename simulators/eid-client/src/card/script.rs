//! Commands that must all go well.

use std::collections::VecDeque;

use eac::terminal::Step;
use iso7816::CommandApdu;

use super::{CardError, Link, Turn, Turned};

/// Sends commands one after the other; what comes out is the data of the last response.
#[derive(Debug)]
pub(crate) struct Script {
    link: Link,
    step: Step,
    rest: VecDeque<(Step, CommandApdu)>,
}

impl Script {
    /// Begins with the first of the commands.
    pub(crate) fn start(
        link: Link,
        commands: impl IntoIterator<Item = (Step, CommandApdu)>,
    ) -> Turned<Self, (Link, Vec<u8>)> {
        Self::next(link, commands.into_iter().collect(), Vec::new())
    }

    fn next(
        mut link: Link,
        mut rest: VecDeque<(Step, CommandApdu)>,
        data: Vec<u8>,
    ) -> Turned<Self, (Link, Vec<u8>)> {
        match rest.pop_front() {
            Some((step, command)) => {
                let bytes = link.wrap_command(&command)?;
                Ok(Turn::Send(bytes, Self { link, step, rest }))
            }
            None => Ok(Turn::Done((link, data))),
        }
    }

    /// Takes an answer.
    pub(crate) fn receive(mut self, answer: &[u8]) -> Turned<Self, (Link, Vec<u8>)> {
        let response = self.link.unwrap_response(answer)?;
        if !response.status.is_ok() {
            return Err(CardError::Status {
                step: self.step,
                status: response.status,
            });
        }
        Self::next(self.link, self.rest, response.data)
    }
}
