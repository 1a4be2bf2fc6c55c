//! The reference's relying party, run alone in the seat of somebody else's service: what is right passes, and what is wrong
//! with it is found from outside, by a suite that knows none of its codes.
#![allow(clippy::unwrap_used, missing_docs)]

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ambient::{Ambient, UnixSeconds};
use conformance_harness::seat::{Claim, Claims, Inside, Protocol, Registration, Seat};
use conformance_harness::{Assignment, Masking, Options, Outcome, Progress, Selector, Target, run};
use conformance_verdict::Verdict;
use conformance_world::Reference;
use conformance_world::login::{RoleAlone, RoleFile, ServiceOptions, ServiceTarget, http_client};

fn now() -> UnixSeconds {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap())
}

/// A port that nobody has, below those that the system gives out by itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(22_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A service with these faults, and the target that it is.
fn seated(protocol: Protocol, faults: &[&str]) -> (RoleAlone, ServiceTarget) {
    let portal = format!("127.0.0.1:{}", free_port());
    let faults: Vec<String> = faults.iter().map(|fault| format!("{fault:?}")).collect();
    let file = format!(
        "listen = \"127.0.0.1:{}\"\nfaults = [{}]\n[peers]\ncsam = \"http://{portal}\"\n",
        free_port(),
        faults.join(", ")
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("relying-party.toml");
    std::fs::write(&path, file).unwrap();
    let file = RoleFile::read(&path).unwrap();
    let ambient = Ambient::from_entropy([3; 32], now());
    let reference = Reference::starting(2, now().date());
    let service = reference
        .open_role("relying-party", &file, &ambient)
        .unwrap();
    let origin = service.origin().to_owned();
    let (inbox, registration) = match protocol {
        Protocol::Saml => {
            let request = web::get(&format!("{origin}/saml/metadata")).unwrap();
            let metadata = http_client().unwrap().fetch(request).unwrap();
            let metadata = String::from_utf8(metadata.body().to_vec()).unwrap();
            ("/saml/acs", Registration::Saml { metadata })
        }
        Protocol::Oidc => (
            "/oidc/callback",
            Registration::Oidc {
                id: "electronic-control-card".to_owned(),
                secret: "TEST secret of the electronic control card".to_owned(),
                redirect_uris: vec![format!("{origin}/oidc/callback")],
                post_logout_redirect_uris: vec![format!("{origin}/logout"), format!("{origin}/")],
                scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).into(),
            },
        ),
    };
    let seat = Seat {
        name: "TEST service".to_owned(),
        protocol,
        login: format!("{origin}/login/{protocol}"),
        inbox: format!("{origin}{inbox}"),
        inside: Inside {
            url: format!("{origin}/card"),
            status: Some(200),
            text: Some("id=\"identifier\"".to_owned()),
            shows: vec!["BEISPIELER".to_owned(), "LENE MARIT".to_owned()],
        },
        logout: None,
        level: 500,
    };
    let claimed = |claim: Claim| !matches!(claim, Claim::Artifact | Claim::Logout);
    let stated = Claim::ALL.map(|claim| (claim, (claimed(claim), 1)));
    let target = ServiceTarget::open(ServiceOptions {
        seat,
        registration,
        claims: Claims {
            file: "conformance.toml".to_owned(),
            protocol_line: 1,
            stated: stated.into(),
        },
        listen: portal,
        seed: 2,
        clock: now,
    })
    .unwrap();
    (service, target)
}

fn outcomes(target: ServiceTarget, selector: &str) -> Vec<Outcome> {
    let catalogue = features::catalogue().unwrap();
    let selector: Selector = selector.parse().unwrap();
    let target: Arc<dyn Target> = Arc::new(target);
    let assignments = selector
        .select(&catalogue)
        .into_iter()
        .map(|check| Assignment::new(check, Arc::clone(&target)))
        .collect();
    let options = Options {
        ambient: Ambient::simulated(2, now().date()),
        jobs: 1,
        timeout: Duration::from_secs(60),
        strict: true,
        controls: features::controls(),
        masking: Masking::Secrets,
        fault: None,
        interrupted: Arc::new(AtomicBool::new(false)),
    };
    run(
        &features::step_functions(),
        assignments,
        &options,
        &mut |_: Progress<'_>| {},
    )
}

fn in_words(outcome: &Outcome) -> String {
    let id = &outcome.assignment.check.id;
    format!("{} {id} {}", outcome.verdict, outcome.reason)
}

fn a_right_service_passes(protocol: Protocol) {
    let (_service, target) = seated(protocol, &[]);
    let outcomes = outcomes(target, "id(SP-*)");
    let wrong: Vec<String> = outcomes
        .iter()
        .filter(|outcome| !matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable))
        .map(in_words)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let passed = |outcome: &&Outcome| outcome.verdict == Verdict::Pass;
    let passed = outcomes.iter().filter(passed).count();
    assert!(passed >= 40, "only {passed} checks apply");
}

#[test]
fn a_right_saml_service_passes() {
    a_right_service_passes(Protocol::Saml);
}

#[test]
fn a_right_oidc_service_passes() {
    a_right_service_passes(Protocol::Oidc);
}

/// What is wrong with a service, and the check that finds it.
const WRONG: &[(Protocol, &str, &str)] = &[
    (
        Protocol::Saml,
        "response:fas-response-audience",
        "SP-SAML-32",
    ),
    (
        Protocol::Saml,
        "response:fas-response-assertion-signed",
        "SP-SAML-02",
    ),
    (Protocol::Saml, "own:browser", "SP-SAML-61"),
    (Protocol::Oidc, "oidc:nonce", "SP-OIDC-13"),
    (Protocol::Oidc, "oidc:algorithm", "SP-OIDC-30"),
    (Protocol::Oidc, "oidc:state", "SP-OIDC-51"),
];

#[test]
fn what_is_wrong_with_a_service_is_found_from_outside() {
    for (protocol, fault, check) in WRONG {
        let (_service, target) = seated(*protocol, &[fault]);
        let outcomes = outcomes(target, check);
        let verdicts: Vec<Verdict> = outcomes.iter().map(|outcome| outcome.verdict).collect();
        let words: Vec<String> = outcomes.iter().map(in_words).collect();
        assert_eq!(verdicts, [Verdict::Fail], "{fault}: {words:?}");
    }
}

#[test]
fn a_service_that_refuses_everything_passes_nothing_that_it_must_refuse() {
    let (service, target) = seated(Protocol::Saml, &[]);
    drop(service);
    let outcomes = outcomes(target, "id(SP-SAML-0*)");
    let seen: Vec<String> = outcomes.iter().map(in_words).collect();
    let inconclusive = |outcome: &Outcome| outcome.verdict == Verdict::Inconclusive;
    assert!(outcomes.iter().all(inconclusive), "{seen:?}");
}
