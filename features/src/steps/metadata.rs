//! What parties publish of themselves, and how they read each other.

mod forged;

use ambient::UnixSeconds;
use conformance_harness::StepError;
use cucumber::{given, then, when};
use eidas_profile::metadata::{Expectations, Node, Role, Rule, check};
use eidas_profile::{Attribute, Person, Profile};
use xml::{Element, Limits, SignaturePolicy, Which};

use crate::CardWorld;
use crate::road::Party;
use crate::road::metadata::METADATA;

/// The longest that metadata of nodes are valid: a month, and a day for clocks.
const LONGEST: i64 = 31 * 86_400;

/// The rules that steps look at one by one, and those of signatures.
const WAIVED: [Rule; 10] = [
    Rule::Signed,
    Rule::SignatureStructure,
    Rule::SignatureAlgorithm,
    Rule::SignatureTrust,
    Rule::SignatureValue,
    Rule::ValidUntil,
    Rule::EntityId,
    Rule::NodeCountry,
    Rule::Keys,
    Rule::Endpoint,
];

/// What was fetched.
struct Fetched {
    party: Party,
    text: String,
}

/// Somebody else's document at a party's address.
#[given(regex = "^the metadata of the (middleware|connector) (.+)$")]
fn published(world: &mut CardWorld, party: Party, words: String) -> Result<(), StepError> {
    let document = forged::document(world, party, &words)?;
    world.publish(party, &document)
}

#[when(regex = "^somebody fetches the metadata of the (portal|connector|middleware)$")]
fn fetched(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let text = world.fetch_metadata(party)?;
    world.keep(Fetched { party, text });
    Ok(())
}

fn kept(world: &CardWorld) -> Result<&Fetched, StepError> {
    world.kept::<Fetched>("metadata")
}

fn wrong(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

fn root(world: &CardWorld) -> Result<Element, StepError> {
    xml::parse(kept(world)?.text.as_bytes(), &Limits::METADATA).map_err(wrong)
}

/// What the document says, whatever is wrong with it.
fn node(world: &CardWorld) -> Result<Node, StepError> {
    let Fetched { party, text } = kept(world)?;
    let expect = Expectations {
        entity_id: &world.metadata_address(*party)?,
        role: match party {
            Party::Connector => Role::Connector,
            _ => Role::ProxyService,
        },
        trusted: &[],
        now: now(world)?,
    };
    let strict = Profile::Strict.metadata();
    let lenient = WAIVED
        .into_iter()
        .fold(strict, |book, rule| book.without(rule));
    let checked = check(text, &expect, &lenient).map_err(wrong)?;
    Ok(checked.into_inner())
}

fn now(world: &CardWorld) -> Result<UnixSeconds, StepError> {
    Ok(world.stage()?.ambient.now())
}

/// As a whole, with a key that is for nothing else.
#[then("they are signed with the key for metadata")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let Fetched { party, text } = kept(world)?;
    let key = world.identity(party.metadata_key())?;
    let policy = match party {
        Party::Portal | Party::RelyingParty => SignaturePolicy::fas(),
        _ => SignaturePolicy::eidas(),
    };
    let policy = policy.with_limits(Limits::METADATA);
    let verified = xml::verify(text, &Which::Root, &[key.certificate], &policy);
    verified.map(drop).map_err(wrong)
}

#[then("they are valid now, and for a month at most")]
fn valid(world: &mut CardWorld) -> Result<(), StepError> {
    let (until, now) = (node(world)?.valid_until, now(world)?);
    match until {
        Some(until) if until > now && until <= now.plus(LONGEST) => Ok(()),
        Some(until) => Err(StepError::expected("a day of the next month", until)),
        None => Err(StepError::expected("validUntil", "none")),
    }
}

#[then(expr = "their role names the country {word}")]
fn country(world: &mut CardWorld, code: String) -> Result<(), StepError> {
    match node(world)?.country {
        Some(country) if country.as_str() == code => Ok(()),
        Some(country) => Err(StepError::expected(code, country)),
        None => Err(StepError::expected(code, "no NodeCountry in the role")),
    }
}

