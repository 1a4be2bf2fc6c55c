//! What no citizen and no party sends: every party refuses it with the status that HTTP has for it, shows nothing of it,
//! follows nothing in it, and goes on.

mod connections;
mod messages;
mod pages;
mod sessions;

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::answers::{Answer, Ask};
use crate::road::doors::{Door, METHODS, doors, mouth};

/// Addresses that nobody has.
const NOWHERE: [&str; 8] = [
    "/nowhere",
    "/index.php",
    "/.git/config",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//stranger.example/",
    "/%00",
    "/admin/",
    "/fas/../../nowhere",
];
/// More than any message has.
const LARGE: usize = 1 << 20;
/// Parameters in one request that nobody reads to the end.
const MANY: usize = 5_000;
/// Markup that breaks out of text and of attributes alike, encoded.
const MARKUP: &str = "%22'%3E%3Cstranger%20onload=x%3E";
/// What of it may not come back in a page.
const BROKEN_OUT: [&str; 2] = ["<stranger", "\"'>"];
/// A place where nobody listens.
const STRANGER: &str = "//127.0.0.1:1/";
/// Ways to write it that browsers understand, encoded.
const ADDRESSES: [&str; 5] = [
    "http://127.0.0.1:1/",
    "https://127.0.0.1:1/",
    "//127.0.0.1:1/",
    "https:%5c%5c127.0.0.1:1/",
    "javascript://127.0.0.1:1/%250aalert(1)",
];
/// The end of a header and another one, encoded.
const LINES: [&str; 3] = [
    "x%0d%0aStranger:%201%0d%0a%0d%0a%3Cstranger%3E",
    "x%0aStranger:%201",
    "x%0dStranger:%201",
];
/// Values that are no text, encoded.
const UNREADABLE: [&str; 5] = ["%00", "a%00b", "%ff%fe", "%zz%4", "%e2%82"];

fn knock(
    world: &mut CardWorld,
    party: Party,
    pair: impl Fn(&Door, &str) -> String,
) -> Result<Vec<Ask>, StepError> {
    let origin = world.origin(party)?;
    let asks = doors(party).iter();
    Ok(asks
        .flat_map(|door| door.knock(&origin, |field| pair(door, field)))
        .collect())
}

#[when(regex = "^the (.+) is asked for addresses that nobody has$")]
fn nowhere(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let below = format!("{}/nowhere", mouth(party));
    let paths = NOWHERE.into_iter().chain([below.as_str()]);
    let asks = paths.map(|path| Ask::get(path, format!("{origin}{path}")));
    world.ask(asks.collect())
}

#[when(regex = "^the (.+) is asked in methods that its addresses do not take$")]
fn methods(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let asks = doors(party).iter().flat_map(|door| {
        let others = METHODS
            .iter()
            .filter(|method| !door.methods.contains(*method));
        others.map(|method| door.try_method(&origin, method))
    });
    world.ask(asks.collect())
}

#[when(regex = "^the (.+) is sent a body of 1 MB$")]
fn large(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let url = format!("{}{}", world.origin(party)?, mouth(party));
    let form = format!("SAMLResponse={}", "A".repeat(LARGE));
    world.ask(vec![Ask::post("a body of 1 MB", url, form)])
}

#[when(regex = "^the (.+) gets markup in every parameter$")]
fn markup(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let mut asks = knock(world, party, |_, field| {
        format!("{field}={MARKUP}&{MARKUP}=1")
    })?;
    for ask in &mut asks {
        let values = [("referer", MARKUP), ("accept-language", "<stranger>")];
        let values = values.map(|(name, value)| (name, value.to_owned()));
        ask.headers.extend(values);
        let cookie = "eidolon-language=<stranger>".to_owned();
        ask.headers.push(("cookie", cookie));
    }
    world.ask(asks)
}

#[when(regex = "^the (.+) gets a stranger's address in every parameter$")]
fn addresses(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let mut asks = Vec::new();
    for address in ADDRESSES {
        asks.extend(knock(world, party, |_, field| {
            format!("{field}={address}")
        })?);
    }
    world.ask(asks)
}

