//! Each rule of the provider: broken, it is the one named; waived, the request passes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/keys.rs"]
mod support;

use ambient::Ambient;
use oidc::pkce::{Method, Verifier};
use oidc::provider::{
    Accepted, Client, Grant, Grants, Issued, Lifetimes, Refusal, Rule, Supported, Way,
    check_authorize, check_client, check_post_logout,
};
use oidc::{
    AuthorizeRequest, ClientSecret, Credentials, ErrorCode, Parameters, TokenRequest, level_urn,
};
use rules::Rulebook;

const CALLBACK: &str = "https://rp.example/cb";

fn clients() -> Vec<Client> {
    ["rp", "other"]
        .map(|id| Client {
            id: id.into(),
            secret: ClientSecret::new(format!("{id}-secret")),
            redirect_uris: vec![CALLBACK.into()],
            post_logout_redirect_uris: vec!["https://rp.example/bye".into()],
            scopes: ["openid", "profile"].map(Into::into).to_vec(),
        })
        .to_vec()
}

fn asked(request: &AuthorizeRequest, book: &Rulebook<Rule>) -> Result<Accepted, Refusal> {
    let supported = Supported {
        scopes: &["openid", "profile", "egovnrn"],
        levels: &[200, 400, 500],
    };
    check_authorize(request, &clients(), &supported, book)
}

fn request() -> AuthorizeRequest {
    AuthorizeRequest {
        state: Some("s-1".into()),
        nonce: Some("n-1".into()),
        acr_values: Some(format!("{} {}", level_urn(500), level_urn(400))),
        ..AuthorizeRequest::code("rp", CALLBACK, "openid profile")
    }
}

fn with(change: impl FnOnce(&mut AuthorizeRequest)) -> AuthorizeRequest {
    let mut request = request();
    change(&mut request);
    request
}

#[test]
fn a_good_request_is_accepted_with_the_lowest_level_asked_for() {
    let accepted = asked(&request(), &Rulebook::strict()).unwrap();
    assert_eq!(accepted.scopes, ["openid", "profile"]);
    assert_eq!(accepted.level, Some(400));
    assert!(!accepted.silent);
}

#[test]
fn an_unknown_client_or_address_is_answered_by_a_page() {
    for (rule, request) in [
        (Rule::ClientKnown, with(|r| r.client_id = Some("rq".into()))),
        (Rule::ClientKnown, with(|r| r.client_id = None)),
        (
            Rule::RedirectExact,
            with(|r| r.redirect_uri = Some(format!("{CALLBACK}/"))),
        ),
        (
            Rule::RedirectExact,
            with(|r| r.redirect_uri = Some("https://RP.example/cb".into())),
        ),
        (Rule::RedirectExact, with(|r| r.redirect_uri = None)),
    ] {
        let refusal = asked(&request, &Rulebook::strict()).unwrap_err();
        assert_eq!((refusal.breach.rule, refusal.way), (rule, Way::Page));
    }
    let open = with(|r| r.redirect_uri = Some("https://evil.example/".into()));
    let waived = asked(&open, &Rulebook::strict().without(Rule::RedirectExact)).unwrap();
    assert_eq!(waived.redirect_uri, "https://evil.example/");
}

