//! Certificates of terminals, command by command: MSE:Set DST names the issuer, PSO:Verify
//! Certificate brings the certificate `[TR-03110-3 §B.14.4]`, `[TR-03110-3 §B.14.5]`.

use std::str::FromStr;

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::{given, then, when};
use eac::encoding::{CertificateHolderReference, tag};
use eac::terminal::command;
use iso7816::tlv::{Reader, Tag, Writer};
use iso7816::{Class, CommandApdu};
use pki::NamedCertificate;

use crate::CardWorld;
use crate::terminal::pace::PaceResult;

/// What the terminal does to a certificate before it presents it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The last bit of the signature is another.
    WrongSignature,
    /// The body alone.
    WithoutSignature,
    /// The signature alone.
    WithoutBody,
    /// The body has the tag after its own.
    OtherBodyTag,
    /// The signature has the tag after its own.
    OtherSignatureTag,
}

impl FromStr for Change {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words {
            "with a wrong signature" => Ok(Self::WrongSignature),
            "without its signature" => Ok(Self::WithoutSignature),
            "without its body" => Ok(Self::WithoutBody),
            "with another tag for its body" => Ok(Self::OtherBodyTag),
            "with another tag for its signature" => Ok(Self::OtherSignatureTag),
            _ => Err(format!(
                "{words:?} is nothing that is done to a certificate"
            )),
        }
    }
}

impl Change {
    /// The data field of PSO:Verify Certificate with this change.
    fn of(self, certificate: &NamedCertificate) -> Result<Vec<u8>, StepError> {
        let name = &certificate.name;
        let unreadable = |_| StepError::precondition(format!("{name} has no body and signature"));
        let mut reader = Reader::new(&certificate.body_and_signature);
        let body = reader.expect(tag::CERTIFICATE_BODY).map_err(unreadable)?;
        let signature = reader.expect(tag::SIGNATURE).map_err(unreadable)?;
        let mut writer = Writer::new();
        match self {
            Self::WithoutBody => {}
            Self::OtherBodyTag => {
                writer.tlv(next(tag::CERTIFICATE_BODY), body.value);
            }
            _ => {
                writer.raw(body.raw);
            }
        }
        match self {
            Self::WithoutSignature => {}
            Self::OtherSignatureTag => {
                writer.tlv(next(tag::SIGNATURE), signature.value);
            }
            Self::WrongSignature => {
                let mut value = signature.value.to_vec();
                value.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
                writer.tlv(tag::SIGNATURE, &value);
            }
            _ => {
                writer.raw(signature.raw);
            }
        }
        Ok(writer.into_bytes())
    }
}

const fn next(tag: Tag) -> Tag {
    Tag::new(tag.value() + 1)
}

/// The same command in class 80, which is none of these two commands.
fn proprietary(command: CommandApdu) -> CommandApdu {
    CommandApdu {
        class: Class::new(0x80),
        ..command
    }
}

/// The trust point below which a certificate hangs, as PACE has told it.
fn trust_point_of(world: &CardWorld, name: &str) -> Result<CertificateHolderReference, StepError> {
    let issuer = world.certificate(name)?.car;
    let told = &world.kept::<PaceResult>("PACE")?.authorities;
    if told.contains(&issuer) {
        return Ok(issuer);
    }
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    let told = told.join(" and ");
    Err(StepError::precondition(format!(
        "{name} is issued by {issuer}, but PACE has told {told}"
    )))
}

/// The reference that PACE has told with another last character.
fn unknown(
    reference: &CertificateHolderReference,
) -> Result<CertificateHolderReference, StepError> {
    let mut characters = reference.as_bytes().to_vec();
    for last in characters.iter_mut().rev().take(1) {
        *last = if *last == b'9' { b'8' } else { b'9' };
    }
    CertificateHolderReference::decode(&characters)
        .map_err(|error| StepError::precondition(error.to_string()))
}

#[given(expr = "the terminal has named the trust point of {word} as issuer")]
fn has_named_trust_point(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = trust_point_of(world, &name)?;
    world
        .expect_ok("MSE:Set DST", &command::set_dst(&issuer))
        .map(drop)
}

#[when(expr = "the terminal names the trust point of {word} as issuer")]
fn names_trust_point(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = trust_point_of(world, &name)?;
    world.transmit(&command::set_dst(&issuer)).map(drop)
}

#[when(expr = "the terminal names the trust point of {word} as issuer in plain")]
fn names_trust_point_plain(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = trust_point_of(world, &name)?;
    world.transmit_plain(&command::set_dst(&issuer)).map(drop)
}

#[when(expr = "the terminal names the trust point of {word} as issuer in a wrong class")]
fn names_trust_point_class(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = trust_point_of(world, &name)?;
    world
        .transmit(&proprietary(command::set_dst(&issuer)))
        .map(drop)
}

#[when(expr = "the terminal names an unknown issuer instead of that of {word}")]
fn names_unknown(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = unknown(&trust_point_of(world, &name)?)?;
    world.transmit(&command::set_dst(&issuer)).map(drop)
}

#[when(expr = "the terminal names {word} as issuer")]
fn names(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let issuer = world.certificate(&name)?.chr;
    world.transmit(&command::set_dst(&issuer)).map(drop)
}

#[given(expr = "the terminal has presented {word}")]
fn has_presented(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    world.present(&certificate)
}

#[given(expr = "the terminal has presented the chain of {word}")]
fn has_presented_chain(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    world.present_chain(&name)
}

#[when(expr = "the terminal presents {word}")]
fn presents(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    world
        .transmit(&CardWorld::verify_command(&certificate))
        .map(drop)
}

#[when(expr = "the terminal presents {word} in plain")]
fn presents_plain(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    world
        .transmit_plain(&CardWorld::verify_command(&certificate))
        .map(drop)
}

#[when(expr = "the terminal presents {word} in a wrong class")]
fn presents_class(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    world
        .transmit(&proprietary(CardWorld::verify_command(&certificate)))
        .map(drop)
}

#[when(
    regex = r"^the terminal presents (\w+) ((?:with a wrong|without its|with another tag for its) \w+)$"
)]
fn presents_changed(world: &mut CardWorld, name: String, change: Change) -> Result<(), StepError> {
    let data = change.of(&world.certificate(&name)?)?;
    world
        .transmit(&command::verify_certificate_data(&data))
        .map(drop)
}

/// A card may end the channel with an answer in plain; one within the channel promises that the
/// channel goes on.
#[then("the channel still works, unless the answer ended it")]
fn works_unless_ended(world: &mut CardWorld) -> Result<(), StepError> {
    if world.answer()?.protection != Protection::Secured {
        return Ok(());
    }
    let read = command::read_by_short_id(command::CARD_ACCESS, iso7816::Ne::from_short(1));
    let answer = world.transmit_secured(&read)?;
    if answer.status.is_ok() && answer.protection == Protection::Secured {
        return Ok(());
    }
    Err(StepError::expected("9000 within secure messaging", answer))
}
