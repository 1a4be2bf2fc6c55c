//! The way to the card: open, or under secure messaging.

use iso7816::{CommandApdu, ResponseApdu};
use secure_messaging::{SessionKeys, TerminalSession};

use super::CardError;

/// Wraps commands and unwraps responses. A response that is not genuine loses the session for good.
#[derive(Debug, Default)]
pub(crate) struct Link {
    session: Session,
}

#[derive(Debug, Default)]
enum Session {
    #[default]
    Open,
    Secured(Box<TerminalSession>),
    Lost,
}

impl Link {
    /// Without secure messaging.
    pub(crate) const fn open() -> Self {
        Self {
            session: Session::Open,
        }
    }

    /// With new keys, counter at 0.
    pub(crate) fn secured(keys: SessionKeys) -> Self {
        Self {
            session: Session::Secured(Box::new(TerminalSession::new(keys))),
        }
    }

    pub(crate) const fn is_open(&self) -> bool {
        matches!(self.session, Session::Open)
    }

    /// The bytes to send.
    pub(crate) fn wrap_command(&mut self, command: &CommandApdu) -> Result<Vec<u8>, CardError> {
        match &mut self.session {
            Session::Open => Ok(command.encode()?),
            Session::Secured(session) => Ok(session.wrap_command(&command.as_view())?),
            Session::Lost => Err(CardError::SessionLost),
        }
    }

    /// The response in the bytes received.
    pub(crate) fn unwrap_response(&mut self, answer: &[u8]) -> Result<ResponseApdu, CardError> {
        match std::mem::replace(&mut self.session, Session::Lost) {
            Session::Open => {
                self.session = Session::Open;
                Ok(ResponseApdu::decode(answer)?)
            }
            Session::Secured(session) => {
                let (session, response) = session.unwrap_response(answer)?;
                self.session = Session::Secured(Box::new(session));
                Ok(response)
            }
            Session::Lost => Err(CardError::SessionLost),
        }
    }
}
