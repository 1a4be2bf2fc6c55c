//! What holds for every request: an answer comes, no state of another login is lost, and nothing is reflected.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/world.rs"]
mod world;

use csam::paths;
use http::Method;
use oidc::AuthorizeRequest;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::select;

use world::{CALLBACK, World, location, text};

const PATHS: [&str; 15] = [
    paths::METADATA,
    paths::SINGLE_SIGN_ON,
    paths::SINGLE_LOGOUT,
    paths::AUTHORIZE,
    paths::TOKEN,
    paths::USERINFO,
    paths::INTROSPECT,
    paths::KEYS,
    paths::END_SESSION,
    paths::DISCOVERY,
    paths::PAGES,
    paths::PAGES_RETURN,
    paths::PAGES_LOGOUT,
    paths::EIDAS_RETURN,
    "/",
];

const NAMES: [&str; 16] = [
    "SAMLRequest",
    "SAMLResponse",
    "RelayState",
    "SigAlg",
    "Signature",
    "client_id",
    "redirect_uri",
    "scope",
    "response_type",
    "code",
    "token",
    "id_token_hint",
    "answer",
    "step",
    "means",
    "lang",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        Just("<script>alert(1)</script>".to_owned()),
        Just("\"><img src=x onerror=alert(1)>".to_owned()),
        Just("//evil.test/".to_owned()),
        Just("PHg+".to_owned()),
        Just("lfa-demo".to_owned()),
        Just("code".to_owned()),
    ]
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(200))]

    #[test]
    fn every_request_is_answered_and_nothing_is_reflected(
        requests in proptest::collection::vec(
            (select(PATHS.to_vec()), any::<bool>(), proptest::collection::vec((select(NAMES.to_vec()), value()), 0..5)),
            1..4,
        ),
    ) {
        let world = World::new();
        let own = AuthorizeRequest::code("lfa-demo", CALLBACK, "openid");
        world.follow(world.get(&own.url(paths::AUTHORIZE)));
        let cookies = world.forget_cookies();
        for (path, post, fields) in requests {
            let fields: web::Form = fields.into_iter().collect();
            let response = if post {
                world.send(Method::POST, path, fields.encode().into(), &[])
            } else {
                world.get(&format!("{path}?{}", fields.encode()))
            };
            prop_assert!(response.status().as_u16() < 500, "{path}: {}", text(&response));
            let body = text(&response);
            prop_assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{body}");
            if let Some(to) = location(&response) {
                let inside = to.starts_with("/fas/") || to.starts_with("http://lfa.test/");
                prop_assert!(inside, "{to}");
            }
        }
        // The login of another browser goes on.
        world.set_cookies(cookies);
        prop_assert!(text(&world.get(paths::PAGES)).contains("name=\"step\""));
    }

    #[test]
    fn no_bytes_panic(body in any::<Vec<u8>>(), path in select(PATHS.to_vec()), header in "[ -~]{0,60}") {
        let world = World::new();
        for name in ["authorization", "x-none"] {
            let response = world.send(Method::POST, path, body.clone().into(), &[(name, &header)]);
            prop_assert!(response.status().as_u16() < 500);
        }
    }
}
