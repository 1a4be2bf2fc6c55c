//! Relying parties that others wrote, in the seat of the service under test: the program runs the suite against each, and
//! `docs/relying-parties.md` says what comes of it. A row that is not true any more fails, and is printed as it should be.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests of the program"
)]

mod party;
mod seated;
mod table;

use conformance_clients::packages;
use conformance_clients::relying_party::Library;

use seated::{Run, run, run_mellon, run_release};
use table::{Row, documented};

const SELECTOR: &str = "id(SP-*)";

fn as_documented(library: Library) {
    let release = library.release().unwrap();
    compare(library.package(), release, &run(library, SELECTOR));
}

fn compare(party: &str, release: String, run: &Run) {
    let row = Row::of(party, release, run);
    let documented = documented(row.party());
    assert!(
        documented.as_ref() == Some(&row),
        "docs/relying-parties.md says\n{}\nand it should say\n{row}\n{}",
        documented.map(|row| row.to_string()).unwrap_or_default(),
        run.in_words()
    );
}

#[test]
fn pysaml2() {
    as_documented(Library::Pysaml2);
}

#[test]
fn python3_saml() {
    as_documented(Library::Python3Saml);
}

#[test]
fn node_saml() {
    as_documented(Library::NodeSaml);
}

#[test]
fn mod_auth_mellon() {
    // Debian's number may have more digits; what it is about is that of the project.
    let release = packages::debian_release("libapache2-mod-auth-mellon").unwrap();
    compare("mod_auth_mellon", release, &run_mellon(SELECTOR));
}

#[test]
fn authlib() {
    as_documented(Library::Authlib);
}

#[test]
fn openid_client() {
    as_documented(Library::OpenidClient);
}

/// A release with a published flaw, the release that mended it, and the check that names the flaw.
struct Mended {
    library: Library,
    flawed: &'static str,
    mended: &'static str,
    check: &'static str,
    advisory: &'static str,
}

const MENDED: &[Mended] = &[
    Mended {
        library: Library::Python3Saml,
        flawed: "python3-saml-1.3.0",
        mended: "python3-saml-1.4.0",
        check: "SP-SAML-54",
        advisory: "CVE-2017-11427",
    },
    Mended {
        library: Library::Authlib,
        flawed: "authlib-1.3.0",
        mended: "authlib-1.3.1",
        check: "SP-OIDC-31",
        advisory: "CVE-2024-37568",
    },
    Mended {
        library: Library::Authlib,
        flawed: "authlib-1.6.3",
        mended: "authlib-1.6.4",
        check: "SP-OIDC-37",
        advisory: "CVE-2025-59420",
    },
    Mended {
        library: Library::Pysaml2,
        flawed: "pysaml2-6.4.1",
        mended: "pysaml2-6.5.0",
        check: "SP-SAML-113",
        advisory: "CVE-2021-21239",
    },
    Mended {
        library: Library::NodeSaml,
        flawed: "node-saml-5.0.0",
        mended: "node-saml-5.0.1",
        check: "SP-SAML-122",
        advisory: "CVE-2025-29775",
    },
];

#[test]
fn published_flaws_are_found_where_they_are_and_nowhere_else() {
    for Mended {
        library,
        flawed,
        mended,
        check,
        advisory,
    } in MENDED
    {
        let bad = run_release(*library, flawed, check);
        assert_eq!(
            bad.ids("FAIL"),
            [*check],
            "{flawed}, {advisory}\n{}",
            bad.in_words()
        );
        let good = run_release(*library, mended, check);
        assert_eq!(
            good.ids("PASS"),
            [*check],
            "{mended}, {advisory}\n{}",
            good.in_words()
        );
    }
}
