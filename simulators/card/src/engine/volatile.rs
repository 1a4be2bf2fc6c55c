//! What ends with a reset.

use eac::card::pace::{Pace, Selection};
use eac::card::{chip_authentication, restricted_identification};
use iso7816::Instruction;
use secure_messaging::CardSession;

use crate::state::SecurityState;
use crate::{DirectoryRef, FileRef};

/// Everything that a card forgets without power.
#[derive(Clone, Debug)]
pub(super) struct Volatile {
    pub(super) session: Option<CardSession>,
    pub(super) state: SecurityState,
    pub(super) running: Running,
    pub(super) directory: DirectoryRef,
    pub(super) file: Option<FileRef>,
}

impl Default for Volatile {
    fn default() -> Self {
        Self {
            session: None,
            state: SecurityState::Open,
            running: Running::None,
            directory: DirectoryRef::MASTER_FILE,
            file: None,
        }
    }
}

/// The protocol that MSE:Set AT has chosen.
#[derive(Clone, Debug, Default)]
pub(super) enum Running {
    /// None, or it is over.
    #[default]
    None,
    /// PACE, before or between its steps.
    Pace(Box<PaceRun>),
    /// Chip Authentication.
    ChipAuthentication(Box<chip_authentication::Selection>),
    /// Restricted Identification.
    RestrictedIdentification(Box<restricted_identification::Selection>),
}

/// A run of PACE.
#[derive(Clone, Debug)]
pub(super) struct PaceRun {
    pub(super) pace: Pace,
    pub(super) selection: Selection,
    /// Whether a nonce is out.
    pub(super) begun: bool,
}

impl Running {
    /// Every other command between two steps ends a run, so that no nonce outlives its chain `[TR-03110-3 §B.1]`.
    pub(super) fn interrupt(&mut self, instruction: Instruction) {
        if matches!(self, Self::Pace(run) if run.begun)
            && instruction != Instruction::GENERAL_AUTHENTICATE
        {
            *self = Self::None;
        }
    }
}
