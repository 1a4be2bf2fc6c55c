//! Claims as careless readers take them: the first of two, and of any type.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::{Error, json};

/// Claims whose texts a careless reader makes of whatever is there.
const TEXTS: [&str; 3] = ["iss", "sub", "nonce"];
/// Claims whose numbers he makes of texts.
const NUMBERS: [&str; 2] = ["exp", "iat"];

/// The members of an object, the first of each name.
#[derive(Default)]
pub(super) struct Members {
    first: Map<String, Value>,
    /// A name that comes twice.
    pub(super) twice: Option<String>,
}

/// Reads an object.
///
/// # Errors
///
/// When the bytes are no object.
pub(super) fn members(what: &'static str, bytes: &[u8]) -> Result<Members, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::json(what, &error))
}

impl Members {
    /// The object as text.
    pub(super) fn text(&self) -> String {
        json::text(&self.first)
    }

    /// The same with texts and numbers made of what stands in their places.
    pub(super) fn coerced(&self) -> Self {
        let mut first = self.first.clone();
        for (name, value) in &mut first {
            if TEXTS.contains(&name.as_str()) {
                to_text(value);
            }
            if NUMBERS.contains(&name.as_str()) {
                to_number(value);
            }
        }
        Self {
            first,
            twice: self.twice.clone(),
        }
    }
}

fn to_text(value: &mut Value) {
    match value {
        Value::Array(items) if !items.is_empty() => *value = items.swap_remove(0),
        Value::Number(number) => *value = Value::String(number.to_string()),
        _ => {}
    }
}

fn to_number(value: &mut Value) {
    if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
        *value = number.into();
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if members.first.contains_key(&name) {
                members.twice.get_or_insert(name);
            } else {
                members.first.insert(name, value);
            }
        }
        Ok(members)
    }
}
