//! What a parameter or a body carries: XML in base64, compressed or not, tokens, JSON, pages.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::indent::indent;

/// How much comes out of a compressed message at most.
const LARGEST: usize = 1024 * 1024;
/// How much of a page is told.
const PAGE: usize = 600;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// What a parameter carries; nothing when it is what it looks like.
pub(super) fn value(text: &str) -> Option<String> {
    if let Some(token) = web_token(text) {
        return Some(token);
    }
    if text.trim_start().starts_with('<') {
        return Some(indent(text));
    }
    // A form that was not encoded properly has spaces where base64 has plus signs.
    let packed: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\n' | '\r' | '\t'))
        .map(|letter| if letter == ' ' { '+' } else { letter })
        .collect();
    let bytes = STANDARD.decode(packed.as_bytes()).ok()?;
    match readable(&bytes) {
        Some(text) => Some(text),
        None => {
            let inflated =
                miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, LARGEST).ok()?;
            readable(&inflated)
        }
    }
}

/// XML, or the four fields of a light token.
fn readable(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let visible = text.trim_start_matches('\u{feff}').trim_start();
    if visible.starts_with('<') {
        return Some(indent(visible));
    }
    let is_token = text.matches('|').count() >= 2 && !text.chars().any(char::is_control);
    is_token.then(|| text.replace('|', "\n| "))
}

/// What a body carries, as names and texts.
pub(super) fn body(text: &str) -> Vec<(String, String)> {
    let visible = text.trim_start_matches('\u{feff}').trim_start();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|start| begins_with(visible, start));
    let whole = |text: String| vec![("body".to_owned(), text)];
    if is_page {
        return page(visible);
    }
    if visible.starts_with('<') {
        return whole(indent(visible));
    }
    if let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(visible) {
        let mut parts = whole(pretty(&json));
        parts.extend(tokens(&json));
        return parts;
    }
    match value(visible) {
        Some(text) => whole(text),
        None if visible.is_empty() => Vec::new(),
        None => whole(visible.to_owned()),
    }
}

/// Members of a JSON object that are tokens.
fn tokens(json: &Value) -> Vec<(String, String)> {
    let members = json.as_object().into_iter().flatten();
    members
        .filter_map(|(name, value)| Some((name.clone(), web_token(value.as_str()?)?)))
        .collect()
}

/// Header and claims of a signed JSON Web Token, or the header of an encrypted one.
fn web_token(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.trim().split('.').collect();
    let json = |piece: &str| -> Option<Value> {
        let bytes = URL_SAFE.decode(piece).ok()?;
        serde_json::from_slice(&bytes).ok()
    };
    let (first, rest) = pieces.split_first()?;
    let header = json(first).filter(Value::is_object)?;
    let mut lines = vec![pretty(&header)];
    match rest {
        [claims, signature] => {
            lines.push(json(claims).map_or_else(|| (*claims).to_owned(), |json| pretty(&json)));
            lines.push(match signature.len() {
                0 => "no signature".to_owned(),
                _ => format!("signature {signature}"),
            });
        }
        [_, _, _, _] => lines.push("encrypted".to_owned()),
        _ => return None,
    }
    Some(lines.join("\n"))
}

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}

/// What a page says, and what its forms carry.
fn page(html: &str) -> Vec<(String, String)> {
    let mut parts = Vec::new();
    let main = between(html, "<main", "</main>").or_else(|| between(html, "<body", "</body>"));
    let said = main
        .and_then(|main| Some(main.split_once('>')?.1))
        .map(words)
        .unwrap_or_default();
    let title = between(html, "<title>", "</title>").map(words);
    let told = [title.unwrap_or_default(), said].join("\n");
    let told = told.trim();
    if !told.is_empty() {
        parts.push(("page".to_owned(), super::beginning(told, PAGE).to_owned()));
    }
    for input in html.split("<input").skip(1) {
        let input = input.split('>').next().unwrap_or_default();
        if let (Some(name), Some(content)) = (attribute(input, "name"), attribute(input, "value"))
            && let Some(text) = value(&content)
        {
            parts.push((name, text));
        }
    }
    parts
}

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end).map_or(rest, |(inside, _)| inside))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

/// The text of a piece of HTML, one space between words.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text += before;
        text.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text += rest;
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Without the five escapes of HTML.
fn plain(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#43;", "+"),
        ("&#x2B;", "+"),
        ("&#61;", "="),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escape, letter)| {
        text.replace(escape, letter)
    })
}
