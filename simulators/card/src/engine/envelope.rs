//! ENVELOPE and GET RESPONSE: a way for long commands and responses through readers that carry short ones only.
//!
//! Both travel in the open and leave the session alone `[TR-03110-3 §E]`; the command inside is treated like any other.

use iso7816::chaining::{Collected, Collector, ResponseQueue};
use iso7816::{Class, CommandView, Instruction, Ne, ResponseView, StatusWord};

use super::{Buffers, Engine, layer};
use crate::{Exchange, Observer, Profile, Protection, Reason, Refusal};

/// The longest command: header, extended lengths and 65535 bytes of data.
const LIMIT: usize = 65_544;

/// What is collected and what waits.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    collector: Collector,
    queue: ResponseQueue,
}

impl Default for Envelope {
    fn default() -> Self {
        Self {
            collector: Collector::new(LIMIT),
            queue: ResponseQueue::new(),
        }
    }
}

impl Envelope {
    pub(super) fn clear(&mut self) {
        self.collector.clear();
        self.queue.clear();
    }
}

/// Whether this is one of the two commands, in the open and on the only channel.
pub(super) fn is_transport(command: &CommandView<'_>) -> bool {
    match command.instruction {
        Instruction::ENVELOPE => command.class.without_chaining() == Class::PLAIN,
        Instruction::GET_RESPONSE => command.class == Class::PLAIN,
        _ => false,
    }
}

impl<P: Profile> Engine<P> {
    pub(super) fn transport(
        &mut self,
        wire: &[u8],
        command: CommandView<'_>,
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) {
        let mut envelope = std::mem::take(&mut self.envelope);
        let result = if command.instruction == Instruction::GET_RESPONSE {
            get_response(&mut envelope, &command, response)
        } else {
            self.open_envelope(&mut envelope, command, response, observer)
        };
        self.envelope = envelope;
        if let Err(refusal) = &result {
            response.clear();
            response.extend_from_slice(&refusal.status.to_bytes());
        }
        let answer = ResponseView::decode(response).unwrap_or(ResponseView {
            data: &[],
            status: StatusWord::UNKNOWN,
        });
        observer.exchanged(&Exchange {
            wire_command: wire,
            command: Some(command),
            response: answer,
            wire_response: response,
            refusal: result.as_ref().err(),
            protection: Protection::Plain,
        });
    }

    fn open_envelope(
        &mut self,
        envelope: &mut Envelope,
        command: CommandView<'_>,
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) -> Result<(), Refusal> {
        envelope.queue.clear();
        check(&command)?;
        if command.data.is_empty() {
            return Err(wrong_length(crate::LengthProblem::DataMissing));
        }
        let collected = envelope.collector.collect(command);
        let collected =
            collected.map_err(|error| Refusal::new(error.status(), Reason::Chain(error)))?;
        let status = match collected {
            Collected::More => StatusWord::OK,
            Collected::Whole(whole) => {
                let mut inner = Vec::new();
                let received = layer::Received {
                    wire: whole.data,
                    decoded: CommandView::decode(whole.data),
                };
                self.exchange(received, &mut Buffers::default(), &mut inner, observer);
                envelope.queue.load(&ResponseView {
                    data: &inner,
                    status: StatusWord::OK,
                });
                StatusWord::bytes_available(inner.len())
            }
        };
        response.clear();
        response.extend_from_slice(&status.to_bytes());
        Ok(())
    }
}

fn get_response(
    envelope: &mut Envelope,
    command: &CommandView<'_>,
    response: &mut Vec<u8>,
) -> Result<(), Refusal> {
    envelope.collector.clear();
    check(command)?;
    let ne: Ne = command
        .ne
        .ok_or_else(|| wrong_length(crate::LengthProblem::LeMissing))?;
    if envelope.queue.is_empty() {
        return Err(Refusal::new(
            StatusWord::CONDITIONS_NOT_SATISFIED,
            Reason::NothingToFetch,
        ));
    }
    response.clear();
    envelope.queue.fetch(ne, response);
    Ok(())
}

fn check(command: &CommandView<'_>) -> Result<(), Refusal> {
    if command.p1_p2() == 0 {
        return Ok(());
    }
    let because = Reason::Parameters {
        p1: command.p1,
        p2: command.p2,
    };
    Err(Refusal::new(StatusWord::INCORRECT_P1_P2, because))
}

fn wrong_length(problem: crate::LengthProblem) -> Refusal {
    Refusal::new(StatusWord::WRONG_LENGTH, Reason::Length(problem))
}
