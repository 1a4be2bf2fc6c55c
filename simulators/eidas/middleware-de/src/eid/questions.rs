//! The first batch: the application, whether the card is blocked, whether the document is valid, and the pseudonym.
//!
//! ```text
//! SELECT eID application
//! MSE:Set AT, GENERAL AUTHENTICATE    blocking identification: key for everyone
//! VERIFY                              document validity
//! MSE:Set AT, GENERAL AUTHENTICATE    pseudonym: key for authorized terminals, where the right is left
//! ```

use eac::encoding::security_infos::RestrictedIdentificationInfo;
use eac::encoding::{Chat, CvPublicKey, RiProtocol, Right, SecurityInfo, SecurityInfos, oid};
use eac::terminal::{command, restricted_identification};
use iso7816::{CommandApdu, Ne, ResponseApdu, StatusWord};
use paos::{Eac2Output, InputApdu, Message, Transmit, TransmitResponse};
use secure_messaging::TerminalSession;

use super::batch::{Answers, Batch, Named, ProtectedCommand};
use super::consent::{Agreed, malformed};
use super::terminal::SectorPlace;
use super::{EidServer, Failure, Stage, Step, Wanted, failure_of};
use crate::Fault;

const SELECT: &str = "SELECT of the eID application";
const CHOOSE_BLOCKING: &str = "MSE:Set AT of the blocking identification";
const BLOCKING: &str = "GENERAL AUTHENTICATE of the blocking identification";
const VALIDITY: &str = "VERIFY of the document validity";
const CHOOSE_PSEUDONYM: &str = "MSE:Set AT of the pseudonym";
const PSEUDONYM: &str = "GENERAL AUTHENTICATE of the pseudonym";

/// Questions to the card about itself.
#[derive(Clone, Debug)]
pub(super) struct Questions {
    wanted: Wanted,
    effective: Chat,
    batch: Batch,
}

/// What the card has said about itself.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) wanted: Wanted,
    pub(super) effective: Chat,
    pub(super) pseudonym: Option<Vec<u8>>,
    pub(super) session: TerminalSession,
}

impl EidServer {
    /// Takes the chip's proof and asks the card about itself.
    pub(super) fn question(&self, agreed: Agreed, output: Eac2Output) -> Result<Step, Failure> {
        let proven = self.prove_chip(&agreed, &output)?;
        if self.faults.has(Fault::SuccessTooEarly) {
            let message = self.last_message(Ok(()));
            return Ok((Stage::Ended(Err(Failure::NotFinished)), message));
        }
        let Agreed {
            asked, effective, ..
        } = agreed;
        let commands = self.questions(&asked.wanted, &effective, &proven.infos)?;
        let session = TerminalSession::new(proven.keys);
        let keep_counter = self.faults.has(Fault::CounterKept);
        let (batch, protected) = Batch::protect(session, commands, keep_counter)?;
        let questions = Questions {
            wanted: asked.wanted,
            effective,
            batch,
        };
        Ok((Stage::AwaitFacts(Box::new(questions)), transmit(protected)))
    }

    fn questions(
        &self,
        wanted: &Wanted,
        effective: &Chat,
        infos: &SecurityInfos,
    ) -> Result<Vec<Named>, Failure> {
        let select = command::select_application(&command::EID_APPLICATION);
        let mut commands = vec![Named::new(SELECT, select)];
        if !self.faults.has(Fault::BlockingNotAsked) {
            let names = [CHOOSE_BLOCKING, BLOCKING];
            commands.extend(self.identification(names, infos, &wanted.sector, false)?);
        }
        if !self.faults.has(Fault::DocumentValidityNotAsked) {
            let verify = command::verify_auxiliary_data(&oid::ID_DATE_OF_EXPIRY);
            commands.push(Named::new(VALIDITY, verify));
        }
        if effective.has(Right::RestrictedIdentification) {
            let authorized = !self.faults.has(Fault::PseudonymFromBlockingKey);
            let sector = match self.faults.has(Fault::OneSectorForAll) {
                true => self.terminal.sector(),
                false => &wanted.sector,
            };
            let names = [CHOOSE_PSEUDONYM, PSEUDONYM];
            commands.extend(self.identification(names, infos, sector, authorized)?);
        }
        Ok(commands)
    }

