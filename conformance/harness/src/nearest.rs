//! "Did you mean …": the known word that lies nearest to a mistyped one.

/// The known word with the fewest edits to `word`, if it is near enough to be a slip of the
/// finger: at most a third of the letters, and at least one edit is always forgiven.
///
/// ```
/// use conformance_harness::nearest;
/// assert_eq!(nearest("contry", ["country", "level"]), Some("country"));
/// assert_eq!(nearest("banana", ["country", "level"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A sentence part for error texts: `; did you mean "country"?`, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known)
        .map(|hit| format!("; did you mean {hit:?}?"))
        .unwrap_or_default()
}

/// Number of letters to insert, remove, replace or swap with a neighbour, without regard to case.
fn edits(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.to_lowercase().chars().collect();
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for row in 1..=from.len() {
        let mut current = vec![row];
        for column in 1..=to.len() {
            let at = |up: usize, left: usize| -> Option<usize> {
                let row = rows.get(row.checked_sub(up)?)?;
                row.get(column.checked_sub(left)?).copied()
            };
            let letter =
                |text: &[char], position: usize| text.get(position.wrapping_sub(1)).copied();
            let replaced = usize::from(letter(&from, row) != letter(&to, column));
            let swapped = letter(&from, row) == letter(&to, column.wrapping_sub(1))
                && letter(&from, row.wrapping_sub(1)) == letter(&to, column);
            let choices = [
                at(1, 0).map(|before| before + 1),
                current.last().map(|before| before + 1),
                at(1, 1).map(|before| before + replaced),
                at(2, 2).filter(|_| swapped).map(|before| before + 1),
            ];
            current.push(choices.into_iter().flatten().min().unwrap_or(usize::MAX));
        }
        rows.push(current);
    }
    rows.last()
        .and_then(|row| row.last())
        .copied()
        .unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, edits};

    #[test]
    fn distance_counts_single_edits() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("PACE", "pace"), 0);
        assert_eq!(edits("PCAE", "PACE"), 1);
        assert_eq!(edits("abc", ""), 3);
    }

    #[test]
    fn a_hint_is_given_only_for_a_near_word() {
        assert_eq!(
            did_you_mean("leval", ["level"]),
            "; did you mean \"level\"?"
        );
        assert_eq!(did_you_mean("xyz", ["level"]), "");
    }
}
