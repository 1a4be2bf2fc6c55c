//! JSON objects whose names are unique.

use std::fmt;

use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::Error;

/// An object that refuses a name that comes twice [RFC 7519 §4].
struct Unique(Map<String, Value>);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Members).map(Self)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom(format_args!("{name:?} comes twice")));
            }
            members.insert(name, value);
        }
        Ok(members)
    }
}

/// Reads an object; nesting is bounded by the reader, length by the caller.
pub(crate) fn object(what: &'static str, bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    serde_json::from_slice::<Unique>(bytes)
        .map(|unique| unique.0)
        .map_err(|error| Error::json(what, &error))
}

/// Reads an object as a type.
pub(crate) fn typed<T: DeserializeOwned>(what: &'static str, bytes: &[u8]) -> Result<T, Error> {
    let members = object(what, bytes)?;
    serde_json::from_value(Value::Object(members)).map_err(|error| Error::json(what, &error))
}

/// Writes a value whose members all have string names.
pub(crate) fn text<T: serde::Serialize>(value: &T) -> String {
    // Cannot fail: maps of ours have string keys and numbers are integers.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::object;

    #[test]
    fn a_name_that_comes_twice_is_refused() {
        assert!(object("claims", br#"{"a":1,"b":2}"#).is_ok());
        let error = object("claims", br#"{"sub":"a","sub":"b"}"#).unwrap_err();
        assert!(error.to_string().contains("comes twice"), "{error}");
    }
}
