//! `conformance explain`: a check, a requirement or a mutant in plain words.

use conformance_harness::{Check, Mutant, PlanRow, nearest};
use conformance_verdict::ExitCode;

use super::arguments::ExplainArgs;
use super::failure::Failure;
use super::screen::print_line;
use super::suite::Suite;

/// Explains one id.
pub(super) fn run(arguments: &ExplainArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    let text = suite.explain(arguments.id.trim_start_matches('@'))?;
    print_line(text.trim_end());
    Ok(ExitCode::Success)
}

impl Suite {
    fn explain(&self, id: &str) -> Result<String, Failure> {
        if let Ok(check) = self.catalogue.check(id) {
            return Ok(self.explain_check(check));
        }
        if let Some(mutant) = self.mutants.get(id) {
            return Ok(self.explain_mutant(mutant));
        }
        let judged = self.judging(id);
        match self.plan.find(id) {
            Ok(row) => Ok(self.explain_requirement(id, Some(row), &judged)),
            Err(_) if !judged.is_empty() => Ok(self.explain_requirement(id, None, &judged)),
            Err(reason) => Err(self.unknown(id, &reason)),
        }
    }

    fn explain_check(&self, check: &Check) -> String {
        let mut lines = vec![
            format!("{}  {}", check.id, check.scenario.name),
            String::new(),
        ];
        if !check.about.is_empty() {
            lines.extend([wrapped(&check.about), String::new()]);
        }
        if !check.usual_causes.is_empty() {
            lines.extend([
                wrapped(&format!("Usual causes: {}", check.usual_causes)),
                String::new(),
            ]);
        }
        if !check.resembles.is_empty() {
            lines.extend([
                wrapped(&format!("Resembles: {}", check.resembles.join(", "))),
                String::new(),
            ]);
        }
        let steps = check.scenario.steps.iter();
        lines.extend(steps.map(|step| format!("  {} {}", step.keyword.trim(), step.value)));
        lines.push(String::new());
        lines.push(format!(
            "requirement  {} ({})",
            check.requirement, check.level
        ));
        lines.push(format!("clause       {}", check.clause));
        lines.extend(self.errata_lines(check.requirement.as_str()));
        lines.extend(check.kills.iter().map(|id| {
            let text = self
                .mutants
                .get(id.as_str())
                .map_or("", |mutant| mutant.text.as_str());
            format!("catches      {id}: {text}")
        }));
        lines.push(format!(
            "scenario     features/{}:{}",
            check.file, check.line
        ));
        lines.push(format!(
            "run it       cargo xtask conformance run {}",
            check.id
        ));
        lines.join("\n")
    }

    fn explain_mutant(&self, mutant: &Mutant) -> String {
        let mut lines = vec![format!("{}  {}", mutant.id, mutant.text)];
        if let Some(seen) = &mutant.seen_in {
            lines.push(format!("seen in      {seen}"));
        }
        lines.extend(
            mutant
                .violates
                .iter()
                .map(|id| format!("violates     {id}")),
        );
        for check in self
            .catalogue
            .checks()
            .iter()
            .filter(|c| c.kills.contains(&mutant.id))
        {
            lines.push(format!(
                "killed by    {}  {}",
                check.id, check.scenario.name
            ));
            let step = mutant.step.claim_of(check.id.as_str());
            lines.push(format!("             at the step: {step}"));
        }
        lines.push(format!(
            "see it       cargo xtask conformance run 'kills({0})' --fault {0}",
            mutant.id
        ));
        lines.join("\n")
    }

    fn explain_requirement(&self, id: &str, row: Option<&PlanRow>, judged: &[&Check]) -> String {
        let mut lines = vec![id.to_owned()];
        match row {
            Some(row) => {
                let profile = row.profile.as_ref().map_or("", |rule| rule.as_str());
                lines.push("plan         BSI TR-03105 Part 3.3 version 1.2".to_owned());
                lines.push(format!(
                    "applies to   {}",
                    if profile.is_empty() {
                        "every card"
                    } else {
                        profile
                    }
                ));
                if !row.variants.is_empty() {
                    lines.push(format!("variants     {}", row.variants.join(" ")));
                }
            }
            None => {
                lines.push("plan         our own, where the official plan is silent".to_owned())
            }
        }
        lines.extend(self.errata_lines(id));
        lines.extend(judged.iter().map(|check| {
            format!(
                "judged by    {}  {} [{}]",
                check.id, check.scenario.name, check.clause
            )
        }));
        if judged.is_empty() {
            lines
                .push("judged by    no check yet; see cargo xtask conformance coverage".to_owned());
        }
        lines.join("\n")
    }

    /// The checks of a requirement; of all its variants when it is given without a letter.
    fn judging(&self, id: &str) -> Vec<&Check> {
        let of_plan = |check: &Check| {
            let found = self.plan.get(check.requirement.as_str());
            found.is_some_and(|row| row.id == id)
        };
        let checks = self.catalogue.checks().iter().map(AsRef::as_ref);
        checks
            .filter(|check| check.requirement.as_str() == id || of_plan(check))
            .collect()
    }

    /// What the erratum table says about a requirement of the plan.
    fn errata_lines(&self, requirement: &str) -> Vec<String> {
        let base = self
            .plan
            .get(requirement)
            .map_or(requirement, |row| row.id.as_str());
        let lines = self.errata.touching(base).map(|erratum| {
            format!(
                "erratum      {}: the plan says {}; decided: {} [{}]",
                erratum.place, erratum.plan_says, erratum.decided, erratum.clause
            )
        });
        lines.collect()
    }

    fn unknown(&self, id: &str, reason: &str) -> Failure {
        let checks = self.catalogue.checks().iter();
        let names = checks
            .clone()
            .map(|check| check.id.as_str())
            .chain(self.mutants.iter().map(|mutant| mutant.id.as_str()))
            .chain(self.plan.live().map(|row| row.id.as_str()))
            .chain(checks.map(|check| check.requirement.as_str()));
        let hint = nearest(id, names).map(|near| format!("; did you mean {near:?}?"));
        let reason = hint.unwrap_or_else(|| format!(": {reason}"));
        Failure::Usage(format!(
            "{id:?} is no check, no requirement and no mutant{reason}"
        ))
    }
}

/// A paragraph in lines of at most 88 characters.
fn wrapped(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.last().is_some_and(|line| {
            !line.is_empty() && line.chars().count() + 1 + word.chars().count() > 88
        });
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
