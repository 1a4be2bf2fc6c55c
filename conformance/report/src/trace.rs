//! The trace of one check as text: steps, and under each the APDUs and messages that it caused.

use std::fmt::Write as _;

use conformance_verdict::{
    CheckId, Evidence, Exchange, MessageSeen, Phase, Protection, Side, StepVerdict,
};

/// The name of the file, by what was seen: APDUs or messages.
pub(crate) fn file_name(check: &CheckId, evidence: &Evidence) -> String {
    let kind = if evidence.messages.is_empty() {
        "apdu"
    } else {
        "http"
    };
    format!("{check}.{kind}")
}

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
        for (number, message) in section.messages {
            tell(&mut text, number, message);
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

/// A message with what it carried.
fn tell(text: &mut String, number: usize, message: &MessageSeen) {
    let MessageSeen {
        hop, request_line, ..
    } = message;
    let status = status(message);
    let _ = writeln!(text, "    #{number} {hop}  {request_line} -> {status}");
    for part in &message.decoded {
        let _ = writeln!(text, "      {} {}", arrow(part.side), part.name);
        for line in part.text.lines() {
            let _ = writeln!(text, "        {line}");
        }
    }
}

/// The status of the response, or that there was none.
pub(crate) fn status(message: &MessageSeen) -> String {
    match message.status {
        0 => "no answer".to_owned(),
        status => status.to_string(),
    }
}

/// There and back.
pub(crate) const fn arrow(side: Side) -> &'static str {
    match side {
        Side::Request => ">",
        Side::Response => "<",
    }
}

/// A step, or a control, with the exchanges and messages that belong to it.
pub(crate) struct Section<'a> {
    pub(crate) title: &'a str,
    pub(crate) verdict: Option<StepVerdict>,
    pub(crate) message: &'a str,
    pub(crate) exchanges: Vec<(usize, &'a Exchange)>,
    pub(crate) messages: Vec<(usize, &'a MessageSeen)>,
}

/// Exchanges and messages under the steps that caused them, controls in front and at the end.
pub(crate) fn sections(evidence: &Evidence) -> Vec<Section<'_>> {
    let control = |title, phase| Section {
        title,
        verdict: None,
        message: "",
        exchanges: numbered(&evidence.exchanges, 0, usize::MAX)
            .filter(|(_, exchange)| exchange.phase == phase)
            .collect(),
        messages: numbered(&evidence.messages, 0, usize::MAX)
            .filter(|(_, message)| message.phase == phase)
            .collect(),
    };
    let starts = evidence.steps.iter();
    let ends = starts
        .skip(1)
        .map(|step| (step.first_exchange, step.first_message));
    let ends = ends.chain([(usize::MAX, usize::MAX)]);
    let steps = evidence.steps.iter().zip(ends).map(|(step, end)| Section {
        title: &step.text,
        verdict: Some(step.verdict),
        message: &step.message,
        exchanges: numbered(&evidence.exchanges, step.first_exchange, end.0)
            .filter(|(_, exchange)| exchange.phase == Phase::Check)
            .collect(),
        messages: numbered(&evidence.messages, step.first_message, end.1)
            .filter(|(_, message)| message.phase == Phase::Check)
            .collect(),
    });
    let mut sections = vec![control("Control before the check", Phase::ControlBefore)];
    sections.extend(steps);
    sections.push(control("Control after the check", Phase::ControlAfter));
    sections.retain(|section| {
        section.verdict.is_some() || !section.exchanges.is_empty() || !section.messages.is_empty()
    });
    sections
}

fn numbered<T>(all: &[T], from: usize, to: usize) -> impl Iterator<Item = (usize, &T)> {
    all.iter()
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
            first_message: 0,
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
            messages: Vec::new(),
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
