//! The server's own commands for the card.

use std::collections::VecDeque;

use paos::{InputApdu, Transmit};

/// Sends the commands of a Transmit as they are: the server has protected them, and the client's session is over.
/// `[TR-03112-7 §3.6.4.4]`
#[derive(Debug)]
pub(crate) struct Batch {
    current: InputApdu,
    rest: VecDeque<InputApdu>,
    outputs: Vec<Vec<u8>>,
    goes_on: bool,
}

/// What comes next in a batch.
#[derive(Debug)]
pub(crate) enum BatchTurn {
    /// Send this, then give the answer to the machine.
    Send(Vec<u8>, Batch),
    /// All commands were answered, and each as the server accepts it.
    Done(Vec<Vec<u8>>),
    /// The last of these responses is not acceptable; what was left is not sent. `[TR-03112-6 §3.2.5]`
    Stopped(Vec<Vec<u8>>),
}

impl Batch {
    /// Begins; `goes_on` sends everything, whatever the card says.
    pub(crate) fn start(transmit: Transmit, goes_on: bool) -> BatchTurn {
        Self::next(transmit.inputs.into(), Vec::new(), goes_on)
    }

    fn next(mut rest: VecDeque<InputApdu>, outputs: Vec<Vec<u8>>, goes_on: bool) -> BatchTurn {
        match rest.pop_front() {
            Some(current) => BatchTurn::Send(
                current.apdu.clone(),
                Self {
                    current,
                    rest,
                    outputs,
                    goes_on,
                },
            ),
            None => BatchTurn::Done(outputs),
        }
    }

    /// Takes an answer.
    pub(crate) fn receive(mut self, answer: Vec<u8>) -> BatchTurn {
        let accepted = self.goes_on || self.current.accepts(&answer);
        self.outputs.push(answer);
        if accepted {
            Self::next(self.rest, self.outputs, self.goes_on)
        } else {
            BatchTurn::Stopped(self.outputs)
        }
    }
}
