//! From a plain command to what it asks for: one total match over instruction and parameters.
//!
//! A command view comes in (secure messaging already taken off), a [`Command`] goes out whose parameters are legal.
//! What the terminal may do with it is not known here.

mod binary;
mod security;
mod select;

pub use binary::{BinaryFile, ReadBinary, ReadForm, UpdateBinary};
pub use security::{ActivationChange, CounterReset, TemplateUse};
pub use select::{Select, SelectAnswer, SelectTarget};

use iso7816::{Class, CommandView, Instruction, Ne, StatusWord};

use crate::{LengthProblem, Reason, Refusal};

/// A command with everything that can be checked without knowing the card's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// SELECT `[ISO 7816-4 §11.1.1]`.
    Select(Select<'a>),
    /// READ BINARY `[ISO 7816-4 §11.2.3]`.
    ReadBinary(ReadBinary),
    /// UPDATE BINARY `[ISO 7816-4 §11.2.5]`.
    UpdateBinary(UpdateBinary<'a>),
    /// MSE:Set AT `[TR-03110-3 §B.14.1]`: what for, and the data objects.
    SetAuthenticationTemplate(TemplateUse, &'a [u8]),
    /// MSE:Set DST `[TR-03110-3 §B.14.4]`: the data objects.
    SetVerificationKey(&'a [u8]),
    /// PSO:Verify Certificate `[TR-03110-3 §B.14.5]`: body and signature.
    VerifyCertificate(&'a [u8]),
    /// GET CHALLENGE `[TR-03110-3 §B.14.6]`.
    GetChallenge,
    /// EXTERNAL AUTHENTICATE `[TR-03110-3 §B.14.7]`: the signature.
    ExternalAuthenticate(&'a [u8]),
    /// GENERAL AUTHENTICATE `[TR-03110-3 §B.14.2]`.
    GeneralAuthenticate {
        /// Whether more steps of the same protocol are announced.
        chained: bool,
        /// The template 7C.
        data: &'a [u8],
    },
    /// VERIFY for auxiliary data `[TR-03110-3 §B.14.10]`: the object identifier as a data object.
    VerifyAuxiliaryData(&'a [u8]),
    /// RESET RETRY COUNTER `[TR-03110-3 §B.14.11]`: which password, and how.
    ResetRetryCounter(u8, CounterReset<'a>),
    /// ACTIVATE or DEACTIVATE `[TR-03110-3 §B.14.12]`: which password.
    ChangeActivation(u8, ActivationChange),
}

const AUXILIARY_DATA_CLASS: Class = Class::new(0x80);
const CHALLENGE_LENGTH: usize = 8;

impl<'a> Command<'a> {
    /// Reads a plain command.
    ///
    /// # Errors
    /// The class, the instruction, the parameters or the length fields are none that the card knows.
    pub fn decode(command: &CommandView<'a>) -> Result<Self, Refusal> {
        check_class(command)?;
        let data = command.data;
        let exactly = |p1_p2: u16| parameters(command, command.p1_p2() == p1_p2);
        match command.instruction {
            Instruction::SELECT => Select::decode(command).map(Self::Select),
            Instruction::READ_BINARY | Instruction::READ_BINARY_ODD => {
                ReadBinary::decode(command).map(Self::ReadBinary)
            }
            Instruction::UPDATE_BINARY | Instruction::UPDATE_BINARY_ODD => {
                UpdateBinary::decode(command).map(Self::UpdateBinary)
            }
            Instruction::MANAGE_SECURITY_ENVIRONMENT => security::environment(command),
            Instruction::PERFORM_SECURITY_OPERATION => {
                exactly(0x00BE)?;
                needs_data(command).map(|()| Self::VerifyCertificate(data))
            }
            Instruction::GET_CHALLENGE => {
                exactly(0)?;
                needs_no_data(command)?;
                needs_room(command, CHALLENGE_LENGTH).map(|_| Self::GetChallenge)
            }
            Instruction::EXTERNAL_AUTHENTICATE => {
                exactly(0)?;
                needs_data(command).map(|()| Self::ExternalAuthenticate(data))
            }
            Instruction::GENERAL_AUTHENTICATE => {
                exactly(0)?;
                needs_data(command)?;
                needs_room(command, 1)?;
                Ok(Self::GeneralAuthenticate {
                    chained: command.class.is_chained(),
                    data,
                })
            }
            Instruction::VERIFY => {
                exactly(0x8000)?;
                needs_data(command).map(|()| Self::VerifyAuxiliaryData(data))
            }
            Instruction::RESET_RETRY_COUNTER => security::reset_retry_counter(command),
            Instruction::ACTIVATE => security::activation(command, ActivationChange::Activate),
            Instruction::DEACTIVATE => security::activation(command, ActivationChange::Deactivate),
            other => Err(Refusal::new(
                StatusWord::INSTRUCTION_NOT_SUPPORTED,
                Reason::Instruction(other),
            )),
        }
    }
}

/// The proprietary class is for auxiliary data only, and chaining for GENERAL AUTHENTICATE only.
fn check_class(command: &CommandView<'_>) -> Result<(), Refusal> {
    let class = command.class.without_chaining();
    let auxiliary = command.instruction == Instruction::VERIFY && class == AUXILIARY_DATA_CLASS;
    if class != Class::PLAIN && !auxiliary {
        return Err(Refusal::new(
            StatusWord::CLASS_NOT_SUPPORTED,
            Reason::Class(command.class),
        ));
    }
    if command.class.is_chained() && command.instruction != Instruction::GENERAL_AUTHENTICATE {
        return Err(Refusal::new(
            StatusWord::CHAINING_NOT_SUPPORTED,
            Reason::Chaining(command.instruction),
        ));
    }
    if command.instruction == Instruction::VERIFY && !auxiliary {
        return Err(Refusal::new(
            StatusWord::INSTRUCTION_NOT_SUPPORTED,
            Reason::Instruction(command.instruction),
        ));
    }
    Ok(())
}

fn parameters(command: &CommandView<'_>, legal: bool) -> Result<(), Refusal> {
    if legal {
        return Ok(());
    }
    Err(Refusal::new(
        StatusWord::INCORRECT_P1_P2,
        Reason::Parameters {
            p1: command.p1,
            p2: command.p2,
        },
    ))
}

fn wrong_length(problem: LengthProblem) -> Refusal {
    Refusal::new(StatusWord::WRONG_LENGTH, Reason::Length(problem))
}

fn needs_data(command: &CommandView<'_>) -> Result<(), Refusal> {
    if command.data.is_empty() {
        Err(wrong_length(LengthProblem::DataMissing))
    } else {
        Ok(())
    }
}

fn needs_no_data(command: &CommandView<'_>) -> Result<(), Refusal> {
    if command.data.is_empty() {
        Ok(())
    } else {
        Err(wrong_length(LengthProblem::DataUnexpected))
    }
}

/// A command without answer data says nothing of their length.
fn needs_no_length(command: &CommandView<'_>) -> Result<(), Refusal> {
    match command.ne {
        None => Ok(()),
        Some(_) => Err(wrong_length(LengthProblem::LeUnexpected)),
    }
}

/// The expected length, which must be there and be no less than what the answer has at least.
fn needs_room(command: &CommandView<'_>, least: usize) -> Result<Ne, Refusal> {
    let ne = command
        .ne
        .ok_or_else(|| wrong_length(LengthProblem::LeMissing))?;
    if ne.as_usize() < least {
        return Err(wrong_length(LengthProblem::LeTooSmall { needed: least }));
    }
    Ok(ne)
}

#[cfg(test)]
mod tests;
