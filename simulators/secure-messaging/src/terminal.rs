//! The terminal's end of a session.

use iso7816::{
    Class, CommandError, CommandView, Length, Ne, ResponseApdu, ResponseView, SecureMessaging,
    StatusWord,
};

use crate::channel::{Channel, Hidden, MAC_OBJECT_LEN, Sealed, padded_header, unpad};
use crate::objects::{Objects, STATUS, cryptogram_tag};
use crate::{Alteration, SessionKeys, SmError};

/// A session as the terminal has it: protects commands, opens responses.
///
/// Unwrapping consumes it; whoever gets an error has no session any more.
#[derive(Clone, Debug)]
pub struct TerminalSession {
    channel: Channel,
    /// Whether the last command's instruction was odd.
    odd: bool,
    /// The last protected command, to be sent again on purpose.
    last: Vec<u8>,
}

impl TerminalSession {
    /// A session in which no command was sent: its counter is 0 `[TR-03110-3 §F.5]`.
    #[must_use]
    pub fn new(keys: SessionKeys) -> Self {
        Self {
            channel: Channel::new(keys),
            odd: false,
            last: Vec::new(),
        }
    }

    /// Protects a command `[TR-03110-3 §F.3.1]`. It becomes extended when it is marked so or its lengths need it, and
    /// always has an outer Le that allows most.
    ///
    /// # Errors
    /// When it has a class that cannot be protected, or would have more than 65535 bytes of data. The session is as it
    /// was then.
    pub fn wrap_command(&mut self, command: &CommandView<'_>) -> Result<Vec<u8>, SmError> {
        let mut protected = Vec::new();
        self.wrap_command_into(command, &mut protected)?;
        self.last.clone_from(&protected);
        Ok(protected)
    }

    /// Like [`TerminalSession::wrap_command`], but replaces the content of a buffer, and does not keep the command for
    /// [`Alteration::Replay`].
    ///
    /// # Errors
    /// As [`TerminalSession::wrap_command`]; the buffer is empty then.
    pub fn wrap_command_into(
        &mut self,
        command: &CommandView<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), SmError> {
        out.clear();
        let command = &protected_class(command)?;
        let odd = command.instruction.is_odd();
        let hidden = Hidden {
            tag: cryptogram_tag(odd),
            plain: command.data,
        };
        let (object, used) = expected_length_object(command);
        let control = object.get(..used).unwrap_or_default();
        let body = hidden.object_len() + control.len() + MAC_OBJECT_LEN;
        let outer = Outer::new(command, body)?;

        self.odd = odd;
        self.channel.count();
        out.reserve(body + 9);
        out.extend_from_slice(&command.header());
        outer.write_lc(out);
        self.channel
            .protect(Some(&padded_header(command)), hidden, control, out);
        outer.write_le(out);
        Ok(())
    }

    /// Protects a command with one thing wrong, for tests of the other end.
    ///
    /// # Errors
    /// As [`TerminalSession::wrap_command`], and when the command has no such part.
    pub fn wrap_command_with(
        &mut self,
        command: &CommandView<'_>,
        alteration: Alteration,
    ) -> Result<Vec<u8>, SmError> {
        let command = &protected_class(command)?;
        self.odd = command.instruction.is_odd();
        crate::alteration::protect(&mut self.channel, command, alteration, &self.last)
    }

    /// Opens a response `[TR-03110-3 §F.3.2]`: checks structure, MAC, padding, and that the status word at the end is
    /// the authenticated one.
    ///
    /// # Errors
    /// When anything is wrong, or the card answered without secure messaging; the session is gone then.
    pub fn unwrap_response(self, response: &[u8]) -> Result<(Self, ResponseApdu), SmError> {
        let mut data = Vec::new();
        let (session, view) = self.unwrap_response_into(response, &mut data)?;
        let status = view.status;
        Ok((session, ResponseApdu { data, status }))
    }

