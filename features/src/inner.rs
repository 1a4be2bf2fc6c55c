//! A small suite inside the suite: scenarios and cards made up to show that the harness itself
//! judges as it should.

mod card;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use conformance_harness::{
    Assignment, Catalogue, Check, Controls, HarnessFault, Masking, Options, Source, Stage,
    StepError, Target, run,
};
use conformance_verdict::{Counts, Policy, Verdict};

pub use card::{MadeUp, Temper};

use crate::controls;

/// What an inner run came to.
#[derive(Clone, Debug)]
pub struct InnerRun {
    /// The verdicts in order.
    pub verdicts: Vec<Verdict>,
    /// The exit code.
    pub exit_code: u8,
    /// All that was recorded, as it would be shown.
    pub trace: String,
}

/// The PIN that an inner scenario sends where it should not.
pub const SPOILT_PIN: &str = "274951";

const FEATURE: &str = "\
@country:any @must @kills:M-HRN-none
Feature: made up
  @CRD-INNER-01 @REQ-SUITE-INNER-1
  Scenario: a file that nobody may read
    Clause: [inner]
    When the terminal reads EF.CardSecurity
    Then the card answers a checking error
  @CRD-INNER-02 @REQ-SUITE-INNER-2
  Scenario: a file that everybody may read
    Clause: [inner]
    When the terminal reads EF.CardAccess
    Then the card answers 9000
  @CRD-INNER-03 @REQ-SUITE-INNER-3
  Scenario: a file that should be readable
    Clause: [inner]
    When the terminal reads EF.CardSecurity
    Then the card answers 9000
  @CRD-INNER-04 @REQ-SUITE-INNER-4
  Scenario: a precondition that is not met
    Clause: [inner]
    Given the terminal has selected the eID application
    When the terminal reads EF.CardAccess
    Then the card answers 9000
  @CRD-INNER-05 @REQ-SUITE-INNER-5
  Scenario: a step that nobody wrote
    Clause: [inner]
    When the terminal reads EF.CardAccess
    Then pigs fly
  @CRD-INNER-06 @REQ-SUITE-INNER-6
  Scenario: a PIN sent in plain
    Clause: [inner]
    When the terminal sends a new PIN in plain
    Then the card answers a checking error
";

/// Runs the inner scenarios of a name, or all, on a made-up card.
///
/// # Errors
///
/// When the inner scenarios themselves are broken.
pub fn run_inner(
    stage: &Stage,
    chosen: &dyn Fn(&Check) -> bool,
    temper: Temper,
) -> Result<InnerRun, StepError> {
    let catalogue = Catalogue::load(&[Source {
        path: "inner.feature",
        text: FEATURE,
    }])
    .map_err(|errors| StepError::precondition(format!("{errors:?}")))?;
    let target: Arc<dyn Target> = Arc::new(MadeUp::new(temper));
    let checks = catalogue.checks().iter().filter(|check| chosen(check));
    let assignments = checks
        .map(|check| Assignment::new(Arc::clone(check), Arc::clone(&target)))
        .collect();
    let options = options(stage);
    let outcomes = run(&crate::step_functions(), assignments, &options, &mut |_| {});
    let verdicts: Vec<Verdict> = outcomes.iter().map(|outcome| outcome.verdict).collect();
    let counts: Counts = verdicts.iter().copied().collect();
    let trace = outcomes
        .iter()
        .map(|outcome| format!("{:?}", outcome.evidence(options.shown())));
    Ok(InnerRun {
        verdicts,
        exit_code: HarnessFault::exit_code(stage.fault, &counts, Policy::default()).value(),
        trace: trace.collect(),
    })
}

fn options(stage: &Stage) -> Options {
    Options {
        ambient: stage.ambient.fork("inner"),
        jobs: 1,
        timeout: Duration::from_millis(400),
        strict: false,
        controls: Controls {
            basic: controls::basic,
            full: controls::basic,
            restore: controls::basic,
            site_basic: controls::site_basic,
            site_full: controls::site_basic,
        },
        masking: Masking::Secrets,
        fault: stage.fault,
        interrupted: Arc::new(AtomicBool::new(false)),
    }
}
