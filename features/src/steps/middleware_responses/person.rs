//! What the response tells of the person.

use conformance_harness::StepError;
use cucumber::then;

use crate::CardWorld;
use crate::road::evidence::judge::check;
use crate::road::evidence::response::{told, value};

/// Digits of the identifier behind both countries.
const DIGITS: usize = 64;
const NATURAL_PERSON: &str = "http://eidas.europa.eu/attributes/naturalperson";

#[then("the identifier is that of Germany for Belgium, with 64 upper-case digits")]
fn form(world: &mut CardWorld) -> Result<(), StepError> {
    let identifier = told(&world.assertion()?, "PersonIdentifier")?;
    let digits = identifier.strip_prefix("DE/BE/").unwrap_or_default();
    let hexadecimal = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
    let good = digits.len() == DIGITS && digits.chars().all(hexadecimal);
    check(good, "DE/BE/ and 64 upper-case digits", identifier)
}

#[then("the identifier is the card's pseudonym")]
fn pseudonym(world: &mut CardWorld) -> Result<(), StepError> {
    let expected = hex::encode_upper(world.pseudonym()?);
    let identifier = told(&world.assertion()?, "PersonIdentifier")?;
    let stated = identifier.rsplit('/').next().unwrap_or_default();
    check(stated == expected, expected, stated)
}

#[then(expr = "the person is {word} {word} {word}, in Latin letters")]
fn names(
    world: &mut CardWorld,
    first: String,
    second: String,
    family: String,
) -> Result<(), StepError> {
    let assertion = world.assertion()?;
    let wanted = [
        ("FirstName", format!("{first} {second}")),
        ("FamilyName", family),
    ];
    for (name, expected) in wanted {
        let stated = told(&assertion, name)?;
        check(stated == expected, format!("{name} {expected}"), stated)?;
        let mark = value(&assertion, name)
            .and_then(|value| value.attribute_in(NATURAL_PERSON, "LatinScript"));
        let mark = mark.unwrap_or("nothing");
        check(
            mark == "true",
            format!("{name} with LatinScript true"),
            mark,
        )?;
    }
    Ok(())
}

#[then(expr = "the date of birth is {word}")]
fn birth(world: &mut CardWorld, expected: String) -> Result<(), StepError> {
    let stated = told(&world.assertion()?, "DateOfBirth")?;
    check(stated == expected, expected, stated)
}
