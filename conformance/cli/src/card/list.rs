//! `eidolon card list`: what there is to choose from.

use card_de_npa::Fault;
use fixtures::{OFF_BY_DEFAULT, PERSONAS, persona_toml};
use persona::Persona;

use super::say;

/// Prints cards, personas and faults.
pub(super) fn run() {
    for line in lines() {
        say(line);
    }
}

fn lines() -> Vec<String> {
    let mut lines = vec![
        "CARDS".to_owned(),
        row(
            "de-npa",
            "German card with an eID application: identity card, residence permit, eID card for EU citizens",
        ),
        String::new(),
        "PEOPLE (--persona NAME, or a file of your own; all invented)".to_owned(),
    ];
    lines.extend(
        PERSONAS
            .iter()
            .chain(OFF_BY_DEFAULT)
            .map(|name| row(name, &note(name))),
    );
    lines.push(String::new());
    lines.push(format!(
        "FAULTS (--fault NAME; {} wrong behaviours, each with what it breaks)",
        Fault::ALL.len()
    ));
    lines.extend(
        Fault::ALL
            .iter()
            .map(|fault| row(fault.name(), fault.violates())),
    );
    lines
}

fn row(name: &str, text: &str) -> String {
    format!("  {name:<40} {text}")
}

fn note(name: &str) -> String {
    match persona_toml(name).map(Persona::parse) {
        Some(Ok(persona)) => persona.note,
        Some(Err(error)) => error.to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_persona_and_fault_is_listed_with_a_word_on_it() {
        let lines = lines();
        for name in PERSONAS
            .iter()
            .copied()
            .chain(Fault::ALL.iter().map(|fault| fault.name()))
        {
            let line = lines
                .iter()
                .find(|line| line.trim_start().split(' ').next() == Some(name));
            assert!(line.is_some_and(|line| line.len() > 50), "{name}: {line:?}");
        }
    }
}