/// Requests that go back to the client: the rule, the code on the wire.
fn wishes() -> Vec<(Rule, &'static str, AuthorizeRequest)> {
    let twice =
        Parameters::parse(&format!("{}&state=x", request().to_parameters().to_text())).unwrap();
    let verifier = Verifier::fresh(&support::ambient());
    vec![
        (
            Rule::ParameterOnce,
            "invalid_request",
            AuthorizeRequest::from_parameters(&twice),
        ),
        (
            Rule::ResponseType,
            "unsupported_response_type",
            with(|r| r.response_type = Some("token".into())),
        ),
        (
            Rule::RequestObject,
            "request_not_supported",
            with(|r| r.request_object = Some("e30.e30.".into())),
        ),
        (
            Rule::ScopeOpenid,
            "invalid_scope",
            with(|r| r.scope = Some("profile".into())),
        ),
        (
            Rule::ScopeAllowed,
            "invalid_scope",
            with(|r| r.scope = Some("openid egovnrn".into())),
        ),
        (
            Rule::AcrKnown,
            "invalid_request",
            with(|r| r.acr_values = Some(level_urn(450))),
        ),
        (
            Rule::AcrKnown,
            "invalid_request",
            with(|r| r.acr_values = Some("high".into())),
        ),
        (
            Rule::Challenge,
            "invalid_request",
            with(|r| r.code_challenge = Some("short".into())),
        ),
        (
            Rule::Challenge,
            "invalid_request",
            with(|r| r.code_challenge_method = Some("S256".into())),
        ),
        (Rule::Challenge, "invalid_request", {
            let mut r = request().with_challenge(&verifier.challenge(Method::S256));
            r.code_challenge_method = Some("S512".into());
            r
        }),
    ]
}

#[test]
fn other_wishes_are_refused_at_the_client() {
    for (rule, code, request) in wishes() {
        let refusal = asked(&request, &Rulebook::strict()).unwrap_err();
        assert_eq!(refusal.breach.rule, rule);
        assert_eq!(refusal.error_code().as_str(), code);
        assert!(matches!(refusal.way, Way::Redirect { uri, state: Some(_) } if uri == CALLBACK));
        assert!(
            asked(&request, &Rulebook::strict().without(rule)).is_ok(),
            "{rule:?}"
        );
    }
}

#[test]
fn a_client_proves_itself_by_header_or_body_and_not_by_both() {
    let known = Credentials {
        id: "rp".into(),
        secret: ClientSecret::new("rp-secret"),
    };
    let wrong = Credentials {
        secret: ClientSecret::new("other-secret"),
        ..known.clone()
    };
    let bare = TokenRequest::code("c", CALLBACK);
    let rule = |header: Option<&str>, body: &TokenRequest| {
        check_client(header, body, &clients(), &Rulebook::strict())
            .map(|client| client.id.clone())
            .map_err(|refusal| (refusal.breach.rule, refusal.way))
    };
    let unproven = Err((Rule::ClientAuthentication, Way::Body { status: 401 }));
    let two_ways = Err((Rule::ClientMethod, Way::Body { status: 400 }));
    assert_eq!(rule(Some(&known.to_basic()), &bare), Ok("rp".into()));
    assert_eq!(
        rule(None, &bare.clone().with_credentials(&known)),
        Ok("rp".into())
    );
    assert_eq!(rule(Some(&wrong.to_basic()), &bare), unproven);
    assert_eq!(rule(None, &bare.clone().with_credentials(&wrong)), unproven);
    assert_eq!(rule(None, &bare), unproven);
    assert_eq!(rule(Some("Bearer x"), &bare), unproven);
    assert_eq!(
        rule(
            Some(&known.to_basic()),
            &bare.clone().with_credentials(&known)
        ),
        two_ways
    );
    let other_name = TokenRequest {
        client_id: Some("other".into()),
        ..bare.clone()
    };
    assert_eq!(rule(Some(&known.to_basic()), &other_name), two_ways);
    let waived = Rulebook::strict().without(Rule::ClientAuthentication);
    assert!(check_client(Some(&wrong.to_basic()), &bare, &clients(), &waived).is_ok());
}

struct Store {
    ambient: Ambient,
    grants: Grants<&'static str>,
    code: String,
}

impl Store {
    fn new(verifier: Option<&Verifier>) -> Self {
        let ambient = support::ambient();
        let mut grants = Grants::new(Lifetimes::default());
        let grant = Grant {
            client_id: "rp".into(),
            redirect_uri: CALLBACK.into(),
            scopes: vec!["openid".into(), "profile".into()],
            nonce: Some("n-1".into()),
            challenge: verifier.map(|verifier| verifier.challenge(Method::S256)),
            authenticated: ambient.now(),
            subject: "jip",
        };
        let code = grants.issue_code(grant, &ambient);
        Self {
            ambient,
            grants,
            code,
        }
    }

