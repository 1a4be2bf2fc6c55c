//! Logins that succeed, in all the forms that servers give them.

use eac::encoding::Right;
use eid_client::{Connection, Fault, Rule};
use paos::{Message, Sender};
use pki::TestPki;

use crate::browser::header;
use crate::script::{Script, Terminal, decode};
use crate::world::{Plan, TOKEN, World, day};

const HOME: &str = "https://localhost:8443/refresh?refID=9&ResultMajor=ok";

#[test]
fn a_login_ends_at_the_service() {
    let mut world = World::new();
    world.log_in();
    assert_eq!(world.browser.page.status, 303);
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
    let data = world.server.data();
    assert_eq!(data[1], b"\x64\x0C\x0C\x0ALENE MARIT");
    assert_eq!(data[2], b"\x65\x0C\x0C\x0ABEISPIELER");
    assert_eq!(world.rules(), Vec::<String>::new());
}

#[test]
fn the_signature_may_come_late_and_the_version_may_be_asked_for() {
    for (asks_version, late_signature) in [(true, false), (false, true), (true, true)] {
        let script = Script {
            asks_version,
            late_signature,
            batches: 2,
            ..Script::default()
        };
        let mut world = Plan {
            script,
            ..Plan::default()
        }
        .build();
        world.log_in();
        assert_eq!(
            world.browser.page.sent_to.as_deref(),
            Some(HOME),
            "{:?}",
            world.journal.lines()
        );
        let names: Vec<_> = world.server.received().iter().map(Message::name).collect();
        assert_eq!(
            names
                .iter()
                .filter(|name| **name == "TransmitResponse")
                .count(),
            2
        );
    }
}

