//! What makes one German card differ from another.

use card::{Activation, CanChange, Credentials, Pin};
use crypto::{Cipher, Curve};
use eac::card::pace::PaceSuite;
use eac::encoding::{PaceProtocol, Password};
use iso7816::{Atr, AtrError};
use persona::{Day, DocumentKind, Generation, Persona, PinState};

use crate::DataGroups;

/// Resets of the retry counter that the PUK is good for `[TR-03127 §3.5.5]`.
const PUK_USES: u8 = 10;

/// Everything that a card is made from, beside the PKI: a person, a document and what is in the chip.
#[derive(Clone, Debug)]
pub struct Personalisation {
    /// The holder and the document; generation, kind, PIN state and passwords are the persona's.
    pub persona: Persona,
    /// What PACE is offered with; EF.CardAccess has one PACEInfo for each.
    pub pace_suites: Vec<PaceSuite>,
    /// Curve of the keys for Chip Authentication.
    pub chip_curve: Curve,
    /// Cipher of secure messaging after Chip Authentication.
    pub chip_cipher: Cipher,
    /// Who may read the ePassport application.
    pub passport: PassportProfile,
    /// Which data groups the eID application has.
    pub data_groups: DataGroups,
    /// Whether a terminal with PIN management may change the CAN.
    pub can_change: CanChange,
    /// Resets of the retry counter that the PUK is still good for, at most 10.
    pub puk_uses: u8,
    /// What the reader makes the answer to reset from.
    pub answer: ActivationAnswer,
}

/// Who may read the ePassport application `[TR-03110-4 §3]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassportProfile {
    /// Profile 3.3: whoever has proven MRZ or CAN; fingerprints need the right of an inspection system.
    #[default]
    EuCompliant,
    /// Profile 3.2: authenticated inspection systems only.
    Protected,
    /// There is no such application.
    Absent,
}

/// What a contactless card says when it is activated, from which the reader makes the answer to reset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivationAnswer {
    /// Type A: the historical bytes of the ATS, at most 15.
    TypeA(Vec<u8>),
    /// Type B: what the ATQB tells.
    TypeB {
        /// Application data.
        application_data: [u8; 4],
        /// Protocol info.
        protocol_info: [u8; 3],
        /// The maximum buffer length index of the answer to ATTRIB.
        mbli: u8,
    },
}

impl ActivationAnswer {
    /// The answer to reset `[PC/SC 3 §3.1.3.2.3.1]`.
    ///
    /// # Errors
    /// More than 15 historical bytes.
    pub fn answer_to_reset(&self) -> Result<Vec<u8>, AtrError> {
        Ok(match self {
            Self::TypeA(historical) => Atr::contactless_type_a(historical)?.encode(),
            Self::TypeB {
                application_data,
                protocol_info,
                mbli,
            } => Atr::contactless_type_b(*application_data, *protocol_info, *mbli).encode(),
        })
    }
}

impl Personalisation {
    /// The card that this person would have today: PACE and Chip Authentication with AES-128 over brainpoolP256r1.
    #[must_use]
    pub fn new(persona: Persona) -> Self {
        let historical: &[u8] = match persona.document.generation {
            Generation::First => &[0x80, 0x31, 0xB8, 0x73, 0x84, 0x01, 0xE0],
            Generation::Current => &[0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00],
        };
        let passport = match persona.document.generation {
            Generation::First => PassportProfile::Protected,
            Generation::Current => PassportProfile::EuCompliant,
        };
        let protocol = PaceProtocol::generic(Cipher::Aes128);
        Self {
            pace_suites: vec![PaceSuite {
                protocol,
                curve: Curve::BrainpoolP256r1,
            }],
            chip_curve: Curve::BrainpoolP256r1,
            chip_cipher: Cipher::Aes128,
            passport,
            data_groups: DataGroups::German,
            can_change: CanChange::Refused,
            puk_uses: PUK_USES,
            answer: ActivationAnswer::TypeA(historical.to_vec()),
            persona,
        }
    }

    /// The same card with another state of the PIN.
    #[must_use]
    pub fn with_pin_state(mut self, state: PinState) -> Self {
        self.persona.pin_state = state;
        self
    }

    /// The same card with another PIN, for the state that it is in: five digits for a transport PIN, else six.
    #[must_use]
    pub fn with_pin(mut self, digits: &str) -> Self {
        match self.persona.pin_state {
            PinState::Transport => self.persona.test_secrets.transport_pin = digits.to_owned(),
            _ => self.persona.test_secrets.pin = digits.to_owned(),
        }
        self
    }

    /// The same card with another CAN.
    #[must_use]
    pub fn with_can(mut self, digits: &str) -> Self {
        self.persona.test_secrets.can = digits.to_owned();
        self
    }

    /// The same card that offers PACE with these ciphers and curves, the preferred one first.
    #[must_use]
    pub fn with_pace(mut self, suites: &[(Cipher, Curve)]) -> Self {
        let suite = |(cipher, curve): &(Cipher, Curve)| PaceSuite {
            protocol: PaceProtocol::generic(*cipher),
            curve: *curve,
        };
        self.pace_suites = suites.iter().map(suite).collect();
        self
    }

    /// The same card with other parameters for Chip Authentication.
    #[must_use]
    pub fn with_chip_authentication(self, cipher: Cipher, curve: Curve) -> Self {
        Self {
            chip_cipher: cipher,
            chip_curve: curve,
            ..self
        }
    }

    /// The same card with another ePassport application.
    #[must_use]
    pub fn with_passport(self, passport: PassportProfile) -> Self {
        Self { passport, ..self }
    }

    /// The same card with other data groups.
    #[must_use]
    pub fn with_data_groups(self, data_groups: DataGroups) -> Self {
        Self {
            data_groups,
            ..self
        }
    }

    /// The same card with another activation answer.
    #[must_use]
    pub fn with_answer(self, answer: ActivationAnswer) -> Self {
        Self { answer, ..self }
    }

    /// Whether the card has a key that only privileged terminals may use `[TR-03127 annex D]`.
    #[must_use]
    pub fn has_privileged_key(&self) -> bool {
        self.persona.document.generation == Generation::Current
    }

    /// Whether this crate builds such a document.
    #[must_use]
    pub fn is_card(&self) -> bool {
        self.persona.document.kind != DocumentKind::SmartEid
    }

    /// The passwords on the day of personalisation.
    pub(crate) fn credentials(&self, today: Day) -> Credentials {
        let secrets = &self.persona.test_secrets;
        let pin = match self.persona.pin_state {
            PinState::Transport => Pin::transport(&secrets.transport_pin),
            PinState::Operational => Pin::operational(&secrets.pin),
            PinState::Suspended => Pin::operational(&secrets.pin).with_tries_left(1),
            PinState::Blocked => Pin::operational(&secrets.pin).with_tries_left(0),
            PinState::Deactivated => {
                Pin::operational(&secrets.pin).with_activation(Activation::Deactivated)
            }
        };
        let credentials = Credentials::new()
            .with(Password::can(&secrets.can))
            .with(Password::puk(&secrets.puk))
            .with_pin(pin.with_resets_left(self.puk_uses))
            .with_can_change(self.can_change);
        match self.persona.mrz(today).pace_input() {
            Some(information) => credentials.with(Password::mrz(information)),
            None => credentials,
        }
    }
}
