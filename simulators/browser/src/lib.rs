//! A browser without a screen: what a person does with pages, for tests and benches.
//!
//! It keeps cookies as browsers do, follows redirects, fills in and sends forms, passes messages on that travel in
//! forms which send themselves, and can be told to stop before a party so that a message can be looked at and changed.
//! It reads pages of any origin, with a real HTML parser. It runs no script and fetches nothing but pages.
//!
//! ```
//! use std::sync::Arc;
//! use browser::Browser;
//! use web::{InProcess, Language, Page, PostForm, Form, Request};
//!
//! let network = InProcess::new();
//! network.route("http://idp.test", Arc::new(|_: &Request| {
//!     let fields = Form::new().with("who", "LENE");
//!     PostForm::new(Language::En, "IdP", "http://shop.test/acs", fields).respond()
//! }));
//! network.route("http://shop.test", Arc::new(|request: &Request| {
//!     match Form::body(request).get("who") {
//!         Some(who) => Page::new(Language::En, "Shop", &format!("Hello {who}")).respond(),
//!         None => web::redirect("http://idp.test/login"),
//!     }
//! }));
//! let mut browser = Browser::new(network.client());
//! assert_eq!(browser.open("http://shop.test")?.heading(), "Hello LENE");
//!
//! // The same login, with a message that was changed on the way.
//! browser.stop_before("http://shop.test/acs");
//! browser.open("http://idp.test/login")?;
//! let message = browser.pending().cloned().ok_or(browser::BrowserError::NothingPending)?;
//! let forged = message.field("who", "EVE");
//! assert_eq!(browser.resume(forged)?.heading(), "Hello EVE");
//! # Ok::<(), browser::BrowserError>(())
//! ```

pub mod citizen;
mod error;
mod jar;
mod navigation;
mod page;
mod policy;

use std::fmt;
use std::sync::Arc;

use http::StatusCode;
use web::Fetch;

pub use error::BrowserError;
pub use navigation::Navigation;
pub use page::{Button, Control, Field, Link, Page, PageForm};

use jar::Jar;
use navigation::Stop;
use policy::FormAction;

/// Most requests for one action of the person: a login has about ten hops.
pub const MOST_HOPS: usize = 20;

/// A page or redirect that was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The request.
    pub navigation: Navigation,
    /// The status of the answer.
    pub status: StatusCode,
    /// Where a redirect led, as the answer has it.
    pub location: Option<String>,
}

/// A browser with one window. A clone goes on by itself with the same cookies and the same page.
#[derive(Clone)]
pub struct Browser {
    fetch: Arc<dyn Fetch>,
    jar: Jar,
    page: Page,
    history: Vec<Visit>,
    languages: String,
    auto: bool,
    stop: Option<Stop>,
    pending: Option<Navigation>,
}

