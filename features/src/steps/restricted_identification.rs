//! Restricted Identification: the card has another name in each sector `[TR-03110-3 §B.4]`.

use std::str::FromStr;

use conformance_harness::StepError;
use crypto::Hash;
use cucumber::{given, then, when};
use eac::encoding::security_infos::RestrictedIdentificationInfo;
use eac::encoding::{Oid, RiProtocol, SecurityInfo, SetAt, reference_bytes};
use eac::terminal::{command, passive, restricted_identification};
use iso7816::{CommandApdu, Ne};
use pki::Sector;

use crate::CardWorld;

/// The identifier that the test plan takes for one of no protocol: 0.4.0.127.0.7.2.2.2.5.1.
const NO_PROTOCOL: Oid = Oid::from_arcs(&[0, 4, 0, 127, 0, 7, 2, 2, 2, 5, 1]);

/// Who may use a key of the card, as steps call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    Authorised,
    Everyone,
}

impl FromStr for Audience {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words {
            "authorised terminals" => Ok(Self::Authorised),
            "every terminal" => Ok(Self::Everyone),
            _ => Err(format!("{words:?} are not told apart by the card's keys")),
        }
    }
}

/// The hash of the protocol that was set, by which an identifier gets its length.
#[derive(Clone, Copy, Debug)]
struct IdentifierHash(Hash);

/// The identifiers of the scenario so far.
#[derive(Clone, Debug, Default)]
struct Identifiers(Vec<Vec<u8>>);

#[given(
    regex = r"^the terminal has set Restricted Identification with the key for (authorised terminals|every terminal)$"
)]
#[when(
    regex = r"^the terminal sets Restricted Identification with the key for (authorised terminals|every terminal)$"
)]
fn sets(world: &mut CardWorld, audience: Audience) -> Result<(), StepError> {
    let info = key_for(world, audience)?;
    let protocol = RiProtocol::from_oid(&info.protocol).ok_or_else(|| {
        StepError::not_applicable("the suite does not know the protocol of this key")
    })?;
    world.keep(IdentifierHash(protocol.hash));
    let template = restricted_identification::set_at(protocol, info.key_id);
    world
        .transmit(&command::set_at_internal(&template))
        .map(drop)
}

#[when("the terminal sets Restricted Identification by an identifier of no protocol")]
fn sets_no_protocol(world: &mut CardWorld) -> Result<(), StepError> {
    let infos = offers(world)?;
    let key = infos.first().map(|info| info.key_id);
    let template = SetAt {
        mechanism: Some(NO_PROTOCOL),
        private_key_reference: key.map(reference_bytes),
        ..SetAt::default()
    };
    world
        .transmit(&command::set_at_internal(&template))
        .map(drop)
}

#[when("the terminal sends the key of its first sector")]
fn sends_first(world: &mut CardWorld) -> Result<(), StepError> {
    send(world, Some(Sector::First), None)
}

#[when("the terminal sends the key of its second sector")]
fn sends_second(world: &mut CardWorld) -> Result<(), StepError> {
    send(world, None, Some(Sector::Second))
}

#[when("the terminal sends the keys of both its sectors")]
fn sends_both(world: &mut CardWorld) -> Result<(), StepError> {
    send(world, Some(Sector::First), Some(Sector::Second))
}

#[when("the terminal sends the key of a sector that is not its own")]
fn sends_foreign(world: &mut CardWorld) -> Result<(), StepError> {
    send(world, Some(Sector::Foreign), None)
}

/// What differs between two sessions of one terminal.
#[when("the terminal makes another ephemeral key")]
fn makes_other_key(world: &mut CardWorld) -> Result<(), StepError> {
    world.renew_ephemeral_key().map(drop)
}

#[then("the answer is an identifier for the first sector")]
fn is_first(world: &mut CardWorld) -> Result<(), StepError> {
    identifiers(world, &[Sector::First])
}

#[then("the answer is an identifier for the second sector")]
fn is_second(world: &mut CardWorld) -> Result<(), StepError> {
    identifiers(world, &[Sector::Second])
}

