#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use conformance_verdict::{MessageSeen, Phase, Side};
use proptest::prelude::{Strategy, any, prop, proptest};

use super::{in_words, path_and_query};
use crate::recording::Masking;
use crate::site::SiteMessage;

const REQUEST: &str = "<saml2p:AuthnRequest ID=\"_1\"><saml2:Issuer>https://sp</saml2:Issuer>\
    <x/></saml2p:AuthnRequest>";

fn seen(message: &SiteMessage) -> MessageSeen {
    in_words(Phase::Check, message, Masking::Secrets)
}

fn post(url: &str, body: &str) -> SiteMessage {
    SiteMessage {
        hop: "browser > csam".into(),
        method: "POST".into(),
        url: url.into(),
        request_headers: vec![(
            "Content-Type".into(),
            "application/x-www-form-urlencoded".into(),
        )],
        request_body: body.as_bytes().to_vec(),
        status: 200,
        ..SiteMessage::default()
    }
}

fn answered(media_type: &str, body: &str) -> SiteMessage {
    SiteMessage {
        method: "GET".into(),
        url: "/x".into(),
        status: 200,
        response_headers: vec![("content-type".into(), media_type.into())],
        response_body: body.as_bytes().to_vec(),
        ..SiteMessage::default()
    }
}

fn part(message: &MessageSeen, name: &str) -> String {
    let found = message.decoded.iter().find(|part| part.name == name);
    found.map(|part| part.text.clone()).unwrap_or_default()
}

fn percent(text: &str) -> String {
    text.replace('+', "%2B")
        .replace('=', "%3D")
        .replace('/', "%2F")
}

#[test]
fn saml_is_unpacked_in_both_bindings() {
    let shown = "<saml2p:AuthnRequest ID=\"_1\">\n  <saml2:Issuer>https://sp</saml2:Issuer>\n  \
        <x/>\n</saml2p:AuthnRequest>";
    let body = format!(
        "SAMLRequest={}&RelayState=7",
        percent(&STANDARD.encode(REQUEST))
    );
    let posted = seen(&post("http://127.0.0.1:1/fas/SSO", &body));
    assert_eq!(posted.request_line, "POST /fas/SSO");
    assert_eq!(part(&posted, "SAMLRequest"), shown);
    assert_eq!(part(&posted, "fields"), "RelayState = 7");
    let packed = miniz_oxide::deflate::compress_to_vec(REQUEST.as_bytes(), 6);
    let url = format!("/fas/SSO?SAMLRequest={}", percent(&STANDARD.encode(packed)));
    let redirected = seen(&post(&url, ""));
    assert_eq!(redirected.request_line, "POST /fas/SSO?SAMLRequest=…");
    assert_eq!(part(&redirected, "SAMLRequest"), shown);
    let sent_on = SiteMessage {
        response_headers: vec![("Location".into(), format!("http://x{url}"))],
        ..post("/login", "")
    };
    assert_eq!(part(&seen(&sent_on), "Location SAMLRequest"), shown);
}

#[test]
fn tokens_are_told_by_their_fields() {
    let light = STANDARD.encode("issuer|id|2026-03-02 09:15:30 123|digest=");
    let body = format!("token={}", percent(&light));
    assert_eq!(
        part(&seen(&post("/x", &body)), "token"),
        "issuer\n| id\n| 2026-03-02 09:15:30 123\n| digest="
    );
    let token = format!(
        "{}.{}.c2ln",
        URL_SAFE_NO_PAD.encode("{\"alg\":\"ES256\"}"),
        URL_SAFE_NO_PAD.encode("{\"sub\":\"a\"}")
    );
    let json = format!("{{\"id_token\":\"{token}\",\"expires_in\":1}}");
    let answer = seen(&answered("application/json", &json));
    assert!(part(&answer, "body").contains("\"expires_in\": 1"));
    assert!(part(&answer, "id_token").contains("\"sub\": \"a\""));
    assert_eq!(answer.decoded[0].side, Side::Response);
    let claims = seen(&answered("application/jwt", &token));
    assert!(part(&claims, "body").contains("\"alg\": \"ES256\""));
}

#[test]
fn a_page_is_told_in_words_and_its_hidden_fields_are_unpacked() {
    let html = format!(
        "<!DOCTYPE html><title>Refused &amp; over</title><style>p {{}}</style><main id=\"m\"><p>Level \
        <b>too low</b></p><form><input type=\"hidden\" name=\"SAMLResponse\" value=\"{}\"></form>\
        </main>",
        STANDARD.encode(REQUEST)
    );
    let page = seen(&answered("text/html; charset=utf-8", &html));
    assert_eq!(part(&page, "page"), "Refused & over\nLevel too low");
    assert!(part(&page, "SAMLResponse").contains("<saml2:Issuer>"));
}

