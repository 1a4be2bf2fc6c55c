//! Scenario outlines: one scenario per row of their Examples.
//!
//! The columns named in [`TAG_COLUMNS`] say what a row *is* and become tags of the row; every
//! column, those included, also replaces its `<placeholder>` in names, descriptions, steps,
//! tables and doc strings.

use crate::Error;

/// Columns whose cell becomes a tag, with the prefix of that tag. A cell may hold several words,
/// each of which becomes a tag of its own; an empty cell or `-` gives none.
const TAG_COLUMNS: [(&str, &str); 9] = [
    ("id", ""),
    ("requirement", ""),
    ("level", ""),
    ("kills", "kills:"),
    ("profile", "profile:"),
    ("card", "card:"),
    ("state", "state:"),
    ("needs", "needs:"),
    ("tags", ""),
];

/// The scenarios that stand for `scenario`: itself, or one per Examples row.
pub(super) fn rows(
    file: &str,
    scenario: &gherkin::Scenario,
) -> Vec<Result<gherkin::Scenario, Error>> {
    if scenario.examples.is_empty() {
        return vec![Ok(scenario.clone())];
    }
    scenario
        .examples
        .iter()
        .flat_map(|examples| table_rows(file, scenario, examples))
        .collect()
}

fn table_rows(
    file: &str,
    scenario: &gherkin::Scenario,
    examples: &gherkin::Examples,
) -> Vec<Result<gherkin::Scenario, Error>> {
    let Some((header, rows)) = examples
        .table
        .as_ref()
        .and_then(|table| table.rows.split_first())
    else {
        return Vec::new();
    };
    let first_line = examples
        .table
        .as_ref()
        .map_or(examples.position.line, |t| t.position.line);
    rows.iter()
        .enumerate()
        .map(|(index, cells)| {
            let line = first_line + index + 1;
            let row = Row {
                file,
                line,
                header,
                cells,
            };
            row.expand(scenario, &examples.tags)
        })
        .collect()
}

/// One row of an Examples table.
struct Row<'a> {
    file: &'a str,
    line: usize,
    header: &'a [String],
    cells: &'a [String],
}

impl Row<'_> {
    fn expand(
        &self,
        scenario: &gherkin::Scenario,
        tags: &[String],
    ) -> Result<gherkin::Scenario, Error> {
        let mut expanded = scenario.clone();
        expanded.examples.clear();
        expanded.position.line = self.line;
        expanded.tags.extend(tags.iter().cloned());
        expanded.tags.extend(self.tags());
        self.fill(scenario, &mut expanded.name)?;
        if let Some(description) = &mut expanded.description {
            self.fill(scenario, description)?;
        }
        for step in &mut expanded.steps {
            let cells = step
                .table
                .iter_mut()
                .flat_map(|table| table.rows.iter_mut().flatten());
            for text in std::iter::once(&mut step.value)
                .chain(&mut step.docstring)
                .chain(cells)
            {
                self.fill(scenario, text)?;
            }
        }
        Ok(expanded)
    }

    fn tags(&self) -> Vec<String> {
        let cell_of = |column: &str| {
            self.header
                .iter()
                .zip(self.cells)
                .find(|(name, _)| *name == column)
                .map(|(_, c)| c)
        };
        TAG_COLUMNS
            .into_iter()
            .filter_map(|(column, prefix)| Some((prefix, cell_of(column)?)))
            .flat_map(|(prefix, cell)| {
                cell.split([' ', ','])
                    .filter(|word| !word.is_empty() && *word != "-")
                    .map(move |word| format!("{prefix}{}", word.trim_start_matches('@')))
            })
            .collect()
    }

    /// Replaces every `<column>` of `text` by this row's cell.
    fn fill(&self, scenario: &gherkin::Scenario, text: &mut String) -> Result<(), Error> {
        for (name, cell) in self.header.iter().zip(self.cells) {
            *text = text.replace(&format!("<{name}>"), cell);
        }
        match placeholder(text) {
            None => Ok(()),
            Some(name) => Err(Error::Scenario {
                file: self.file.to_owned(),
                line: self.line,
                scenario: scenario.name.clone(),
                reason: format!("no Examples column is called {name:?}"),
            }),
        }
    }
}

/// The first `<name>` left in a text; names are words of lower-case letters, so that an arrow or
/// a comparison is not taken for one.
fn placeholder(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(start, _)| {
        let rest = text.get(start + 1..)?;
        let name = rest.get(..rest.find('>')?)?;
        let is_name = !name.is_empty()
            && !name.starts_with(' ')
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b' ' || b == b'-');
        is_name.then_some(name)
    })
}
