//! A service of the user's: from its plan to a target, and what the doctor says of it.

mod examine;
mod metadata;
mod visit;

use std::fs;
use std::sync::Arc;

use ambient::Date;
use conformance_harness::seat::Registration;
use conformance_harness::{Check, Masking, Selector};
use conformance_plan::{MetadataSource, PlannedRegistration, ServicePlan};
use conformance_verdict::{Results, WaiverUse};
use conformance_world::login::{ServiceOptions, ServiceTarget};

use super::arguments::TargetArgs;
use super::doctor::Finding;
use super::failure::Failure;
use super::target::Chosen;
pub(super) use metadata::Essence;
use visit::Visitor;

/// The plan, when the command line names one of a service.
pub(super) fn plan(arguments: &TargetArgs) -> Result<Option<Arc<ServicePlan>>, Failure> {
    let Some(path) = &arguments.plan else {
        return Ok(None);
    };
    // A file that cannot be read is spoken of by whoever reads plans of cards.
    let text = fs::read_to_string(path).unwrap_or_default();
    if !ServicePlan::is_meant(&text) {
        return Ok(None);
    }
    if let Some(mutant) = &arguments.fault {
        return Err(Failure::Usage(format!(
            "--fault {mutant} is for the reference; a service of your own is as it is"
        )));
    }
    if arguments.target != "reference" {
        return Err(Failure::Usage(format!(
            "--target {:?} and a plan with role = \"sp\" name two targets",
            arguments.target
        )));
    }
    let plan = ServicePlan::parse(&path.display().to_string(), &text)?;
    Ok(Some(Arc::new(plan)))
}

/// What runs when no selector is named.
pub(super) fn selection(plan: &ServicePlan) -> &str {
    plan.select.as_deref().unwrap_or("id(SP-*)")
}

/// Takes out what the plan leaves out.
pub(super) fn exclude(plan: &ServicePlan, checks: &mut Vec<Arc<Check>>) {
    let selectors = plan.exclude.iter().filter_map(|text| text.parse().ok());
    let selectors: Vec<Selector> = selectors.collect();
    checks.retain(|check| !selectors.iter().any(|selector| selector.matches(check)));
}

/// Opens the world around the service.
pub(super) fn choose(plan: Arc<ServicePlan>, seed: u64) -> Result<Chosen, Failure> {
    let visitor = Visitor::new(&plan)?;
    let (registration, inbox) = registration(&plan, &visitor).map_err(Failure::Environment)?;
    let metadata = essence(&registration);
    let target = open(&plan, registration, inbox, seed)?;
    Ok(Chosen {
        target: Arc::new(target),
        harness_fault: None,
        masking: Masking::Secrets,
        parallel: false,
        today: crate::card::today(),
        plan: Some(plan),
        metadata,
    })
}

fn essence(registration: &Registration) -> Option<Essence> {
    match registration {
        Registration::Saml { metadata } => Essence::of(metadata).ok(),
        Registration::Oidc { .. } => None,
    }
}

/// What the service says of itself at the end of a run and did not say at its beginning: the portal knows it as it was.
pub(super) fn changes(plan: &ServicePlan, before: &Essence) -> Option<String> {
    let place = plan.place("target.metadata");
    let read = Visitor::new(plan)
        .map_err(|failure| failure.to_string())
        .and_then(|visitor| registration(plan, &visitor));
    let changed = match read {
        Ok((registration, _)) => before.differs(&essence(&registration)?).join(", "),
        Err(why) => return Some(format!("metadata cannot be read any more: {why}")),
    };
    (!changed.is_empty()).then(|| {
        format!("{place}: the metadata changed during the run ({changed}); the portal kept those of the beginning")
    })
}

fn open(
    plan: &ServicePlan,
    registration: Registration,
    inbox: String,
    seed: u64,
) -> Result<ServiceTarget, Failure> {
    let target = ServiceTarget::open(ServiceOptions {
        seat: plan.seat(inbox),
        registration,
        claims: plan.claims.clone(),
        listen: plan.portal_listen.clone(),
        seed,
        clock: crate::card::now,
    })?;
    Ok(target)
}

/// How the portal comes to know the service, and where answers arrive; else the line to change.
fn registration(plan: &ServicePlan, visitor: &Visitor) -> Result<(Registration, String), String> {
    let document = match &plan.registration {
        PlannedRegistration::Oidc(client) => {
            let inbox = match client {
                Registration::Oidc { redirect_uris, .. } => redirect_uris.first().cloned(),
                Registration::Saml { .. } => None,
            };
            return Ok((client.clone(), inbox.unwrap_or_default()));
        }
        PlannedRegistration::Saml(MetadataSource::File(path)) => {
            let path = plan.folder().join(path);
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
        }
        PlannedRegistration::Saml(MetadataSource::Url(url)) => visitor.document(url),
    };
    let read = document.and_then(|text| {
        let inbox = Essence::of(&text)?.inbox;
        Ok((Registration::Saml { metadata: text }, inbox))
    });
    read.map_err(|why| format!("{}: {why}", plan.place("target.metadata")))
}

/// What the doctor finds. The portal listens meanwhile: services ask it for its metadata.
pub(super) fn findings(
    plan: &ServicePlan,
    seed: u64,
) -> Result<Vec<(&'static str, Finding)>, Failure> {
    let visitor = Visitor::new(plan)?;
    let mut findings = Vec::new();
    let portal = match registration(plan, &visitor) {
        Err(why) => {
            findings.push(("metadata", Finding::Bad(why)));
            None
        }
        Ok((known, inbox)) => {
            findings.push(("inbox", Finding::Good(format!("answers arrive at {inbox}"))));
            match open(plan, known, inbox, seed) {
                Ok(portal) => {
                    let listen = format!("listens at {}", plan.portal_listen);
                    findings.push(("portal", Finding::Good(listen)));
                    Some(portal)
                }
                Err(failure) => {
                    let why = format!("{}: {failure}", plan.place("portal.listen"));
                    findings.push(("portal", Finding::Bad(why)));
                    None
                }
            }
        }
    };
    findings.extend(examine::service(plan, &visitor, crate::card::now()));
    drop(portal);
    Ok(findings)
}

/// What became of the waivers of the plan.
pub(super) fn waivers(plan: &ServicePlan, results: &Results, today: Date) -> Vec<WaiverUse> {
    let said = |waiver: &conformance_plan::Waiver| {
        let check = results.checks.iter().find(|check| check.id == waiver.id);
        check.map(|check| check.verdict)
    };
    let waivers = plan.waivers.iter();
    waivers
        .filter_map(|waiver| waiver.judge(said(waiver), today, &plan.file))
        .collect()
}
