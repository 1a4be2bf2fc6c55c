//! Where sequences start: every card, in every state of its PIN, before and behind each protocol.

use ambient::{Ambient, Date};
use card::CanChange;
use card_de_npa::{DataGroups, DeNpa, PaceSuite, PassportProfile, Personalisation};
use crypto::{Cipher, Curve};
use eac::encoding::{
    Chat, CvCertificate, PaceProtocol, Password, PasswordReference, Role, TerminalType,
};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::passive::{self, TrustedIssuers};
use eac::terminal::terminal_authentication::TerminalCredentials;
use persona::{Persona, PinState};
use pki::TestPki;
use secure_messaging::TerminalSession;

use crate::Error;
use crate::desk::{Desk, Trip, authenticate_chip, authenticate_terminal};

/// The curve of everything that may choose one: the smallest, because thousands of runs have to be cheap.
pub(crate) const CURVE: Curve = Curve::P192;

const CIPHERS: [Cipher; 3] = [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256];
const PASSPORTS: [PassportProfile; 3] = [
    PassportProfile::EuCompliant,
    PassportProfile::Protected,
    PassportProfile::Absent,
];

/// Terminals that go all the way, with the password that the holder is asked for.
const TERMINALS: [(&str, TerminalType, PasswordReference); 4] = [
    (
        "AT_FULL",
        TerminalType::AuthenticationTerminal,
        PasswordReference::Pin,
    ),
    (
        "AT_FULL",
        TerminalType::AuthenticationTerminal,
        PasswordReference::Can,
    ),
    (
        "IS_FULL",
        TerminalType::InspectionSystem,
        PasswordReference::Can,
    ),
    (
        "ST_FULL",
        TerminalType::SignatureTerminal,
        PasswordReference::Can,
    ),
];

/// A card at some moment, with the terminal's end of its session.
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) name: String,
    pub(crate) card: DeNpa,
    pub(crate) session: Option<TerminalSession>,
    pub(crate) suite: PaceSuite,
}

/// One card, fresh from personalisation.
pub(crate) struct Fresh {
    name: String,
    personalisation: Personalisation,
    suite: PaceSuite,
}

/// The day on which everything happens.
pub(crate) fn today() -> Result<Date, Error> {
    Date::new(2026, 3, 1).map_err(|_| Error::Missing("date"))
}

/// Every persona that has a card, in every state of the PIN; ciphers and kinds of passports take turns.
pub(crate) fn every_card() -> Result<Vec<Fresh>, Error> {
    let mut cards = Vec::new();
    for name in fixtures::PERSONAS.iter().copied() {
        let text = fixtures::persona_toml(name).ok_or(Error::Missing("persona"))?;
        let persona = Persona::parse(text).map_err(|source| Error::Persona { name, source })?;
        let personalisation = Personalisation::new(persona);
        if !personalisation.is_card() {
            continue;
        }
        for (state, pin) in PinState::NAMES {
            cards.push(fresh(
                format!("{name}, {state} PIN"),
                cards.len(),
                personalisation.clone().with_pin_state(pin),
            ));
        }
    }
    Ok(cards)
}

fn fresh(name: String, number: usize, personalisation: Personalisation) -> Fresh {
    let turn = |length: usize| number.checked_rem(length).unwrap_or_default();
    let cipher = CIPHERS.get(turn(3)).copied().unwrap_or(Cipher::Aes128);
    let passport = PASSPORTS.get(turn(3)).copied().unwrap_or_default();
    let mut personalisation = personalisation
        .with_pace(&[(cipher, CURVE)])
        .with_chip_authentication(cipher, CURVE)
        .with_passport(passport);
    if turn(2) == 1 {
        personalisation.can_change = CanChange::Allowed;
    }
    if turn(7) == 3 {
        personalisation = personalisation.with_data_groups(DataGroups::Complete);
    }
    Fresh {
        name,
        personalisation,
        suite: PaceSuite {
            protocol: PaceProtocol::generic(cipher),
            curve: CURVE,
        },
    }
}

impl Fresh {
    /// All the moments of this card.
    pub(crate) fn scenes(&self, pki: &TestPki, ambient: &Ambient) -> Result<Vec<Scene>, Error> {
        let card = DeNpa::new(self.personalisation.clone(), pki, ambient)?;
        let start = Scene {
            name: self.name.clone(),
            card,
            session: None,
            suite: self.suite,
        };
        let mut scenes = self.sessions(&start, ambient)?;
        let chip = chip_choice(&start.card, pki)?;
        for (terminal, kind, reference) in TERMINALS {
            if reference == PasswordReference::Pin && !self.pin_opens() {
                continue;
            }
            let journey = Journey {
                terminal,
                kind,
                reference,
            };
            scenes.extend(journey.scenes(&start, pki, &chip, ambient)?);
        }
        scenes.push(start);
        Ok(scenes)
    }

    /// Whether the PIN lets a terminal in at once.
    fn pin_opens(&self) -> bool {
        self.personalisation.persona.pin_state == PinState::Operational
    }

