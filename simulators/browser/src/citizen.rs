//! A citizen of Germany in front of the browser: finds the way from a service to its pages behind the login.
//!
//! Looks at one page after the other and does what the page asks for, as long as there is something to do: chooses the
//! recognised identification and the country in the portal's menu, starts the eID client, agrees, lays down the card,
//! enters PIN, CAN and PUK. What the citizen wants is in [`Citizen`]; what happened on the way is in [`Journey`].

use crate::{Browser, BrowserError, Page};

/// Most pages that a login has for a person.
const MOST_PAGES: usize = 24;

/// Where a citizen stops and cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The menu of means at the portal.
    Means,
    /// The countries at the portal.
    Countries,
    /// The page of the middleware that starts the eID client.
    Start,
    /// The rights that the eID client shows.
    Rights,
    /// The prompt for PIN, CAN or PUK.
    Secret,
    /// The request to lay down the card.
    Card,
    /// A page that says that this card will not do.
    Stuck,
    /// The request to set an own PIN.
    NewPin,
}

/// What a citizen knows and wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citizen {
    /// The country that is chosen.
    pub country: String,
    /// PINs in the order in which they are tried; the last one again and again.
    pub pins: Vec<String>,
    /// The card access number.
    pub can: String,
    /// The PUK.
    pub puk: String,
    /// The PIN that replaces a transport PIN.
    pub new_pin: Option<String>,
    /// Where the citizen cancels.
    pub cancels_at: Option<Place>,
    /// Whether optional rights are taken away.
    pub deselects: bool,
    /// The address that ends the journey, whatever it answers: whoever is sent away from there does not begin anew.
    pub ends_at: Option<String>,
}

/// How far a citizen came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// The headings of the pages on which something was done.
    pub headings: Vec<String>,
    /// Where something was done.
    pub places: Vec<Place>,
    /// How often a PIN was entered.
    pub pins: usize,
    /// What the last prompt said about remaining tries.
    pub tries: Option<String>,
}

impl Citizen {
    /// A citizen who knows all secrets and wants to log in.
    #[must_use]
    pub fn new(pin: &str, can: &str, puk: &str) -> Self {
        Self {
            country: "DE".into(),
            pins: vec![pin.into()],
            can: can.into(),
            puk: puk.into(),
            new_pin: None,
            cancels_at: None,
            deselects: false,
            ends_at: None,
        }
    }

    /// Goes on from the page at which the browser is, until there is nothing more to do there.
    ///
    /// # Errors
    ///
    /// When a page does not answer, or there is no end of pages.
    pub fn go_on(&self, browser: &mut Browser) -> Result<Journey, BrowserError> {
        let mut journey = Journey::default();
        let begun = browser.history().len();
        while let Some(place) = place(browser.page()) {
            if browser.pending().is_some() || self.is_at_the_end(browser, begun) {
                break;
            }
            if journey.places.len() >= MOST_PAGES {
                return Err(BrowserError::TooManyHops {
                    most: MOST_PAGES,
                    next: browser.page().url().to_owned(),
                });
            }
            journey.headings.push(browser.page().heading().to_owned());
            journey.places.push(place);
            if self.cancels_at == Some(place) {
                cancel(browser, place)?;
                break;
            }
            if !self.act(browser, place, &mut journey)? {
                break;
            }
        }
        Ok(journey)
    }

    /// Whether the browser was at the end since the journey began, with so many visits behind it.
    fn is_at_the_end(&self, browser: &Browser, begun: usize) -> bool {
        let Some(end) = &self.ends_at else {
            return false;
        };
        let mut visits = browser.history().iter().skip(begun);
        visits.any(|visit| visit.navigation.url.starts_with(end.as_str()))
    }

    /// Does what the page asks for; says whether there was something to do.
    fn act(
        &self,
        browser: &mut Browser,
        place: Place,
        journey: &mut Journey,
    ) -> Result<bool, BrowserError> {
        match place {
            Place::Means if !browser.page().select("[role=alert]").is_empty() => return Ok(false),
            Place::Means => browser.press_value("means", "eidas")?,
            Place::Countries => browser.press_value("country", &self.country)?,
            Place::Start => browser.follow_to("tcTokenURL=")?,
            Place::Rights => {
                if self.deselects {
                    Self::take_rights_away(browser)?;
                }
                browser.press_value("do", "grant")?
            }
            Place::Secret => return self.enter(browser, journey).map(|()| true),
            Place::NewPin => return self.set_pin(browser),
            Place::Card | Place::Stuck => return Ok(false),
        };
        Ok(true)
    }

    fn take_rights_away(browser: &mut Browser) -> Result<(), BrowserError> {
        let fields = browser.page().forms().iter().flat_map(|form| &form.fields);
        let ticked = fields.filter(|field| field.name == "right" && field.checked);
        let boxes: Vec<String> = ticked
            .map(|field| format!("right={}", field.value))
            .collect();
        boxes.iter().try_for_each(|name| browser.untick(name))
    }

    fn enter(&self, browser: &mut Browser, journey: &mut Journey) -> Result<(), BrowserError> {
        journey.tries = browser.page().select("#tries").into_iter().next();
        let label = browser.page().select("label[for=secret]").concat();
        let secret = if label.contains("CAN") {
            self.can.clone()
        } else if label.contains("PUK") {
            self.puk.clone()
        } else {
            let nth = journey.pins.min(self.pins.len().saturating_sub(1));
            journey.pins += 1;
            self.pins.get(nth).cloned().unwrap_or_default()
        };
        browser.fill("secret", &secret)?;
        browser.press_value("do", "enter")?;
        Ok(())
    }

    fn set_pin(&self, browser: &mut Browser) -> Result<bool, BrowserError> {
        let (Some(own), Some(letter)) = (&self.new_pin, self.pins.first()) else {
            return Ok(false);
        };
        for (field, value) in [("letter", letter), ("own", own), ("again", own)] {
            browser.fill(field, value)?;
        }
        browser.press_value("do", "set-pin")?;
        Ok(true)
    }
}

/// What kind of page this is, if a citizen can do something there.
fn place(page: &Page) -> Option<Place> {
    let has = |selector: &str| !page.select(selector).is_empty();
    // Links of the client's own pages repeat the address that they were opened with.
    if page.link_to("tcTokenURL=").is_ok() && !page.url().contains("tcTokenURL=") {
        return Some(Place::Start);
    }
    [
        ("button[name=means]", Place::Means),
        ("button[name=country]", Place::Countries),
        ("button[name=do][value=grant]", Place::Rights),
        ("input[name=secret]", Place::Secret),
        ("button[name=do][value=set-pin]", Place::NewPin),
        ("button.second[name=do][value=continue]", Place::Stuck),
        ("button[name=do][value=continue]", Place::Card),
    ]
    .into_iter()
    .find_map(|(selector, place)| has(selector).then_some(place))
}

fn cancel(browser: &mut Browser, place: Place) -> Result<(), BrowserError> {
    match place {
        Place::Means | Place::Countries => browser.press_value("cancel", "1")?,
        Place::Start => browser.submit(0, &[])?,
        _ => browser.press_value("do", "cancel")?,
    };
    Ok(())
}
