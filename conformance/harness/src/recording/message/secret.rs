//! Secrets in messages are replaced before anything is shown or written: what a person types in
//! (PIN, CAN, PUK), what a client shares with its provider, session cookies, the pre-shared key of
//! the eID channel.

use std::fmt::Write as _;

use super::pairs::decode;
use crate::recording::Masking;

/// Words of names whose values are secret.
const WORDS: [&str; 5] = ["pin", "can", "puk", "secret", "password"];
/// Elements whose content is secret, whatever their prefix.
const ELEMENTS: [&str; 1] = ["PSK"];

/// Whether anything is hidden at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hides(bool);

impl Hides {
    pub(super) fn by(masking: Masking) -> Self {
        Self(masking != Masking::Nothing)
    }

    /// A query or form with secret values replaced; everything else stays as it was sent.
    pub(super) fn in_form(self, form: &str) -> String {
        if !self.0 {
            return form.to_owned();
        }
        let shown = form.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if is_secret(&decode(name)) && !value.is_empty() => {
                format!("{name}={}", hidden(decode(value).len()))
            }
            _ => pair.to_owned(),
        });
        shown.collect::<Vec<_>>().join("&")
    }

    /// The value of a header field.
    pub(super) fn in_header(self, name: &str, value: &str) -> String {
        if !self.0 {
            return value.to_owned();
        }
        match name.to_ascii_lowercase().as_str() {
            "cookie" => {
                let cookies = value.split(';').map(|pair| cookie(pair.trim()));
                cookies.collect::<Vec<_>>().join("; ")
            }
            "set-cookie" => match value.split_once(';') {
                Some((first, rest)) => format!("{};{rest}", cookie(first)),
                None => cookie(value),
            },
            "authorization" => match value.split_once(' ') {
                Some((scheme, rest)) => format!("{scheme} {}", hidden(rest.len())),
                None => hidden(value.len()),
            },
            "location" | "referer" => match value.split_once('?') {
                Some((path, query)) => format!("{path}?{}", self.in_form(query)),
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }

    /// A body, whatever it says it is: JSON by its keys, XML by its elements, and all else as a form.
    pub(super) fn in_body(self, text: &str) -> String {
        if !self.0 {
            return text.to_owned();
        }
        if !text.trim_start().starts_with(['<', '{', '[', '\u{feff}']) {
            return self.in_form(text);
        }
        let text = ELEMENTS
            .iter()
            .fold(text.to_owned(), |text, name| in_elements(&text, name));
        in_json(&text)
    }
}

/// Whether a name has a secret word in it: `pin`, `new_pin`, `client_secret`, `pinAgain`.
fn is_secret(name: &str) -> bool {
    let mut spaced = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter.to_ascii_lowercase());
    }
    // A name in capitals falls apart into letters; it is one word.
    let whole = name.to_ascii_lowercase();
    let words = spaced
        .split(|letter: char| !letter.is_ascii_alphabetic())
        .chain(whole.split(|letter: char| !letter.is_ascii_alphabetic()));
    words.into_iter().any(|word| WORDS.contains(&word))
}

fn cookie(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) => format!("{name}={}", hidden(value.len())),
        None => hidden(pair.len()),
    }
}

/// Replaces what stands between the tags of an element.
fn in_elements(text: &str, name: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name) {
        shown += before;
        shown += name;
        rest = after;
        let opens = before
            .rsplit('<')
            .next()
            .is_some_and(|prefix| before.contains('<') && is_prefix(prefix));
        if !opens {
            continue;
        }
        if let Some((attributes, content)) = after.split_once('>') {
            let end = content.find('<').unwrap_or(content.len());
            let _ = write!(shown, "{attributes}>");
            if end > 0 {
                shown += &hidden(end);
            }
            rest = content.get(end..).unwrap_or_default();
        }
    }
    shown + rest
}

/// Nothing, or `eid:`.
fn is_prefix(text: &str) -> bool {
    match text.strip_suffix(':') {
        Some(prefix) => prefix.chars().all(char::is_alphanumeric),
        None => text.is_empty(),
    }
}

/// Replaces the texts of members with secret names; finds them in broken JSON as well.
fn in_json(text: &str) -> String {
    if text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<')
    {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut rest = text;
    while let Some((string, before, after)) = next_string(rest) {
        shown += before;
        let _ = write!(shown, "\"{string}\"");
        rest = after;
        let is_member = after.trim_start().starts_with(':');
        if is_member
            && is_secret(string)
            && let Some((value, between, after)) = next_string(after)
            && between.trim() == ":"
        {
            let _ = write!(shown, "{between}\"{}\"", hidden(value.len()));
            rest = after;
        }
    }
    shown + rest
}

/// The next string, what stands before it, and what stands after it.
fn next_string(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('"')?;
    let mut escaped = false;
    let end = rest.char_indices().find_map(|(at, letter)| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends.then_some(at)
    });
    // A string that never ends hides until the end of the text.
    let end = end.unwrap_or(rest.len());
    let after = rest.get(end + 1..).unwrap_or_default();
    Some((rest.get(..end)?, before, after))
}

fn hidden(length: usize) -> String {
    format!("({length} bytes hidden)")
}
