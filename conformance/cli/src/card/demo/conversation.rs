//! The conversation itself, chapter by chapter.

use std::error::Error;

use ::card::Traced;
use ::pki::{Sector, TestPki};
use ambient::{Date, Stream};
use card_de_npa::DeNpa;
use eac::encoding::security_infos::{PaceInfo, SecurityInfo};
use eac::encoding::{
    AuxiliaryData, AuxiliaryDate, Chat, CvCertificate, Oid, Password, RiProtocol, Right, Role,
    TerminalType, oid,
};
use eac::terminal::passive::{CardSecurity, TrustedIssuers};
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{
    ChipAuthenticated, Pace, PaceRequest, Plain, ReadLength, Terminal, TerminalAuthenticated,
    TerminalError,
};
use iso7816::{Atr, StatusWord};
use persona::{Persona, PinState};
use reader::InProcess;

use super::super::explain::{data_group_name, data_group_text, hex};
use super::super::options::Made;
use super::narrator::{Ear, Narrator};

type Reader = InProcess<Traced<DeNpa, Ear>>;
type Step<T> = Result<T, Box<dyn Error>>;

/// The terminal of the demonstration: every right, from an official document verifier.
const TERMINAL: &str = "AT_FULL";

/// Where the terminal looks whether the holder lives: a prefix of the municipality id, Köln in Germany.
const REGION: [u8; 5] = [0x02, 0x76, 0x05, 0x03, 0x15];

/// What the terminal has.
struct Equipment<'a> {
    pki: &'a TestPki,
    today: Date,
    random: Stream,
}

/// Holds the conversation and tells it line by line.
pub(super) fn hold(made: Made, tell: &mut dyn FnMut(&str)) -> Step<()> {
    tell(&format!(
        "A conversation with a {} (invented)",
        made.title()
    ));
    tell(
        "Numbered lines are commands with their length on the wire, · what they say, ← what the card answers.",
    );
    let (mut narrator, ear) = Narrator::new(tell);
    let mut equipment = Equipment {
        pki: &made.pki,
        today: made.ambient.today(),
        random: made.ambient.stream("demo terminal"),
    };
    let outcome = chapters(
        &mut narrator,
        InProcess::new(Traced::new(made.card, ear)),
        &made.persona,
        &mut equipment,
    );
    if outcome.is_err() {
        narrator.exchanges();
    }
    outcome
}

fn chapters(
    narrator: &mut Narrator<'_>,
    reader: Reader,
    persona: &Persona,
    equipment: &mut Equipment<'_>,
) -> Step<()> {
    activation(narrator, &reader)?;
    let mut terminal = Terminal::new(reader);
    let offer = capabilities(narrator, &mut terminal)?;
    let terminal = pace(narrator, terminal, &offer, persona, equipment)?;
    let terminal = terminal_authentication(narrator, terminal, &offer, equipment)?;
    let (terminal, security) = passive_authentication(narrator, terminal, equipment)?;
    let mut terminal = chip_authentication(narrator, terminal, &security)?;
    questions(narrator, &mut terminal)?;
    data_groups(narrator, &mut terminal)?;
    pseudonym(narrator, &mut terminal, &security, equipment)?;
    end(narrator, terminal)
}

fn activation(narrator: &mut Narrator<'_>, reader: &Reader) -> Step<()> {
    narrator.chapter(
        "The card comes near the reader",
        "The reader gives it power and makes an answer to reset (ATR) from what it says.",
    );
    let atr = reader.atr()?;
    narrator.result("ATR", &hex(atr));
    narrator.result("historical bytes", &hex(Atr::decode(atr)?.historical()));
    Ok(())
}

fn capabilities(
    narrator: &mut Narrator<'_>,
    terminal: &mut Terminal<Reader, Plain>,
) -> Step<PaceInfo> {
    narrator.chapter(
        "What the card can",
        "EF.CardAccess is open to everybody: it says which protocols the card speaks, and nothing about its holder. \
         Choosing the PIN for PACE tells how many tries are left, and costs none.",
    );
    let infos = terminal.read_card_access()?;
    let offer = infos
        .pace()
        .next()
        .ok_or("the card offers no PACE")?
        .clone();
    let status = terminal.pin_status(&offer)?;
    narrator.exchanges();
    narrator.result("PIN", &format!("{status:?}"));
    Ok(offer)
}

