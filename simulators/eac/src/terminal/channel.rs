//! The terminal's way to the card: the transport, and the session when there is one.

use iso7816::{CommandApdu, ResponseApdu, Transport};
use secure_messaging::{SessionKeys, TerminalSession};

use super::error::{Step, TerminalError};

pub(super) struct Channel<T> {
    transport: T,
    session: Session,
}

enum Session {
    Plain,
    Secured(Box<TerminalSession>),
    Lost,
}

impl<T: Transport> Channel<T> {
    pub(super) const fn new(transport: T) -> Self {
        Self {
            transport,
            session: Session::Plain,
        }
    }

    pub(super) fn into_transport(self) -> T {
        self.transport
    }

    /// Protects everything from now on with new keys, counter at 0.
    pub(super) fn secure(&mut self, keys: SessionKeys) {
        self.session = Session::Secured(Box::new(TerminalSession::new(keys)));
    }

    pub(super) fn transmit(
        &mut self,
        command: &CommandApdu,
    ) -> Result<ResponseApdu, TerminalError<T::Error>> {
        // The session comes back only with a genuine answer.
        match std::mem::replace(&mut self.session, Session::Lost) {
            Session::Lost => Err(TerminalError::SessionLost),
            Session::Plain => {
                self.session = Session::Plain;
                let answer = self
                    .transport
                    .transmit(&command.encode()?)
                    .map_err(TerminalError::Transport)?;
                Ok(ResponseApdu::decode(&answer)?)
            }
            Session::Secured(mut session) => {
                let protected = session.wrap_command(&command.as_view())?;
                let answer = self
                    .transport
                    .transmit(&protected)
                    .map_err(TerminalError::Transport)?;
                let (session, response) = session.unwrap_response(&answer)?;
                self.session = Session::Secured(Box::new(session));
                Ok(response)
            }
        }
    }

    pub(super) fn expect_ok(
        &mut self,
        step: Step,
        command: &CommandApdu,
    ) -> Result<Vec<u8>, TerminalError<T::Error>> {
        let response = self.transmit(command)?;
        if !response.status.is_ok() {
            return Err(TerminalError::Status {
                step,
                status: response.status,
            });
        }
        Ok(response.data)
    }
}
