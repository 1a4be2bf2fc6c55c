//! Which card, whose card, and how it starts: from the command line to a card.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ::pki::TestPki;
use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Fault, Personalisation};
use clap::ValueEnum;
use fixtures::{OFF_BY_DEFAULT, PERSONAS, persona_toml};
use persona::{DocumentKind, Generation, Persona, PersonaError, PinState};

use super::{parse_date, today};

/// The options that say which card it is.
#[derive(Debug, clap::Args)]
pub(crate) struct CardOptions {
    /// The card
    #[arg(value_enum)]
    card: CardName,
    /// Whose card it is: a persona file, or the name of a persona that ships (`card list`)
    #[arg(long, value_name = "FILE")]
    persona: Option<String>,
    /// The usual holder of such a document, instead of a persona
    #[arg(long, value_enum, conflicts_with = "persona")]
    document: Option<DocumentName>,
    /// The generation of the card
    #[arg(long, value_enum)]
    generation: Option<GenerationName>,
    /// How the PIN starts
    #[arg(long, value_enum)]
    state: Option<StateName>,
    /// Another PIN: 6 digits, 5 for a transport PIN
    #[arg(long, value_name = "DIGITS")]
    pin: Option<String>,
    /// Another CAN: 6 digits
    #[arg(long, value_name = "DIGITS", value_parser = can)]
    can: Option<String>,
    /// Another PUK: 10 digits
    #[arg(long, value_name = "DIGITS", value_parser = puk)]
    puk: Option<String>,
    /// A wrong behaviour, by its name in `card list`; may be given several times
    #[arg(long, value_name = "NAME", value_parser = fault)]
    fault: Vec<Fault>,
    /// All keys, certificates and random numbers follow from this number
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day on which the card was issued its trust points, as YYYY-MM-DD; today unless told
    #[arg(long, value_name = "DAY", value_parser = parse_date)]
    date: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CardName {
    /// The German card with an eID application
    DeNpa,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum DocumentName {
    IdentityCard,
    ResidencePermit,
    EuCitizen,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GenerationName {
    First,
    Current,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StateName {
    /// The five digits of the PIN letter
    #[value(alias = "transport")]
    TransportPin,
    /// A PIN of six digits, three tries
    Operational,
    /// One try left: the CAN comes first
    Suspended,
    /// No try left: the PUK comes first
    Blocked,
    /// Switched off
    Deactivated,
}

impl From<StateName> for PinState {
    fn from(name: StateName) -> Self {
        match name {
            StateName::TransportPin => Self::Transport,
            StateName::Operational => Self::Operational,
            StateName::Suspended => Self::Suspended,
            StateName::Blocked => Self::Blocked,
            StateName::Deactivated => Self::Deactivated,
        }
    }
}

/// Why there is no card.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("{0}")]
    Persona(#[from] PersonaError),
    #[error(
        "{}: {source}; --persona takes a file, or one of: {}",
        path.display(),
        PERSONAS.join(", ")
    )]
    PersonaFile { path: PathBuf, source: io::Error },
    #[error("--pin {found}: {expected}")]
    Pin {
        found: String,
        expected: &'static str,
    },
    #[error("no card can be made: {0}")]
    Card(#[from] card_de_npa::Error),
    #[error("the trace {} cannot be written: {source}{}", path.display(), advice(source))]
    Trace { path: PathBuf, source: io::Error },
    #[error("{0}")]
    Reader(#[from] reader::LinkError),
    #[error("Ctrl-C cannot be watched: {0}")]
    Signals(io::Error),
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            "; nothing is overwritten, so choose another name or remove the file"
        }
        _ => "",
    }
}

/// A card with everything that belongs to it.
#[derive(Debug)]
pub(crate) struct Made {
    /// The card.
    pub(crate) card: DeNpa,
    /// Whose it is, and its passwords.
    pub(crate) persona: Persona,
    /// Who signed it and whom it trusts.
    pub(crate) pki: TestPki,
    /// Its date and its random numbers.
    pub(crate) ambient: Ambient,
}

impl Made {
    /// Which card this is, in one line.
    pub(crate) fn title(&self) -> String {
        let (document, holder) = (&self.persona.document, &self.persona.holder);
        let kind = match document.kind {
            DocumentKind::IdentityCard => "German identity card",
            DocumentKind::ResidencePermit => "German residence permit",
            DocumentKind::EuCitizenCard => "German eID card for EU citizens",
            DocumentKind::SmartEid => "Smart-eID",
        };
        let names = [
            holder.given_names.as_deref().unwrap_or_default(),
            &holder.family_names,
        ];
        format!(
            "{kind} {} of {}",
            document.number.as_str(),
            names.join(" ").trim()
        )
    }
}

impl CardOptions {
    /// Makes the card.
    ///
    /// # Errors
    /// The persona file is broken, a password has the wrong length, or the two make no card.
    pub(crate) fn make(&self) -> Result<Made, Refused> {
        let CardName::DeNpa = self.card;
        let date = self.date.unwrap_or_else(today);
        let (ambient, pki) = (
            Ambient::simulated(self.seed, date),
            TestPki::from_seed(self.seed, date),
        );
        let persona = self.persona()?;
        let card = DeNpa::new(Personalisation::new(persona.clone()), &pki, &ambient)?;
        let card = self
            .fault
            .iter()
            .fold(card, |card, fault| card.with_fault(*fault));
        Ok(Made {
            card,
            persona,
            pki,
            ambient,
        })
    }

    fn persona(&self) -> Result<Persona, Refused> {
        let mut persona = match (&self.persona, self.document) {
            (Some(chosen), _) => read(chosen)?,
            (None, Some(DocumentName::ResidencePermit)) => shipped("residence-permit")?,
            (None, Some(DocumentName::EuCitizen)) => shipped("eu-citizen")?,
            (None, Some(DocumentName::IdentityCard) | None) => shipped("adult")?,
        };
        match self.generation {
            Some(GenerationName::First) => persona.document.generation = Generation::First,
            Some(GenerationName::Current) => persona.document.generation = Generation::Current,
            None => {}
        }
        if let Some(state) = self.state {
            persona.pin_state = state.into();
        }
        if let Some(pin) = &self.pin {
            set_pin(&mut persona, pin)?;
        }
        if let Some(can) = &self.can {
            persona.test_secrets.can.clone_from(can);
        }
        if let Some(puk) = &self.puk {
            persona.test_secrets.puk.clone_from(puk);
        }
        Ok(persona)
    }
}

fn set_pin(persona: &mut Persona, pin: &str) -> Result<(), Refused> {
    let refused = |expected| Refused::Pin {
        found: pin.to_owned(),
        expected,
    };
    let transport = persona.pin_state == PinState::Transport;
    match (transport, are_digits(pin, 5), are_digits(pin, 6)) {
        (true, true, _) => pin.clone_into(&mut persona.test_secrets.transport_pin),
        (false, _, true) => pin.clone_into(&mut persona.test_secrets.pin),
        (true, ..) => return Err(refused("a transport PIN has 5 digits")),
        (false, ..) => {
            return Err(refused(
                "a PIN has 6 digits; only with --state transport-pin it has 5",
            ));
        }
    }
    Ok(())
}

/// A persona by the name of a file, or else by the name of one that ships.
fn read(chosen: &str) -> Result<Persona, Refused> {
    match fs::read_to_string(chosen) {
        Ok(text) => Ok(Persona::parse(&text).map_err(|error| error.in_file(chosen))?),
        Err(error) if error.kind() == io::ErrorKind::NotFound && ships(chosen) => shipped(chosen),
        Err(source) => Err(Refused::PersonaFile {
            path: Path::new(chosen).to_owned(),
            source,
        }),
    }
}

fn ships(name: &str) -> bool {
    PERSONAS.contains(&name) || OFF_BY_DEFAULT.contains(&name)
}

fn shipped(name: &str) -> Result<Persona, Refused> {
    let text = persona_toml(name).unwrap_or_default();
    Ok(Persona::parse(text)
        .map_err(|error| error.in_file(format!("fixtures/personas/{name}.toml")))?)
}

fn are_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn can(text: &str) -> Result<String, String> {
    if are_digits(text, 6) {
        Ok(text.to_owned())
    } else {
        Err("a CAN has 6 digits".into())
    }
}

fn puk(text: &str) -> Result<String, String> {
    if are_digits(text, 10) {
        Ok(text.to_owned())
    } else {
        Err("a PUK has 10 digits".into())
    }
}

fn fault(name: &str) -> Result<Fault, String> {
    Fault::parse(name).ok_or_else(|| {
        let alike: Vec<&str> = Fault::ALL
            .iter()
            .map(|fault| fault.name())
            .filter(|known| are_alike(known, name))
            .collect();
        match alike.as_slice() {
            [] => "no such fault; `card list` has them all".into(),
            names => format!("no such fault; do you mean {}?", names.join(" or ")),
        }
    })
}

/// Whether two names in kebab case share a word of some length.
fn are_alike(known: &str, asked: &str) -> bool {
    asked
        .split('-')
        .any(|word| word.len() > 3 && known.split('-').any(|other| other == word))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        options: CardOptions,
    }

    fn options(words: &str) -> CardOptions {
        Line::try_parse_from(["card"].into_iter().chain(words.split(' ')))
            .unwrap()
            .options
    }

    fn refusal(words: &str) -> String {
        options(words).make().unwrap_err().to_string()
    }

    #[test]
    fn the_usual_card_is_an_adults() {
        let made = options("de-npa --date 2026-03-01").make().unwrap();
        assert_eq!(made.persona.holder.family_names, "BEISPIELER");
        assert_eq!(made.ambient.today(), Date::new(2026, 3, 1).unwrap());
    }

    #[test]
    fn passwords_and_state_are_as_told() {
        let persona =
            options("de-npa --state transport-pin --pin 54321 --can 111222 --puk 1234567890")
                .persona()
                .unwrap();
        assert_eq!(persona.pin_state, PinState::Transport);
        assert_eq!(persona.test_secrets.transport_pin, "54321");
        assert_eq!(
            (
                persona.test_secrets.can.as_str(),
                persona.test_secrets.puk.as_str()
            ),
            ("111222", "1234567890")
        );
    }

    #[test]
    fn a_password_of_the_wrong_length_is_refused_with_the_right_one() {
        assert_eq!(
            refusal("de-npa --pin 12345"),
            "--pin 12345: a PIN has 6 digits; only with --state transport-pin it has 5"
        );
        assert_eq!(
            refusal("de-npa --state transport --pin 123456"),
            "--pin 123456: a transport PIN has 5 digits"
        );
        assert!(Line::try_parse_from(["card", "de-npa", "--can", "12345"]).is_err());
        assert!(Line::try_parse_from(["card", "de-npa", "--puk", "123456789x"]).is_err());
    }

    #[test]
    fn documents_have_their_usual_holders() {
        assert_eq!(
            options("de-npa --document eu-citizen")
                .persona()
                .unwrap()
                .document
                .document_type
                .as_str(),
            "UB"
        );
        assert_eq!(
            options("de-npa --document residence-permit")
                .persona()
                .unwrap()
                .document
                .document_type
                .as_str(),
            "AR"
        );
        assert!(
            Line::try_parse_from([
                "card",
                "de-npa",
                "--document",
                "eu-citizen",
                "--persona",
                "adult"
            ])
            .is_err()
        );
    }

    #[test]
    fn a_persona_is_a_file_or_a_name_that_ships() {
        assert_eq!(
            options("de-npa --persona minor")
                .persona()
                .unwrap()
                .pin_state,
            PinState::Deactivated
        );
        let unknown = refusal("de-npa --persona nobody");
        assert!(
            unknown.starts_with("nobody: ") && unknown.contains("adult, abroad"),
            "{unknown}"
        );
    }

    #[test]
    fn a_broken_persona_file_is_refused_with_its_line_and_what_to_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("broken.toml");
        let text = persona_toml("adult")
            .unwrap()
            .replace("given-names", "given-nanes");
        fs::write(&file, text).unwrap();
        let refused = refusal(&format!("de-npa --persona {}", file.display()));
        assert!(
            refused.contains("broken.toml, line")
                && refused.contains("did you mean \"given-names\"?"),
            "{refused}"
        );
    }

    #[test]
    fn a_document_that_is_no_card_is_refused() {
        assert!(refusal("de-npa --persona smart-eid").starts_with("no card can be made"));
    }

    #[test]
    fn a_fault_is_known_by_name_and_a_slip_gets_a_hint() {
        let first = Fault::ALL.first().unwrap();
        assert_eq!(fault(first.name()), Ok(*first));
        assert!(
            fault("cardsecurity-signature-bad")
                .unwrap_err()
                .contains("cardsecurity-signature-wrong")
        );
        assert_eq!(
            fault("x").unwrap_err(),
            "no such fault; `card list` has them all"
        );
    }
}
