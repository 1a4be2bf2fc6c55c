//! The four languages of every page.

use http::header::ACCEPT_LANGUAGE;

use crate::{Cookie, Form, Request};

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Deutsch.
    De,
    /// Français.
    Fr,
    /// Nederlands.
    Nl,
    /// English.
    #[default]
    En,
}

impl Language {
    /// All, in the order of the language links.
    pub const ALL: [Self; 4] = [Self::De, Self::Fr, Self::Nl, Self::En];

    /// The cookie that remembers the choice. One name for all roles, so that it holds for a whole login on one host.
    pub const COOKIE: &'static str = "eidolon-language";

    /// The name in a query that chooses a language.
    pub const QUERY: &'static str = "lang";

    /// The language tag. [RFC 5646]
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `de` or `fr-BE`.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.trim();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language for a request: its query (`?lang=`), the cookie, what the browser asks for, English.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self::asked(request)
            .or_else(|| Self::parse(&Cookie::read(request, Self::COOKIE)?))
            .or_else(|| Self::preferred(request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?))
            .unwrap_or_default()
    }

    /// The language that the query asks for.
    #[must_use]
    pub fn asked(request: &Request) -> Option<Self> {
        Self::parse(Form::query(request).get(Self::QUERY)?)
    }

    /// The best of an `Accept-Language` header. [RFC 9110 §12.5.4]
    fn preferred(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::parse) else {
                continue;
            };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q="));
            let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok());
            let weight = weight.unwrap_or(0.0);
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use bytes::Bytes;

    use super::Language;

    fn of(uri: &str, cookie: &str, accept: &str) -> Language {
        let request = http::Request::get(uri)
            .header("cookie", cookie)
            .header("accept-language", accept)
            .body(Bytes::new())
            .unwrap();
        Language::of(&request)
    }

    #[test]
    fn the_query_comes_before_the_cookie_and_the_cookie_before_the_browser() {
        assert_eq!(of("/?lang=nl", "eidolon-language=fr", "de"), Language::Nl);
        assert_eq!(of("/?lang=xx", "eidolon-language=fr", "de"), Language::Fr);
        assert_eq!(of("/", "", "de"), Language::De);
        assert_eq!(of("/", "", "sv"), Language::En);
    }

    #[test]
    fn the_browser_may_weigh_its_languages() {
        assert_eq!(
            of("/", "", "sv, en;q=0.3, fr-BE;q=0.8, nl;q=0.5"),
            Language::Fr
        );
        assert_eq!(of("/", "", "fr;q=0, nl;q=zz, de;q=0.1"), Language::De);
        assert_eq!(of("/", "", "fr;q=NaN"), Language::En);
    }
}
