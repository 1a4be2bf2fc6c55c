//! What a scenario is given when it begins, and the controls around it.

use std::fmt;
use std::sync::Arc;

use ambient::Ambient;

use crate::catalogue::Check;
use crate::fault::HarnessFault;
use crate::recording::RecordedCard;
use crate::site::Site;
use crate::target::{Secrets, Setup, Target};

/// The world of the scenarios: fresh for each, told about its card before the first step.
pub trait CheckWorld: cucumber::World + fmt::Debug {
    /// The scenario begins.
    fn enter(&mut self, stage: Stage);
}

/// What a scenario is given.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The check that is run.
    pub check: Arc<Check>,
    /// The target it is run against.
    pub target: Arc<dyn Target>,
    /// The card and state the target was asked for.
    pub setup: Setup,
    /// The card, just activated. Absent for checks of services and of the suite itself.
    pub card: Option<RecordedCard>,
    /// The world of services, just started. Absent for checks of cards and of the suite itself.
    pub site: Option<Arc<dyn Site>>,
    /// Everything random that the terminal needs; different for each check, the same in each run
    /// of the check with one seed. In checks of services its clock is the clock of the site.
    pub ambient: Ambient,
    /// The wrong behaviour of the harness that a check of the suite itself must notice.
    pub fault: Option<HarnessFault>,
}

impl Stage {
    /// The secrets known.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.target.secrets(&self.setup)
    }
}

/// A positive control: something that every living card does. Says in words what went wrong.
pub type ControlFn = fn(&RecordedCard, &Secrets, &Ambient) -> Result<(), String>;

/// A positive control of a world of services. Says in words what went wrong.
pub type SiteControlFn = fn(&Arc<dyn Site>, &Secrets, &Ambient) -> Result<(), String>;

/// The positive controls around each check.
#[derive(Clone, Copy)]
pub struct Controls {
    /// Is there a card of the right kind at all? Runs before each check, and after those that
    /// leave the card unable to do more.
    pub basic: ControlFn,
    /// Does the card still do its main work? Runs after each PASS.
    pub full: ControlFn,
    /// Gives spent tries back, on cards that keep their state from check to check.
    pub restore: ControlFn,
    /// Are the services there at all? Runs before each check of services.
    pub site_basic: SiteControlFn,
    /// Does a good login still work? Runs after each PASS of a check that expects a refusal.
    pub site_full: SiteControlFn,
}

impl fmt::Debug for Controls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Controls")
    }
}
