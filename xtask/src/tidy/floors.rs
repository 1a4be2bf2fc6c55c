//! Who may lean on whom: every crate has a floor and a wing, and dependencies go down only.
//!
//! ```text
//!   floor 6   xtask, benches
//!   floor 5   conformance-cli, features
//!   floor 4   conformance-{world, clients, soak}                 | conformance-{harness, plan}
//!   floor 3   card-*, reader, vsmartcard, eid-client, eidas-connector, eidas-middleware-de,
//!             csam, relying-party, browser                       | conformance-report
//!   floor 2   card, web                                          | conformance-checks
//!   floor 1   secure-messaging, eac, pki, saml, oidc, paos, eidas-profile
//!                                                                | conformance-verdict
//!   floor 0   iso7816, crypto, ambient, persona, rules, xml, fixtures
//! ```

use super::Finding;
use super::manifest::{Dependency, Manifest, Need, manifests};
use super::source::{File, Tree, code_of};

/// Which part of the house a crate belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wing {
    /// What plays the eID world. Never sees the court.
    Simulators,
    /// What judges. Reads the dictionaries of floors 0 and 1, and no simulator.
    Court,
    /// What joins both.
    Bridge,
}

/// Each crate with its floor and wing.
const HOUSE: [(&str, u8, Wing); 37] = [
    ("iso7816", 0, Wing::Simulators),
    ("crypto", 0, Wing::Simulators),
    ("ambient", 0, Wing::Simulators),
    ("persona", 0, Wing::Simulators),
    ("rules", 0, Wing::Simulators),
    ("xml", 0, Wing::Simulators),
    ("fixtures", 0, Wing::Simulators),
    ("secure-messaging", 1, Wing::Simulators),
    ("eac", 1, Wing::Simulators),
    ("pki", 1, Wing::Simulators),
    ("saml", 1, Wing::Simulators),
    ("oidc", 1, Wing::Simulators),
    ("paos", 1, Wing::Simulators),
    ("eidas-profile", 1, Wing::Simulators),
    ("conformance-verdict", 1, Wing::Court),
    ("card", 2, Wing::Simulators),
    ("web", 2, Wing::Simulators),
    ("conformance-checks", 2, Wing::Court),
    ("card-de-npa", 3, Wing::Simulators),
    ("reader", 3, Wing::Simulators),
    ("vsmartcard", 3, Wing::Simulators),
    ("eid-client", 3, Wing::Simulators),
    ("eidas-connector", 3, Wing::Simulators),
    ("eidas-middleware-de", 3, Wing::Simulators),
    ("csam", 3, Wing::Simulators),
    ("relying-party", 3, Wing::Simulators),
    ("browser", 3, Wing::Simulators),
    ("conformance-report", 3, Wing::Court),
    ("conformance-harness", 4, Wing::Court),
    ("conformance-plan", 4, Wing::Court),
    ("conformance-world", 4, Wing::Bridge),
    ("conformance-clients", 4, Wing::Bridge),
    ("conformance-soak", 4, Wing::Bridge),
    ("conformance-cli", 5, Wing::Bridge),
    ("features", 5, Wing::Bridge),
    ("benches", 6, Wing::Bridge),
    ("xtask", 6, Wing::Bridge),
];

/// The only dependencies between crates of the same floor.
const SIDEWAYS: [(&str, &str); 10] = [
    ("xml", "crypto"),
    ("eac", "secure-messaging"),
    ("pki", "eac"),
    ("eidas-profile", "saml"),
    ("reader", "vsmartcard"),
    ("conformance-world", "conformance-harness"),
    ("conformance-plan", "conformance-harness"),
    ("conformance-clients", "conformance-harness"),
    ("conformance-soak", "conformance-harness"),
    ("conformance-cli", "features"),
];

/// The only dependencies of tests between crates of the same floor: who talks to a card is tested
/// with one, and what is made from a seed needs a seed.
const SIDEWAYS_IN_TESTS: [(&str, &str); 3] = [
    ("xml", "ambient"),
    ("eid-client", "card-de-npa"),
    ("eidas-middleware-de", "card-de-npa"),
];

/// Crates that bring a machine's sockets and devices with them: from floor 3 up, and in [`SHELL`].
const MACHINE: [&str; 11] = [
    "tokio",
    "pcsc",
    "tungstenite",
    "axum",
    "hyper",
    "hyper-util",
    "tower-http",
    "reqwest",
    "native-tls",
    "tokio-openssl",
    "wiremock",
];

