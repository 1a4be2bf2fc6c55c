//! The control API: cards, clock, faults and messages of a running world.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ambient::Ambient;
use browser::Browser;
use browser::citizen::{Citizen, Place};
use conformance_harness::{Setup, Site, site::role};
use conformance_world::login::{LoginSite, WorldOptions, http_client};
use conformance_world::{Reference, start_date};
use http::{Method, StatusCode};
use serde_json::{Value, json};

fn world() -> LoginSite {
    let ambient = Ambient::simulated(3, start_date());
    Reference::new(1)
        .open_world(WorldOptions::new(Setup::default(), ambient))
        .unwrap()
}

fn ask(site: &LoginSite, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let url = format!("{}{path}", site.origin(role::CONTROL).unwrap());
    let mut request = web::get(&url).unwrap();
    *request.method_mut() = method;
    if !body.is_null() {
        *request.body_mut() = body.to_string().into();
    }
    let response = http_client().unwrap().fetch(request).unwrap();
    let value = serde_json::from_slice(response.body()).unwrap();
    (response.status(), value)
}

fn log_in(site: &LoginSite) -> Browser {
    let mut browser = Browser::new(http_client().unwrap());
    let service = site.origin(role::RELYING_PARTY).unwrap();
    browser.open(&format!("{service}/login/saml")).unwrap();
    let mut citizen = Citizen::new("123456", "500500", "9876543210");
    citizen.go_on(&mut browser).unwrap();
    // Who is asked for a card that is not there gives up: the client does one thing at a time.
    citizen.cancels_at = Some(Place::Card);
    citizen.go_on(&mut browser).unwrap();
    browser
}

#[test]
fn every_path_of_the_description_is_there() {
    let site = world();
    let (_, description) = ask(&site, Method::GET, "/openapi.json", &Value::Null);
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = path.replace("{number}", "0");
            let (status, answer) = ask(&site, method.clone(), &path, &Value::Null);
            let unknown = answer["error"].as_str().unwrap_or_default();
            assert!(
                !unknown.starts_with("there is no "),
                "{method} {path}: {status} {answer}"
            );
        }
    }
}

#[test]
fn cards_and_clock_and_faults_change_what_a_citizen_sees() {
    let site = world();
    assert_eq!(log_in(&site).page().select("#surname"), ["BEISPIELER"]);

    ask(&site, Method::DELETE, "/card", &Value::Null);
    assert!(log_in(&site).page().select("#surname").is_empty());
    let card = json!({"card": "birth-name"});
    assert_eq!(ask(&site, Method::POST, "/card", &card).0, StatusCode::OK);

    let fault = json!({"role": "middleware-de", "fault": "wrong-audience"});
    assert_eq!(
        ask(&site, Method::POST, "/faults", &fault).0,
        StatusCode::OK
    );
    assert_eq!(log_in(&site).page().rule(), Some("203028"));
    ask(&site, Method::DELETE, "/faults", &Value::Null);
    assert!(!log_in(&site).page().select("#surname").is_empty());

    let five_years = json!({"date": "2031-03-01"});
    assert_eq!(
        ask(&site, Method::POST, "/clock", &five_years).0,
        StatusCode::OK
    );
    assert!(log_in(&site).page().select("#surname").is_empty());
}

#[test]
fn messages_and_journal_can_be_read() {
    let site = world();
    log_in(&site);
    let (_, messages) = ask(&site, Method::GET, "/messages", &Value::Null);
    let messages = messages.as_array().unwrap();
    assert!(messages.len() > 15, "{messages:?}");
    let token = messages
        .iter()
        .position(|message| message["url"].as_str().unwrap().contains("TcToken?"))
        .unwrap();
    let (_, whole) = ask(
        &site,
        Method::GET,
        &format!("/messages/{token}"),
        &Value::Null,
    );
    assert!(
        whole["response_body"]
            .as_str()
            .unwrap()
            .contains("TCTokenType")
    );
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let site = world();
    let table = [
        (
            Method::POST,
            "/clock",
            json!({"advance_seconds": 1, "date": "2030-01-01"}),
        ),
        (Method::POST, "/clock", json!({"advance": 1})),
        (Method::POST, "/card", json!({"card": "nobody"})),
        (Method::POST, "/card", json!("text")),
        (
            Method::POST,
            "/faults",
            json!({"role": "portal", "fault": "x"}),
        ),
        (Method::GET, "/messages/9999", Value::Null),
        (Method::PUT, "/card", Value::Null),
    ];
    for (method, path, body) in table {
        let (status, answer) = ask(&site, method, path, &body);
        assert!(status.is_client_error(), "{path} {body}: {status}");
        assert!(!answer["error"].as_str().unwrap().is_empty());
    }
    assert_eq!(log_in(&site).page().select("#surname"), ["BEISPIELER"]);
}
