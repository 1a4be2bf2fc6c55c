//! One table of a persona file, read key by key so that every error knows its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{PersonaError, Problem};

/// A table, its full name, and the keys that it may have.
pub(crate) struct Section<'t> {
    text: &'t str,
    path: String,
    at: usize,
    table: &'t DeTable<'t>,
    keys: &'static [&'static str],
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(crate) fn root(
        text: &'t str,
        table: &'t DeTable<'t>,
        keys: &'static [&'static str],
    ) -> Result<Self, PersonaError> {
        Self {
            text,
            path: String::new(),
            at: 0,
            table,
            keys,
        }
        .checked()
    }

    /// Refuses keys that may not stand here.
    fn checked(self) -> Result<Self, PersonaError> {
        for (key, _) in self.table {
            let name = key.get_ref();
            if !self.keys.contains(&name.as_ref()) {
                let free = self
                    .keys
                    .iter()
                    .copied()
                    .filter(|known| !self.table.contains_key(*known));
                let known = free.collect::<Vec<_>>();
                let problem = Problem::UnknownKey {
                    nearest: nearest(name, &known),
                    known,
                };
                return Err(self.error(&key.span(), name, problem));
            }
        }
        Ok(self)
    }

    /// The table under a key.
    pub(crate) fn section(
        &self,
        key: &'static str,
        keys: &'static [&'static str],
    ) -> Result<Option<Self>, PersonaError> {
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let DeValue::Table(table) = value.get_ref() else {
            return Err(self.wrong_type(key, value, "a table"));
        };
        Self {
            text: self.text,
            path: self.name(key),
            at: value.span().start,
            table,
            keys,
        }
        .checked()
        .map(Some)
    }

    /// Whether the value under a key is a table.
    pub(crate) fn is_table(&self, key: &str) -> bool {
        self.table
            .get(key)
            .is_some_and(|value| value.get_ref().is_table())
    }

    /// The text under a key, with its key's place in errors of `read`.
    pub(crate) fn parsed<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, PersonaError> {
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let DeValue::String(text) = value.get_ref() else {
            return Err(self.wrong_type(key, value, "text in quotes"));
        };
        let invalid = || Problem::Invalid {
            value: text.to_string(),
            expected,
        };
        read(text)
            .map(Some)
            .ok_or_else(|| self.error(&value.span(), key, invalid()))
    }

    /// Like [`Self::parsed`], for a key that must be there.
    pub(crate) fn required<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PersonaError> {
        self.parsed(key, expected, read)?
            .ok_or_else(|| self.missing(key, expected))
    }

    /// Text of at least one character.
    pub(crate) fn text(&self, key: &'static str) -> Result<Option<String>, PersonaError> {
        self.parsed(key, "text, or leave the key out", plain)
    }

    /// Text of at least one character that must be there.
    pub(crate) fn required_text(
        &self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<String, PersonaError> {
        self.required(key, expected, plain)
    }

    /// The error for a key that must be there.
    pub(crate) fn missing(&self, key: &str, expected: &'static str) -> PersonaError {
        self.error(&(self.at..self.at), key, Problem::Missing(expected))
    }

    /// The error for a key that is there and may not be.
    pub(crate) fn out_of_place(&self, key: &str, advice: &'static str) -> PersonaError {
        let span = self.table.get(key).map_or(self.at..self.at, Spanned::span);
        self.error(&span, key, Problem::OutOfPlace(advice))
    }

    fn wrong_type(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
    ) -> PersonaError {
        let found = match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date without quotes",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(&value.span(), key, Problem::WrongType { found, expected })
    }

    fn error(&self, span: &Range<usize>, key: &str, problem: Problem) -> PersonaError {
        PersonaError::new(line(self.text, span.start), self.name(key), problem)
    }

    fn name(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// Text that can stand in a data group: not empty, no control characters, no blanks around it.
fn plain(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

/// The line of a byte offset, counted from 1.
pub(crate) fn line(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}

/// The known key that takes the fewest edits, when few are enough for a slip of the pen.
fn nearest(key: &str, known: &[&'static str]) -> Option<String> {
    let distances = known
        .iter()
        .map(|candidate| (edits(key, candidate), *candidate));
    let (distance, best) = distances.min()?;
    (distance <= 2.max(best.len() / 3)).then(|| best.to_owned())
}

/// Insertions, deletions and replacements that lead from one text to the other.
fn edits(from: &str, to: &str) -> usize {
    let mut row = (0..=to.chars().count()).collect::<Vec<_>>();
    for (above, a) in from.chars().enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        let mut next = vec![left];
        for (b, up) in to.chars().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(!a.eq_ignore_ascii_case(&b));
            left = replaced.min(up + 1).min(left + 1);
            diagonal = *up;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_single_characters() {
        for (from, to, distance) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("äb", "ab", 1),
        ] {
            assert_eq!(edits(from, to), distance, "{from} {to}");
        }
    }
}
