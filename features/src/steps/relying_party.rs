//! The relying party: what it takes from the portal, and how it asks.

mod asking;
mod callback;
mod forged;

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::portal::INJECTED;
use crate::road::{Party, Way};

use forged::Sent;

#[when(regex = "^the portal's response comes (.+)$")]
fn forged(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.forge_portal_response(&words)
}

#[when("the portal's response arrives twice")]
fn twice(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.keep(Sent(message.clone()));
    world.deliver(message.clone())?;
    world.deliver(message)
}

/// The other browser has begun a login of its own, so that the relying party knows it.
#[when("the portal's response arrives with another browser that has begun a login")]
fn other_browser(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.another_browser()?;
    world.begin_login(Way::Saml)?;
    world.deliver(message)
}

#[when("the portal's response arrives with a browser that the relying party does not know")]
fn fresh_browser(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.another_browser()?;
    world.deliver(message)
}

#[when("the portal's response arrives without RelayState at a browser that has not asked")]
fn unsolicited(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?.without("RelayState");
    world.another_browser()?;
    world.deliver(message)
}

/// The other browser's own login waits for its answer under its own state.
#[when("the portal's response arrives as the answer to the login of another browser")]
fn other_login(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.another_browser()?;
    world.log_in_up_to(Party::RelyingParty, Way::Saml)?;
    let state = world.pending()?.value("RelayState").unwrap_or_default();
    world.deliver(message.field("RelayState", &state))
}

#[when(regex = "^the portal's response arrives with (.+) as RelayState$")]
fn relay_state(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    const ELSEWHERE: &str = "https://attacker.example/card";
    const UNDER_OUR_SCHEME: &str = "//attacker.example/card";
    const SCRIPT: &str = "javascript://attacker.example/card";
    let long = "x".repeat(81);
    let (state, led) = match words.as_str() {
        "a word that nobody issued" => ("nobody-issued-this", ELSEWHERE),
        "the address of another site" => (ELSEWHERE, ELSEWHERE),
        "the address of another site without its scheme" => {
            (UNDER_OUR_SCHEME, "http://attacker.example/card")
        }
        "a script" => (SCRIPT, SCRIPT),
        "81 bytes" => (long.as_str(), ELSEWHERE),
        other => {
            return Err(StepError::precondition(format!(
                "no RelayState is called {other:?}"
            )));
        }
    };
    let message = world.pending()?.field("RelayState", state);
    world.browser()?.stop_before(led);
    world.deliver(message)
}

#[when("the citizen logs out at the relying party")]
fn logs_out(world: &mut CardWorld) -> Result<(), StepError> {
    if let Some(seat) = world.seat()? {
        let logout = seat
            .logout
            .ok_or_else(|| StepError::precondition("target.logout is not given"))?;
        let opened = world.browser()?.open(&logout).map(drop);
        return opened.map_err(|error| world.unanswered(error));
    }
    let card = format!("{}/card", world.origin(Party::RelyingParty)?);
    let browser = world.browser()?;
    browser.open(&card).map_err(unanswered)?;
    browser.submit(0, &[]).map(drop).map_err(unanswered)
}

/// A logout request of either protocol came to the portal.
#[then(regex = "^the portal was asked to end the session over (SAML|OpenID Connect)$")]
fn asked_to_end(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    let (address, field) = match way {
        Way::Saml => (world.logout_address(Party::Portal)?, "SAMLRequest="),
        Way::Oidc => {
            let address = world.discovery()?.end_session_endpoint;
            (address.unwrap_or_default(), "id_token_hint=")
        }
    };
    let messages = world.site()?.messages();
    let asked = messages.iter().any(|message| {
        let query = message.url.strip_prefix(&address);
        query.is_some_and(|query| query.contains(field))
    });
    if asked {
        return Ok(());
    }
    Err(StepError::expected(
        "a logout request at the portal",
        "none",
    ))
}

/// What the portal said is text, wherever it is shown.
#[then("the relying party takes the portal's words for text")]
fn words_are_text(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::RelyingParty)?;
    let page = world.page()?;
    let seen = page.select(INJECTED);
    if page.url().starts_with(&origin) && seen.is_empty() {
        return Ok(());
    }
    let seen = format!("{} with {seen:?}", where_it_is(page));
    Err(StepError::expected(
        "a page of the relying party without markup of others",
        seen,
    ))
}
