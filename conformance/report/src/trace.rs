//! The trace of one check as text: steps, and under each the APDUs that it sent.

use std::fmt::Write as _;

use conformance_verdict::{Evidence, Exchange, Phase, Protection, StepVerdict};

/// The evidence of one check as text, one line for each step and each direction.
pub(crate) fn render(evidence: &Evidence) -> String {
    let mut text = String::new();
    for section in sections(evidence) {
        let mark = section
            .verdict
            .map(|verdict| format!("  [{}]", word(verdict)))
            .unwrap_or_default();
        let _ = writeln!(text, "{}{mark}", section.title);
        if !section.message.is_empty() {
            let _ = writeln!(text, "    {}", section.message);
        }
        for (number, exchange) in section.exchanges {
            describe(&mut text, number, exchange);
        }
    }
    text
}

fn describe(text: &mut String, number: usize, exchange: &Exchange) {
    let protection = protection(exchange.protection);
    let outcome = match exchange.outcome.as_str() {
        // A reset has no answer of its own.
        "" => String::new(),
        outcome => format!(" -> {outcome} ({protection})"),
    };
    let _ = writeln!(text, "    #{number} {}{outcome}", exchange.meaning);
    for (arrow, wire, plain) in [
        (">", &exchange.command, &exchange.plain_command),
        ("<", &exchange.response, &exchange.plain_response),
    ] {
        if !wire.is_empty() {
            let _ = writeln!(text, "      {arrow} {wire}");
        }
        if let Some(plain) = plain {
            let _ = writeln!(text, "      {arrow} plain {plain}");
        }
    }
}

/// A step, or a control, with the exchanges that belong to it.
pub(crate) struct Section<'a> {
    pub(crate) title: &'a str,
    pub(crate) verdict: Option<StepVerdict>,
    pub(crate) message: &'a str,
    pub(crate) exchanges: Vec<(usize, &'a Exchange)>,
}

/// The exchanges under the steps that sent them, controls in front and at the end.
pub(crate) fn sections(evidence: &Evidence) -> Vec<Section<'_>> {
    let control = |title, phase| Section {
        title,
        verdict: None,
        message: "",
        exchanges: numbered(evidence, 0, usize::MAX)
            .filter(|(_, e)| e.phase == phase)
            .collect(),
    };
    let starts = evidence.steps.iter().map(|step| step.first_exchange);
    let ends = starts.skip(1).chain([usize::MAX]);
    let steps = evidence.steps.iter().zip(ends).map(|(step, end)| Section {
        title: &step.text,
        verdict: Some(step.verdict),
        message: &step.message,
        exchanges: numbered(evidence, step.first_exchange, end)
            .filter(|(_, exchange)| exchange.phase == Phase::Check)
            .collect(),
    });
    let mut sections = vec![control("Control before the check", Phase::ControlBefore)];
    sections.extend(steps);
    sections.push(control("Control after the check", Phase::ControlAfter));
    sections.retain(|section| section.verdict.is_some() || !section.exchanges.is_empty());
    sections
}

fn numbered(
    evidence: &Evidence,
    from: usize,
    to: usize,
) -> impl Iterator<Item = (usize, &Exchange)> {
    evidence
        .exchanges
        .iter()
        .enumerate()
        .filter(move |(at, _)| *at >= from && *at < to)
}

/// How a step went, in a word.
pub(crate) const fn word(verdict: StepVerdict) -> &'static str {
    match verdict {
        StepVerdict::Passed => "ok",
        StepVerdict::Failed => "failed",
        StepVerdict::Undefined => "undefined",
        StepVerdict::NotReached => "not reached",
    }
}

/// How a response came, in words.
pub(crate) const fn protection(protection: Protection) -> &'static str {
    match protection {
        Protection::Plain => "plain",
        Protection::Secured => "secure messaging",
        Protection::Broken => "broken secure messaging",
        Protection::Lost => "card lost",
    }
}

#[cfg(test)]
mod tests {
    use conformance_verdict::{Evidence, Exchange, Phase, Protection, StepResult, StepVerdict};

    #[test]
    fn each_apdu_stands_under_its_step() {
        let step = |text: &str, verdict, first_exchange| StepResult {
            text: text.into(),
            verdict,
            message: String::new(),
            first_exchange,
        };
        let exchange = |phase, meaning: &str| Exchange {
            phase,
            command: "00A4000C".into(),
            response: "9000".into(),
            meaning: meaning.into(),
            outcome: "9000 (ok)".into(),
            plain_command: None,
            plain_response: None,
            protection: Protection::Plain,
        };
        let evidence = Evidence {
            steps: vec![
                step("When one", StepVerdict::Passed, 1),
                step("Then two", StepVerdict::NotReached, 2),
            ],
            exchanges: vec![
                exchange(Phase::ControlBefore, "SELECT"),
                exchange(Phase::Check, "READ BINARY"),
                exchange(Phase::ControlAfter, "SELECT"),
            ],
        };
        let titles: Vec<(&str, usize)> = super::sections(&evidence)
            .iter()
            .map(|section| (section.title, section.exchanges.len()))
            .collect();
        assert_eq!(
            titles,
            [
                ("Control before the check", 1),
                ("When one", 1),
                ("Then two", 0),
                ("Control after the check", 1)
            ]
        );
        assert!(
            super::render(&evidence)
                .contains("When one  [ok]\n    #1 READ BINARY -> 9000 (ok) (plain)")
        );
    }
}