#[test]
fn secrets_are_hidden_wherever_they_travel() {
    let mut message = post(
        "/eID-Client/pin?can=500540",
        "pin=123456&newPin=654321&step=pin",
    );
    message.request_headers.extend([
        ("Cookie".to_owned(), "SID=geheim; lang=de".to_owned()),
        ("Authorization".to_owned(), "Basic Z2VoZWlt".to_owned()),
    ]);
    message.response_headers = vec![("set-cookie".into(), "SID=geheim; HttpOnly".into())];
    message.response_body = b"{\"client_secret\": \"geh\\\"eim\", \"x\": \"pin\"".to_vec();
    let shown = format!("{:?}", seen(&message));
    for secret in ["123456", "654321", "500540", "geheim", "Z2VoZWlt", "eim\\"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("step=pin"), "{shown}");
    assert!(shown.contains("SID=(6 bytes hidden); HttpOnly"), "{shown}");
    let key = "<TCTokenType><PathSecurity-Parameters><PSK>00ff</PSK></PathSecurity-Parameters>";
    let shown = format!("{:?}", seen(&answered("text/xml", key)));
    assert!(!shown.contains("00ff") && shown.contains("<PSK>(4 bytes hidden)</PSK>"));
    let disguised = SiteMessage {
        request_headers: vec![("content-type".into(), "text/plain".into())],
        ..post("/x", "step=1&can=500540")
    };
    assert!(!format!("{:?}", seen(&disguised)).contains("500540"));
    let everything = in_words(Phase::Check, &message, Masking::Nothing);
    assert!(everything.raw.contains("pin=123456"));
}

#[test]
fn what_cannot_be_unpacked_is_shown_as_it_came() {
    let broken = seen(&post("/x", "SAMLRequest=%ZZ&a"));
    assert_eq!(part(&broken, "fields"), "SAMLRequest = %ZZ\na = ");
    let open = seen(&answered("text/xml", "<a><b x=\"<\">1</b><!-- <c> "));
    assert_eq!(part(&open, "body"), "<a>\n  <b x=\"<\">1</b>\n  <!-- <c> ");
    let bytes = SiteMessage {
        response_body: vec![0xFF, 0x1B, b'['],
        ..answered("", "")
    };
    assert!(!seen(&bytes).raw.contains('\u{1b}'));
}

#[test]
fn long_base64_is_cut_and_long_prose_is_not() {
    let key = format!(
        "<ds:X509Certificate>{}</ds:X509Certificate>",
        "A".repeat(900)
    );
    let shown = part(&seen(&answered("text/xml", &key)), "body");
    assert!(
        shown.ends_with("… (900 characters)</ds:X509Certificate>"),
        "{shown}"
    );
    let prose = format!("<p>{}</p>", "so many words ".repeat(40).trim());
    assert_eq!(part(&seen(&answered("text/xml", &prose)), "body"), prose);
}

#[test]
fn the_origin_is_no_part_of_the_path() {
    for (url, path) in [
        ("http://127.0.0.1:1/a?b=c", "/a?b=c"),
        ("https://host?x=http://y", "?x=http://y"),
        ("/a?b=http://c", "/a?b=http://c"),
        ("http://host", ""),
    ] {
        assert_eq!(path_and_query(url), path, "{url}");
    }
}

/// Bytes that look like what is unpacked.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "<",
        ">",
        "</a>",
        "<a b='",
        "<!--",
        "]]>",
        "<?",
        "<!doctype html",
        "<main",
        "<input name=\"",
        "\" value=\"",
        "&",
        "=",
        "%",
        "%4",
        "+",
        ".",
        "|",
        "{",
        "\"",
        "\\",
        "pin",
        "PSK",
        "<PSK>",
        "eyJhIjoxfQ",
        "PGE+",
        "é",
        "\u{feff}",
        "\0",
        ":",
        " ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #[test]
    fn nothing_that_is_sent_breaks_the_record(
        request in fragments(),
        response in fragments(),
        url in any::<String>(),
        noise in any::<Vec<u8>>(),
    ) {
        let message = SiteMessage {
            url,
            request_headers: vec![("Cookie".into(), String::from_utf8_lossy(&noise).into_owned())],
            request_body: request,
            status: 200,
            response_headers: vec![("Location".into(), String::from_utf8_lossy(&response).into_owned())],
            response_body: response,
            ..SiteMessage::default()
        };
        seen(&message);
        seen(&SiteMessage { request_body: noise, ..message });
    }

    #[test]
    fn a_pin_in_a_form_is_never_shown(other in "[a-z&=%+<{]{0,20}", pin in "[0-9]{5,6}") {
        let shown = format!("{:?}", seen(&post("/x", &format!("{other}&pin={pin}&{other}"))));
        assert!(!shown.contains(&pin));
    }
}
