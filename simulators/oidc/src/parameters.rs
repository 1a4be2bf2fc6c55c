//! Parameters of a query or a form body, as OAuth counts them.
//!
//! In: `application/x-www-form-urlencoded` text. Out: names and values in their order. Repeated names are kept, so that a
//! receiver can refuse them by a rule of its own. It knows no parameter's meaning.

use url::form_urlencoded;

use crate::Error;
use crate::error::bounded;

/// Bytes of a query or a body that are read.
const MAX_BYTES: usize = 65_536;
/// Parameters that are read.
const MAX_PARAMETERS: usize = 64;

/// Names and values in their order [RFC 6749 §B].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// No parameters.
    #[must_use]
    pub const fn new() -> Self {
        Self { pairs: Vec::new() }
    }

    /// Reads a query (without its question mark) or a body: at most 65 536 bytes and 64 parameters.
    ///
    /// # Errors
    ///
    /// When there are more.
    pub fn parse(text: &str) -> Result<Self, Error> {
        bounded("the query or body", text, MAX_BYTES)?;
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes())
            .take(MAX_PARAMETERS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if pairs.len() > MAX_PARAMETERS {
            return Err(Error::TooMany {
                limit: MAX_PARAMETERS,
            });
        }
        Ok(Self { pairs })
    }

    /// The first value of a name; an empty value counts as absent [RFC 6749 §3.1].
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(key, _)| key == name)?;
        Some(found.1.as_str()).filter(|value| !value.is_empty())
    }

    /// A name that comes more than once, which OAuth forbids [RFC 6749 §3.1].
    #[must_use]
    pub fn repeated(&self) -> Option<&str> {
        let mut names: Vec<_> = self.pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
            .windows(2)
            .find_map(|pair| matches!(pair, [a, b] if a == b).then(|| pair.first().copied())?)
    }

    /// The same with one more parameter at the end.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// The same with one more parameter, if there is a value for it.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The text of a query or a body.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(&self.pairs);
        text.finish()
    }

    /// `uri` with these parameters behind those that it has [RFC 6749 §3.1.2].
    #[must_use]
    pub fn append_to(&self, uri: &str) -> String {
        let separator = match uri.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        format!("{uri}{separator}{}", self.to_text())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Parameters;

    #[test]
    fn parameters_go_behind_those_that_a_uri_has() {
        let one = Parameters::new().with("code", "a b");
        assert_eq!(
            one.append_to("https://rp.example/cb"),
            "https://rp.example/cb?code=a+b"
        );
        assert_eq!(
            one.append_to("https://rp.example/cb?"),
            "https://rp.example/cb?code=a+b"
        );
        assert_eq!(
            one.append_to("https://rp.example/cb?x=1"),
            "https://rp.example/cb?x=1&code=a+b"
        );
    }

    #[test]
    fn an_empty_value_counts_as_absent_and_a_repeated_name_is_seen() {
        let parsed = Parameters::parse("state=&nonce=n&nonce=n").unwrap();
        assert_eq!(parsed.get("state"), None);
        assert_eq!(parsed.get("nonce"), Some("n"));
        assert_eq!(parsed.repeated(), Some("nonce"));
    }

    #[test]
    fn too_many_parameters_are_refused() {
        assert!(Parameters::parse(&"a=1&".repeat(64)).is_ok());
        assert!(Parameters::parse(&"a=1&".repeat(65)).is_err());
    }
}
