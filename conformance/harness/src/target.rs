//! What is tested: a target that can be asked for a connection to a card, or for a whole world
//! of services.
//!
//! The harness knows no simulator and no reader. `conformance-world` implements these traits for
//! the built-in reference and for cards in PC/SC readers, tests implement them for dead, foreign
//! and hanging targets.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use ambient::Ambient;
use conformance_verdict::TargetFacts;
use pki::{CertificateSource, Sector, SectorKey};
use thiserror::Error;

use crate::catalogue::{Check, Need};
use crate::ics::Ics;
use crate::site::Site;

/// Something that checks can be run against.
pub trait Target: Send + Sync + fmt::Debug {
    /// Its name and description for reports.
    fn facts(&self) -> TargetFacts;

    /// The conformance statement of the card that this target is in the given setup.
    ///
    /// # Errors
    ///
    /// When the target cannot be brought into the setup: the checks that need it do not run.
    fn statement(&self, setup: &Setup) -> Result<Arc<Ics>, Unavailable>;

    /// What the target can offer to a check: the secrets known, certificates, removal.
    fn offers(&self, setup: &Setup) -> BTreeSet<Need>;

    /// The secrets known to whoever runs the suite.
    fn secrets(&self, setup: &Setup) -> Secrets;

    /// Whether checks may change the card for good.
    fn permits_destructive(&self) -> bool;

    /// The certificates that can be used as a terminal, by the names that the test plan gives them,
    /// when there are any.
    fn certificates(&self, setup: &Setup) -> Option<Arc<dyn CertificateSource>>;

    /// Whether what a check does to the card stays for the next check, as with a real card. Retry
    /// counters are then restored after each check that uses the PIN.
    fn keeps_state(&self) -> bool {
        false
    }

    /// The country signers that are trusted, as X.509 certificates; empty when none is known.
    fn country_signers(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// A sector key for Restricted Identification, when one is known.
    fn sector_key(&self, _sector: Sector) -> Option<SectorKey> {
        None
    }

    /// A connection to a card that was just activated. Everything random that the card does is
    /// drawn from `ambient`, where the target can see to it.
    ///
    /// # Errors
    ///
    /// When there is no card or it does not answer.
    fn connect(
        &self,
        setup: &Setup,
        ambient: &Ambient,
    ) -> Result<Box<dyn CardConnection>, ConnectionLost>;

    /// Whether this target is a world of services too: says whether checks of services apply.
    fn has_services(&self) -> bool {
        false
    }

    /// Why a check of services does not apply to this target, with the line that decided; nothing when it applies.
    fn not_for(&self, _check: &Check) -> Option<String> {
        None
    }

    /// A fresh world of services with the card of the setup on the reader. Its clock is the one of
    /// `ambient`, which no other check shares, and everything random is drawn from there.
    ///
    /// # Errors
    ///
    /// When this target has no services, or they do not start.
    fn open_site(
        &self,
        _setup: &Setup,
        _ambient: &Ambient,
    ) -> Result<Arc<dyn Site>, ConnectionLost> {
        Err(ConnectionLost::new("this target has no services"))
    }
}

/// A connection to one card.
pub trait CardConnection: Send {
    /// Sends a command as raw bytes and returns data and status word as raw bytes.
    ///
    /// # Errors
    ///
    /// When the card or the reader is gone.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost>;

    /// Resets the card, as a reader does between two users.
    ///
    /// # Errors
    ///
    /// When the card or the reader is gone.
    fn reset(&mut self) -> Result<(), ConnectionLost>;

    /// Takes the card out of the field and puts it back: power loss in the middle of anything.
    ///
    /// # Errors
    ///
    /// When the target cannot do that, or the card does not come back.
    fn remove_and_insert(&mut self) -> Result<(), ConnectionLost> {
        Err(ConnectionLost::new(
            "this target cannot take its card out by itself",
        ))
    }

    /// Sends a command and cuts the power before the answer comes, then gives the power back.
    ///
    /// # Errors
    ///
    /// When the target cannot do that, or the card does not come back.
    fn lose_power_during(&mut self, _command: &[u8]) -> Result<(), ConnectionLost> {
        Err(ConnectionLost::new(
            "this target cannot cut the power in the middle of a command",
        ))
    }

    /// The answer to reset; empty when the reader does not tell.
    fn atr(&self) -> Vec<u8>;
}

/// Which card, in which state, a check needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setup {
    /// Name of the personalisation; nothing when any will do.
    pub card: Option<String>,
    /// Name of the state of the PIN; nothing for an operational card.
    pub state: Option<String>,
    /// What else is special about the world, by the names of `@with:NAME` tags, for example
    /// `eu-node`.
    pub settings: BTreeSet<String>,
}

impl Setup {
    /// The setup that a check's tags ask for.
    #[must_use]
    pub fn of(check: &Check) -> Self {
        Self {
            card: check.card.clone(),
            state: check.state.clone(),
            settings: check.settings.clone(),
        }
    }
}

/// The secrets of a card, as far as whoever runs the suite knows them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Six digits printed on the card.
    pub can: Option<String>,
    /// The holder's PIN, or the transport PIN while it was not changed.
    pub pin: Option<String>,
    /// Ten digits from the letter.
    pub puk: Option<String>,
    /// The characters of the machine-readable zone that make a password: document number, date of
    /// birth and date of expiry, each with its check digit `[TR-03110-3 §A.2.3]`.
    pub mrz: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = |secret: &Option<String>| if secret.is_some() { "known" } else { "unknown" };
        f.debug_struct("Secrets")
            .field("can", &known(&self.can))
            .field("pin", &known(&self.pin))
            .field("puk", &known(&self.puk))
            .field("mrz", &known(&self.mrz))
            .finish()
    }
}

/// Why a target cannot be what a check needs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unavailable {
    /// It is another card: the check does not apply. Names the line that says so.
    #[error("{0}")]
    NotApplicable(String),
    /// It could be, had the user said so.
    #[error("{0}")]
    NotGiven(String),
}

/// The card or the reader is gone.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct ConnectionLost {
    reason: String,
}

impl ConnectionLost {
    /// With the reason in the words of whoever noticed.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}
