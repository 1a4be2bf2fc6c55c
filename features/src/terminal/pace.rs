//! PACE, whole or command by command `[TR-03110-2 §3.2]`.

use conformance_harness::StepError;
use eac::encoding::{CertificateHolderReference, Chat, CompressedPublicKey, Password, SetAt};
use eac::terminal::command;
use eac::terminal::pace::{AwaitKey, AwaitMapping, AwaitNonce, AwaitToken, Outcome, PaceError};
use iso7816::CommandApdu;

use crate::CardWorld;

/// Where the terminal stands in PACE between two commands.
#[derive(Debug)]
pub enum PaceRun {
    /// MSE:Set AT was or will be sent; the nonce comes next.
    Nonce(Box<AwaitNonce>),
    /// The mapping keys come next.
    Mapping(AwaitMapping),
    /// The agreement keys come next.
    Key(Box<AwaitKey>),
    /// The tokens come next.
    Token(Box<AwaitToken>),
}

/// What PACE left behind for Terminal Authentication.
#[derive(Clone, Debug)]
pub struct PaceResult {
    /// The card's name, Comp(PK) of its agreement key.
    pub id_icc: CompressedPublicKey,
    /// The card's trust points for the terminal type announced, most recent first.
    pub authorities: Vec<CertificateHolderReference>,
}

/// What a terminal wants from PACE.
#[derive(Clone, Debug)]
pub struct PaceWish {
    /// The password.
    pub password: Password,
    /// Who the terminal says it is; nothing for an unauthenticated terminal.
    pub chat: Option<Chat>,
}

impl CardWorld {
    /// The data of MSE:Set AT for PACE: protocol, password, parameter id, CHAT.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess offers no variant that the suite knows.
    pub fn pace_template(&mut self, wish: &PaceWish) -> Result<SetAt, StepError> {
        let (protocol, curve) = self.pace_suite()?;
        Ok(SetAt {
            mechanism: Some(protocol.oid()),
            public_key_reference: Some(vec![wish.password.reference().number()]),
            private_key_reference: Some(vec![curve.parameter_id()]),
            chat: wish.chat,
            ..SetAt::default()
        })
    }

    /// Prepares to run PACE without sending anything; the first command is
    /// `command::set_at_pace(&world.pace_template(wish)?)`.
    ///
    /// # Errors
    ///
    /// When EF.CardAccess offers no variant that the suite knows.
    pub fn begin_pace(&mut self, wish: &PaceWish) -> Result<(), StepError> {
        let (protocol, curve) = self.pace_suite()?;
        self.keep(PaceRun::Nonce(Box::new(AwaitNonce::new(
            protocol,
            curve,
            &wish.password,
        ))));
        Ok(())
    }

    /// The command that comes next in the run of PACE.
    ///
    /// # Errors
    ///
    /// When no run was begun.
    pub fn next_pace_command(&self) -> Result<CommandApdu, StepError> {
        Ok(match self.kept::<PaceRun>("a run of PACE")? {
            PaceRun::Nonce(run) => run.command(),
            PaceRun::Mapping(run) => run.command(),
            PaceRun::Key(run) => run.command(),
            PaceRun::Token(run) => run.command(),
        })
    }

    /// Takes the data of the card's answer and moves the run on. After the last answer the channel
    /// is open and a [`PaceResult`] is kept.
    ///
    /// # Errors
    ///
    /// When the data are not what the step promises, with what is wrong.
    pub fn advance_pace(&mut self, data: &[u8]) -> Result<(), StepError> {
        let mut random = self.random("terminal PACE")?;
        let next = match self.take_kept::<PaceRun>("a run of PACE")? {
            PaceRun::Nonce(run) => (*run).receive(data, &mut random).map(PaceRun::Mapping),
            PaceRun::Mapping(run) => run
                .receive(data, &mut random)
                .map(|next| PaceRun::Key(Box::new(next))),
            PaceRun::Key(run) => (*run)
                .receive(data)
                .map(|next| PaceRun::Token(Box::new(next))),
            PaceRun::Token(run) => {
                let outcome = (*run).receive(data).map_err(|error| broken(&error))?;
                self.finish_pace(outcome);
                return Ok(());
            }
        };
        self.keep(next.map_err(|error| broken(&error))?);
        Ok(())
    }

    fn finish_pace(&mut self, outcome: Outcome) {
        let Outcome {
            keys,
            id_icc,
            authorities,
            ..
        } = outcome;
        self.keep(PaceResult {
            id_icc,
            authorities,
        });
        self.open_channel(keys);
    }

    /// Runs the whole of PACE: MSE:Set AT and four commands. The channel is open afterwards. Runs
    /// inside a channel when there is one, as for a suspended PIN.
    ///
    /// # Errors
    ///
    /// At the first command that is not answered as PACE promises, with the answer.
    pub fn run_pace(&mut self, wish: &PaceWish) -> Result<(), StepError> {
        let template = self.pace_template(wish)?;
        self.begin_pace(wish)?;
        self.expect_ok("MSE:Set AT of PACE", &command::set_at_pace(&template))?;
        for what in PACE_COMMANDS {
            let data = self.expect_ok(what, &self.next_pace_command()?)?;
            self.advance_pace(&data)?;
        }
        Ok(())
    }
}

const PACE_COMMANDS: [&str; 4] = [
    "the request for the nonce",
    "the mapping of the nonce",
    "the key agreement",
    "the authentication token",
];

fn broken(error: &PaceError) -> StepError {
    StepError::requirement(error.to_string())
}
