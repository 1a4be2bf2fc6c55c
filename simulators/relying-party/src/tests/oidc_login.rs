use http::StatusCode;
use oidc::{ErrorCode, client};

use super::browser::{ISSUER, ORIGIN, World, body, code, config, location};
use super::provider::{CLIENT, Provider, answer, ask, callback, log_in, proves};
use crate::{Config, Fault, Rule};

fn world() -> (World, Provider) {
    with(config())
}

fn with(config: Config) -> (World, Provider) {
    let world = World::new(config);
    let provider = Provider::serve(&world);
    (world, provider)
}

fn without(rule: client::Rule) -> (World, Provider) {
    let mut config = config();
    config.rules.oidc = config.rules.oidc.without(rule);
    with(config)
}

#[test]
fn a_login_ends_at_the_card() {
    let (world, provider) = world();
    let mut browser = world.browser();
    assert_eq!(location(&log_in(&provider, &mut browser)), "/card");
    let page = body(&browser.get("/card"));
    for text in [
        "LENE MARIT",
        "BEISPIELER",
        "1987-04-23",
        "DE/BE/0123456789abcdef",
        ">500<",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(world.journal.lines().is_empty());
}

#[test]
fn the_request_binds_the_answer() {
    let (world, provider) = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    assert_eq!(asked.response_type.as_deref(), Some("code"));
    assert_eq!(asked.client_id.as_deref(), Some(CLIENT));
    assert_eq!(asked.redirect_uri, Some(format!("{ORIGIN}/oidc/callback")));
    assert_eq!(
        asked.acr_values.as_deref(),
        Some("urn:be:fedict:iam:fas:Level500")
    );
    assert_eq!(asked.prompt.as_deref(), Some("login"));
    let answer = answer(&provider, &asked);
    assert_eq!(location(&callback(&mut browser, &answer)), "/card");
    let redeemed = provider.script.lock().unwrap().redeemed.clone();
    assert_eq!(redeemed.len(), 1);
    assert!(proves(&redeemed[0], &asked));
    assert_eq!(redeemed[0].1.redirect_uri, asked.redirect_uri);
    let again = ask(&mut browser);
    assert_ne!(asked.state, again.state);
    assert_ne!(asked.nonce, again.nonce);
}

#[test]
fn a_state_of_another_browser_is_refused() {
    let attack = |(world, provider): (World, Provider)| {
        let (mut attacker, mut victim) = (world.browser(), world.browser());
        let asked = ask(&mut attacker);
        let victims = ask(&mut victim);
        let mut answer = answer(&provider, &asked);
        provider.change(|script| script.id_token.nonce.clone_from(&victims.nonce));
        answer.iss = Some(ISSUER.to_owned());
        callback(&mut victim, &answer)
    };
    assert_eq!(code(&attack(world())), "state");
    assert_eq!(location(&attack(without(client::Rule::State))), "/card");
}

#[test]
fn a_callback_that_nobody_asked_for_is_refused() {
    let (world, provider) = world();
    let asked = ask(&mut world.browser());
    let answer = answer(&provider, &asked);
    let page = callback(&mut world.browser(), &answer);
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::BAD_REQUEST, "state")
    );
    assert_eq!(world.last_rule().as_deref(), Some("state"));
}

#[test]
fn a_wrong_nonce_is_refused() {
    let try_it = |(world, provider): (World, Provider)| {
        let mut browser = world.browser();
        let asked = ask(&mut browser);
        let answer = answer(&provider, &asked);
        provider.change(|script| script.id_token.nonce = Some("other".to_owned()));
        callback(&mut browser, &answer)
    };
    assert_eq!(code(&try_it(world())), "nonce");
    assert_eq!(location(&try_it(without(client::Rule::Nonce))), "/card");
}

#[test]
fn another_issuer_is_refused() {
    let (world, provider) = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let mut answer = answer(&provider, &asked);
    answer.iss = Some("http://other.test".to_owned());
    assert_eq!(code(&callback(&mut browser, &answer)), "callback-issuer");
}

#[test]
fn userinfo_must_be_a_signed_token() {
    let (world, provider) = world();
    provider.change(|script| script.media_type = "application/json");
    let mut browser = world.browser();
    assert_eq!(code(&log_in(&provider, &mut browser)), "userinfo-signed");
    provider.change(|script| script.media_type = "application/jwt");
    provider.change(|script| script.userinfo.sub = Some("other".to_owned()));
    assert_eq!(code(&log_in(&provider, &mut browser)), "userinfo-subject");
}

#[test]
fn too_low_a_level_is_forbidden() {
    let (world, provider) = world();
    provider.change(|script| script.id_token.amr = Some(vec![oidc::level_urn(400)]));
    let page = log_in(&provider, &mut world.browser());
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::FORBIDDEN, "level")
    );
}

#[test]
fn a_new_key_is_looked_up_once() {
    let (world, provider) = world();
    provider.change(|script| script.late_keys = 1);
    assert_eq!(location(&log_in(&provider, &mut world.browser())), "/card");
    let (world, provider) = self::world();
    provider.change(|script| script.late_keys = 9);
    assert_eq!(code(&log_in(&provider, &mut world.browser())), "key-id");
}

#[test]
fn a_cancelled_login_has_a_page_of_its_own() {
    let (world, provider) = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let state = asked.state.as_deref();
    let refused =
        oidc::AuthorizeResponse::error(ErrorCode::AccessDenied, "<b>no</b>", state, ISSUER);
    let page = callback(&mut browser, &refused);
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::FORBIDDEN, "access_denied")
    );
    assert!(!body(&page).contains("<b>"));
    assert_eq!(location(&log_in(&provider, &mut browser)), "/card");
}

#[test]
fn a_login_is_answered_once() {
    let try_it = |(world, provider): (World, Provider)| {
        let mut browser = world.browser();
        let asked = ask(&mut browser);
        let answer = answer(&provider, &asked);
        assert_eq!(location(&callback(&mut browser, &answer)), "/card");
        callback(&mut browser, &answer)
    };
    assert_eq!(code(&try_it(world())), "answered-once");
    let mut careless = config();
    careless.rules.own = careless.rules.own.without(Rule::AnsweredOnce);
    assert_eq!(location(&try_it(with(careless))), "/card");
}

#[test]
fn repeated_parameters_are_refused() {
    let (world, provider) = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let address = answer(&provider, &asked).url("/oidc/callback");
    assert_eq!(
        code(&browser.get(&format!("{address}&code=other"))),
        "callback-once"
    );
}

#[test]
fn a_provider_that_is_not_there_is_a_bad_gateway() {
    let world = World::new(config());
    let page = world.browser().get("/login/oidc");
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::BAD_GATEWAY, "portal")
    );
}

#[test]
fn faults_show_in_the_request() {
    let ask_with = |fault| {
        let (world, _provider) = with(Config {
            fault: Some(fault),
            ..config()
        });
        ask(&mut world.browser())
    };
    assert_eq!(ask_with(Fault::SendsNoProofKey).challenge(), None);
    assert_eq!(
        ask_with(Fault::RepeatsNonce).nonce,
        ask_with(Fault::RepeatsNonce).nonce
    );
    assert_eq!(ask_with(Fault::AsksNoNewLogin).prompt, None);
    assert_eq!(
        ask_with(Fault::AsksLowLevel).acr_values.as_deref(),
        Some("urn:be:fedict:iam:fas:Level100")
    );
}
