//! How a party refuses: a page with a status and a code, a line in its journal, and nobody gets any further.

use conformance_harness::StepError;
use cucumber::then;

use crate::CardWorld;
use crate::road::Party;
use crate::road::citizen::where_it_is;

/// The page is the party's own, with an error status, and shows the code. Somebody else's service has other codes.
#[then(regex = "^the (relying party|portal|connector|middleware|eID client) refuses with (.+)$")]
fn refuses_with(world: &mut CardWorld, party: Party, code: String) -> Result<(), StepError> {
    refuses(world, party)?;
    if party == Party::RelyingParty && world.seat()?.is_some() {
        return Ok(());
    }
    let page = world.page()?;
    match page.rule() {
        Some(rule) if rule == code => Ok(()),
        _ => Err(StepError::expected(
            format!("the code {code}"),
            where_it_is(page),
        )),
    }
}

/// The page is the party's own, with an error status. How somebody else's service says no is its own affair.
#[then(regex = "^the (relying party|portal|connector|middleware|eID client) refuses$")]
fn refuses(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    if party == Party::RelyingParty && world.seat()?.is_some() {
        return world.has_arrived();
    }
    let origin = world.origin(party)?;
    let page = world.page()?;
    if page.url().starts_with(&origin) && (400..600).contains(&page.status().as_u16()) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("an error page of the {party:?}"),
        where_it_is(page),
    ))
}

/// The login came back to the portal's menu, which says that it failed.
#[then("the portal says that the login failed")]
fn says_failed(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    let page = world.page()?;
    let alert = !page.select("[role=alert]").is_empty();
    if page.url().starts_with(&origin) && alert {
        return Ok(());
    }
    Err(StepError::expected(
        "the portal's menu with a message",
        where_it_is(page),
    ))
}

/// The status that the middleware gave, as the portal shows it: a top-level code and perhaps a second one.
#[then(expr = "the portal shows the status {word}")]
fn shows_status(world: &mut CardWorld, status: String) -> Result<(), StepError> {
    let page = world.page()?;
    let shown = page.select("[role=alert] code");
    if shown
        .iter()
        .any(|code| code.rsplit(':').next() == Some(&status))
    {
        return Ok(());
    }
    Err(StepError::expected(
        format!("the status {status}"),
        format!("{} with {shown:?}", where_it_is(page)),
    ))
}

/// A line of the party's journal names the rule.
#[then(
    regex = "^the journal of the (relying party|portal|connector|middleware|eID client) names (.+)$"
)]
fn names(world: &mut CardWorld, party: Party, rule: String) -> Result<(), StepError> {
    let journal = world.site()?.journal();
    if journal
        .iter()
        .any(|line| line.contains(party.role()) && line.contains(&rule))
    {
        return Ok(());
    }
    Err(StepError::expected(
        format!("a line that names {rule}"),
        journal.last().cloned().unwrap_or_else(|| "no line".into()),
    ))
}
