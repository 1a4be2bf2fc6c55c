//! The activation and the TC token.

use eid_client::Rule;
use http::StatusCode;
use paos::TcToken;
use rules::Rule as _;

use crate::script::{SERVER, Script, xml};
use crate::world::{Plan, TOKEN, World, day};

type Change = fn(TcToken) -> TcToken;

fn with_token(change: impl Fn(TcToken) -> TcToken + Send + Sync + 'static) -> World {
    let script = Script {
        token: Box::new(move |token| xml(change(token).encode())),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.begin();
    world
}

fn answered(response: impl Fn() -> web::Response + Send + Sync + 'static) -> World {
    let script = Script {
        token: Box::new(move |_| response()),
        ..Script::default()
    };
    let mut world = Plan {
        script,
        ..Plan::default()
    }
    .build();
    world.begin();
    world
}

#[test]
fn an_activation_without_an_address_is_not_found() {
    let mut world = World::new();
    assert_eq!(world.browser.open("/eID-Client").status, 404);
    assert_eq!(world.browser.open("/eID-Client?tctokenurl=x").status, 404);
    assert_eq!(world.browser.open("/elsewhere").status, 404);
    assert_eq!(world.rules(), ["token-address", "token-address"]);
}

#[test]
fn a_token_that_is_none_is_not_found() {
    for world in [
        answered(|| xml("<html/>")),
        answered(|| xml("")),
        answered(|| xml("<TCTokenType><Binding>a</Binding><Binding>a</Binding></TCTokenType>")),
        answered(|| web::text(StatusCode::FORBIDDEN, "no")),
        answered(|| web::redirect(TOKEN)),
    ] {
        assert_eq!(world.browser.page.status, 404);
        assert!(
            world
                .browser
                .page
                .has("<code class=\"rule\">token-found</code>")
        );
        assert_eq!(world.rules(), ["token-found"]);
    }
    let mut world = World::new();
    world.network.remove(SERVER);
    world.begin();
    assert_eq!(world.browser.page.status, 404);
}

#[test]
fn only_https_addresses_are_asked() {
    let mut world = World::new();
    for url in [
        "http://localhost:8443/tctoken?sessionID=7",
        "file:///etc/passwd",
        "x",
        "",
    ] {
        world.browser.activate(url);
        assert_eq!(world.browser.page.status, 400, "{url}");
        assert!(world.browser.page.has("token-address-https"));
    }
    let world = answered(|| web::redirect("http://localhost:8443/tctoken"));
    assert_eq!(world.browser.page.status, 400);
}

#[test]
fn a_tls_server_shows_a_certificate_of_today_for_its_name() {
    let plan = |from, until, host| Plan {
        tls: ([from, until], host),
        ..Plan::default()
    };
    let (then, now, soon) = (day(2026, 1, 1), day(2026, 3, 1), day(2027, 1, 1));
    let bad = [
        (Rule::TlsDates, then, day(2026, 2, 28), "localhost"),
        (Rule::TlsDates, day(2026, 3, 2), soon, "localhost"),
        (Rule::TlsHostName, then, soon, "otherhost"),
        (Rule::TlsHostName, then, soon, "127.0.0.1"),
    ];
    for (rule, from, until, host) in bad {
        let mut world = plan(from, until, host).build();
        world.begin();
        assert_eq!(world.browser.page.status, 404, "{host}");
        assert_eq!(world.rules(), [rule.name()]);
        let mut plan = plan(from, until, host);
        plan.client = Box::new(move |config| config.without(rule));
        let mut world = plan.build();
        world.begin();
        assert!(world.browser.page.has("value=\"grant\""));
    }
    let mut world = plan(now, now, "localhost").build();
    world.begin();
    assert!(world.browser.page.has("value=\"grant\""));
}

#[test]
fn a_token_without_a_way_back_is_a_bad_request() {
    for address in [
        None,
        Some("http://localhost:8443/refresh"),
        Some("javascript:alert(1)"),
    ] {
        let world = with_token(move |token| TcToken {
            refresh_address: address.map(str::to_owned),
            ..token
        });
        assert_eq!(world.browser.page.status, 400);
        assert_eq!(world.rules(), ["refresh-address-https"]);
    }
}

#[test]
fn a_token_of_an_error_leads_to_the_address_for_errors() {
    let address = "https://localhost:8443/error?a=b";
    let world = with_token(move |_| TcToken::default().with_communication_error_address(address));
    assert_eq!(world.browser.page.status, 200);
    let expected = format!("{address}&ResultMajor=error&ResultMinor=communicationError");
    assert_eq!(world.browser.page.way_back(), expected);
    let world =
        with_token(|_| TcToken::default().with_communication_error_address("javascript:alert(1)"));
    assert_eq!(world.browser.page.status, 400);
}

#[test]
fn a_token_that_describes_no_channel_leads_back() {
    let channel = "ResultMajor=error&ResultMinor=trustedChannelEstablishmentFailed";
    let bad: [(&str, Change); 5] = [
        ("server-address-https", |token| TcToken {
            server_address: None,
            ..token
        }),
        ("server-address-https", |token| TcToken {
            server_address: Some("http://localhost:8443/paos".to_owned()),
            ..token
        }),
        ("session-identifier", |token| TcToken {
            session_identifier: None,
            ..token
        }),
        ("binding", |token| TcToken {
            binding: Some("urn:other".to_owned()),
            ..token
        }),
        ("channel", |token| token.with_psk([1, 2, 3])),
    ];
    for (rule, change) in bad {
        let world = with_token(change);
        assert_eq!(world.rules(), [rule]);
        assert_eq!(world.browser.page.result(), channel, "{rule}");
        assert_eq!(world.server.received().len(), 0);
    }
}

#[test]
fn one_login_at_a_time() {
    let mut world = World::new();
    world.begin();
    let form = world.browser.page.clone();
    assert_eq!(world.browser.activate(TOKEN).status, 409);
    assert!(world.browser.page.has("href=\"/eID-Client/run\""));
    world.browser.open("/eID-Client/run");
    assert_eq!(world.browser.page.html, form.html);
    world.browser.press("cancel", &[]);
    world.begin();
    assert!(world.browser.page.has("value=\"grant\""));
}

#[test]
fn status_and_user_interface() {
    let mut world = World::new();
    assert!(
        world
            .browser
            .open("/eID-Client?Status")
            .has("Specification-Title: TR-03124\n")
    );
    assert!(
        world
            .browser
            .open("/eID-Client?Status=json")
            .has("\"Name\":\"Eidolon\"")
    );
    assert!(
        world
            .browser
            .open("/eID-Client?ShowUI=PINManagement")
            .has("There is a card.")
    );
    world.begin();
    assert!(
        world
            .browser
            .open("/eID-Client?ShowUI")
            .has("To the login that is under way")
    );
}
