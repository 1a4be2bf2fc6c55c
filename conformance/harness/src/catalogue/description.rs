//! The free text below a scenario's name: clause, plain words, usual causes, known vulnerabilities.
//!
//! ```text
//! Scenario: …
//!   Clause: [TR-03110-3 §B.14.2]
//!   What the card must do and why, in words that a card maker's apprentice understands.
//!   Usual causes: the nonce is decrypted with the wrong key; …
//!   Resembles: CVE-2021-1234 (a product), CVE-2022-5678 (another one).
//! ```

use conformance_verdict::Clause;

/// A scenario's free text, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Description {
    /// The first clause cited.
    pub(super) clause: Option<Clause>,
    /// The plain words.
    pub(super) about: String,
    /// What is usually wrong when the check fails.
    pub(super) usual_causes: String,
    /// Published vulnerabilities that look alike.
    pub(super) resembles: Vec<String>,
}

/// What a line of the text belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    About,
    Causes,
    Resembles,
}

impl Description {
    pub(super) fn read(text: Option<&str>) -> Self {
        let mut description = Self::default();
        let mut part = Part::About;
        let mut resembles = String::new();
        for line in text.unwrap_or_default().lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("Clause:") {
                let rest = rest.trim().trim_start_matches('[');
                let (citation, words) = rest.split_once(']').unwrap_or((rest, ""));
                description.clause = Some(Clause::new(citation.trim()));
                part = Part::About;
                append(&mut description.about, words.trim());
                continue;
            }
            let line = if let Some(rest) = line.strip_prefix("Usual causes:") {
                part = Part::Causes;
                rest.trim()
            } else if let Some(rest) = line.strip_prefix("Resembles:") {
                part = Part::Resembles;
                rest.trim()
            } else {
                line
            };
            let target = match part {
                Part::About => &mut description.about,
                Part::Causes => &mut description.usual_causes,
                Part::Resembles => &mut resembles,
            };
            append(target, line);
        }
        let known = resembles.trim_end_matches('.').split(", ");
        description.resembles = known
            // An outline has a dash where nothing is known.
            .filter(|name| !name.is_empty() && *name != "-")
            .map(str::to_owned)
            .collect();
        description
    }
}

fn append(text: &mut String, line: &str) {
    if !line.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::Description;

    #[test]
    fn a_description_has_a_clause_plain_words_and_usual_causes() {
        let text = "Clause: [TR-03110-3 §B.14.2]\nThe card opens\n a channel.\n\nUsual causes: a wrong key;\n a short nonce.";
        let description = Description::read(Some(text));
        assert_eq!(
            description.clause.as_ref().map(|c| c.as_str()),
            Some("TR-03110-3 §B.14.2")
        );
        assert_eq!(description.about, "The card opens a channel.");
        assert_eq!(description.usual_causes, "a wrong key; a short nonce.");
        assert!(description.resembles.is_empty());
    }

    #[test]
    fn vulnerabilities_that_look_alike_are_a_list() {
        let text = "Words.\nUsual causes: haste.\nResembles: CVE-2017-11427 (python-saml),\n  CVE-2017-11428 (ruby-saml).";
        let description = Description::read(Some(text));
        assert_eq!(description.usual_causes, "haste.");
        assert_eq!(
            description.resembles,
            ["CVE-2017-11427 (python-saml)", "CVE-2017-11428 (ruby-saml)"]
        );
    }
}