#[then("they are named by their address")]
fn entity(world: &mut CardWorld) -> Result<(), StepError> {
    let address = world.metadata_address(kept(world)?.party)?;
    let root = root(world)?;
    match root.attribute("entityID") {
        Some(name) if name == address => Ok(()),
        other => Err(StepError::expected(address, other.unwrap_or("no name"))),
    }
}

/// Every address of the document that a browser is sent to.
#[then("messages go to the party itself")]
fn addresses(world: &mut CardWorld) -> Result<(), StepError> {
    let party = kept(world)?.party;
    let origin = format!("{}/", world.origin(party)?);
    let root = root(world)?;
    let services = root
        .descendants()
        .filter(|element| element.is(METADATA, "SingleSignOnService"))
        .chain(
            root.descendants()
                .filter(|element| element.is(METADATA, "AssertionConsumerService")),
        );
    let locations: Vec<&str> = services
        .map(|service| service.attribute("Location").unwrap_or("no address"))
        .collect();
    if locations.is_empty() {
        return Err(StepError::expected("an address for messages", "none"));
    }
    match locations
        .iter()
        .find(|address| !address.starts_with(&origin))
    {
        None => Ok(()),
        Some(elsewhere) => Err(StepError::expected(origin, elsewhere)),
    }
}

#[then("there are keys for signatures and for encryption")]
fn two_keys(world: &mut CardWorld) -> Result<(), StepError> {
    let node = node(world)?;
    if node.signing.is_empty() || node.encryption.is_empty() {
        let (signing, encryption) = (node.signing.len(), node.encryption.len());
        let found = format!("{signing} and {encryption}");
        return Err(StepError::expected("keys of both uses", found));
    }
    Ok(())
}

#[then("there is a key for signatures that is not the one for metadata")]
fn own_key(world: &mut CardWorld) -> Result<(), StepError> {
    let metadata = world.identity(kept(world)?.party.metadata_key())?;
    let node = node(world)?;
    match node.signing.as_slice() {
        [] => Err(StepError::expected("a key for signatures", "none")),
        keys if keys.contains(&metadata.certificate) => Err(StepError::expected(
            "a key for messages alone",
            "the one that signs the metadata",
        )),
        _ => Ok(()),
    }
}

/// Versions are compared as texts, so each has to be there.
#[then(regex = "^they name the protocol versions (.+)$")]
fn versions(world: &mut CardWorld, wanted: String) -> Result<(), StepError> {
    let versions = node(world)?.versions;
    let mut wanted = wanted.split(", ");
    match wanted.find(|version| !versions.iter().any(|own| own == version)) {
        None => Ok(()),
        Some(version) => Err(StepError::expected(version, versions.join(", "))),
    }
}

#[then(expr = "they publish the level {word} and no other")]
fn levels(world: &mut CardWorld, level: String) -> Result<(), StepError> {
    let levels = node(world)?.levels;
    match levels.as_slice() {
        [only] if only.rsplit('/').next() == Some(&level) => Ok(()),
        other => Err(StepError::expected(level, other.join(", "))),
    }
}

#[then("they list the whole minimum data set")]
fn minimum(world: &mut CardWorld) -> Result<(), StepError> {
    let listed = node(world)?.attributes;
    let mut minimum = Attribute::minimum_data_set(Person::Natural);
    match minimum.find(|attribute| !listed.contains(&attribute.name())) {
        None => Ok(()),
        Some(missing) => Err(StepError::expected(missing.name(), "a list without it")),
    }
}

#[then("they say that requests have to be signed")]
fn wants_signed(world: &mut CardWorld) -> Result<(), StepError> {
    let root = root(world)?;
    let role = root.first(METADATA, "IDPSSODescriptor");
    let wanted = role.and_then(|role| role.attribute("WantAuthnRequestsSigned"));
    match wanted {
        Some("true" | "1") => Ok(()),
        other => Err(StepError::expected("true", other.unwrap_or("nothing"))),
    }
}
