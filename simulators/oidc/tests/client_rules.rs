//! Each rule of the client: broken, it is the one named; waived, the answer passes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/keys.rs"]
mod support;

use oidc::client::{self, Callback, Expectations, Rule};
use oidc::jose::forgery::{Forger, Forgery};
use oidc::jose::{Algorithm, Jwks, SigningKey};
use oidc::{Audience, Claims as _, IdToken, UserInfo, at_hash, level_urn};
use rules::{Rule as _, Rulebook};

const ISSUER: &str = "https://fas.example/fas/oauth2";
const CLIENT: &str = "lfa-demo";

fn claims() -> IdToken {
    let now = support::ambient().now();
    IdToken {
        iss: Some(ISSUER.into()),
        aud: Some(CLIENT.into()),
        sub: Some("s-1".into()),
        nonce: Some("n-1".into()),
        iat: Some(now.get()),
        exp: Some(now.plus(300).get()),
        amr: Some(vec!["eidas".into(), level_urn(400)]),
        at_hash: Some(at_hash("token")),
        ..IdToken::default()
    }
}

fn info() -> UserInfo {
    UserInfo {
        iss: Some(ISSUER.into()),
        aud: Some(CLIENT.into()),
        sub: Some("s-1".into()),
        surname: Some("van der Bergh".into()),
        ..UserInfo::default()
    }
}

fn signed<T: oidc::Claims>(claims: &T) -> String {
    claims
        .signed(&support::provider_key(), &support::ambient())
        .unwrap()
}

/// What a client with these rules says to an `id_token`.
fn judged(token: &str, book: &Rulebook<Rule>) -> Result<IdToken, Rule> {
    with_expectations(book, |expected| {
        expected
            .id_token(token, Some("n-1"), Some("token"))
            .map_err(|breach| breach.rule)
    })
}

