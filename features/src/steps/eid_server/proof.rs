//! The proofs, and what the card is asked.

use conformance_harness::StepError;
use cucumber::then;

use crate::CardWorld;
use crate::road::evidence::judge::check;

#[then("the signature is plain")]
fn plain(world: &mut CardWorld) -> Result<(), StepError> {
    let trust_point = world.terminal_trust_point()?;
    world.seen()?.signature_is_plain(&trust_point)
}

#[then("the signature is over the card's name, its challenge, the key and the auxiliary data")]
fn signature(world: &mut CardWorld) -> Result<(), StepError> {
    let trust_point = world.terminal_trust_point()?;
    world.seen()?.signature_verifies(&trust_point)
}

#[then("the eID server has a fresh key in both logins")]
fn fresh(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.all_seen()?;
    let mut keys = Vec::new();
    for login in &seen {
        keys.push(login.ephemeral_key()?.as_bytes().to_vec());
    }
    let found = keys.len();
    keys.sort();
    keys.dedup();
    check(found > 1, "two logins", found)?;
    check(keys.len() == found, "keys of their own", "the same key")
}

#[then("nothing is read that was not agreed to")]
fn reads(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.reads_are_allowed()
}

#[then("the card is asked for its blocking identification and its pseudonym")]
fn identifications(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.identifications_are_asked()
}

#[then("the card is asked for its validity")]
fn asked(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.validity_is_asked()
}

#[then("the card answers every command with 9000")]
fn good(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.commands_are_good()
}

#[then("the messages of the eID server come in their order, and a success at the end")]
fn order(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.order_is_kept()
}

#[then(expr = "the last message of the eID server says {word}")]
fn last(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    world.seen()?.ends_with(&word)
}
