//! Chip Authentication 2, command by command: the card proves its key and a new channel begins
//! `[TR-03110-2 §3.4]`.

use conformance_checks::tr03110_3::b_2_chip_authentication;
use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::{given, then, when};
use eac::encoding::{DynamicData, SecurityInfos, SetAt, reference_bytes};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::{command, passive};
use iso7816::{Class, CommandApdu, Ne};
use secure_messaging::TerminalSession;

use super::data::conclude;
use crate::CardWorld;
use crate::terminal::authentication::EphemeralKey;
use crate::terminal::odd_keys::KeyForm;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::{Kind, Secret};

/// The key of the card that the scenario is about.
#[derive(Clone, Debug)]
struct CardKey(ChipChoice);

/// The channel before the last command, or before the new one began.
#[derive(Clone, Debug)]
struct OldChannel(TerminalSession);

/// The nonces of Chip Authentication so far.
#[derive(Clone, Debug, Default)]
struct Nonces(Vec<Vec<u8>>);

#[given(regex = r"^the terminal has run Terminal Authentication with (\w+) for (.+)$")]
fn has_bound(world: &mut CardWorld, name: String, form: KeyForm) -> Result<(), StepError> {
    world.bind_key_of_form(&name, form)
}

#[given("the terminal knows the card's key from EF.CardSecurity")]
fn knows_key(world: &mut CardWorld) -> Result<(), StepError> {
    let choice = world.chip_choice()?;
    world.keep(CardKey(choice));
    Ok(())
}

#[given("the terminal knows the key for privileged terminals from EF.ChipSecurity")]
fn knows_privileged_key(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.ChipSecurity", command::CHIP_SECURITY)?;
    let security = passive::verify_integrity(&content)
        .map_err(|error| StepError::requirement(format!("EF.ChipSecurity: {error}")))?;
    let infos = security.infos();
    let privileged = infos.privileged().ok_or_else(|| {
        StepError::not_applicable("EF.ChipSecurity has no keys for privileged terminals")
    })?;
    // The infos of the key lie inside, its public key may lie beside them.
    let together = SecurityInfos(infos.iter().chain(privileged.iter()).cloned().collect());
    let choice = choices(&together)
        .find(|choice| {
            privileged
                .chip_authentication()
                .any(|info| info.key_id == choice.key_id)
        })
        .ok_or_else(|| {
            StepError::requirement("EF.ChipSecurity tells no key for privileged terminals")
        })?;
    world.keep(CardKey(choice));
    Ok(())
}

#[when("the terminal sets Chip Authentication")]
fn sets(world: &mut CardWorld) -> Result<(), StepError> {
    let command = set_command(world)?;
    world.transmit(&command).map(drop)
}

#[when("the terminal sets Chip Authentication in plain")]
fn sets_plain(world: &mut CardWorld) -> Result<(), StepError> {
    let command = set_command(world)?;
    world.transmit_plain(&command).map(drop)
}

#[when("the terminal sets Chip Authentication in a wrong class")]
fn sets_in_class(world: &mut CardWorld) -> Result<(), StepError> {
    let command = set_command(world)?;
    let session = world.take_channel()?;
    world.keep(OldChannel(session.clone()));
    world.put_channel(session);
    world.transmit(&proprietary(command)).map(drop)
}

#[when("the terminal sets Chip Authentication and says that it expects data")]
fn sets_with_length(world: &mut CardWorld) -> Result<(), StepError> {
    let command = set_command(world)?.with_ne(Ne::SHORT_MAX);
    world.transmit(&command).map(drop)
}

