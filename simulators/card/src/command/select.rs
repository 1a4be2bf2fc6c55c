//! SELECT: what to look for and what to tell about it.

use iso7816::{CommandView, Ne};

use super::parameters;
use crate::{FileId, LengthProblem, Refusal};

/// A SELECT command `[ISO 7816-4 §11.1.1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Select<'a> {
    /// What is looked for.
    pub target: SelectTarget<'a>,
    /// What the answer says about it.
    pub answer: SelectAnswer,
    /// How long the answer may be; nothing is told without it.
    pub ne: Option<Ne>,
}

/// What P1 and the data field name `[ISO 7816-4 §11.1.1, table 62]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectTarget<'a> {
    /// The master file: no data field, or 3F00.
    MasterFile,
    /// Any file with this identifier that can be reached from here.
    Identifier(FileId),
    /// A directory with this identifier directly below.
    ChildDirectory(FileId),
    /// A file with this identifier in the current directory.
    ChildFile(FileId),
    /// The directory above.
    Parent,
    /// An application by its name.
    Application(&'a [u8]),
    /// A path that starts below the master file.
    PathFromMasterFile(&'a [u8]),
    /// A path that starts below the current directory.
    PathFromHere(&'a [u8]),
}

/// What P2 asks for `[ISO 7816-4 §11.1.1, table 63]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectAnswer {
    /// File control information, template 6F.
    ControlInformation,
    /// File control parameters, template 62.
    ControlParameters,
    /// Nothing.
    None,
}

impl<'a> Select<'a> {
    pub(super) fn decode(command: &CommandView<'a>) -> Result<Self, Refusal> {
        let answer = match command.p2 {
            0x00 => Some(SelectAnswer::ControlInformation),
            0x04 => Some(SelectAnswer::ControlParameters),
            0x0C => Some(SelectAnswer::None),
            _ => None,
        };
        parameters(command, answer.is_some())?;
        let target = target(command)?;
        Ok(Self {
            target,
            answer: answer.unwrap_or(SelectAnswer::None),
            ne: command.ne,
        })
    }
}

fn target<'a>(command: &CommandView<'a>) -> Result<SelectTarget<'a>, Refusal> {
    let data = command.data;
    let wrong = || super::wrong_length(LengthProblem::Identifier { length: data.len() });
    let identifier = || FileId::from_bytes(data).ok_or_else(wrong);
    let path = || {
        if data.is_empty() || !data.len().is_multiple_of(2) {
            Err(wrong())
        } else {
            Ok(data)
        }
    };
    match command.p1 {
        0x00 if data.is_empty() => Ok(SelectTarget::MasterFile),
        0x00 => match identifier()? {
            FileId::MASTER_FILE => Ok(SelectTarget::MasterFile),
            other => Ok(SelectTarget::Identifier(other)),
        },
        0x01 => identifier().map(SelectTarget::ChildDirectory),
        0x02 => identifier().map(SelectTarget::ChildFile),
        0x03 => super::needs_no_data(command).map(|()| SelectTarget::Parent),
        0x04 if (1..=16).contains(&data.len()) => Ok(SelectTarget::Application(data)),
        0x04 => Err(wrong()),
        0x08 => path().map(SelectTarget::PathFromMasterFile),
        0x09 => path().map(SelectTarget::PathFromHere),
        _ => parameters(command, false).map(|()| SelectTarget::MasterFile),
    }
}
