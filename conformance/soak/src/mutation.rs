//! Commands with something wrong, before they are protected.

use iso7816::{Class, CommandApdu, Instruction, Length, Ne};

use crate::action::Damage;
use crate::dice::Dice;

/// The command with one thing changed.
pub(crate) fn spoil(mut command: CommandApdu, dice: &mut Dice) -> CommandApdu {
    match dice.below(10) {
        0 => command.class = Class::new(dice.byte()),
        1 => command.class = command.class.with_chaining(),
        2 => command.instruction = Instruction::new(dice.byte()),
        3 => command.p1 = dice.byte(),
        4 => command.p2 = dice.byte(),
        5 => command.ne = Ne::new(u32::from(dice.byte())),
        6 => command.length = Length::Extended,
        7 => {
            let length = dice.length();
            let padding = dice.bytes(length);
            command.data.extend(padding);
        }
        _ => command.data = damage(dice).inflict(command.data),
    }
    command.data.truncate(65_535);
    command
}

/// Some damage. Lengths and tags sit in the first bytes, so these are hit more often.
pub(crate) fn damage(dice: &mut Dice) -> Damage {
    let place = match dice.below(2) {
        0 => dice.below(12),
        _ => dice.below(1024),
    };
    match dice.below(6) {
        0 => Damage::Cut(dice.below(1024)),
        1 => Damage::Insert(place, dice.byte()),
        2 => Damage::Append(dice.byte()),
        _ => Damage::Flip(place, dice.byte()),
    }
}
