//! What the client demands of service and server, rule by rule: each mutant of the rule lets it pass.

use ambient::Date;
use eid_client::{Config, Fault, Rule};
use paos::{Eac1Input, Message, ProtocolResult, ResultMinor};
use rules::Rule as _;

use crate::script::{SERVER, Script, end};
use crate::world::{Plan, World, day};

const CLIENT: &str = "ResultMajor=error&ResultMinor=clientError";
const CHANNEL: &str = "ResultMajor=error&ResultMinor=trustedChannelEstablishmentFailed";
const SERVER_ERROR: &str = "ResultMajor=error&ResultMinor=serverError";

fn inquiry(change: impl Fn(&mut Eac1Input) + Send + Sync + 'static) -> Plan {
    Plan {
        script: Script {
            inquiry: Box::new(change),
            ..Script::default()
        },
        ..Plan::default()
    }
}

/// The rule refuses, the server is told why, and the browser gets the word.
fn refuses(rule: Rule, word: &str, plan: impl Fn() -> Plan) -> World {
    let mut world = plan().build();
    world.begin();
    assert_eq!(world.rules(), [rule.name()], "{:?}", world.journal.lines());
    assert_eq!(
        world.browser.page.result(),
        word,
        "{}",
        world.browser.page.html
    );
    assert!(
        world
            .browser
            .page
            .has(&format!("<code class=\"rule\">{}</code>", rule.name()))
    );
    assert_eq!(world.server.reported(), Some(rule.minor()));
    assert_eq!(world.slot.commands().len(), 0);
    world
}

/// Without the rule the user is asked.
fn passes_without(rule: Rule, plan: impl Fn() -> Plan) {
    let mut plan = plan();
    plan.client = Box::new(move |config: Config| config.without(rule));
    let mut world = plan.build();
    world.begin();
    assert_eq!(world.rules(), Vec::<String>::new(), "{rule:?}");
    assert!(world.browser.page.has("value=\"grant\""), "{rule:?}");
}

fn rule(rule: Rule, word: &str, plan: impl Fn() -> Plan) {
    refuses(rule, word, &plan);
    passes_without(rule, plan);
}

#[test]
fn one_terminal_certificate_and_one_of_a_verifier() {
    rule(Rule::UniqueTerminalCertificate, CLIENT, || {
        inquiry(|input| input.certificates.push(input.certificates[1].clone()))
    });
    rule(Rule::UniqueVerifierCertificate, CLIENT, || {
        inquiry(|input| input.certificates.push(input.certificates[0].clone()))
    });
    refuses(Rule::UniqueTerminalCertificate, CLIENT, || {
        inquiry(|input| input.certificates.truncate(1))
    });
    refuses(Rule::RequestReadable, CLIENT, || {
        inquiry(|input| input.certificates[0].truncate(20))
    });
}

#[test]
fn a_chain_without_a_known_root_is_refused() {
    let foreign = || Plan {
        client: Box::new(|mut config| {
            let other = pki::TestPki::from_seed(6, day(2026, 3, 1));
            let root = other.trust_point(eac::encoding::TerminalType::AuthenticationTerminal);
            config.roots = vec![crate::script::decode(&root.unwrap().bytes)];
            config
        }),
        ..Plan::default()
    };
    refuses(Rule::TrustedChain, CLIENT, foreign);
    rule(Rule::TrustedChain, CLIENT, || {
        inquiry(|input| {
            let last = input.certificates[0].len() - 1;
            input.certificates[0][last] ^= 1;
        })
    });
    rule(Rule::TrustedChain, CLIENT, || {
        inquiry(|input| {
            let last = input.certificates[1].len() - 1;
            input.certificates[1][last] ^= 1;
        })
    });
}

#[test]
fn certificates_are_valid_on_their_days_only() {
    let plan = |from: Date, until: Date| Plan {
        validity: [from, until],
        ..Plan::default()
    };
    rule(Rule::CertificateDates, CLIENT, || {
        plan(day(2026, 1, 1), day(2026, 2, 28))
    });
    rule(Rule::CertificateDates, CLIENT, || {
        plan(day(2026, 3, 2), day(2026, 4, 1))
    });
    for (from, until) in [
        (day(2026, 3, 1), day(2026, 3, 1)),
        (day(2026, 2, 1), day(2026, 3, 1)),
    ] {
        let mut world = plan(from, until).build();
        world.begin();
        assert!(world.browser.page.has("value=\"grant\""));
    }
}

