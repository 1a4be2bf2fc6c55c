//! What every answer gets, whether it leaves over a socket or in process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, StatusCode};

use crate::{Language, Refusal, Request, Response, Service};

/// Headers of every answer that does not say otherwise. The referrer names the origin only: addresses carry tokens.
const DEFAULTS: [(HeaderName, &str); 4] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "strict-origin"),
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// Lets the service answer, and dresses the answer. HEAD is asked as GET.
pub(crate) fn answer(service: &dyn Service, mut request: Request) -> Response {
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    dress(answer_or_page(service, &request))
}

/// The service's answer, or a page if it panics. The panic itself goes to the program's panic hook.
pub(crate) fn answer_or_page(service: &dyn Service, request: &Request) -> Response {
    // A service that breaks in the middle of a request keeps serving the others: its locks ignore poison.
    catch_unwind(AssertUnwindSafe(|| service.respond(request)))
        .unwrap_or_else(|_| refusal(request, StatusCode::INTERNAL_SERVER_ERROR))
}

/// The answer with the headers that it lacks.
pub(crate) fn dress(mut response: Response) -> Response {
    for (name, value) in DEFAULTS {
        let entry = response.headers_mut().entry(name);
        entry.or_insert(HeaderValue::from_static(value));
    }
    response
}

/// A page for what the shell itself refuses.
pub(crate) fn refusal(request: &Request, status: StatusCode) -> Response {
    let language = Language::of(request);
    dress(Refusal::of_status(language, status).respond())
}