    fn redeem(
        &mut self,
        request: &TokenRequest,
        client: &str,
        book: &Rulebook<Rule>,
    ) -> Result<Issued<&'static str>, Rule> {
        let redeemed = self.grants.redeem(request, client, book, &self.ambient);
        redeemed.map_err(|refusal| refusal.breach.rule)
    }

    fn request(&self) -> TokenRequest {
        TokenRequest::code(&self.code, CALLBACK)
    }

    fn opens(&self, token: &str) -> Result<&'static str, Rule> {
        let grant = self
            .grants
            .access(token, &Rulebook::strict(), self.ambient.now());
        grant
            .map(|grant| grant.subject)
            .map_err(|refusal| refusal.breach.rule)
    }
}

#[test]
fn a_code_that_comes_twice_revokes_what_the_first_use_gave() {
    let mut store = Store::new(None);
    let request = store.request();
    let tokens = store.redeem(&request, "rp", &Rulebook::strict()).unwrap();
    assert_eq!(store.opens(&tokens.access_token), Ok("jip"));
    assert_eq!(
        store.redeem(&request, "rp", &Rulebook::strict()),
        Err(Rule::CodeOnce)
    );
    assert_eq!(store.opens(&tokens.access_token), Err(Rule::BearerKnown));
    let refresh = TokenRequest::refresh(&tokens.refresh_token);
    assert_eq!(
        store.redeem(&refresh, "rp", &Rulebook::strict()),
        Err(Rule::RefreshKnown)
    );
}

#[test]
fn each_rule_of_a_code_catches_its_breach() {
    let strict = Rulebook::strict();
    type Change = fn(&mut TokenRequest);
    let cases: [(Rule, &str, Change, u32); 4] = [
        (Rule::CodeClient, "other", |_| (), 0),
        (Rule::CodeFresh, "rp", |_| (), 60),
        (Rule::CodeRedirect, "rp", |r| r.redirect_uri = None, 0),
        (
            Rule::VerifierExpected,
            "rp",
            |r| r.code_verifier = Some("v".repeat(43)),
            0,
        ),
    ];
    for (rule, client, change, wait) in cases {
        let mut store = Store::new(None);
        store.ambient.clock().advance(wait);
        let mut request = store.request();
        change(&mut request);
        assert_eq!(store.redeem(&request, client, &strict), Err(rule));
        let waived = Rulebook::strict().without(rule);
        assert!(store.redeem(&request, client, &waived).is_ok(), "{rule:?}");
    }
    let mut store = Store::new(None);
    let unknown = TokenRequest::code("no-such-code", CALLBACK);
    assert_eq!(store.redeem(&unknown, "rp", &strict), Err(Rule::CodeKnown));
    let other = TokenRequest {
        grant_type: Some("password".into()),
        ..store.request()
    };
    assert_eq!(store.redeem(&other, "rp", &strict), Err(Rule::GrantType));
}

#[test]
fn a_code_lasts_a_minute_and_not_a_second_longer() {
    let mut store = Store::new(None);
    store.ambient.clock().advance(59);
    let request = store.request();
    assert!(store.redeem(&request, "rp", &Rulebook::strict()).is_ok());
}

#[test]
fn a_challenge_wants_its_verifier() {
    let verifier = Verifier::fresh(&support::ambient());
    for wrong in [None, Some("v".repeat(43)), Some("short".into())] {
        let mut store = Store::new(Some(&verifier));
        let request = TokenRequest {
            code_verifier: wrong,
            ..store.request()
        };
        assert_eq!(
            store.redeem(&request, "rp", &Rulebook::strict()),
            Err(Rule::Verifier)
        );
        assert!(
            store
                .redeem(&request, "rp", &Rulebook::strict().without(Rule::Verifier))
                .is_ok()
        );
    }
    let mut store = Store::new(Some(&verifier));
    let request = TokenRequest {
        code_verifier: Some(verifier.as_str().into()),
        ..store.request()
    };
    assert!(store.redeem(&request, "rp", &Rulebook::strict()).is_ok());
}

