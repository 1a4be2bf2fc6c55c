//! The TC token and the PAOS channel over HTTP.

use paos::{Envelope, Message, ResultMinor};

use crate::client::{Client, Manners};
use crate::world::{ORIGIN, Tab, World, code, token_url};

fn asked(world: &World, tab: &mut Tab) -> web::Response {
    let (text, _) = world.signed(&world.draft());
    world.ask(tab, &text, None)
}

fn token(world: &World, page: &web::Response) -> paos::TcToken {
    let answer = Tab::default().get(&world.middleware, &token_url(page));
    assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8");
    paos::TcToken::decode(answer.body()).unwrap()
}

fn minor(response: &web::Response) -> Option<ResultMinor> {
    assert_eq!(response.status(), 200);
    match Envelope::decode(response.body()).unwrap().message {
        Message::StartPaosResponse(response) => response.result.minor,
        other => panic!("{}", other.name()),
    }
}

#[test]
fn a_token_is_of_the_attached_kind_and_of_one_origin() {
    let world = World::new();
    let page = asked(&world, &mut Tab::default());
    let token = token(&world, &page);
    assert_eq!(token.path_security, None);
    assert_eq!(token.communication_error_address, None);
    assert_eq!(token.binding.as_deref(), Some(paos::BINDING));
    let server = format!("{ORIGIN}/eidas-middleware/paosreceiver");
    assert_eq!(token.server_address, Some(server));
    let refresh = token.refresh_address.unwrap();
    let reference =
        refresh.strip_prefix(&format!("{ORIGIN}/eidas-middleware/ResponseSender?refID="));
    assert_eq!(reference.unwrap().len(), 32);
    assert_eq!(token.session_identifier.unwrap().len(), 32);
}

#[test]
fn a_token_of_no_login_is_refused() {
    let world = World::new();
    for url in [
        "/eidas-middleware/TcToken",
        "/eidas-middleware/TcToken?sessionID=",
        "/eidas-middleware/TcToken?sessionID=0123",
    ] {
        let answer = Tab::default().get(&world.middleware, url);
        assert_eq!(
            (answer.status().as_u16(), code(&answer).as_str()),
            (400, "UNKNOWN_SESSION")
        );
    }
}

#[test]
fn whoever_fetches_the_token_again_begins_again() {
    let world = World::new();
    let page = asked(&world, &mut Tab::default());
    let first = token(&world, &page).session_identifier.unwrap();
    let second = token(&world, &page).session_identifier.unwrap();
    assert_ne!(first, second);
    let hello = |session: &str| {
        let envelope = Envelope::from_client(Client::start(session), "urn:uuid:1");
        world.paos(Some(session), &envelope.encode())
    };
    assert_eq!(
        minor(&hello(&first)),
        Some(ResultMinor::UNKNOWN_CHANNEL_HANDLE)
    );
    let answer = Envelope::decode(hello(&second).body()).unwrap();
    assert!(matches!(answer.message, Message::DidAuthenticate(_)));
    assert_eq!(answer.relates_to.as_deref(), Some("urn:uuid:1"));
}

#[test]
fn there_is_no_token_for_a_login_that_was_identified() {
    let world = World::new();
    let page = asked(&world, &mut Tab::default());
    world.identify(&page, world.desk.card("adult"), Manners::default());
    let answer = Tab::default().get(&world.middleware, &token_url(&page));
    assert_eq!(code(&answer), "UNKNOWN_SESSION");
}

#[test]
fn the_channel_speaks_post_only() {
    let world = World::new();
    let answer = Tab::default().get(&world.middleware, "/eidas-middleware/paosreceiver");
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "POST");
}

