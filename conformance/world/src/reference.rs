//! The built-in reference: a German card in process, and a whole world of services around one.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Fault};
use conformance_harness::site::role;
use conformance_harness::{
    CardConnection, ConnectionLost, Ics, Need, Role, Secrets, Setup, Site, Target, Unavailable,
};
use conformance_verdict::TargetFacts;
use iso7816::Card as _;
use pki::{CertificateSource, Sector, SectorKey, TestPki};

use crate::WorldError;
use crate::cards::{Cards, card_name};
use crate::login::{LoginSite, Misbehaviour, Opening, RoleAlone, RoleFile, WorldOptions};
use crate::personalisation::statement;

/// The day on which every simulated world begins.
#[must_use]
pub fn start_date() -> Date {
    Date::new(2026, 3, 1).unwrap_or(Date::MIN)
}

/// The built-in reference. Cards are built once for each setup and cloned for each check; a world of services is opened
/// anew for each.
#[derive(Clone)]
pub struct Reference {
    cards: Arc<Cards>,
    seed: u64,
    wrong: Option<Wrong>,
    name: Option<String>,
}

/// Who misbehaves, and how.
#[derive(Clone)]
enum Wrong {
    Card(Fault),
    Service(Misbehaviour),
}

impl Reference {
    /// The healthy reference of a seed, on the day on which every simulated world begins.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::starting(seed, start_date())
    }

    /// The healthy reference of a seed whose world begins on another day.
    #[must_use]
    pub fn starting(seed: u64, start: Date) -> Self {
        Self {
            cards: Arc::new(Cards::new(seed, start)),
            seed,
            wrong: None,
            name: None,
        }
    }

    /// Another handle on the same reference: cards and keys that were made already are shared.
    #[must_use]
    pub fn share(&self) -> Self {
        self.clone()
    }

    /// The same reference with one wrong behaviour; `mutant` is the name for reports. Cards and keys that were made
    /// already are shared.
    ///
    /// # Errors
    ///
    /// When the role does not know the fault.
    pub fn with_fault(&self, mutant: &str, role: Role, fault: &str) -> Result<Self, WorldError> {
        let service = match role {
            Role::Card | Role::SecureMessaging | Role::Harness => None,
            Role::RelyingParty => Some(role::RELYING_PARTY),
            Role::Csam => Some(role::CSAM),
            Role::Connector => Some(role::CONNECTOR),
            Role::MiddlewareDe => Some(role::MIDDLEWARE_DE),
            Role::EidClient => Some(role::EID_CLIENT),
        };
        let wrong = match service {
            Some(service) => Wrong::Service(Misbehaviour::one(service, fault)?),
            None => Wrong::Card(
                Fault::parse(fault).ok_or_else(|| WorldError::UnknownFault(fault.to_owned()))?,
            ),
        };
        Ok(Self {
            wrong: Some(wrong),
            name: Some(mutant.to_owned()),
            ..self.clone()
        })
    }

    /// The PKI whose trust points the cards have.
    #[must_use]
    pub fn pki(&self) -> &Arc<TestPki> {
        self.cards.pki()
    }

    /// Opens one role alone.
    ///
    /// # Errors
    ///
    /// When there is no such role, a file cannot be read, or the role does not start.
    pub fn open_role(
        &self,
        role: &str,
        file: &RoleFile,
        ambient: &Ambient,
    ) -> Result<RoleAlone, WorldError> {
        RoleAlone::open(&self.cards, role, file, ambient)
    }

    /// Opens a whole world with the card of the setup on the reader.
    ///
    /// # Errors
    ///
    /// When a setting is not known, a listener is taken, or a role does not start.
    pub fn open_world(&self, world: WorldOptions) -> Result<LoginSite, WorldError> {
        let misbehaviour = match &self.wrong {
            Some(Wrong::Service(wrong)) => wrong.clone(),
            _ => Misbehaviour::default(),
        };
        LoginSite::open(Opening {
            cards: Arc::clone(&self.cards),
            misbehaviour,
            seed: self.seed,
            options: world,
        })
    }
}

impl Target for Reference {
    fn facts(&self) -> TargetFacts {
        TargetFacts {
            name: "reference".to_owned(),
            description: "built-in German identity card and services, in process".to_owned(),
            fault: self.name.clone(),
        }
    }

    fn statement(&self, setup: &Setup) -> Result<Arc<Ics>, Unavailable> {
        let read = || -> Result<Ics, WorldError> {
            let (file, text) = statement(card_name(setup))?;
            Ok(Ics::parse(file, text)?)
        };
        read()
            .map(Arc::new)
            .map_err(|error| Unavailable::NotGiven(error.to_string()))
    }

    fn offers(&self, _: &Setup) -> BTreeSet<Need> {
        Need::ALL.into()
    }

    fn secrets(&self, setup: &Setup) -> Secrets {
        self.cards.secrets(setup)
    }

    fn permits_destructive(&self) -> bool {
        true
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        let pki: Arc<dyn CertificateSource> = Arc::<TestPki>::clone(self.cards.pki());
        Some(pki)
    }

    fn country_signers(&self) -> Vec<Vec<u8>> {
        let signer = self.cards.pki().country_signer();
        signer
            .map(|signer| signer.certificate().to_vec())
            .into_iter()
            .collect()
    }

    fn sector_key(&self, sector: Sector) -> Option<SectorKey> {
        Some(self.cards.pki().sector_key(sector))
    }

    fn connect(
        &self,
        setup: &Setup,
        ambient: &Ambient,
    ) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        let card = self
            .cards
            .card(setup)
            .map_err(|error| ConnectionLost::new(error.to_string()))?;
        let card = card.drawing_from(ambient);
        let card = match self.wrong {
            Some(Wrong::Card(fault)) => card.with_fault(fault),
            _ => card,
        };
        Ok(Box::new(InProcess(card)))
    }

    fn has_services(&self) -> bool {
        true
    }

    fn open_site(&self, setup: &Setup, ambient: &Ambient) -> Result<Arc<dyn Site>, ConnectionLost> {
        let world = WorldOptions::new(setup.clone(), ambient.clone());
        match self.open_world(world) {
            Ok(site) => Ok(Arc::new(site)),
            Err(error) => Err(ConnectionLost::new(error.to_string())),
        }
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reference")
            .field("fault", &self.name)
            .finish()
    }
}

/// A card called directly.
struct InProcess(DeNpa);

impl CardConnection for InProcess {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        let mut response = Vec::new();
        self.0.transmit(command, &mut response);
        Ok(response)
    }

    fn reset(&mut self) -> Result<(), ConnectionLost> {
        self.0.reset();
        Ok(())
    }

    fn remove_and_insert(&mut self) -> Result<(), ConnectionLost> {
        // A contactless card that leaves the field loses what a reset takes, no more and no less.
        self.0.reset();
        Ok(())
    }

    fn lose_power_during(&mut self, command: &[u8]) -> Result<(), ConnectionLost> {
        self.0.lose_power_during(command);
        Ok(())
    }

    fn atr(&self) -> Vec<u8> {
        self.0.atr().to_vec()
    }
}
