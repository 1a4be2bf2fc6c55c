//! The scenarios of the suite and the steps they are made of.
//!
//! The feature files are compiled in, so that the program needs no file of ours at run time. This
//! library is used twice: by the test `reference`, which runs every scenario against the built-in
//! card, and by the program, which runs them against whatever card the user names.
//!
//! ```
//! let catalogue = features::catalogue().unwrap();
//! assert!(catalogue.check("CRD-DE-PACE-01").is_ok());
//! ```
//!
//! Steps are grouped by who acts: [`steps`]. What a step may do is in [`CardWorld`].

mod answer;
mod controls;
pub mod inner;
mod kept;
pub mod road;
pub mod steps;
pub mod terminal;
mod world;

use conformance_harness::{Catalogue, Controls, Error, Source};
use cucumber::World as _;
use cucumber::step::Collection;

pub use answer::{Answer, StatusPattern};
pub use controls::pin_opens;
pub use world::CardWorld;

include!(concat!(env!("OUT_DIR"), "/feature_files.rs"));

/// All checks.
///
/// # Errors
///
/// Every scenario that is not as the house wants it, with file and line.
pub fn catalogue() -> Result<Catalogue, Vec<Error>> {
    Catalogue::load(FEATURE_FILES)
}

/// All step functions.
#[must_use]
pub fn step_functions() -> Collection<CardWorld> {
    CardWorld::collection()
}

/// The positive controls around each check.
#[must_use]
pub fn controls() -> Controls {
    Controls {
        basic: controls::basic,
        full: controls::full,
        restore: controls::restore,
        site_basic: controls::site_basic,
        site_full: controls::site_full,
    }
}