fn with_expectations<T>(book: &Rulebook<Rule>, then: impl FnOnce(Expectations<'_>) -> T) -> T {
    let keys = Jwks::new(vec![support::provider_key().jwk(), second_key().jwk()]);
    then(Expectations {
        issuer: ISSUER,
        client_id: CLIENT,
        keys: &keys,
        algorithms: &[Algorithm::Rs256],
        now: support::ambient().now(),
        book,
    })
}

fn second_key() -> SigningKey {
    let mut rng = support::ambient().stream("second key");
    SigningKey::ec(
        "fas-2",
        crypto::PrivateKey::generate(crypto::Curve::P256, &mut rng),
    )
    .unwrap()
}

fn broken(change: impl FnOnce(&mut IdToken)) -> String {
    let mut claims = claims();
    change(&mut claims);
    signed(&claims)
}

#[test]
fn a_good_token_passes() {
    assert_eq!(
        judged(&signed(&claims()), &Rulebook::strict()),
        Ok(claims())
    );
}

#[test]
fn each_claim_rule_catches_its_breach_and_nothing_else() {
    let now = support::ambient().now();
    let cases = [
        (Rule::Issuer, broken(|c| c.iss = Some(format!("{ISSUER}/")))),
        (Rule::Issuer, broken(|c| c.iss = None)),
        (Rule::Audience, broken(|c| c.aud = Some("other".into()))),
        (
            Rule::AuthorizedParty,
            broken(|c| c.aud = Some(Audience::Many(vec![CLIENT.into(), "other".into()]))),
        ),
        (
            Rule::AuthorizedParty,
            broken(|c| c.azp = Some("other".into())),
        ),
        (Rule::Subject, broken(|c| c.sub = Some("s".repeat(256)))),
        (Rule::Expiry, broken(|c| c.exp = Some(now.plus(-60).get()))),
        (Rule::Expiry, broken(|c| c.exp = None)),
        (Rule::IssuedAt, broken(|c| c.iat = Some(now.plus(61).get()))),
        (Rule::Age, broken(|c| c.iat = Some(now.plus(-661).get()))),
        (Rule::Nonce, broken(|c| c.nonce = Some("n-2".into()))),
        (Rule::Nonce, broken(|c| c.nonce = None)),
        (Rule::AtHash, broken(|c| c.at_hash = Some(at_hash("other")))),
    ];
    for (rule, token) in cases {
        assert_eq!(judged(&token, &Rulebook::strict()), Err(rule));
        let waived = judged(&token, &Rulebook::strict().without(rule));
        assert!(waived.is_ok(), "{}: {waived:?}", rule.name());
    }
}

#[test]
fn clocks_may_differ_by_a_minute() {
    let now = support::ambient().now();
    for token in [
        broken(|c| c.exp = Some(now.plus(-59).get())),
        broken(|c| c.iat = Some(now.plus(60).get())),
        broken(|c| c.iat = Some(now.plus(-660).get())),
    ] {
        assert!(judged(&token, &Rulebook::strict()).is_ok());
    }
}

#[test]
fn each_forgery_breaks_its_rule_and_passes_where_that_is_waived() {
    let (key, foreign) = (support::provider_key(), support::foreign_key());
    let forger = Forger {
        key: &key,
        foreign: &foreign,
        foreign_certificate: b"TEST certificate",
    };
    let payload = claims().to_json();
    for forgery in Forgery::ALL {
        let (rule, waived) = match forgery {
            Forgery::AlgorithmNone
            | Forgery::AlgorithmNoneOtherCase
            | Forgery::HmacWithPublicKey
            | Forgery::HmacWithPublicKeyDer
            | Forgery::Hmac512WithPublicKey
            | Forgery::HmacWithNothing => (Rule::Algorithm, vec![Rule::Algorithm]),
            Forgery::ForeignKey
            | Forgery::EmptySignature
            | Forgery::AlteredSignature
            | Forgery::AlteredPayload => (Rule::Signature, vec![Rule::Signature]),
            Forgery::UnknownKeyId => (Rule::KeyId, vec![Rule::KeyId, Rule::Signature]),
            Forgery::WrongKeyId => (Rule::KeyId, vec![Rule::KeyId]),
            Forgery::HeaderJwk | Forgery::HeaderJwkUnderTrueId => {
                (Rule::HeaderKey, vec![Rule::HeaderKey])
            }
            Forgery::HeaderJku | Forgery::HeaderX5u | Forgery::HeaderX5c => (
                Rule::HeaderKey,
                vec![Rule::HeaderKey, Rule::KeyId, Rule::Signature],
            ),
            Forgery::Critical => (Rule::Critical, vec![Rule::Critical]),
            Forgery::Unencoded => (Rule::Critical, vec![Rule::Critical, Rule::Signature]),
            Forgery::TwoTokensInOne => (Rule::Compact, vec![Rule::Compact]),
        };
        let token = forger
            .forge(forgery, payload.as_bytes(), &support::ambient())
            .unwrap();
        assert_eq!(
            judged(&token, &Rulebook::strict()),
            Err(rule),
            "{forgery:?}"
        );
        let book = waived
            .into_iter()
            .fold(Rulebook::strict(), Rulebook::without);
        let mut read = claims();
        if forgery == Forgery::TwoTokensInOne {
            // Of the two it is the forged one that is read.
            read.other.insert("forged".into(), true.into());
        }
        assert_eq!(judged(&token, &book), Ok(read), "{forgery:?}");
    }
}

#[test]
fn a_token_of_the_wrong_key_of_the_set_is_refused() {
    let token = claims().signed(&second_key(), &support::ambient()).unwrap();
    assert_eq!(judged(&token, &Rulebook::strict()), Err(Rule::Algorithm));
}

#[test]
fn what_cannot_be_read_is_refused_whatever_is_waived() {
    let none = Rule::ALL
        .iter()
        .copied()
        .fold(Rulebook::strict(), Rulebook::without);
    for token in ["", "a.b", "a.b.c.d", "....", "e30.e30.e30"] {
        assert_eq!(judged(token, &none), Err(Rule::TokenForm), "{token:?}");
    }
}

#[test]
fn userinfo_is_a_signed_token_of_the_provider_for_this_client_about_this_person() {
    let check = |kind: &str, body: &str, book: &Rulebook<Rule>| {
        with_expectations(book, |expected| {
            expected
                .userinfo(kind, body, "s-1")
                .map_err(|breach| breach.rule)
        })
    };
    let strict = Rulebook::strict();
    let jwt = "application/jwt; charset=utf-8";
    assert_eq!(check(jwt, &signed(&info()), &strict), Ok(info()));
    let with = |change: fn(&mut UserInfo)| {
        let mut info = info();
        change(&mut info);
        signed(&info)
    };
    let cases = [
        (Rule::UserInfoSigned, "application/json", info().to_json()),
        (Rule::UserInfoIssuer, jwt, with(|i| i.iss = None)),
        (
            Rule::UserInfoAudience,
            jwt,
            with(|i| i.aud = Some("other".into())),
        ),
        (
            Rule::UserInfoSubject,
            jwt,
            with(|i| i.sub = Some("s-2".into())),
        ),
    ];
    for (rule, kind, body) in cases {
        assert_eq!(check(kind, &body, &strict), Err(rule));
        assert!(check(kind, &body, &Rulebook::strict().without(rule)).is_ok());
    }
}

#[test]
fn the_callback_belongs_to_this_browser_and_this_provider() {
    let read = |query: &str, book: &Rulebook<Rule>| {
        client::read_callback(query, Some("s-1"), ISSUER, book).map_err(|breach| breach.rule)
    };
    let strict = Rulebook::strict();
    let code = Ok(Callback::Code("c-1".into()));
    let iss = "iss=https%3A%2F%2Ffas.example%2Ffas%2Foauth2";
    assert_eq!(read(&format!("code=c-1&state=s-1&{iss}"), &strict), code);
    let cases = [
        (Rule::State, format!("code=c-1&state=s-2&{iss}")),
        (Rule::State, format!("code=c-1&{iss}")),
        (
            Rule::CallbackIssuer,
            "code=c-1&state=s-1&iss=https%3A%2F%2Fevil.example".into(),
        ),
        (Rule::CallbackIssuer, "code=c-1&state=s-1".into()),
        (
            Rule::CallbackOnce,
            format!("code=c-1&state=s-1&code=c-2&{iss}"),
        ),
    ];
    for (rule, query) in cases {
        assert_eq!(read(&query, &strict), Err(rule), "{query}");
        assert_eq!(
            read(&query, &Rulebook::strict().without(rule)),
            code,
            "{query}"
        );
    }
    assert_eq!(
        read(&format!("state=s-1&{iss}"), &strict),
        Err(Rule::CallbackCode)
    );
    let refused = read(&format!("error=access_denied&state=s-1&{iss}"), &strict);
    assert!(matches!(refused, Ok(Callback::Refused(body)) if body.error == "access_denied"));
    // Without a session there is no state to compare with.
    let lost = client::read_callback(&format!("code=c&{iss}"), None, ISSUER, &strict);
    assert_eq!(lost.unwrap_err().rule, Rule::State);
}

#[test]
fn tokens_and_discovery_are_what_was_asked_for() {
    let strict = Rulebook::strict();
    let rule = |text: &str| {
        client::check_token_response("application/json;charset=UTF-8", text, &strict)
            .unwrap_err()
            .rule
    };
    assert_eq!(
        rule(r#"{"token_type":"mac","access_token":"a","id_token":"b"}"#),
        Rule::TokenType
    );
    assert_eq!(
        rule(r#"{"token_type":"bearer","access_token":"a"}"#),
        Rule::IdTokenPresent
    );
    assert_eq!(
        rule(r#"{"token_type":"bearer","id_token":"b"}"#),
        Rule::TokenForm
    );
    assert_eq!(rule("[]"), Rule::TokenForm);
    let other = r#"{"issuer":"https://evil.example"}"#;
    let breach = client::check_discovery(other, ISSUER, &strict).unwrap_err();
    assert_eq!(breach.rule, Rule::DiscoveryIssuer);
}

#[test]
fn a_level_below_the_one_asked_for_is_refused() {
    let level = |asked, book: &Rulebook<Rule>| {
        with_expectations(book, |e| {
            e.level(&claims(), asked).map_err(|breach| breach.rule)
        })
    };
    assert_eq!(level(400, &Rulebook::strict()), Ok(400));
    assert_eq!(level(450, &Rulebook::strict()), Err(Rule::Level));
    assert_eq!(
        level(450, &Rulebook::strict().without(Rule::Level)),
        Ok(400)
    );
}

#[test]
fn breaches_say_what_was_seen_and_where_it_is_written() {
    let strict = Rulebook::strict();
    let said = with_expectations(&strict, |e| {
        [
            broken(|c| c.iss = Some("https://evil.example".into())),
            broken(|c| c.nonce = None),
            broken(|c| c.aud = Some(Audience::Many(vec!["other".into()]))),
        ]
        .map(|token| {
            e.id_token(&token, Some("n-1"), None)
                .unwrap_err()
                .to_string()
        })
        .join("\n")
    });
    insta::assert_snapshot!(said, @r#"
    issuer: iss is "https://evil.example", expected "https://fas.example/fas/oauth2" [OIDC Core §3.1.3.7]
    nonce: nonce is absent, expected "n-1" [OIDC Core §3.1.3.7]
    audience: aud is Some(Many(["other"])), expected "lfa-demo" [OIDC Core §3.1.3.7]
    "#);
}
