//! EF.CardAccess, EF.CardSecurity and EF.ChipSecurity.

use conformance_checks::tr03105_3_3::statement::ConformanceStatement;
use conformance_checks::tr03105_3_3::{data_a, data_b, data_c};
use conformance_checks::tr03110_3::a_1_2_storage;
use conformance_checks::{Judgement, Trust};
use conformance_harness::StepError;
use conformance_verdict::Verdict;
use cucumber::{given, then};
use eac::terminal::command;

use super::conclude;
use super::test_cases::{Case, expected_result};
use crate::CardWorld;

/// Short identifier of EF.ChipSecurity `[TR-03110-3 §A.1.1.9]`.
const CHIP_SECURITY: u8 = 0x1B;

/// The file that the scenario is about, as read.
struct FileUnderTest {
    kind: FileKind,
    content: Vec<u8>,
}

/// EF.CardAccess as read in the same scenario, for comparison.
struct OpenFile(Vec<u8>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    CardAccess,
    CardSecurity,
    ChipSecurity,
}

#[given("the terminal has read all of EF.CardAccess")]
fn read_card_access(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.CardAccess", command::CARD_ACCESS)?;
    world.keep(OpenFile(content.clone()));
    world.keep(FileUnderTest {
        kind: FileKind::CardAccess,
        content,
    });
    Ok(())
}

#[given("the terminal has read all of EF.CardSecurity")]
fn read_card_security(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.CardSecurity", command::CARD_SECURITY)?;
    world.keep(FileUnderTest {
        kind: FileKind::CardSecurity,
        content,
    });
    Ok(())
}

#[given("the terminal has read all of EF.ChipSecurity")]
fn read_chip_security(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.ChipSecurity", CHIP_SECURITY)?;
    world.keep(FileUnderTest {
        kind: FileKind::ChipSecurity,
        content,
    });
    Ok(())
}

/// One expected result of a test case about the file that was read.
#[then(regex = r"^the file holds (.+)$")]
fn holds(world: &mut CardWorld, what: String) -> Result<(), StepError> {
    let (case, step) = expected_result(&what)
        .ok_or_else(|| StepError::precondition(format!("no judge looks for \"{what}\"")))?;
    let judgement = judge(world, case)?;
    conclude(world, &judgement, step)
}

fn judge(world: &CardWorld, case: Case) -> Result<Judgement, StepError> {
    let file = world.kept::<FileUnderTest>("the file under test")?;
    let statement = ConformanceStatement::default();
    let judgement = match file.kind {
        FileKind::CardAccess => in_card_access(case, &file.content, &statement),
        FileKind::CardSecurity => match case {
            Case::Coherence => Some(data_b::eac2_data_b_11(&file.content, open_file(world)?)),
            Case::Storage => Some(a_1_2_storage::card_security(
                &file.content,
                open_file(world)?,
            )),
            Case::Infos | Case::ChipAuthenticationInfos => Some(with_trust(world, |trust| {
                data_b::eac2_data_b_1(&file.content, trust)
            })?),
            case => in_card_security(case, &file.content, &statement),
        },
        FileKind::ChipSecurity => match case {
            Case::Storage => Some(a_1_2_storage::chip_security(
                &file.content,
                open_file(world)?,
            )),
            Case::Infos | Case::ChipAuthenticationInfos => Some(with_trust(world, |trust| {
                data_c::eac2_data_c_1(&file.content, trust)
            })?),
            case => in_chip_security(case, &file.content, &statement),
        },
    };
    judgement.ok_or_else(|| StepError::precondition("the test plan asks this of another file"))
}

fn open_file(world: &CardWorld) -> Result<&[u8], StepError> {
    world
        .kept::<OpenFile>("EF.CardAccess")
        .map(|file| file.0.as_slice())
}

