//! The pages of the portal: what they say, how they are used, and what a browser cannot be made to do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/world.rs"]
mod world;

use csam::{Books, Fault, Rule, paths};
use http::{Method, StatusCode};
use oidc::AuthorizeRequest;
use rules::Rulebook;
use saml::names::status;
use web::Response;

use world::{CALLBACK, World, failure, lene, location, main_of, text};

const LANGUAGES: [&str; 4] = ["de", "fr", "nl", "en"];

fn begin(world: &World) -> Response {
    let request = AuthorizeRequest {
        acr_values: Some("urn:be:fedict:iam:fas:Level350".into()),
        ..AuthorizeRequest::code("lfa-demo", CALLBACK, "openid profile egovnrn")
    };
    world.follow(world.get(&request.url(paths::AUTHORIZE)))
}

/// What stands in `main`, with the changing token of the form replaced.
fn shown(world: &World, page: &Response) -> String {
    let _ = world;
    let page = text(page);
    let main = main_of(&page);
    match world::field(&page, "step") {
        Some(step) => main.replace(&step, "STEP"),
        None => main,
    }
}

fn in_every_language(name: &str, arrange: impl Fn(&World) -> Response) {
    for language in LANGUAGES {
        let world = World::new();
        world.speak(language);
        let page = arrange(&world);
        insta::assert_snapshot!(format!("{name}-{language}"), shown(&world, &page));
    }
}

#[test]
fn the_menu() {
    in_every_language("menu", begin);
}

#[test]
fn the_countries() {
    in_every_language("countries", |world| {
        begin(world);
        world.press("means", "eidas")
    });
}

#[test]
fn france_has_no_road() {
    in_every_language("france", |world| {
        begin(world);
        world.press("means", "eidas");
        world.press("country", "FR")
    });
}

#[test]
fn a_planned_country() {
    in_every_language("planned", |world| {
        begin(world);
        world.press("means", "eidas");
        world.press("country", "LU")
    });
}

#[test]
fn a_national_means() {
    in_every_language("not-built", |world| {
        begin(world);
        world.press("means", "card")
    });
}

#[test]
fn a_failure_abroad() {
    in_every_language("failed", |world| {
        begin(world);
        let question = world.go_to_germany();
        world.come_back(&failure(&question, status::RESPONDER, status::AUTHN_FAILED))
    });
}

#[test]
fn a_missing_number() {
    in_every_language("link", |world| {
        begin(world);
        world.identify()
    });
}

#[test]
fn a_person_who_is_abroad() {
    in_every_language("abroad", |world| {
        begin(world);
        world.go_to_germany();
        world.get(paths::PAGES)
    });
}

#[test]
fn the_logout_page() {
    in_every_language("logout", |world| world.get(paths::PAGES_LOGOUT));
}