/// The one crate below floor 3 that opens sockets, for everybody.
const SHELL: &str = "web";

/// Crates that may link OpenSSL into more than their tests.
const OPENSSL: [&str; 3] = ["benches", "conformance-clients", SHELL];

fn place(name: &str) -> Option<(u8, Wing)> {
    HOUSE
        .iter()
        .find(|(known, _, _)| *known == name)
        .map(|(_, floor, wing)| (*floor, *wing))
}

/// Judges every edge of every manifest, and who touches the machine.
pub(crate) fn judge(tree: &Tree) -> Vec<Finding> {
    let crates = manifests(tree);
    let known = crates
        .iter()
        .filter(|manifest| !manifest.folder().contains("fuzz/"));
    known
        .flat_map(|manifest| judge_crate(tree, manifest))
        .collect()
}

fn judge_crate(tree: &Tree, manifest: &Manifest<'_>) -> Vec<Finding> {
    let Some((floor, wing)) = place(manifest.name) else {
        return vec![Finding::new(
            manifest.path,
            1,
            format!(
                "`{}` has no floor in xtask/src/tidy/floors.rs",
                manifest.name
            ),
        )];
    };
    let edges = manifest.edges().filter_map(|dependency| {
        let reason = refuse(manifest.name, floor, wing, dependency)?;
        Some(Finding::new(manifest.path, dependency.line, reason))
    });
    let mut findings: Vec<Finding> = edges.collect();
    if floor < 3 && manifest.name != SHELL {
        let files = tree.rust().filter(|file| {
            file.path.starts_with(&format!("{}src/", manifest.folder())) && !file.is_test()
        });
        findings.extend(files.flat_map(touches_machine));
    }
    findings
}

/// Why a dependency is not allowed.
fn refuse(from: &str, floor: u8, wing: Wing, dependency: &Dependency<'_>) -> Option<String> {
    let to = dependency.name;
    let product = dependency.need == Need::Product;
    let Some((to_floor, to_wing)) = place(to) else {
        return refuse_foreign(from, floor, dependency);
    };
    if from == "xtask" {
        return Some(format!("xtask links nothing of ours, so not `{to}`"));
    }
    if to == "fixtures" && floor < 4 {
        return product.then(|| "below floor 4 `fixtures` is for tests only".into());
    }
    let edge = (from, to);
    let sideways = SIDEWAYS.contains(&edge) || (!product && SIDEWAYS_IN_TESTS.contains(&edge));
    if to_floor > floor || (to_floor == floor && !sideways) {
        return Some(format!(
            "`{from}` (floor {floor}) may not depend on `{to}` (floor {to_floor})"
        ));
    }
    match (wing, to_wing) {
        (Wing::Simulators, Wing::Court) => Some(format!(
            "a simulator never sees the court: `{from}` depends on `{to}`"
        )),
        (Wing::Court, Wing::Simulators) if to_floor > 1 => Some(format!(
            "the court never sees a simulator: `{from}` depends on `{to}`"
        )),
        _ => None,
    }
}

fn refuse_foreign(from: &str, floor: u8, dependency: &Dependency<'_>) -> Option<String> {
    let (to, product) = (dependency.name, dependency.need == Need::Product);
    if MACHINE.contains(&to) && product && floor < 3 && from != SHELL {
        return Some(format!(
            "`{to}` belongs to `web` and floors 3 to 5, `{from}` is on floor {floor}"
        ));
    }
    if to == "openssl" && product && !OPENSSL.contains(&from) {
        return Some(format!(
            "OpenSSL is for tests and benches, `{from}` needs it for itself"
        ));
    }
    (from == "xtask" && product && to != "clap")
        .then(|| format!("xtask needs an argument parser only, not `{to}`"))
}

