//! Whole journeys, in process and over sockets.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, Mutex};

use browser::{Browser, BrowserError, Navigation};
use bytes::Bytes;
use http::StatusCode;
use web::{
    Cookie, Form, HttpClient, InProcess, Language, Page, PostForm, Request, Response, Runtime,
    Trust, html, redirect, text,
};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A service that sends people to an identity provider and takes its messages.
fn shop(request: &Request) -> Response {
    match request.uri().path() {
        "/" => Cookie::new("shop", "s1").on(redirect("http://idp.test/login?state=7")),
        "/acs" => {
            let form = Form::body(request);
            let session = Cookie::read(request, "shop").unwrap_or_default();
            let state = form.get("state").unwrap_or_default();
            let title = format!("{} {session} {state}", form.get("who").unwrap_or_default());
            Page::new(Language::En, "Shop", &title).respond()
        }
        "/loop" => redirect("/loop?x"),
        "/trap" => html(
            StatusCode::OK,
            "<form data-auto action=/trap></form><p>never seen</p>",
        ),
        "/app" => redirect("eid://127.0.0.1:24727/eID-Client?tcTokenURL=x"),
        path => text(StatusCode::NOT_FOUND, path),
    }
}

fn idp(request: &Request) -> Response {
    let language = Language::of(request);
    match request.uri().path() {
        "/login" => {
            let body = "<form method=post action=/done><label>Name <input name=who></label>
                <button name=way value=card>Card</button></form>";
            Page::new(language, "IdP", language.name())
                .body(body)
                .respond()
        }
        "/done" => {
            let fields = Form::new()
                .with("who", Form::body(request).get("who").unwrap_or_default())
                .with("state", "7");
            PostForm::new(language, "IdP", "http://shop.test/acs", fields).respond()
        }
        // A form whose answer leads to another party, which the policy of the page does not allow.
        "/strict" => Page::new(language, "IdP", "Strict")
            .body("<form method=post action=/leave><button>Go</button></form>")
            .respond(),
        "/open" => Page::new(language, "IdP", "Open")
            .posts_to("http://shop.test")
            .body("<form method=post action=/leave><button>Go</button></form>")
            .respond(),
        _ => redirect("http://shop.test/nowhere"),
    }
}

fn network() -> InProcess {
    let network = InProcess::new();
    network.route("http://shop.test", Arc::new(shop));
    network.route("http://idp.test", Arc::new(idp));
    network
}

#[test]
fn a_login_goes_through_redirects_and_forms_that_send_themselves() {
    let network = network();
    let mut browser = Browser::new(network.client()).languages("nl");
    assert_eq!(
        browser.open("http://shop.test").unwrap().heading(),
        "Nederlands"
    );
    browser.fill("Name", "LENE").unwrap();
    let page = browser.press("Card").unwrap();
    assert_eq!(
        (page.heading(), page.url()),
        ("LENE s1 7", "http://shop.test/acs")
    );
    let visited: Vec<_> = browser
        .history()
        .iter()
        .map(|visit| visit.navigation.url.as_str())
        .collect();
    let expected = [
        "http://shop.test/",
        "http://idp.test/login?state=7",
        "http://idp.test/done",
        "http://shop.test/acs",
    ];
    assert_eq!(visited, expected);
    assert_eq!(browser.history()[0].location.as_deref(), Some(expected[1]));
}

#[test]
fn a_message_can_be_stopped_looked_at_changed_and_sent_twice() {
    let network = network();
    let mut browser = Browser::new(network.client());
    browser.stop_before("http://shop.test/acs");
    // Not this path: the journey goes on.
    browser.open("http://shop.test/").unwrap();
    browser.submit(0, &[("who", "LENE")]).unwrap();
    assert_eq!(
        browser.page().url(),
        "http://idp.test/done",
        "the page of the form stays"
    );
    let message = browser.pending().unwrap().clone();
    assert_eq!(message.value("who").as_deref(), Some("LENE"));
    assert_eq!(
        browser
            .resume(message.clone().field("who", "EVE"))
            .unwrap()
            .heading(),
        "EVE s1 7"
    );
    assert!(browser.pending().is_none());
    assert_eq!(
        browser.resume(message.without("state")).unwrap().heading(),
        "LENE s1"
    );
    assert_eq!(browser.reload().unwrap().heading(), "LENE s1");
    browser.forget_cookies();
    assert_eq!(browser.reload().unwrap().heading(), "LENE");
}

#[test]
fn a_redirect_can_be_stopped_with_its_query_as_it_is() {
    let network = network();
    let mut browser = Browser::new(network.client());
    browser.stop_before("http://idp.test");
    browser.open("http://shop.test/").unwrap();
    let message = browser.pending().unwrap().clone();
    assert_eq!(message, Navigation::get("http://idp.test/login?state=7"));
    assert_eq!(browser.page().url(), "about:blank");
    assert_eq!(browser.resume(message).unwrap().heading(), "English");
}

