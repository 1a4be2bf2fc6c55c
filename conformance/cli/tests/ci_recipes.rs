//! The recipes of `docs/ci`: their commands run, the files that they name are written, and the schemas that GitHub and
//! GitLab publish take them. What a recipe does on the machines of its service cannot be run here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests of the program"
)]

#[path = "support/own_service.rs"]
mod own_service;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use conformance_clients::packages;
use own_service::{Ports, plan, service};

const RECIPES: &[&str] = &["github.yml", "gitlab-ci.yml", "Jenkinsfile"];

/// How a recipe starts the program.
const START: &str = "cargo run --quiet --manifest-path eidolon/Cargo.toml --package conformance-cli --bin eidolon --";

const PORTS: Ports = Ports(23_001, 23_002);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ci")
}

fn recipe(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// The commands of the program in a recipe, from `conformance` on.
fn commands(recipe: &str) -> Vec<String> {
    let lines = recipe.lines().filter_map(|line| line.split_once(START));
    let words = lines.map(|(_, words)| words.trim().trim_end_matches('\'').to_owned());
    words.collect()
}

/// The files below `report/` that a recipe names.
fn files(recipe: &str) -> Vec<String> {
    let pieces = recipe.split(|c: char| c.is_whitespace() || "'\",()".contains(c));
    let named = pieces.filter_map(|piece| piece.strip_prefix("report/"));
    named
        .filter(|name| !name.is_empty() && *name != "**")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_recipe_runs_the_same_commands() {
    for name in RECIPES {
        assert_eq!(
            commands(&recipe(name)),
            [
                "conformance doctor --plan conformance.toml",
                "conformance run --plan conformance.toml --report report"
            ],
            "{name}"
        );
    }
}

#[test]
fn the_schemas_of_github_and_gitlab_take_their_recipes() {
    let python = packages::python().unwrap();
    for (name, schema) in [
        ("github.yml", "vendor.github-workflows"),
        ("gitlab-ci.yml", "vendor.gitlab-ci"),
    ] {
        let mut check = Command::new(&python);
        check.args(["-m", "check_jsonschema", "--builtin-schema", schema]);
        if schema == "vendor.gitlab-ci" {
            check.args(["--data-transform", "gitlab-ci"]);
        }
        let output = check.arg(folder().join(name)).output().unwrap();
        assert!(output.status.success(), "{name}: {}", said(&output));
    }
}

#[test]
fn the_commands_gate_and_write_what_the_recipes_take() {
    let place = tempfile::tempdir().unwrap();
    let right = service(place.path(), PORTS, "");
    fs::write(place.path().join("conformance.toml"), plan(PORTS)).unwrap();
    let [doctor, run] = commands(&recipe("github.yml")).try_into().unwrap();
    let output = eidolon(place.path(), &doctor);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = eidolon(place.path(), &run);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for name in RECIPES {
        for file in files(&recipe(name)) {
            let written = place.path().join("report").join(&file);
            assert!(written.exists(), "{name} names report/{file}");
        }
    }
    drop(right);
    let _wrong = service(place.path(), PORTS, "\"response:fas-response-recipient\"");
    let output = eidolon(place.path(), &run);
    assert_eq!(output.status.code(), Some(100), "{}", said(&output));
    let sarif = fs::read_to_string(place.path().join("report/results.sarif")).unwrap();
    assert!(sarif.contains("\"uri\": \"conformance.toml\""), "{sarif}");
}

#[test]
fn the_table_of_files_is_that_of_the_program() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for format in conformance_report::Format::ALL {
        let file = format!("`{}`", format.file());
        assert!(readme.contains(&file), "README.md lacks {file}");
    }
}

fn eidolon(place: &Path, words: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(words.split(' '))
        .current_dir(place)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let all = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}