    /// Like [`TerminalSession::unwrap_response`], but leaves the data in a buffer that is reused.
    ///
    /// # Errors
    /// As [`TerminalSession::unwrap_response`].
    pub fn unwrap_response_into<'b>(
        mut self,
        response: &[u8],
        plain: &'b mut Vec<u8>,
    ) -> Result<(Self, ResponseView<'b>), SmError> {
        let ResponseView { data, status } = ResponseView::decode(response)?;
        if data.is_empty() {
            return Err(SmError::SessionLost { status });
        }
        let strict = |_: &SmError| false;
        let objects = Objects::decode(data, STATUS, strict)?;
        let mac = objects.mac(strict)?.unwrap_or_default();
        let authenticated_status = status_of(&objects)?;
        let cryptogram = objects.cryptogram(cryptogram_tag(self.odd), strict)?;
        let authenticated = objects.authenticated();

        self.channel.count();
        let sealed = Sealed {
            objects: &authenticated,
            cryptogram,
        };
        self.channel
            .open(self.channel.counter(), None, &sealed, mac, plain)?;
        if objects.has_cryptogram() {
            unpad(plain)?;
        }
        if authenticated_status != status {
            return Err(SmError::StatusMismatch {
                authenticated: authenticated_status,
                outer: status,
            });
        }
        Ok((
            self,
            ResponseView {
                data: plain,
                status,
            },
        ))
    }
}

fn status_of(objects: &Objects<'_>) -> Result<StatusWord, SmError> {
    match objects.control.map(|object| object.value) {
        Some([sw1, sw2]) => Ok(StatusWord::from([*sw1, *sw2])),
        Some(other) => Err(SmError::StatusLength {
            length: other.len(),
        }),
        None => Err(SmError::StatusMissing),
    }
}

/// The command with the class of a protected one.
fn protected_class<'a>(command: &CommandView<'a>) -> Result<CommandView<'a>, SmError> {
    let class: Class = command.class.with_secure_messaging();
    match class.secure_messaging() {
        SecureMessaging::HeaderAuthenticated => Ok(CommandView { class, ..*command }),
        _ => Err(SmError::Class { class }),
    }
}

/// Object 97 in the form that the plain command has, and the bytes of it that are used: 0, 3 or 4.
pub(crate) fn expected_length_object(command: &CommandView<'_>) -> ([u8; 4], usize) {
    let short = command
        .ne
        .and_then(Ne::to_short)
        .filter(|_| command.coding() == Length::Short);
    match (command.ne, short) {
        (None, _) => ([0; 4], 0),
        (Some(_), Some(le)) => ([0x97, 0x01, le, 0], 3),
        (Some(ne), None) => {
            let [high, low] = ne.to_extended().to_be_bytes();
            ([0x97, 0x02, high, low], 4)
        }
    }
}

/// The length fields of a protected command.
pub(crate) struct Outer {
    lc: u16,
    extended: bool,
}

impl Outer {
    /// For so many bytes of objects.
    pub(crate) fn new(command: &CommandView<'_>, body: usize) -> Result<Self, SmError> {
        let long =
            command.length == Length::Extended || command.ne.is_some_and(|ne| !ne.is_short());
        let lc = u16::try_from(body).map_err(|_| CommandError::DataTooLong { length: body })?;
        Ok(Self {
            lc,
            extended: long || lc > 255,
        })
    }

    pub(crate) fn write_lc(&self, out: &mut Vec<u8>) {
        let [high, low] = self.lc.to_be_bytes();
        if self.extended {
            out.extend_from_slice(&[0, high, low]);
        } else {
            out.push(low);
        }
    }

    /// This Le, in the form that Lc has.
    pub(crate) fn write_le_of(&self, ne: Ne, out: &mut Vec<u8>) {
        let [high, low] = ne.to_extended().to_be_bytes();
        if self.extended {
            out.push(high);
        }
        out.push(low);
    }

    /// Le that allows most: 00 or 0000.
    pub(crate) fn write_le(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.extended { &[0, 0] } else { &[0] });
    }
}
