//! READ BINARY and UPDATE BINARY in their even and odd forms.
//!
//! ```text
//! even   P1 1000 0..0 | 100s ssss   short identifier s, offset P2
//!        P1 0ooo oooo               current file, offset P1-P2
//! odd    P1-P2 0000                 current file
//!        P1-P2 0000 0000 000s ssss  short identifier s
//!        P1-P2 anything else        file identifier;   offset in object 54, data in object 53
//! ```

use iso7816::tlv::{Reader, Tag};
use iso7816::{CommandView, Length, Ne, StatusWord};

use super::{needs_data, needs_no_data, needs_room, parameters};
use crate::{FileId, LengthProblem, Reason, Refusal, ShortFileId};

const OFFSET: Tag = Tag::new(0x54);
const DATA: Tag = Tag::new(0x53);

/// Which file a binary command works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryFile {
    /// The current elementary file.
    Current,
    /// A file of the current directory, which becomes the current one.
    Short(ShortFileId),
    /// A file of the current directory, which becomes the current one.
    Identifier(FileId),
}

/// How a READ BINARY wants its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadForm {
    /// As they are.
    Plain,
    /// In a data object 53, whose header counts.
    Object,
}

/// A READ BINARY command `[ISO 7816-4 §11.2.3]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadBinary {
    /// The file.
    pub file: BinaryFile,
    /// First byte wanted.
    pub offset: usize,
    /// The most bytes wanted.
    pub ne: Ne,
    /// True when Le was all zeros, which asks for what there is and makes a shorter answer no surprise.
    pub to_the_end: bool,
    /// How the bytes are wanted.
    pub form: ReadForm,
}

impl ReadBinary {
    pub(super) fn decode(command: &CommandView<'_>) -> Result<Self, Refusal> {
        let (file, offset, form) = if command.instruction.is_odd() {
            needs_data(command)?;
            let mut reader = Reader::new(command.data);
            let offset = offset_object(&mut reader)?;
            reader.finish().map_err(malformed)?;
            (odd_file(command), offset, ReadForm::Object)
        } else {
            let (file, offset) = even_file(command)?;
            needs_no_data(command)?;
            (file, offset, ReadForm::Plain)
        };
        let ne = needs_room(command, if form == ReadForm::Object { 3 } else { 1 })?;
        let to_the_end =
            ne == Ne::EXTENDED_MAX || (ne == Ne::SHORT_MAX && command.length == Length::Short);
        Ok(Self {
            file,
            offset,
            ne,
            to_the_end,
            form,
        })
    }
}

/// An UPDATE BINARY command `[ISO 7816-4 §11.2.5]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpdateBinary<'a> {
    /// The file.
    pub file: BinaryFile,
    /// First byte to be overwritten.
    pub offset: usize,
    /// The new bytes.
    pub data: &'a [u8],
}

impl<'a> UpdateBinary<'a> {
    pub(super) fn decode(command: &CommandView<'a>) -> Result<Self, Refusal> {
        if !command.instruction.is_odd() {
            let (file, offset) = even_file(command)?;
            needs_data(command)?;
            return Ok(Self {
                file,
                offset,
                data: command.data,
            });
        }
        needs_data(command)?;
        let mut reader = Reader::new(command.data);
        let offset = offset_object(&mut reader)?;
        let data = reader.expect(DATA).map_err(malformed)?.value;
        reader.finish().map_err(malformed)?;
        Ok(Self {
            file: odd_file(command),
            offset,
            data,
        })
    }
}

fn even_file(command: &CommandView<'_>) -> Result<(BinaryFile, usize), Refusal> {
    if command.p1 & 0x80 == 0 {
        return Ok((BinaryFile::Current, usize::from(command.p1_p2())));
    }
    let short = ShortFileId::new(command.p1 & 0x1F).filter(|_| command.p1 & 0x60 == 0);
    parameters(command, short.is_some())?;
    Ok((
        short.map_or(BinaryFile::Current, BinaryFile::Short),
        usize::from(command.p2),
    ))
}

fn odd_file(command: &CommandView<'_>) -> BinaryFile {
    let short = ShortFileId::new(command.p2).filter(|_| command.p1 == 0);
    match (command.p1_p2(), short) {
        (0, _) => BinaryFile::Current,
        (_, Some(short)) => BinaryFile::Short(short),
        (id, None) => BinaryFile::Identifier(FileId::new(id)),
    }
}

fn offset_object(reader: &mut Reader<'_>) -> Result<usize, Refusal> {
    let bytes = reader.expect(OFFSET).map_err(malformed)?.value;
    let fits = (1..=4).contains(&bytes.len());
    let length = LengthProblem::Offset {
        length: bytes.len(),
    };
    let offset = fits.then(|| {
        bytes
            .iter()
            .fold(0_u32, |offset, byte| offset << 8 | u32::from(*byte))
    });
    offset
        .and_then(|offset| usize::try_from(offset).ok())
        .ok_or_else(|| Refusal::new(StatusWord::WRONG_DATA, Reason::Length(length)))
}

fn malformed(error: iso7816::TlvError) -> Refusal {
    Refusal::new(StatusWord::WRONG_DATA, Reason::Malformed(error))
}
