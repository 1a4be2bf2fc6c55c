//! A party with a plan for it, and a run of the program against it.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ambient::UnixSeconds;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_clients::relying_party::Library;
use conformance_harness::seat::{Claims, Inside, Protocol, Registration, Seat};
use conformance_harness::{Site as _, site::role};
use conformance_world::login::{ServiceOptions, ServiceTarget};
use serde_json::{Value, json};

use crate::party::{Apache, Party, Program};

const ID: &str = "stranger";
const SECRET: &str = "TEST secret of a stranger";

/// How long a whole run may take. It is only the end of a hang.
const PATIENCE: Duration = Duration::from_secs(300);

/// What a run said.
pub(crate) struct Run {
    checks: Vec<Value>,
    said: String,
}

impl Run {
    /// The checks with this verdict, sorted.
    pub(crate) fn ids(&self, verdict: &str) -> Vec<String> {
        let text = |check: &Value, key: &str| {
            let value = check.get(key).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        let mut ids: Vec<String> = self
            .checks
            .iter()
            .filter(|check| text(check, "verdict") == verdict)
            .map(|check| text(check, "id"))
            .collect();
        ids.sort();
        ids
    }

    /// What a person needs to find out why.
    pub(crate) fn in_words(&self) -> &str {
        &self.said
    }
}

/// Starts a party, tells it and the program of each other, and runs these checks.
pub(crate) fn run(library: Library, selector: &str) -> Run {
    judge(&mut Program::start(library, None), selector)
}

/// The same with another release of the library.
pub(crate) fn run_release(library: Library, release: &str, selector: &str) -> Run {
    judge(&mut Program::start(library, Some(release)), selector)
}

/// The same with Apache and mod_auth_mellon.
pub(crate) fn run_mellon(selector: &str) -> Run {
    judge(&mut Apache::configure(), selector)
}

fn judge(party: &mut dyn Party, selector: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let portal = free_address();
    introduce(party, &portal);
    let plan = folder.path().join("conformance.toml");
    fs::write(&plan, plan_of(party, &portal, folder.path())).unwrap();
    let report = folder.path().join("report");
    let output = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["conformance", "run", selector, "--format", "json"])
        .args(["--timeout", &PATIENCE.as_secs().to_string(), "--plan"])
        .arg(&plan)
        .arg("--report")
        .arg(&report)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let results = fs::read(report.join("results.json")).unwrap_or_else(|_| panic!("{said}"));
    let results: Value = serde_json::from_slice(&results).unwrap();
    let checks = results.get("checks").and_then(Value::as_array).cloned();
    Run {
        checks: checks.unwrap_or_default(),
        said,
    }
}

/// The party reads who the portal is while a portal listens where that of the run will listen, with the same keys.
fn introduce(party: &mut dyn Party, portal: &str) {
    let protocol = party.protocol();
    let target = ServiceTarget::open(ServiceOptions {
        seat: Seat {
            name: "introduction".to_owned(),
            protocol,
            login: String::new(),
            inbox: String::new(),
            inside: Inside {
                url: String::new(),
                status: None,
                text: None,
                shows: Vec::new(),
            },
            logout: None,
            level: 500,
        },
        registration: registration(party),
        claims: Claims::default(),
        listen: portal.to_owned(),
        seed: 1,
        clock: now,
    })
    .unwrap();
    let site = target.world();
    let origin = site.origin(role::CSAM).unwrap();
    let known = match protocol {
        Protocol::Saml => json!({
            "address": format!("{origin}/fas/saml/metadata"),
            "metadata": site.metadata(role::CSAM).unwrap(),
            "certificate": pem(&site.identity("csam signing").unwrap().certificate),
        }),
        Protocol::Oidc => json!({
            "issuer": format!("{origin}/fas/oauth2"),
            "client_id": ID,
            "client_secret": SECRET,
        }),
    };
    party.trust(&known);
}

fn registration(party: &dyn Party) -> Registration {
    match party.protocol() {
        Protocol::Saml => Registration::Saml {
            metadata: party.metadata().to_owned(),
        },
        Protocol::Oidc => Registration::Oidc {
            id: ID.to_owned(),
            secret: SECRET.to_owned(),
            redirect_uris: vec![format!("{}/callback", party.origin())],
            post_logout_redirect_uris: Vec::new(),
            scopes: ["openid", "profile"].map(str::to_owned).into(),
        },
    }
}

/// The plan as somebody would write it who runs this party.
fn plan_of(party: &dyn Party, portal: &str, folder: &Path) -> String {
    let origin = party.origin();
    let protocol = party.protocol();
    let (known, claims) = match protocol {
        Protocol::Saml => {
            fs::write(folder.join("metadata.xml"), party.metadata()).unwrap();
            let claims = "encryption = true\nsigned-requests = true\nlevels = 500\n";
            ("metadata = \"metadata.xml\"\n".to_owned(), claims)
        }
        Protocol::Oidc => {
            let known = format!(
                "redirect-uri = \"{origin}/callback\"\nclient-id = \"{ID}\"\nclient-secret = \"{SECRET}\"\n\
                 scopes = [\"openid\", \"profile\"]\n"
            );
            let claims = "signed-id-token = true\nuserinfo = true\nsigned-userinfo = true\npkce = true\n\
                          callback-issuer = true\n";
            (known, claims)
        }
    };
    let login = party.login();
    let heading = party.heading();
    format!(
        "schema = \"1\"\n[product]\nname = \"stranger\"\n[target]\nrole = \"sp\"\nprotocol = \"{protocol}\"\n\
         login = \"{origin}{login}\"\n{known}[target.inside]\nurl = \"{origin}/card\"\n\
         text = \"{heading}\"\nshows = [\"BEISPIELER\", \"LENE MARIT\"]\n[portal]\nlisten = \"{portal}\"\n\
         [ics]\n{claims}"
    )
}

/// An address that nobody has, below those that the system gives out by itself: it must still be free when the portal
/// listens there a second time.
fn free_address() -> String {
    static NEXT: AtomicU16 = AtomicU16::new(21_000);
    loop {
        let address = format!("127.0.0.1:{}", NEXT.fetch_add(1, Ordering::Relaxed));
        if TcpListener::bind(&address).is_ok() {
            return address;
        }
    }
}

fn now() -> UnixSeconds {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap())
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}
