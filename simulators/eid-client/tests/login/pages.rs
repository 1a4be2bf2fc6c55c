//! The pages themselves.

use card_de_npa::PinState;

use crate::script::Script;
use crate::world::{Plan, World};

fn every_page() -> Vec<(&'static str, World)> {
    let mut pages = Vec::new();
    for (name, pin) in [
        ("pin", PinState::Operational),
        ("can", PinState::Suspended),
        ("puk", PinState::Blocked),
        ("set-pin", PinState::Transport),
        ("deactivated", PinState::Deactivated),
    ] {
        let mut world = Plan {
            pin,
            ..Plan::default()
        }
        .build();
        world.until_pin();
        pages.push((name, world));
    }
    let mut world = World::new();
    world.begin();
    pages.push(("rights", world));
    let mut world = Plan {
        card: false,
        ..Plan::default()
    }
    .build();
    world.until_pin();
    pages.push(("card", world));
    let mut world = World::new();
    world.slot.take_away_after(0);
    world.until_pin();
    pages.push(("failed", world));
    pages
}

#[test]
fn every_page_is_accessible_and_says_that_it_is_a_simulator() {
    for (name, mut world) in every_page() {
        for language in ["de", "fr", "nl", "en"] {
            world
                .browser
                .open(&format!("/eID-Client/run?lang={language}"));
            let page = &world.browser.page;
            assert!(page.has(&format!("<html lang=\"{language}\"")), "{name}");
            assert_eq!(page.html.matches("<h1").count(), 1, "{name}");
            assert!(page.has("class=\"skip\"") || page.has("href=\"#"), "{name}");
            assert!(!page.has("<script"), "{name}");
            assert!(!page.html.to_lowercase().contains("ausweisapp"), "{name}");
            for id in page.html.split("<input id=\"").skip(1) {
                let id = id.split('"').next().unwrap();
                assert!(page.has(&format!("<label for=\"{id}\"")), "{name}: {id}");
            }
        }
        assert!(
            world
                .browser
                .open("/eID-Client/run?lang=en")
                .has("This is a simulator"),
            "{name}"
        );
    }
}

#[test]
fn the_rights_page_tells_who_asks_and_shows_no_foreign_markup() {
    let script = Script {
        inquiry: Box::new(|input| input.transaction_info = Some("<b>Vorgang</b> 17".to_owned())),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.begin();
    let page = &world.browser.page;
    assert!(page.has("TEST &#60;Dienst&#62;"));
    assert!(page.has("https://localhost:8443"));
    assert!(page.has("TEST DV"));
    assert!(page.has("2026-03-01 – 2026-09-01"));
    assert!(page.has("&#60;b&#62;Vorgang&#60;/b&#62; 17"));
    assert!(page.has("Age: born on 2008-03-01 or before"));
    assert!(page.has("Validity of the card on 2026-03-01"));
    assert!(page.has("Given name(s)"));
    world.browser.grant_all();
    assert!(world.browser.page.has("&#60;b&#62;Vorgang"));
}

#[test]
fn forms_may_lead_back_to_the_service() {
    let mut world = World::new();
    world.begin();
    let policy = &world.browser.page.policy;
    assert!(
        policy.contains("form-action 'self' https://localhost:8443"),
        "{policy}"
    );
}

#[test]
fn a_form_of_another_run_is_refused() {
    let mut world = World::new();
    world.begin();
    let old = world.browser.page.clone();
    world.browser.press("cancel", &[]);
    world.begin();
    let current = std::mem::replace(&mut world.browser.page, old);
    world.browser.post("grant", &[]);
    assert_eq!(world.browser.page.status, 400);
    assert!(world.browser.page.has("<code class=\"rule\">run</code>"));
    world.browser.page = current;
    world.browser.grant_all();
    assert_eq!(world.browser.page.title(), "Enter your PIN");
}

#[test]
fn an_older_page_of_the_run_decides_nothing() {
    let mut world = World::new();
    world.begin();
    let old = world.browser.page.clone();
    world.browser.grant_all();
    let commands = world.slot.commands().len();
    world.browser.page = old;
    world.browser.post("cancel", &[]);
    assert_eq!(world.browser.page.title(), "Enter your PIN");
    world.browser.post("dance", &[]);
    assert_eq!(world.browser.page.title(), "Enter your PIN");
    world.browser.post("grant", &[]);
    assert_eq!(world.browser.page.title(), "Enter your PIN");
    assert_eq!(world.slot.commands().len(), commands);
}

#[test]
fn nobody_posts_without_a_run() {
    let mut world = World::new();
    world.browser.post("grant", &[]);
    assert_eq!(world.browser.page.status, 400);
    assert!(
        world
            .browser
            .open("/eID-Client/run")
            .has("There is a card.")
    );
}

#[test]
fn a_reader_that_breaks_down_leaves_the_client_free() {
    let mut world = World::new();
    world.begin();
    world.slot.break_down();
    world.browser.press("grant", &[]);
    assert_eq!(world.browser.page.status, 500);
    world.begin();
    assert!(world.browser.page.has("value=\"grant\""));
}
