#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use bytes::Bytes;
use http::StatusCode;

use super::{Page, PostForm, Refusal, TEXTS, csp_hash, escape};
use crate::{Form, Language, Request, Response};

fn request(uri: &str) -> Request {
    http::Request::get(uri).body(Bytes::new()).unwrap()
}

fn words_of(response: &Response) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn policy(response: &Response) -> &str {
    response.headers()["content-security-policy"]
        .to_str()
        .unwrap()
}

#[test]
fn the_shell_speaks_every_language() {
    assert_eq!(TEXTS.complete(), Ok(()));
}

#[test]
fn every_page_says_that_it_is_a_simulator_in_its_language() {
    for (language, words) in [
        (
            Language::De,
            "Dies ist ein Simulator und kein echter Dienst.",
        ),
        (
            Language::Fr,
            "Ceci est un simulateur et non un service réel.",
        ),
        (Language::Nl, "Dit is een simulator en geen echte dienst."),
        (Language::En, "This is a simulator and not a real service."),
    ] {
        let html = words_of(&Page::new(language, "Portal", "Title").respond());
        assert!(html.contains(words));
        assert!(html.contains(&format!("<html lang=\"{}\">", language.code())));
        let refusal = Refusal::of_status(language, StatusCode::NOT_FOUND);
        assert!(words_of(&refusal.respond()).contains(words));
    }
}

#[test]
fn a_page_has_landmarks_a_heading_and_a_way_past_the_banner() {
    let html = words_of(
        &Page::new(Language::En, "Portal", "Title")
            .body("<p>x</p>")
            .respond(),
    );
    for part in [
        "<a class=\"skip\" href=\"#content\">",
        "<header>",
        "<main id=\"content\"",
        "<h1>Title</h1>",
        "<p>x</p>",
        "<title>Title – Portal</title>",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<script"));
}

#[test]
fn titles_and_services_are_text() {
    let html = words_of(&Page::new(Language::En, "<i>", "<b>&\"'").respond());
    assert!(!html.contains("<i>") && !html.contains("<b>"));
    assert_eq!(escape("<a href=\"'&"), "&#60;a href=&#34;&#39;&#38;");
}

#[test]
fn language_links_keep_the_query_and_the_host() {
    let request = request("//evil.test/a?x=%22%3E%3Cscript%3E&lang=nl");
    let response = Page::new(Language::Nl, "Portal", "T")
        .at(&request)
        .respond();
    let html = words_of(&response);
    assert!(
        html.contains("href=\"/evil.test/a?x=%22%3E%3Cscript%3E&#38;lang=de\""),
        "{html}"
    );
    assert_eq!(
        html.matches("aria-current").count(),
        1 + super::style::SHEET.matches("aria-current").count()
    );
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("eidolon-language=nl; "));
}

#[test]
fn a_page_runs_no_script_and_posts_where_it_may() {
    let page = Page::new(Language::En, "Portal", "T");
    let strict = page.respond();
    assert!(policy(&strict).starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(
        policy(&strict).contains("; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
    );
    assert!(!policy(&strict).contains("script-src"));
    let page = page
        .posts_to("http://connector.test:81/x; script-src *")
        .respond();
    assert!(policy(&page).contains("; form-action 'self' http://connector.test:81;"));
}

#[test]
fn a_message_travels_in_a_form_that_sends_itself() {
    let fields = Form::new()
        .with("SAMLResponse", "PD94<\">")
        .with("submit", "1");
    let response =
        PostForm::new(Language::En, "CSAM", "https://rp.test/acs?a=1&b=2", fields).respond();
    let html = words_of(&response);
    assert!(
        html.contains(
            "<form method=\"post\" action=\"https://rp.test/acs?a=1&#38;b=2\" data-auto>"
        )
    );
    assert!(html.contains("name=\"SAMLResponse\" value=\"PD94&#60;&#34;&#62;\""));
    assert!(html.contains("<strong>https://rp.test</strong>"));
    assert!(html.contains("<button>Continue</button>"));
    let script = html
        .split("<script>")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    assert!(policy(&response).contains(&format!("script-src '{}'", csp_hash(script))));
    assert!(!policy(&response).contains("form-action"));
}

#[test]
fn a_form_goes_by_hand_where_scripts_are_not_wanted() {
    let form = PostForm::new(Language::En, "CSAM", "/here", Form::new())
        .by_hand()
        .by_get();
    let response = form.respond();
    let html = words_of(&response);
    assert!(html.contains("<form method=\"get\" action=\"/here\">"));
    assert!(!html.contains("<script") && !policy(&response).contains("script-src"));
}

#[test]
fn a_form_runs_no_script_address() {
    for action in ["javascript:alert(1)", "data:text/html,x", "", "x"] {
        let response = PostForm::new(Language::En, "CSAM", action, Form::new()).respond();
        assert_eq!(
            response.status(),
            StatusCode::INTERNAL_SERVER_ERROR,
            "{action}"
        );
    }
}

#[test]
fn a_refusal_shows_the_code_of_the_protocol() {
    let refusal = Refusal::new(
        Language::De,
        "Connector",
        "203023",
        "Die <Signatur> ist falsch.",
    )
    .way_out("/", "Zurück");
    let response = refusal.respond();
    let html = words_of(&response);
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(html.contains("<code class=\"rule\">203023</code>"));
    assert!(html.contains("Die &#60;Signatur&#62; ist falsch."));
    assert!(html.contains("<a href=\"/\">Zurück</a>"));
}

#[test]
fn an_unknown_status_still_has_words() {
    let response = Refusal::of_status(Language::En, StatusCode::IM_A_TEAPOT).respond();
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert!(words_of(&response).contains("The request is not in order."));
}
