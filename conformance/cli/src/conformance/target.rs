//! From the command line to a target.

use std::sync::Arc;

use ambient::{Ambient, Date};
use conformance_harness::{HarnessFault, Masking, RecordedCard, Recording, Role, Setup, Target};
use conformance_plan::ServicePlan;
use conformance_world::{ForeignCard, Reference, WorldError, start_date};

use super::arguments::TargetArgs;
use super::failure::Failure;
use super::service::{self, Essence};
use super::suite::Suite;

/// A target that was asked for, and how it must be treated.
pub(super) struct Chosen {
    /// The target.
    pub(super) target: Arc<dyn Target>,
    /// A mutant of the harness itself.
    pub(super) harness_fault: Option<HarnessFault>,
    /// What is shown of APDUs.
    pub(super) masking: Masking,
    /// Whether several checks may have a card each at the same time.
    pub(super) parallel: bool,
    /// The day on which the run takes place.
    pub(super) today: Date,
    /// The plan of a service of the user's.
    pub(super) plan: Option<Arc<ServicePlan>>,
    /// What the metadata of that service said when the run began.
    pub(super) metadata: Option<Essence>,
}

impl Chosen {
    /// Everything random of the run.
    pub(super) fn ambient(&self, seed: u64) -> Ambient {
        Ambient::simulated(seed, self.today)
    }
}

impl Chosen {
    /// A wrong PIN on the command line would cost a real card one try with each check, until it is
    /// blocked. So it is tried once, and nothing runs when it is wrong.
    pub(super) fn try_pin_once(&self, seed: u64) -> Result<(), Failure> {
        let setup = Setup::default();
        let secrets = self.target.secrets(&setup);
        if !self.target.keeps_state() || secrets.pin.is_none() {
            return Ok(());
        }
        let ambient = self.ambient(seed).fork("PIN");
        let connection = self
            .target
            .connect(&setup, &ambient)
            .map_err(|lost| Failure::Environment(format!("target: {lost}")))?;
        let card = RecordedCard::new(connection, Recording::default());
        features::pin_opens(&card, &secrets, &ambient).map_err(|why| {
            Failure::Environment(format!("the PIN does not open the card: {why}\nnothing was run; correct --pin, or leave it out"))
        })
    }
}

/// The target of the command line.
pub(super) fn choose(arguments: &TargetArgs, suite: &Suite) -> Result<Chosen, Failure> {
    if let Some(plan) = service::plan(arguments)? {
        return service::choose(plan, arguments.seed);
    }
    match arguments.target.strip_prefix("reader:") {
        Some(name) => reader(name.trim_matches('"'), arguments),
        None if arguments.target == "reference" => reference(arguments, suite),
        None => Err(Failure::Usage(format!(
            "target {:?} is neither reference nor reader:NAME",
            arguments.target
        ))),
    }
}

fn reference(arguments: &TargetArgs, suite: &Suite) -> Result<Chosen, Failure> {
    let healthy = Reference::new(arguments.seed);
    let mutant = arguments
        .fault
        .as_deref()
        .map(|id| suite.mutant(id))
        .transpose()?;
    let (target, harness_fault) = match mutant {
        None => (healthy, None),
        Some(mutant) if mutant.role == Role::Harness => {
            (healthy, HarnessFault::parse(&mutant.fault))
        }
        Some(mutant) => (
            healthy.with_fault(mutant.id.as_str(), mutant.role, &mutant.fault)?,
            None,
        ),
    };
    Ok(Chosen {
        target: Arc::new(target),
        harness_fault,
        masking: Masking::Secrets,
        parallel: true,
        today: start_date(),
        plan: None,
        metadata: None,
    })
}

/// What is known about a foreign card: the plan file, and on top what the command line says.
pub(super) fn foreign_card(arguments: &TargetArgs) -> Result<ForeignCard, WorldError> {
    let mut card = match &arguments.plan {
        Some(path) => ForeignCard::read(path)?,
        None => ForeignCard::unknown()?,
    };
    let secrets = &mut card.secrets;
    for (known, given) in [
        (&mut secrets.pin, &arguments.pin),
        (&mut secrets.can, &arguments.can),
        (&mut secrets.puk, &arguments.puk),
    ] {
        if given.is_some() {
            known.clone_from(given);
        }
    }
    Ok(card)
}

#[cfg(feature = "pcsc")]
fn reader(name: &str, arguments: &TargetArgs) -> Result<Chosen, Failure> {
    if let Some(mutant) = &arguments.fault {
        return Err(Failure::Usage(format!(
            "--fault {mutant} is for the reference; a card in a reader is as it is"
        )));
    }
    let card = foreign_card(arguments)?;
    let wanted = if name.is_empty() {
        card.reader.clone().unwrap_or_default()
    } else {
        name.to_owned()
    };
    let target = conformance_world::ReaderTarget::new(&wanted, card, arguments.destructive)?;
    Ok(Chosen {
        target: Arc::new(target),
        harness_fault: None,
        masking: Masking::SecretsAndContents,
        parallel: false,
        today: crate::card::today(),
        plan: None,
        metadata: None,
    })
}

#[cfg(not(feature = "pcsc"))]
fn reader(name: &str, arguments: &TargetArgs) -> Result<Chosen, Failure> {
    // What is wrong with the plan is said first: it can be repaired without a reader.
    foreign_card(arguments)?;
    Err(Failure::Environment(format!(
        "the card in {name:?} cannot be reached: this program was built without PC/SC\n\
         help: apt-get install libpcsclite-dev, then start it with cargo xtask, which builds it in"
    )))
}
