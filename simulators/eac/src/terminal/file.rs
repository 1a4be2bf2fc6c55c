//! Reading and writing files, in every state.

use iso7816::{Ne, StatusWord, Transport};

use super::error::{Step, TerminalError};
use super::{Terminal, command};

/// Largest offset that READ BINARY can name.
const MAX_OFFSET: usize = 0x7FFF;

/// How much is asked for at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadLength {
    /// Le `00`: up to 256 bytes.
    Short,
    /// Le `0000`: up to 65536 bytes in an APDU of extended length.
    Extended,
}

impl ReadLength {
    const fn ne(self) -> Ne {
        match self {
            Self::Short => Ne::SHORT_MAX,
            Self::Extended => Ne::EXTENDED_MAX,
        }
    }
}

impl<T: Transport, S> Terminal<T, S> {
    /// Selects the master file.
    ///
    /// # Errors
    /// The card refuses.
    pub fn select_master_file(&mut self) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::Select, &command::select_master_file())
            .map(drop)
    }

    /// Selects an application by name.
    ///
    /// # Errors
    /// The card refuses.
    pub fn select_application(&mut self, name: &[u8]) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::Select, &command::select_application(name))
            .map(drop)
    }

    /// Selects an elementary file.
    ///
    /// # Errors
    /// The card refuses.
    pub fn select_file(&mut self, fid: [u8; 2]) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::Select, &command::select_file(fid))
            .map(drop)
    }

    /// Reads a whole file by its short identifier, up to 32 KiB: asks again at the next offset until the card says that
    /// the end is reached (6282, 6B00 or no data).
    ///
    /// # Errors
    /// The card refuses the first command.
    pub fn read_file(
        &mut self,
        sfi: u8,
        length: ReadLength,
    ) -> Result<Vec<u8>, TerminalError<T::Error>> {
        let ne = length.ne();
        let mut response = self.transmit(&command::read_by_short_id(sfi, ne))?;
        let mut content = Vec::new();
        loop {
            let is_end = response.status == StatusWord::END_OF_FILE;
            if !response.status.is_ok() && !is_end {
                return Err(TerminalError::Status {
                    step: Step::Read,
                    status: response.status,
                });
            }
            let is_empty = response.data.is_empty();
            content.append(&mut response.data);
            if is_end || is_empty || content.len() > MAX_OFFSET {
                return Ok(content);
            }
            // Cannot fail: at most 32767.
            let offset = u16::try_from(content.len()).unwrap_or(u16::MAX);
            response = self.transmit(&command::read_at(offset, ne))?;
            if response.status == StatusWord::OFFSET_OUTSIDE_FILE {
                return Ok(content);
            }
        }
    }

    /// Writes to the beginning of a file.
    ///
    /// # Errors
    /// The card refuses.
    pub fn update_file(&mut self, sfi: u8, content: &[u8]) -> Result<(), TerminalError<T::Error>> {
        self.expect_ok(Step::Update, &command::update_by_short_id(sfi, content))
            .map(drop)
    }
}