#[test]
fn certificates_come_in_any_order_and_the_key_without_its_first_byte() {
    let script = Script {
        inquiry: Box::new(|input| input.certificates.reverse()),
        key: Box::new(|input| {
            input.ephemeral_public_key.remove(0);
        }),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.log_in();
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
}

#[test]
fn messages_are_addressed_and_answer_each_other() {
    let mut world = World::new();
    world.log_in();
    let envelopes = world.server.envelopes();
    assert!(
        envelopes
            .iter()
            .all(|envelope| envelope.sender == Sender::Client)
    );
    assert_eq!(envelopes[0].relates_to, None);
    for (number, envelope) in envelopes.iter().enumerate().skip(1) {
        assert_eq!(
            envelope.relates_to,
            Some(format!("urn:uuid:server-{number}"))
        );
    }
    for headers in world.server.headers() {
        assert_eq!(headers["requestid"], "1a2b3c");
        assert_eq!(headers["paos"], paos::PAOS_HEADER);
        assert_eq!(headers["content-type"], paos::CONTENT_TYPE);
        assert_eq!(headers["accept"], paos::ACCEPT);
        assert!(
            headers["user-agent"]
                .to_str()
                .unwrap()
                .starts_with("Eidolon/")
        );
    }
    let Message::StartPaos(start) = &world.server.received()[0] else {
        panic!("another beginning");
    };
    assert_eq!(start.session_identifier, "1a2b3c");
    assert_eq!(start.user_agent.as_ref().unwrap().name, "Eidolon");
}

#[test]
fn deselected_rights_reach_neither_card_nor_server() {
    let mut world = World::new();
    world.begin();
    assert_eq!(world.browser.rights(), ["read-8", "read-10", "age"]);
    world.browser.press("grant", &[("right", "read-8")]);
    world.browser.enter("123456");
    let granted = world.server.granted();
    for right in [
        Right::ReadDataGroup(4),
        Right::ReadDataGroup(5),
        Right::ReadDataGroup(8),
    ] {
        assert!(granted.has(right), "{right}");
    }
    assert!(!granted.has(Right::ReadDataGroup(10)));
    assert!(!granted.has(Right::AgeVerification));
    let set_at = world
        .slot
        .commands()
        .into_iter()
        .find(|command| command[1] == 0x22)
        .unwrap();
    assert!(contains(&set_at, &granted.encode()));
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn without_wishes_all_rights_of_the_certificate_are_optional() {
    let script = Script {
        inquiry: Box::new(|input| {
            input.required_chat = None;
            input.optional_chat = None;
        }),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.begin();
    // Data groups 11, 12, 14 and 15 of the certificate have no words; residence has nothing to compare.
    let mut rights = world.browser.rights();
    rights.sort();
    let mut expected = vec!["age".to_owned(), "pseudonym".to_owned()];
    expected.extend(
        (1..=10)
            .chain([13, 17])
            .map(|group| format!("read-{group}")),
    );
    expected.sort();
    assert_eq!(rights, expected);
}

/// The client knows the new root, the card only the old one, and the service hangs below the new one.
fn after_the_change_of_the_root(link: &'static [&'static str]) -> World {
    let terminal = |pki: &TestPki, terminal: &mut Terminal| {
        let named = |name| pki.certificate(name).unwrap();
        terminal.certificates = ["AT_LINK_DV", "AT_LINK_FULL"]
            .map(|name| named(name).bytes.clone())
            .to_vec();
        terminal.key = named("AT_LINK_FULL").key.clone().unwrap();
    };
    let certificate = |name: &str| {
        TestPki::from_seed(5, day(2026, 3, 1))
            .certificate(name)
            .unwrap()
            .bytes
            .clone()
    };
    let script = Script {
        key: Box::new(move |input| {
            input.certificates = link.iter().map(|name| certificate(name)).collect()
        }),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        terminal: Box::new(terminal),
        tls: ([day(2026, 1, 1), day(2030, 1, 1)], "localhost"),
        client: Box::new(move |mut config| {
            config.roots = vec![decode(&certificate("AT_LINK"))];
            // The description of this terminal is another.
            config.without(Rule::DescriptionHash)
        }),
        ..Plan::default()
    }
    .build();
    world.ambient.clock().set_date(day(2029, 2, 15));
    world.log_in();
    world
}

#[test]
fn a_link_that_is_missing_comes_with_the_second_step() {
    let world = after_the_change_of_the_root(&["AT_LINK"]);
    assert_eq!(world.server.references(), ["DETESTeID00001"]);
    assert_eq!(
        world.browser.page.sent_to.as_deref(),
        Some(HOME),
        "{:?}",
        world.journal.lines()
    );
}

#[test]
fn without_the_link_there_is_no_chain_to_the_card() {
    // Terminal certificates in the second step do not count.
    let world = after_the_change_of_the_root(&["AT_FULL"]);
    assert_eq!(world.rules(), ["card-chain"]);
    assert_eq!(
        world.server.reported(),
        Some(paos::ResultMinor::INVALID_CERTIFICATE_PATH)
    );
}

#[test]
fn the_card_may_come_later() {
    let mut world = Plan {
        card: false,
        ..Plan::default()
    }
    .build();
    world.slot.connect(false);
    world.until_pin();
    assert!(world.browser.page.has("No card reader is connected."));
    world.slot.connect(true);
    world.browser.press("continue", &[]);
    assert!(world.browser.page.has("Lay your card on the card reader."));
    let card = world.card(card_de_npa::PinState::Operational);
    world.slot.insert(card);
    world.browser.press("continue", &[]);
    world.browser.enter("123456");
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
}

#[test]
fn a_phone_has_words_of_its_own() {
    let mut world = Plan {
        card: false,
        client: Box::new(|config| config.with_connection(Connection::PhoneNfc)),
        ..Plan::default()
    }
    .build();
    world.until_pin();
    assert!(
        world
            .browser
            .page
            .has("Hold your card against the back of the phone.")
    );
    world.slot.connect(false);
    world.browser.press("continue", &[]);
    assert!(world.browser.page.has("No phone is connected."));
}

#[test]
fn the_card_is_needed_again_at_the_next_login() {
    let mut world = World::new();
    world.log_in();
    let card = world.slot.take_away().unwrap();
    world.until_pin();
    assert!(world.browser.page.has("Lay your card"));
    world.slot.insert(card);
    world.browser.press("continue", &[]);
    world.browser.enter("123456");
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
}

#[test]
fn redirects_lead_to_the_token() {
    let mut world = World::new();
    let redirect = |_: &web::Request| web::redirect(TOKEN);
    world.network.route_tls(
        "https://localhost",
        std::sync::Arc::new(redirect),
        &world.tls.certificate,
    );
    world.browser.activate("https://localhost/start");
    // The description is about the address that was called.
    assert_eq!(world.rules(), ["subject-url-origin"]);
    assert_eq!(
        world.browser.page.result(),
        "ResultMajor=error&ResultMinor=clientError"
    );
}

#[test]
fn a_client_without_roots_asks_nobody() {
    let mut world = Plan {
        client: Box::new(|mut config| {
            config.roots.clear();
            config
        }),
        ..Plan::default()
    }
    .build();
    world.log_in();
    assert_eq!(world.browser.page.sent_to.as_deref(), Some(HOME));
}

#[test]
fn status_words_that_are_not_accepted_stop_the_batch() {
    let (world, total) = after_a_forged_answer(Plan::default());
    assert_eq!(world.slot.commands().len(), total - 1);
    assert_eq!(
        world.browser.page.result(),
        "ResultMajor=error&ResultMinor=serverError"
    );
    let Some(Message::TransmitResponse(response)) = world.server.received().pop() else {
        panic!("another end");
    };
    assert_eq!(response.outputs.len(), 2);
    assert_eq!(
        response.result.minor.unwrap(),
        paos::ResultMinor::UNKNOWN_ERROR
    );
    let script = Script {
        instead: Box::new(|message| match message {
            Message::TransmitResponse(_) => Some(crate::script::end(paos::ProtocolResult::ok())),
            _ => None,
        }),
        ..Script::default()
    };
    let client: Box<dyn Fn(eid_client::Config) -> eid_client::Config> =
        Box::new(|config| config.with_fault(Fault::BatchGoesOn));
    let (world, total) = after_a_forged_answer(Plan {
        script,
        client,
        ..Plan::default()
    });
    assert_eq!(world.slot.commands().len(), total);
}

fn after_a_forged_answer(plan: Plan) -> (World, usize) {
    let mut world = plan.build();
    world.until_pin();
    // All commands of a good run but the last two reads: the card's answer to the first read is forged.
    let mut rehearsal = World::new();
    rehearsal.log_in();
    let total = rehearsal.slot.commands().len();
    world.slot.forge(total - 2, &[0x6A, 0x82]);
    world.browser.enter("123456");
    (world, total)
}

#[test]
fn faults_are_visible_to_the_server() {
    let run = |fault: Fault, granted: &[(&str, &str)]| {
        let mut world = Plan {
            client: Box::new(move |config| config.with_fault(fault)),
            ..Plan::default()
        }
        .build();
        world.begin();
        world.browser.press("grant", granted);
        if world.browser.page.has("value=\"enter\"") {
            world.browser.enter("123456");
        }
        world
    };
    let Message::StartPaos(start) = run(Fault::StartsForeignSession, &[])
        .server
        .received()
        .remove(0)
    else {
        panic!("another beginning");
    };
    assert_eq!(start.session_identifier, "000000");
    assert!(
        run(Fault::IgnoresDeselection, &[])
            .server
            .granted()
            .has(Right::ReadDataGroup(8))
    );
    let world = run(Fault::ReportsFullChat, &[]);
    assert!(world.server.granted().has(Right::ReadDataGroup(8)));
    for fault in [Fault::SendsWrongIdPicc, Fault::SendsWrongChallenge] {
        // The card refuses the signature.
        let world = run(fault, &[]);
        assert_eq!(world.rules(), ["card"], "{fault:?}");
    }
    let world = run(Fault::SendsWrongNonce, &[]);
    assert_eq!(
        world.browser.page.result(),
        "ResultMajor=error&ResultMinor=serverError"
    );
}

#[test]
fn the_server_header_names_the_guideline() {
    let world = World::new();
    let response = world
        .network
        .client()
        .fetch(web::get("http://eid-client.test/eID-Client?Status").unwrap());
    assert!(header(&response.unwrap(), "server").ends_with("(TR-03124-1/1.4)"));
}
