#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod site;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ambient::{Ambient, Date};
use conformance_verdict::{TargetFacts, Verdict};
use cucumber::{World, given, then, when};
use pki::CertificateSource;

use super::{Assignment, CheckWorld, Controls, Options, Outcome, Progress, Stage, run};
use crate::catalogue::{Catalogue, Need, Source};
use crate::fault::HarnessFault;
use crate::ics::Ics;
use crate::recording::{Masking, RecordedCard};
use crate::site::Site;
use crate::step_error::StepError;
use crate::target::{CardConnection, ConnectionLost, Secrets, Setup, Target, Unavailable};

/// What a made-up card does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Temper {
    /// Answers 9000 to everything.
    Agreeable,
    /// Answers 6D00 to everything.
    Foreign,
    /// Is not there.
    Absent,
    /// Goes away at the second command after the control.
    Leaving,
    /// Never answers the command 0x0066….
    Hanging,
    /// Is no card but a service that accepts what is good and refuses the rest.
    Serving,
    /// Is a service that refuses everything.
    Refusing,
    /// Is a service that does not start.
    Unstartable,
}

#[derive(Debug)]
struct Dummy(Temper);

struct Connection {
    temper: Temper,
    commands: usize,
}

impl CardConnection for Connection {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        self.commands += 1;
        match self.temper {
            Temper::Foreign => Ok(vec![0x6D, 0x00]),
            Temper::Leaving if self.commands > 1 => Err(ConnectionLost::new("removed")),
            Temper::Hanging if command.get(1) == Some(&0x66) => loop {
                std::thread::park();
            },
            _ => Ok(vec![0x90, 0x00]),
        }
    }

    fn reset(&mut self) -> Result<(), ConnectionLost> {
        Ok(())
    }

    fn atr(&self) -> Vec<u8> {
        Vec::new()
    }
}

impl Target for Dummy {
    fn facts(&self) -> TargetFacts {
        TargetFacts::default()
    }

    fn statement(&self, setup: &Setup) -> Result<Arc<Ics>, Unavailable> {
        if setup.card.is_some() {
            return Err(Unavailable::NotApplicable("card = \"dummy\"".into()));
        }
        let text = "name = \"dummy\"\n[profiles]\nPACE = { claimed = true, because = \"x\" }\n";
        Ics::parse("dummy.toml", text)
            .map(Arc::new)
            .map_err(|error| Unavailable::NotGiven(error.to_string()))
    }

    fn offers(&self, _: &Setup) -> BTreeSet<Need> {
        [Need::Can].into()
    }

    fn secrets(&self, _: &Setup) -> Secrets {
        Secrets::default()
    }

    fn permits_destructive(&self) -> bool {
        false
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        None
    }

    fn connect(&self, _: &Setup, _: &Ambient) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        match self.0 {
            Temper::Absent => Err(ConnectionLost::new("no card in the reader")),
            temper => Ok(Box::new(Connection {
                temper,
                commands: 0,
            })),
        }
    }

    fn has_services(&self) -> bool {
        matches!(
            self.0,
            Temper::Serving | Temper::Refusing | Temper::Unstartable
        )
    }

    fn open_site(&self, setup: &Setup, ambient: &Ambient) -> Result<Arc<dyn Site>, ConnectionLost> {
        if self.0 == Temper::Unstartable {
            return Err(ConnectionLost::new("the port is taken"));
        }
        Ok(Arc::new(site::Booth::new(
            self.0 == Temper::Refusing,
            setup,
            ambient,
        )))
    }
}

#[derive(Debug, Default, World)]
struct Small {
    card: Option<RecordedCard>,
    site: Option<Arc<dyn Site>>,
    clock: Option<Ambient>,
    status: u16,
    drawn: [u8; 4],
}

impl CheckWorld for Small {
    fn enter(&mut self, stage: Stage) {
        self.drawn = stage.ambient.stream("test").bytes();
        self.card = stage.card;
        self.site = stage.site;
        self.clock = Some(stage.ambient);
    }
}

impl Small {
    fn send(&self, instruction: u8) -> Result<Vec<u8>, StepError> {
        let card = self
            .card
            .as_ref()
            .ok_or_else(|| StepError::precondition("no card"))?;
        Ok(card.transmit(&[0x00, instruction, 0x00, 0x00])?)
    }
}

