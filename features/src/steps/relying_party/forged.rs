//! Responses that somebody has forged, and what a service makes of them.

use browser::{Browser, Navigation};
use conformance_harness::StepError;
use cucumber::{given, then};

use crate::CardWorld;
use crate::road::Party;
use crate::road::portal::FORGED;

/// The portal leaves the encryption to whoever changes the response.
#[given("a response of the portal on its way to the relying party")]
fn held(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_plain_response()
}

/// A service may take what was signed and leave the rest aside. It may not take anything else.
#[then("nobody is logged in as somebody else")]
fn nobody_else(world: &mut CardWorld) -> Result<(), StepError> {
    if !world.is_logged_in()? {
        return Ok(());
    }
    let mut look = world.browser()?.clone();
    let url = match world.seat()? {
        Some(seat) => seat.inside.url,
        None => format!("{}/card", world.origin(Party::RelyingParty)?),
    };
    let page = look.open(&url).map_err(|error| world.unanswered(error))?;
    if page.html().contains(FORGED) || page.says(FORGED) {
        return Err(StepError::expected(
            "nobody, or the person of the signed assertion",
            format!("somebody called {FORGED}"),
        ));
    }
    let shown = world.shown_inside()?;
    match shown.into_iter().find(|(_, is_there)| !is_there) {
        None => Ok(()),
        Some((text, _)) => Err(StepError::expected(
            format!("nobody, or a page with {text:?}"),
            "somebody else",
        )),
    }
}

/// A message that has been delivered.
pub(super) struct Sent(pub(super) Navigation);

/// The login was used up by the first delivery.
#[then("whoever sends it once more from another browser is not logged in")]
fn again(world: &mut CardWorld) -> Result<(), StepError> {
    let Sent(message) = world.take_kept("a message that was delivered")?;
    world.another_browser()?;
    world.deliver(message)?;
    if world.is_logged_in()? {
        return Err(StepError::expected("nobody logged in", "a session"));
    }
    Ok(())
}

/// Who signs only the response gives such a service less than it asks for; of others nothing can be asked.
#[given("the relying party wants assertions signed")]
fn wants_signed(world: &mut CardWorld) -> Result<(), StepError> {
    let entity = world.entity_of(Party::RelyingParty)?;
    let wants = entity
        .service_provider()
        .and_then(|service| service.want_assertions_signed);
    if wants == Some(true) {
        return Ok(());
    }
    Err(StepError::not_applicable(
        "the metadata do not say WantAssertionsSigned",
    ))
}

/// What leads to the script that was sent; scripts of the service's own are its own.
const SCRIPTED: &str = "[href^='javascript://attacker.example'], [action^='javascript://attacker.example'], \
                        [src^='javascript://attacker.example']";

/// The address in RelayState is nobody's business but the service's.
#[then("the browser is not led to another site")]
fn not_led(world: &mut CardWorld) -> Result<(), StepError> {
    let browser = world.kept::<Browser>("a browser")?;
    let held = browser.pending().map(|held| held.url.clone());
    if let Some(url) = held.filter(|url| !url.starts_with("http://127.0.0.1")) {
        return Err(StepError::expected("a page of the service", url));
    }
    match browser.page().select(SCRIPTED).as_slice() {
        [] => Ok(()),
        links => Err(StepError::expected(
            "a page without the script that was sent",
            format!("{links:?}"),
        )),
    }
}
