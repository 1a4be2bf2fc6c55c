//! The words of the portal.

use std::sync::LazyLock;

use web::{Language, Texts, Words};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::compiled(include_str!("texts.toml")));

/// The words in one language.
pub(crate) fn words(language: Language) -> Words<'static> {
    TEXTS.speak(language)
}

/// The name of the portal, which says what it is.
pub(crate) fn service_name(language: Language) -> &'static str {
    words(language).say("service")
}

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn every_text_exists_in_every_language() {
        assert_eq!(TEXTS.complete(), Ok(()));
    }
}
