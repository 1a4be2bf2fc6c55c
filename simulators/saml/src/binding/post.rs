//! HTTP POST: a form whose field is the base64 of the message. `[SAML Bindings §3.5]`

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xml::Limits;

use crate::binding::{BindingError, Carried, MessageKind, decode_text};

/// The value of the form field.
#[must_use]
pub fn encode(xml: &str) -> String {
    STANDARD.encode(xml)
}

/// The text of a message from the value of its form field. Line breaks in the base64 are passed over.
///
/// # Errors
///
/// When the value is no base64, too long, or no text.
pub fn decode(field: &str, limits: &Limits) -> Result<String, BindingError> {
    decode_text(field, "message", limits)
}

/// The fields of the form that carries a message.
#[must_use]
pub fn fields(kind: MessageKind, xml: &str, relay_state: Option<&str>) -> Vec<(String, String)> {
    let mut fields = vec![(kind.parameter().to_owned(), encode(xml))];
    if let Some(state) = relay_state {
        fields.push(("RelayState".to_owned(), state.to_owned()));
    }
    fields
}

/// Reads the fields of a form. Of a repeated field the last value counts, as in the eIDAS node; a request beside a
/// response is refused.
///
/// # Errors
///
/// When there is no message, or it cannot be read.
pub fn read<'a>(
    fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    limits: &Limits,
) -> Result<Carried, BindingError> {
    let (mut request, mut response, mut relay_state) = (None, None, None);
    for (name, value) in fields {
        match name {
            "SAMLRequest" => request = Some(value),
            "SAMLResponse" => response = Some(value),
            "RelayState" => relay_state = Some(value.to_owned()),
            _ => {}
        }
    }
    let (kind, value) = match (request, response) {
        (None, None) => return Err(BindingError::Missing),
        (Some(_), Some(_)) => return Err(BindingError::Repeated("SAMLResponse")),
        (Some(value), None) => (MessageKind::Request, value),
        (None, Some(value)) => (MessageKind::Response, value),
    };
    Ok(Carried {
        kind,
        text: decode_text(value, kind.parameter(), limits)?,
        relay_state,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{decode, encode, fields, read};
    use crate::binding::{BindingError, MessageKind};
    use xml::Limits;

    #[test]
    fn a_form_brings_the_text_back() {
        let fields = fields(MessageKind::Response, "<a>ü</a>", Some("state"));
        let carried = read(
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())),
            &Limits::SAML,
        )
        .unwrap();
        assert_eq!(carried.text, "<a>ü</a>");
        assert_eq!(carried.kind, MessageKind::Response);
        assert_eq!(carried.relay_state.as_deref(), Some("state"));
    }

    #[test]
    fn line_breaks_in_base64_are_passed_over() {
        assert_eq!(decode("PGEv\r\nPg==\n", &Limits::SAML).unwrap(), "<a/>");
    }

    #[test]
    fn base64_is_strict_otherwise() {
        for field in ["PGEvPg", "PGEvPg= =", "PGEv-Pg==", "PGEvPh==", "PGEv Pg=="] {
            assert!(
                matches!(
                    decode(field, &Limits::SAML),
                    Err(BindingError::Base64 { .. })
                ),
                "{field}"
            );
        }
    }

    #[test]
    fn a_message_of_one_byte_too_many_is_refused() {
        let (limit, text) = (Limits::SAML.bytes, |n| encode(&"x".repeat(n)));
        assert!(decode(&text(limit), &Limits::SAML).is_ok());
        assert_eq!(
            decode(&text(limit + 1), &Limits::SAML),
            Err(BindingError::Size { limit })
        );
    }

    #[test]
    fn of_a_repeated_field_the_last_value_counts() {
        let (a, b) = (encode("<a/>"), encode("<b/>"));
        let carried = read(
            [("SAMLRequest", a.as_str()), ("SAMLRequest", b.as_str())],
            &Limits::SAML,
        );
        assert_eq!(carried.unwrap().text, "<b/>");
        let both = read(
            [("SAMLRequest", a.as_str()), ("SAMLResponse", b.as_str())],
            &Limits::SAML,
        );
        assert!(matches!(both, Err(BindingError::Repeated(_))));
        assert_eq!(read([], &Limits::SAML), Err(BindingError::Missing));
    }
}
