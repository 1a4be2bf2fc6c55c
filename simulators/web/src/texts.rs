//! The words of a role, in four languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Language, TextsError};

/// Texts by key, each in every language. Written in TOML, with tables as the author likes:
///
/// ```
/// use web::{Language, Texts};
///
/// let texts = Texts::compiled(r#"
/// [menu.title]
/// de = "Guten Tag, {name}"
/// fr = "Bonjour {name}"
/// nl = "Dag {name}"
/// en = "Hello {name}"
/// "#);
/// assert_eq!(texts.complete(), Ok(()));
/// let words = texts.speak(Language::Fr);
/// assert_eq!(words.fill("menu.title", &[("name", "Lene")]), "Bonjour Lene");
/// ```
///
/// A role compiles its file in with `LazyLock::new(|| Texts::compiled(include_str!("texts.toml")))` and tests
/// [`Texts::complete`]. A text is plain text: whoever puts it into a page escapes it (askama does).
#[derive(Clone, Debug)]
pub struct Texts {
    entries: BTreeMap<String, [String; 4]>,
    problem: Option<TextsError>,
}

impl Texts {
    /// Reads texts. A fault in them is reported by [`Texts::complete`]; a text that cannot be found is its key.
    #[must_use]
    pub fn compiled(toml: &str) -> Self {
        let mut texts = Self {
            entries: BTreeMap::new(),
            problem: None,
        };
        match toml.parse::<toml::Table>() {
            Ok(table) => texts.gather("", &table),
            Err(error) => texts.problem = Some(TextsError::Syntax(error.to_string())),
        }
        texts
    }

    /// Whether every text is there in every language, with the same places to fill.
    ///
    /// # Errors
    ///
    /// The first fault.
    pub fn complete(&self) -> Result<(), TextsError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        for (key, texts) in &self.entries {
            let mut first = None;
            for (language, text) in Language::ALL.into_iter().zip(texts) {
                let (key, language) = (key.clone(), language.code());
                if text.trim().is_empty() {
                    return Err(TextsError::Missing { key, language });
                }
                let places = places(text);
                if *first.get_or_insert_with(|| places.clone()) != places {
                    return Err(TextsError::Places { key, language });
                }
            }
        }
        Ok(())
    }

    /// The keys, in alphabetical order, for a test that each is used.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The words in one language.
    #[must_use]
    pub const fn speak(&self, language: Language) -> Words<'_> {
        Words {
            texts: self,
            language,
        }
    }

    /// A table with a text for a language code is a text, every other table holds more texts.
    fn gather(&mut self, path: &str, table: &toml::Table) {
        let is_text = Language::ALL
            .iter()
            .any(|language| table.get(language.code()).is_some_and(toml::Value::is_str));
        if is_text {
            let text =
                |language: Language| table.get(language.code()).and_then(toml::Value::as_str);
            let texts = Language::ALL.map(|language| text(language).unwrap_or_default().to_owned());
            self.entries.insert(path.to_owned(), texts);
            return;
        }
        for (key, value) in table {
            let path = if path.is_empty() {
                key.clone()
            } else {
                format!("{path}.{key}")
            };
            match value.as_table() {
                Some(table) => self.gather(&path, table),
                None => {
                    let problem =
                        TextsError::Syntax(format!("{path:?} is not a table of languages"));
                    self.problem.get_or_insert(problem);
                }
            }
        }
    }
}

/// The texts in one language; for use in templates.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    texts: &'a Texts,
    language: Language,
}

impl<'a> Words<'a> {
    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text of this key; the key itself if there is none.
    #[must_use]
    pub fn say(&self, key: &'a str) -> &'a str {
        let texts = self.texts.entries.get(key);
        let mut of_language = Language::ALL.into_iter().zip(texts.into_iter().flatten());
        of_language
            .find(|(language, _)| *language == self.language)
            .map_or(key, |(_, text)| text)
    }

    /// The text with every `{name}` replaced by its value.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.say(key);
        let mut filled = String::with_capacity(rest.len());
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let place = after.split_once('}').and_then(|(name, after)| {
                let (_, value) = values.iter().find(|(known, _)| *known == name)?;
                Some((value, after))
            });
            match place {
                Some((value, after)) => {
                    filled.push_str(value);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// The names in braces.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use super::Texts;
    use crate::{Language, TextsError};

    fn texts(de: &str) -> Texts {
        Texts::compiled(&format!(
            "[a.b]\nde = \"{de}\"\nfr = \"{{x}} f\"\nnl = \"{{x}} n\"\nen = \"{{x}} e\"\n"
        ))
    }

    #[test]
    fn every_language_has_every_text() {
        assert_eq!(texts("{x} d").complete(), Ok(()));
        assert!(matches!(
            texts(" ").complete(),
            Err(TextsError::Missing { language: "de", .. })
        ));
        assert!(matches!(
            texts("{y}").complete(),
            Err(TextsError::Places { .. })
        ));
        assert!(matches!(
            Texts::compiled("a = [").complete(),
            Err(TextsError::Syntax(_))
        ));
        assert!(matches!(
            Texts::compiled("a = 1").complete(),
            Err(TextsError::Syntax(_))
        ));
    }

    #[test]
    fn values_are_filled_in_once() {
        let texts = texts("{x} d");
        let words = texts.speak(Language::Nl);
        assert_eq!(words.fill("a.b", &[("x", "{x}")]), "{x} n");
        assert_eq!(words.fill("a.b", &[]), "{x} n");
        assert_eq!(words.say("nothing"), "nothing");
    }
}
