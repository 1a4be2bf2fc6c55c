//! The portal towards clients of OpenID Connect, one of which the harness plays.

mod tokens;

use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;

#[given(regex = "^the (client|neighbour) has asked for a login$")]
#[when(regex = "^the (client|neighbour) asks for a login$")]
fn asks(world: &mut CardWorld, client: String) -> Result<(), StepError> {
    world.ask_portal(&client, None)
}

#[given(regex = "^the client has asked for a login (.+)$")]
#[when(regex = "^the client asks for a login (.+)$")]
fn asks_for(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.ask_portal("client", Some(&words))
}

#[given("the citizen has logged in for the client")]
#[when("the citizen logs in for the client")]
fn logs_in(world: &mut CardWorld) -> Result<(), StepError> {
    world.come_back()
}

#[given(regex = "^the (client|neighbour) has a code$")]
fn has_code(world: &mut CardWorld, client: String) -> Result<(), StepError> {
    world.ask_portal(&client, None)?;
    world.come_back()
}

#[given(regex = "^the (client|neighbour) has tokens$")]
#[given(regex = "^the (client|neighbour) has tokens of a login$")]
fn has_tokens(world: &mut CardWorld, client: String) -> Result<(), StepError> {
    has_code(world, client)?;
    world.redeem_code("as it should")?;
    world.take_tokens()
}

/// What comes back with the browser is an error.
#[then(expr = "the client is told {word}")]
fn is_told(world: &mut CardWorld, error: String) -> Result<(), StepError> {
    world.look_back()?;
    match world.told()?.error {
        Some(told) if told == error => Ok(()),
        told => Err(StepError::expected(error, format!("{told:?}"))),
    }
}

#[then("the client is given a code")]
fn is_given(world: &mut CardWorld) -> Result<(), StepError> {
    let told = world.told()?;
    match told.code {
        Some(code) if !code.is_empty() && told.error.is_none() => Ok(()),
        code => Err(StepError::expected(
            "a code",
            format!("{code:?}, {:?}", told.error),
        )),
    }
}

#[then("the answer brings back the client's state")]
fn has_state(world: &mut CardWorld) -> Result<(), StepError> {
    let (sent, back) = (world.asked()?.request.state.clone(), world.told()?.state);
    if sent == back {
        return Ok(());
    }
    Err(StepError::expected(
        format!("{sent:?}"),
        format!("{back:?}"),
    ))
}

#[then("the answer says that it is the portal's")]
fn has_issuer(world: &mut CardWorld) -> Result<(), StepError> {
    let (issuer, said) = (world.issuer()?, world.told()?.iss);
    if said.as_ref() == Some(&issuer) {
        return Ok(());
    }
    Err(StepError::expected(issuer, format!("{said:?}")))
}

/// The browser stays at the portal: whoever sent it is not believed.
#[then("nobody is told anything")]
fn nobody_told(world: &mut CardWorld) -> Result<(), StepError> {
    match world.browser()?.pending() {
        None => Ok(()),
        Some(message) => {
            let to = message.url.clone();
            Err(StepError::expected("a browser that stays", to))
        }
    }
}