    /// After PACE alone, with every password that works.
    fn sessions(&self, start: &Scene, ambient: &Ambient) -> Result<Vec<Scene>, Error> {
        let takes_pin = matches!(
            self.personalisation.persona.pin_state,
            PinState::Operational | PinState::Transport
        );
        let mut scenes = Vec::new();
        for reference in [
            PasswordReference::Mrz,
            PasswordReference::Can,
            PasswordReference::Pin,
            PasswordReference::Puk,
        ] {
            let Some(password) = start.card.credentials().password(reference) else {
                continue;
            };
            if reference == PasswordReference::Pin && !takes_pin {
                continue;
            }
            let name = format!(
                "{}, PACE with the {}",
                start.name,
                reference_name(reference)
            );
            let mut desk = Desk::new(start.clone(), &ambient.fork(&name));
            desk.pace(password, None)
                .map_err(|trip| tripped(&name, trip))?;
            scenes.push(scene(name, desk, start));
        }
        Ok(scenes)
    }
}

/// A terminal on its way through PACE, Terminal and Chip Authentication.
struct Journey {
    terminal: &'static str,
    kind: TerminalType,
    reference: PasswordReference,
}

impl Journey {
    /// The moment after each protocol.
    fn scenes(
        &self,
        start: &Scene,
        pki: &TestPki,
        chip: &ChipChoice,
        ambient: &Ambient,
    ) -> Result<Vec<Scene>, Error> {
        let name = |what: &str| {
            let password = reference_name(self.reference);
            format!(
                "{}, {} with the {password}: {what}",
                start.name, self.terminal
            )
        };
        let (first, second, third) = (
            name("PACE"),
            name("Terminal Authentication"),
            name("Chip Authentication"),
        );
        let password = start.card.credentials().password(self.reference);
        let password: &Password = password.ok_or(Error::Missing("password"))?;
        let credentials = credentials(pki, self.terminal)?;
        let chat = Chat::all_rights(self.kind, Role::Terminal);
        let mut scenes = Vec::new();

        let mut desk = Desk::new(start.clone(), &ambient.fork(&first));
        let outcome = desk
            .pace(password, Some(chat))
            .map_err(|trip| tripped(&first, trip))?;
        scenes.push(at(&first, &desk, start));
        let ephemeral = authenticate_terminal(&mut desk, &outcome, &credentials, chip)
            .map_err(|trip| tripped(&second, trip))?;
        scenes.push(at(&second, &desk, start));
        authenticate_chip(&mut desk, &ephemeral, chip).map_err(|trip| tripped(&third, trip))?;
        scenes.push(scene(third, desk, start));
        Ok(scenes)
    }
}

fn at(name: &str, desk: &Desk, start: &Scene) -> Scene {
    Scene {
        name: name.to_owned(),
        card: desk.card.clone(),
        session: desk.session.clone(),
        suite: start.suite,
    }
}

fn scene(name: String, desk: Desk, start: &Scene) -> Scene {
    Scene {
        name,
        card: desk.card,
        session: desk.session,
        suite: start.suite,
    }
}

fn tripped(scene: &str, trip: Trip) -> Error {
    let scene = scene.to_owned();
    match trip {
        Trip::Refused(step, status) => Error::Refused {
            scene,
            step,
            status,
        },
        Trip::Broken(breach) => Error::Breach { scene, breach },
    }
}

pub(crate) const fn reference_name(reference: PasswordReference) -> &'static str {
    match reference {
        PasswordReference::Mrz => "MRZ",
        PasswordReference::Can => "CAN",
        PasswordReference::Pin => "PIN",
        PasswordReference::Puk => "PUK",
    }
}

fn credentials(pki: &TestPki, name: &str) -> Result<TerminalCredentials, Error> {
    let missing = || Error::Missing("terminal certificate");
    let named = pki.chain(name);
    let key = named
        .last()
        .and_then(|named| named.key.clone())
        .ok_or_else(missing)?;
    let mut chain = Vec::new();
    for named in named {
        chain.push(CvCertificate::decode(&named.bytes).map_err(|_| missing())?);
    }
    let terminal = chain.pop().ok_or_else(missing)?;
    TerminalCredentials::new(terminal, key, chain).ok_or_else(missing)
}

/// The key of the card, from its own EF.CardSecurity.
fn chip_choice(card: &DeNpa, pki: &TestPki) -> Result<ChipChoice, Error> {
    let missing = || Error::Missing("key of the chip");
    let place = card
        .files()
        .file_in(card::DirectoryRef::MASTER_FILE, card::FileId::new(0x011D))
        .ok_or_else(missing)?;
    let content = card.files().file(place).ok_or_else(missing)?.content();
    let trusted =
        TrustedIssuers::from_der([pki.country_signer()?.certificate()]).map_err(|_| missing())?;
    let security = passive::verify_card_security(content, &trusted).map_err(|_| missing())?;
    ChipChoice::first(security.infos()).ok_or_else(missing)
}