#[when(regex = "^the (.+) gets line breaks in every parameter$")]
fn line_breaks(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let mut asks = Vec::new();
    for lines in LINES {
        asks.extend(knock(world, party, |_, field| format!("{field}={lines}"))?);
    }
    world.ask(asks)
}

/// Nothing, no text, twice, of another type, and thousands of them.
#[when(regex = "^the (.+) gets parameters that cannot be read$")]
fn unreadable(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let bare = doors(party).iter().flat_map(|door| {
        let methods = door.methods.iter();
        methods.map(|method| door.try_method(&origin, method))
    });
    let mut asks: Vec<Ask> = bare.collect();
    for value in UNREADABLE {
        asks.extend(knock(world, party, |_, field| format!("{field}={value}"))?);
    }
    asks.extend(knock(world, party, |_, field| {
        format!("{field}=a&{field}=b")
    })?);
    let url = format!("{origin}{}", mouth(party));
    asks.push(Ask::post(
        "thousands of fields",
        url.clone(),
        "a=1&".repeat(MANY),
    ));
    for kind in ["text/plain", "application/json", "multipart/form-data", ""] {
        let mut ask = Ask::post(kind, url.clone(), "{\"SAMLResponse\": [1]}");
        ask.headers = vec![("content-type", kind.to_owned())];
        asks.push(ask);
    }
    world.ask(asks)
}

#[then(expr = "each answer has the status {int}")]
fn has_status(world: &mut CardWorld, status: u16) -> Result<(), StepError> {
    world.each_answer(&format!("the status {status}"), |answer| {
        answer.status == status
    })
}

#[then("no answer has the markup in it")]
fn no_markup(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("nothing of the request as markup", |answer| {
        let broken = BROKEN_OUT.iter().any(|part| answer.body.contains(part));
        !(answer.is_page() && broken)
    })
}

#[then("no answer leads to the stranger")]
fn no_stranger(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("no way to a stranger's address", |answer| {
        !leads_to_stranger(answer)
    })
}

/// Where an answer leads: by a redirect, by a link, by a form, by a refresh.
fn leads_to_stranger(answer: &Answer) -> bool {
    let headers = ["location", "refresh"];
    let mut headers = headers.into_iter().flat_map(|name| answer.headers(name));
    let redirected = headers.any(is_stranger);
    let mut linked = ["href=\"", "action=\"", "src=\"", "url="]
        .into_iter()
        .flat_map(|mark| answer.body.split(mark).skip(1))
        .map(|rest| rest.split('"').next().unwrap_or_default());
    redirected || (answer.is_page() && linked.any(is_stranger))
}

fn is_stranger(address: &str) -> bool {
    let address = address
        .replace("&#47;", "/")
        .replace('\\', "/")
        .to_lowercase();
    let address = address.trim();
    let scheme = ["http:", "https:", ""]
        .into_iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    address.starts_with("javascript:") || scheme.is_some_and(|rest| rest.starts_with(STRANGER))
}

#[then("no answer has a header of the stranger")]
fn no_header(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("no header out of a parameter", |answer| {
        answer.header("stranger").is_none()
    })
}

#[then("no answer says that the party has failed")]
fn no_failure(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("a refusal or a page, and no error of the party", |answer| {
        answer.status < 500
    })
}

#[cfg(test)]
mod tests {
    use super::is_stranger;

    #[test]
    fn a_stranger_is_known_in_every_way_of_writing() {
        for address in [
            "http://127.0.0.1:1/a",
            "//127.0.0.1:1/",
            "/\\127.0.0.1:1/",
            " JavaScript:alert(1)",
            "https:\\\\127.0.0.1:1/",
        ] {
            assert!(is_stranger(address), "{address}");
        }
        for address in ["/a?next=http://127.0.0.1:1/", "http://127.0.0.1:11/", "x"] {
            assert!(!is_stranger(address), "{address}");
        }
    }
}
