//! The pages of the portal: languages, means, and forms that somebody else wrote.

use browser::{Browser, BrowserError};
use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::{Party, Way};

#[given(expr = "the citizen's browser asks for pages in {word}")]
fn speaks(world: &mut CardWorld, languages: String) -> Result<(), StepError> {
    world.browser()?;
    let browser: Browser = world.take_kept("a browser")?;
    world.keep(browser.languages(&languages));
    Ok(())
}

#[when(expr = "the citizen chooses the language {word}")]
fn chooses_language(world: &mut CardWorld, language: String) -> Result<(), StepError> {
    let page = world.browser()?.follow_to(&format!("lang={language}"));
    page.map(drop).map_err(unanswered)
}

#[when(regex = "^the citizen begins another login with (SAML|OpenID Connect)$")]
fn begins(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    world.begin_login(way)
}

#[then(expr = "the portal's page is in {word}")]
fn page_in(world: &mut CardWorld, language: String) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    let page = world.page()?;
    if !page.url().starts_with(&origin) || page.status() != 200 {
        return Err(StepError::expected(
            "a page of the portal",
            where_it_is(page),
        ));
    }
    match page.language() {
        Some(seen) if seen == language => Ok(()),
        seen => Err(StepError::expected(language, format!("{seen:?}"))),
    }
}

#[then(expr = "the portal's page can be had in {word}, {word}, {word} and {word}")]
fn links(
    world: &mut CardWorld,
    one: String,
    two: String,
    three: String,
    four: String,
) -> Result<(), StepError> {
    let page = world.page()?;
    for language in [one, two, three, four] {
        page.link_to(&format!("lang={language}"))
            .map_err(|error| StepError::requirement(error.to_string()))?;
    }
    Ok(())
}

#[then(regex = "^the portal offers exactly (.+)$")]
fn offers(world: &mut CardWorld, means: String) -> Result<(), StepError> {
    let page = world.page()?;
    let buttons = page.forms().iter().flat_map(|form| &form.buttons);
    let offered: Vec<&str> = buttons
        .filter(|button| button.name.as_deref() == Some("means"))
        .map(|button| button.value.as_str())
        .collect();
    let offered = offered.join(", ");
    if offered == means {
        return Ok(());
    }
    let seen = format!("{offered:?} at {}", where_it_is(page));
    Err(StepError::expected(means, seen))
}

/// By its button, or, where there is none, by somebody who writes the form.
#[when(expr = "the citizen chooses the means {word}")]
fn chooses_means(world: &mut CardWorld, means: String) -> Result<(), StepError> {
    let browser = world.browser()?;
    match browser.press_value("means", &means) {
        Ok(_) => Ok(()),
        Err(BrowserError::NoButton { .. }) => browser
            .submit(0, &[("means", means.as_str())])
            .map(drop)
            .map_err(unanswered),
        Err(error) => Err(unanswered(error)),
    }
}

/// What a page of somebody else can make the browser send: it does not know what stands in the portal's own form.
#[when("somebody else's page sends the form of the menu")]
fn foreign_form(world: &mut CardWorld) -> Result<(), StepError> {
    let browser = world.browser()?;
    let form = browser.page().form(0).map_err(unanswered)?;
    let hidden: Vec<String> = form.fields.iter().map(|field| field.name.clone()).collect();
    let mut fields: Vec<(&str, &str)> = hidden
        .iter()
        .map(|name| (name.as_str(), "somebody-else"))
        .collect();
    fields.push(("means", "eidas"));
    browser.submit(0, &fields).map(drop).map_err(unanswered)
}
