//! Why the person got no further.

use web::FetchError;

/// An action that the browser could not carry out. A page with an error status is a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// No answer.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// An address that is none, relative to the page.
    #[error("{url:?} is no address on page {page}")]
    Url {
        /// What was to be opened.
        url: String,
        /// The page that it stands on.
        page: String,
    },
    /// An address for another program.
    #[error("{0:?} is not for a browser")]
    Scheme(String),
    /// The page has no such link.
    #[error("no link {words:?} on page {page}, only {links:?}")]
    NoLink {
        /// What was looked for.
        words: String,
        /// The page.
        page: String,
        /// The words of its links.
        links: Vec<String>,
    },
    /// The page has no such button.
    #[error("no button {words:?} on page {page}, only {buttons:?}")]
    NoButton {
        /// What was looked for.
        words: String,
        /// The page.
        page: String,
        /// The words of its buttons.
        buttons: Vec<String>,
    },
    /// The page has fewer forms.
    #[error("page {page} has {forms} forms, none of number {form}")]
    NoForm {
        /// The number, from 0.
        form: usize,
        /// The page.
        page: String,
        /// How many it has.
        forms: usize,
    },
    /// The page has no such field.
    #[error("no field {field:?} on page {page}, only {fields:?}")]
    NoField {
        /// What was looked for.
        field: String,
        /// The page.
        page: String,
        /// The names of its fields.
        fields: Vec<String>,
    },
    /// A choice that the field does not offer.
    #[error("{field:?} offers {options:?} and not {value:?}")]
    NoOption {
        /// The field's name.
        field: String,
        /// What was to be chosen.
        value: String,
        /// What can be chosen.
        options: Vec<String>,
    },
    /// The page's policy forbids where its form goes, or is redirected to.
    #[error("the page's policy `form-action {policy}` forbids {url}")]
    Policy {
        /// The sources of the policy.
        policy: String,
        /// Where the form would have gone.
        url: String,
    },
    /// Redirects and forms without end.
    #[error("no page after {most} hops, next would be {next}")]
    TooManyHops {
        /// The most that are made.
        most: usize,
        /// Where it would have gone on.
        next: String,
    },
    /// There is no request to go on with.
    #[error("there is no request to go on with")]
    NothingPending,
}
