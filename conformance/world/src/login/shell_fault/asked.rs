//! What a careless shell does with a request before the role sees it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Uri;
use http::header::CONTENT_TYPE;
use web::{Form, Request};

/// The first parameter that is an address.
pub(super) fn address(request: &Request) -> Option<String> {
    let (query, body) = (Form::query(request), Form::body(request));
    let mut values = query.pairs().iter().chain(body.pairs());
    values
        .find(|(_, value)| web::origin(value).is_some())
        .map(|(_, value)| value.clone())
}

/// Of every parameter the first one, in query and body.
pub(super) fn keep_the_first(request: &mut Request) {
    let query = request.uri().query().map(first_of_each);
    if let Some(query) = query {
        let address = format!("{}?{query}", request.uri().path());
        set_address(request, &address);
    }
    if is_form(request) {
        let body = String::from_utf8_lossy(request.body());
        let body = first_of_each(&body);
        *request.body_mut() = body.into();
    }
}

fn set_address(request: &mut Request, address: &str) {
    // Cannot fail: fewer characters of what was an address before.
    if let Ok(uri) = address.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// As it is written: a signature covers the characters.
fn first_of_each(encoded: &str) -> String {
    let mut names = Vec::new();
    let pairs = encoded.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let first = !names.contains(&name);
        names.push(name);
        first
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded")
}

/// Takes document types out of SAML messages and of bodies that are documents.
pub(super) fn read_over_document_type(request: &mut Request) {
    if !is_form(request) {
        let text = String::from_utf8_lossy(request.body());
        let text = without_document_type(&text);
        *request.body_mut() = text.into();
        return;
    }
    let form = Form::body(request);
    let pairs = form.pairs().iter().map(|(name, value)| {
        let value = match name.as_str() {
            "SAMLRequest" | "SAMLResponse" => opened(value).unwrap_or_else(|| value.clone()),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    let form: Form = pairs.collect();
    *request.body_mut() = form.encode().into();
}

fn opened(field: &str) -> Option<String> {
    let text = String::from_utf8(STANDARD.decode(field).ok()?).ok()?;
    Some(STANDARD.encode(without_document_type(&text)))
}

/// The document with the entities of its document type in their places.
fn without_document_type(text: &str) -> String {
    let Some((before, rest)) = text.split_once("<!DOCTYPE") else {
        return text.to_owned();
    };
    let (declared, after) = match rest.split_once("]>") {
        Some(parts) => parts,
        None => rest.split_once('>').unwrap_or((rest, "")),
    };
    let mut whole = format!("{before}{after}");
    for entity in declared.split("<!ENTITY ").skip(1) {
        let mut words = entity.splitn(3, ['"', '\'']);
        let name = words.next().unwrap_or_default().trim();
        let value = words.next().unwrap_or_default();
        whole = whole.replace(&format!("&{name};"), value);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{first_of_each, without_document_type};

    #[test]
    fn the_first_stays_as_it_is_written() {
        assert_eq!(first_of_each("a=%20&b=1&a=2&c"), "a=%20&b=1&c");
    }

    #[test]
    fn entities_are_put_in() {
        let text = "<!DOCTYPE r [<!ENTITY a \"x\">]><r>&a;</r>";
        assert_eq!(without_document_type(text), "<r>x</r>");
        assert_eq!(without_document_type("<!DOCTYPE r><r/>"), "<r/>");
        assert_eq!(without_document_type("<r/>"), "<r/>");
    }
}
