//! At the eID client: secrets one by one, and what the pages ask for.

use std::str::FromStr;

use conformance_harness::StepError;
use cucumber::{then, when};

use super::same;
use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::{Party, Way};

/// A number that the citizen types, by the words of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Typed {
    Pin,
    Can,
    Puk,
    WrongPin,
    WrongCan,
    WrongPuk,
    LetterPin,
    OwnPin,
}

impl FromStr for Typed {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        Ok(match words {
            "the PIN" => Self::Pin,
            "the CAN" => Self::Can,
            "the PUK" => Self::Puk,
            "a wrong PIN" => Self::WrongPin,
            "a wrong CAN" => Self::WrongCan,
            "a wrong PUK" => Self::WrongPuk,
            "five digits" => Self::LetterPin,
            "the new PIN" => Self::OwnPin,
            other => return Err(format!("{other:?} is nothing to type")),
        })
    }
}

/// The PIN that replaces that of the letter.
const OWN: &str = "246810";

/// Another number of the same length.
fn wrong(right: &str) -> String {
    let other = |digit: char| if digit == '9' { '0' } else { '9' };
    let mut digits = right.chars();
    let first: Option<char> = digits.next().map(other);
    first.into_iter().chain(digits).collect()
}

impl Typed {
    fn digits(self, world: &mut CardWorld) -> Result<String, StepError> {
        let citizen = world.citizen()?;
        let pin = citizen.pins.first().cloned().unwrap_or_default();
        Ok(match self {
            Self::Pin => pin,
            Self::Can => citizen.can.clone(),
            Self::Puk => citizen.puk.clone(),
            Self::WrongPin => wrong(&pin),
            Self::WrongCan => wrong(&citizen.can),
            Self::WrongPuk => wrong(&citizen.puk),
            Self::LetterPin => pin.chars().take(5).collect(),
            Self::OwnPin => OWN.to_owned(),
        })
    }
}

/// Goes as far as the page behind the rights.
#[when("the citizen agrees at the eID client")]
fn agrees(world: &mut CardWorld) -> Result<(), StepError> {
    let client = world.origin(Party::EidClient)?;
    let inbox = format!("{client}{}", Party::EidClient.inbox());
    world.browser()?.stop_before(&inbox);
    world.log_in(Way::Saml)?;
    let Some(start) = world.browser()?.pending().cloned() else {
        let seen = where_it_is(world.page()?);
        return Err(StepError::expected("a way to the eID client", seen));
    };
    let browser = world.browser()?;
    browser.resume(start).map_err(unanswered)?;
    let page = browser.press_value("do", "grant");
    page.map(drop).map_err(unanswered)
}

#[when(regex = "^the citizen enters (.+)$")]
fn enters(world: &mut CardWorld, typed: Typed) -> Result<(), StepError> {
    let digits = typed.digits(world)?;
    let browser = world.browser()?;
    browser.fill("secret", &digits).map_err(unanswered)?;
    let page = browser.press_value("do", "enter");
    page.map(drop).map_err(unanswered)
}

#[when(regex = "^the citizen sets (a new PIN|two new PINs that differ)$")]
fn sets(world: &mut CardWorld, what: String) -> Result<(), StepError> {
    let letter = Typed::Pin.digits(world)?;
    let again = match what.as_str() {
        "a new PIN" => OWN.to_owned(),
        _ => wrong(OWN),
    };
    let browser = world.browser()?;
    for (field, value) in [("letter", letter.as_str()), ("own", OWN), ("again", &again)] {
        browser.fill(field, value).map_err(unanswered)?;
    }
    let page = browser.press_value("do", "set-pin");
    page.map(drop).map_err(unanswered)
}

/// The card is laid down, or another one: the page is asked to look again.
#[when("the citizen goes on at the eID client")]
fn goes_on(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.browser()?.press_value("do", "continue");
    page.map(drop).map_err(unanswered)
}

#[when("the citizen cancels at the eID client")]
fn cancels(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.browser()?.press_value("do", "cancel");
    page.map(drop).map_err(unanswered)
}

/// After an error the client shows a page whose link leads back with the result.
#[when("the citizen goes back from the eID client")]
fn goes_back(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.browser()?.follow_to("ResultMajor=");
    page.map(drop).map_err(unanswered)
}

/// The page asks for this secret, a card, or an own PIN, and is the client's.
#[then(regex = "^the eID client asks for (the PIN|the CAN|the PUK|a new PIN|the card)$")]
fn asks(world: &mut CardWorld, what: String) -> Result<(), StepError> {
    let origin = world.origin(Party::EidClient)?;
    let page = world.page()?;
    let has = |selector: &str| !page.select(selector).is_empty();
    let word = what.rsplit(' ').next().unwrap_or_default();
    let asked = match what.as_str() {
        "a new PIN" => has("button[name=do][value=set-pin]"),
        "the card" => has("button[name=do][value=continue]") && !is_stuck(world)?,
        _ => page.select("label[for=secret]").concat().contains(word),
    };
    if page.url().starts_with(&origin) && asked {
        return Ok(());
    }
    Err(StepError::expected(
        format!("a page that asks for {what}"),
        where_it_is(page),
    ))
}

fn is_stuck(world: &CardWorld) -> Result<bool, StepError> {
    let page = world.page()?;
    let again = page.select("button.second[name=do][value=continue]");
    Ok(!again.is_empty())
}

#[then("the eID client says that this card will not do")]
fn stuck(world: &mut CardWorld) -> Result<(), StepError> {
    if is_stuck(world)? {
        return Ok(());
    }
    Err(StepError::expected(
        "a page that asks for another card",
        where_it_is(world.page()?),
    ))
}

#[then(expr = "the eID client says that {int} tries/try are/is left")]
fn tries(world: &mut CardWorld, left: usize) -> Result<(), StepError> {
    let said = world.page()?.select("#tries").concat();
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "" => Err(StepError::expected(left, "no number of tries")),
        digits => same(left, digits),
    }
}

/// The page tells of what happened before.
#[then("the eID client tells what was wrong")]
fn notice(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.page()?;
    if page.select("#notice").concat().is_empty() {
        let expected = "words about what was wrong";
        return Err(StepError::expected(expected, where_it_is(page)));
    }
    Ok(())
}

/// The login has ended at the client, with this name for the reason.
#[then(expr = "the eID client gives up with {word}")]
fn gives_up(world: &mut CardWorld, problem: String) -> Result<(), StepError> {
    let origin = world.origin(Party::EidClient)?;
    let page = world.page()?;
    if page.url().starts_with(&origin) && page.rule() == Some(problem.as_str()) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("an end with {problem}"),
        where_it_is(page),
    ))
}

/// Words for the place where the card goes: a reader, or the back of a telephone.
#[then(expr = "the page speaks of a {word}")]
fn speaks_of(world: &mut CardWorld, what: String) -> Result<(), StepError> {
    let page = world.page()?;
    if page.text().contains(&what) {
        return Ok(());
    }
    Err(StepError::expected(what, where_it_is(page)))
}

/// A message of the client to the eID server has this word as its result.
#[then(expr = "the eID server was told of {word}")]
fn server_told(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let wanted = format!("#{word}<");
    let messages = world.site()?.messages();
    let to_server = messages
        .iter()
        .filter(|message| message.hop.ends_with(Party::Middleware.role()));
    let mut bodies = to_server.map(|message| String::from_utf8_lossy(&message.request_body));
    if bodies.any(|body| body.contains(&wanted)) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("a message to the eID server with {word}"),
        "none",
    ))
}