#[test]
fn a_root_that_has_ended_does_not_vouch() {
    let mut world = World::new();
    // Three years later everything has ended; the terminal is the first to be looked at.
    world.ambient.clock().set_date(day(2030, 1, 1));
    world.begin();
    assert_eq!(world.browser.page.status, 404);
}

#[test]
fn the_description_belongs_to_the_certificate() {
    rule(Rule::DescriptionHash, CLIENT, || {
        inquiry(|input| {
            let description = input.certificate_description.as_mut().unwrap();
            let place = description
                .windows(4)
                .position(|window| window == b"TEST")
                .unwrap();
            description[place] = b'B';
        })
    });
    refuses(Rule::DescriptionPresent, CLIENT, || {
        inquiry(|input| input.certificate_description = None)
    });
    refuses(Rule::DescriptionPresent, CLIENT, || {
        inquiry(|input| input.certificate_description = Some(vec![0x30, 0x00]))
    });
}

#[test]
fn the_service_is_the_one_that_gave_the_token() {
    let plan = |url: Option<&'static str>| Plan {
        description: Box::new(move |description| {
            description.subject_url = url.map(str::to_owned);
        }),
        ..Plan::default()
    };
    for url in ["https://localhost:8444", "http://localhost:8443"] {
        // The way back is no longer home then: it has to lead there, and does not.
        let mut world = plan(Some(url)).build();
        world.begin();
        assert_eq!(world.rules(), ["subject-url-origin", "refresh-origin"]);
        assert_eq!(world.browser.page.status, 400);
        assert!(
            world
                .browser
                .page
                .has("<code class=\"rule\">subject-url-origin</code>")
        );
        assert_eq!(world.server.reported(), Some(ResultMinor::PARAMETER_ERROR));
        passes_without(Rule::SubjectOrigin, || plan(Some(url)));
    }
    rule(Rule::SubjectUrlPresent, CLIENT, || plan(None));
    let mut world = plan(Some("https://LOCALHOST:8443/somewhere")).build();
    world.begin();
    assert!(world.browser.page.has("value=\"grant\""));
}

#[test]
fn every_tls_certificate_is_in_the_description() {
    rule(Rule::CommunicationCertificates, CHANNEL, || Plan {
        description: Box::new(|description| description.communication_certificates.clear()),
        ..Plan::default()
    });
    rule(Rule::CommunicationCertificates, CHANNEL, || Plan {
        description: Box::new(|description| description.communication_certificates[0][0] ^= 1),
        ..Plan::default()
    });
}

#[test]
fn a_certificate_that_changes_on_the_way_is_noticed() {
    let mut world = World::new();
    world.until_pin();
    let other = Plan {
        tls: ([day(2026, 1, 2), day(2027, 1, 1)], "localhost"),
        ..Plan::default()
    };
    let other = other.build().tls.certificate;
    world
        .network
        .route_tls(SERVER, world.server.clone(), &other);
    world.browser.enter("123456");
    assert_eq!(world.rules(), ["comm-certificates"]);
    assert_eq!(world.browser.page.result(), CHANNEL);
    assert_eq!(world.server.data().len(), 0);
}

#[test]
fn templates_that_are_none_are_refused() {
    refuses(Rule::RequestReadable, CLIENT, || {
        inquiry(|input| input.required_chat = Some(vec![1]))
    });
    refuses(Rule::RequestReadable, CLIENT, || {
        inquiry(|input| input.optional_chat = Some(vec![1]))
    });
    refuses(Rule::RequestReadable, CLIENT, || {
        inquiry(|input| input.auxiliary_data = Some(vec![1]))
    });
}

#[test]
fn a_message_at_the_wrong_time_ends_the_conversation() {
    let early = || Plan {
        script: Script {
            instead: Box::new(|message| match message {
                Message::StartPaos(_) => Some(Message::Transmit(paos::Transmit::new([]))),
                _ => None,
            }),
            ..Script::default()
        },
        ..Plan::default()
    };
    refuses(Rule::MessageOrder, CLIENT, early);
    let twice = Script {
        instead: Box::new(|message| match message {
            Message::InitializeFrameworkResponse(_) => Some(Message::InitializeFramework),
            _ => None,
        }),
        asks_version: true,
        ..Script::default()
    };
    let mut world = Plan {
        script: twice,
        ..Plan::default()
    }
    .build();
    world.begin();
    assert_eq!(world.rules(), ["message-order"]);
}

