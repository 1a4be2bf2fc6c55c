//! `application/x-www-form-urlencoded`, in queries and bodies.

use crate::Request;

/// Most pairs that are read; the rest is ignored.
const MOST_PAIRS: usize = 512;

/// Names and values in their order. Reading never fails: broken percent signs stand for themselves, bytes that are not
/// UTF-8 become replacement characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { pairs: Vec::new() }
    }

    /// Reads encoded pairs.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(encoded);
        pairs.into_owned().take(MOST_PAIRS).collect()
    }

    /// The query of a request.
    #[must_use]
    pub fn query(request: &Request) -> Self {
        Self::parse(request.uri().query().unwrap_or_default().as_bytes())
    }

    /// The body of a request, if its content type says that it is a form; else nothing.
    #[must_use]
    pub fn body(request: &Request) -> Self {
        let kind = request.headers().get(http::header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::parse(request.body())
        } else {
            Self::new()
        }
    }

    /// The value of this name; the last one if there are several.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).last()
    }

    /// The value of this name if it comes once. Which of several is meant would be anybody's guess.
    #[must_use]
    pub fn only(&self, name: &str) -> Option<&str> {
        let mut values = self.all(name);
        let first = values.next();
        first.filter(|_| values.next().is_none())
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the name occurs.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All pairs in their order.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The same with one pair more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pairs.push((name.into(), value.into()));
        self
    }

    /// The same with exactly one value for this name, at the end.
    #[must_use]
    pub fn replacing(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.without(&name).with(name, value)
    }

    /// The same without this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.pairs.retain(|(key, _)| key != name);
        self
    }

    /// `name=value&…`, for a query or a body.
    #[must_use]
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.pairs)
            .finish()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Form {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self {
            pairs: pairs.map(|(n, v)| (n.into(), v.into())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use bytes::Bytes;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::Form;

    #[test]
    fn the_last_value_wins_and_all_can_be_seen() {
        let form = Form::parse(b"a=1&b=x+y%26&a=2&c");
        assert_eq!(form.get("a"), Some("2"));
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((form.only("a"), form.only("c")), (None, Some("")));
        assert_eq!(form.get("b"), Some("x y&"));
        assert_eq!(form.get("c"), Some(""));
        assert_eq!(form.get("d"), None);
    }

    #[test]
    fn a_body_counts_only_if_its_type_says_form() {
        let request = |kind: &str| {
            http::Request::post("/")
                .header("content-type", kind)
                .body(Bytes::from("a=1"))
                .unwrap()
        };
        let form = request("application/x-www-form-urlencoded; charset=UTF-8");
        assert!(Form::body(&form).has("a"));
        assert!(!Form::body(&request("text/plain")).has("a"));
    }

    #[test]
    fn broken_encodings_stand_for_themselves() {
        assert_eq!(Form::parse(b"a=%zz%4").get("a"), Some("%zz%4"));
        assert_eq!(Form::parse(b"a=%ff").get("a"), Some("\u{fffd}"));
    }

    #[test]
    fn a_name_can_be_replaced_and_removed() {
        let form = Form::parse(b"lang=de&a=1&lang=fr").replacing("lang", "nl");
        assert_eq!(form.encode(), "a=1&lang=nl");
        assert_eq!(form.without("lang").encode(), "a=1");
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read_back(pairs in proptest::collection::vec((any::<String>(), any::<String>()), 0..8)) {
            let form: Form = pairs.into_iter().collect();
            prop_assert_eq!(Form::parse(form.encode().as_bytes()), form);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..256)) {
            let form = Form::parse(&bytes);
            prop_assert_eq!(Form::parse(form.encode().as_bytes()), form);
        }
    }
}
