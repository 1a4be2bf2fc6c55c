//! At the portal and at the service: what is on offer, and where a login ends.

use conformance_harness::StepError;
use cucumber::{then, when};

use super::same;
use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::{Party, Way};

#[when("the citizen comes to the portal's list of countries")]
fn countries(world: &mut CardWorld) -> Result<(), StepError> {
    world.begin_login(Way::Saml)?;
    let page = world.browser()?.press_value("means", "eidas");
    page.map(drop).map_err(unanswered)
}

/// By its button, or, where there is none, by somebody who writes the form.
#[when(expr = "the citizen chooses the country {word}")]
fn chooses(world: &mut CardWorld, country: String) -> Result<(), StepError> {
    let browser = world.browser()?;
    let page = match browser.press_value("country", &country) {
        Err(browser::BrowserError::NoButton { .. }) => {
            browser.submit(0, &[("country", country.as_str())])
        }
        Err(error) => return Err(unanswered(error)),
        Ok(_) => return Ok(()),
    };
    page.map(drop).map_err(unanswered)
}

#[when("the citizen cancels at the portal")]
fn cancels(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.browser()?.press_value("cancel", "1");
    page.map(drop).map_err(unanswered)
}

#[when("the citizen comes to the portal's menu")]
fn menu(world: &mut CardWorld) -> Result<(), StepError> {
    world.begin_login(Way::Saml)
}

#[then(regex = "^the portal (offers|does not offer) the identification of another country$")]
fn offers(world: &mut CardWorld, whether: String) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    let page = world.page()?;
    if !page.url().starts_with(&origin) || page.status() != 200 {
        return Err(StepError::expected("the portal's menu", where_it_is(page)));
    }
    let offered = !page.select("button[name=means][value=eidas]").is_empty();
    match (offered, whether.as_str()) {
        (true, "offers") | (false, "does not offer") => Ok(()),
        (true, _) => Err(StepError::expected("a menu without it", "it is offered")),
        (false, _) => Err(StepError::expected("it on the menu", "a menu without it")),
    }
}

#[then(expr = "the list has the country {word}")]
fn lists(world: &mut CardWorld, country: String) -> Result<(), StepError> {
    let page = world.page()?;
    let button = format!("button[name=country][value={country}]");
    if page.select(&button).is_empty() {
        return Err(StepError::expected(country, where_it_is(page)));
    }
    Ok(())
}

/// A page of the portal that is no refusal, with a code for what is not to be had.
#[then(expr = "the portal shows the code {word}")]
fn shows_code(world: &mut CardWorld, code: String) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    let page = world.page()?;
    if page.url().starts_with(&origin) && page.rule() == Some(code.as_str()) {
        return Ok(());
    }
    Err(StepError::expected(code, where_it_is(page)))
}

#[then(regex = "^the portal (names|does not name) the digital key$")]
fn digital_key(world: &mut CardWorld, whether: String) -> Result<(), StepError> {
    let named = world.page()?.text().contains("digital key");
    let said = if named { "names" } else { "does not name" };
    same(whether, said)
}

#[then("the portal says that there is no road yet")]
fn no_road(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    let page = world.page()?;
    let back = !page.select("button[name=back]").is_empty();
    let choice = !page.select("button[name=country]").is_empty();
    if page.url().starts_with(&origin) && back && !choice {
        return Ok(());
    }
    let expected = "a page of the portal that leads back";
    Err(StepError::expected(expected, where_it_is(page)))
}

#[then(expr = "the service has the level {int}")]
fn has_level(world: &mut CardWorld, level: usize) -> Result<(), StepError> {
    let shown = world.page()?.select("#level").concat();
    if shown.is_empty() {
        return Err(StepError::expected(level, where_it_is(world.page()?)));
    }
    same(level, shown)
}

/// The German way is the card alone: nothing on the way speaks of the card in a telephone.
#[then("no page on the way offers a Smart-eID")]
fn no_smart_eid(world: &mut CardWorld) -> Result<(), StepError> {
    let messages = world.site()?.messages();
    let offering = messages.iter().find(|message| {
        let body = String::from_utf8_lossy(&message.response_body).to_lowercase();
        body.contains("smart-eid") || body.contains("smarteid")
    });
    match offering {
        None => Ok(()),
        Some(message) => Err(StepError::expected(
            "pages without it",
            format!("{} {}", message.method, message.url),
        )),
    }
}
