//! `run --serve`: after the run the identity provider stays, so that a person can step through one check by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use conformance_harness::{Check, Order, Setup, Site, site::role};
use conformance_plan::ServicePlan;

use super::failure::Failure;
use super::target::Chosen;
use crate::card::say;

/// How the scenarios say that the portal does something wrong.
const MISBEHAVES: &str = "the portal misbehaves: ";

/// Why a plan is needed, when there is none.
pub(super) fn needs_plan(plan: Option<&ServicePlan>) -> Result<(), Failure> {
    if plan.is_some() {
        return Ok(());
    }
    Err(Failure::Usage(
        "--serve keeps the identity provider for a service of yours: name its plan with --plan; \
         for the built-in world there is `cargo xtask serve`"
            .to_owned(),
    ))
}

/// Serves until Ctrl-C. When one check alone was chosen, the portal does what is wrong in it.
pub(super) fn serve(
    chosen: &Chosen,
    checks: &[Arc<Check>],
    seed: u64,
    interrupted: &AtomicBool,
) -> Result<(), Failure> {
    let ambient = chosen.ambient(seed);
    let site = chosen
        .target
        .open_site(&Setup::default(), &ambient)
        .map_err(|error| Failure::Environment(error.to_string()))?;
    let lines = match checks {
        [check] => prepare(&*site, check)?,
        _ => vec!["the portal is as it should be; choose one check to make it wrong".to_owned()],
    };
    say("");
    if let Some(seat) = site.seat() {
        say(format!("open in a browser    {}", seat.login));
    }
    for (name, role) in [("portal", role::CSAM), ("eID client", role::EID_CLIENT)] {
        let address = site.origin(role).unwrap_or_default();
        say(format!("{name:<20} {address}"));
    }
    let secrets = chosen.target.secrets(&Setup::default());
    for (name, secret) in [("test PIN", &secrets.pin), ("test CAN", &secrets.can)] {
        if let Some(secret) = secret {
            say(format!("{name:<20} {secret}"));
        }
    }
    lines.iter().for_each(say);
    say("Ctrl-C ends it.");
    keep_time(&*site, interrupted);
    Ok(())
}

/// Makes the portal as wrong as the check does, and says what is left to a person.
fn prepare(site: &dyn Site, check: &Check) -> Result<Vec<String>, Failure> {
    let mut lines = vec![format!("check                {}", check.id)];
    for step in &check.scenario.steps {
        lines.push(format!("  {} {}", step.keyword.trim(), step.value));
        let Some(fault) = step.value.strip_prefix(MISBEHAVES) else {
            continue;
        };
        let order = Order::Other {
            name: "fault".to_owned(),
            value: format!("{} {fault}", role::CSAM),
        };
        site.control(order)
            .map_err(|error| Failure::Environment(error.to_string()))?;
        lines.push("  (the portal does so now)".to_owned());
    }
    if !lines.iter().any(|line| line.contains(MISBEHAVES)) {
        lines.push(format!(
            "what this check changes stands between portal and service, where no person is: the portal is as it should \
             be, and the changed message is in trace/{}.http of the report",
            check.id
        ));
    }
    Ok(lines)
}

/// The world's clock runs with the machine's until Ctrl-C.
fn keep_time(site: &dyn Site, interrupted: &AtomicBool) {
    let begun = Instant::now();
    let mut told = 0;
    while !interrupted.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(200));
        let passed = begun.elapsed().as_secs();
        let more = passed.saturating_sub(told);
        told = passed;
        // A clock that stands shows at the service, which then refuses what is old.
        let _ = site.control(Order::AdvanceClock(u32::try_from(more).unwrap_or_default()));
    }
}
