//! JUnit's XML. What nothing was learnt from is an error, as the suite's fixed table has it.

use std::time::Duration;

use conformance_verdict::{CheckResult, Results, Verdict, WaiverUse};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite};

use crate::ReportError;

pub(crate) fn render(results: &Results) -> Result<String, ReportError> {
    let time = Duration::from_millis(results.duration_ms);
    let mut suite = TestSuite::new(format!("eidolon {}", results.suite));
    suite.add_property(Property::new("seed", results.seed.to_string()));
    suite.add_property(Property::new("target", results.target.name.as_str()));
    suite.set_time(time);
    suite.add_test_cases(
        results
            .checks
            .iter()
            .map(|check| case(check, results.waiver(check))),
    );
    let mut report = Report::new("eidolon");
    report.set_time(time);
    report.add_test_suite(suite);
    Ok(report.to_string()?)
}

fn case(check: &CheckResult, waiver: Option<&WaiverUse>) -> TestCase {
    let mut case = TestCase::new(format!("{} {}", check.id, check.name), status(check));
    case.set_classname(check.requirement.as_str());
    case.set_time(Duration::from_millis(check.duration_ms));
    for (name, value) in [
        ("requirement", check.requirement.as_str()),
        ("clause", check.clause.as_str()),
        ("reproduce", check.reproduce.as_str()),
    ] {
        case.add_property(Property::new(name, value));
    }
    if check.verdict == Verdict::Warning {
        case.add_property(Property::new("warning", check.reason.as_str()));
    }
    if let Some(waiver) = waiver {
        case.add_property(Property::new("waiver", waiver.issue.as_str()));
        case.add_property(Property::new("waiver-reason", waiver.reason.as_str()));
        case.add_property(Property::new("waiver-expires", waiver.expires.as_str()));
    }
    let told = check.explanation.as_ref();
    for known in told.iter().flat_map(|told| &told.resembles) {
        case.add_property(Property::new("resembles", known.as_str()));
    }
    case
}

fn status(check: &CheckResult) -> TestCaseStatus {
    let mut status = match check.verdict {
        Verdict::Pass | Verdict::Warning => return TestCaseStatus::success(),
        Verdict::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Inconclusive | Verdict::Review | Verdict::Error => {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        }
        Verdict::NotApplicable | Verdict::Skipped => TestCaseStatus::skipped(),
    };
    status.set_message(format!("{}: {}", check.verdict, check.reason));
    if let Some(step) = &check.step {
        let CheckResult {
            clause, reproduce, ..
        } = check;
        status.set_description(format!(
            "at: {step}\nclause: {clause}\nreproduce: {reproduce}"
        ));
    }
    status
}