#[test]
fn a_refresh_token_rotates_and_never_widens() {
    let strict = Rulebook::strict();
    let mut store = Store::new(None);
    let request = store.request();
    let first = store.redeem(&request, "rp", &strict).unwrap();
    let refresh = |scope: Option<&str>| TokenRequest {
        scope: scope.map(Into::into),
        ..TokenRequest::refresh(&first.refresh_token)
    };
    assert_eq!(
        store.redeem(&refresh(None), "other", &strict),
        Err(Rule::RefreshClient)
    );
    assert_eq!(
        store.redeem(&refresh(Some("openid egovnrn")), "rp", &strict),
        Err(Rule::RefreshScope)
    );
    let second = store
        .redeem(&refresh(Some("openid")), "rp", &strict)
        .unwrap();
    assert_eq!(second.grant.scopes, ["openid"]);
    assert_eq!(
        store.redeem(&refresh(None), "rp", &strict),
        Err(Rule::RefreshKnown)
    );
    store.ambient.clock().advance(86_400);
    let late = TokenRequest::refresh(&second.refresh_token);
    assert_eq!(store.redeem(&late, "rp", &strict), Err(Rule::RefreshFresh));
}

#[test]
fn an_access_token_ends_and_a_logout_ends_it_sooner() {
    let mut store = Store::new(None);
    let request = store.request();
    let token = store
        .redeem(&request, "rp", &Rulebook::strict())
        .unwrap()
        .access_token;
    store.ambient.clock().advance(3598);
    assert_eq!(store.opens(&token), Ok("jip"));
    store.ambient.clock().advance(1);
    assert_eq!(store.opens(&token), Err(Rule::BearerFresh));
    store.grants.revoke(|grant| grant.subject == "jip");
    assert_eq!(store.opens(&token), Err(Rule::BearerKnown));
}

#[test]
fn introspection_tells_a_client_about_its_own_tokens_only() {
    let mut store = Store::new(None);
    let request = store.request();
    let token = store
        .redeem(&request, "rp", &Rulebook::strict())
        .unwrap()
        .access_token;
    let now = store.ambient.now();
    let own = store.grants.introspect(&token, "rp", now);
    assert!(own.active);
    assert_eq!(own.scope.as_deref(), Some("openid profile"));
    assert_eq!(
        store.grants.introspect(&token, "other", now).to_json(),
        r#"{"active":false}"#
    );
    assert!(!store.grants.introspect(&token, "rp", now.plus(3599)).active);
}

#[test]
fn after_a_logout_the_browser_goes_to_registered_addresses_only() {
    let (client, strict) = (&clients()[0], Rulebook::strict());
    assert!(check_post_logout(client, "https://rp.example/bye", &strict).is_ok());
    let refusal = check_post_logout(client, "https://evil.example/", &strict).unwrap_err();
    assert_eq!(refusal.way, Way::Page);
    assert_eq!(refusal.error_code(), ErrorCode::InvalidRequest);
}

#[test]
fn old_logins_make_room_for_new_ones() {
    let mut store = Store::new(None);
    let first = store.request();
    let grant = Grant {
        client_id: "rp".into(),
        redirect_uri: CALLBACK.into(),
        scopes: Vec::new(),
        nonce: None,
        challenge: None,
        authenticated: store.ambient.now(),
        subject: "x",
    };
    for _ in 0..10_000 {
        store.grants.issue_code(grant.clone(), &store.ambient);
    }
    assert_eq!(
        store.redeem(&first, "rp", &Rulebook::strict()),
        Err(Rule::CodeKnown)
    );
}
