//! The card is taken away, or the user stops, at every moment.

use card_de_npa::PinState;
use paos::{Message, ResultMinor};

use crate::script::Script;
use crate::world::{Plan, World};

const CANCELLED: &str = "ResultMajor=error&ResultMinor=cancellationByUser";

#[test]
fn a_card_taken_away_at_any_command_ends_with_a_page_and_an_error() {
    let mut rehearsal = World::new();
    rehearsal.log_in();
    let total = rehearsal.slot.commands().len();
    for commands in 0..total {
        let mut world = World::new();
        world.slot.take_away_after(commands);
        world.until_pin();
        if world.browser.page.has("value=\"enter\"") {
            world.browser.enter("123456");
        }
        let page = &world.browser.page;
        assert!(
            page.has("The card was taken away too early."),
            "after {commands}: {}",
            page.html
        );
        assert!(page.has("<code class=\"rule\">card-gone</code>"));
        assert_eq!(page.result(), CANCELLED, "after {commands}");
        assert_eq!(
            world.server.reported(),
            Some(ResultMinor::NO_CARD),
            "after {commands}"
        );
        assert_eq!(world.rules(), ["card-gone"]);
    }
}

#[test]
fn after_that_a_new_login_can_begin() {
    let mut world = World::new();
    world.slot.take_away_after(5);
    world.until_pin();
    world.browser.enter("123456");
    let mut again = World::new();
    std::mem::swap(&mut again.browser, &mut world.browser);
    world.browser.activate(crate::world::TOKEN);
    assert_eq!(world.browser.page.status, 200);
}

#[test]
fn cancelling_on_any_page_tells_the_server() {
    let pages: [(&str, PinState, &[&str]); 6] = [
        ("rights", PinState::Operational, &[]),
        ("pin", PinState::Operational, &["grant"]),
        ("can", PinState::Suspended, &["grant"]),
        ("puk", PinState::Blocked, &["grant"]),
        ("set-pin", PinState::Transport, &["grant"]),
        ("deactivated", PinState::Deactivated, &["grant"]),
    ];
    for (name, pin, steps) in pages {
        let mut world = Plan {
            pin,
            ..Plan::default()
        }
        .build();
        world.begin();
        for step in steps {
            world.browser.press(step, &[]);
        }
        world.browser.press("cancel", &[]);
        assert_eq!(world.browser.page.status, 303, "{name}");
        assert_eq!(world.browser.page.result(), CANCELLED, "{name}");
        assert_eq!(
            world.server.reported(),
            Some(ResultMinor::CANCELLATION_BY_USER),
            "{name}"
        );
        assert_eq!(
            world.slot.take_away().map(|card| card.has_session()),
            Some(false),
            "{name}"
        );
    }
}

#[test]
fn cancelling_without_a_card_tells_the_server_too() {
    let mut world = Plan {
        card: false,
        ..Plan::default()
    }
    .build();
    world.until_pin();
    world.browser.press("cancel", &[]);
    assert_eq!(world.browser.page.result(), CANCELLED);
    assert_eq!(
        world.server.reported(),
        Some(ResultMinor::CANCELLATION_BY_USER)
    );
}

#[test]
fn a_server_that_does_not_answer_the_cancellation_changes_nothing() {
    let script = Script {
        instead: Box::new(|message| match message {
            Message::DidAuthenticateResponse(_) => Some(Message::InitializeFramework),
            _ => None,
        }),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.begin();
    world.browser.press("cancel", &[]);
    assert_eq!(world.browser.page.result(), CANCELLED);
}
