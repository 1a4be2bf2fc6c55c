//! A citizen with a card, a client, and a service with its eID server.

use std::sync::Arc;

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Personalisation, PinState};
use crypto::{Curve, Hash};
use eac::encoding::{
    AuxiliaryData, AuxiliaryDate, CertificateDescription, Chat, Right, Role, TerminalType,
    TermsOfUsage,
};
use eid_client::{Config, EidClient};
use persona::Persona;
use pki::{Identity, IdentityDraft, Purpose, Sector, ServiceTerminal, TestPki};
use web::{InProcess, Journal};

use crate::browser::{Browser, CLIENT};
use crate::script::{SERVER, Script, Server, Terminal};
use crate::slot::TestSlot;

pub(crate) const TOKEN: &str = "https://localhost:8443/tctoken?sessionID=7";

pub(crate) struct World {
    pub(crate) ambient: Ambient,
    pub(crate) pki: TestPki,
    pub(crate) slot: Arc<TestSlot>,
    pub(crate) network: InProcess,
    pub(crate) server: Arc<Server>,
    pub(crate) browser: Browser,
    pub(crate) journal: Journal,
    pub(crate) tls: Identity,
}

type Equipment = dyn Fn(&TestPki, &mut Terminal);

/// What is different in a world.
pub(crate) struct Plan {
    pub(crate) pin: PinState,
    pub(crate) script: Script,
    pub(crate) client: Box<dyn Fn(Config) -> Config>,
    pub(crate) description: Box<dyn Fn(&mut CertificateDescription)>,
    /// First and last day of the service's certificate.
    pub(crate) validity: [Date; 2],
    /// First and last day of the TLS certificate, and its host.
    pub(crate) tls: ([Date; 2], &'static str),
    pub(crate) card: bool,
    /// Changes what the service has.
    pub(crate) terminal: Box<Equipment>,
}

pub(crate) fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            pin: PinState::Operational,
            script: Script::default(),
            client: Box::new(|config| config),
            description: Box::new(|_| ()),
            validity: [day(2026, 3, 1), day(2026, 9, 1)],
            tls: ([day(2026, 1, 1), day(2027, 1, 1)], "localhost"),
            card: true,
            terminal: Box::new(|_, _| ()),
        }
    }
}

pub(crate) fn chat(rights: &[Right]) -> Chat {
    Chat::with_rights(TerminalType::AuthenticationTerminal, Role::Terminal, rights)
}

impl World {
    pub(crate) fn new() -> Self {
        Plan::default().build()
    }

    /// A card of the same person, in another state.
    pub(crate) fn card(&self, pin: PinState) -> DeNpa {
        self.card_with(|personalisation| personalisation.with_pin_state(pin))
    }

    /// A card of the same person, made otherwise.
    pub(crate) fn card_with(&self, change: impl Fn(Personalisation) -> Personalisation) -> DeNpa {
        card(&self.pki, &self.ambient, change(adult()))
    }

    /// Opens the link of the service.
    pub(crate) fn begin(&mut self) {
        self.browser.activate(TOKEN);
    }

    /// As far as the page that asks for the PIN.
    pub(crate) fn until_pin(&mut self) {
        self.begin();
        self.browser.grant_all();
    }

    /// The whole login.
    pub(crate) fn log_in(&mut self) {
        self.until_pin();
        self.browser.enter("123456");
    }

    pub(crate) fn rules(&self) -> Vec<String> {
        self.journal
            .lines()
            .into_iter()
            .map(|line| line.rule)
            .collect()
    }
}

fn card(pki: &TestPki, ambient: &Ambient, personalisation: Personalisation) -> DeNpa {
    DeNpa::new(personalisation, pki, ambient).unwrap()
}

fn adult() -> Personalisation {
    Personalisation::new(Persona::parse(fixtures::persona_toml("adult").unwrap()).unwrap())
}

impl Plan {
    pub(crate) fn build(self) -> World {
        let today = day(2026, 3, 1);
        let ambient = Ambient::simulated(5, today);
        let pki = TestPki::from_seed(5, today);
        let tls = self.tls_identity(&ambient);
        let mut terminal = self.terminal(&pki, &tls);
        (self.terminal)(&pki, &mut terminal);
        let slot = Arc::new(TestSlot::new(
            self.card
                .then(|| card(&pki, &ambient, adult().with_pin_state(self.pin))),
        ));
        let root = &pki
            .trust_point(TerminalType::AuthenticationTerminal)
            .unwrap()
            .bytes;
        let config = Config::new(slot.clone()).with_root(root).unwrap();
        let journal = Journal::new(&ambient);
        let network = InProcess::new();
        let client = EidClient::new(
            (self.client)(config),
            ambient.clone(),
            network.client(),
            journal.clone(),
        );
        let server = Arc::new(Server::new(terminal, self.script));
        network.route(CLIENT, Arc::new(client));
        network.route_tls(SERVER, server.clone(), &tls.certificate);
        World {
            browser: Browser::new(network.client()),
            ambient,
            pki,
            slot,
            network,
            server,
            journal,
            tls,
        }
    }

    fn tls_identity(&self, ambient: &Ambient) -> Identity {
        let ([from, until], host) = self.tls;
        let draft = IdentityDraft {
            name: "TEST service",
            purpose: Purpose::Tls(vec![host.to_owned()]),
            from,
            until,
        };
        Identity::ec(&draft, Curve::P256, ambient).unwrap()
    }

    fn terminal(&self, pki: &TestPki, tls: &Identity) -> Terminal {
        let hash = Hash::Sha256.digest(&[&tls.certificate]);
        let mut description = CertificateDescription {
            issuer_name: "TEST DV".to_owned(),
            issuer_url: Some("https://dv.test".to_owned()),
            subject_name: "TEST <Dienst>".to_owned(),
            subject_url: Some(SERVER.to_owned()),
            terms_of_usage: TermsOfUsage::Plain("Zweck:\nAnmeldung".to_owned()),
            redirect_url: None,
            communication_certificates: vec![hash.as_ref().to_vec()],
        };
        (self.description)(&mut description);
        let [from, until] = self.validity;
        let certificate = pki
            .service_terminal(&ServiceTerminal {
                holder: "DETESTSV00001",
                description: &description,
                sector: &pki.sector_key(Sector::First),
                rights: 0x00_0133_FF07,
                from,
                until,
            })
            .unwrap();
        let verifier = pki.certificate("AT_DV").unwrap().bytes.clone();
        Terminal {
            certificates: vec![verifier, certificate.bytes],
            key: certificate.key.unwrap(),
            description: description.encode(),
            required: chat(&[
                Right::ReadDataGroup(4),
                Right::ReadDataGroup(5),
                Right::RestrictedIdentification,
            ]),
            optional: chat(&[
                Right::ReadDataGroup(8),
                Right::ReadDataGroup(10),
                Right::AgeVerification,
            ]),
            auxiliary: AuxiliaryData::new()
                .with_required_birth(AuxiliaryDate::new(2008, 3, 1).unwrap())
                .with_current_date(AuxiliaryDate::new(2026, 3, 1).unwrap()),
        }
    }
}
