//! SARIF 2.1.0, for the code scanning of pipelines: one rule and one result for each check that needs a look.
//!
//! FAIL is an `error`, WARNING a `warning`; what nothing was learnt from is `open` without a level [SARIF §3.27.9]. A
//! finding lies in the plan file of the run, which is the user's own; without a plan in the scenario that found it.

use std::path::Path;

use conformance_verdict::{CheckResult, ExitCode, Explanation, Results, Verdict, WaiverUse};
use serde_json::{Value, json};
use url::Url;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Names the fingerprint; another number when its making changes.
const FINGERPRINT: &str = "eidolonCheck/v1";

pub(crate) fn render(results: &Results, plan: Option<&Path>) -> Result<String, serde_json::Error> {
    let noticed = results.checks.iter();
    let noticed: Vec<&CheckResult> = noticed
        .filter(|check| check.verdict.needs_attention())
        .collect();
    let rules: Vec<Value> = noticed.iter().copied().map(rule).collect();
    let found: Vec<Value> = noticed
        .iter()
        .enumerate()
        .map(|(index, check)| result(check, index, results.waiver(check), plan))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Eidolon",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "version": results.suite,
                "rules": rules,
            }},
            "automationDetails": { "id": format!("eidolon/{}/", results.target.name) },
            "invocations": [{
                "executionSuccessful": results.verdict.is_some() && results.exit_code != ExitCode::Interrupted.value(),
                "exitCode": results.exit_code,
                "exitCodeDescription": results.headline(),
            }],
            "results": found,
            "properties": { "seed": results.seed, "durationMilliseconds": results.duration_ms },
        }],
    });
    Ok(serde_json::to_string_pretty(&log)? + "\n")
}

/// The check, as far as it is the same in every run.
fn rule(check: &CheckResult) -> Value {
    let CheckResult {
        id,
        name,
        requirement,
        level,
        clause,
        ..
    } = check;
    let nothing = Explanation::default();
    let told = check.explanation.as_ref().unwrap_or(&nothing);
    let mut help = format!("Clause: {clause} ({level})\nRequirement: {requirement}");
    if !told.usual_causes.is_empty() {
        help += &format!("\nUsual causes: {}", told.usual_causes);
    }
    if !told.resembles.is_empty() {
        help += &format!("\nResembles: {}", told.resembles.join(", "));
    }
    let about = if told.about.is_empty() {
        name
    } else {
        &told.about
    };
    json!({
        "id": id,
        "shortDescription": { "text": name },
        "fullDescription": { "text": about },
        "help": { "text": help, "markdown": help.replace('\n', "  \n") },
        "properties": {
            "level": level,
            "requirement": requirement,
            "resembles": told.resembles,
            "tags": tags(told),
        },
    })
}

/// The names of vulnerabilities without their products, which code scanning filters by.
fn tags(told: &Explanation) -> Vec<&str> {
    let names = told.resembles.iter();
    names.filter_map(|known| known.split(' ').next()).collect()
}

fn result(
    check: &CheckResult,
    rule: usize,
    waiver: Option<&WaiverUse>,
    plan: Option<&Path>,
) -> Value {
    let (kind, level) = match check.verdict {
        Verdict::Fail => ("fail", "error"),
        Verdict::Warning => ("fail", "warning"),
        Verdict::Review => ("review", "none"),
        Verdict::NotApplicable | Verdict::Skipped => ("notApplicable", "none"),
        Verdict::Pass => ("pass", "none"),
        Verdict::Inconclusive | Verdict::Error => ("open", "none"),
    };
    let mut text = check.reason.clone();
    if let Some(step) = &check.step {
        text += &format!("\nat: {step}");
    }
    text += &format!("\nreproduce: {}", check.reproduce);
    let mut result = json!({
        "ruleId": check.id,
        "ruleIndex": rule,
        "kind": kind,
        "level": level,
        "message": { "text": text },
        "locations": [location(check, plan)],
        "partialFingerprints": { FINGERPRINT: check.id },
        "properties": {
            "verdict": check.verdict,
            "durationMilliseconds": check.duration_ms,
            "trace": check.trace,
        },
    });
    if let (Some(waiver), Some(members)) = (waiver, result.as_object_mut()) {
        let words = format!(
            "{} ({}, until {})",
            waiver.reason, waiver.issue, waiver.expires
        );
        let suppression = json!({
            "kind": "external",
            "status": "accepted",
            "justification": words,
        });
        members.insert("suppressions".into(), json!([suppression]));
    }
    result
}

fn location(check: &CheckResult, plan: Option<&Path>) -> Value {
    let scenario = check.explanation.as_ref();
    let (place, line) = match (plan, scenario) {
        (Some(plan), _) => (reference(plan), 1),
        (None, Some(told)) => (reference(Path::new(&told.file)), told.line),
        (None, None) => ("features".to_owned(), 1),
    };
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": place },
            "region": { "startLine": line },
        },
        "logicalLocations": [{ "name": check.id, "kind": "function" }],
    })
}

/// A path as a URI reference: relative where the path is.
fn reference(path: &Path) -> String {
    let rooted = Path::new("/").join(path);
    let Ok(url) = Url::from_file_path(&rooted) else {
        return path.display().to_string();
    };
    if path.is_absolute() {
        url.to_string()
    } else {
        url.path().trim_start_matches('/').to_owned()
    }
}
