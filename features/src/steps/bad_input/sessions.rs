//! Sessions: of another browser, planted by a stranger, left alone for too long.

use browser::{Browser, Navigation};
use conformance_harness::StepError;
use cucumber::{given, then, when};
use web::Form;

use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::{Party, Way};

/// The browser of a stranger.
struct Stranger(Browser);

/// The cookie by which the portal knows a browser.
const COOKIE: &str = "csam";

/// The stranger begins a login of his own, and what he is known by lands in the citizen's browser.
#[given("a stranger has planted his session at the portal in the citizen's browser")]
fn planted(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::Portal)?;
    world.begin_login(Way::Saml)?;
    let stranger = world.browser()?.clone();
    let value = stranger.cookie(&origin, COOKIE);
    let value = value.ok_or_else(|| StepError::precondition("the stranger has no session"))?;
    world.keep(Stranger(stranger));
    world.another_browser()?.set_cookie(&origin, COOKIE, &value);
    Ok(())
}

/// The page of sessions that may be ended.
#[then("the stranger sees no session at the portal")]
fn sees_nothing(world: &mut CardWorld) -> Result<(), StepError> {
    let url = format!("{}/fas/XUI/logout", world.origin(Party::Portal)?);
    let Stranger(stranger) = world.kept_mut("a stranger")?;
    let page = stranger.open(&url).map_err(unanswered)?;
    match page.forms().is_empty() {
        true => Ok(()),
        false => Err(StepError::expected("no session", where_it_is(page))),
    }
}

#[given("a login that stands at the portal's menu")]
fn at_menu(world: &mut CardWorld) -> Result<(), StepError> {
    world.begin_login(Way::Saml)?;
    standing(world, "button[name=means]")
}

#[given("the citizen waits at the eID client")]
fn at_client(world: &mut CardWorld) -> Result<(), StepError> {
    world.log_in_up_to(Party::EidClient, Way::Saml)?;
    let call = world.pending()?;
    let page = world.browser()?.resume(call);
    page.map(drop).map_err(unanswered)?;
    standing(world, "button[name=do][value=grant]")
}

fn standing(world: &CardWorld, button: &str) -> Result<(), StepError> {
    let page = world.page()?;
    match page.select(button).is_empty() {
        false => Ok(()),
        true => Err(StepError::precondition(where_it_is(page))),
    }
}

#[when("the browser loads its page again")]
fn loads_again(world: &mut CardWorld) -> Result<(), StepError> {
    let page = world.browser()?.reload();
    page.map(drop).map_err(unanswered)
}

/// With the cookie of the citizen, and with what the stranger can guess.
#[when("the citizen sends a form that a stranger has made for the portal")]
fn forged_form(world: &mut CardWorld) -> Result<(), StepError> {
    let url = format!("{}/fas/XUI/", world.origin(Party::Portal)?);
    let form = Form::new().with("step", "0").with("means", "eidas");
    let post = Navigation::post(url, form);
    let page = world.browser()?.request(post);
    page.map(drop).map_err(unanswered)
}

#[when("the citizen sends a form that a stranger has made for the eID client")]
fn forged_decision(world: &mut CardWorld) -> Result<(), StepError> {
    let url = format!("{}/eID-Client/run", world.origin(Party::EidClient)?);
    let form = Form::new().with("run", "0").with("page", "1");
    let post = Navigation::post(url, form.with("do", "cancel"));
    let page = world.browser()?.request(post);
    page.map(drop).map_err(unanswered)
}
