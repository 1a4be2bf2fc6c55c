//! What people and peers see: pages, metadata, addresses.

use eidas_profile::{Attribute, LevelOfAssurance};
use saml::names::binding;

use crate::world::{ORIGIN, Tab, World, text};

fn start_page(language: &str) -> String {
    let world = World::new();
    let draft = world.draft().asking([Attribute::CurrentAddress.name()]);
    let draft = eidas_profile::request::RequestDraft {
        provider_name: Some("TEST employment office".into()),
        ..draft
    };
    let (request, _) = world.signed(&draft);
    let mut tab = Tab::default();
    let page = world.ask(&mut tab, &request, None);
    let session = crate::world::field(&page, "sessionID");
    let url = format!("/eidas-middleware/Start?sessionID={session}&lang={language}");
    let html = text(&tab.get(&world.middleware, &url));
    let main = html.split("<main").nth(1).unwrap();
    let main = main.split("</main>").next().unwrap();
    main.replace(&session, "SESSION")
}

#[test]
fn the_page_that_starts_the_client() {
    for language in ["de", "fr", "nl", "en"] {
        insta::assert_snapshot!(format!("start_{language}"), start_page(language));
    }
}

#[test]
fn the_page_that_says_no() {
    let world = World::new();
    for language in ["de", "fr", "nl", "en"] {
        let url = format!("/eidas-middleware/ResponseSender?refID=x&lang={language}");
        let html = text(&Tab::default().get(&world.middleware, &url));
        let main = html.split("<main").nth(1).unwrap();
        let main = main.split("</main>").next().unwrap();
        insta::assert_snapshot!(format!("refusal_{language}"), main);
    }
}

#[test]
fn metadata_say_what_the_middleware_is() {
    let world = World::new();
    let node = world.own_node();
    assert_eq!(
        node.entity_id,
        format!("{ORIGIN}/eidas-middleware/Metadata")
    );
    assert_eq!(node.country.unwrap().as_str(), "DE");
    assert_eq!(node.versions, ["1.4.1"]);
    assert_eq!(node.levels, [LevelOfAssurance::High.uri()]);
    assert_eq!(node.attributes.len(), 9);
    let bindings: Vec<_> = node
        .endpoints
        .iter()
        .filter_map(|endpoint| endpoint.binding.as_deref())
        .collect();
    assert_eq!(bindings, [binding::HTTP_POST, binding::HTTP_REDIRECT]);
    let lifetime = node.valid_until.unwrap().get() - world.desk.ambient.now().get();
    assert_eq!(lifetime, 30 * 86_400);
}

#[test]
fn other_addresses_and_methods_do_not_exist() {
    let world = World::new();
    for url in [
        "/",
        "/eidas-middleware/",
        "/eidas-middleware/metadata",
        "/x",
    ] {
        assert_eq!(Tab::default().get(&world.middleware, url).status(), 404);
    }
    for place in ["Metadata", "TcToken", "ResponseSender", "Start"] {
        let url = format!("/eidas-middleware/{place}");
        let answer = Tab::default().post(&world.middleware, &url, &web::Form::new());
        assert_eq!(answer.status(), 405, "{place}");
    }
}

#[test]
fn the_cookie_is_out_of_reach_of_scripts_and_of_plain_connections() {
    let world = World::new();
    let (request, _) = world.signed(&world.draft());
    let fields = saml::post::fields(saml::MessageKind::Request, &request, None);
    let form: web::Form = fields.into_iter().collect();
    let address = world.middleware.request_address();
    let answer = Tab::default().post(&world.middleware, &address, &form);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
}
