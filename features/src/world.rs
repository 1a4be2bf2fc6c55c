//! The world of a scenario: one card with a terminal in front of it, or a world of services, and
//! what was kept so far.

use std::sync::Arc;

use ambient::Stream;
use conformance_harness::{Check, CheckWorld, Need, RecordedCard, Secrets, Site, Stage, StepError};
use conformance_verdict::Protection;
use cucumber::World;
use iso7816::{CommandApdu, ResponseApdu, StatusWord};
use pki::{CertificateSource, NamedCertificate};
use secure_messaging::{Alteration, SessionKeys, TerminalSession};

use crate::answer::Answer;
use crate::kept::Kept;

/// One scenario's world.
#[derive(Debug, Default, World)]
pub struct CardWorld {
    stage: Option<Stage>,
    channel: Option<TerminalSession>,
    answer: Option<Answer>,
    kept: Kept,
}

impl CheckWorld for CardWorld {
    fn enter(&mut self, stage: Stage) {
        self.stage = Some(stage);
    }
}

/// What surrounds the scenario.
impl CardWorld {
    /// What the scenario was given.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn stage(&self) -> Result<&Stage, StepError> {
        self.stage
            .as_ref()
            .ok_or_else(|| StepError::precondition("the scenario has no target"))
    }

    /// The check that is run.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn check(&self) -> Result<&Arc<Check>, StepError> {
        Ok(&self.stage()?.check)
    }

    /// The card itself, below every channel. Prefer the `transmit_…` methods.
    ///
    /// # Errors
    ///
    /// In checks of services and of the suite itself, which have no card.
    pub fn card(&self) -> Result<RecordedCard, StepError> {
        let card = self.stage()?.card.clone();
        card.ok_or_else(|| StepError::precondition("the scenario has no card"))
    }

    /// The world of services.
    ///
    /// # Errors
    ///
    /// In checks of cards and of the suite itself, which have none.
    pub fn site(&self) -> Result<Arc<dyn Site>, StepError> {
        let site = self.stage()?.site.clone();
        site.ok_or_else(|| StepError::precondition("the scenario has no services"))
    }

    /// The secrets known.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn secrets(&self) -> Result<Secrets, StepError> {
        Ok(self.stage()?.secrets())
    }

    /// One secret; a scenario that uses it says so by `@needs:…`.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn secret(&self, need: Need) -> Result<String, StepError> {
        let secrets = self.secrets()?;
        let secret = match need {
            Need::Pin => secrets.pin,
            Need::Can => secrets.can,
            Need::Puk => secrets.puk,
            Need::Mrz => secrets.mrz,
            _ => None,
        };
        secret.ok_or_else(|| {
            let word = need.word();
            StepError::precondition(format!(
                "the {word} is not known; tag the scenario @needs:{word}"
            ))
        })
    }

    /// A named stream of random bytes for the terminal: the same in each run with one seed.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn random(&self, name: &'static str) -> Result<Stream, StepError> {
        Ok(self.stage()?.ambient.stream(name))
    }

    /// The terminal certificates; a scenario that uses them says so by `@needs:certificates`.
    ///
    /// # Errors
    ///
    /// When there are none.
    pub fn certificates(&self) -> Result<Arc<dyn CertificateSource>, StepError> {
        let stage = self.stage()?;
        stage.target.certificates(&stage.setup).ok_or_else(|| {
            StepError::precondition(
                "there are no certificates; tag the scenario @needs:certificates",
            )
        })
    }

    /// One certificate by the name that the test plan gives it, for example `AT_CERT_17a`.
    ///
    /// # Errors
    ///
    /// When there is none of that name.
    pub fn certificate(&self, name: &str) -> Result<NamedCertificate, StepError> {
        self.certificates()?
            .certificate(name)
            .cloned()
            .ok_or_else(|| StepError::precondition(format!("there is no certificate {name}")))
    }
}

/// Sending commands.
impl CardWorld {
    /// Sends a command: protected while there is a channel, in plain otherwise.
    ///
    /// # Errors
    ///
    /// When the card is gone or the command cannot be encoded. Whatever the card answers is no
    /// error; look at [`CardWorld::answer`].
    pub fn transmit(&mut self, command: &CommandApdu) -> Result<&Answer, StepError> {
        if self.channel.is_some() {
            self.transmit_secured(command)
        } else {
            self.transmit_plain(command)
        }
    }

    /// Sends a command in plain, channel or not.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::transmit`].
    pub fn transmit_plain(&mut self, command: &CommandApdu) -> Result<&Answer, StepError> {
        let bytes = command.encode().map_err(|error| unsendable(&error))?;
        self.transmit_bytes(command, &bytes)
    }

    /// Sends bytes as they are; `meant` is what they stand for in the recording.
    ///
    /// # Errors
    ///
    /// When the card is gone.
    pub fn transmit_bytes(
        &mut self,
        meant: &CommandApdu,
        bytes: &[u8],
    ) -> Result<&Answer, StepError> {
        let card = self.card()?;
        let wire = card.transmit(bytes)?;
        let answer = match ResponseApdu::decode(&wire) {
            Ok(response) => Answer {
                command: meant.clone(),
                data: response.data,
                status: response.status,
                protection: Protection::Plain,
                broken: None,
                wire,
            },
            Err(error) => return Err(StepError::expected("a response APDU", error)),
        };
        Ok(self.answer.insert(answer))
    }

    /// Sends a command within the channel.
    ///
    /// When the card answers in plain, or its protection is wrong, the channel is gone and the
    /// answer says so.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::transmit`], and when there is no channel.
    pub fn transmit_secured(&mut self, command: &CommandApdu) -> Result<&Answer, StepError> {
        let mut session = self.take_channel()?;
        let protected = session
            .wrap_command(&command.as_view())
            .map_err(|error| unsendable(&error))?;
        self.receive_secured(session, command, &protected)
    }