#[given("something that is not so")]
fn unmet(_: &mut Small) -> Result<(), StepError> {
    Err(StepError::requirement("not so"))
}

#[when(regex = "^the terminal sends ([0-9A-F]{2})$")]
fn sends(world: &mut Small, instruction: String) -> Result<(), StepError> {
    let instruction = u8::from_str_radix(&instruction, 16).unwrap();
    world.send(instruction).map(drop)
}

#[then(regex = "^the card answers ([0-9A-F]{4})$")]
fn answers(world: &mut Small, status: String) -> Result<(), StepError> {
    let received = format!("{:02X?}", world.send(0xAA)?).replace([',', ' ', '[', ']'], "");
    if received == status {
        Ok(())
    } else {
        Err(StepError::expected(status, received))
    }
}

#[then("the suite has a bug")]
fn bug(_: &mut Small) {
    panic!("oh");
}

#[then(regex = "^the number is ([0-9]+)$")]
fn draws(world: &mut Small, _number: usize) -> Result<(), StepError> {
    Err(StepError::requirement(format!("{:02X?}", world.drawn)))
}

const FEATURE: &str = "\
@country:de @must @kills:M-CRD-x
Feature: small
  @CRD-X-01 @EAC2_ISO7816_H_1
  Scenario: holds
    Clause: [X]
    When the terminal sends 11
    Then the card answers 9000
  @CRD-X-02 @EAC2_ISO7816_H_2
  Scenario: does not hold
    Clause: [X]
    Then the card answers 6A80
  @CRD-X-03 @EAC2_ISO7816_H_3
  Scenario: cannot begin
    Clause: [X]
    Given something that is not so
    Then the card answers 9000
  @CRD-X-04 @EAC2_ISO7816_H_4
  Scenario: nobody knows this step
    Clause: [X]
    Then pigs fly
  @CRD-X-05 @EAC2_ISO7816_H_5
  Scenario: broken
    Clause: [X]
    Then the suite has a bug
  @CRD-X-06 @EAC2_ISO7816_H_35
  Scenario: DH does not apply
    Clause: [X]
    Then the card answers 9000
  @CRD-X-07 @EAC2_ISO7816_H_23 @needs:puk
  Scenario: needs the PUK
    Clause: [X]
    Then the card answers 9000
  @CRD-X-08 @EAC2_ISO7816_H_33 @destructive
  Scenario: destroys
    Clause: [X]
    Then the card answers 9000
  @CRD-X-09 @EAC2_ISO7816_P_1 @card:other
  Scenario: another card
    Clause: [X]
    Then the card answers 9000
  @CRD-X-10 @EAC2_ISO7816_P_2
  Scenario: waits for the card
    Clause: [X]
    When the terminal sends 66
    Then the card answers 9000
  @CRD-X-11 @EAC2_ISO7816_P_3
  Scenario: draws
    Clause: [X]
    Then the number is 1
";

fn basic(card: &RecordedCard, _: &Secrets, _: &Ambient) -> Result<(), String> {
    match card.transmit(&[0x00, 0xA4, 0x00, 0x00]) {
        Ok(answer) if answer == [0x90, 0x00] => Ok(()),
        Ok(answer) => Err(format!("the card answered {answer:02X?}")),
        Err(lost) => Err(lost.to_string()),
    }
}

fn options() -> Options {
    Options {
        ambient: Ambient::simulated(7, Date::new(2026, 11, 24).unwrap()),
        jobs: 2,
        timeout: Duration::from_secs(20),
        strict: false,
        controls: Controls {
            basic,
            full: basic,
            restore: basic,
            site_basic: site::basic,
            site_full: site::full,
        },
        masking: Masking::Secrets,
        fault: None,
        interrupted: Arc::new(AtomicBool::new(false)),
    }
}

fn outcomes(temper: Temper, ids: &[&str], options: &Options) -> Vec<Outcome> {
    outcomes_of(FEATURE, temper, ids, options)
}

