//! Checks of services, on a booth that says yes or no.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ambient::Ambient;
use conformance_verdict::{Phase, Verdict};
use cucumber::{World as _, then, when};

use super::{Dummy, Small, Temper, options, outcomes_of};
use crate::catalogue::{Catalogue, Source, lint};
use crate::mutant::Mutants;
use crate::plan::OfficialPlan;
use crate::recording::Masking;
use crate::run::Outcome;
use crate::selftest::{MutantVerdict, SelfTest};
use crate::site::{Identity, Order, Site, SiteMessage};
use crate::step_error::StepError;
use crate::target::{ConnectionLost, Secrets, Setup, Target};

/// A service behind one window: a wish is granted unless it is bad.
#[derive(Debug)]
pub(super) struct Booth {
    port: usize,
    refuses_all: bool,
    settings: BTreeSet<String>,
    ambient: Ambient,
    messages: Mutex<Vec<SiteMessage>>,
}

impl Booth {
    pub(super) fn new(refuses_all: bool, setup: &Setup, ambient: &Ambient) -> Self {
        static PORTS: AtomicUsize = AtomicUsize::new(40_000);
        Self {
            port: PORTS.fetch_add(1, Ordering::Relaxed),
            refuses_all,
            settings: setup.settings.clone(),
            ambient: ambient.clone(),
            messages: Mutex::default(),
        }
    }

    fn ask(&self, wish: &str) -> u16 {
        let bad = wish.starts_with("bad") && !self.settings.contains("lenient");
        let status = if bad || self.refuses_all { 400 } else { 200 };
        let origin = self.origin("csam").unwrap();
        self.messages.lock().unwrap().push(SiteMessage {
            hop: "browser > csam".into(),
            method: "POST".into(),
            url: format!("{origin}/window"),
            request_body: format!("wish={wish}&pin=123456&back={origin}").into_bytes(),
            status,
            ..SiteMessage::default()
        });
        status
    }
}

impl Site for Booth {
    fn origin(&self, role: &str) -> Option<String> {
        (role == "csam").then(|| format!("http://127.0.0.1:{}", self.port))
    }

    fn identity(&self, _: &str) -> Option<Identity> {
        None
    }

    fn metadata(&self, _: &str) -> Option<String> {
        None
    }

    fn control(&self, order: Order) -> Result<String, ConnectionLost> {
        match order {
            Order::AdvanceClock(seconds) => {
                self.ambient.clock().advance(seconds);
                Ok(self.ambient.now().to_string())
            }
            order => Err(ConnectionLost::new(format!("a booth cannot do {order:?}"))),
        }
    }

    fn messages(&self) -> Vec<SiteMessage> {
        self.messages.lock().unwrap().clone()
    }

