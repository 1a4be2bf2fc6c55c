//! What a careless shell does with an answer after the role has given it.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Response as Answer, StatusCode};
use web::{Form, Request, Response};

use super::ShellFault;

/// What a PAOS message says that refuses.
const ERROR: &[u8] = b"/resultmajor#error";

/// Whether the role refuses: by its status, or within a message of PAOS.
pub(super) fn refuses(response: &Response) -> bool {
    let said = || response.body().windows(ERROR.len()).any(|w| w == ERROR);
    response.status().is_client_error() || (is(response, "xml") && said())
}

/// The answer with one fault.
pub(super) fn spoil(fault: ShellFault, request: &Request, response: Response) -> Response {
    match fault {
        ShellFault::PathIgnored => called_ok(response, StatusCode::NOT_FOUND),
        ShellFault::MethodIgnored => called_ok(response, StatusCode::METHOD_NOT_ALLOWED),
        ShellFault::EchoesMarkup => with_echo(request, response),
        ShellFault::SplitsHeaders => with_split_headers(request, response),
        ShellFault::LetsScriptsRun => {
            let policy = "script-src * 'unsafe-inline'; frame-ancestors 'none'";
            with(response, CONTENT_SECURITY_POLICY, policy)
        }
        ShellFault::LetsItselfBeFramed => with(
            response,
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors *",
        ),
        ShellFault::LetsTypesBeGuessed => with(response, X_CONTENT_TYPE_OPTIONS, "sniff"),
        ShellFault::LetsPagesBeKept => with(response, CACHE_CONTROL, "public, max-age=3600"),
        ShellFault::CookiesForScripts => with_cookies(response, "HttpOnly"),
        ShellFault::CookiesForOtherSites => with_cookies(response, "SameSite"),
        _ => response,
    }
}

fn is(response: &Response, kind: &str) -> bool {
    let said = response.headers().get(CONTENT_TYPE);
    said.and_then(|said| said.to_str().ok())
        .is_some_and(|said| said.contains(kind))
}

fn called_ok(mut response: Response, status: StatusCode) -> Response {
    if response.status() == status {
        *response.status_mut() = StatusCode::OK;
    }
    response
}

fn with(mut response: Response, name: HeaderName, value: &'static str) -> Response {
    let value = HeaderValue::from_static(value);
    response.headers_mut().insert(name, value);
    response
}

fn parameters(request: &Request) -> Vec<(String, String)> {
    let (query, body) = (Form::query(request), Form::body(request));
    [query.pairs(), body.pairs()].concat()
}

fn with_echo(request: &Request, response: Response) -> Response {
    if !is(&response, "html") {
        return response;
    }
    let echo: String = parameters(request)
        .iter()
        .map(|(name, value)| format!("<p>{name}: {value}</p>"))
        .collect();
    let (parts, body) = response.into_parts();
    let page = String::from_utf8_lossy(&body);
    Answer::from_parts(parts, format!("{page}{echo}").into())
}

/// `Name: value` on a line of its own in a parameter.
fn with_split_headers(request: &Request, mut response: Response) -> Response {
    for (_, value) in parameters(request) {
        let lines = value.split(['\r', '\n']).skip(1);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let parsed = (
                name.trim().parse::<HeaderName>(),
                value.trim().parse::<HeaderValue>(),
            );
            if let (Ok(name), Ok(value)) = parsed {
                response.headers_mut().append(name, value);
            }
        }
    }
    response
}

/// Every cookie without an attribute.
fn with_cookies(mut response: Response, attribute: &str) -> Response {
    let cookies = response.headers().get_all(SET_COOKIE).iter();
    let cookies: Vec<_> = cookies
        .filter_map(|cookie| {
            let parts = cookie.to_str().ok()?.split("; ");
            let rest: Vec<_> = parts.filter(|part| !part.starts_with(attribute)).collect();
            rest.join("; ").parse::<HeaderValue>().ok()
        })
        .collect();
    response.headers_mut().remove(SET_COOKIE);
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