fn outcomes_of(
    text: &'static str,
    temper: Temper,
    ids: &[&str],
    options: &Options,
) -> Vec<Outcome> {
    let path = "x.feature";
    let catalogue = Catalogue::load(&[Source { path, text }]).unwrap();
    let target: Arc<dyn Target> = Arc::new(Dummy(temper));
    let assignments = catalogue
        .checks()
        .iter()
        .filter(|check| ids.is_empty() || ids.contains(&check.id.as_str()))
        .map(|check| Assignment::new(Arc::clone(check), Arc::clone(&target)))
        .collect();
    let mut told = 0;
    let outcomes = run(
        &Small::collection(),
        assignments,
        options,
        &mut |progress| {
            told += usize::from(matches!(progress, Progress::Finished(_)));
        },
    );
    assert_eq!(told, outcomes.len());
    outcomes
}

fn verdicts(temper: Temper, ids: &[&str], options: &Options) -> Vec<Verdict> {
    outcomes(temper, ids, options)
        .iter()
        .map(|outcome| outcome.verdict)
        .collect()
}

#[test]
fn every_kind_of_end_has_its_verdict_in_the_order_of_the_plan() {
    use Verdict::{Error, Fail, Inconclusive, NotApplicable, Pass, Skipped};
    let outcomes = outcomes(Temper::Agreeable, &[], &options());
    let verdicts: Vec<Verdict> = outcomes.iter().map(|outcome| outcome.verdict).collect();
    assert_eq!(
        verdicts,
        [
            Pass,
            Fail,
            Inconclusive,
            Error,
            Error,
            NotApplicable,
            Skipped,
            Skipped,
            NotApplicable,
            Pass,
            Fail
        ]
    );
    assert_eq!(
        outcomes[1].step.as_deref(),
        Some("Then the card answers 6A80")
    );
    assert_eq!(outcomes[1].reason, "expected 6A80, received 9000");
    assert!(outcomes[4].reason.starts_with("the step panicked at "));
    assert!(outcomes[4].reason.ends_with(": oh"));
    assert_eq!(outcomes[5].reason, "dummy.toml: DH not claimed");
    let evidence = outcomes[0].evidence(Masking::Secrets);
    assert_eq!(evidence.steps.len(), 2);
    assert!(
        evidence
            .exchanges
            .iter()
            .any(|exchange| exchange.command == "00110000")
    );
}

#[test]
fn a_dead_or_foreign_target_is_never_a_pass() {
    for temper in [Temper::Absent, Temper::Foreign, Temper::Leaving] {
        for outcome in outcomes(temper, &["CRD-X-01", "CRD-X-02"], &options()) {
            assert_eq!(
                outcome.verdict,
                Verdict::Inconclusive,
                "{temper:?} {}",
                outcome.reason
            );
        }
    }
}

#[test]
fn without_the_controls_a_foreign_card_could_pass() {
    let careless = Options {
        fault: Some(HarnessFault::ControlSkipped),
        ..options()
    };
    assert_ne!(
        verdicts(Temper::Foreign, &["CRD-X-02"], &careless),
        verdicts(Temper::Foreign, &["CRD-X-02"], &options())
    );
}

#[test]
fn a_check_that_hangs_is_given_up_and_the_others_go_on() {
    let hurried = Options {
        timeout: Duration::from_millis(300),
        jobs: 1,
        ..options()
    };
    let outcomes = outcomes(Temper::Hanging, &["CRD-X-10", "CRD-X-01"], &hurried);
    assert_eq!(outcomes[0].verdict, Verdict::Pass);
    assert_eq!(outcomes[1].verdict, Verdict::Inconclusive);
    assert!(outcomes[1].reason.contains("hangs"));
    let hanging = run(&Small::collection(), vec![], &hurried, &mut |_| {});
    assert!(hanging.is_empty());
}

#[test]
fn a_check_alone_draws_what_it_draws_among_others() {
    let alone = outcomes(Temper::Agreeable, &["CRD-X-11"], &options());
    let among = outcomes(
        Temper::Agreeable,
        &[],
        &Options {
            jobs: 4,
            ..options()
        },
    );
    assert_eq!(alone[0].reason, among[10].reason);
}

#[test]
fn an_interruption_stops_before_the_next_check() {
    let stopped = Options {
        interrupted: Arc::new(AtomicBool::new(true)),
        ..options()
    };
    assert!(verdicts(Temper::Agreeable, &["CRD-X-01", "CRD-X-02"], &stopped).len() < 2);
}
