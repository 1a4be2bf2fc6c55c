//! Plans as people write them: right ones are read, wrong ones are refused with every line to change.
#![allow(clippy::unwrap_used, missing_docs)]

use conformance_harness::seat::{Claim, Protocol, Registration};
use conformance_plan::{Draft, MetadataSource, PlannedRegistration, ServicePlan};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::Just;

const SAML: &str = r#"schema = "1"
[product]
vendor = "ACME"
name = "Electronic control card"
version = "1.02"
[target]
role = "sp"
protocol = "saml"
metadata = "http://127.0.0.1:8080/saml/metadata"
login = "http://127.0.0.1:8080/login"
logout = "http://127.0.0.1:8080/logout"
[target.inside]
url = "http://127.0.0.2:8081/card"
status = 200
text = "Logged in as"
shows = ["BEISPIELER", "1987-04-23"]
[target.tls]
trust = ["ca.pem"]
[portal]
listen = "127.0.0.1:8443"
[ics]
encryption = true
levels = 400
artifact = false
[plan]
exclude = ["SP-SAML-40"]
[[waiver]]
id = "SP-SAML-33"
verdict = "FAIL"
reason = "the next release"
issue = "ACME-4711"
expires = 2027-01-31
"#;

fn mistakes(text: &str) -> String {
    let error = ServicePlan::parse("conformance.toml", text).unwrap_err();
    error.to_string()
}

#[test]
fn a_plan_says_everything_about_a_service() {
    let plan = ServicePlan::parse("folder/conformance.toml", SAML).unwrap();
    assert_eq!(plan.product, "ACME Electronic control card 1.02");
    let url = "http://127.0.0.1:8080/saml/metadata".to_owned();
    assert_eq!(
        plan.registration,
        PlannedRegistration::Saml(MetadataSource::Url(url))
    );
    assert_eq!((plan.level, plan.protocol), (400, Protocol::Saml));
    assert_eq!(plan.claims.stated.get(&Claim::Levels), Some(&(true, 23)));
    assert_eq!(plan.claims.stated.get(&Claim::Artifact), Some(&(false, 24)));
    assert_eq!(plan.claims.protocol_line, 8);
    assert_eq!(plan.waivers.first().unwrap().line, 27);
    assert_eq!(
        plan.place("target.login"),
        "folder/conformance.toml:10: target.login"
    );
    assert_eq!(
        plan.place("target.tls.other"),
        "folder/conformance.toml:17: target.tls.other"
    );
    assert_eq!(plan.seat("http://x/acs".to_owned()).inbox, "http://x/acs");
}

#[test]
fn a_client_of_openid_connect_is_known_by_its_redirect_uri() {
    let text = Draft::new(Protocol::Oidc).to_text();
    let plan = ServicePlan::parse("conformance.toml", &text).unwrap();
    let PlannedRegistration::Oidc(Registration::Oidc {
        redirect_uris,
        scopes,
        ..
    }) = plan.registration
    else {
        unreachable!("the draft is one of OpenID Connect")
    };
    assert_eq!(redirect_uris, ["http://127.0.0.1:8080/callback"]);
    assert_eq!(scopes, ["openid", "profile", "egovnrn"]);
}

#[test]
fn every_mistake_is_named_with_its_line_its_key_and_the_nearest_right_key() {
    let text = SAML
        .replace("schema = \"1\"", "schema = \"2\"")
        .replace("\nlogin =", "\nlogn =")
        .replace("status = 200", "status = \"200\"")
        .replace("listen = \"127.0.0.1:8443\"", "listen = \"localhost\"")
        .replace("encryption =", "encription =")
        .replace("levels = 400", "levels = true")
        .replace("artifact = false", "pkce = true\nsigned-userinfo = true")
        .replace("exclude = [\"SP-SAML-40\"]", "exclude = [\"((\"]")
        .replace("verdict = \"FAIL\"", "verdict = \"PASS\"")
        .replace("reason = \"the next release\"\n", "")
        .replace("2027-01-31", "\"soon\"");
    insta::assert_snapshot!(mistakes(&text));
}

#[test]
fn what_contradicts_the_protocol_is_named() {
    let saml = SAML.replace(
        "login = ",
        "redirect-uri = \"http://127.0.0.1:8080/callback\"\nreader = \"x\"\nlogin = ",
    );
    let oidc = SAML
        .replace("\"saml\"", "\"oidc\"")
        .replace("artifact = false", "artifact = true")
        .replace("levels = 400", "logout = true\nlevels = 450")
        .replace("logout = \"http://127.0.0.1:8080/logout\"\n", "");
    insta::assert_snapshot!(format!("{}\n--\n{}", mistakes(&saml), mistakes(&oidc)));
}

#[test]
fn what_is_missing_is_shown_by_an_example() {
    let bare = "schema = \"1\"\n[target]\nrole = \"idp\"\nprotocol = \"sam\"\n[target.inside]\nurl = \"/card\"\n[[waiver]]\n";
    insta::assert_snapshot!(format!(
        "{}\n--\n{}\n--\n{}",
        mistakes(bare),
        mistakes(""),
        mistakes("schema = \"1\"\n\ntarget = [\n")
    ));
}

#[test]
fn a_plan_of_megabytes_is_not_read() {
    let long = format!("{SAML}# {}\n", "x".repeat(300_000));
    assert!(mistakes(&long).contains("a plan has at most 262144"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_brings_the_reader_down(text in any::<String>()) {
        let _ = ServicePlan::parse("conformance.toml", &text);
    }

    #[test]
    fn no_change_of_a_plan_brings_the_reader_down(
        at in 0..SAML.len(),
        width in 0usize..40,
        with in prop_oneof![Just(String::new()), ".*", Just("[[".to_owned()), Just(" = 1\n".to_owned())],
    ) {
        let end = (at + width).min(SAML.len());
        let text = format!("{}{with}{}", &SAML[..at], &SAML[end..]);
        if let Err(error) = ServicePlan::parse("conformance.toml", &text) {
            for line in error.to_string().lines() {
                assert!(line.starts_with("conformance.toml:"), "{line}");
            }
        }
    }

    #[test]
    fn a_written_plan_reads_back(
        saml in any::<bool>(),
        text in "[^\\s].*",
        secret in "[!-~]{1,30}",
        path in "[a-z/]{0,20}",
        port in 1u16..,
    ) {
        let protocol = if saml { Protocol::Saml } else { Protocol::Oidc };
        let draft = Draft {
            text: text.clone(),
            client_secret: secret,
            login: format!("https://sp.example:{port}/{path}"),
            listen: format!("127.0.0.1:{port}"),
            ..Draft::new(protocol)
        };
        let plan = ServicePlan::parse("conformance.toml", &draft.to_text()).unwrap();
        prop_assert_eq!(plan.inside.text, Some(text));
        prop_assert_eq!(plan.login, draft.login);
        prop_assert_eq!(plan.portal_listen, draft.listen);
    }
}