/// Judges a signed file by each country signing authority that is known, until one fits; without any, by the document
/// signer's certificate alone.
fn with_trust(
    world: &CardWorld,
    judge: impl Fn(Trust<'_>) -> Judgement,
) -> Result<Judgement, StepError> {
    let stage = world.stage()?;
    let today = Some(stage.ambient.today());
    let signers = stage.target.country_signers();
    let mut judgement = judge(Trust { csca: None, today });
    for csca in &signers {
        judgement = judge(Trust {
            csca: Some(csca),
            today,
        });
        if judgement.verdict() == Verdict::Pass {
            break;
        }
    }
    Ok(judgement)
}

/// The cases of EF.CardAccess number their results otherwise: its first case has two variants and no signature.
fn in_card_access(
    case: Case,
    content: &[u8],
    statement: &ConformanceStatement,
) -> Option<Judgement> {
    Some(match case {
        Case::Infos => numbered_as_signed(
            data_a::eac2_data_a_1a(content),
            &[(2, 4), (3, 5), (4, 9), (5, 10)],
        ),
        Case::ChipAuthenticationInfos => {
            numbered_as_signed(data_a::eac2_data_a_1b(content), &[(2, 6), (3, 7)])
        }
        Case::Pace => data_a::eac2_data_a_2(content, statement),
        Case::PaceParameters => data_a::eac2_data_a_3(content),
        Case::ChipAuthentication => data_a::eac2_data_a_4(content, statement),
        Case::ChipParameters => data_a::eac2_data_a_5(content),
        Case::TerminalAuthentication => data_a::eac2_data_a_6(content),
        Case::CardInfo => data_a::eac2_data_a_7(content),
        Case::Psa => data_a::eac2_data_a_8(content),
        Case::PrivilegedTerminal => data_a::eac2_data_a_9(content),
        _ => return None,
    })
}

fn numbered_as_signed(mut judgement: Judgement, numbers: &[(u8, u8)]) -> Judgement {
    for finding in &mut judgement.findings {
        if let Some((_, signed)) = numbers.iter().find(|(own, _)| *own == finding.step) {
            finding.step = *signed;
        }
    }
    judgement
}

fn in_card_security(
    case: Case,
    content: &[u8],
    statement: &ConformanceStatement,
) -> Option<Judgement> {
    Some(match case {
        Case::Pace => data_b::eac2_data_b_2(content, statement),
        Case::PaceParameters => data_b::eac2_data_b_3(content),
        Case::ChipAuthentication => data_b::eac2_data_b_4(content, statement),
        Case::ChipParameters => data_b::eac2_data_b_5(content),
        Case::TerminalAuthentication => data_b::eac2_data_b_6(content),
        Case::CardInfo => data_b::eac2_data_b_7(content),
        Case::ChipKey => data_b::eac2_data_b_8(content),
        Case::RestrictedIdentification => data_b::eac2_data_b_9(content, statement),
        Case::RestrictedParameters => data_b::eac2_data_b_10(content),
        _ => return None,
    })
}

fn in_chip_security(
    case: Case,
    content: &[u8],
    statement: &ConformanceStatement,
) -> Option<Judgement> {
    Some(match case {
        Case::Pace => data_c::eac2_data_c_2(content, statement),
        Case::PaceParameters => data_c::eac2_data_c_3(content),
        Case::ChipAuthentication => data_c::eac2_data_c_4(content, statement),
        Case::ChipParameters => data_c::eac2_data_c_5(content),
        Case::TerminalAuthentication => data_c::eac2_data_c_6(content),
        Case::CardInfo => data_c::eac2_data_c_7(content),
        Case::ChipKey => data_c::eac2_data_c_8(content),
        Case::RestrictedIdentification => data_c::eac2_data_c_9(content, statement),
        Case::RestrictedParameters => data_c::eac2_data_c_10(content),
        Case::PrivilegedTerminal => data_c::eac2_data_c_11(content),
        Case::EidSecurity => data_c::eac2_data_c_12(content),
        _ => return None,
    })
}