/// Files, sockets, processes and the environment, below floor 3 and outside tests.
fn touches_machine(file: &File) -> Vec<Finding> {
    const FORBIDDEN: [&str; 6] = [
        "std::fs",
        "std::net",
        "process::Command",
        "std::env",
        "SystemTime::now",
        "Instant::now",
    ];
    let code = code_of(&file.text);
    let product = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = product.lines().enumerate();
    lines
        .flat_map(|(index, line)| {
            FORBIDDEN
                .iter()
                .filter(move |word| line.contains(**word))
                .map(move |word| (index + 1, word))
        })
        .map(|(line, word)| {
            Finding::new(
                &file.path,
                line,
                format!("`{word}` below floor 3: take bytes and `&Ambient` instead"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(name: &str, dependencies: &str, code: &str) -> Vec<String> {
        let manifest = format!("[package]\nname = \"{name}\"\n{dependencies}");
        let tree = Tree::of(&[("x/Cargo.toml", &manifest), ("x/src/lib.rs", code)]);
        judge(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn dependencies_go_down() {
        assert_eq!(
            findings(
                "card",
                "[dependencies]\neac.workspace = true\niso7816.workspace = true\n",
                ""
            ),
            [""; 0]
        );
        let up = findings("eac", "[dependencies]\ncard.workspace = true\n", "");
        assert_eq!(
            up,
            ["x/Cargo.toml:4: `eac` (floor 1) may not depend on `card` (floor 2)"]
        );
    }

    #[test]
    fn sideways_only_where_the_table_says_so() {
        assert_eq!(
            findings("pki", "[dependencies]\neac.workspace = true\n", ""),
            [""; 0]
        );
        assert_eq!(
            findings("eac", "[dev-dependencies]\npki.workspace = true\n", "").len(),
            1
        );
    }

    #[test]
    fn court_and_simulators_do_not_meet() {
        assert_eq!(
            findings(
                "conformance-checks",
                "[dependencies]\neac.workspace = true\n",
                ""
            ),
            [""; 0]
        );
        assert_eq!(
            findings(
                "conformance-harness",
                "[dependencies]\ncard-de-npa.workspace = true\n",
                ""
            ),
            [
                "x/Cargo.toml:4: the court never sees a simulator: `conformance-harness` depends on `card-de-npa`"
            ]
        );
        assert_eq!(
            findings(
                "card",
                "[dependencies]\nconformance-verdict.workspace = true\n",
                ""
            ),
            [
                "x/Cargo.toml:4: a simulator never sees the court: `card` depends on `conformance-verdict`"
            ]
        );
    }

    #[test]
    fn a_role_knows_a_card_in_its_tests_only() {
        assert_eq!(
            findings(
                "eid-client",
                "[dev-dependencies]\ncard-de-npa.workspace = true\n",
                ""
            ),
            [""; 0]
        );
        assert_eq!(
            findings(
                "eid-client",
                "[dependencies]\ncard-de-npa.workspace = true\n",
                ""
            )
            .len(),
            1
        );
        assert_eq!(
            findings(
                "csam",
                "[dependencies]\nrelying-party.workspace = true\n",
                ""
            )
            .len(),
            1
        );
    }

    #[test]
    fn one_shell_opens_sockets_for_everybody() {
        let sockets = "[dependencies]\ntokio.workspace = true\nreqwest.workspace = true\nopenssl.workspace = true\n";
        assert_eq!(
            findings("web", sockets, "use std::net::TcpListener;\n"),
            [""; 0]
        );
        assert_eq!(
            findings("saml", sockets, "use std::net::TcpListener;\n").len(),
            4
        );
    }

    #[test]
    fn fixtures_sockets_and_openssl_stay_where_they_belong() {
        let lower = "[dependencies]\nfixtures.workspace = true\ntokio.workspace = true\nopenssl.workspace = true\n";
        assert_eq!(findings("card", lower, "").len(), 3);
        assert_eq!(
            findings(
                "card",
                "[dev-dependencies]\nfixtures.workspace = true\nopenssl.workspace = true\n",
                ""
            ),
            [""; 0]
        );
        assert_eq!(findings("xtask", "[dependencies]\nclap.workspace = true\nserde.workspace = true\ncard.workspace = true\n", "").len(), 2);
    }

    #[test]
    fn the_machine_is_for_the_upper_floors() {
        let code = "// std::fs is not used\nuse std::net::TcpStream;\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(
            findings("card", "", code),
            ["x/src/lib.rs:2: `std::net` below floor 3: take bytes and `&Ambient` instead"]
        );
        assert_eq!(findings("reader", "", code), [""; 0]);
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        assert_eq!(
            findings("attic", "", ""),
            ["x/Cargo.toml:1: `attic` has no floor in xtask/src/tidy/floors.rs"]
        );
    }
}
