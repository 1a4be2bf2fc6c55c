use std::sync::OnceLock;

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_oneof, proptest};
use saml::post;
use web::Form;

use super::browser::{World, config};
use super::provider::Provider;

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let world = World::new(config());
        Provider::serve(&world);
        world
    })
}

fn path() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("/"),
        Just("/login/saml"),
        Just("/login/oidc"),
        Just("/saml/acs"),
        Just("/saml/metadata"),
        Just("/oidc/callback"),
        Just("/card"),
        Just("/logout"),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "SAMLRe(quest|sponse)|RelayState|SigAlg|Signature|again|state|code|iss|error|lang",
        "[a-zA-Z]{0,6}",
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "<[a-z]{1,4}( [a-z]=\"[^\"<&]{0,5}\")?/>".prop_map(|xml| post::encode(&xml)),
        prop::collection::vec(any::<u8>(), 0..60)
            .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ]
}

proptest! {
    #[test]
    fn nothing_that_comes_makes_it_fall_or_lets_anybody_in(
        path in path(),
        fields in prop::collection::vec((name(), value()), 0..5),
        posted in any::<bool>(),
        begun in any::<bool>(),
    ) {
        let mut browser = world().browser();
        if begun {
            browser.get("/login/saml");
            browser.get("/login/oidc");
        }
        let form: Form = fields.into_iter().collect();
        let response = if posted {
            browser.post(path, &form)
        } else {
            browser.get(&format!("{path}?{}", form.encode()))
        };
        prop_assert!(response.status().as_u16() < 500, "{}", response.status());
        prop_assert!(browser.get("/card").status().is_redirection());
    }
}
