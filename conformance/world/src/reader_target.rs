//! A card in a PC/SC reader as target: nothing is tried on it that the user did not permit.

use std::collections::BTreeSet;
use std::sync::Arc;

use ambient::Ambient;
use conformance_harness::{
    CardConnection, ConnectionLost, Ics, Need, Secrets, Setup, Target, Unavailable,
};
use conformance_verdict::TargetFacts;
use iso7816::Transport as _;
use pki::{CertificateSource, Sector, SectorKey};
use reader::pcsc::{Card, Daemon};

use crate::{ForeignCard, WorldError};

/// A card in a PC/SC reader.
#[derive(Debug)]
pub struct ReaderTarget {
    reader: String,
    card: ForeignCard,
    destructive: bool,
}

impl ReaderTarget {
    /// The card in the reader that `wanted` names, in full or by a part that only one reader has.
    /// Secrets are those of `card`; without one, what needs it is not tried.
    ///
    /// # Errors
    ///
    /// When there is no daemon, no such reader, or no card in it.
    pub fn new(wanted: &str, card: ForeignCard, destructive: bool) -> Result<Self, WorldError> {
        let daemon = Daemon::connect()?;
        let reader = daemon.find(wanted)?;
        if reader.card.is_none() {
            return Err(WorldError::NoCard(reader.name));
        }
        Ok(Self {
            reader: reader.name,
            card,
            destructive,
        })
    }

    /// The full name of the reader.
    #[must_use]
    pub fn reader(&self) -> &str {
        &self.reader
    }
}

impl Target for ReaderTarget {
    fn facts(&self) -> TargetFacts {
        TargetFacts {
            name: format!("reader:{:?}", self.reader),
            description: format!(
                "card in a PC/SC reader, claims like {}",
                self.card.statement.name()
            ),
            fault: None,
        }
    }

    fn statement(&self, setup: &Setup) -> Result<Arc<Ics>, Unavailable> {
        let name = self.card.statement.name();
        if let Some(card) = setup.card.as_deref().filter(|card| *card != name) {
            return Err(Unavailable::NotApplicable(format!(
                "the check is about the card {card}, and the plan says card = {name:?}"
            )));
        }
        let state = self.card.state.as_deref().unwrap_or("operational");
        let wanted = setup.state.as_deref().unwrap_or("operational");
        if wanted != state {
            return Err(Unavailable::NotGiven(format!(
                "needs a card whose PIN is {wanted}; put one in and say state = {wanted:?} in the plan"
            )));
        }
        Ok(Arc::clone(&self.card.statement))
    }

    fn offers(&self, _: &Setup) -> BTreeSet<Need> {
        let secrets = &self.card.secrets;
        [
            (Need::Can, secrets.can.is_some()),
            (Need::Pin, secrets.pin.is_some()),
            (Need::Puk, secrets.puk.is_some()),
            (Need::Mrz, secrets.mrz.is_some()),
            (Need::Certificates, self.card.certificates.is_some()),
            // A reader can cut the power, which is what the check is about.
            (Need::Removal, true),
        ]
        .into_iter()
        .filter_map(|(need, offered)| offered.then_some(need))
        .collect()
    }

    fn secrets(&self, _: &Setup) -> Secrets {
        self.card.secrets.clone()
    }

    fn permits_destructive(&self) -> bool {
        self.destructive
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        self.card.certificates.clone()
    }

    fn keeps_state(&self) -> bool {
        true
    }

    fn country_signers(&self) -> Vec<Vec<u8>> {
        self.card.country_signers.clone()
    }

    fn sector_key(&self, sector: Sector) -> Option<SectorKey> {
        self.card
            .test_pki
            .as_ref()
            .map(|pki| pki.sector_key(sector))
    }

    fn connect(&self, _: &Setup, _: &Ambient) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        let daemon = Daemon::connect().map_err(lost)?;
        let card = daemon.card(&self.reader).map_err(lost)?;
        Ok(Box::new(InReader(card)))
    }
}

/// A connected card.
struct InReader(Card);

impl CardConnection for InReader {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        self.0.transmit(command).map_err(lost)
    }

    fn reset(&mut self) -> Result<(), ConnectionLost> {
        self.0.reset().map_err(lost)
    }

    fn remove_and_insert(&mut self) -> Result<(), ConnectionLost> {
        // For the card a reset by this reader and a pull are the same loss of power.
        self.0.reset().map_err(lost)
    }

    fn atr(&self) -> Vec<u8> {
        self.0.atr().to_vec()
    }
}

fn lost(error: reader::pcsc::Error) -> ConnectionLost {
    ConnectionLost::new(error.to_string())
}