#[then("the answer is an identifier for each sector")]
fn is_both(world: &mut CardWorld) -> Result<(), StepError> {
    identifiers(world, &[Sector::First, Sector::Second])
}

#[then("both identifiers are the same")]
fn same(world: &mut CardWorld) -> Result<(), StepError> {
    match pair(world)? {
        (first, second) if first == second => Ok(()),
        _ => Err(StepError::requirement(
            "the card has two names in one sector",
        )),
    }
}

#[then("both identifiers differ")]
fn differ(world: &mut CardWorld) -> Result<(), StepError> {
    match pair(world)? {
        (first, second) if first != second => Ok(()),
        _ => Err(StepError::requirement(
            "the card has the same name in two sectors",
        )),
    }
}

/// The keys that EF.CardSecurity names for Restricted Identification.
fn offers(world: &mut CardWorld) -> Result<Vec<RestrictedIdentificationInfo>, StepError> {
    let content = world.card_security()?;
    let security = passive::verify_integrity(&content)
        .map_err(|error| StepError::requirement(format!("EF.CardSecurity: {error}")))?;
    let infos = security.infos().iter().filter_map(|info| match info {
        SecurityInfo::RestrictedIdentification(info) => Some(info.clone()),
        _ => None,
    });
    Ok(infos.collect())
}

fn key_for(
    world: &mut CardWorld,
    audience: Audience,
) -> Result<RestrictedIdentificationInfo, StepError> {
    let wanted = audience == Audience::Authorised;
    offers(world)?
        .into_iter()
        .find(|info| info.authorized_only == wanted)
        .ok_or_else(|| StepError::not_applicable("EF.CardSecurity names no key of this kind"))
}

fn send(
    world: &mut CardWorld,
    first: Option<Sector>,
    second: Option<Sector>,
) -> Result<(), StepError> {
    let target = world.stage()?.target.clone();
    let key = |sector: Sector| {
        let key = target.sector_key(sector).map(|key| key.public_key());
        key.ok_or_else(|| StepError::precondition("the keys of the sectors are not known"))
    };
    let (first, second) = (first.map(key).transpose()?, second.map(key).transpose()?);
    let data = restricted_identification::request(first.as_ref(), second.as_ref());
    let command = CommandApdu::new(0x00, 0x86, 0x00, 0x00)
        .with_data(data)
        .with_ne(Ne::SHORT_MAX);
    world.transmit(&command).map(drop)
}

/// Exactly these sectors have an identifier in the answer, each as long as the hash.
fn identifiers(world: &mut CardWorld, sectors: &[Sector]) -> Result<(), StepError> {
    let IdentifierHash(hash) = *world.kept("Restricted Identification")?;
    let answer = restricted_identification::receive(&world.answer()?.data)
        .map_err(|error| StepError::requirement(format!("the identifiers: {error}")))?;
    let mut all = world.try_kept::<Identifiers>().cloned().unwrap_or_default();
    for (sector, found) in [
        (Sector::First, answer.first),
        (Sector::Second, answer.second),
    ] {
        match (sectors.contains(&sector), found) {
            (true, Some(identifier)) if identifier.len() == hash.len() => all.0.push(identifier),
            (false, None) => {}
            (true, Some(identifier)) => {
                return Err(StepError::expected(
                    format!("an identifier of {} bytes", hash.len()),
                    format!("{} bytes", identifier.len()),
                ));
            }
            (true, None) => {
                return Err(StepError::requirement(format!(
                    "the answer has no identifier for the sector ({sector:?})"
                )));
            }
            (false, Some(_)) => {
                return Err(StepError::requirement(format!(
                    "the answer has an identifier for another sector ({sector:?})"
                )));
            }
        }
    }
    world.keep(all);
    Ok(())
}

fn pair(world: &CardWorld) -> Result<(&[u8], &[u8]), StepError> {
    match world.kept::<Identifiers>("identifiers")?.0.as_slice() {
        [first, second] => Ok((first, second)),
        others => Err(StepError::precondition(format!(
            "there are {} identifiers",
            others.len()
        ))),
    }
}
