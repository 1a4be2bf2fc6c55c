//! `conformance doctor --plan`: what is wrong with a service or its plan is said before any check runs, with the line to
//! change.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests of the program")]

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};

use tokio::runtime::Runtime;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// An address for the portal of one test, below those that the system gives out by itself.
fn portal() -> String {
    static NEXT: AtomicU16 = AtomicU16::new(23_100);
    format!("127.0.0.1:{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The lines of the plan that messages name.
const PLAN: &str = r#"schema = "1"
[product]
name = "TEST service"
[target]
role = "sp"
protocol = "oidc"
login = "SERVICE/login"
redirect-uri = "SERVICE/callback"
client-id = "test"
client-secret = "TEST secret"
scopes = ["openid"]
[target.inside]
url = "SERVICE/card"
status = 200
text = "Logged in as"
shows = ["BEISPIELER"]
[portal]
listen = "PORTAL"
[ics]
pkce = true
"#;

/// A service that answers like this at `/login` and `/card`; what the doctor says of it, and its exit code.
fn doctor(login: impl Fn(&str) -> ResponseTemplate, card: ResponseTemplate) -> (i32, String) {
    let portal = portal();
    let login = login(&portal);
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        for (place, answer) in [("/login", login), ("/card", card)] {
            Mock::given(path(place))
                .respond_with(answer)
                .mount(&server)
                .await;
        }
        server
    });
    examine(&server.uri(), &portal)
}

fn examine(service: &str, portal: &str) -> (i32, String) {
    let place = tempfile::tempdir().unwrap();
    let plan = PLAN.replace("SERVICE", service);
    let plan = plan.replace("PORTAL", portal);
    fs::write(place.path().join("conformance.toml"), plan).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["conformance", "doctor", "--plan", "conformance.toml"])
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (output.status.code().unwrap(), said)
}

/// Where a login of the service leads, with these parameters more.
fn to(portal: &str, more: &str) -> ResponseTemplate {
    let place = format!("http://{portal}/fas/oauth2/authorize?response_type=code{more}");
    ResponseTemplate::new(302).insert_header("location", place)
}

fn closed() -> ResponseTemplate {
    ResponseTemplate::new(403).set_body_string("log in first")
}

#[track_caller]
fn finds(login: impl Fn(&str) -> ResponseTemplate, card: ResponseTemplate, line: &str, why: &str) {
    let (code, said) = doctor(login, card);
    assert_eq!(code, 96, "{said}");
    let found = said
        .lines()
        .any(|told| told.contains(&format!("conformance.toml:{line}:")) && told.contains(why));
    assert!(found, "nothing about line {line}, {why:?}:\n{said}");
}

#[test]
fn a_service_that_nobody_serves() {
    let (code, said) = examine("http://127.0.0.1:23029", &portal());
    assert_eq!(code, 96, "{said}");
    assert!(
        said.contains("conformance.toml:7:") && said.contains("cannot be asked"),
        "{said}"
    );
}

#[test]
fn a_login_that_does_not_start() {
    let page = |_: &str| ResponseTemplate::new(200).set_body_string("<h1>Welcome</h1>");
    finds(page, closed(), "7", "the login does not start");
}

#[test]
fn a_login_that_goes_to_another_identity_provider() {
    let login = |_: &str| to("127.0.0.1:23023", "&client_id=test");
    finds(login, closed(), "18", "http://127.0.0.1:23023 and not to");
}

#[test]
fn a_login_that_goes_in_a_circle() {
    let circle = |_: &str| ResponseTemplate::new(302).insert_header("location", "/login");
    finds(circle, closed(), "7", "redirects");
}

#[test]
fn a_client_of_another_name() {
    let login = |portal: &str| to(portal, "&client_id=somebody-else&code_challenge=abc");
    finds(login, closed(), "9", "somebody-else");
}

#[test]
fn answers_that_are_wanted_elsewhere() {
    let elsewhere =
        "&client_id=test&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback&code_challenge=a";
    let login = |portal: &str| to(portal, elsewhere);
    finds(login, closed(), "8", "http://127.0.0.1:1/callback");
}

#[test]
fn a_proof_key_that_is_claimed_and_not_sent() {
    let login = |portal: &str| to(portal, "&client_id=test");
    finds(login, closed(), "20", "code_challenge");
}

#[test]
fn a_clock_that_is_wrong() {
    let login = |portal: &str| to(portal, "&client_id=test&code_challenge=abc");
    let login = |portal: &str| login(portal).insert_header("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    finds(login, closed(), "7", "clock differs");
}

#[test]
fn a_page_that_strangers_see_too() {
    let login = |portal: &str| to(portal, "&client_id=test&code_challenge=abc");
    let card = ResponseTemplate::new(200).set_body_string("Logged in as nobody");
    finds(login, card, "15", "strangers see that page");
}

#[test]
fn a_service_that_is_ready_is_called_ready() {
    let login = |portal: &str| to(portal, "&client_id=test&code_challenge=abc");
    let (code, said) = doctor(login, closed());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("strangers see something else"), "{said}");
}
