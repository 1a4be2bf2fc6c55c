//! What arrives in place of the signed text.

use super::Table;

/// From the text of the signed request and an address that nobody should open, the bytes that arrive.
type Replacement = fn(&str, &str) -> Option<Vec<u8>>;

/// The most bytes of a message between nodes. `[EU eIDAS-Node 2.9]`
const LARGEST: usize = 131_072;

pub(super) const TABLE: &Table<Replacement> = &[
    (
        "behind a document type that is kept elsewhere",
        |text, address| {
            declared(
                text,
                &format!("<!DOCTYPE saml2p:AuthnRequest SYSTEM \"{address}\">"),
            )
        },
    ),
    (
        "behind a document type that takes its rules from elsewhere",
        |text, address| {
            let rules = format!("<!ENTITY % rules SYSTEM \"{address}\"> %rules;");
            declared(text, &format!("<!DOCTYPE saml2p:AuthnRequest [{rules}]>"))
        },
    ),
    ("with an issuer that is kept elsewhere", |text, address| {
        let (before, rest) = text.split_once("</saml2:Issuer>")?;
        let text = format!("{before}&issuer;</saml2:Issuer>{rest}");
        let entity = format!("<!ENTITY issuer SYSTEM \"{address}\">");
        declared(&text, &format!("<!DOCTYPE saml2p:AuthnRequest [{entity}]>"))
    }),
    ("with a name of a thousand million letters", |text, _| {
        let (before, rest) = text.split_once(" ProviderName=\"")?;
        let text = format!("{before} ProviderName=\"&e8;{rest}");
        declared(
            &text,
            &format!("<!DOCTYPE saml2p:AuthnRequest [{}]>", bomb()),
        )
    }),
    ("with a byte that is no letter", |text, _| {
        let (before, rest) = text.split_once(" ProviderName=\"")?;
        let parts = [before.as_bytes(), b" ProviderName=\"\xFF", rest.as_bytes()];
        Some(parts.concat())
    }),
    ("as nothing", |_, _| Some(Vec::new())),
    ("filled up to 131072 bytes", |text, _| filled(text, LARGEST)),
    ("filled up to 131073 bytes", |text, _| {
        filled(text, LARGEST + 1)
    }),
    ("filled up to 600000 bytes", |text, _| filled(text, 600_000)),
];

/// The text with this before its root.
fn declared(text: &str, declaration: &str) -> Option<Vec<u8>> {
    let (before, root) = text.split_at_checked(text.find("<saml2p:")?)?;
    Some(format!("{before}{declaration}{root}").into_bytes())
}

/// Entities of which each is ten of the one before.
fn bomb() -> String {
    let grown = (1..9).map(|level| {
        let before = format!("&e{};", level - 1).repeat(10);
        format!("<!ENTITY e{level} \"{before}\">")
    });
    let first = "<!ENTITY e0 \"0123456789\">".to_owned();
    std::iter::once(first).chain(grown).collect()
}

/// The text with line breaks behind its root, where no signature notices.
fn filled(text: &str, size: usize) -> Option<Vec<u8>> {
    let missing = size.checked_sub(text.len())?;
    Some(format!("{text}{}", "\n".repeat(missing)).into_bytes())
}