#[test]
fn without_scripts_the_person_presses_the_button() {
    let network = network();
    let mut browser = Browser::new(network.client());
    browser.auto(false);
    browser.open("http://idp.test/login").unwrap();
    browser.fill("who", "LENE").unwrap();
    let page = browser.press_value("way", "card").unwrap();
    assert_eq!(page.heading(), "You are being sent on");
    assert_eq!(browser.press("Continue").unwrap().heading(), "LENE 7");
}

#[test]
fn there_is_an_end_to_every_journey() {
    let network = network();
    let mut browser = Browser::new(network.client());
    for path in ["/loop", "/trap"] {
        let error = browser
            .open(&format!("http://shop.test{path}"))
            .unwrap_err();
        assert!(
            matches!(error, BrowserError::TooManyHops { most: 20, .. }),
            "{error}"
        );
    }
    let error = browser.open("http://shop.test/app").unwrap_err();
    assert!(matches!(error, BrowserError::Scheme(url) if url.starts_with("eid://")));
    assert!(matches!(
        browser.open("http://nobody.test"),
        Err(BrowserError::Fetch(_))
    ));
}

#[test]
fn an_error_page_is_a_page() {
    let network = network();
    let mut browser = Browser::new(network.client());
    let page = browser.open("http://shop.test/missing").unwrap();
    assert_eq!(
        (page.status(), page.text()),
        (StatusCode::NOT_FOUND, "/missing")
    );
    assert_eq!(
        browser.open("other").unwrap().url(),
        "http://shop.test/other"
    );
}

#[test]
fn a_form_is_held_to_the_policy_of_its_page_over_redirects_too() {
    let network = network();
    let mut browser = Browser::new(network.client());
    browser.open("http://idp.test/strict").unwrap();
    let error = browser.press("Go").unwrap_err();
    assert!(matches!(error, BrowserError::Policy { url, .. } if url == "http://shop.test/nowhere"));
    browser.open("http://idp.test/open").unwrap();
    assert_eq!(browser.press("Go").unwrap().status(), StatusCode::NOT_FOUND);
}

#[test]
fn a_clone_goes_its_own_way() {
    let network = network();
    let mut browser = Browser::new(network.client());
    browser.open("http://shop.test/").unwrap();
    let mut other = browser.clone();
    other.forget_cookies();
    assert!(browser.cookie("http://shop.test/", "shop").is_some());
    assert!(other.cookie("http://shop.test/", "shop").is_none());
    other.set_cookie("http://shop.test/", "shop", "planted");
    assert_eq!(
        other.submit(0, &[("who", "EVE")]).unwrap().heading(),
        "EVE planted 7"
    );
}

#[test]
fn the_browser_says_what_browsers_say() {
    let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
    let network = InProcess::new();
    let log = Arc::clone(&seen);
    network.route(
        "http://a.test",
        Arc::new(move |request: &Request| {
            log.lock().unwrap().push(request.clone());
            html(
                StatusCode::OK,
                "<form method=post action=/x><input name=a value=1></form>",
            )
        }),
    );
    let mut browser = Browser::new(network.client()).languages("fr");
    browser.open("http://a.test/#fragment").unwrap();
    browser.submit(0, &[]).unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0].uri(), "/");
    assert_eq!(seen[0].headers()["accept-language"], "fr");
    assert!(!seen[0].headers().contains_key("origin"));
    assert_eq!(seen[1].headers()["origin"], "http://a.test");
    assert_eq!(
        seen[1].headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(*seen[1].body(), Bytes::from("a=1"));
}

#[tokio::test]
async fn pages_of_foreign_servers_are_read_over_sockets() {
    let peer = MockServer::start().await;
    let page = "<html><body onload='document.forms[0].submit()'>
        <noscript><p>press</p></noscript>
        <form method='POST' action='done'><input type='hidden' name='SAMLResponse' value='PD94'></form></body></html>";
    let page = ResponseTemplate::new(200)
        .append_header("set-cookie", "a=1; Path=/")
        .append_header("set-cookie", "b=2; HttpOnly")
        .set_body_raw(page, "text/html");
    Mock::given(method("GET"))
        .and(path("/sso/start"))
        .respond_with(page)
        .mount(&peer)
        .await;
    Mock::given(method("POST"))
        .and(path("/sso/done"))
        .and(header("cookie", "b=2; a=1"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "../home"))
        .mount(&peer)
        .await;
    let home = ResponseTemplate::new(200).set_body_raw("<h1>Home</h1>", "text/html");
    Mock::given(method("GET"))
        .and(path("/home"))
        .respond_with(home)
        .mount(&peer)
        .await;

    let runtime = Runtime::start().unwrap();
    let client = HttpClient::new(&runtime, &Trust::Any).unwrap();
    let mut browser = Browser::new(Arc::new(client));
    let page = browser.open(&format!("{}/sso/start", peer.uri())).unwrap();
    assert_eq!(page.heading(), "Home");
}
