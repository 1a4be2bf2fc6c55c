//! Characters: what stands in a name, and what two readers make of it.

use conformance_harness::StepError;

use super::super::{Table, said};
use super::Forge;
use super::letter::{Hand, Letter};

pub(super) const TABLE: &Table<Forge> = &[
    ("with a comment inside the family name", |letter| {
        split(letter, "BEISPIELER", "BEIS<!-- -->PIELER")
    }),
    ("with a comment inside the first names", |letter| {
        split(letter, "LENE MARIT", "LENE<!-- --> MARIT")
    }),
    ("with part of the family name as an instruction", |letter| {
        split(letter, "BEISPIELER", "<?p BEIS?>PIELER")
    }),
    ("with an instruction inside the family name", |letter| {
        split(letter, "BEISPIELER", "BEIS<?p ?>PIELER")
    }),
    ("with a document type", |letter| {
        prolog(letter, "<!DOCTYPE Response>")
    }),
    ("with an entity", |letter| {
        let document = prolog(letter, "<!DOCTYPE Response [<!ENTITY n \"MALLORY\">]>")?;
        Ok(document)
    }),
    ("with an entity that grows", |letter| {
        prolog(
            letter,
            "<!DOCTYPE Response [<!ENTITY a \"aaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>",
        )
    }),
    ("with an entity of another file", |letter| {
        prolog(
            letter,
            "<!DOCTYPE Response [<!ENTITY n SYSTEM \"file:///etc/hostname\">]>",
        )
    }),
];

fn signed(letter: &Letter<'_>) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    letter.sign(&mut assertion, &Hand::portal())?;
    Ok(assertion.to_text())
}

/// Changes the text of the signed assertion.
fn split(letter: &Letter<'_>, what: &str, with: &str) -> Result<String, StepError> {
    let text = signed(letter)?;
    if text.matches(what).count() != 1 {
        return Err(said(format!("{what} is not there once")));
    }
    letter.around(&text.replace(what, with))
}

/// Puts something in front of the root of the whole message.
fn prolog(letter: &Letter<'_>, what: &str) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    letter.sign(&mut assertion, &Hand::portal())?;
    let document = letter.whole(&assertion)?;
    let start = document.find("?>").map_or(0, |end| end + 2);
    let (declaration, root) = document
        .split_at_checked(start)
        .ok_or_else(|| said("there is no root"))?;
    Ok(format!("{declaration}{what}{root}"))
}