impl Browser {
    /// A fresh browser: no cookies, an empty page, English, forms that send themselves are sent.
    #[must_use]
    pub fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self {
            fetch,
            jar: Jar::default(),
            page: Page::blank(),
            history: Vec::new(),
            languages: "en".into(),
            auto: true,
            stop: None,
            pending: None,
        }
    }

    /// The languages that it asks for, as the `Accept-Language` header has them: `de` or `nl, fr;q=0.5`.
    #[must_use]
    pub fn languages(mut self, accept_language: &str) -> Self {
        accept_language.clone_into(&mut self.languages);
        self
    }

    /// Whether forms that send themselves are sent. Without, the person presses their button.
    pub const fn auto(&mut self, auto: bool) {
        self.auto = auto;
    }

    /// Whether `SameSite` cookies stay at home when another site posts a form. Off at first: services of one world may
    /// have names that look like different sites, where loopback addresses are one.
    pub const fn same_site(&mut self, heeded: bool) {
        self.jar.heed_same_site(heeded);
    }

    /// Opens an absolute address, or one relative to the page.
    ///
    /// # Errors
    ///
    /// When there is no answer, or no end of redirects.
    pub fn open(&mut self, url: &str) -> Result<&Page, BrowserError> {
        let url = self.page.resolve(url)?;
        self.go(Navigation::get(url), FormAction::anywhere())
    }

    /// The page that is shown.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// Follows the link with these words; a part of them is enough if only one link has it.
    ///
    /// # Errors
    ///
    /// When there is no such link, and as [`Browser::open`].
    pub fn follow(&mut self, words: &str) -> Result<&Page, BrowserError> {
        let url = self.page.link(words)?.href.clone();
        self.open(&url)
    }

    /// Follows the first link whose address contains this text: works in every language.
    ///
    /// # Errors
    ///
    /// When there is no such link, and as [`Browser::open`].
    pub fn follow_to(&mut self, part: &str) -> Result<&Page, BrowserError> {
        let url = self.page.link_to(part)?.href.clone();
        self.open(&url)
    }

    /// Types a value into a field, chooses an option or a radio button. The field goes by its name or its label.
    ///
    /// # Errors
    ///
    /// When no form has the field, or it has no such option.
    pub fn fill(&mut self, field: &str, value: &str) -> Result<(), BrowserError> {
        self.page.fill(field, value)
    }

    /// Ticks a check box, which goes by its label, its name, or `name=value`.
    ///
    /// # Errors
    ///
    /// When no form has the box.
    pub fn tick(&mut self, field: &str) -> Result<(), BrowserError> {
        self.page.tick(field, true)
    }

    /// Clears a check box, which goes by its label, its name, or `name=value`.
    ///
    /// # Errors
    ///
    /// When no form has the box.
    pub fn untick(&mut self, field: &str) -> Result<(), BrowserError> {
        self.page.tick(field, false)
    }

    /// Presses the button with these words; a part of them is enough if only one button has it.
    ///
    /// # Errors
    ///
    /// When there is no such button, when the page's policy forbids where the form goes, and as [`Browser::open`].
    pub fn press(&mut self, words: &str) -> Result<&Page, BrowserError> {
        let (form, button) = self.page.button(words)?;
        let navigation = form.press(button)?;
        self.send(navigation)
    }

    /// Presses the button with this name and value: works in every language.
    ///
    /// # Errors
    ///
    /// When there is no such button, and as [`Browser::press`].
    pub fn press_value(&mut self, name: &str, value: &str) -> Result<&Page, BrowserError> {
        let (form, button) = self.page.button_of(name, value)?;
        let navigation = form.press(button)?;
        self.send(navigation)
    }

    /// Sends a form, counted from 0, with its fields as they are but for these, which may be new ones or take the place
    /// of all values of their name.
    ///
    /// # Errors
    ///
    /// When there is no such form, and as [`Browser::press`].
    pub fn submit(&mut self, form: usize, fields: &[(&str, &str)]) -> Result<&Page, BrowserError> {
        let form = self.page.form(form)?;
        let navigation = form.submit()?.fields_replaced(fields);
        self.send(navigation)
    }

    /// Sends any request, as a person with tools of their own would; cookies included.
    ///
    /// # Errors
    ///
    /// As [`Browser::open`].
    pub fn request(&mut self, navigation: Navigation) -> Result<&Page, BrowserError> {
        self.go(navigation, FormAction::anywhere())
    }

    /// Sends the last request once more: the reload button.
    ///
    /// # Errors
    ///
    /// When nothing was sent yet, and as [`Browser::open`].
    pub fn reload(&mut self) -> Result<&Page, BrowserError> {
        let last = self.history.last().ok_or(BrowserError::NothingPending)?;
        let last = last.navigation.clone();
        self.go(last, FormAction::anywhere())
    }

    /// Stops once before a request to this origin, or to this address with any query. The page stays; the request is
    /// [`Browser::pending`].
    pub fn stop_before(&mut self, url: &str) {
        self.stop = Some(Stop::at(url));
    }

    /// The request that the browser stopped before.
    #[must_use]
    pub const fn pending(&self) -> Option<&Navigation> {
        self.pending.as_ref()
    }

    /// Goes on with a request, which may be the pending one, changed or not.
    ///
    /// # Errors
    ///
    /// As [`Browser::open`].
    pub fn resume(&mut self, navigation: Navigation) -> Result<&Page, BrowserError> {
        self.go(navigation, FormAction::anywhere())
    }

    /// Everything visited, redirects included, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Visit] {
        &self.history
    }

    /// The value of a cookie that would be sent to an address.
    #[must_use]
    pub fn cookie(&self, url: &str, name: &str) -> Option<String> {
        self.jar.value(url, name)
    }

    /// Sets a cookie for the host of an address, as somebody does who plants a session.
    pub fn set_cookie(&mut self, url: &str, name: &str, value: &str) {
        self.jar.store(url, &format!("{name}={value}; Path=/"));
    }

    /// Forgets every cookie.
    pub fn forget_cookies(&mut self) {
        self.jar.clear();
    }

    fn send(&mut self, navigation: Navigation) -> Result<&Page, BrowserError> {
        let policy = self.page.form_action().clone();
        self.go(navigation, policy)
    }

    /// Goes from hop to hop until a page stands still.
    fn go(&mut self, start: Navigation, policy: FormAction) -> Result<&Page, BrowserError> {
        self.pending = None;
        let (mut next, mut policy) = (start, policy);
        for _ in 0..MOST_HOPS {
            policy.check(&next.url)?;
            if self.stop.as_ref().is_some_and(|stop| stop.holds(&next.url)) {
                self.stop = None;
                self.pending = Some(next);
                return Ok(&self.page);
            }
            let (response, location) = self.exchange(&next)?;
            if let Some(location) = location {
                next = next.redirected(response.status(), &location)?;
                continue;
            }
            self.page = Page::read(&next.url, &response);
            let Some(form) = self.page.auto_form().filter(|_| self.auto) else {
                return Ok(&self.page);
            };
            next = form.submit()?;
            policy = self.page.form_action().clone();
        }
        Err(BrowserError::TooManyHops {
            most: MOST_HOPS,
            next: next.url,
        })
    }

    /// One request and its answer, with where the answer redirects to.
    fn exchange(
        &mut self,
        navigation: &Navigation,
    ) -> Result<(web::Response, Option<String>), BrowserError> {
        let cookies = self.jar.header(navigation);
        let request = navigation.request(&self.languages, cookies)?;
        let response = self.fetch.fetch(request)?;
        self.jar.take(&navigation.url, &response);
        let location = navigation::location(&response);
        self.history.push(Visit {
            navigation: navigation.clone(),
            status: response.status(),
            location: location.clone(),
        });
        Ok((response, location))
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("url", &self.page.url())
            .field("status", &self.page.status())
            .field("title", &self.page.title())
            .field("pending", &self.pending.as_ref().map(|next| &next.url))
            .finish_non_exhaustive()
    }
}
