//! Chromium, driven by playwright-core, with axe-core on every page.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::ClientError;
use crate::packages::{self, installed};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/journey.mjs");
const BROWSER: &str = "/usr/bin/chromium";

/// How a person uses the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Clicks.
    Mouse,
    /// Tabulator, Enter and digits only.
    Keyboard,
}

impl Hand {
    const fn word(self) -> &'static str {
        match self {
            Self::Mouse => "mouse",
            Self::Keyboard => "keyboard",
        }
    }
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where it begins.
    pub start: String,
    /// The language that the browser asks for.
    pub language: &'static str,
    /// How the person uses it.
    pub hand: Hand,
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Whether it is a narrow, dark screen instead of a wide, light one.
    pub phone: bool,
    /// PINs in the order in which they are tried; the last one again and again.
    pub pins: Vec<String>,
    /// The card access number.
    pub can: String,
    /// Whether the person logs in at all.
    pub begins: bool,
    /// The kind of page on which the person gives up once, and begins again.
    pub cancel: Option<&'static str>,
    /// Further addresses that are looked at in the end.
    pub visit: Vec<String>,
    /// Where screenshots go.
    pub folder: PathBuf,
}

/// A page that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What kind of page the person took it for.
    pub kind: String,
    /// Its address.
    pub url: String,
    /// The language that it says it has.
    pub language: String,
    /// Its heading.
    pub heading: String,
    /// How many pixels it is wider than the screen.
    pub beyond: u64,
    /// What axe-core found: how serious it is, which rule, and where.
    pub violations: Vec<(String, String)>,
}

/// How it went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// All pages in their order.
    pub pages: Vec<Seen>,
    /// What the page behind the login showed, in the order of its fields' names.
    pub shown: Vec<(String, String)>,
    /// The version of the browser.
    pub version: String,
}

impl Journey {
    /// What the page behind the login showed under this name.
    #[must_use]
    pub fn shown(&self, name: &str) -> Option<&str> {
        let mut shown = self.shown.iter();
        shown.find_map(|(known, value)| (known == name).then_some(value.as_str()))
    }
}

/// Starts the browser, carries out the plan and ends the browser.
///
/// # Errors
/// [`ClientError::NotInstalled`] where something is missing, [`ClientError::Failed`] with what the driver said where the
/// person came no further.
pub fn travel(plan: &Plan) -> Result<Journey, ClientError> {
    installed(PathBuf::from(BROWSER), BROWSER)?;
    let io = || ClientError::io(PROGRAM);
    let folder = tempfile::tempdir().map_err(io())?;
    let output = packages::node(Path::new(PROGRAM), folder.path(), None)?
        .arg(words(plan).to_string())
        // Profiles and sockets of the browser go with the folder.
        .env("TMPDIR", folder.path())
        .env("HOME", folder.path())
        .stdin(Stdio::null())
        .output()
        .map_err(io())?;
    if !output.status.success() {
        return Err(ClientError::Failed {
            program: PROGRAM.into(),
            code: output.status.code(),
            output: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let value: Value = serde_json::from_str(&said).map_err(|_| ClientError::Unexpected {
        program: PROGRAM.into(),
        said: said.clone(),
    })?;
    Ok(journey(&value))
}

fn words(plan: &Plan) -> Value {
    json!({
        "start": plan.start,
        "language": plan.language,
        "hand": plan.hand.word(),
        "scripts": plan.scripts,
        "phone": plan.phone,
        "pins": plan.pins,
        "can": plan.can,
        "begins": plan.begins,
        "cancel": plan.cancel,
        "visit": plan.visit,
        "folder": plan.folder,
    })
}

fn journey(value: &Value) -> Journey {
    let pages = value.get("pages").and_then(Value::as_array);
    let shown = value.get("shown").and_then(Value::as_object);
    Journey {
        pages: pages.into_iter().flatten().map(seen).collect(),
        shown: shown
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        version: text(value, "version"),
    }
}

fn seen(page: &Value) -> Seen {
    let found = page.get("violations").and_then(Value::as_array);
    let violation = |found: &Value| {
        let at = found.get("at").map(Value::to_string).unwrap_or_default();
        let what = format!("{}: {} {at}", text(found, "id"), text(found, "help"));
        (text(found, "impact"), what)
    };
    Seen {
        kind: text(page, "kind"),
        url: text(page, "url"),
        language: text(page, "language"),
        heading: text(page, "heading"),
        beyond: page.get("beyond").and_then(Value::as_u64).unwrap_or(0),
        violations: found.into_iter().flatten().map(violation).collect(),
    }
}

fn text(value: &Value, name: &str) -> String {
    let text = value.get(name).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}