fn pace(
    narrator: &mut Narrator<'_>,
    terminal: Terminal<Reader, Plain>,
    offer: &PaceInfo,
    persona: &Persona,
    equipment: &mut Equipment<'_>,
) -> Step<Terminal<Reader, Pace>> {
    let (password, name) = password(persona);
    narrator.chapter(
        &format!("PACE: both know the {name}, and nobody hears it"),
        &format!(
            "The card sends a number, encrypted with the {name}. From it both make a new base point, agree on a key with \
             it, and compare tokens: only who knows the {name} has the same key. Whoever listens learns nothing to try \
             passwords with. The terminal also says what it is and which rights it wants. From here on every command \
             is encrypted."
        ),
    );
    if name == "CAN" {
        narrator.paragraph("The PIN of this card cannot be used as it stands, so the terminal uses its right to take the CAN.");
    }
    let chat = Chat::with_rights(
        TerminalType::AuthenticationTerminal,
        Role::Terminal,
        &wanted_rights(name),
    );
    let request = PaceRequest::new(offer, &password)
        .ok_or("the card offers a PACE that is not spoken here")?
        .with_chat(chat);
    let terminal = terminal
        .pace(&request, &mut equipment.random)
        .map_err(|stopped| stopped.to_string())?;
    narrator.exchanges();
    Ok(terminal)
}

fn password(persona: &Persona) -> (Password, &'static str) {
    let secrets = &persona.test_secrets;
    match persona.pin_state {
        PinState::Operational => (Password::pin(&secrets.pin), "PIN"),
        _ => (Password::can(&secrets.can), "CAN"),
    }
}

fn wanted_rights(password: &str) -> Vec<Right> {
    let mut rights: Vec<Right> = (1..=22).map(Right::ReadDataGroup).collect();
    rights.extend([
        Right::AgeVerification,
        Right::MunicipalityIdVerification,
        Right::RestrictedIdentification,
    ]);
    if password == "CAN" {
        rights.push(Right::CanAllowed);
    }
    rights
}

fn terminal_authentication(
    narrator: &mut Narrator<'_>,
    terminal: Terminal<Reader, Pace>,
    offer: &PaceInfo,
    equipment: &mut Equipment<'_>,
) -> Step<Terminal<Reader, TerminalAuthenticated>> {
    narrator.chapter(
        "Terminal Authentication: who is asking?",
        "The terminal presents certificates, each signed by the one before, down from the card's trust point. Rights \
         can only become fewer on the way. Then it signs a challenge, and with it the key that it will use next and the \
         questions it will ask.",
    );
    let credentials = credentials(equipment.pki)?;
    let questions = questions_of(equipment.today)?;
    let curve = offer.curve().ok_or("no standard curve")?;
    let authenticated =
        terminal.authenticate(&credentials, curve, Some(&questions), &mut equipment.random);
    let terminal = authenticated.map_err(|stopped| stopped.to_string())?;
    narrator.exchanges();
    Ok(terminal)
}

fn credentials(pki: &TestPki) -> Step<TerminalCredentials> {
    let named = pki.chain(TERMINAL);
    let decoded: Result<Vec<_>, _> = named
        .iter()
        .map(|named| CvCertificate::decode(&named.bytes))
        .collect();
    let decoded = decoded?;
    let key = named
        .last()
        .and_then(|named| named.key.clone())
        .ok_or("the terminal has no key")?;
    let (terminal, issuers) = decoded
        .split_last()
        .ok_or("the terminal has no certificate")?;
    Ok(
        TerminalCredentials::new(terminal.clone(), key, issuers.to_vec())
            .ok_or("the terminal's key is another")?,
    )
}

fn questions_of(today: Date) -> Step<AuxiliaryData> {
    let of_age = today
        .checked_add_years(-18)
        .ok_or("the calendar begins too late")?;
    Ok(AuxiliaryData::new()
        .with_required_birth(auxiliary(of_age)?)
        .with_current_date(auxiliary(today)?)
        .with_municipality(&REGION))
}

fn auxiliary(date: Date) -> Step<AuxiliaryDate> {
    Ok(AuxiliaryDate::new(date.year(), date.month(), date.day()).ok_or("no such day")?)
}

fn passive_authentication(
    narrator: &mut Narrator<'_>,
    mut terminal: Terminal<Reader, TerminalAuthenticated>,
    equipment: &Equipment<'_>,
) -> Step<(Terminal<Reader, TerminalAuthenticated>, CardSecurity)> {
    narrator.chapter(
        "Passive Authentication: is what the card says genuine?",
        "EF.CardSecurity holds the card's public keys, signed by a document signer whose certificate comes from the \
         country's signing authority.",
    );
    let trusted = TrustedIssuers::from_der([equipment.pki.country_signer()?.certificate()])?;
    let security = terminal.read_card_security(&trusted, ReadLength::Extended)?;
    narrator.exchanges();
    narrator.result("signature", "leads to the TEST country signing authority");
    narrator.result(
        "entries signed",
        &security.infos().iter().count().to_string(),
    );
    Ok((terminal, security))
}

