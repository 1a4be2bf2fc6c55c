//! What the European eIDAS node calls Redirect: a form with the method GET, whose field is the base64 of the whole
//! signed message. It has neither compression nor a signature in the query, and does not interoperate with
//! [`crate::redirect`].

use xml::Limits;

use crate::binding::{BindingError, Carried, MessageKind, post};

/// The fields of the form.
#[must_use]
pub fn fields(kind: MessageKind, xml: &str, relay_state: Option<&str>) -> Vec<(String, String)> {
    post::fields(kind, xml, relay_state)
}

/// Reads a query. Of a repeated parameter the last value counts.
///
/// # Errors
///
/// When there is no message, or it cannot be read.
pub fn read(query: &str, limits: &Limits) -> Result<Carried, BindingError> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    post::read(
        pairs
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref())),
        limits,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{fields, read};
    use crate::binding::MessageKind;
    use xml::Limits;

    #[test]
    fn a_query_brings_the_text_back() {
        let fields = fields(MessageKind::Request, "<a>~~~>></a>", None);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&fields)
            .finish();
        let carried = read(&query, &Limits::SAML).unwrap();
        assert_eq!(
            (carried.text.as_str(), carried.kind),
            ("<a>~~~>></a>", MessageKind::Request)
        );
    }
}
