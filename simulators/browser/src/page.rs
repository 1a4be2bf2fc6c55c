//! A page as a person or a screen reader takes it in.

mod form;
mod read;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use scraper::Selector;
use web::Response;

use crate::BrowserError;
use crate::navigation::join;
use crate::policy::FormAction;

pub use form::{Button, Control, Field, PageForm};

/// Most tags that are looked at; markup with more is shown as text. Parsing takes the square of the depth.
const MOST_TAGS: usize = 20_000;

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its words, or its label for screen readers.
    pub words: String,
    /// Where it leads, absolute.
    pub href: String,
}

/// A page, read to the end.
#[derive(Clone, Debug)]
pub struct Page {
    status: StatusCode,
    url: String,
    headers: HeaderMap,
    html: String,
    content: Content,
    form_action: FormAction,
}

/// What was read out of the markup.
#[derive(Clone, Debug, Default)]
struct Content {
    language: Option<String>,
    title: String,
    heading: String,
    text: String,
    base: String,
    links: Vec<Link>,
    forms: Vec<PageForm>,
    codes: Vec<String>,
}

impl Page {
    pub(crate) fn blank() -> Self {
        Self {
            status: StatusCode::OK,
            url: "about:blank".into(),
            headers: HeaderMap::new(),
            html: String::new(),
            content: Content::default(),
            form_action: FormAction::anywhere(),
        }
    }

    pub(crate) fn read(url: &str, response: &Response) -> Self {
        let html = String::from_utf8_lossy(response.body()).into_owned();
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok());
        let is_html = kind.is_none_or(|kind| kind.contains("html"))
            && html.bytes().filter(|byte| *byte == b'<').count() <= MOST_TAGS;
        let content = if is_html {
            read::content(url, &html)
        } else {
            Content {
                text: html.clone(),
                base: url.to_owned(),
                ..Content::default()
            }
        };
        Self {
            status: response.status(),
            url: url.to_owned(),
            headers: response.headers().clone(),
            html,
            content,
            form_action: FormAction::of(url, response),
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A header of the answer.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The whole markup; or the whole text, if it is not HTML.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The language that the document says it is in.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.content.language.as_deref()
    }

    /// The title of the document.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.content.title
    }

    /// The first `h1`.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.content.heading
    }

    /// What can be read on it, without hidden parts; one line for each block, single spaces.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// Whether these words can be read on it, in one block.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The code of a refusal: the first `code` with the class `rule`.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.content.codes.first().map(String::as_str)
    }

    /// The links, in their order.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.content.links
    }

    /// The forms, in their order.
    #[must_use]
    pub fn forms(&self) -> &[PageForm] {
        &self.content.forms
    }

    /// The texts of the elements that a CSS selector names; none if the selector is none.
    #[must_use]
    pub fn select(&self, selector: &str) -> Vec<String> {
        match Selector::parse(selector) {
            Ok(parsed) if read::may_match(&self.html, selector) => {
                read::select(&self.html, &parsed)
            }
            _ => Vec::new(),
        }
    }

    /// A form, counted from 0.
    ///
    /// # Errors
    ///
    /// When there are fewer.
    pub fn form(&self, number: usize) -> Result<&PageForm, BrowserError> {
        let forms = self.forms();
        forms.get(number).ok_or_else(|| BrowserError::NoForm {
            form: number,
            page: self.url.clone(),
            forms: forms.len(),
        })
    }

    /// The link with these words; a part of them is enough if only one link has it.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn link(&self, words: &str) -> Result<&Link, BrowserError> {
        one(self.links(), words, |link| &link.words).ok_or_else(|| self.no_link(words))
    }

    /// The first link whose address contains this text.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn link_to(&self, part: &str) -> Result<&Link, BrowserError> {
        let mut links = self.links().iter();
        links
            .find(|link| link.href.contains(part))
            .ok_or_else(|| self.no_link(part))
    }

    pub(crate) fn button(&self, words: &str) -> Result<(&PageForm, &Button), BrowserError> {
        let buttons: Vec<_> = self.buttons().collect();
        one(&buttons, words, |(_, button)| &button.words)
            .copied()
            .ok_or_else(|| self.no_button(words))
    }

    pub(crate) fn button_of(
        &self,
        name: &str,
        value: &str,
    ) -> Result<(&PageForm, &Button), BrowserError> {
        self.buttons()
            .find(|(_, button)| button.name.as_deref() == Some(name) && button.value == value)
            .ok_or_else(|| self.no_button(&format!("{name}={value}")))
    }

    /// The form that a script of the page would send: one that says so, or the only one of a page whose script sends.
    pub(crate) fn auto_form(&self) -> Option<&PageForm> {
        self.forms().iter().find(|form| form.auto)
    }

    pub(crate) const fn form_action(&self) -> &FormAction {
        &self.form_action
    }

    pub(crate) fn resolve(&self, url: &str) -> Result<String, BrowserError> {
        join(&self.content.base, url)
    }

    pub(crate) fn fill(&mut self, field: &str, value: &str) -> Result<(), BrowserError> {
        let fields = self.fields_called(field, |control| *control != Control::Checkbox)?;
        form::fill(fields, field, value)
    }

    pub(crate) fn tick(&mut self, field: &str, on: bool) -> Result<(), BrowserError> {
        let boxes = self.fields_called(field, |control| *control == Control::Checkbox)?;
        for field in boxes {
            field.checked = on;
        }
        Ok(())
    }

    /// The fields of the first form that has any with this name, `name=value` or label.
    fn fields_called(
        &mut self,
        name: &str,
        fits: impl Fn(&Control) -> bool,
    ) -> Result<Vec<&mut Field>, BrowserError> {
        let called =
            |field: &Field| fits(&field.control) && !field.disabled && field.is_called(name);
        let forms = self.content.forms.iter();
        let Some(place) = forms
            .clone()
            .position(|form| form.fields.iter().any(&called))
        else {
            let fields = forms.flat_map(|form| &form.fields);
            return Err(BrowserError::NoField {
                field: name.to_owned(),
                page: self.url.clone(),
                fields: fields.map(|field| field.name.clone()).collect(),
            });
        };
        let form = self.content.forms.get_mut(place);
        let fields = form.into_iter().flat_map(|form| &mut form.fields);
        Ok(fields.filter(|field| called(field)).collect())
    }

    fn buttons(&self) -> impl Iterator<Item = (&PageForm, &Button)> {
        let forms = self.forms().iter();
        forms.flat_map(|form| form.buttons.iter().map(move |button| (form, button)))
    }

    fn no_link(&self, words: &str) -> BrowserError {
        BrowserError::NoLink {
            words: words.to_owned(),
            page: self.url.clone(),
            links: self.links().iter().map(|link| link.words.clone()).collect(),
        }
    }

    fn no_button(&self, words: &str) -> BrowserError {
        BrowserError::NoButton {
            words: words.to_owned(),
            page: self.url.clone(),
            buttons: self
                .buttons()
                .map(|(_, button)| button.words.clone())
                .collect(),
        }
    }
}

/// The first with exactly these words, or the only one that contains them.
fn one<'a, T>(of: &'a [T], words: &str, words_of: impl Fn(&T) -> &String) -> Option<&'a T> {
    if let Some(exact) = of.iter().find(|item| words_of(item) == words) {
        return Some(exact);
    }
    let mut partly = of.iter().filter(|item| words_of(item).contains(words));
    partly.next().filter(|_| partly.next().is_none())
}

#[cfg(test)]
mod tests;