#[test]
fn a_success_before_the_card_has_answered_is_none() {
    let script = || Script {
        instead: Box::new(|message| match message {
            Message::StartPaos(_) => Some(end(ProtocolResult::ok())),
            _ => None,
        }),
        ..Script::default()
    };
    let mut world = Plan {
        script: script(),
        ..Plan::default()
    }
    .build();
    world.begin();
    assert_eq!(world.rules(), ["success-at-the-end"]);
    assert_eq!(world.browser.page.result(), SERVER_ERROR);
    let mut world = Plan {
        script: script(),
        client: Box::new(|config| config.without(Rule::SuccessAtTheEnd)),
        ..Plan::default()
    }
    .build();
    world.begin();
    assert_eq!(world.browser.page.result(), "ResultMajor=ok");
}

#[test]
fn an_error_of_the_server_is_told_as_such() {
    let ending = |minor: ResultMinor| {
        let script = Script {
            instead: Box::new(move |message| match message {
                Message::StartPaos(_) => Some(end(ProtocolResult::error(minor.clone()))),
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
        world
    };
    let world = ending(ResultMinor::NO_PERMISSION);
    assert_eq!(world.browser.page.result(), SERVER_ERROR);
    assert!(
        world
            .browser
            .page
            .has("The eID server has stopped the login.")
    );
    assert_eq!(
        ending(ResultMinor::TRUSTED_CHANNEL_FAILED)
            .browser
            .page
            .result(),
        CHANNEL
    );
}

#[test]
fn an_echo_is_no_error_of_the_server_unless_a_fault_says_so() {
    let plan = |client: Box<dyn Fn(Config) -> Config>| Plan {
        client,
        ..inquiry(|input| input.certificates.truncate(1))
    };
    let mut world = plan(Box::new(|config| config)).build();
    world.begin();
    assert_eq!(world.browser.page.result(), CLIENT);
    let mut world = plan(Box::new(|config| {
        config.with_fault(Fault::EchoCountsAsServerError)
    }))
    .build();
    world.begin();
    assert_eq!(world.browser.page.result(), SERVER_ERROR);
    let mut world = plan(Box::new(|config| config.with_fault(Fault::AlwaysReportsOk))).build();
    world.begin();
    assert_eq!(world.browser.page.result(), "ResultMajor=ok");
}

#[test]
fn a_silent_cancellation_leaves_the_server_waiting() {
    let mut world = Plan {
        client: Box::new(|config| config.with_fault(Fault::CancelsInSilence)),
        ..Plan::default()
    }
    .build();
    world.begin();
    world.browser.press("cancel", &[]);
    assert_eq!(world.server.received().len(), 1);
}

#[test]
fn the_ephemeral_key_is_a_point() {
    let broken = Script {
        key: Box::new(|input| input.ephemeral_public_key = vec![1, 2, 3]),
        ..Script::default()
    };
    let mut world = Plan {
        script: broken,
        ..Plan::default()
    }
    .build();
    world.until_pin();
    world.browser.enter("123456");
    assert_eq!(world.rules(), ["ephemeral-key"]);
    assert_eq!(world.server.reported(), Some(ResultMinor::PARAMETER_ERROR));
}

#[test]
fn an_unreadable_message_is_no_message() {
    let mut world = World::new();
    world.until_pin();
    let noise = |_: &web::Request| crate::script::xml("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
    world
        .network
        .route_tls(SERVER, std::sync::Arc::new(noise), &world.tls.certificate);
    world.browser.enter("123456");
    assert_eq!(world.rules(), ["unreadable"]);
    assert_eq!(world.browser.page.result(), CLIENT);
}

#[test]
fn a_server_that_fails_is_a_broken_channel() {
    let mut world = World::new();
    world.until_pin();
    let broken = |_: &web::Request| web::text(http::StatusCode::INTERNAL_SERVER_ERROR, "");
    world
        .network
        .route_tls(SERVER, std::sync::Arc::new(broken), &world.tls.certificate);
    world.browser.enter("123456");
    assert_eq!(world.rules(), ["channel"]);
    assert_eq!(world.browser.page.result(), CHANNEL);
}

#[test]
fn a_server_that_is_gone_is_a_broken_channel() {
    let mut world = World::new();
    world.until_pin();
    world.network.remove(SERVER);
    world.browser.enter("123456");
    assert_eq!(world.rules(), ["channel"]);
    assert_eq!(world.browser.page.result(), CHANNEL);
}
