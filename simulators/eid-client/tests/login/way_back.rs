//! The refresh address: where the browser may be sent.

use std::sync::{Arc, Mutex};

use eid_client::Rule;
use http::StatusCode;
use paos::TcToken;

use crate::script::{Script, xml};
use crate::world::{Plan, World, day};

const FOREIGN: &str = "https://saml.test";

/// A world whose refresh address lies elsewhere, and a server there.
fn world(
    error_address: bool,
    client: impl Fn(eid_client::Config) -> eid_client::Config + 'static,
) -> World {
    let script = Script {
        token: Box::new(move |token| {
            let token = TcToken {
                refresh_address: Some(format!("{FOREIGN}/back")),
                ..token
            };
            let token = match error_address {
                true => token.with_communication_error_address("https://localhost:8443/error"),
                false => token,
            };
            xml(token.encode())
        }),
        ..Script::default()
    };
    Plan {
        script,
        client: Box::new(client),
        // The other server has the same certificate, which names both hosts only in this test's imagination.
        ..Plan::default()
    }
    .build()
}

fn serve(world: &World, answer: impl Fn(&str) -> web::Response + Send + Sync + 'static) {
    let service = move |request: &web::Request| answer(request.uri().path());
    world
        .network
        .route_tls(FOREIGN, Arc::new(service), &world.tls.certificate);
}

fn lenient(config: eid_client::Config) -> eid_client::Config {
    config.without(Rule::TlsHostName)
}

#[test]
fn redirects_lead_home_and_the_one_from_home_is_taken() {
    let mut world = world(false, lenient);
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    serve(&world, move |path| {
        log.lock().unwrap().push(path.to_owned());
        web::redirect("https://localhost:8443/home")
    });
    let server = world.server.clone();
    let home = move |request: &web::Request| match request.uri().path() {
        "/home" => web::redirect("/login?done=1"),
        _ => web::Service::respond(&*server, request),
    };
    world.network.route_tls(
        crate::script::SERVER,
        Arc::new(home),
        &world.tls.certificate,
    );
    world.log_in();
    assert_eq!(
        world.browser.page.sent_to.as_deref(),
        Some("https://localhost:8443/login?done=1&ResultMajor=ok")
    );
    assert_eq!(*asked.lock().unwrap(), ["/back"]);
}

#[test]
fn a_foreign_address_that_does_not_lead_home_is_no_way_back() {
    for status in [
        StatusCode::OK,
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::NOT_FOUND,
    ] {
        let mut world = world(false, lenient);
        serve(&world, move |_| web::text(status, "here"));
        world.log_in();
        assert_eq!(world.browser.page.status, 400, "{status}");
        assert_eq!(world.rules(), ["refresh-origin"]);
        assert!(world.browser.page.sent_to.is_none());
    }
    let mut world = world(false, lenient);
    serve(&world, |_| web::redirect("/again"));
    world.log_in();
    assert_eq!(world.browser.page.status, 400);
}

#[test]
fn the_address_for_errors_takes_over() {
    let mut world = world(true, lenient);
    serve(&world, |_| web::text(StatusCode::OK, "here"));
    world.log_in();
    assert!(
        world
            .browser
            .page
            .has("The way back to the service could not be determined safely.")
    );
    assert_eq!(
        world.browser.page.way_back(),
        "https://localhost:8443/error?ResultMajor=error&ResultMinor=communicationError"
    );
}

#[test]
fn every_server_on_the_way_back_is_in_the_description() {
    let mut world = world(false, lenient);
    let other = Plan {
        tls: ([day(2026, 1, 2), day(2027, 1, 1)], "localhost"),
        ..Plan::default()
    };
    let other = other.build().tls.certificate;
    let service = |_: &web::Request| web::redirect("https://localhost:8443/home");
    world.network.route_tls(FOREIGN, Arc::new(service), &other);
    world.log_in();
    assert_eq!(world.rules(), ["comm-certificates"]);
    assert_eq!(world.browser.page.status, 400);
}

#[test]
fn http_on_the_way_back_is_refused() {
    let mut world = world(false, lenient);
    serve(&world, |_| web::redirect("http://localhost:8443/home"));
    world.log_in();
    assert_eq!(world.rules(), ["refresh-address-https"]);
    assert_eq!(world.browser.page.status, 400);
}

#[test]
fn a_client_that_does_not_look_sends_the_browser_anywhere() {
    let mut world = world(false, |config| config.without(Rule::RefreshOrigin));
    world.log_in();
    assert_eq!(
        world.browser.page.sent_to.as_deref(),
        Some("https://saml.test/back?ResultMajor=ok")
    );
}
