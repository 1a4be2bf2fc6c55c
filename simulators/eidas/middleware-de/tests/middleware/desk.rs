//! A PKI, an eID server, cards and people.

use std::collections::BTreeSet;

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Personalisation};
use eac::terminal::passive::TrustedIssuers;
use eidas_middleware_de::eid::{EidData, EidServer, Failure, Rights, State, Terminal, Wanted};
use eidas_middleware_de::{Fault, Faults};
use paos::Envelope;
use persona::Persona;
use pki::{Sector, TestPki};

use crate::client::{Client, Manners};

pub(crate) const EVERYTHING: [&str; 8] = [
    "FamilyName",
    "FirstName",
    "DateOfBirth",
    "PersonIdentifier",
    "BirthName",
    "PlaceOfBirth",
    "CurrentAddress",
    "Nationality",
];
pub(crate) const MINIMUM: [&str; 4] =
    ["FamilyName", "FirstName", "DateOfBirth", "PersonIdentifier"];

pub(crate) struct Desk {
    pub(crate) pki: TestPki,
    pub(crate) ambient: Ambient,
}

/// What a session was like.
pub(crate) struct Run {
    pub(crate) client: Client,
    pub(crate) outcome: Result<Box<EidData>, Failure>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let today = Date::new(2026, 3, 1).unwrap();
        Self {
            pki: TestPki::from_seed(5, today),
            ambient: Ambient::simulated(5, today),
        }
    }

    pub(crate) fn card(&self, name: &str) -> DeNpa {
        let persona = Persona::parse(fixtures::persona_toml(name).unwrap()).unwrap();
        DeNpa::new(Personalisation::new(persona), &self.pki, &self.ambient).unwrap()
    }

    /// A terminal by the name of its certificate, the self-signed root among its certificates.
    pub(crate) fn terminal(&self, name: &str) -> Terminal {
        let chain = self.pki.chain(name);
        let root = self.pki.certificate("AT_CVCA").unwrap();
        let certificates: Vec<_> = [root]
            .into_iter()
            .chain(chain.iter().copied())
            .map(|named| named.bytes.clone())
            .collect();
        let key = chain.last().unwrap().key.clone().unwrap();
        let description = self.pki.description().encode();
        let sector = self.pki.sector_key(Sector::First).public_key();
        Terminal::new(&certificates, key, description, sector).unwrap()
    }

    pub(crate) fn server(&self, terminal: &str) -> EidServer {
        let signer = self.pki.country_signer().unwrap().certificate();
        let trusted = TrustedIssuers::from_der([signer]).unwrap();
        EidServer::new(self.terminal(terminal), trusted, BTreeSet::new())
    }

    pub(crate) fn faulty(&self, fault: Fault) -> EidServer {
        self.server("AT_FULL")
            .with_faults(Faults::none().with(fault))
    }

    pub(crate) fn wanted(&self, attributes: &[&str]) -> Wanted {
        Wanted {
            rights: Rights::for_attributes(attributes.iter().copied()),
            sector: self.pki.sector_key(Sector::First).public_key(),
        }
    }

    /// Plays a session, each message as text.
    pub(crate) fn play(
        &self,
        server: &EidServer,
        wanted: Wanted,
        card: DeNpa,
        manners: Manners,
    ) -> Run {
        let mut client = Client::new(card, manners, self.ambient.stream("client"));
        let mut state = State::new(wanted);
        let mut message = Client::start("session");
        loop {
            let (next, answer) = server.step(state, carried(message), &self.ambient);
            state = next;
            match client.answer(&carried(answer)) {
                Some(next) => message = next,
                None => break,
            }
        }
        Run {
            client,
            outcome: state.outcome().unwrap().clone(),
        }
    }

    /// A session of an adult with the usual terminal, asked for everything.
    pub(crate) fn usual(&self, manners: Manners) -> Run {
        self.play(
            &self.server("AT_FULL"),
            self.wanted(&EVERYTHING),
            self.card("adult"),
            manners,
        )
    }
}

fn carried(message: paos::Message) -> paos::Message {
    let text = Envelope::from_client(message, "urn:uuid:0").encode();
    Envelope::decode(text.as_bytes()).unwrap().message
}

impl Desk {
    /// EF.CardSecurity as the card has it, and what it says.
    pub(crate) fn card_security_infos(&self, card: &str) -> Vec<u8> {
        let mut terminal = self.authenticated(card);
        let trusted = self.trusted();
        let security = terminal
            .read_card_security(&trusted, eac::terminal::ReadLength::Short)
            .unwrap();
        security.infos().encode()
    }

    /// What the card of a person says in the first sector to whoever wants to block it.
    pub(crate) fn blocking_identification(&self, card: &str) -> Vec<u8> {
        let mut terminal = self.authenticated(card);
        let security = terminal
            .read_card_security(&self.trusted(), eac::terminal::ReadLength::Short)
            .unwrap();
        let mut terminal = terminal.authenticate_chip(&security).unwrap();
        terminal.select_eid_application().unwrap();
        let sector = self.pki.sector_key(Sector::First).public_key();
        let protocol = eac::encoding::RiProtocol {
            hash: crypto::Hash::Sha256,
        };
        let identifiers = terminal
            .restricted_identification(protocol, 1, Some(&sector), None)
            .unwrap();
        identifiers.first.unwrap()
    }

    fn trusted(&self) -> TrustedIssuers {
        let signer = self.pki.country_signer().unwrap().certificate();
        TrustedIssuers::from_der([signer]).unwrap()
    }

    fn authenticated(
        &self,
        card: &str,
    ) -> eac::terminal::Terminal<crate::client::Reader, eac::terminal::TerminalAuthenticated> {
        use eac::encoding::{Chat, CvCertificate, Password, Role, TerminalType};
        let chain = self.pki.chain("AT_FULL");
        let key = chain.last().unwrap().key.clone().unwrap();
        let mut certificates: Vec<_> = chain
            .iter()
            .map(|named| CvCertificate::decode(&named.bytes).unwrap())
            .collect();
        let own = certificates.pop().unwrap();
        let credentials = eac::terminal::terminal_authentication::TerminalCredentials::new(
            own,
            key,
            certificates,
        )
        .unwrap();
        let mut random = self.ambient.stream("desk");
        let mut terminal = eac::terminal::Terminal::new(crate::client::Reader(self.card(card)));
        let offer = terminal.read_card_access().unwrap();
        let offer = offer.pace().next().unwrap().clone();
        let pin = Password::pin("123456");
        let chat = Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal);
        let request = eac::terminal::PaceRequest::new(&offer, &pin)
            .unwrap()
            .with_chat(chat);
        let terminal = terminal.pace(&request, &mut random).unwrap();
        let curve = crypto::Curve::BrainpoolP256r1;
        terminal
            .authenticate(&credentials, curve, None, &mut random)
            .unwrap()
    }
}
