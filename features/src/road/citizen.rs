//! A citizen in front of a browser.

use std::sync::Arc;

use browser::citizen::{Citizen, Journey};
use browser::{Browser, BrowserError, Navigation, Page};
use conformance_harness::seat::Protocol;
use conformance_harness::{Order, Secrets, Site, StepError};

use super::words::{Party, Way};
use super::{network, service};
use crate::CardWorld;

/// The order that makes a site as it was when it was opened.
fn as_it_was() -> Order {
    Order::Other {
        name: "reset".to_owned(),
        value: String::new(),
    }
}

/// A citizen who knows these secrets.
///
/// # Errors
///
/// When one is not known.
fn citizen(secrets: &Secrets) -> Result<Citizen, StepError> {
    let known = |secret: &Option<String>, word: &str| {
        let missing = || StepError::precondition(format!("the {word} is not known"));
        secret.clone().ok_or_else(missing)
    };
    Ok(Citizen::new(
        &known(&secrets.pin, "PIN")?,
        &known(&secrets.can, "CAN")?,
        &known(&secrets.puk, "PUK")?,
    ))
}

/// Logs in once in a fresh browser, on a site that is made as it was before. Says in words what went wrong.
///
/// # Errors
///
/// When nobody is logged in at the end.
pub fn good_login(site: &Arc<dyn Site>, secrets: &Secrets) -> Result<(), String> {
    fn said(error: impl std::fmt::Display) -> String {
        error.to_string()
    }
    site.control(as_it_was()).map_err(said)?;
    let mut browser = Browser::new(network::client().map_err(said)?);
    let way = way_of(site);
    let mut citizen = citizen(secrets).map_err(said)?;
    citizen.ends_at = Some(service::inbox(site, way)?);
    browser
        .open(&service::login_address(site, way)?)
        .map_err(said)?;
    citizen.go_on(&mut browser).map_err(said)?;
    if service::knows(site, &browser).map_err(said)? {
        Ok(())
    } else {
        Err(format!(
            "a good login ends at {}",
            where_it_is(browser.page())
        ))
    }
}

/// How the service at the end of the road speaks to the portal.
fn way_of(site: &Arc<dyn Site>) -> Way {
    match site.seat().map(|seat| seat.protocol) {
        Some(Protocol::Oidc) => Way::Oidc,
        _ => Way::Saml,
    }
}

/// Page and heading, for error texts.
#[must_use]
pub fn where_it_is(page: &Page) -> String {
    let rule = page.rule().unwrap_or("no code");
    let heading = page.heading();
    format!("{} {} ({heading}; {rule})", page.status(), page.url())
}

/// A party that did not answer is lost, everything else is what the page made of it.
#[must_use]
pub fn unanswered(error: BrowserError) -> StepError {
    match error {
        BrowserError::Fetch(error) => {
            conformance_harness::ConnectionLost::new(error.to_string()).into()
        }
        other => StepError::requirement(other.to_string()),
    }
}

/// Moves of the citizen.
impl CardWorld {
    /// Where a party listens.
    ///
    /// # Errors
    ///
    /// When the site has no such party.
    pub fn origin(&self, party: Party) -> Result<String, StepError> {
        let origin = self.site()?.origin(party.role());
        let missing = || StepError::precondition(format!("the site has no {party:?}"));
        origin.ok_or_else(missing)
    }

    /// The citizen's browser, fresh at first.
    ///
    /// # Errors
    ///
    /// When the machine has no threads left.
    pub fn browser(&mut self) -> Result<&mut Browser, StepError> {
        if self.try_kept::<Browser>().is_none() {
            self.keep(Browser::new(network::client()?));
        }
        self.kept_mut("a browser")
    }

    /// Another browser takes its place.
    ///
    /// # Errors
    ///
    /// When the machine has no threads left.
    pub fn another_browser(&mut self) -> Result<&mut Browser, StepError> {
        self.keep(Browser::new(network::client()?));
        self.browser()
    }

    /// The page that the citizen sees.
    ///
    /// # Errors
    ///
    /// When there is no browser yet.
    pub fn page(&self) -> Result<&Page, StepError> {
        Ok(self.kept::<Browser>("a browser")?.page())
    }

    /// What the citizen knows and wants: all secrets of the card on the reader, and to log in. May be changed.
    ///
    /// # Errors
    ///
    /// When secrets are missing.
    pub fn citizen(&mut self) -> Result<&mut Citizen, StepError> {
        if self.try_kept::<Citizen>().is_none() {
            let citizen = citizen(&self.secrets()?)?;
            self.keep(citizen);
        }
        self.kept_mut("a citizen")
    }

    /// Opens the relying party and presses its login.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn begin_login(&mut self, way: Way) -> Result<(), StepError> {
        let url = service::login_address(&self.site()?, way).map_err(StepError::precondition)?;
        let inbox = self.inbox(Party::RelyingParty, way)?;
        self.citizen()?.ends_at = Some(inbox);
        let opened = self.browser()?.open(&url).map(drop);
        opened.map_err(|error| self.unanswered(error))
    }

    /// Goes on from the page that is there, until nothing more is to be done or the browser stops before a message.
    ///
    /// # Errors
    ///
    /// When a party does not answer, or there is no end of pages.
    pub fn go_on(&mut self) -> Result<(), StepError> {
        let citizen = self.citizen()?.clone();
        let journey = citizen.go_on(self.browser()?);
        let journey = journey.map_err(|error| self.unanswered(error))?;
        let mut whole = self.take_kept::<Journey>("a journey").unwrap_or_default();
        whole.headings.extend(journey.headings);
        whole.places.extend(journey.places);
        whole.pins += journey.pins;
        whole.tries = journey.tries.or(whole.tries);
        self.keep(whole);
        Ok(())
    }

    /// The whole login.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn log_in(&mut self, way: Way) -> Result<(), StepError> {
        self.begin_login(way)?;
        self.go_on()
    }

    /// A login that stops before the message to a party.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn log_in_up_to(&mut self, party: Party, way: Way) -> Result<(), StepError> {
        let inbox = self.inbox(party, way)?;
        self.browser()?.stop_before(&inbox);
        self.log_in(way)?;
        match self.browser()?.pending() {
            Some(_) => Ok(()),
            None => {
                let seen = where_it_is(self.page()?);
                Err(StepError::precondition(format!(
                    "the login does not reach the {party:?}: it ends at {seen}"
                )))
            }
        }
    }

    /// The message that the browser stopped before.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn pending(&self) -> Result<Navigation, StepError> {
        let pending = self.kept::<Browser>("a browser")?.pending().cloned();
        pending.ok_or_else(|| StepError::precondition("the browser holds no message"))
    }

    /// Delivers a message, and goes on from there as the citizen would: not when it was the last one of a login, since
    /// whoever is sent away then does not begin anew.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver(&mut self, message: Navigation) -> Result<(), StepError> {
        let end = self.citizen()?.ends_at.clone();
        let is_last = end.is_some_and(|end| message.url.starts_with(&end));
        let resumed = self.browser()?.resume(message).map(drop);
        resumed.map_err(|error| self.unanswered(error))?;
        if is_last {
            return Ok(());
        }
        self.go_on()
    }
}
