//! PIN, CAN, PUK and the PIN of the letter.

use card_de_npa::PinState;

use crate::world::{Plan, World};

fn world(pin: PinState) -> World {
    let mut world = Plan {
        pin,
        ..Plan::default()
    }
    .build();
    world.until_pin();
    world
}

fn succeeded(world: &World) -> bool {
    world
        .browser
        .page
        .sent_to
        .as_deref()
        .is_some_and(|url| url.ends_with("ResultMajor=ok"))
}

#[test]
fn a_wrong_pin_tells_how_many_tries_are_left() {
    let mut world = world(PinState::Operational);
    world.browser.enter("111111");
    assert!(world.browser.page.has("The PIN was wrong."));
    assert!(world.browser.page.has("Remaining tries: 2"));
    assert_eq!(world.slot.tries_left(), 2);
    world.browser.enter("123456");
    assert!(succeeded(&world));
    assert_eq!(world.slot.tries_left(), 3);
}

#[test]
fn the_last_try_needs_the_can() {
    let mut world = world(PinState::Operational);
    world.browser.enter("111111");
    world.browser.enter("111111");
    assert_eq!(
        world.browser.page.title(),
        "Enter the card access number (CAN)"
    );
    assert!(world.browser.page.has("The PIN was wrong."));
    world.browser.enter("500501");
    assert!(world.browser.page.has("The card access number was wrong."));
    world.browser.enter("500500");
    assert_eq!(world.browser.page.title(), "Enter your PIN");
    assert!(world.browser.page.has("Remaining tries: 1"));
    world.browser.enter("123456");
    assert!(succeeded(&world), "{:?}", world.journal.lines());
    assert_eq!(world.slot.tries_left(), 3);
}

#[test]
fn a_wrong_last_try_blocks_and_the_puk_unblocks() {
    let mut world = world(PinState::Suspended);
    assert_eq!(
        world.browser.page.title(),
        "Enter the card access number (CAN)"
    );
    world.browser.enter("500500");
    world.browser.enter("111111");
    assert_eq!(world.browser.page.title(), "Enter the PUK");
    assert!(world.browser.page.has("The PIN was wrong."));
    assert_eq!(world.slot.tries_left(), 0);
    world.browser.enter("1234567890");
    assert!(world.browser.page.has("The PUK was wrong."));
    world.browser.enter("98 765 43210");
    assert!(world.browser.page.has("The PIN is unblocked."));
    assert_eq!(world.slot.tries_left(), 3);
    world.browser.enter("123456");
    assert!(succeeded(&world));
}

#[test]
fn a_blocked_pin_asks_for_the_puk_at_once() {
    let mut world = world(PinState::Blocked);
    assert_eq!(world.browser.page.title(), "Enter the PUK");
    world.browser.enter("9876543210");
    world.browser.enter("123456");
    assert!(succeeded(&world));
}

#[test]
fn a_puk_that_is_used_up_unblocks_nothing() {
    let mut world = world(PinState::Blocked);
    let card = world.card_with(|mut personalisation| {
        personalisation.puk_uses = 0;
        personalisation.with_pin_state(PinState::Blocked)
    });
    world.slot.insert(card);
    world.browser.enter("9876543210");
    assert!(
        world
            .browser
            .page
            .has("The PUK of this card has been used up."),
        "{}",
        world.browser.page.html
    );
    world.browser.press("cancel", &[]);
    assert_eq!(
        world.browser.page.result(),
        "ResultMajor=error&ResultMinor=cancellationByUser"
    );
}

#[test]
fn a_deactivated_pin_can_only_be_left() {
    let mut world = world(PinState::Deactivated);
    assert!(
        world
            .browser
            .page
            .has("The online identification function of this card is switched off.")
    );
    world.browser.press("continue", &[]);
    assert!(world.browser.page.has("switched off"));
    let other = world.card(PinState::Operational);
    world.slot.insert(other);
    world.browser.press("continue", &[]);
    world.browser.enter("123456");
    assert!(succeeded(&world));
}

#[test]
fn the_pin_of_the_letter_has_to_be_changed_first() {
    let mut world = world(PinState::Transport);
    assert_eq!(world.browser.page.title(), "Set your own PIN first");
    let set = |letter, own, again| [("letter", letter), ("own", own), ("again", again)];
    world
        .browser
        .press("set-pin", &set("12345", "24681", "24681"));
    assert!(world.browser.page.has("Please enter digits only"));
    world
        .browser
        .press("set-pin", &set("12345", "246810", "246811"));
    assert!(
        world
            .browser
            .page
            .has("The new PIN was not the same both times.")
    );
    assert_eq!(world.slot.tries_left(), 3);
    world
        .browser
        .press("set-pin", &set("54321", "246810", "246810"));
    assert!(world.browser.page.has("The PIN was wrong."));
    assert_eq!(world.slot.tries_left(), 2);
    world
        .browser
        .press("set-pin", &set("12345", "246810", "246810"));
    assert!(
        world.browser.page.has("Your own PIN is set."),
        "{}",
        world.browser.page.html
    );
    world.browser.enter("246810");
    assert!(succeeded(&world));
}

#[test]
fn a_suspended_pin_of_the_letter_needs_the_can_too() {
    let mut world = world(PinState::Transport);
    let set = |letter| [("letter", letter), ("own", "246810"), ("again", "246810")];
    world.browser.press("set-pin", &set("54321"));
    world.browser.press("set-pin", &set("54321"));
    assert_eq!(
        world.browser.page.title(),
        "Enter the card access number (CAN)"
    );
    world.browser.enter("500500");
    assert_eq!(world.browser.page.title(), "Set your own PIN first");
    world.browser.press("set-pin", &set("12345"));
    assert!(
        world.browser.page.has("Your own PIN is set."),
        "{}",
        world.browser.page.html
    );
    world.browser.enter("246810");
    assert!(succeeded(&world));
}

#[test]
fn what_is_no_number_of_the_right_length_costs_no_try() {
    let mut world = world(PinState::Operational);
    for typed in ["", "abcdef", "1234567"] {
        world.browser.enter(typed);
        assert!(
            world.browser.page.has("Please enter digits only"),
            "{typed}"
        );
    }
    world.browser.enter("12345");
    assert!(
        world
            .browser
            .page
            .has("Only the transport PIN from the letter has five digits.")
    );
    world.browser.press("letter", &[]);
    assert_eq!(world.browser.page.title(), "Set your own PIN first");
    assert_eq!(world.slot.tries_left(), 3);
}

#[test]
fn digits_are_never_shown_again() {
    let mut world = world(PinState::Operational);
    world.browser.enter("111111");
    assert!(!world.browser.page.has("111111"));
    assert!(!format!("{:?}", world.journal.lines()).contains("111111"));
}
