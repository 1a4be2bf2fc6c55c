//! A message of either binding, before and after its signature was verified.

use xml::{Element, Limits, SignaturePolicy, Verified, Which};

use crate::redirect;

/// A message as the browser brought it.
#[derive(Clone, Copy, Debug)]
pub enum Incoming<'a> {
    /// The text of a form, with the signature inside.
    Post(&'a str),
    /// A query, with the signature beside the message.
    Redirect(&'a redirect::Incoming),
}

impl Incoming<'_> {
    /// The text of the message.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Post(text) => text,
            Self::Redirect(incoming) => &incoming.carried.text,
        }
    }

    /// The message as it is written, of which nothing is proven.
    pub(crate) fn unverified(&self) -> Result<Element, String> {
        xml::parse(self.text().as_bytes(), &Limits::SAML).map_err(|error| error.to_string())
    }

    /// The signed message.
    pub(crate) fn verified(
        &self,
        certificates: &[Vec<u8>],
        policy: &SignaturePolicy,
    ) -> Result<Element, String> {
        match self {
            Self::Post(text) => xml::verify(text, &Which::Root, certificates, policy)
                .map(Verified::into_element)
                .map_err(|error| error.to_string()),
            Self::Redirect(incoming) => {
                incoming
                    .verify(certificates, policy)
                    .map_err(|error| error.to_string())?;
                self.unverified()
            }
        }
    }
}
