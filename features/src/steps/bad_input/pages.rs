//! What every page and every cookie of a login says to the browser about itself.

use std::sync::{Arc, Mutex, PoisonError};

use browser::Browser;
use conformance_harness::StepError;
use cucumber::{given, then, when};
use web::{Fetch, FetchError, Request, Response};

use crate::CardWorld;
use crate::road::Party;
use crate::road::answers::{Answer, Answers};
use crate::road::citizen::unanswered;
use crate::road::doors::front;

/// What came to a browser, with the address that it came from.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Answer>>>);

/// A network that is looked at.
struct Watched {
    inner: Arc<dyn Fetch>,
    seen: Seen,
}

impl Fetch for Watched {
    fn fetch(&self, request: Request) -> Result<Response, FetchError> {
        let what = request.uri().to_string();
        let response = self.inner.fetch(request)?;
        let mut seen = self.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(Answer::of(&what, &response));
        Ok(response)
    }
}

#[given("a browser that notes every answer")]
fn watched(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = Seen::default();
    let watched = Watched {
        inner: CardWorld::network()?,
        seen: seen.clone(),
    };
    world.keep(Browser::new(Arc::new(watched)));
    world.keep(seen);
    Ok(())
}

/// Its front and a page that it does not have; from now on the answers are those of this party.
#[when(regex = "^the citizen looks around at the (.+)$")]
fn looks_around(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    for path in [front(party), "/nowhere"] {
        let url = format!("{origin}{path}");
        world.browser()?.open(&url).map(drop).map_err(unanswered)?;
    }
    let Seen(seen) = world.kept::<Seen>("a browser that notes every answer")?;
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let own = seen.into_iter().filter(|it| it.what.starts_with(&origin));
    world.keep(Answers(own.collect()));
    Ok(())
}

/// The sources that a policy names for something, or for everything.
fn sources<'a>(answer: &'a Answer, directive: &str) -> Option<Vec<&'a str>> {
    let policy = answer.header("content-security-policy")?;
    let directives = policy.split(';').map(str::split_ascii_whitespace);
    let mut directives = directives.filter_map(|mut words| Some((words.next()?, words)));
    let found = directives.find(|(name, _)| *name == directive);
    found.map(|(_, words)| words.collect())
}

fn names_its_scripts(answer: &Answer) -> bool {
    let scripts = sources(answer, "script-src").or_else(|| sources(answer, "default-src"));
    let open = [
        "*",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "http:",
        "https:",
        "data:",
    ];
    scripts.is_some_and(|scripts| !scripts.iter().any(|source| open.contains(source)))
}

fn is_not_framed(answer: &Answer) -> bool {
    let frames = sources(answer, "frame-ancestors");
    let open = |frames: Vec<&str>| frames.iter().any(|source| source.contains('*'));
    let old = answer.header("x-frame-options").is_some();
    frames.map_or(old, |frames| !open(frames))
}

#[then("every page names the scripts that it runs")]
fn scripts(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("a policy that names scripts", |answer| {
        !answer.is_page() || names_its_scripts(answer)
    })
}

#[then("no page lets itself be framed")]
fn frames(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("a policy without frames", |answer| {
        !answer.is_page() || is_not_framed(answer)
    })
}

#[then("no answer lets its type be guessed")]
fn types(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("X-Content-Type-Options: nosniff", |answer| {
        answer.body.is_empty() || answer.header("x-content-type-options") == Some("nosniff")
    })
}

#[then("no page may be kept")]
fn kept(world: &mut CardWorld) -> Result<(), StepError> {
    world.each_answer("Cache-Control: no-store", |answer| {
        let says = answer.header("cache-control").unwrap_or_default();
        !answer.is_page() || says.contains("no-store")
    })
}

fn each_cookie(
    world: &CardWorld,
    expected: &str,
    holds: impl Fn(&str) -> bool,
) -> Result<(), StepError> {
    let Answers(answers) = world.kept("an answer")?;
    let mut cookies = answers.iter().flat_map(|it| it.headers("set-cookie"));
    match cookies.find(|cookie| !holds(&cookie.to_lowercase())) {
        None => Ok(()),
        Some(cookie) => Err(StepError::expected(expected, cookie)),
    }
}

#[then("no cookie can be read by scripts")]
fn http_only(world: &mut CardWorld) -> Result<(), StepError> {
    each_cookie(world, "HttpOnly", |cookie| cookie.contains("; httponly"))
}

/// `None` is for cookies that must come along, and then over TLS only.
#[then("every cookie says whether it goes along with the forms of other sites")]
fn same_site(world: &mut CardWorld) -> Result<(), StepError> {
    each_cookie(world, "SameSite", |cookie| {
        let stays = ["; samesite=lax", "; samesite=strict"];
        let goes = cookie.contains("; samesite=none") && cookie.contains("; secure");
        goes || stays.iter().any(|own| cookie.contains(own))
    })
}