#[test]
fn every_page_is_a_form_that_works_without_scripts() {
    let world = World::new();
    let menu = begin(&world);
    let pages = [
        menu,
        world.press("means", "eidas"),
        world.press("country", "PT"),
    ];
    for page in pages {
        let policy = page.headers()["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("script-src"), "{policy}");
        assert!(
            policy.contains("form-action 'self' http://connector.test http://lfa.test"),
            "{policy}"
        );
        let page = text(&page);
        assert!(!page.contains("<script"));
        assert_eq!(page.matches("<h1>").count(), 1);
        assert!(page.contains("<main id=\"content\""));
        assert!(page.contains("This is a simulator"));
    }
}

#[test]
fn the_language_is_remembered_for_a_year() {
    let world = World::new();
    begin(&world);
    let page = world.get(&format!("{}?lang=nl", paths::PAGES));
    assert!(text(&page).contains("Hoe wilt u zich aanmelden?"));
    let cookies: Vec<_> = page.headers().get_all("set-cookie").iter().collect();
    let last = cookies.last().unwrap().to_str().unwrap();
    assert!(
        last.starts_with("eidolon-language=nl; ") && last.contains("Max-Age=31536000"),
        "{last}"
    );
    assert!(text(&world.press("means", "eidas")).contains("Uit welk land"));
}

#[test]
fn the_session_changes_when_a_login_begins_and_when_it_ends() {
    let names = |world: &World| {
        begin(world);
        let first = world.session();
        begin(world);
        let second = world.session();
        let question = world.go_to_germany();
        world.come_back(&lene(&question));
        [first, second]
    };
    let asked = |config: &mut csam::Config| {
        config.books.portal = Rulebook::strict().without(Rule::NumberLinked);
    };
    let world = World::with(asked);
    let [first, second] = names(&world);
    let third = world.session();
    assert!(first != second && second != third && first != third);
    // The names of before lead nowhere.
    world.set_cookies([("csam".to_owned(), second.unwrap())].into());
    assert_eq!(world.get(paths::PAGES).status(), StatusCode::BAD_REQUEST);

    let world = World::with(|config| {
        asked(config);
        config.faults = csam::Faults::of(&[Fault::SessionKept]);
    });
    let [first, second] = names(&world);
    assert!(first == second && second == world.session());
}

#[test]
fn a_form_of_another_login_is_not_accepted() {
    let world = World::new();
    begin(&world);
    for step in ["", "another"] {
        let page = world.post(paths::PAGES, &[("step", step), ("cancel", "1")]);
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        assert!(text(&page).contains("csam-form-of-this-login"));
    }
    world.csam.set_books(Books {
        portal: Rulebook::strict().without(Rule::FormOfThisLogin),
        ..Books::default()
    });
    let page = world.post(paths::PAGES, &[("cancel", "1")]);
    assert!(location(&page).unwrap().starts_with(CALLBACK));
}

#[test]
fn without_a_login_there_is_nothing_to_see_or_press() {
    let world = World::new();
    for page in [
        world.get(paths::PAGES),
        world.post(paths::PAGES, &[("means", "eidas")]),
        world.get(paths::PAGES_RETURN),
    ] {
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        assert!(text(&page).contains("csam-login-under-way"));
    }
    assert_eq!(world.get("/fas/nothing").status(), StatusCode::NOT_FOUND);
    assert_eq!(
        world.post(paths::METADATA, &[]).status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        world
            .send(Method::DELETE, paths::PAGES, "".into(), &[])
            .status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[test]
fn an_unknown_choice_changes_nothing() {
    let world = World::new();
    begin(&world);
    let page = text(&world.press("means", "<script>alert(1)</script>"));
    assert!(page.contains("How do you want to log in?"));
    world.press("means", "eidas");
    let page = text(&world.press("country", "<img src=x>"));
    assert!(
        page.contains("This country is not in the list.") && !page.contains("<img"),
        "{page}"
    );
    assert!(world.journal.names("csam", "csam-country-offered"));
}

#[test]
fn what_services_call_themselves_is_text() {
    let world = World::new();
    let mut request = world.authn_request(saml::fas::Level::APP_CODE);
    request.provider_name = Some("<b>LfA</b>".into());
    let page = text(&world.sign_on(&request));
    assert!(
        page.contains("&#60;b&#62;LfA&#60;/b&#62;") && !page.contains("<b>LfA"),
        "{page}"
    );
}

#[test]
fn the_question_to_the_connector_is_complete() {
    let world = World::new();
    begin(&world);
    let question = world.go_to_germany();
    assert_eq!(question.country, "DE");
    assert_eq!(question.issuer, "be-specific-connector");
    assert_eq!(
        question.levels[0].uri,
        "http://eidas.europa.eu/LoA/substantial"
    );
    assert_eq!(question.provider_name.as_deref(), Some("lfa-demo"));
    assert_eq!(question.attributes.len(), 4);
}

#[test]
fn an_answer_is_good_once() {
    let world = World::new();
    begin(&world);
    let question = world.go_to_germany();
    let token = world.leave(&lene(&question));
    assert_eq!(
        world
            .post(paths::EIDAS_RETURN, &[("token", &token)])
            .status(),
        303
    );
    let again = world.post(paths::EIDAS_RETURN, &[("token", &token)]);
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(
        text(&again).contains("<code class=\"rule\">token-known</code>"),
        "{}",
        text(&again)
    );
}

#[test]
fn tokens_that_are_not_the_connectors_are_refused() {
    let world = World::new();
    begin(&world);
    let question = world.go_to_germany();
    let token = world.leave(&lene(&question));
    let long = "A".repeat(1100);
    for (rule, fields) in [
        ("token-once", vec![]),
        (
            "token-once",
            vec![("token", token.as_str()), ("token", token.as_str())],
        ),
        ("token-format", vec![("token", "***")]),
        ("token-size", vec![("token", long.as_str())]),
    ] {
        let page = world.post(paths::EIDAS_RETURN, &fields);
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        assert!(
            text(&page).contains(&format!("<code class=\"rule\">{rule}</code>")),
            "{rule}"
        );
        assert!(world.journal.names("csam", rule));
    }
}

#[test]
fn an_answer_to_another_browser_lets_nobody_in() {
    let world = World::with(|config| {
        config.books.portal = Rulebook::strict().without(Rule::NumberLinked);
    });
    // Somebody keeps the answer to their own login …
    begin(&world);
    let theirs = lene(&world.go_to_germany());
    world.forget_cookies();
    // … and makes the browser of somebody else, who is abroad, bring it.
    begin(&world);
    let question = world.go_to_germany();
    let page = world.come_back(&theirs);
    assert_eq!(page.status(), StatusCode::BAD_REQUEST);
    assert!(text(&page).contains("light-correlation"), "{}", text(&page));
    // The login of the other goes on.
    assert!(
        location(&world.come_back(&lene(&question)))
            .unwrap()
            .contains("code=")
    );
}

#[test]
fn an_answer_that_breaks_a_rule_leads_to_the_menu() {
    let world = World::new();
    begin(&world);
    let question = world.go_to_germany();
    let mut answer = lene(&question);
    answer.attributes.truncate(3);
    let page = text(&world.come_back(&answer));
    assert!(page.contains("EIDAS_AUTHN_FAILED"), "{page}");
    assert!(world.journal.names("csam", "light-minimum-data-set"));
}

#[test]
fn whoever_loads_the_page_of_return_again_sees_what_there_is() {
    let world = World::new();
    begin(&world);
    let question = world.go_to_germany();
    world.come_back(&failure(
        &question,
        status::RESPONDER,
        status::REQUEST_DENIED,
    ));
    let page = world.follow(world.get(&format!("{}?answer=x", paths::PAGES_RETURN)));
    assert!(text(&page).contains("RequestDenied"));
}

#[test]
fn a_portal_without_road_says_so_and_keeps_the_login() {
    struct Full;
    impl eidas_profile::light::LightCache for Full {
        fn put(&self, _: eidas_profile::light::CacheName, _: &str, _: &str) -> bool {
            false
        }
        fn take(&self, _: eidas_profile::light::CacheName, _: &str) -> Option<String> {
            None
        }
    }
    let world = World::with(|config| config.connector.cache = std::sync::Arc::new(Full));
    begin(&world);
    world.press("means", "eidas");
    let page = world.press("country", "DE");
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(text(&world.get(paths::PAGES)).contains("How do you want to log in?"));
}

#[test]
fn a_login_is_forgotten_after_half_an_hour() {
    let world = World::new();
    begin(&world);
    world.ambient.clock().advance(1801);
    assert_eq!(world.get(paths::PAGES).status(), StatusCode::BAD_REQUEST);
}

#[test]
fn a_person_is_not_remembered_unless_that_is_the_fault() {
    let free = |config: &mut csam::Config| {
        config.books.portal = Rulebook::strict().without(Rule::NumberLinked);
    };
    let world = World::with(free);
    begin(&world);
    world.identify();
    assert!(text(&begin(&world)).contains("How do you want to log in?"));
    let world = World::with(|config| {
        free(config);
        config.faults = csam::Faults::of(&[Fault::PersonRemembered]);
    });
    begin(&world);
    world.identify();
    assert!(location(&begin(&world)).unwrap().contains("code="));
}
