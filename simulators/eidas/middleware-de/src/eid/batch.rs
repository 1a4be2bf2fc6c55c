//! Commands for the card in one Transmit, and the answers to them.
//!
//! The session's counter advances by two with each command, once for the command and once for the answer. All commands
//! of a batch are protected before the first answer is known, so the counter of each answer is set aside with it.

use iso7816::{CommandApdu, ResponseApdu};
use secure_messaging::TerminalSession;

use super::Failure;

/// A command with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: &'static str,
    pub(crate) command: CommandApdu,
    /// Whether the client shall stop the batch when the card answers otherwise than 9000.
    pub(crate) must_succeed: bool,
}

impl Named {
    pub(crate) const fn new(name: &'static str, command: CommandApdu) -> Self {
        Self {
            name,
            command,
            must_succeed: false,
        }
    }

    pub(crate) fn must_succeed(self) -> Self {
        Self {
            must_succeed: true,
            ..self
        }
    }
}

/// A protected command for the client to forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProtectedCommand {
    /// The command as the card gets it.
    pub(crate) apdu: Vec<u8>,
    /// AcceptableStatusCode: lower-case hex prefixes; none means all.
    pub(crate) acceptable: Vec<String>,
}

/// Commands whose answers are awaited.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    awaited: Vec<(Named, TerminalSession)>,
}

/// The session after a batch, and the answers in the order of the commands.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    pub(crate) session: Option<TerminalSession>,
    pub(crate) answers: Vec<(Named, ResponseApdu)>,
}

impl Batch {
    /// Protects commands. With `keep_counter` the second one has the counter of the first.
    pub(crate) fn protect(
        mut session: TerminalSession,
        commands: Vec<Named>,
        keep_counter: bool,
    ) -> Result<(Self, Vec<ProtectedCommand>), Failure> {
        let mut awaited = Vec::with_capacity(commands.len());
        let mut protected = Vec::with_capacity(commands.len());
        for named in commands {
            let before = (keep_counter && awaited.is_empty()).then(|| session.clone());
            let apdu = session.wrap_command(&named.command.as_view())?;
            protected.push(ProtectedCommand {
                apdu,
                acceptable: named
                    .must_succeed
                    .then(|| "9000".to_owned())
                    .into_iter()
                    .collect(),
            });
            awaited.push((named, session.clone()));
            // The answer's turn of the counter: a command that is never sent.
            session.wrap_command(&CommandApdu::new(0, 0, 0, 0).as_view())?;
            session = before.unwrap_or(session);
        }
        Ok((Self { awaited }, protected))
    }

    /// Opens the answers to all commands.
    pub(crate) fn open(self, answers: &[Vec<u8>]) -> Result<Answers, Failure> {
        let expected = self.awaited.len();
        let opened = self.open_some(answers)?;
        if answers.len() != expected {
            return Err(Failure::AnswerCount {
                expected,
                found: answers.len(),
            });
        }
        Ok(opened)
    }

    /// Opens the answers to the first commands, as many as there are.
    pub(crate) fn open_some(self, answers: &[Vec<u8>]) -> Result<Answers, Failure> {
        let mut opened = Answers {
            session: None,
            answers: Vec::with_capacity(self.awaited.len()),
        };
        for ((named, session), answer) in self.awaited.into_iter().zip(answers) {
            let (session, response) = session.unwrap_response(answer)?;
            opened.session = Some(session);
            opened.answers.push((named, response));
        }
        Ok(opened)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Batch, Named};
    use crypto::Cipher;
    use iso7816::{CommandApdu, Ne};
    use secure_messaging::{SessionKeys, TerminalSession};

    fn session() -> TerminalSession {
        TerminalSession::new(SessionKeys::derive(Cipher::Aes128, &[1; 32], &[]))
    }

    fn read(group: u8) -> CommandApdu {
        eac::terminal::command::read_by_short_id(group, Ne::EXTENDED_MAX)
    }

    #[test]
    fn the_counter_of_each_command_is_two_above_the_one_before() {
        let named = vec![Named::new("a", read(4)), Named::new("b", read(5))];
        let (_, protected) = Batch::protect(session(), named, false).unwrap();
        let mut one_by_one = session();
        for (command, group) in protected.iter().zip([4, 5]) {
            assert_eq!(
                command.apdu,
                one_by_one.wrap_command(&read(group).as_view()).unwrap()
            );
            one_by_one.wrap_command(&read(1).as_view()).unwrap();
        }
    }

    #[test]
    fn fewer_answers_than_commands_are_an_error() {
        let named = vec![Named::new("a", read(4))];
        let (batch, _) = Batch::protect(session(), named, false).unwrap();
        assert!(batch.open(&[]).is_err());
    }
}
