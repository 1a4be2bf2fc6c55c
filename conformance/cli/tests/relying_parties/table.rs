//! The table of `docs/relying-parties.md`.

use std::fmt;
use std::path::Path;

use crate::seated::Run;

const DOCUMENT: &str = "../../docs/relying-parties.md";

/// What came of a run against one party: its release, how many checks passed, and which did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    cells: Vec<String>,
}

impl Row {
    pub(crate) fn of(party: &str, release: String, run: &Run) -> Self {
        let ids = |verdict: &str| {
            let ids = run.ids(verdict);
            if ids.is_empty() {
                "none".to_owned()
            } else {
                ids.join(" ")
            }
        };
        let cells = vec![
            party.to_owned(),
            release,
            run.ids("PASS").len().to_string(),
            ids("WARNING"),
            ids("FAIL"),
            ids("INCONCLUSIVE"),
        ];
        Self { cells }
    }

    pub(crate) fn party(&self) -> &str {
        self.cells.first().map_or("", String::as_str)
    }

    fn read(line: &str) -> Option<Self> {
        let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
        let cells: Vec<String> = inner
            .split(" | ")
            .map(|cell| cell.trim().to_owned())
            .collect();
        (cells.len() == 6).then_some(Self { cells })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} |", self.cells.join(" | "))
    }
}

/// The row of a party as the document has it.
pub(crate) fn documented(party: &str) -> Option<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut rows = text.lines().filter_map(Row::read);
    rows.find(|row| row.party() == party)
}
