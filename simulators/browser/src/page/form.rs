//! A form, as it is filled in and sent. [HTML §4.10.21]

use http::Method;
use web::Form;

use crate::navigation::{join, with_query};
use crate::{BrowserError, Navigation};

/// A form of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageForm {
    /// The page that it stands on.
    pub(super) page: String,
    /// What relative addresses are relative to.
    pub(super) base: String,
    /// Its `id`.
    pub id: Option<String>,
    /// Where it goes, as the markup has it.
    pub action: String,
    /// GET or POST.
    pub method: Method,
    /// Whether a script of the page sends it.
    pub auto: bool,
    /// Its fields, filled in so far.
    pub fields: Vec<Field>,
    /// Its buttons.
    pub buttons: Vec<Button>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is.
    pub control: Control,
    /// Its value; for a choice among options the value of the chosen one.
    pub value: String,
    /// Whether a check box or radio button is on; true for every other field.
    pub checked: bool,
    /// Its label.
    pub label: String,
    /// The options of a `select`: value and words.
    pub options: Vec<(String, String)>,
    /// Whether it can be used.
    pub disabled: bool,
}

/// The kind of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// Not seen.
    Hidden,
    /// One line or more of text, of this type: `text`, `password`, `textarea`, `number`.
    Text(String),
    /// On or off.
    Checkbox,
    /// One of several with the same name.
    Radio,
    /// One of a list.
    Select,
}

/// A button that sends a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// Its words, or its label for screen readers.
    pub words: String,
    /// Its name, if it adds a field.
    pub name: Option<String>,
    /// The value of that field.
    pub value: String,
    /// Where the form goes instead.
    pub action: Option<String>,
    /// How the form goes instead.
    pub method: Option<Method>,
}

impl PageForm {
    /// The field of this name; of a group of radio buttons the one that is on.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        let named = || self.fields.iter().filter(|field| field.name == name);
        named()
            .find(|field| field.checked)
            .or_else(|| named().next())
    }

    /// The request that the form makes, without a button.
    ///
    /// # Errors
    ///
    /// When its action is no address.
    pub fn submit(&self) -> Result<Navigation, BrowserError> {
        self.send(&self.action, &self.method, self.successful())
    }

    /// The request that a button makes.
    ///
    /// # Errors
    ///
    /// When the action is no address.
    pub fn press(&self, button: &Button) -> Result<Navigation, BrowserError> {
        let fields = match &button.name {
            Some(name) => self.successful().with(name, &button.value),
            None => self.successful(),
        };
        let action = button.action.as_ref().unwrap_or(&self.action);
        let method = button.method.as_ref().unwrap_or(&self.method);
        self.send(action, method, fields)
    }

    /// The fields that are sent.
    fn successful(&self) -> Form {
        let sent = |field: &&Field| field.checked && !field.disabled && !field.name.is_empty();
        let fields = self.fields.iter().filter(sent);
        fields.map(|field| (&field.name, &field.value)).collect()
    }

    fn send(
        &self,
        action: &str,
        method: &Method,
        fields: Form,
    ) -> Result<Navigation, BrowserError> {
        // A form without an action goes to its own page, whatever the base is.
        let url = if action.trim().is_empty() {
            self.page.clone()
        } else {
            join(&self.base, action)?
        };
        let mut navigation = if *method == Method::POST {
            Navigation::post(url, fields)
        } else {
            Navigation::get(with_query(&url, &fields))
        };
        navigation.initiator = web::origin(&self.page);
        Ok(navigation)
    }
}

impl Field {
    /// Whether it goes by this name, `name=value` or label.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let by_value = name
            .split_once('=')
            .is_some_and(|(name, value)| self.name == name && self.value == value);
        self.name == name || self.label == name || by_value
    }
}

/// Fills in fields that go by one name: a text, a choice, or a group of radio buttons.
pub(super) fn fill(fields: Vec<&mut Field>, name: &str, value: &str) -> Result<(), BrowserError> {
    if fields.iter().any(|field| field.control == Control::Radio) {
        return choose(fields, name, value);
    }
    // Nobody can type into two fields at once.
    let Some(field) = fields.into_iter().next() else {
        return Ok(());
    };
    if field.control == Control::Select {
        let mut options = field.options.iter();
        let chosen = options.find(|(own, words)| own == value || words == value);
        let Some((chosen, _)) = chosen else {
            let options = field.options.iter().map(|(own, _)| own.clone()).collect();
            return Err(no_option(name, value, options));
        };
        field.value.clone_from(chosen);
        field.checked = true;
    } else {
        value.clone_into(&mut field.value);
    }
    Ok(())
}

fn choose(fields: Vec<&mut Field>, name: &str, value: &str) -> Result<(), BrowserError> {
    let fits = |field: &Field| field.value == value || field.label == value;
    if !fields.iter().any(|field| fits(field)) {
        let options = fields.iter().map(|field| field.value.clone()).collect();
        return Err(no_option(name, value, options));
    }
    for field in fields {
        field.checked = fits(field);
    }
    Ok(())
}

fn no_option(field: &str, value: &str, options: Vec<String>) -> BrowserError {
    BrowserError::NoOption {
        field: field.to_owned(),
        value: value.to_owned(),
        options,
    }
}
