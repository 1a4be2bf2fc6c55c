//! Name and version of the client. `[TR-03124-1 §2.2.1.2]`

use http::StatusCode;
use web::Response;

use crate::PRODUCT;

const FACTS: [(&str, &str); 7] = [
    ("Implementation-Title", PRODUCT),
    ("Implementation-Vendor", ""),
    ("Implementation-Version", env!("CARGO_PKG_VERSION")),
    ("Name", PRODUCT),
    ("Specification-Title", "TR-03124"),
    (
        "Specification-Vendor",
        "Federal Office for Information Security",
    ),
    ("Specification-Version", "1.4"),
];

/// Lines, or JSON if that is asked for.
pub(super) fn answer(form: Option<&str>) -> Response {
    if form.is_some_and(|form| form.eq_ignore_ascii_case("json")) {
        // Debug of these texts is their JSON: they have no character that would be escaped otherwise.
        let members: Vec<_> = FACTS
            .iter()
            .map(|(key, value)| format!("{key:?}:{value:?}"))
            .collect();
        return web::json(StatusCode::OK, format!("{{{}}}", members.join(",")));
    }
    let lines: String = FACTS
        .iter()
        .map(|(key, value)| format!("{key}: {value}\n"))
        .collect();
    web::text(StatusCode::OK, lines)
}
