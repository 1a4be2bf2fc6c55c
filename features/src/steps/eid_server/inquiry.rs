//! The first step: who asks, and what for.

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::evidence::certificates::Shown;
use crate::road::evidence::judge::{beyond, check};

#[then("the certificates begin below the trust point")]
fn below(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.seen()?;
    let shown = Shown::of(seen.inquiry()?)?;
    let roots: Vec<String> = shown
        .roots
        .iter()
        .map(|root| root.body().chr.to_string())
        .collect();
    check(
        roots.is_empty(),
        "no self-signed certificate",
        roots.join(", "),
    )
}

#[then("there is one certificate of a document verifier")]
fn verifier(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.seen()?;
    Shown::of(seen.inquiry()?)?.verifier().map(drop)
}

#[then("there is one terminal certificate")]
fn terminal(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.seen()?;
    Shown::of(seen.inquiry()?)?.terminal().map(drop)
}

#[then("every certificate is signed by the one above")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let trust_point = world.terminal_trust_point()?;
    world.seen()?.chain_is_whole(&trust_point)
}

#[then("every certificate is valid today")]
fn dates(world: &mut CardWorld) -> Result<(), StepError> {
    let today = world.stage()?.ambient.today();
    let seen = world.seen()?;
    Shown::of(seen.inquiry()?)?.valid_on(today)
}

#[then("no certificate is shown")]
fn none(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.seen()?;
    let shown = seen.inquiry().map_or(0, |input| input.certificates.len());
    check(shown == 0, "none", shown)
}

#[then("the terminal certificate has the hash of the description")]
fn described(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.description_is_certified().map(drop)
}

#[then("the description names the address of the middleware")]
fn address(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::Middleware)?;
    let described = world.seen()?.description_is_certified()?;
    let subject = described.subject_url.unwrap_or_default();
    check(
        web::origin(&subject) == web::origin(&origin),
        origin,
        subject,
    )
}

#[then("the description names the TLS certificate of the middleware")]
fn tls(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.seen()?;
    let certificate = world.tls_certificate(&seen.token_url)?;
    seen.description_names(&certificate)
}

#[then("the eID server requires what the request needs, and no more")]
fn required(world: &mut CardWorld) -> Result<(), StepError> {
    let (needed, perhaps) = world.rights_asked()?;
    let (required, optional) = world.seen()?.rights_sent()?;
    let more = beyond(&required, &needed);
    check(
        more.is_empty(),
        "rights that the request needs",
        more.join(", "),
    )?;
    let more = beyond(&optional, &perhaps);
    check(
        more.is_empty(),
        "rights that the request may have",
        more.join(", "),
    )?;
    let less = beyond(&needed, &required);
    check(
        less.is_empty(),
        "every right that the request needs",
        less.join(", "),
    )
}

#[then("what the request can do without may be refused")]
fn optional(world: &mut CardWorld) -> Result<(), StepError> {
    let (needed, perhaps) = world.rights_asked()?;
    let (required, optional) = world.seen()?.rights_sent()?;
    check(perhaps.right_bits() != 0, "a request for more", "none")?;
    let more = beyond(&required, &needed);
    check(
        more.is_empty(),
        "no other rights as required ones",
        more.join(", "),
    )?;
    let less = beyond(&perhaps, &optional);
    check(
        less.is_empty(),
        "the others as optional ones",
        less.join(", "),
    )
}

#[then("the eID server asks for no right beyond its certificate")]
fn certified(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.rights_are_certified()
}

#[then("the card is to compare its last day with today")]
fn validity(world: &mut CardWorld) -> Result<(), StepError> {
    let today = world.stage()?.ambient.today();
    world.seen()?.validity_is_of(today)
}

#[when("the request of the connector grows by address and nationality")]
fn asks_more(world: &mut CardWorld) -> Result<(), StepError> {
    world.request_more(&["CurrentAddress", "Nationality"])
}
