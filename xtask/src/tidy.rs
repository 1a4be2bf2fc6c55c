//! The house rules as a program: what a reviewer would otherwise have to look for in every change.
//!
//! In comes the repository as text, out go findings with file, line and rule. Compiles nothing and follows no macro.

mod documents;
mod floors;
mod manifest;
mod names;
mod packages;
mod source;
mod text;
mod unsafe_code;

use std::fmt;
use std::process::ExitCode;

use crate::cargo::{BROKEN, root};
use source::Tree;

/// One place where a rule is broken.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Checks all rules and prints what breaks them.
pub(crate) fn run() -> ExitCode {
    let tree = match Tree::read(&root()) {
        Ok(tree) => tree,
        Err(reason) => {
            eprintln!("cannot read the repository: {reason}");
            return ExitCode::from(BROKEN);
        }
    };
    let findings = judge(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    println!(
        "tidy: {} files, {} findings",
        tree.files().len(),
        findings.len()
    );
    if findings.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn judge(tree: &Tree) -> Vec<Finding> {
    let rules = [
        floors::judge,
        manifest::judge,
        names::judge,
        text::judge,
        unsafe_code::judge,
        documents::judge,
        packages::judge,
    ];
    let mut findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(tree)).collect();
    findings.sort();
    findings
}
