//! The TC token: fetching it, and what must stand in it. `[TR-03124-1 §2.7.1]`

use ambient::Ambient;
use paos::{Message, StartPaos, TcToken, UserAgent, Version};
use rules::{Breach, Rule as _};

use super::conversation::Expected;
use super::run::Run;
use super::trouble::{Problem, Trouble};
use super::{Answer, Effect, Failure, Next, Phase, Stepped, over, refresh};
use crate::{Fault, Rule};

/// Redirects that are followed on the way to a token.
const MAX_HOPS: u8 = 10;

/// Fetches the token.
pub(super) fn begin(run: &mut Run) -> Next {
    let url = run.token_url.clone();
    fetch(run, url, 0)
}

fn fetch(run: &mut Run, url: String, hops: u8) -> Next {
    let https = run
        .policy
        .rulebook
        .require(Rule::TokenHttps, is_https(&url), || {
            format!("{url} is no https address")
        });
    match https {
        Ok(()) => (
            Phase::Token {
                url: url.clone(),
                hops,
            },
            Effect::Get(url),
        ),
        Err(breach) => fail(run, 400, &breach),
    }
}

/// Takes the answer of the service.
pub(super) fn received(
    run: &mut Run,
    url: &str,
    hops: u8,
    answer: Answer,
    ambient: &Ambient,
) -> Stepped {
    let answer = match answer {
        Ok(answer) => answer,
        Err(because) => return Ok(not_found(run, because)),
    };
    if let Err(breach) = run.meet(url, answer.certificate.as_deref(), ambient.now()) {
        return Ok(fail(run, 404, &breach));
    }
    match (answer.status, answer.location) {
        (302 | 303 | 307, Some(location)) if hops < MAX_HOPS => {
            match url::Url::parse(url).and_then(|base| base.join(&location)) {
                Ok(next) => Ok(fetch(run, next.into(), hops + 1)),
                Err(error) => Ok(not_found(run, format!("redirect to {location:?}: {error}"))),
            }
        }
        (200, _) => match TcToken::decode(&answer.body) {
            Ok(token) => open(run, token, ambient),
            Err(error) => Ok(not_found(run, error.to_string())),
        },
        (status, _) => Ok(not_found(
            run,
            format!("{url} answered with status {status}"),
        )),
    }
}

fn not_found(run: &mut Run, because: String) -> Next {
    fail(run, 404, &Breach::new(Rule::TokenFound, because))
}

fn fail(run: &mut Run, status: u16, breach: &Breach<Rule>) -> Next {
    run.note(breach.rule.name(), &breach.to_string());
    over(Effect::Fail(Failure {
        status,
        rule: breach.rule,
    }))
}

/// Begins the conversation that the token describes.
fn open(run: &mut Run, token: TcToken, ambient: &Ambient) -> Stepped {
    run.token = token;
    if let Err(breach) = check_way_back(run) {
        run.note(breach.rule.name(), &breach.to_string());
        return Ok(refresh::communication_error(run, breach.rule));
    }
    check_server(run)?;
    let session = run.token.session_identifier.clone().unwrap_or_default();
    let session = match run.has(Fault::StartsForeignSession) {
        true => "0".repeat(session.len()),
        false => session,
    };
    let agent = UserAgent {
        name: crate::PRODUCT.to_owned(),
        version: version(),
    };
    let effect = run.post(Message::StartPaos(StartPaos::new(session, agent)), ambient);
    Ok((Phase::Conversation(Expected::First), effect))
}

fn check_way_back(run: &Run) -> Result<(), Breach<Rule>> {
    let address = run.token.refresh_address.as_deref().unwrap_or_default();
    let book = &run.policy.rulebook;
    book.require(Rule::RefreshHttps, is_https(address), || {
        format!("refresh address {address:?} is no https address")
    })
}

fn check_server(run: &Run) -> Result<(), Trouble> {
    let book = &run.policy.rulebook;
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let server = text(&run.token.server_address);
    book.require(Rule::ServerHttps, is_https(&server), || {
        format!("server address {server:?} is no https address")
    })?;
    let session = text(&run.token.session_identifier);
    book.require(Rule::SessionNamed, !session.is_empty(), || {
        "no session identifier".to_owned()
    })?;
    let binding = text(&run.token.binding);
    book.require(Rule::Binding, binding == paos::BINDING, || {
        format!("binding {binding:?}, expected {:?}", paos::BINDING)
    })?;
    match &run.token.path_security {
        Some(security) => Err(Trouble::new(
            Problem::Channel,
            format!(
                "path security {:?} with its pre-shared key is not spoken here",
                security.protocol.as_deref().unwrap_or_default()
            ),
        )),
        None => Ok(()),
    }
}

fn is_https(url: &str) -> bool {
    web::origin(url).is_some_and(|origin| origin.starts_with("https:"))
}

fn version() -> Version {
    let part = |text: &str| text.parse().unwrap_or_default();
    Version::new(
        part(env!("CARGO_PKG_VERSION_MAJOR")),
        part(env!("CARGO_PKG_VERSION_MINOR")),
        part(env!("CARGO_PKG_VERSION_PATCH")),
    )
}