#[test]
fn messages_find_their_session_by_header_by_name_or_by_what_they_answer() {
    let world = World::new();
    let page = asked(&world, &mut Tab::default());
    let session = token(&world, &page).session_identifier.unwrap();
    let hello = Envelope::from_client(Client::start(&session), "urn:uuid:1");
    // Without the header: the message names its session.
    let answer = world.paos(None, &hello.encode());
    let answer = Envelope::decode(answer.body()).unwrap();
    assert!(matches!(answer.message, Message::DidAuthenticate(_)));
    // Then what it relates to.
    let cancel = crate::client::failed(ResultMinor::CANCELLATION_BY_USER);
    let cancel = Envelope::from_client(cancel, "urn:uuid:2");
    let lost = world.paos(None, &cancel.encode());
    assert_eq!(minor(&lost), Some(ResultMinor::UNKNOWN_CHANNEL_HANDLE));
    let related = cancel.relating_to(answer.message_id.unwrap());
    let answer = world.paos(None, &related.encode());
    assert_eq!(minor(&answer), Some(ResultMinor::CANCELLATION_BY_USER));
}

#[test]
fn a_message_that_answers_another_one_ends_the_session() {
    let world = World::new();
    for (hello_again, header_only) in [(false, false), (true, true)] {
        let page = asked(&world, &mut Tab::default());
        let session = token(&world, &page).session_identifier.unwrap();
        let hello = Envelope::from_client(Client::start(&session), "urn:uuid:1");
        world.paos(Some(&session), &hello.encode());
        let message = match hello_again {
            true => Client::start("another"),
            false => crate::client::failed(ResultMinor::CANCELLATION_BY_USER),
        };
        let mut envelope = Envelope::from_client(message, "urn:uuid:2");
        if !header_only {
            envelope = envelope.relating_to("urn:uuid:of-nobody");
        }
        let answer = world.paos(Some(&session), &envelope.encode());
        assert_eq!(minor(&answer), Some(ResultMinor::PARAMETER_ERROR));
    }
}

#[test]
fn bytes_that_are_no_message_get_an_answer_and_end_only_their_own_session() {
    let world = World::new();
    let page = asked(&world, &mut Tab::default());
    let session = token(&world, &page).session_identifier.unwrap();
    for body in ["", "<a/>", "<!DOCTYPE a><a/>", "\u{0}"] {
        let answer = world.paos(None, body);
        assert_eq!(minor(&answer), Some(ResultMinor::UNKNOWN_CHANNEL_HANDLE));
    }
    let hello = Envelope::from_client(Client::start(&session), "urn:uuid:1");
    let answer = world.paos(Some(&session), &hello.encode());
    assert!(Envelope::decode(answer.body()).is_ok());
    let answer = world.paos(Some(&session), "<a/>");
    assert_eq!(minor(&answer), Some(ResultMinor::PARAMETER_ERROR));
    let answer = world.paos(Some(&session), &hello.encode());
    assert_eq!(minor(&answer), Some(ResultMinor::PARAMETER_ERROR));
    assert!(world.journal.names("middleware-de", "malformed"));
}

#[test]
fn the_redirect_page_leads_to_the_client() {
    let world = World::new();
    let mut tab = Tab::default();
    let page = asked(&world, &mut tab);
    let session = crate::world::field(&page, "sessionID");
    let url = format!("/eidas-middleware/ausweisapp-redirect?sessionID={session}");
    let answer = tab.get(&world.middleware, &url);
    assert_eq!(answer.status(), 303);
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with("http://127.0.0.1:24727/eID-Client?tcTokenURL=https%3A%2F%2F"));
    assert_eq!(
        code(&Tab::default().get(&world.middleware, &url)),
        "UNKNOWN_SESSION"
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_bring_the_channel_down(body: String, header: String, at: usize, byte in 0x20..0x7Fu8) {
        let world = World::new();
        let mut bytes = Envelope::from_client(Client::start("x"), "urn:uuid:1").encode().into_bytes();
        let place = at % bytes.len();
        bytes[place] = byte;
        let altered = String::from_utf8_lossy(&bytes).into_owned();
        let header = header.chars().filter(char::is_ascii_graphic).collect::<String>();
        for body in [body, altered] {
            proptest::prop_assert_eq!(world.paos(Some(&header), &body).status(), 200);
        }
    }
}
