//! The free text below a scenario's name: clause, plain words, usual causes.
//!
//! ```text
//! Scenario: …
//!   Clause: [TR-03110-3 §B.14.2]
//!   What the card must do and why, in words that a card maker's apprentice understands.
//!   Usual causes: the nonce is decrypted with the wrong key; …
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
}

impl Description {
    pub(super) fn read(text: Option<&str>) -> Self {
        let mut description = Self::default();
        let mut in_causes = false;
        for line in text.unwrap_or_default().lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("Clause:") {
                let rest = rest.trim().trim_start_matches('[');
                let (citation, words) = rest.split_once(']').unwrap_or((rest, ""));
                description.clause = Some(Clause::new(citation.trim()));
                in_causes = false;
                append(&mut description.about, words.trim());
                continue;
            }
            let line = match line.strip_prefix("Usual causes:") {
                Some(rest) => {
                    in_causes = true;
                    rest.trim()
                }
                None => line,
            };
            let target = if in_causes {
                &mut description.usual_causes
            } else {
                &mut description.about
            };
            append(target, line);
        }
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
    }
}
