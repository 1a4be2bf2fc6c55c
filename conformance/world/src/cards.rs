//! The cards of the reference: built once for each setup, cloned for whoever asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Personalisation, PinState};
use conformance_harness::{Secrets, Setup};
use persona::Day;
use pki::TestPki;

use crate::WorldError;
use crate::login::Keys;
use crate::personalisation::personalisation;

/// What all references of one seed share.
pub(crate) struct Cards {
    pki: Arc<TestPki>,
    ambient: Ambient,
    start: Date,
    built: Mutex<BTreeMap<Setup, Built>>,
    keys: OnceLock<Result<Arc<Keys>, String>>,
}

/// A card as it was personalised, and what its holder knows.
#[derive(Clone)]
struct Built {
    card: DeNpa,
    secrets: Secrets,
}

impl Cards {
    pub(crate) fn new(seed: u64, start: Date) -> Self {
        Self {
            pki: Arc::new(TestPki::from_seed(seed, start)),
            ambient: Ambient::simulated(seed, start).fork("reference"),
            start,
            built: Mutex::default(),
            keys: OnceLock::new(),
        }
    }

    /// The PKI whose trust points the cards have.
    pub(crate) fn pki(&self) -> &Arc<TestPki> {
        &self.pki
    }

    /// The keys of services.
    pub(crate) fn keys(&self) -> Result<Arc<Keys>, WorldError> {
        let made = self.keys.get_or_init(|| {
            let keys = Keys::new(&self.ambient, self.start);
            keys.map(Arc::new).map_err(|error| error.to_string())
        });
        made.clone().map_err(WorldError::NoKey)
    }

    /// The card of a setup, freshly activated.
    pub(crate) fn card(&self, setup: &Setup) -> Result<DeNpa, WorldError> {
        self.built(setup).map(|built| built.card)
    }

    /// What the holder of the card of a setup knows; nothing when there is no such card.
    pub(crate) fn secrets(&self, setup: &Setup) -> Secrets {
        self.built(setup)
            .map(|built| built.secrets)
            .unwrap_or_default()
    }

    fn built(&self, setup: &Setup) -> Result<Built, WorldError> {
        let setup = Setup {
            card: setup.card.clone(),
            state: setup.state.clone(),
            ..Setup::default()
        };
        let mut cards = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(built) = cards.get(&setup) {
            return Ok(built.clone());
        }
        let built = self.build(&setup)?;
        cards.insert(setup, built.clone());
        Ok(built)
    }

    fn build(&self, setup: &Setup) -> Result<Built, WorldError> {
        let personalisation = personalisation_of(setup)?;
        let secrets = secrets_of(&personalisation, self.start);
        let card = DeNpa::new(personalisation, &self.pki, &self.ambient)?;
        Ok(Built { card, secrets })
    }
}

/// The name of the card that a setup asks for.
pub(crate) fn card_name(setup: &Setup) -> &str {
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

fn secrets_of(personalisation: &Personalisation, today: Date) -> Secrets {
    let persona = &personalisation.persona;
    let known = &persona.test_secrets;
    let pin = match persona.pin_state {
        PinState::Transport => &known.transport_pin,
        _ => &known.pin,
    };
    let mrz = Day::new(today.year(), today.month(), today.day())
        .and_then(|today| persona.mrz(today).pace_input().map(str::to_owned));
    Secrets {
        can: Some(known.can.clone()),
        pin: Some(pin.clone()),
        puk: Some(known.puk.clone()),
        mrz,
    }
}
