//! The endpoints behind the browser.

use browser::Navigation;
use conformance_harness::StepError;
use cucumber::{given, then, when};
use oidc::jose::forgery::{Forger, Forgery};
use oidc::jose::{Jws, SigningKey};
use oidc::{ErrorBody, Parameters};

use crate::CardWorld;
use crate::road::citizen::unanswered;

#[given("the client has redeemed its code")]
fn has_redeemed(world: &mut CardWorld) -> Result<(), StepError> {
    world.redeem_code("as it should")?;
    world.take_tokens()
}

#[when("the client redeems its code")]
fn redeems(world: &mut CardWorld) -> Result<(), StepError> {
    world.redeem_code("as it should")
}

#[when(regex = "^the client redeems its code (.+)$")]
fn redeems_so(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.redeem_code(&words)
}

#[when("the client uses its refresh token")]
fn refreshes(world: &mut CardWorld) -> Result<(), StepError> {
    world.refresh("as it should")
}

#[when(regex = "^the client uses its refresh token (.+)$")]
fn refreshes_so(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.refresh(&words)
}

#[then("the client gets tokens")]
fn gets_tokens(world: &mut CardWorld) -> Result<(), StepError> {
    world.take_tokens()
}

#[then(regex = "^the client is answered (\\d+) with (\\w+)$")]
fn answered(world: &mut CardWorld, status: u16, error: String) -> Result<(), StepError> {
    let reply = world.reply()?;
    let said = ErrorBody::from_json(&reply.body).map(|body| body.error);
    if reply.status == status && said.as_ref() == Ok(&error) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("{status} {error}"),
        reply.shown(),
    ))
}

#[when("the client fetches userinfo")]
fn fetches(world: &mut CardWorld) -> Result<(), StepError> {
    world.fetch_userinfo(None)
}

#[when("the client fetches userinfo with a token that nobody issued")]
fn fetches_foreign(world: &mut CardWorld) -> Result<(), StepError> {
    world.fetch_userinfo(Some("nobody-issued-this-token"))
}

#[then("userinfo opens to nobody")]
fn closed(world: &mut CardWorld) -> Result<(), StepError> {
    let reply = world.reply()?;
    if reply.status == 401 && reply.challenge.contains("invalid_token") {
        return Ok(());
    }
    let seen = format!("{}, challenge {:?}", reply.shown(), reply.challenge);
    Err(StepError::expected(
        "401 with the challenge invalid_token",
        seen,
    ))
}

#[when(regex = "^the (client|neighbour) asks what the token opens$")]
fn asks(world: &mut CardWorld, client: String) -> Result<(), StepError> {
    let credentials = world.oidc_client(&client)?.credentials;
    world.introspect(Some(&credentials))
}

#[when("somebody without a password asks what the token opens")]
fn stranger_asks(world: &mut CardWorld) -> Result<(), StepError> {
    let mut credentials = world.oidc_client("client")?.credentials;
    credentials.secret = oidc::ClientSecret::new("guessed");
    world.introspect(Some(&credentials))
}

#[then(regex = "^the token opens (something|nothing)$")]
fn opens(world: &mut CardWorld, what: String) -> Result<(), StepError> {
    let reply = world.reply()?;
    if reply.active() == Some(what == "something") {
        return Ok(());
    }
    Err(StepError::expected(
        format!("a token that opens {what}"),
        reply.shown(),
    ))
}

#[then("the id_token is signed by the portal")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let opened = world.open_id_token()?;
    world.is_signed_by_portal(opened.token())
}

#[then("the id_token is from the portal for the client alone")]
fn for_client(world: &mut CardWorld) -> Result<(), StepError> {
    world.open_id_token()?.is_for_client()
}

#[then("the id_token was made just now")]
fn of_now(world: &mut CardWorld) -> Result<(), StepError> {
    world.open_id_token()?.is_of_now()
}

#[then("the id_token belongs to this login and to the access token")]
fn belongs(world: &mut CardWorld) -> Result<(), StepError> {
    world.open_id_token()?.belongs_to_login()
}

#[then(expr = "the id_token tells the level {int}")]
fn tells_level(world: &mut CardWorld, level: u16) -> Result<(), StepError> {
    world.open_id_token()?.tells_level(level)
}

