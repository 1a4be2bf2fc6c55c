//! Plays one sequence and holds the card against the rules that concern the whole of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crypto::{Cipher, CipherKey};
use eac::encoding::PasswordReference;
use eac::terminal::command;
use iso7816::{Instruction, StatusWord};

use super::Soak;
use crate::action::Action;
use crate::desk::{Desk, Trip};
use crate::report::{Coverage, Traffic};
use crate::rules::Breach;
use crate::scene::{Scene, reference_name};
use crate::sequence::sequence;
use crate::weight::weigh;

/// One sequence in so many ends with PACE.
const CONTROLLED: u64 = 250;
/// One sequence in so many has its card weighed; long ones always.
const WEIGHED: u64 = 500;
/// Actions from which on a sequence is long.
const LONG: usize = 500;
/// Characters by which a card may grow: its buffers for one command and one answer, and an envelope.
const ROOM: usize = 4 * 65_536 * 5;

const PASSWORDS: [PasswordReference; 4] = [
    PasswordReference::Mrz,
    PasswordReference::Can,
    PasswordReference::Pin,
    PasswordReference::Puk,
];

/// What came of a sequence.
#[derive(Debug, Default)]
pub(super) struct Played {
    pub(super) breach: Option<Breach>,
    pub(super) coverage: Coverage,
    pub(super) traffic: Vec<Traffic>,
    pub(super) controls: u64,
}

impl Soak {
    /// What is done in this sequence.
    pub(super) fn actions(&self, number: u64) -> Vec<Action> {
        sequence(&mut self.throw(number).0, &self.material)
    }

    /// Does the actions to a copy of the card that this sequence is about. The same actions give the same end.
    pub(super) fn play(&self, number: u64, actions: &[Action], record: bool) -> Played {
        let Some(scene) = self.throw(number).1 else {
            return Played::default();
        };
        let mut desk = Desk::new(scene.clone(), &self.ambient.fork(&number.to_string()));
        desk.traffic = record.then(Vec::new);
        let mut controls = 0;
        let mut run = || {
            perform(&mut desk, scene, actions, number)?;
            controls = control(&mut desk, number)?;
            Ok(())
        };
        // The desk is looked at afterwards for what it recorded, and for nothing that must be whole.
        let outcome = catch_unwind(AssertUnwindSafe(&mut run));
        let breach = match outcome {
            Ok(result) => result.err(),
            Err(panic) => Some(Breach::Panic(message(panic.as_ref()))),
        };
        Played {
            breach,
            coverage: desk.coverage,
            traffic: desk.traffic.unwrap_or_default(),
            controls,
        }
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a message").to_owned()
}

fn perform(desk: &mut Desk, scene: &Scene, actions: &[Action], number: u64) -> Result<(), Breach> {
    let weighed = actions.len() > LONG || number.is_multiple_of(WEIGHED);
    let before = fingerprints(desk);
    for action in actions {
        desk.act(action)?;
    }
    if weighed {
        let (before, after) = (weigh(&scene.card), weigh(&desk.card));
        if after > before + ROOM {
            return Err(Breach::Growth { before, after });
        }
    }
    let changed = desk
        .coverage
        .count(Instruction::RESET_RETRY_COUNTER, StatusWord::OK)
        > 0;
    // A loss of power leaves no status word behind, so what it interrupted counts as done.
    let interrupted = actions
        .iter()
        .any(|action| matches!(action, Action::PowerLoss(_)));
    if changed || interrupted {
        return Ok(());
    }
    let after = fingerprints(desk);
    let differs = before
        .iter()
        .zip(&after)
        .position(|(before, after)| before != after);
    match differs.and_then(|place| PASSWORDS.get(place)) {
        Some(reference) => Err(Breach::Password(reference_name(*reference))),
        None => Ok(()),
    }
}

/// Something that is the same only for the same password.
fn fingerprints(desk: &Desk) -> [Option<[u8; 16]>; 4] {
    PASSWORDS.map(|reference| {
        let password = desk.card.credentials().password(reference)?;
        let key: CipherKey = password.key(Cipher::Aes128);
        Some(key.cmac(&[]))
    })
}

/// The card still works: SELECT of the master file, and for some PACE with the CAN.
fn control(desk: &mut Desk, number: u64) -> Result<u64, Breach> {
    desk.reset();
    let dead = |step, status| Breach::Dead { step, status };
    let status = desk.converse(&command::select_master_file())?.status;
    if !status.is_ok() {
        return Err(dead("SELECT of the master file", status));
    }
    if !number.is_multiple_of(CONTROLLED) {
        return Ok(0);
    }
    let Some(can) = desk
        .card
        .credentials()
        .password(PasswordReference::Can)
        .cloned()
    else {
        return Ok(0);
    };
    match desk.pace(&can, None) {
        Ok(_) => Ok(1),
        Err(Trip::Refused(step, status)) => Err(dead(step, status)),
        Err(Trip::Broken(breach)) => Err(breach),
    }
}
