//! A sequence: what one throw of the dice makes of the vocabulary.

use eac::encoding::PasswordReference;
use iso7816::CommandApdu;
use secure_messaging::Alteration;

use crate::action::{Action, PaceRun};
use crate::dice::Dice;
use crate::grammar;
use crate::material::Material;
use crate::mutation::{damage, spoil};

/// One sequence in so many is long, to see whether the card's value grows.
const MARATHON: usize = 4000;
const MARATHON_ACTIONS: usize = 1500;
/// Most actions of an ordinary sequence.
const ACTIONS: usize = 14;
/// Links of a chain that does not end.
const LINKS: usize = 60;

/// What is done to the card.
pub(crate) fn sequence(dice: &mut Dice, material: &Material) -> Vec<Action> {
    let length = if dice.once_in(MARATHON) {
        MARATHON_ACTIONS
    } else {
        1 + dice.below(ACTIONS)
    };
    let mut actions = Vec::with_capacity(length);
    while actions.len() < length {
        if dice.once_in(400) {
            endless_chain(dice, &mut actions);
        }
        let beginning = actions.is_empty() && dice.once_in(3);
        if beginning || dice.once_in(60) {
            actions.extend(script(dice, material));
        }
        actions.push(action(dice, material));
    }
    actions
}

/// A script, mostly as it should be, else with one command spoilt.
fn script(dice: &mut Dice, material: &Material) -> Vec<Action> {
    let mut commands = grammar::script(dice, material);
    let place = dice.below(commands.len());
    if let Some(command) = commands.get_mut(place).filter(|_| dice.once_in(3)) {
        *command = spoil(command.clone(), dice);
    }
    commands.into_iter().map(Action::Command).collect()
}

fn action(dice: &mut Dice, material: &Material) -> Action {
    let command = |dice: &mut Dice| grammar::any(dice, material);
    match dice.below(100) {
        0..=39 => Action::Command(command(dice)),
        40..=59 => {
            let command = command(dice);
            Action::Command(spoil(command, dice))
        }
        60..=69 => Action::Altered(
            command(dice),
            dice.pick(&Alteration::ALL, Alteration::MacWrong),
        ),
        70..=77 => Action::Damaged(command(dice), damage(dice)),
        78..=80 => Action::Replay,
        81..=90 => Action::Bytes(bytes(dice, material)),
        91..=92 => Action::Reset,
        93..=96 => Action::PowerLoss(command(dice)),
        _ if dice.once_in(6) => Action::Pace(pace(dice)),
        _ => Action::Command(command(dice)),
    }
}

/// Bytes that come in the open: anything, or a damaged command.
fn bytes(dice: &mut Dice, material: &Material) -> Vec<u8> {
    if dice.once_in(2) {
        let length = dice.length();
        return dice.bytes(length);
    }
    let encoded = grammar::any(dice, material).encode().unwrap_or_default();
    damage(dice).inflict(encoded)
}

/// The CAN may come before a suspended PIN, so it comes often.
fn pace(dice: &mut Dice) -> PaceRun {
    let all = [
        PasswordReference::Can,
        PasswordReference::Pin,
        PasswordReference::Pin,
        PasswordReference::Puk,
    ];
    PaceRun {
        password: dice.pick(&all, PasswordReference::Mrz),
        right: dice.below(3) != 0,
        cut: dice.once_in(8),
    }
}

/// The same link of a chain again and again: an envelope, a step of a protocol, or a command that takes no chain.
fn endless_chain(dice: &mut Dice, actions: &mut Vec<Action>) {
    let instruction = dice.pick(&[0xC2, 0xC2, 0x86, 0xD6], 0x2A);
    let length = dice.pick(&[1, 255, 2000], 60_000);
    let link = CommandApdu::new(0x10, instruction, 0x00, 0x00).with_data(dice.bytes(length));
    let link = match link.encode() {
        Ok(bytes) if dice.once_in(2) => Action::Bytes(bytes),
        _ => Action::Command(link),
    };
    actions.extend(std::iter::repeat_n(link, LINKS));
}
