//! The cards under test, and the ways to reach them.

use std::sync::OnceLock;

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Personalisation};
use iso7816::Card;
use persona::Persona;
use pki::TestPki;

pub(crate) fn today() -> Date {
    Date::new(2026, 3, 1).unwrap()
}

pub(crate) fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::from_seed(7, today()))
}

pub(crate) fn personalisation(name: &str) -> Personalisation {
    Personalisation::new(Persona::parse(fixtures::persona_toml(name).unwrap()).unwrap())
}

pub(crate) fn adult() -> Personalisation {
    personalisation("adult")
}

pub(crate) fn build(personalisation: Personalisation) -> DeNpa {
    DeNpa::new(personalisation, pki(), &Ambient::simulated(7, today())).unwrap()
}

/// One command APDU in, one response out, as hex digits.
pub(crate) fn transmit_hex(card: &mut DeNpa, command: &str) -> String {
    let mut response = Vec::new();
    card.transmit(&hex::decode(command).unwrap(), &mut response);
    hex::encode(response)
}
