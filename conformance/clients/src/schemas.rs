//! The schemas of OASIS, W3C and the EU for SAML, as pysaml2 ships them, by the validator xmlschema.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::ClientError;
use crate::packages;

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/validate.py");

/// A document that is to be validated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What the report calls it.
    pub name: String,
    /// The text as it travelled, in base64.
    pub base64: String,
    /// Whether it was compressed below that.
    pub deflated: bool,
    /// The private key (PEM) that opens its encrypted assertions, which are validated too then.
    pub key: Option<String>,
}

/// What the validator said about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The name of the document.
    pub name: String,
    /// Local name of its root element.
    pub root: String,
    /// How many encrypted assertions were opened.
    pub opened: u64,
    /// Each place that is wrong, and why.
    pub wrong: Vec<String>,
}

/// Validates documents; one report for each, in the same order.
///
/// # Errors
/// [`ClientError::NotInstalled`] where the packages are missing, [`ClientError::Failed`] where a document is no XML or
/// cannot be opened with its key.
pub fn validate(documents: &[Document]) -> Result<Vec<Report>, ClientError> {
    let lines: String = documents
        .iter()
        .map(|document| format!("{}\n", line(document)))
        .collect();
    let mut process = Command::new(packages::python()?)
        .arg(PROGRAM)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(ClientError::io(PROGRAM))?;
    let input = process.stdin.take();
    // It reads everything while another thread takes what it says.
    let writer = std::thread::spawn(move || {
        input.map_or(Ok(()), |mut input| input.write_all(lines.as_bytes()))
    });
    let output = process
        .wait_with_output()
        .map_err(ClientError::io(PROGRAM))?;
    // What it did not read shows in how it ended.
    drop(writer.join());
    if !output.status.success() {
        return Err(ClientError::Failed {
            program: PROGRAM.into(),
            code: output.status.code(),
            output: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().map(report).collect()
}

fn line(document: &Document) -> Value {
    json!({
        "name": document.name,
        "base64": document.base64,
        "deflated": document.deflated,
        "key": document.key,
    })
}

fn report(line: &str) -> Result<Report, ClientError> {
    let unexpected = || ClientError::Unexpected {
        program: PROGRAM.into(),
        said: line.into(),
    };
    let said: Value = serde_json::from_str(line).map_err(|_| unexpected())?;
    let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
    let wrong = said.get("wrong").and_then(Value::as_array);
    Ok(Report {
        name: text("name").ok_or_else(unexpected)?,
        root: text("root").ok_or_else(unexpected)?,
        opened: said.get("opened").and_then(Value::as_u64).unwrap_or(0),
        wrong: wrong
            .into_iter()
            .flatten()
            .map(|reason| reason.as_str().unwrap_or_default().to_owned())
            .collect(),
    })
}
