//! The service at the end of the road: the reference's own, or somebody else's in its seat.
//!
//! Of somebody else's service only three things are known: where a login starts, where answers arrive, and what a person
//! who is logged in sees. Codes and words of its pages are its own.

use std::sync::Arc;

use browser::{Browser, BrowserError, Page};
use conformance_harness::seat::Seat;
use conformance_harness::{Site, StepError, site::role};

use super::citizen::{unanswered, where_it_is};
use super::words::{Party, Way};
use crate::CardWorld;

/// What only somebody who is logged in sees at the reference's own service.
const CARD: &str = "/card";
/// Where the reference's own service takes codes.
const CALLBACK: &str = "/oidc/callback";

/// The address that starts a login.
///
/// # Errors
///
/// When there is no service.
pub(super) fn login_address(site: &Arc<dyn Site>, way: Way) -> Result<String, String> {
    match site.seat() {
        Some(seat) => Ok(seat.login.clone()),
        None => Ok(format!("{}{}", own(site)?, way.start())),
    }
}

/// Where answers of the portal arrive.
///
/// # Errors
///
/// When there is no service.
pub(super) fn inbox(site: &Arc<dyn Site>, way: Way) -> Result<String, String> {
    let path = match way {
        Way::Saml => Party::RelyingParty.inbox(),
        Way::Oidc => CALLBACK,
    };
    match site.seat() {
        Some(seat) => Ok(seat.inbox.clone()),
        None => Ok(format!("{}{path}", own(site)?)),
    }
}

/// Whether the service has a session for this browser. The browser itself stays where it is.
///
/// # Errors
///
/// When the service does not answer.
pub(super) fn knows(site: &Arc<dyn Site>, browser: &Browser) -> Result<bool, BrowserError> {
    let mut look = browser.clone();
    match site.seat() {
        Some(seat) => look.open(&seat.inside.url).map(|page| sees(seat, page)),
        None => {
            let card = format!("{}{CARD}", own(site).unwrap_or_default());
            look.open(&card).map(is_card)
        }
    }
}

fn own(site: &Arc<dyn Site>) -> Result<String, String> {
    let origin = site.origin(role::RELYING_PARTY);
    origin.ok_or_else(|| "there is no relying party".to_owned())
}

/// Whoever was sent to another place is not inside, whatever it looks like there.
fn sees(seat: &Seat, page: &Page) -> bool {
    let there = |url: &str| url.split("/").take(3).collect::<Vec<_>>().join("/");
    let stayed = there(page.url()) == there(&seat.inside.url);
    stayed && seat.inside.is_seen(page.status().as_u16(), page.html())
}

/// Whether this is the page of the reference that only somebody who is logged in sees.
fn is_card(page: &Page) -> bool {
    page.status() == 200 && !page.select("#identifier").is_empty()
}

/// The service, for the citizen.
impl CardWorld {
    /// The service of somebody else; nothing in the reference.
    ///
    /// # Errors
    ///
    /// When there is no site.
    pub fn seat(&self) -> Result<Option<Seat>, StepError> {
        Ok(self.site()?.seat().cloned())
    }

    /// Where messages of a login arrive at a party.
    ///
    /// # Errors
    ///
    /// When the site has no such party.
    pub fn inbox(&self, party: Party, way: Way) -> Result<String, StepError> {
        match party {
            Party::RelyingParty => inbox(&self.site()?, way).map_err(StepError::precondition),
            other => Ok(format!("{}{}", self.origin(other)?, other.inbox())),
        }
    }

    /// Whether the relying party has a session for this browser.
    ///
    /// # Errors
    ///
    /// When the relying party does not answer.
    pub fn is_logged_in(&mut self) -> Result<bool, StepError> {
        self.browser()?;
        let browser = self.kept::<Browser>("a browser")?;
        knows(&self.site()?, browser).map_err(|error| self.unanswered(error))
    }

    /// What the page shows that somebody who is logged in sees.
    ///
    /// # Errors
    ///
    /// When the service does not answer, or nothing is known of its pages.
    pub fn shown_inside(&mut self) -> Result<Vec<(String, bool)>, StepError> {
        let Some(inside) = self.seat()?.map(|seat| seat.inside) else {
            return Ok(Vec::new());
        };
        if inside.shows.is_empty() {
            return Err(StepError::precondition(
                "target.inside.shows names no text, so nobody can tell whether the right person is shown",
            ));
        }
        let mut look = self.browser()?.clone();
        let page = look.open(&inside.url);
        let page = page.map_err(|error| self.unanswered(error))?;
        let shown = |text: String| {
            let is_there = page.html().contains(&text) || page.says(&text);
            (text, is_there)
        };
        Ok(inside.shows.into_iter().map(shown).collect())
    }

    /// A party that did not answer is lost. Of somebody else's service nobody can tell more when its pages have no end.
    #[must_use]
    pub fn unanswered(&self, error: BrowserError) -> StepError {
        match (error, self.seat()) {
            (error @ BrowserError::Fetch(_), _) | (error, Ok(None) | Err(_)) => unanswered(error),
            (error, Ok(Some(seat))) => {
                StepError::precondition(format!("{} cannot be followed: {error}", seat.name))
            }
        }
    }

    /// Whether the message has come to the relying party, whatever it made of it.
    ///
    /// # Errors
    ///
    /// When the browser never was there.
    pub fn has_arrived(&self) -> Result<(), StepError> {
        let Some(seat) = self.seat()? else {
            return Ok(());
        };
        let browser = self.kept::<Browser>("a browser")?;
        let mut visits = browser.history().iter();
        if visits.any(|visit| visit.navigation.url.starts_with(&seat.inbox)) {
            return Ok(());
        }
        let seen = where_it_is(browser.page());
        Err(StepError::precondition(format!(
            "no answer of the portal came to {}: it ends at {seen}",
            seat.inbox
        )))
    }
}
