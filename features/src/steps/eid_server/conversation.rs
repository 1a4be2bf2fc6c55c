//! With a client of ours.

use conformance_harness::StepError;
use cucumber::{given, then, when};
use paos::{ProtocolResult, ResultMinor};

use crate::CardWorld;
use crate::road::evidence::judge::check;
use crate::road::paos::{Deviation, PaosClient};

#[given(regex = "^an eID client of ours has spoken to the eID server (.+)$")]
#[when(regex = "^an eID client of ours speaks to the eID server (.+)$")]
fn speaks(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let deviation = Deviation::named(&words)?;
    world.converse(&deviation)
}

#[when("two eID clients of ours speak to the eID server by turns")]
fn by_turns(world: &mut CardWorld) -> Result<(), StepError> {
    let mut first = world.paos_client()?;
    let mut second = world.reach_eid_client()?;
    let none = Deviation::none();
    while first.end.is_none() || second.end.is_none() {
        for client in [&mut first, &mut second] {
            if client.end.is_none() {
                client.turn(&none)?;
            }
        }
    }
    world.keep([first, second]);
    Ok(())
}

#[when("it says its last message once more")]
fn once_more(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .kept_mut::<PaosClient>("an eID client of ours")?
        .insist()
}

fn ended_well(end: Option<&ProtocolResult>) -> Result<(), StepError> {
    let minor = end.and_then(|end| end.minor.as_ref());
    let minor = minor.map_or("no end", ResultMinor::word);
    check(end.is_some_and(ProtocolResult::is_ok), "a success", minor)
}

#[then("the eID server ends it well")]
fn well(world: &mut CardWorld) -> Result<(), StepError> {
    let client = world.kept::<PaosClient>("an eID client of ours")?;
    ended_well(client.end.as_ref())
}

#[then("the eID server ends both well")]
fn both_well(world: &mut CardWorld) -> Result<(), StepError> {
    let clients = world.kept::<[PaosClient; 2]>("two eID clients of ours")?;
    clients
        .iter()
        .try_for_each(|client| ended_well(client.end.as_ref()))
}

#[then(expr = "the eID server ends it with {word}")]
fn badly(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let client = world.kept::<PaosClient>("an eID client of ours")?;
    let end = client.end.as_ref();
    let minor = end.and_then(|end| end.minor.as_ref());
    let minor = minor.map_or("", ResultMinor::word);
    let failed = end.is_some_and(|end| !end.is_ok());
    let seen = if failed { minor } else { "a success" };
    check(failed && minor == word, word, seen)
}
