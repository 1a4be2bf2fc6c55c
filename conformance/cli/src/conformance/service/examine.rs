//! The doctor at a service: whether it is there, starts a login at the portal, and shows nothing to strangers.

use ambient::{Date, UnixSeconds};
use conformance_harness::seat::{Claim, Protocol, Registration};
use conformance_plan::{PlannedRegistration, ServicePlan};
use url::{Host, Url};
use web::{FetchError, Response};

use super::visit::{Visit, Visitor};
use crate::conformance::doctor::Finding;

/// By how many seconds two clocks may differ.
const SKEW: i64 = 60;

type Findings = Vec<(&'static str, Finding)>;

/// What there is to say of a service.
pub(super) fn service(plan: &ServicePlan, visitor: &Visitor, now: UnixSeconds) -> Findings {
    let stop = |url: &Url| is_portal(plan, url) || is_request(url);
    match visitor.follow(&plan.login, stop) {
        Err(error) => vec![("service", unreachable(plan, "target.login", &error))],
        Ok(visit) => {
            let mut findings = vec![("login", login(plan, &visit))];
            findings.extend(
                visit
                    .answers
                    .first()
                    .map(|first| ("clock", clock(plan, first, now))),
            );
            findings.extend(
                request(plan, &visit.end)
                    .into_iter()
                    .map(|bad| ("request", bad)),
            );
            findings.push(("inside", inside(plan, visitor)));
            findings.extend(tls(plan));
            findings
        }
    }
}

fn unreachable(plan: &ServicePlan, key: &str, error: &FetchError) -> Finding {
    match error {
        FetchError::Tls { .. } => {
            let place = plan.place("target.tls.trust");
            Finding::Bad(format!(
                "{place}: the service's TLS is not trusted: {error}"
            ))
        }
        _ => Finding::Bad(format!(
            "{}: the service cannot be asked: {error}",
            plan.place(key)
        )),
    }
}

/// Whether an address is the portal's of the test. A service may call loopback by its name.
fn is_portal(plan: &ServicePlan, url: &Url) -> bool {
    let Ok(portal) = Url::parse(&format!("http://{}", plan.portal_listen)) else {
        return false;
    };
    let own = |host: &Option<Host<&str>>| match host {
        Some(Host::Domain(name)) => *name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unspecified(),
        None => false,
    };
    let (here, there) = (url.host(), portal.host());
    url.port_or_known_default() == portal.port_or_known_default()
        && (here == there || (own(&here) && own(&there)))
}

/// Whether an address carries a request to log somebody in.
fn is_request(url: &Url) -> bool {
    parameter(url, "SAMLRequest").is_some()
        || (parameter(url, "client_id").is_some() && parameter(url, "response_type").is_some())
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn login(plan: &ServicePlan, visit: &Visit) -> Finding {
    let portal = &plan.portal_listen;
    if is_portal(plan, &visit.end) {
        return Finding::Good(format!("{} leads to the portal at {portal}", plan.login));
    }
    let (status, page) = visit.page();
    let place = plan.place("target.login");
    if is_request(&visit.end) || page.contains("SAMLRequest") {
        let form = form_target(&page).filter(|_| !is_request(&visit.end));
        let there = form.and_then(|action| visit.end.join(&action).ok());
        let there = there.unwrap_or_else(|| visit.end.clone());
        if is_portal(plan, &there) {
            return Finding::Good(format!("{} leads to the portal by a form", plan.login));
        }
        let origin = there.origin().ascii_serialization();
        let place = plan.place("portal.listen");
        return Finding::Bad(format!(
            "{place}: the login leads to the identity provider at {origin} and not to {portal}; \
             tell your service of the portal, or write where it listens"
        ));
    }
    if visit
        .answers
        .last()
        .is_some_and(|last| last.status().is_redirection())
    {
        let count = visit.answers.len();
        return Finding::Bad(format!(
            "{place}: the login goes on after {count} redirects, at {}",
            visit.end
        ));
    }
    Finding::Bad(format!(
        "{place}: the login does not start: it ends at {} with status {status} and not at the portal ({portal})",
        visit.end
    ))
}

/// Where the first form of a page goes.
fn form_target(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("action=")?;
    let quote = rest
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let action = rest.split(quote).nth(1)?;
    Some(
        action
            .replace("&#x2F;", "/")
            .replace("&#47;", "/")
            .replace("&amp;", "&"),
    )
}

/// The request beside the plan.
fn request(plan: &ServicePlan, url: &Url) -> Vec<Finding> {
    let mut bad = Vec::new();
    let mut say =
        |key: &str, why: String| bad.push(Finding::Bad(format!("{}: {why}", plan.place(key))));
    let claimed = |claim: Claim| matches!(plan.claims.stated.get(&claim), Some((true, _)));
    if let PlannedRegistration::Oidc(Registration::Oidc {
        id, redirect_uris, ..
    }) = &plan.registration
    {
        if let Some(asked) = parameter(url, "redirect_uri")
            && !redirect_uris.contains(&asked)
        {
            say(
                "target.redirect-uri",
                format!("the service asks for answers at {asked}"),
            );
        }
        if let Some(asked) = parameter(url, "client_id")
            && asked != *id
        {
            say(
                "target.client-id",
                format!("the service calls itself {asked:?}"),
            );
        }
        if claimed(Claim::Pkce) && is_request(url) && parameter(url, "code_challenge").is_none() {
            say(
                "ics.pkce",
                "the request carries no code_challenge".to_owned(),
            );
        }
    }
    let unsigned = parameter(url, "SAMLRequest").is_some() && parameter(url, "Signature").is_none();
    if plan.protocol == Protocol::Saml && claimed(Claim::SignedRequests) && unsigned {
        say(
            "ics.signed-requests",
            "the request carries no Signature".to_owned(),
        );
    }
    bad
}

fn clock(plan: &ServicePlan, answer: &Response, now: UnixSeconds) -> Finding {
    let header = answer
        .headers()
        .get("date")
        .and_then(|date| date.to_str().ok());
    let Some(there) = header.and_then(http_date) else {
        return Finding::Note("the service does not tell its time (no Date header)".to_owned());
    };
    let skew = there.get() - now.get();
    if skew.abs() > SKEW {
        let place = plan.place("target.login");
        return Finding::Bad(format!(
            "{place}: the service's clock differs by {skew} s from this machine's; more than {SKEW} s makes good answers bad: set one of the clocks"
        ));
    }
    Finding::Good(format!("the service's clock differs by {skew} s"))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`. `[RFC 9110 §5.6.7]`
fn http_date(text: &str) -> Option<UnixSeconds> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_once(", ")?.1.split(' ');
    let day = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let year = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(str::parse::<i64>);
    let mut next = || clock.next()?.ok();
    let seconds = next()? * 3600 + next()? * 60 + next()?;
    let date = Date::new(year, u8::try_from(month).ok()?, day).ok()?;
    Some(date.midnight().plus(seconds))
}

/// A stranger must not see what only somebody who is logged in sees.
fn inside(plan: &ServicePlan, visitor: &Visitor) -> Finding {
    let stop = |url: &Url| is_portal(plan, url) || is_request(url);
    match visitor.follow(&plan.inside.url, stop) {
        Err(error) => unreachable(plan, "target.inside.url", &error),
        Ok(visit) if stop(&visit.end) => {
            Finding::Good("strangers are sent to the portal".to_owned())
        }
        Ok(visit) => {
            let (status, page) = visit.page();
            if !plan.inside.is_seen(status, &page) {
                return Finding::Good(format!("strangers see something else (status {status})"));
            }
            let key = if plan.inside.text.is_some() {
                "target.inside.text"
            } else {
                "target.inside.status"
            };
            Finding::Bad(format!(
                "{}: strangers see that page, too: name a text that only somebody who is logged in sees",
                plan.place(key)
            ))
        }
    }
}

fn tls(plan: &ServicePlan) -> Option<(&'static str, Finding)> {
    let unlooked = plan.login.starts_with("https:") && plan.trust.is_empty();
    let place = plan.place("target.tls.trust");
    unlooked.then(|| {
        let note = format!("{place}: is not written, so any certificate of the service is taken");
        ("tls", Finding::Note(note))
    })
}
