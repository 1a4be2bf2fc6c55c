//! Reading a file.

use eac::terminal::{Step, command};
use iso7816::{Ne, StatusWord};

use super::{CardError, Link, Turn, Turned};

/// The longest file that is read, in bytes: offsets end there.
const MAX_OFFSET: usize = 0x7FFF;

/// Reads a file by its short identifier, and asks again at the next offset until nothing more comes.
#[derive(Debug)]
pub(crate) struct ReadFile {
    link: Link,
    ne: Ne,
    content: Vec<u8>,
}

impl ReadFile {
    /// Begins.
    pub(crate) fn start(mut link: Link, sfi: u8, ne: Ne) -> Turned<Self, (Link, Vec<u8>)> {
        let bytes = link.wrap_command(&command::read_by_short_id(sfi, ne))?;
        let content = Vec::new();
        Ok(Turn::Send(bytes, Self { link, ne, content }))
    }

    /// Takes an answer.
    pub(crate) fn receive(mut self, answer: &[u8]) -> Turned<Self, (Link, Vec<u8>)> {
        let mut response = self.link.unwrap_response(answer)?;
        let is_end = response.status == StatusWord::END_OF_FILE;
        let is_behind =
            response.status == StatusWord::OFFSET_OUTSIDE_FILE && !self.content.is_empty();
        if !response.status.is_ok() && !is_end && !is_behind {
            return Err(CardError::Status {
                step: Step::Read,
                status: response.status,
            });
        }
        let is_empty = response.data.is_empty();
        self.content.append(&mut response.data);
        if is_end || is_behind || is_empty || self.content.len() > MAX_OFFSET {
            return Ok(Turn::Done((self.link, self.content)));
        }
        // Cannot fail: at most 32767.
        let offset = u16::try_from(self.content.len()).unwrap_or(u16::MAX);
        let bytes = self.link.wrap_command(&command::read_at(offset, self.ne))?;
        Ok(Turn::Send(bytes, self))
    }
}
