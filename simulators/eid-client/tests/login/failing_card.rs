//! A card that answers otherwise than it should, at every moment.

use paos::ResultMinor;

use crate::world::World;

fn rehearsed() -> usize {
    let mut world = World::new();
    world.log_in();
    world.slot.commands().len()
}

fn with_answer(number: usize, answer: &[u8]) -> World {
    let mut world = World::new();
    world.slot.forge(number, answer);
    world.until_pin();
    if world.browser.page.has("value=\"enter\"") {
        world.browser.enter("123456");
    }
    world
}

/// SELECT, two reads and the PIN's status; then MSE:Set AT and four steps.
const UNTIL_SESSION: usize = 9;

#[test]
fn an_answer_that_is_none_ends_the_login() {
    for number in 0..rehearsed() - 3 {
        let world = with_answer(number, &[0x90]);
        let page = &world.browser.page;
        assert!(
            page.has("The card did not answer as it should."),
            "{number}: {}",
            page.html
        );
        assert_eq!(page.result(), "ResultMajor=error&ResultMinor=clientError");
        assert_eq!(
            world.server.reported(),
            Some(ResultMinor::UNKNOWN_ERROR),
            "{number}"
        );
        assert_eq!(world.rules(), ["card"]);
    }
}

#[test]
fn a_plain_answer_in_a_session_ends_the_login() {
    for number in UNTIL_SESSION..rehearsed() - 3 {
        let world = with_answer(number, &[0x90, 0x00]);
        assert_eq!(world.rules(), ["card"], "{number}");
    }
}

#[test]
fn garbage_of_the_right_length_ends_the_login() {
    for number in UNTIL_SESSION..rehearsed() - 3 {
        let world = with_answer(
            number,
            &[
                0x99, 0x02, 0x90, 0x00, 0x8E, 0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0x90, 0x00,
            ],
        );
        assert_eq!(world.rules(), ["card"], "{number}");
    }
}

#[test]
fn the_pin_status_decides_what_is_asked() {
    for (status, title) in [
        ([0x63, 0xC2], "Enter your PIN"),
        ([0x63, 0xC1], "Enter the card access number (CAN)"),
        ([0x63, 0xC0], "Enter the PUK"),
        ([0x62, 0x83], "This is not possible with this card"),
        ([0x63, 0xD3], "Set your own PIN first"),
    ] {
        let mut world = World::new();
        let at = world_status_command();
        world.slot.forge(at, &status);
        world.until_pin();
        assert_eq!(world.browser.page.title(), title, "{status:02X?}");
    }
}

fn world_status_command() -> usize {
    let mut world = World::new();
    world.until_pin();
    world.slot.commands().len() - 1
}
