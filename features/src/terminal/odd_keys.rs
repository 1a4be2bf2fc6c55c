//! Ephemeral keys of unusual form for Chip Authentication, and points that are no keys at all.

use std::str::FromStr;

use conformance_harness::StepError;
use crypto::{Curve, PrivateKey};
use eac::encoding::{DynamicData, SetAt};
use eac::terminal::command;

use crate::CardWorld;
use crate::terminal::authentication::{Challenge, EphemeralKey};
use crate::terminal::proof::Statement;

/// How many keys are tried before a form is given up: one in 256 has a leading zero byte.
const TRIES: usize = 20_000;

/// The form of an ephemeral key, as steps call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// A key whose coordinate begins with a zero byte.
    LeadingZero(Coordinate),
    /// A key whose coordinate begins with a one bit.
    LeadingOne(Coordinate),
    /// A key on a curve of another size.
    OtherSize,
    /// The point with both coordinates zero, which lies on none of the curves.
    Zero,
    /// A key with another y coordinate, so that it lies on another curve.
    BesideTheCurve,
}

/// One of the two coordinates of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinate {
    /// The first, which is all of the compressed key.
    X,
    /// The second.
    Y,
}

impl FromStr for KeyForm {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words {
            "a key with a leading zero byte in x" => Ok(Self::LeadingZero(Coordinate::X)),
            "a key with a leading zero byte in y" => Ok(Self::LeadingZero(Coordinate::Y)),
            "a key with a leading one bit in x" => Ok(Self::LeadingOne(Coordinate::X)),
            "a key with a leading one bit in y" => Ok(Self::LeadingOne(Coordinate::Y)),
            "a key of another size" => Ok(Self::OtherSize),
            "the point zero" => Ok(Self::Zero),
            "a point beside the curve" => Ok(Self::BesideTheCurve),
            _ => Err(format!("{words:?} is no form of a key")),
        }
    }
}

impl Coordinate {
    fn of(self, key: &PrivateKey) -> Option<u8> {
        let point = key.public_key();
        let place = match self {
            Self::X => 1,
            Self::Y => 1 + point.curve().field_len(),
        };
        point.as_bytes().get(place).copied()
    }
}

/// What the terminal sends as its ephemeral key in Chip Authentication, where that is not the public
/// half of its key pair.
#[derive(Clone, Debug)]
pub struct SentPoint(pub Vec<u8>);

impl CardWorld {
    /// Runs Terminal Authentication for an ephemeral key of a form, so that the card has it bound when
    /// Chip Authentication brings it.
    ///
    /// A card may refuse what is no key as early as in MSE:Set AT. An ordinary key is bound then, and
    /// Chip Authentication brings the other one all the same.
    ///
    /// # Errors
    ///
    /// When Terminal Authentication fails, or the curve has no key of this form.
    pub fn bind_key_of_form(&mut self, name: &str, form: KeyForm) -> Result<(), StepError> {
        let curve = self.chip_curve()?;
        match form {
            KeyForm::LeadingZero(coordinate) => {
                self.keep_key(curve, |key| coordinate.of(key) == Some(0))?;
            }
            KeyForm::LeadingOne(coordinate) => {
                self.keep_key(curve, |key| {
                    coordinate.of(key).is_some_and(|byte| byte >= 0x80)
                })?;
            }
            KeyForm::BesideTheCurve => {
                let mut point = self.ephemeral_key()?.public_key().as_bytes().to_vec();
                point.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
                self.keep(SentPoint(point));
            }
            KeyForm::Zero => {
                let length = curve.field_len();
                return self.bind_point(name, [&[0x04][..], &vec![0; 2 * length]].concat());
            }
            KeyForm::OtherSize => {
                let other = if curve.field_len() == Curve::P192.field_len() {
                    Curve::P256
                } else {
                    Curve::P192
                };
                let key = PrivateKey::generate(other, &mut self.random("terminal ephemeral key")?);
                return self.bind_point(name, key.public_key().as_bytes().to_vec());
            }
        }
        self.run_terminal_authentication(name)
    }

    /// The data of General Authenticate in Chip Authentication: what was bound, key or not.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::chip_request`].
    pub fn sent_chip_request(&mut self) -> Result<DynamicData, StepError> {
        match self.try_kept::<SentPoint>() {
            Some(SentPoint(point)) => Ok(DynamicData::new().with(0x80, point.clone())),
            None => self.chip_request(),
        }
    }

    /// Generates keys until one has the wanted form.
    fn keep_key(
        &mut self,
        curve: Curve,
        wanted: impl Fn(&PrivateKey) -> bool,
    ) -> Result<(), StepError> {
        let mut random = self.random("terminal ephemeral key")?;
        let mut keys = std::iter::repeat_with(|| PrivateKey::generate(curve, &mut random));
        let key = keys.by_ref().take(TRIES).find(wanted).ok_or_else(|| {
            StepError::not_applicable(format!("no key on {} has this form", curve.name()))
        })?;
        self.keep(EphemeralKey(key));
        Ok(())
    }

    /// Terminal Authentication that binds the first coordinate of a point, whatever it is.
    fn bind_point(&mut self, name: &str, point: Vec<u8>) -> Result<(), StepError> {
        let compressed = point.get(1..=point.len() / 2).unwrap_or_default().to_vec();
        self.keep(SentPoint(point));
        let certificate = self.certificate(name)?;
        let ordinary = self.terminal_template(&certificate)?;
        let template = SetAt {
            ephemeral_key: Some(compressed.clone()),
            ..ordinary.clone()
        };
        self.present_chain(name)?;
        let answer = self.transmit(&command::set_at_terminal(&template))?;
        if answer.status.is_checking_error() {
            return self.prove_key(&certificate, &ordinary);
        }
        if !answer.status.is_ok() {
            return Err(StepError::expected("9000 to MSE:Set AT", answer));
        }
        let challenge = self.expect_ok("GET CHALLENGE", &command::get_challenge())?;
        self.keep(Challenge(challenge.clone()));
        let statement = Statement {
            challenge,
            ephemeral_key: compressed,
            auxiliary_data: Vec::new(),
        };
        let signature = self.sign_statement(&certificate, &statement)?;
        let authenticate = command::external_authenticate(&signature);
        self.expect_ok("EXTERNAL AUTHENTICATE", &authenticate)
            .map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::{Coordinate, KeyForm};

    #[test]
    fn words_become_forms() {
        let form = "a key with a leading one bit in y".parse();
        assert_eq!(form, Ok(KeyForm::LeadingOne(Coordinate::Y)));
        assert!("a key".parse::<KeyForm>().is_err());
    }
}
