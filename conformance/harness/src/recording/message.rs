//! Messages between services in words: what they carried is unpacked, secrets are replaced.
//!
//! Whatever a service or a check sends is shown, well-formed or not. What cannot be unpacked is
//! shown as it came. No bytes are judged by what stands here: steps look at the messages
//! themselves.

mod indent;
mod pairs;
mod secret;
mod unpack;

use std::fmt::Write as _;

use conformance_verdict::{DecodedPart, MessageSeen, Phase, Side};

use super::Masking;
use crate::site::SiteMessage;
use pairs::{is_form, pairs};
use secret::Hides;

/// How much of a body is kept for reading.
const LONGEST_BODY: usize = 32 * 1024;
/// How long a parameter may be in the request line.
const LONGEST_VALUE: usize = 40;

/// One message as a person reads it.
pub(super) fn in_words(phase: Phase, message: &SiteMessage, masking: Masking) -> MessageSeen {
    let hides = Hides::by(masking);
    let request = Half::new(&message.request_headers, &message.request_body, hides);
    let response = Half::new(&message.response_headers, &message.response_body, hides);
    let (path, query) = split(path_and_query(&message.url));
    let query = hides.in_form(query);
    let mut decoded = parts(Side::Request, "", &query);
    decoded.extend(request.parts(Side::Request));
    decoded.extend(response.parts(Side::Response));
    let target = if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    let mut raw = format!("{} {target}\n", message.method);
    request.write(&mut raw);
    if message.status != 0 {
        let _ = write!(raw, "\n{}\n", message.status);
        response.write(&mut raw);
    }
    MessageSeen {
        phase,
        hop: printable(&message.hop),
        request_line: request_line(&message.method, path, &query),
        status: message.status,
        decoded,
        raw: printable(&raw),
    }
}

/// The first line of a message and of its answer.
pub(super) fn in_a_line(phase: Phase, message: &SiteMessage, masking: Masking) -> MessageSeen {
    let (path, query) = split(path_and_query(&message.url));
    let query = Hides::by(masking).in_form(query);
    MessageSeen {
        phase,
        hop: printable(&message.hop),
        request_line: request_line(&message.method, path, &query),
        status: message.status,
        decoded: Vec::new(),
        raw: String::new(),
    }
}

/// A URL without scheme, host and port.
pub(super) fn path_and_query(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://").filter(|_| !url.starts_with('/')) else {
        return url;
    };
    let start = rest.find(['/', '?']).unwrap_or(rest.len());
    rest.get(start..).unwrap_or_default()
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// The request line with what is long left out of it.
fn request_line(method: &str, path: &str, query: &str) -> String {
    let mut line = format!("{method} {path}");
    for (number, (name, value)) in pairs(query).into_iter().enumerate() {
        line.push(if number == 0 { '?' } else { '&' });
        let value = match value.chars().count() {
            0..=LONGEST_VALUE => value,
            _ => "…".to_owned(),
        };
        let _ = write!(line, "{name}={value}");
    }
    printable(&line)
}

/// Header fields and body of a request or a response, secrets replaced.
struct Half {
    headers: Vec<(String, String)>,
    body: String,
}

impl Half {
    fn new(headers: &[(String, String)], body: &[u8], hides: Hides) -> Self {
        let headers: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| (name.clone(), hides.in_header(name, value)))
            .collect();
        let mut body = hides.in_body(&String::from_utf8_lossy(body));
        if is_form(media_type(&headers), &body) {
            body = hides.in_form(&body);
        }
        Self { headers, body }
    }

    fn header(&self, name: &str) -> &str {
        header(&self.headers, name)
    }

    fn parts(&self, side: Side) -> Vec<DecodedPart> {
        let mut found = Vec::new();
        let (_, query) = split(self.header("location"));
        found.extend(parts(side, "Location ", query));
        if is_form(media_type(&self.headers), &self.body) {
            found.extend(parts(side, "", &self.body));
            found.extend(fields(side, &self.body));
        } else {
            let unpacked = unpack::body(&self.body);
            found.extend(
                unpacked
                    .into_iter()
                    .map(|(name, text)| part(side, name, &text)),
            );
        }
        found
    }

    fn write(&self, raw: &mut String) {
        for (name, value) in &self.headers {
            let _ = writeln!(raw, "{name}: {value}");
        }
        if self.body.is_empty() {
            return;
        }
        let kept = beginning(&self.body, LONGEST_BODY);
        let _ = writeln!(raw, "\n{kept}");
        let left_out = self.body.len() - kept.len();
        if left_out > 0 {
            let _ = writeln!(raw, "… ({left_out} more bytes)");
        }
    }
}

/// The parameters that carry something to unpack.
fn parts(side: Side, prefix: &str, form: &str) -> Vec<DecodedPart> {
    pairs(form)
        .into_iter()
        .filter_map(|(name, value)| {
            let text = unpack::value(&value)?;
            Some(part(side, format!("{prefix}{name}"), &text))
        })
        .collect()
}

/// The other parameters of a form, one in a line.
fn fields(side: Side, form: &str) -> Option<DecodedPart> {
    let plain = pairs(form)
        .into_iter()
        .filter(|(_, value)| unpack::value(value).is_none());
    let lines: Vec<String> = plain
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    (!lines.is_empty()).then(|| part(side, "fields".to_owned(), &lines.join("\n")))
}

fn part(side: Side, name: String, text: &str) -> DecodedPart {
    DecodedPart {
        side,
        name: printable(&name),
        text: printable(beginning(text, LONGEST_BODY)),
    }
}

fn media_type(headers: &[(String, String)]) -> &str {
    header(headers, "content-type")
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> &'a str {
    headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map_or("", |(_, value)| value.as_str())
}

/// At most so many bytes of a text, cut between two characters.
fn beginning(text: &str, longest: usize) -> &str {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The text without control characters: it is shown on terminals, too.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter != '\r')
        .map(|letter| match letter {
            '\n' | '\t' => letter,
            letter if letter.is_control() => char::REPLACEMENT_CHARACTER,
            letter => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests;
