//! XML in lines, well-formed or not: nothing is left out but white space between tags, and the
//! middle of what is long and has no words in it.

/// How far a line is indented at most, in levels.
const DEEPEST: usize = 40;
/// How long a piece of text without spaces may be.
const LONGEST: usize = 200;
/// How much of it is shown when it is longer.
const SHOWN: usize = 60;

/// One thing in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Open(&'a str),
    Close(&'a str),
    /// An empty element, a comment, a processing instruction, a declaration.
    Alone(&'a str),
    Text(&'a str),
}

/// The text with each element on a line of its own, its text beside it where it has nothing else.
pub(super) fn indent(text: &str) -> String {
    let pieces = pieces(text);
    let mut lines: Vec<String> = Vec::new();
    let mut depth: usize = 0;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let pair = (pieces.get(at + 1), pieces.get(at + 2));
        let line = match (*piece, pair) {
            (Piece::Open(open), (Some(Piece::Text(inside)), Some(Piece::Close(close)))) => {
                at += 2;
                line(depth, &format!("{open}{}{close}", shortened(inside)))
            }
            (Piece::Open(open), (Some(Piece::Close(close)), _)) => {
                at += 1;
                line(depth, &format!("{open}{close}"))
            }
            (Piece::Open(open), _) => {
                depth += 1;
                line(depth - 1, open)
            }
            (Piece::Close(close), _) => {
                depth = depth.saturating_sub(1);
                line(depth, close)
            }
            (Piece::Alone(tag), _) => line(depth, tag),
            (Piece::Text(inside), _) => line(depth, &shortened(inside)),
        };
        lines.push(line);
        at += 1;
    }
    lines.join("\n")
}

fn line(depth: usize, text: &str) -> String {
    format!("{}{text}", "  ".repeat(depth.min(DEEPEST)))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let start = rest.find('<').unwrap_or(rest.len());
        let (before, markup) = rest.split_at(start);
        if !before.trim().is_empty() {
            pieces.push(Piece::Text(before.trim()));
        }
        let (tag, after) = markup.split_at(end_of_markup(markup));
        if !tag.is_empty() {
            pieces.push(kind(tag));
        }
        rest = after;
    }
    pieces
}

fn kind(tag: &str) -> Piece<'_> {
    match tag.as_bytes() {
        [b'<', b'/', ..] => Piece::Close(tag),
        [b'<', b'!' | b'?', ..] | [.., b'/', b'>'] => Piece::Alone(tag),
        _ => Piece::Open(tag),
    }
}

/// Where the tag, comment, section or instruction ends with which the text begins.
fn end_of_markup(text: &str) -> usize {
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if text.starts_with(start) {
            return text.find(end).map_or(text.len(), |at| at + end.len());
        }
    }
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (letter, quote) {
            ('"' | '\'', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            ('>', None) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Base64 of a certificate or a ciphertext tells nobody anything.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    // Base64 may come in lines.
    let wordy = text
        .split_whitespace()
        .any(|word| word.len() < SHOWN && !text.ends_with(word));
    if length <= LONGEST || wordy {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}… ({length} characters)")
}