#[then("the tokens are for a bearer")]
fn bearer(world: &mut CardWorld) -> Result<(), StepError> {
    let kind = world.tokens()?.token_type.clone().unwrap_or_default();
    if kind.eq_ignore_ascii_case("Bearer") {
        return Ok(());
    }
    Err(StepError::expected("Bearer", kind))
}

#[then("userinfo is a token that the portal signed")]
fn userinfo_signed(world: &mut CardWorld) -> Result<(), StepError> {
    let reply = world.reply()?;
    let kind = reply.media_type.split(';').next().unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/jwt") {
        return Err(StepError::expected("application/jwt", kind));
    }
    world.is_signed_by_portal(reply.body.trim())
}

#[then("userinfo is from the portal, for the client, about the person of the id_token")]
fn userinfo_belongs(world: &mut CardWorld) -> Result<(), StepError> {
    world.userinfo_belongs()
}

#[then(expr = "userinfo tells of {word} {word} {word} at level {int}")]
fn userinfo_tells(
    world: &mut CardWorld,
    first: String,
    second: String,
    family: String,
    level: u16,
) -> Result<(), StepError> {
    world.userinfo_tells(&format!("{first} {second}"), &family, level)
}

#[then("userinfo tells nothing but the subject")]
fn userinfo_bare(world: &mut CardWorld) -> Result<(), StepError> {
    world.userinfo_is_bare()
}

/// The federal id of an earlier login.
struct FederalId(String);

/// The browser is another one afterwards.
#[given("the client knows the federal id of an earlier login")]
fn federal_id_known(world: &mut CardWorld) -> Result<(), StepError> {
    world.fetch_userinfo(None)?;
    let id = world.userinfo()?.fedid.unwrap_or_default();
    world.keep(FederalId(id));
    world.another_browser().map(drop)
}

#[then("userinfo has the federal id of the earlier login")]
fn federal_id_same(world: &mut CardWorld) -> Result<(), StepError> {
    let id = world.userinfo()?.fedid.unwrap_or_default();
    let FederalId(before) = world.kept("an earlier login")?;
    if *before == id {
        return Ok(());
    }
    Err(StepError::expected(before, id))
}

#[when("the client ends the session")]
fn ends(world: &mut CardWorld) -> Result<(), StepError> {
    let hint = world.open_id_token()?.token().to_owned();
    end_session(world, &hint, None)
}

#[when("the client ends the session and sends the browser to an address that nobody registered")]
fn ends_elsewhere(world: &mut CardWorld) -> Result<(), StepError> {
    let hint = world.open_id_token()?.token().to_owned();
    let elsewhere = "https://attacker.example/";
    world.browser()?.stop_before(elsewhere);
    end_session(world, &hint, Some(elsewhere))
}

#[when(regex = "^somebody ends the session with a token that (nobody|a stranger) signed$")]
fn ends_forged(world: &mut CardWorld, who: String) -> Result<(), StepError> {
    let said = |error: oidc::Error| StepError::precondition(error.to_string());
    let forgery = if who == "nobody" {
        Forgery::AlgorithmNone
    } else {
        Forgery::ForeignKey
    };
    let token = world.open_id_token()?.token().to_owned();
    let token = Jws::parse(&token).map_err(said)?;
    let kid = token.header().kid.clone().unwrap_or_default();
    let key = |name: &str| SigningKey::rsa_pkcs8(&kid, &world.identity(name)?.key).map_err(said);
    let forger = Forger {
        key: &key("csam oidc")?,
        foreign: &key("stranger rsa signing")?,
        foreign_certificate: &world.identity("stranger rsa signing")?.certificate,
    };
    let ambient = &world.stage()?.ambient;
    let hint = forger
        .forge(forgery, token.payload(), ambient)
        .map_err(said)?;
    end_session(world, &hint, None)
}

fn end_session(world: &mut CardWorld, hint: &str, onward: Option<&str>) -> Result<(), StepError> {
    let endpoint = world.discovery()?.end_session_endpoint;
    let endpoint = endpoint.ok_or_else(|| StepError::not_applicable("no end of sessions"))?;
    let url = Parameters::new()
        .with("id_token_hint", hint)
        .with_some("post_logout_redirect_uri", onward)
        .append_to(&endpoint);
    let page = world.browser()?.request(Navigation::get(url));
    page.map(drop).map_err(unanswered)
}