/// A number that EF.CardAccess, EF.CardSecurity and the privileged keys do not have.
#[when("the terminal sets Chip Authentication with a key that the card has not")]
fn sets_unknown(world: &mut CardWorld) -> Result<(), StepError> {
    let infos = world.card_access()?;
    let choice = world.kept::<CardKey>("the card's key")?.0.clone();
    let privileged = infos
        .privileged()
        .into_iter()
        .flat_map(SecurityInfos::chip_authentication);
    let ids = infos
        .chip_authentication()
        .chain(privileged)
        .filter_map(|info| info.key_id);
    let highest = ids.chain(choice.key_id).max().ok_or_else(|| {
        StepError::not_applicable("the card names no private keys, so that none can be chosen")
    })?;
    let set_at = SetAt {
        private_key_reference: Some(reference_bytes(highest.wrapping_add(1))),
        ..choice.set_at()
    };
    world.transmit(&command::set_at_internal(&set_at)).map(drop)
}

/// By the number that EF.CardAccess tells; whether the public key is known does not matter.
#[when("the terminal sets Chip Authentication with the key for privileged terminals")]
fn sets_privileged(world: &mut CardWorld) -> Result<(), StepError> {
    let infos = world.card_access()?;
    let mut offers = infos
        .privileged()
        .into_iter()
        .flat_map(SecurityInfos::chip_authentication);
    let offer = offers.find(|info| info.version == 2).ok_or_else(|| {
        StepError::not_applicable("EF.CardAccess tells no key for privileged terminals")
    })?;
    let set_at = SetAt {
        mechanism: Some(offer.protocol),
        private_key_reference: offer.key_id.map(reference_bytes),
        ..SetAt::default()
    };
    world.transmit(&command::set_at_internal(&set_at)).map(drop)
}

#[when("the terminal sends its ephemeral key")]
fn sends_key(world: &mut CardWorld) -> Result<(), StepError> {
    let command = key_command(world)?;
    world.transmit(&command).map(drop)
}

#[when("the terminal sends its ephemeral key in plain")]
fn sends_key_plain(world: &mut CardWorld) -> Result<(), StepError> {
    let command = key_command(world)?;
    world.transmit_plain(&command).map(drop)
}

/// Within the channel as it was where the card has ended it: whatever the card makes of it.
#[when("the terminal sends its ephemeral key in a wrong class")]
fn sends_key_in_class(world: &mut CardWorld) -> Result<(), StepError> {
    let command = proprietary(key_command(world)?);
    if !world.has_channel() {
        let OldChannel(session) = world.take_kept("the channel")?;
        world.put_channel(session);
    }
    world.transmit(&command).map(drop)
}

#[when("the terminal sends its ephemeral key in the wrong object")]
fn sends_key_in_object(world: &mut CardWorld) -> Result<(), StepError> {
    let key = world.ephemeral_key()?.public_key();
    let data = DynamicData::new().with(0x81, key.as_bytes());
    world
        .transmit(&command::general_authenticate(&data))
        .map(drop)
}

#[when("the terminal sends its ephemeral key and does not say that it expects data")]
fn sends_key_without_length(world: &mut CardWorld) -> Result<(), StepError> {
    let command = CommandApdu {
        ne: None,
        ..key_command(world)?
    };
    world.transmit(&command).map(drop)
}

#[when("the terminal sends another ephemeral key than it has bound")]
fn sends_other_key(world: &mut CardWorld) -> Result<(), StepError> {
    let bound = world.renew_ephemeral_key()?;
    let command = key_command(world)?;
    world.keep(EphemeralKey(bound));
    world.transmit(&command).map(drop)
}

/// Checks form and token, and opens the new channel; the old one is kept.
#[then("the answer proves the card's key")]
fn proves_key(world: &mut CardWorld) -> Result<(), StepError> {
    let data = world.answer()?.data.clone();
    conclude(world, &b_2_chip_authentication::version_2(&data), 1)?;
    let choice = world.kept::<CardKey>("the card's key")?.0.clone();
    let session = world.take_channel()?;
    world.keep(OldChannel(session));
    world.finish_chip_authentication(&choice, &data)
}

