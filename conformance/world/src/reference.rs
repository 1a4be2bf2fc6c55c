//! The built-in reference: a German card in process.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Fault, Personalisation, PinState};
use conformance_harness::{
    CardConnection, ConnectionLost, Ics, Need, Secrets, Setup, Target, Unavailable,
};
use conformance_verdict::TargetFacts;
use iso7816::Card as _;
use persona::Day;
use pki::{CertificateSource, Sector, SectorKey, TestPki};

use crate::WorldError;
use crate::personalisation::{personalisation, statement};

/// The day on which every simulated world begins.
#[must_use]
pub fn start_date() -> Date {
    Date::new(2026, 3, 1).unwrap_or(Date::MIN)
}

/// The built-in reference. Cards are built once for each setup and cloned for each check.
pub struct Reference {
    world: Arc<World>,
    fault: Option<Fault>,
    name: Option<String>,
}

/// What all references of one seed share.
struct World {
    pki: Arc<TestPki>,
    ambient: Ambient,
    built: Mutex<BTreeMap<Setup, Built>>,
}

/// A card as it was personalised, and what its holder knows.
#[derive(Clone)]
struct Built {
    card: DeNpa,
    secrets: Secrets,
}

impl Reference {
    /// The healthy reference of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let world = World {
            pki: Arc::new(TestPki::from_seed(seed, start_date())),
            ambient: Ambient::simulated(seed, start_date()).fork("reference"),
            built: Mutex::default(),
        };
        Self {
            world: Arc::new(world),
            fault: None,
            name: None,
        }
    }

    /// Another handle on the same reference: cards that were built already are shared.
    #[must_use]
    pub fn share(&self) -> Self {
        Self {
            world: Arc::clone(&self.world),
            fault: self.fault,
            name: self.name.clone(),
        }
    }

    /// The same reference with one wrong behaviour; `mutant` is the name for reports. Cards that
    /// were built already are shared.
    ///
    /// # Errors
    ///
    /// When the card does not know the fault.
    pub fn with_fault(&self, mutant: &str, fault: &str) -> Result<Self, WorldError> {
        let fault =
            Fault::parse(fault).ok_or_else(|| WorldError::UnknownFault(fault.to_owned()))?;
        let world = Arc::clone(&self.world);
        Ok(Self {
            world,
            fault: Some(fault),
            name: Some(mutant.to_owned()),
        })
    }

    /// The PKI whose trust points the cards have.
    #[must_use]
    pub fn pki(&self) -> &Arc<TestPki> {
        &self.world.pki
    }

    fn built(&self, setup: &Setup) -> Result<Built, WorldError> {
        let mut cards = self
            .world
            .built
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = cards.get(setup) {
            return Ok(built.clone());
        }
        let built = self.world.build(setup)?;
        cards.insert(setup.clone(), built.clone());
        Ok(built)
    }
}

impl World {
    fn build(&self, setup: &Setup) -> Result<Built, WorldError> {
        let personalisation = personalisation_of(setup)?;
        let secrets = secrets_of(&personalisation);
        let card = DeNpa::new(personalisation, &self.pki, &self.ambient)?;
        Ok(Built { card, secrets })
    }
}

fn card_name(setup: &Setup) -> &str {
    setup.card.as_deref().unwrap_or("current")
}

fn personalisation_of(setup: &Setup) -> Result<Personalisation, WorldError> {
    let personalisation = personalisation(card_name(setup))?;
    match setup.state.as_deref() {
        None => Ok(personalisation),
        Some(word) => PinState::parse(word)
            .map(|state| personalisation.with_pin_state(state))
            .ok_or_else(|| WorldError::UnknownState(word.to_owned())),
    }
}

fn secrets_of(personalisation: &Personalisation) -> Secrets {
    let persona = &personalisation.persona;
    let known = &persona.test_secrets;
    let pin = match persona.pin_state {
        PinState::Transport => &known.transport_pin,
        _ => &known.pin,
    };
    let today = start_date();
    let mrz = Day::new(today.year(), today.month(), today.day())
        .and_then(|today| persona.mrz(today).pace_input().map(str::to_owned));
    Secrets {
        can: Some(known.can.clone()),
        pin: Some(pin.clone()),
        puk: Some(known.puk.clone()),
        mrz,
    }
}

impl Target for Reference {
    fn facts(&self) -> TargetFacts {
        TargetFacts {
            name: "reference".to_owned(),
            description: "built-in German identity card, in process".to_owned(),
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
        self.built(setup)
            .map(|built| built.secrets)
            .unwrap_or_default()
    }

    fn permits_destructive(&self) -> bool {
        true
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        let pki: Arc<dyn CertificateSource> = Arc::<TestPki>::clone(&self.world.pki);
        Some(pki)
    }

    fn country_signers(&self) -> Vec<Vec<u8>> {
        let signer = self.world.pki.country_signer();
        signer
            .map(|signer| signer.certificate().to_vec())
            .into_iter()
            .collect()
    }

    fn sector_key(&self, sector: Sector) -> Option<SectorKey> {
        Some(self.world.pki.sector_key(sector))
    }

    fn connect(
        &self,
        setup: &Setup,
        ambient: &Ambient,
    ) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        let built = self
            .built(setup)
            .map_err(|error| ConnectionLost::new(error.to_string()))?;
        let card = built.card.drawing_from(ambient);
        let card = match self.fault {
            Some(fault) => card.with_fault(fault),
            None => card,
        };
        Ok(Box::new(InProcess(card)))
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