    /// The two commands of Restricted Identification with the key that has this audience.
    fn identification(
        &self,
        [choose, identify]: [&'static str; 2],
        infos: &SecurityInfos,
        sector: &CvPublicKey,
        authorized: bool,
    ) -> Result<[Named; 2], Failure> {
        let (protocol, key_id) = identification_key(infos, authorized)?;
        let set = restricted_identification::set_at(protocol, key_id);
        let request = match self.terminal.place(sector) {
            Some(SectorPlace::Second) => restricted_identification::request(None, Some(sector)),
            _ => restricted_identification::request(Some(sector), None),
        };
        let general = CommandApdu::new(0x00, 0x86, 0x00, 0x00)
            .with_data(request)
            .with_ne(Ne::SHORT_MAX);
        Ok([
            Named::new(choose, command::set_at_internal(&set)).must_succeed(),
            Named::new(identify, general).must_succeed(),
        ])
    }

    /// Takes what the card says about itself: a blocked card and an expired document end the session.
    pub(super) fn judge_facts(
        &self,
        questions: Questions,
        response: &TransmitResponse,
    ) -> Result<Step, Failure> {
        let Questions {
            wanted,
            effective,
            batch,
        } = questions;
        let Answers { session, answers } = opened(batch, response)?;
        let mut pseudonym = None;
        for (named, answer) in &answers {
            match named.name {
                VALIDITY => self.judge_validity(answer)?,
                BLOCKING => self.judge_blocking(&identifier(BLOCKING, answer)?)?,
                PSEUDONYM => pseudonym = Some(identifier(PSEUDONYM, answer)?),
                name => succeeded(name, answer)?,
            }
        }
        let session = session.ok_or(Failure::AnswerCount {
            expected: 1,
            found: 0,
        })?;
        self.read(Facts {
            wanted,
            effective,
            pseudonym,
            session,
        })
    }

    fn judge_validity(&self, answer: &ResponseApdu) -> Result<(), Failure> {
        match answer.status {
            StatusWord::VERIFICATION_FAILED if self.faults.has(Fault::ExpiredCardAccepted) => {
                Ok(())
            }
            StatusWord::VERIFICATION_FAILED => Err(Failure::Expired),
            _ => succeeded(VALIDITY, answer),
        }
    }

    fn judge_blocking(&self, identification: &[u8]) -> Result<(), Failure> {
        let accepted = self.faults.has(Fault::BlockedCardAccepted);
        if self.blocked.contains(identification) && !accepted {
            return Err(Failure::Blocked);
        }
        Ok(())
    }
}

/// The answers of a batch. When the client has stopped early, the answer that it did not like is the failure.
pub(super) fn opened(batch: Batch, response: &TransmitResponse) -> Result<Answers, Failure> {
    let Some(reported) = failure_of(&response.result) else {
        return batch.open(&response.outputs);
    };
    let partial = batch.open_some(&response.outputs)?;
    let disliked = partial
        .answers
        .iter()
        .find(|(named, answer)| named.must_succeed && !answer.status.is_ok());
    match disliked {
        Some((named, answer)) => succeeded(named.name, answer).and(Err(reported)),
        None => Err(reported),
    }
}

pub(super) fn succeeded(command: &'static str, answer: &ResponseApdu) -> Result<(), Failure> {
    if answer.status.is_ok() {
        return Ok(());
    }
    Err(Failure::Status {
        command,
        status: answer.status,
    })
}

fn identifier(command: &'static str, answer: &ResponseApdu) -> Result<Vec<u8>, Failure> {
    succeeded(command, answer)?;
    let identifiers = restricted_identification::receive(&answer.data)
        .map_err(|error| malformed(command, error))?;
    let found = identifiers.first.or(identifiers.second);
    found.ok_or_else(|| malformed(command, "no identifier is there"))
}

/// The first key of this audience whose protocol is spoken here.
fn identification_key(
    infos: &SecurityInfos,
    authorized: bool,
) -> Result<(RiProtocol, u32), Failure> {
    let fits = |info: &RestrictedIdentificationInfo| {
        let protocol = RiProtocol::from_oid(&info.protocol)?;
        let fits = info.version == 1 && info.authorized_only == authorized;
        fits.then_some((protocol, info.key_id))
    };
    let found = infos.iter().find_map(|info| match info {
        SecurityInfo::RestrictedIdentification(info) => fits(info),
        _ => None,
    });
    found.ok_or(Failure::NoIdentificationKey(match authorized {
        true => "pseudonyms",
        false => "the blocking identification",
    }))
}

pub(super) fn transmit(commands: Vec<ProtectedCommand>) -> Message {
    let inputs = commands.into_iter().map(|command| InputApdu {
        apdu: command.apdu,
        acceptable: command.acceptable,
    });
    Message::Transmit(Transmit::new(inputs))
}
