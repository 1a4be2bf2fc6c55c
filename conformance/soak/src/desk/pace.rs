//! PACE by a terminal that keeps to the protocol, and how it must end.

use card::PinStatus;
use card_de_npa::PaceSuite;
use eac::encoding::{Chat, Password, PasswordReference, SetAt};
use eac::terminal::command;
use eac::terminal::pace::{AwaitNonce, AwaitToken, Outcome, PaceError};
use iso7816::{CommandApdu, StatusWord};
use secure_messaging::TerminalSession;

use super::{Breach, Counters, Desk, Trip, malformed};
use crate::action::PaceRun;

/// A password that no card here has.
const WRONG: &[u8] = b"000000";

impl Desk {
    /// A run without Terminal Authentication in mind. Where the card refuses it from the start nothing happens.
    pub(super) fn run_pace(&mut self, run: PaceRun) -> Result<(), Breach> {
        let Some(right) = self.card.credentials().password(run.password) else {
            return Ok(());
        };
        let password = match run.right {
            true => right.clone(),
            false => Password::new(run.password, WRONG),
        };
        let tokens = match self.reach_token(&password, None) {
            Ok(tokens) => tokens,
            Err(Trip::Refused(..)) => return Ok(()),
            Err(Trip::Broken(breach)) => return Err(breach),
        };
        let before = Counters::of(&self.card);
        let expected = self.expected(run, before.tries);
        if run.cut {
            let usable = expected.is_ok() || expected.retries_left().is_some();
            let compared = usable && run.password == PasswordReference::Pin;
            return self.cut_power(&tokens.command(), before, compared);
        }
        let response = self.converse(&tokens.command())?;
        let tries = Counters::of(&self.card).tries;
        if response.status != expected {
            let found = response.status;
            return Err(Breach::Pace {
                expected,
                found,
                tries,
            });
        }
        if expected.is_ok() {
            let keys = tokens
                .receive(&response.data)
                .ok()
                .map(|outcome| outcome.keys);
            self.session = keys.map(TerminalSession::new);
        }
        Ok(())
    }

    /// The try is gone although nobody saw the answer `[TR-03110-2 §2.2.3]`.
    fn cut_power(
        &mut self,
        command: &CommandApdu,
        before: Counters,
        compared: bool,
    ) -> Result<(), Breach> {
        self.lose_power(command)?;
        let tries = Counters::of(&self.card).tries;
        let due = before.tries.saturating_sub(u8::from(compared));
        if tries == due {
            return Ok(());
        }
        Err(Breach::Counter {
            what: "tries of the PIN after a loss of power",
            before: before.tries,
            after: tries,
        })
    }

    /// What the last step must be answered with, from the state of the password alone.
    fn expected(&self, run: PaceRun, tries: u8) -> StatusWord {
        let status = self.card.status();
        let resumed = status.password == Some(PasswordReference::Can) && status.terminal.is_none();
        if run.password != PasswordReference::Pin {
            return if run.right {
                StatusWord::OK
            } else {
                StatusWord::VERIFICATION_FAILED
            };
        }
        match self.card.credentials().pin().map(card::Pin::status) {
            Some(PinStatus::Deactivated) => StatusWord::REFERENCE_DATA_NOT_USABLE,
            Some(PinStatus::Blocked) | None => StatusWord::METHOD_BLOCKED,
            Some(PinStatus::Suspended) if !resumed => StatusWord::CONDITIONS_NOT_SATISFIED,
            _ if run.right => StatusWord::OK,
            _ => StatusWord::retries(tries.saturating_sub(1)),
        }
    }

    /// The steps up to the terminal's token, which is not sent.
    fn reach_token(&mut self, password: &Password, chat: Option<Chat>) -> Result<AwaitToken, Trip> {
        let suite = self.suite;
        let set = self.converse(&command::set_at_pace(&set_at(suite, password, chat)))?;
        if !set.status.is_ok() && !set.status.is_warning() {
            return Err(Trip::Refused("MSE:Set AT of PACE", set.status));
        }
        let mut random = self.random.clone();
        let nonce = AwaitNonce::new(suite.protocol, suite.curve, password);
        let data = self.step("the nonce of PACE", &nonce.command())?;
        let mapping = nonce
            .receive(&data, &mut random)
            .map_err(malformed::<PaceError>("the nonce of PACE"))?;
        let data = self.step("the mapping of PACE", &mapping.command())?;
        let key = mapping
            .receive(&data, &mut random)
            .map_err(malformed::<PaceError>("the mapping of PACE"))?;
        let data = self.step("the agreement of PACE", &key.command())?;
        key.receive(&data)
            .map_err(malformed::<PaceError>("the agreement of PACE"))
    }

    fn step(&mut self, step: &'static str, command: &CommandApdu) -> Result<Vec<u8>, Trip> {
        super::expect_ok(self, step, command)
    }

    /// A whole run that has to succeed; the session stands afterwards.
    pub(crate) fn pace(
        &mut self,
        password: &Password,
        chat: Option<Chat>,
    ) -> Result<Outcome, Trip> {
        let tokens = self.reach_token(password, chat)?;
        let data = self.step("the token of PACE", &tokens.command())?;
        let outcome = tokens
            .receive(&data)
            .map_err(malformed::<PaceError>("the token of PACE"))?;
        self.session = Some(TerminalSession::new(outcome.keys.clone()));
        Ok(outcome)
    }
}

/// The data field that chooses PACE.
fn set_at(suite: PaceSuite, password: &Password, chat: Option<Chat>) -> SetAt {
    SetAt {
        mechanism: Some(suite.protocol.oid()),
        public_key_reference: Some(vec![password.reference().number()]),
        private_key_reference: Some(vec![suite.curve.parameter_id()]),
        chat,
        ..SetAt::default()
    }
}