    fn journal(&self) -> Vec<String> {
        Vec::new()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

pub(super) fn basic(site: &Arc<dyn Site>, _: &Secrets, _: &Ambient) -> Result<(), String> {
    site.origin("csam").map(drop).ok_or("nobody there".into())
}

pub(super) fn full(site: &Arc<dyn Site>, _: &Secrets, _: &Ambient) -> Result<(), String> {
    match booth(site).ask("good") {
        200 => Ok(()),
        status => Err(format!("a good wish was answered with {status}")),
    }
}

fn booth(site: &Arc<dyn Site>) -> &Booth {
    site.as_any().downcast_ref().unwrap()
}

#[when(regex = "^somebody wishes (.+)$")]
fn wishes(world: &mut Small, wish: String) -> Result<(), StepError> {
    let site = world.site.as_ref();
    let site = site.ok_or_else(|| StepError::precondition("no services"))?;
    world.status = booth(site).ask(&wish);
    Ok(())
}

#[when("a day passes")]
fn day_passes(world: &mut Small) -> Result<(), StepError> {
    let site = world.site.clone().unwrap();
    site.control(Order::AdvanceClock(86_400))?;
    Ok(())
}

#[when("the card is taken away")]
fn taken_away(world: &mut Small) -> Result<(), StepError> {
    world.site.clone().unwrap().control(Order::RemoveCard)?;
    Ok(())
}

#[then(regex = "^the booth says ([0-9]+)$")]
fn says(world: &mut Small, status: u16) -> Result<(), StepError> {
    if world.status == status {
        Ok(())
    } else {
        Err(StepError::expected(status, world.status))
    }
}

#[then(regex = "^it is (.+) in the check and in the world$")]
fn it_is(world: &mut Small, date: String) -> Result<(), StepError> {
    let here = world.clock.as_ref().unwrap().now().date().to_string();
    let there = booth(world.site.as_ref().unwrap())
        .ambient
        .today()
        .to_string();
    if (&here, &there) == (&date, &date) {
        Ok(())
    } else {
        Err(StepError::expected(date, format!("{here} and {there}")))
    }
}

const FEATURE: &str = "\
@country:be @must @kills:M-FAS-x
Feature: booth
  @FAS-X-01 @REQ-FAS-X-1
  Scenario: a good wish is granted
    Clause: [X]
    When somebody wishes good things
    Then the booth says 200
  @FAS-X-02 @REQ-FAS-X-2 @negative
  Scenario: a bad wish is refused
    Clause: [X]
    When somebody wishes bad things
    Then the booth says 400
  @FAS-X-03 @REQ-FAS-X-3 @negative @control:basic
  Scenario: a bad wish is refused for good
    Clause: [X]
    When somebody wishes bad things
    Then the booth says 400
  @LOG-X-01 @REQ-LOG-X-1
  Scenario: a day passes
    Clause: [X]
    When a day passes
    Then it is 2026-11-25 in the check and in the world
  @LOG-X-02 @REQ-LOG-X-2
  Scenario: no day passes
    Clause: [X]
    Then it is 2026-11-24 in the check and in the world
  @EIC-X-01 @REQ-EIC-X-1
  Scenario: an order that nobody can carry out
    Clause: [X]
    When the card is taken away
    Then the booth says 0
  @NOD-X-01 @REQ-NOD-X-1 @with:lenient
  Scenario: a setting of the world
    Clause: [X]
    When somebody wishes bad things
    Then the booth says 200
";

fn of_booth(temper: Temper, ids: &[&str]) -> Vec<Outcome> {
    outcomes_of(FEATURE, temper, ids, &options())
}

fn verdicts(temper: Temper, ids: &[&str]) -> Vec<Verdict> {
    let outcomes = of_booth(temper, ids);
    outcomes.iter().map(|outcome| outcome.verdict).collect()
}

#[test]
fn each_check_of_services_has_a_world_and_a_clock_of_its_own() {
    use Verdict::{Inconclusive, Pass};
    assert_eq!(
        verdicts(Temper::Serving, &[]),
        [Pass, Pass, Pass, Pass, Pass, Inconclusive, Pass]
    );
}

#[test]
fn whoever_refuses_everything_passes_no_negative_check() {
    let outcomes = of_booth(Temper::Refusing, &["FAS-X-01", "FAS-X-02", "FAS-X-03"]);
    let verdicts: Vec<Verdict> = outcomes.iter().map(|outcome| outcome.verdict).collect();
    assert_eq!(
        verdicts,
        [Verdict::Fail, Verdict::Inconclusive, Verdict::Pass]
    );
    assert_eq!(
        outcomes[1].reason,
        "control after: a good wish was answered with 400"
    );
}

#[test]
fn services_that_are_not_there_are_told_from_services_that_do_not_start() {
    let ids = ["FAS-X-01"];
    assert_eq!(verdicts(Temper::Agreeable, &ids), [Verdict::NotApplicable]);
    let broken = of_booth(Temper::Unstartable, &ids);
    assert_eq!(broken[0].verdict, Verdict::Inconclusive);
    assert_eq!(broken[0].reason, "no services: the port is taken");
}

#[test]
fn messages_stand_under_their_steps_without_secrets() {
    let outcomes = of_booth(Temper::Serving, &["FAS-X-02"]);
    let evidence = outcomes[0].evidence(Masking::Secrets);
    let phases: Vec<Phase> = evidence.messages.iter().map(|seen| seen.phase).collect();
    assert_eq!(phases, [Phase::Check, Phase::ControlAfter]);
    let firsts: Vec<usize> = evidence
        .steps
        .iter()
        .map(|step| step.first_message)
        .collect();
    assert_eq!(firsts, [0, 1]);
    assert_eq!(evidence.messages[0].request_line, "POST /window");
    let shown = format!("{evidence:?}");
    assert!(
        shown.contains("wish = bad things") && !shown.contains("123456"),
        "{shown}"
    );
}

#[test]
fn a_check_asks_for_nothing_that_its_target_does_not_heed() {
    const ODD: &str = "\
@country:be @must @kills:M-FAS-x
Feature: odd
  @FAS-X-04 @REQ-FAS-X-4 @needs:pin
  Scenario: needs a PIN
    Clause: [X]
    Then the booth says 200
  @CRD-X-12 @REQ-CRD-X-12 @with:lenient
  Scenario: a lenient card
    Clause: [X]
    Then the booth says 200
";
    let source = Source {
        path: "odd.feature",
        text: ODD,
    };
    let catalogue = Catalogue::load(&[source]).unwrap();
    let plan = OfficialPlan::tr_03105_3_3().unwrap();
    let findings = lint(&catalogue, &plan, &Mutants::default(), &BTreeSet::new());
    let said: String = findings
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect();
    assert!(said.contains("says @needs:"), "{said}");
    assert!(said.contains("says @with:"), "{said}");
}

const MUTANT: &str = r#"
[[mutant]]
id = "M-FAS-x"
role = "csam"
level = "must"
text = "refuses everything"
fault = "refuses-everything"
violates = ["REQ-FAS-X-1"]
must_be_killed_by = ["FAS-X-01", "FAS-X-02", "FAS-X-03"]
step = "the booth says"
"#;

const TWINS: &str = "\
@country:be @must @kills:M-FAS-x
Feature: twins
  @FAS-X-01 @REQ-FAS-X-1
  Scenario: one
    Clause: [X]
    When somebody wishes good things
    Then the booth says 200
  @FAS-X-02 @REQ-FAS-X-2
  Scenario: the same again
    Clause: [X]
    When somebody wishes good things
    Then the booth says 200
  @FAS-X-03 @REQ-FAS-X-3
  Scenario: another wish
    Clause: [X]
    When somebody wishes great things
    Then the booth says 200
";

#[test]
fn checks_that_ask_the_same_are_twins_wherever_the_services_listen() {
    let source = Source {
        path: "twins.feature",
        text: TWINS,
    };
    let catalogue = Catalogue::load(&[source]).unwrap();
    let mut mutants = Mutants::default();
    mutants.read("booth.toml", MUTANT).unwrap();
    let faulty = |_: &crate::mutant::Mutant| {
        let target: Arc<dyn Target> = Arc::new(Dummy(Temper::Refusing));
        Ok(target)
    };
    let selftest = SelfTest {
        steps: &Small::collection(),
        checks: catalogue.checks().to_vec(),
        mutants: &mutants,
        only: BTreeSet::new(),
        healthy: Arc::new(Dummy(Temper::Serving)),
        faulty: &faulty,
        options: &options(),
    };
    let report = selftest.run(7, &mut |_| {});
    assert_eq!(report.baseline, []);
    assert_eq!(report.mutants[0].verdict, MutantVerdict::Killed);
    let twins: Vec<Vec<&str>> = report
        .twins
        .iter()
        .map(|group| {
            group
                .iter()
                .map(conformance_verdict::CheckId::as_str)
                .collect()
        })
        .collect();
    assert_eq!(twins, [["FAS-X-01", "FAS-X-02"]]);
}
