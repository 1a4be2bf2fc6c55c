//! Relying parties that others wrote, in the seat of the service under test: the program runs the suite against each, and
//! `docs/relying-parties.md` says what comes of it. A row that is not true any more fails, and is printed as it should be.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests of the program"
)]

mod seated;
mod table;

use conformance_clients::relying_party::Library;

use seated::{run, run_release};
use table::{Row, documented};

const SELECTOR: &str = "id(SP-*)";

fn as_documented(library: Library) {
    let run = run(library, SELECTOR);
    let row = Row::of(library, &run);
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