    /// Sends a command within the channel, with one thing about its protection altered.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::transmit_secured`].
    pub fn transmit_altered(
        &mut self,
        command: &CommandApdu,
        alteration: Alteration,
    ) -> Result<&Answer, StepError> {
        let mut session = self.take_channel()?;
        let protected = session
            .wrap_command_with(&command.as_view(), alteration)
            .map_err(|error| unsendable(&error))?;
        self.receive_secured(session, command, &protected)
    }

    fn receive_secured(
        &mut self,
        session: TerminalSession,
        command: &CommandApdu,
        protected: &[u8],
    ) -> Result<&Answer, StepError> {
        let card = self.card()?;
        let wire = card.transmit(protected)?;
        let outer = ResponseApdu::decode(&wire)
            .map_err(|error| StepError::expected("a response APDU", error))?;
        let in_plain = outer.data.is_empty();
        let answer = |response: ResponseApdu, protection, broken| Answer {
            command: command.clone(),
            data: response.data,
            status: response.status,
            protection,
            broken,
            wire: wire.clone(),
        };
        let answer = match session.unwrap_response(&wire) {
            Ok((session, response)) => {
                self.channel = Some(session);
                answer(response, Protection::Secured, None)
            }
            Err(_) if in_plain => answer(outer, Protection::Plain, None),
            Err(error) => answer(outer, Protection::Broken, Some(error.to_string())),
        };
        let understood = ResponseApdu {
            data: answer.data.clone(),
            status: answer.status,
        };
        card.understood(command.clone(), Some(understood), answer.protection);
        Ok(self.answer.insert(answer))
    }

    /// Sends a command that must be answered with 9000, protected while there is a channel, and
    /// gives its data. For steps that do several commands at once.
    ///
    /// # Errors
    ///
    /// Says which command was answered otherwise, and how.
    pub fn expect_ok(&mut self, what: &str, command: &CommandApdu) -> Result<Vec<u8>, StepError> {
        let secured = self.channel.is_some();
        let answer = self.transmit(command)?;
        if answer.status != StatusWord::OK || (secured && answer.protection != Protection::Secured)
        {
            return Err(StepError::expected(format!("9000 to {what}"), answer));
        }
        Ok(answer.data.clone())
    }

    /// The last answer.
    ///
    /// # Errors
    ///
    /// When nothing was sent yet.
    pub fn answer(&self) -> Result<&Answer, StepError> {
        self.answer
            .as_ref()
            .ok_or_else(|| StepError::precondition("nothing was sent yet"))
    }
}

/// The channel and the power.
impl CardWorld {
    /// Opens a channel with session keys; its counter is 0.
    pub fn open_channel(&mut self, keys: SessionKeys) {
        self.channel = Some(TerminalSession::new(keys));
    }

    /// Whether the terminal has a channel.
    #[must_use]
    pub fn has_channel(&self) -> bool {
        self.channel.is_some()
    }

    /// Takes the channel away, for steps that handle it themselves.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn take_channel(&mut self) -> Result<TerminalSession, StepError> {
        self.channel
            .take()
            .ok_or_else(|| StepError::requirement("the secure channel is gone"))
    }

    /// Puts a channel (back) in place.
    pub fn put_channel(&mut self, session: TerminalSession) {
        self.channel = Some(session);
    }

    /// The terminal forgets its channel without telling the card.
    pub fn forget_channel(&mut self) {
        self.channel = None;
    }

    /// Resets the card. The terminal forgets its channel; what steps kept stays.
    ///
    /// # Errors
    ///
    /// When the card is gone.
    pub fn reset(&mut self) -> Result<(), StepError> {
        self.card()?.reset()?;
        self.start_over();
        Ok(())
    }

    /// Takes the card out of the field and puts it back. The terminal forgets its channel; what
    /// steps kept stays.
    ///
    /// # Errors
    ///
    /// When the target cannot do that, or the card does not come back.
    pub fn remove_and_insert(&mut self) -> Result<(), StepError> {
        self.card()?.remove_and_insert()?;
        self.start_over();
        Ok(())
    }

    fn start_over(&mut self) {
        self.channel = None;
        self.answer = None;
    }
}

/// What steps keep for later steps: at most one value of each type.
impl CardWorld {
    /// Keeps a value; an earlier one of the same type is replaced.
    pub fn keep<T: 'static>(&mut self, value: T) {
        self.kept.put(value);
    }

    /// The value kept; `what` names it in the error.
    ///
    /// # Errors
    ///
    /// When none was kept.
    pub fn kept<T: 'static>(&self, what: &str) -> Result<&T, StepError> {
        self.kept.get().ok_or_else(|| missing(what))
    }

    /// The value kept, to be changed.
    ///
    /// # Errors
    ///
    /// When none was kept.
    pub fn kept_mut<T: 'static>(&mut self, what: &str) -> Result<&mut T, StepError> {
        self.kept.get_mut().ok_or_else(|| missing(what))
    }

    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// When none was kept.
    pub fn take_kept<T: 'static>(&mut self, what: &str) -> Result<T, StepError> {
        self.kept.take().ok_or_else(|| missing(what))
    }

    /// The value kept, if any.
    #[must_use]
    pub fn try_kept<T: 'static>(&self) -> Option<&T> {
        self.kept.get()
    }
}

fn missing(what: &str) -> StepError {
    StepError::precondition(format!("{what} is missing: an earlier step must bring it"))
}

fn unsendable(error: &dyn std::error::Error) -> StepError {
    StepError::precondition(format!("the command cannot be built: {error}"))
}
