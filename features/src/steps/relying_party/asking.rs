//! How the relying party asks for a login.

use conformance_harness::StepError;
use cucumber::{then, when};
use oidc::{AuthorizeRequest, Parameters, level_number};
use saml::fas::Level;
use xml::SignaturePolicy;

use crate::CardWorld;
use crate::road::{Party, Way};

/// The requests that were seen.
#[derive(Default)]
struct Seen(Vec<AuthorizeRequest>);

#[when(regex = "^the relying party asks for a login with (SAML|OpenID Connect)$")]
fn asks(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    world.hold_before_portal(way)
}

/// It may refuse to send anybody away.
#[when("the relying party is asked for a login with OpenID Connect")]
fn is_asked(world: &mut CardWorld) -> Result<(), StepError> {
    let portal = world.origin(Party::Portal)?;
    world.browser()?.stop_before(&portal);
    world.begin_login(Way::Oidc)
}

#[when("the relying party asks for two logins with OpenID Connect")]
fn asks_twice(world: &mut CardWorld) -> Result<(), StepError> {
    let mut seen = Seen::default();
    for _ in 0..2 {
        world.another_browser()?;
        world.hold_before_portal(Way::Oidc)?;
        seen.0.push(oidc_request(world)?);
    }
    world.keep(seen);
    Ok(())
}

fn oidc_request(world: &CardWorld) -> Result<AuthorizeRequest, StepError> {
    let held = world.pending()?;
    let query = held.url.split_once('?').map_or("", |(_, query)| query);
    let parameters = Parameters::parse(query);
    let parameters = parameters.map_err(|error| StepError::requirement(error.to_string()))?;
    Ok(AuthorizeRequest::from_parameters(&parameters))
}

#[then("the request is signed by the relying party")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let (_, incoming) = world.held_request()?;
    let certificates = world.certificates_of(Party::RelyingParty)?;
    let verified = incoming.verify(&certificates, &SignaturePolicy::fas());
    verified
        .map(drop)
        .map_err(|error| StepError::requirement(error.to_string()))
}

#[then(regex = "^the (SAML|OpenID Connect) request asks for level (\\d+)$")]
fn asks_level(world: &mut CardWorld, way: Way, level: u16) -> Result<(), StepError> {
    let asked: Vec<u16> = match way {
        Way::Saml => {
            let (request, _) = world.held_request()?;
            let context = request.requested_authn_context.unwrap_or_default();
            let parsed = context
                .class_refs
                .iter()
                .filter_map(|uri| Level::parse(uri));
            parsed.map(|(level, _)| level.0).collect()
        }
        Way::Oidc => {
            let request = oidc_request(world)?;
            request.levels().filter_map(level_number).collect()
        }
    };
    if asked.iter().min() == Some(&level) {
        return Ok(());
    }
    Err(StepError::expected(
        format!("level {level}"),
        format!("{asked:?}"),
    ))
}

#[then(regex = "^the (SAML|OpenID Connect) request asks for a new authentication$")]
fn anew(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    let anew = match way {
        Way::Saml => world.held_request()?.0.force_authn == Some(true),
        Way::Oidc => oidc_request(world)?.prompt.as_deref() == Some("login"),
    };
    if anew {
        return Ok(());
    }
    Err(StepError::expected(
        "a wish for a new authentication",
        "none",
    ))
}

#[then("the request carries a proof key made with SHA-256")]
fn proof_key(world: &mut CardWorld) -> Result<(), StepError> {
    let request = oidc_request(world)?;
    let method = request.code_challenge_method.as_deref();
    if request.challenge().is_some() && method == Some("S256") {
        return Ok(());
    }
    Err(StepError::expected(
        "a code_challenge of S256",
        format!("{method:?}"),
    ))
}

#[then("no proof key goes through the browser in the clear")]
fn no_plain_proof_key(world: &mut CardWorld) -> Result<(), StepError> {
    if world.browser()?.pending().is_none() {
        return Ok(());
    }
    let request = oidc_request(world)?;
    let method = request.code_challenge_method.as_deref();
    if request.code_challenge.is_none() || method == Some("S256") {
        return Ok(());
    }
    Err(StepError::expected(
        "a code_challenge of S256, or none",
        format!("a code_challenge of {}", method.unwrap_or("plain")),
    ))
}

#[then("their proof keys differ")]
fn proof_keys_differ(world: &mut CardWorld) -> Result<(), StepError> {
    let Seen(requests) = world.kept("requests")?;
    let keys: Vec<_> = requests.iter().map(AuthorizeRequest::challenge).collect();
    match keys.as_slice() {
        [Some(one), Some(other)] if one != other => Ok(()),
        _ => Err(StepError::expected(
            "two code_challenges",
            format!("{keys:?}"),
        )),
    }
}

#[then("their states and nonces differ")]
fn differ(world: &mut CardWorld) -> Result<(), StepError> {
    let Seen(requests) = world.kept("requests")?;
    let [one, other] = requests.as_slice() else {
        return Err(StepError::precondition("two requests are needed"));
    };
    let fresh = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    if fresh(&one.state, &other.state) && fresh(&one.nonce, &other.nonce) {
        return Ok(());
    }
    Err(StepError::expected(
        "two states and two nonces",
        format!("nonces {:?} and {:?}", one.nonce, other.nonce),
    ))
}