#[then("the answer's nonce is a new one")]
fn nonce_is_new(world: &mut CardWorld) -> Result<(), StepError> {
    let data = world.answer()?.data.clone();
    let dynamic =
        DynamicData::decode(&data).map_err(|error| StepError::requirement(error.to_string()))?;
    let nonce = dynamic.get(0x81).unwrap_or_default().to_vec();
    let mut nonces = world.take_kept::<Nonces>("nonces").unwrap_or_default();
    let is_new = !nonces.0.contains(&nonce);
    nonces.0.push(nonce);
    world.keep(nonces);
    if is_new {
        return Ok(());
    }
    Err(StepError::requirement("the card sent the same nonce twice"))
}

/// The terminal forgets the new channel and protects its commands as before Chip Authentication.
#[when("the terminal goes back to the old channel")]
fn goes_back(world: &mut CardWorld) -> Result<(), StepError> {
    let OldChannel(session) = world.take_kept("the old channel")?;
    world.put_channel(session);
    Ok(())
}

/// Whatever channel the terminal thinks it has.
#[when("the terminal reads EF.CardSecurity in plain")]
fn reads_card_security_plain(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_SECURITY, Ne::from_short(1));
    world.transmit_plain(&read).map(drop)
}

/// An answer within the channel promises that it goes on; one in plain, that it is gone.
#[then("the channel is as the answer came")]
fn channel_is_as_answered(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    let secured = world.answer()?.protection == Protection::Secured;
    if secured {
        return world
            .expect_ok("READ BINARY of EF.CardAccess", &read)
            .map(drop);
    }
    let answer = world.transmit(&read)?;
    if answer.protection == Protection::Secured {
        return Err(StepError::expected(
            "no answer within secure messaging",
            answer,
        ));
    }
    Ok(())
}

/// The test plan repeats its tests for each key. On a card with one there is nothing more to do.
#[then(
    regex = r"^(an? (?:authentication terminal|inspection system|signature terminal)) with the (MRZ|CAN|PIN|PUK) and (\w+) can use each further key of EF\.CardSecurity$"
)]
fn further_keys(
    world: &mut CardWorld,
    kind: Kind,
    secret: Secret,
    name: String,
) -> Result<(), StepError> {
    let content = world.card_security()?;
    let security = passive::verify_integrity(&content)
        .map_err(|error| StepError::requirement(format!("EF.CardSecurity: {error}")))?;
    let keys: Vec<ChipChoice> = choices(security.infos()).skip(1).collect();
    for choice in keys {
        world.reset()?;
        let wish = PaceWish {
            password: secret.known_to(world)?,
            chat: Some(kind.with_all_rights()),
        };
        world.run_pace(&wish)?;
        world.run_terminal_authentication(&name)?;
        let set_at = command::set_at_internal(&choice.set_at());
        world.expect_ok("MSE:Set AT of Chip Authentication", &set_at)?;
        let command = key_command(world)?;
        let data = world.expect_ok("General Authenticate of Chip Authentication", &command)?;
        world.finish_chip_authentication(&choice, &data)?;
        let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
        world.expect_ok("READ BINARY in the new channel", &read)?;
    }
    Ok(())
}

/// Every key of version 2 that the infos offer and the suite can use.
fn choices(infos: &SecurityInfos) -> impl Iterator<Item = ChipChoice> {
    let offers = infos.chip_authentication().filter(|info| info.version == 2);
    offers.filter_map(|info| {
        Some(ChipChoice {
            protocol: info.ca_protocol()?,
            key_id: info.key_id,
            public_key: infos.chip_authentication_key(info.key_id)?,
        })
    })
}

fn set_command(world: &CardWorld) -> Result<CommandApdu, StepError> {
    let CardKey(choice) = world.kept("the card's key")?;
    Ok(command::set_at_internal(&choice.set_at()))
}

fn key_command(world: &mut CardWorld) -> Result<CommandApdu, StepError> {
    Ok(command::general_authenticate(&world.sent_chip_request()?))
}

/// The same command in class 80, which is that of auxiliary data only.
fn proprietary(command: CommandApdu) -> CommandApdu {
    CommandApdu {
        class: Class::new(0x80),
        ..command
    }
}
