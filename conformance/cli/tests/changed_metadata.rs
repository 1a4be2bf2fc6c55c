//! A service whose metadata change while the suite runs: the run ends as it began, and says so.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests of the program")]

#[path = "support/own_service.rs"]
mod own_service;

use std::fs;
use std::process::Command;

use conformance_world::login::http_client;
use own_service::{Ports, plan, service};
use tokio::runtime::Runtime;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

const PORTS: Ports = Ports(23_021, 23_022);
const METADATA: &str = "http://127.0.0.1:23021/saml/metadata";

/// Answers with one document first, and with another one from then on.
async fn first_and_then(first: &str, then: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = |text: &str| ResponseTemplate::new(200).set_body_string(text);
    Mock::given(path("/metadata"))
        .respond_with(answer(first))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(path("/metadata"))
        .respond_with(answer(then))
        .mount(&server)
        .await;
    server
}

/// What a run says of a service whose metadata have become these.
fn said_when(then: impl Fn(&str) -> String) -> (i32, String) {
    let place = tempfile::tempdir().unwrap();
    let _service = service(place.path(), PORTS, "");
    let answer = http_client().unwrap().fetch(web::get(METADATA).unwrap());
    let text = String::from_utf8(answer.unwrap().body().to_vec()).unwrap();
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(first_and_then(&text, &then(&text)));
    let plan = plan(PORTS).replace(METADATA, &format!("{}/metadata", server.uri()));
    fs::write(place.path().join("conformance.toml"), plan).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["conformance", "run", "--plan", "conformance.toml"])
        .args(["--report", "report"])
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().unwrap(), said)
}

/// One test, since both would listen at the same ports.
#[test]
fn what_changed_is_named_and_what_changes_always_is_not() {
    let (code, said) = said_when(|text| text.replace("/saml/acs", "/saml/elsewhere"));
    assert_eq!(code, 0, "{said}");
    let line = "conformance.toml:7: target.metadata: the metadata changed during the run (the AssertionConsumerService)";
    assert!(said.contains(line), "{said}");
    let (code, said) = said_when(|text| text.replace(" ID=\"_", " ID=\"_f"));
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("changed"), "{said}");
    let (code, said) = said_when(|_| "<p>under maintenance</p>".to_owned());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("metadata cannot be read any more"), "{said}");
}
