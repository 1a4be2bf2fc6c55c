//! The way back: which address the browser gets, and with which words. `[TR-03124-1 §2.7.4]`

use ambient::Ambient;
use rules::{Breach, Rule as _};

use super::run::Run;
use super::trouble::Problem;
use super::{Answer, Effect, Failure, Next, Phase, ServerAnswer, View, over};
use crate::{Fault, Rule};

/// Redirects that are followed on the way back.
const MAX_HOPS: u8 = 10;

/// What is found out on the way back.
#[derive(Debug)]
pub(super) enum Refresh {
    /// Who serves the origin of this address, which is the right one.
    Meeting { url: String },
    /// Where this address of another origin leads.
    Following { url: String, hops: u8 },
}

/// Turns back. Without a token there is no way back.
pub(super) fn begin(run: &mut Run) -> Next {
    let address = run.token.refresh_address.clone().unwrap_or_default();
    if !run.policy.rulebook.enforces(Rule::RefreshOrigin) {
        return found(run, &address);
    }
    follow(run, address, 0)
}

/// Either the address has the right origin, or it has to lead there.
fn follow(run: &mut Run, url: String, hops: u8) -> Next {
    if hops == 0 && is_home(run, &url) {
        return meet(run, url);
    }
    match require_https(run, &url) {
        Ok(()) => {
            let refresh = Refresh::Following {
                url: url.clone(),
                hops,
            };
            (Phase::Returning(refresh), Effect::Get(url))
        }
        Err(breach) => lost(run, &breach),
    }
}

/// Makes the acquaintance of the server of the address, unless that was done before.
fn meet(run: &mut Run, url: String) -> Next {
    if let Err(breach) = require_https(run, &url) {
        return lost(run, &breach);
    }
    let origin = web::origin(&url).unwrap_or_default();
    if run.servers.has(&origin) {
        return found(run, &url);
    }
    (
        Phase::Returning(Refresh::Meeting { url }),
        Effect::Meet(origin),
    )
}

/// Takes the answer of a server on the way.
pub(super) fn received(run: &mut Run, refresh: Refresh, answer: Answer, ambient: &Ambient) -> Next {
    let url = match &refresh {
        Refresh::Meeting { url } | Refresh::Following { url, .. } => url.clone(),
    };
    let checked = answer
        .map_err(|because| Breach::new(Rule::RefreshOrigin, because))
        .and_then(|answer| {
            run.meet(&url, answer.certificate.as_deref(), ambient.now())?;
            Ok(answer)
        });
    match (checked, refresh) {
        (Err(breach), _) => lost(run, &breach),
        (Ok(_), Refresh::Meeting { url }) => found(run, &url),
        (Ok(answer), Refresh::Following { url, hops }) => match target(&url, hops, &answer) {
            Err(breach) => lost(run, &breach),
            Ok(next) if is_home(run, &url) => meet(run, next),
            Ok(next) => follow(run, next, hops + 1),
        },
    }
}

/// Where a redirect leads.
fn target(url: &str, hops: u8, answer: &ServerAnswer) -> Result<String, Breach<Rule>> {
    let refuse = |because: String| Breach::new(Rule::RefreshOrigin, because);
    match (answer.status, &answer.location) {
        (302 | 303 | 307, Some(location)) if hops < MAX_HOPS => url::Url::parse(url)
            .and_then(|base| base.join(location))
            .map(String::from)
            .map_err(|error| refuse(format!("redirect to {location:?}: {error}"))),
        (status, _) => Err(refuse(format!(
            "{url} answered with status {status}, expected a redirect"
        ))),
    }
}

fn is_home(run: &Run, url: &str) -> bool {
    let origin = web::origin(url);
    origin.is_some() && origin == web::origin(run.subject_url())
}

fn require_https(run: &Run, url: &str) -> Result<(), Breach<Rule>> {
    let https = web::origin(url).is_some_and(|origin| origin.starts_with("https:"));
    run.policy.rulebook.require(Rule::RefreshHttps, https, || {
        format!("{url:?} on the way back is no https address")
    })
}

/// The address is known: the browser gets it with the result, after the user has read what went wrong.
fn found(run: &Run, url: &str) -> Next {
    let problem = run.trouble.as_ref().map(|trouble| trouble.problem.clone());
    let problem = problem.filter(|_| !run.has(Fault::AlwaysReportsOk));
    match problem {
        None => over(Effect::Redirect(with_result(url, None))),
        Some(problem) => {
            let url = with_result(url, Some(problem.word()));
            leave(problem, url)
        }
    }
}

fn leave(problem: Problem, url: String) -> Next {
    if !problem.needs_words() {
        return over(Effect::Redirect(url));
    }
    let view = View::Failed {
        problem: problem.clone(),
        to: url.clone(),
    };
    (Phase::Failed(problem, url), Effect::Show(Box::new(view)))
}

fn lost(run: &mut Run, breach: &Breach<Rule>) -> Next {
    run.note(breach.rule.name(), &breach.to_string());
    communication_error(run, breach.rule)
}

/// There is no way back: the address for that case, or an error of HTTP. `[TR-03124-1 §2.7.4.3]`
pub(super) fn communication_error(run: &mut Run, rule: Rule) -> Next {
    let before = run.trouble.as_ref().map(|trouble| &trouble.problem);
    let problem = before.cloned().unwrap_or(Problem::Refused(rule));
    let address = run.token.communication_error_address.as_deref();
    match address.filter(|address| web::origin(address).is_some()) {
        Some(address) => {
            let url = with_result(address, Some("communicationError"));
            leave(problem, url)
        }
        None => {
            // What the user is told is what came first.
            let rule = match problem {
                Problem::Refused(first) => first,
                _ => rule,
            };
            over(Effect::Fail(Failure { status: 400, rule }))
        }
    }
}

/// The address with the result behind its query.
fn with_result(url: &str, error: Option<&str>) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let separator = if url.contains('?') { '&' } else { '?' };
    match error {
        None => format!("{url}{separator}ResultMajor=ok{fragment}"),
        Some(word) => {
            format!("{url}{separator}ResultMajor=error&ResultMinor={word}{fragment}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_result;

    #[test]
    fn the_result_stands_behind_the_query_and_before_the_fragment() {
        assert_eq!(
            with_result("https://a/b", None),
            "https://a/b?ResultMajor=ok"
        );
        assert_eq!(
            with_result("https://a/b?c=d", None),
            "https://a/b?c=d&ResultMajor=ok"
        );
        assert_eq!(
            with_result("https://a/b?c#d", Some("clientError")),
            "https://a/b?c&ResultMajor=error&ResultMinor=clientError#d"
        );
    }
}
