//! Bad and good requests of a connector into the German middleware.

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::citizen::where_it_is;

#[when(regex = "^the connector's request comes (.+)$")]
fn altered(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.alter_request(&words)
}

#[when(regex = "^the connector's request is signed (.+)$")]
fn signed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.sign_request(&words)
}

#[when(regex = "^the text of the connector's request comes (.+)$")]
fn text(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.alter_request_text(&words)
}

#[when("the connector's request arrives twice")]
fn twice(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_request_twice()
}

#[when("the connector's request arrives without its field")]
fn without_field(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?.without("SAMLRequest");
    world.deliver(message)
}

#[when("the connector's request arrives in letters that are no base64")]
fn no_base64(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?.field("SAMLRequest", "%%% no base64 %%%");
    world.deliver(message)
}

/// A page of the middleware with status 400 and this word.
#[then(expr = "the middleware answers 400 with {word}")]
fn answers(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let origin = world.origin(Party::Middleware)?;
    let page = world.page()?;
    let here = page.url().starts_with(&origin) && page.status().as_u16() == 400;
    if here && page.rule() == Some(&word) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("status 400 with {word}"),
        where_it_is(page),
    ))
}
