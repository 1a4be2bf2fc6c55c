//! Tables of a plan, read key by key, with every mistake noted at its line.

use std::collections::BTreeMap;

use conformance_harness::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Mistake, Wrong};

/// The mistakes found so far, and where the lines of the text begin.
pub(crate) struct Notes<'t> {
    file: &'t str,
    text: &'t str,
    mistakes: Vec<Mistake>,
}

impl<'t> Notes<'t> {
    pub(crate) const fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            text,
            mistakes: Vec::new(),
        }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    pub(crate) fn wrong(&mut self, offset: usize, key: impl Into<String>, wrong: Wrong) {
        self.mistakes.push(Mistake {
            file: self.file.to_owned(),
            line: self.line(offset),
            key: key.into(),
            wrong,
        });
    }

    /// All mistakes, in the order of the text.
    pub(crate) fn into_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        self.mistakes
    }

    /// The line of every key of the text.
    pub(crate) fn lines(&self, root: &DeTable<'_>) -> BTreeMap<String, usize> {
        let mut lines = BTreeMap::new();
        let mut waiting: Vec<(String, &DeTable<'_>)> = vec![(String::new(), root)];
        while let Some((name, table)) = waiting.pop() {
            for (key, value) in table {
                let path = join(&name, key.get_ref());
                if let DeValue::Table(inner) = value.get_ref() {
                    waiting.push((path.clone(), inner));
                }
                lines.insert(path, self.line(key.span().start));
            }
        }
        lines
    }
}

/// A table of the text.
#[derive(Clone)]
pub(crate) struct Section<'t> {
    name: String,
    offset: usize,
    table: &'t DeTable<'t>,
}

impl<'t> Section<'t> {
    /// The whole text.
    pub(crate) const fn root(table: &'t DeTable<'t>) -> Self {
        Self {
            name: String::new(),
            offset: 0,
            table,
        }
    }

    /// The key with its tables.
    pub(crate) fn path(&self, key: &str) -> String {
        join(&self.name, key)
    }

    /// Where the table begins.
    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    /// Where a key is; the table's place when it is not there.
    pub(crate) fn offset_of(&self, key: &str) -> usize {
        self.find(key).map_or(self.offset, |(offset, _)| offset)
    }

    /// Refuses every key that is not one of these.
    pub(crate) fn only(&self, known: &[&str], notes: &mut Notes<'_>) {
        for key in self.table.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let nearest = nearest(word, known.iter().copied()).map(str::to_owned);
                notes.wrong(
                    key.span().start,
                    self.path(word),
                    Wrong::Unknown { nearest },
                );
            }
        }
    }

    /// The place and value of a key.
    pub(crate) fn find(&self, key: &str) -> Option<(usize, &'t DeValue<'t>)> {
        let mut entries = self.table.iter();
        let (name, value) = entries.find(|(name, _)| name.get_ref() == key)?;
        Some((name.span().start, value.get_ref()))
    }

    /// Notes that a key is needed.
    pub(crate) fn missing(&self, key: &str, example: &str, notes: &mut Notes<'_>) {
        let example = example.to_owned();
        notes.wrong(self.offset, self.path(key), Wrong::Missing { example });
    }

    fn mistyped(
        &self,
        key: &str,
        wanted: &'static str,
        found: &DeValue<'_>,
        notes: &mut Notes<'_>,
    ) {
        let found = type_name(found);
        notes.wrong(
            self.offset_of(key),
            self.path(key),
            Wrong::Type { wanted, found },
        );
    }

    /// A text, when it is written. An empty one is a mistake.
    pub(crate) fn text(&self, key: &str, notes: &mut Notes<'_>) -> Option<String> {
        let (offset, value) = self.find(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                let (found, why) = (text.to_string(), "is empty".to_owned());
                notes.wrong(offset, self.path(key), Wrong::Value { found, why });
                None
            }
            DeValue::String(text) => Some(text.to_string()),
            other => {
                self.mistyped(key, "a text in quotes", other, notes);
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, key: &str, example: &str, notes: &mut Notes<'_>) -> Option<String> {
        if self.find(key).is_none() {
            self.missing(key, example, notes);
        }
        self.text(key, notes)
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str, notes: &mut Notes<'_>) -> Vec<String> {
        let Some((_, value)) = self.find(key) else {
            return Vec::new();
        };
        let wanted = "a list of texts, for example [\"a\", \"b\"],";
        let DeValue::Array(entries) = value else {
            self.mistyped(key, wanted, value, notes);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in entries.iter().map(Spanned::get_ref) {
            match entry {
                DeValue::String(text) => texts.push(text.to_string()),
                other => self.mistyped(key, wanted, other, notes),
            }
        }
        texts
    }

    /// A whole number below 65536.
    pub(crate) fn number(&self, key: &str, notes: &mut Notes<'_>) -> Option<u16> {
        let (offset, value) = self.find(key)?;
        let DeValue::Integer(number) = value else {
            self.mistyped(key, "a number", value, notes);
            return None;
        };
        let read = u16::from_str_radix(number.as_str(), number.radix()).ok();
        if read.is_none() {
            let found = number.as_str().to_owned();
            let why = "is no number between 0 and 65535".to_owned();
            notes.wrong(offset, self.path(key), Wrong::Value { found, why });
        }
        read
    }

    /// Yes or no.
    pub(crate) fn flag(&self, key: &str, notes: &mut Notes<'_>) -> Option<bool> {
        match self.find(key)? {
            (_, DeValue::Boolean(flag)) => Some(*flag),
            (_, other) => {
                self.mistyped(key, "true or false", other, notes);
                None
            }
        }
    }

    /// A table in this one, with these keys at most.
    pub(crate) fn section(&self, key: &str, known: &[&str], notes: &mut Notes<'_>) -> Option<Self> {
        let (offset, value) = self.find(key)?;
        let DeValue::Table(table) = value else {
            self.mistyped(key, "a table", value, notes);
            return None;
        };
        let section = Self {
            name: self.path(key),
            offset,
            table,
        };
        section.only(known, notes);
        Some(section)
    }

    /// The tables of a list of tables, with these keys at most.
    pub(crate) fn sections(&self, key: &str, known: &[&str], notes: &mut Notes<'_>) -> Vec<Self> {
        let Some((_, value)) = self.find(key) else {
            return Vec::new();
        };
        let DeValue::Array(entries) = value else {
            self.mistyped(key, "a list of tables, written [[waiver]],", value, notes);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for entry in entries.iter() {
            let DeValue::Table(table) = entry.get_ref() else {
                self.mistyped(key, "a table", entry.get_ref(), notes);
                continue;
            };
            let section = Self {
                name: self.path(key),
                offset: entry.span().start,
                table,
            };
            section.only(known, notes);
            sections.push(section);
        }
        sections
    }
}

fn join(table: &str, key: &str) -> String {
    if table.is_empty() {
        key.to_owned()
    } else {
        format!("{table}.{key}")
    }
}

const fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