fn chip_authentication(
    narrator: &mut Narrator<'_>,
    terminal: Terminal<Reader, TerminalAuthenticated>,
    security: &CardSecurity,
) -> Step<Terminal<Reader, ChipAuthenticated>> {
    narrator.chapter(
        "Chip Authentication: is this the card that was signed?",
        "The card proves that it has the private key to the public key just checked, by agreeing on new session keys. \
         A copy of the data cannot do that.",
    );
    let terminal = terminal
        .authenticate_chip(security)
        .map_err(|stopped| stopped.to_string())?;
    narrator.exchanges();
    Ok(terminal)
}

fn questions(
    narrator: &mut Narrator<'_>,
    terminal: &mut Terminal<Reader, ChipAuthenticated>,
) -> Step<()> {
    narrator.chapter(
        "Questions that are answered with yes or no",
        "The card compares what the terminal signed above with its own data. The data themselves stay inside.",
    );
    terminal.select_eid_application()?;
    let asked: [(&str, Oid); 3] = [
        ("valid today?", oid::ID_DATE_OF_EXPIRY),
        ("18 years or older?", oid::ID_DATE_OF_BIRTH),
        ("lives in Köln (0276050315)?", oid::ID_MUNICIPALITY_ID),
    ];
    let mut answers = Vec::new();
    for (question, identifier) in asked {
        let answer = match terminal.verify_auxiliary_data(&identifier) {
            Ok(true) => "yes",
            Ok(false) => "no",
            Err(TerminalError::Status { .. }) => "the card does not know",
            Err(error) => return Err(error.into()),
        };
        answers.push((question, answer));
    }
    narrator.exchanges();
    answers
        .iter()
        .for_each(|(question, answer)| narrator.result(question, answer));
    Ok(())
}

fn data_groups(
    narrator: &mut Narrator<'_>,
    terminal: &mut Terminal<Reader, ChipAuthenticated>,
) -> Step<()> {
    narrator.chapter(
        "What the card tells about its holder",
        "Each data group is a file of its own with a right of its own. The first one is shown as commands.",
    );
    let mut absent = Vec::new();
    for group in 1..=22 {
        match terminal.read_data_group(group) {
            Ok(content) => {
                if group == 1 {
                    narrator.exchanges();
                }
                let text = data_group_text(&content).unwrap_or_else(|| hex(&content));
                narrator.result(&format!("DG{group} {}", data_group_name(group)), &text);
            }
            Err(TerminalError::Status {
                status: StatusWord::FILE_NOT_FOUND,
                ..
            }) => absent.push(group.to_string()),
            Err(TerminalError::Status { status, .. }) => {
                narrator.result(&format!("DG{group}"), &status.to_string())
            }
            Err(error) => return Err(error.into()),
        }
        narrator.pass_over();
    }
    if !absent.is_empty() {
        narrator.result("not on this card", &format!("DG{}", absent.join(", ")));
    }
    Ok(())
}

fn pseudonym(
    narrator: &mut Narrator<'_>,
    terminal: &mut Terminal<Reader, ChipAuthenticated>,
    security: &CardSecurity,
    equipment: &Equipment<'_>,
) -> Step<()> {
    narrator.chapter(
        "The pseudonym: Restricted Identification",
        "A service recognises a card without knowing whose it is: the card combines a key of its own with the key of the \
         service's sector. Another sector gets another name, and the two cannot be joined.",
    );
    let key = security.infos().iter().find_map(|info| match info {
        SecurityInfo::RestrictedIdentification(info) if info.authorized_only => {
            Some((info.protocol, info.key_id))
        }
        _ => None,
    });
    let (protocol, key) = key.ok_or("the card offers no pseudonym")?;
    let protocol = RiProtocol::from_oid(&protocol).ok_or("a pseudonym that is not spoken here")?;
    let sectors =
        [Sector::First, Sector::Second].map(|sector| equipment.pki.sector_key(sector).public_key());
    let [first, second] = &sectors;
    let names = terminal.restricted_identification(protocol, key, Some(first), Some(second))?;
    narrator.exchanges();
    for (sector, name) in [
        ("in the first sector", &names.first),
        ("in the second sector", &names.second),
    ] {
        narrator.result(
            sector,
            &name
                .as_deref()
                .map_or_else(|| "none".into(), |name| hex(name).replace(' ', "")),
        );
    }
    Ok(())
}

fn end(narrator: &mut Narrator<'_>, terminal: Terminal<Reader, ChipAuthenticated>) -> Step<()> {
    narrator.chapter(
        "The card is taken away",
        "It forgets session, rights and selection; only counters, date and trust points stay.",
    );
    let mut reader = terminal.into_transport();
    reader.pull();
    let forgotten = !reader.card().card.has_session();
    narrator.result("session", if forgotten { "gone" } else { "STILL THERE" });
    let sum = narrator.sum();
    narrator.result("in all", &sum);
    Ok(())
}
