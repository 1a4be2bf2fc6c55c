//! The second batch: the data groups that the person has left, and what comes out of the whole session.

use std::collections::BTreeMap;

use eac::encoding::{Chat, Right};
use eac::terminal::command;
use iso7816::{Ne, ResponseApdu, StatusWord};
use paos::TransmitResponse;

use super::batch::{Answers, Batch, Named};
use super::questions::{Facts, opened, succeeded, transmit};
use super::{EidServer, Failure, Rights, Stage, Step};
use crate::Fault;

/// Groups that a server asks for although it may not.
const CURIOSITY: [u8; 4] = [2, 7, 10, 17];

/// What a card has told: the effective rights, data groups by number, and the pseudonym.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EidData {
    /// The rights that the person has left.
    pub effective: Chat,
    /// Data groups, each as the card has it.
    pub groups: BTreeMap<u8, Vec<u8>>,
    /// The identifier in the sector.
    pub pseudonym: Option<Vec<u8>>,
}

/// Data groups that are being read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    rights: Rights,
    data: EidData,
    numbers: Vec<u8>,
    batch: Batch,
}

impl EidServer {
    /// Reads the data groups that are left, or ends when none is.
    pub(super) fn read(&self, facts: Facts) -> Result<Step, Failure> {
        let Facts {
            wanted,
            effective,
            pseudonym,
            session,
        } = facts;
        let data = EidData {
            effective,
            groups: BTreeMap::new(),
            pseudonym,
        };
        let numbers = self.groups_to_read(&effective);
        if numbers.is_empty() {
            return Ok(self.succeed(data));
        }
        let commands = numbers.iter().map(|number| {
            let read = command::read_by_short_id(*number, Ne::EXTENDED_MAX);
            Named::new("READ BINARY of a data group", read)
        });
        let (batch, protected) = Batch::protect(session, commands.collect(), false)?;
        let reading = Reading {
            rights: wanted.rights,
            data,
            numbers,
            batch,
        };
        Ok((Stage::AwaitGroups(Box::new(reading)), transmit(protected)))
    }

    fn groups_to_read(&self, effective: &Chat) -> Vec<u8> {
        let curious = self.faults.has(Fault::ReadsBeyondEffectiveChat);
        (1..=22)
            .filter(|number| {
                effective.has(Right::ReadDataGroup(*number))
                    || curious && CURIOSITY.contains(number)
            })
            .collect()
    }

    /// Takes the data groups.
    pub(super) fn finish(
        &self,
        reading: Reading,
        response: &TransmitResponse,
    ) -> Result<Step, Failure> {
        let Reading {
            rights,
            mut data,
            numbers,
            batch,
        } = reading;
        let Answers { answers, .. } = opened(batch, response)?;
        for (number, (named, answer)) in numbers.into_iter().zip(answers) {
            let allowed = data.effective.has(Right::ReadDataGroup(number));
            match content(named.name, answer) {
                Ok(content) => data.groups.extend(content.map(|content| (number, content))),
                Err(failure) if allowed => return Err(failure),
                Err(_) => (),
            }
        }
        let lacking = (1..=22).find(|number| {
            rights.required.has(Right::ReadDataGroup(*number))
                && data.effective.has(Right::ReadDataGroup(*number))
                && !data.groups.contains_key(number)
        });
        match lacking {
            Some(number) => Err(Failure::DataGroupMissing(number)),
            None => Ok(self.succeed(data)),
        }
    }

    fn succeed(&self, data: EidData) -> Step {
        let message = self.last_message(Ok(()));
        (Stage::Ended(Ok(Box::new(data))), message)
    }
}

/// The content of a data group, or nothing where the card has none.
fn content(command: &'static str, answer: ResponseApdu) -> Result<Option<Vec<u8>>, Failure> {
    match answer.status {
        StatusWord::FILE_NOT_FOUND => Ok(None),
        status if status.is_warning() && !answer.data.is_empty() => Ok(Some(answer.data)),
        _ => succeeded(command, &answer).map(|()| Some(answer.data)),
    }
}
