//! Makes a violation small: as few actions, with as little data, as still break the same rule.

use std::mem::discriminant;

use crate::action::Action;
use crate::rules::Breach;

/// Tries that a violation is worth.
const PATIENCE: usize = 3000;

/// Leaves out actions, then data, as long as `play` still finds a breach of the same kind.
pub(crate) fn shrink(
    mut actions: Vec<Action>,
    breach: &Breach,
    play: impl Fn(&[Action]) -> Option<Breach>,
) -> Vec<Action> {
    let mut left = PATIENCE;
    let mut still = |actions: &[Action]| {
        left = left.saturating_sub(1);
        left > 0 && play(actions).is_some_and(|found| discriminant(&found) == discriminant(breach))
    };
    let mut width = actions.len().div_ceil(2);
    while width > 0 {
        let mut start = 0;
        while start < actions.len() {
            let fewer: Vec<Action> = without(&actions, start, width);
            if still(&fewer) {
                actions = fewer;
            } else {
                start += width;
            }
        }
        width /= 2;
    }
    for place in 0..actions.len() {
        while let Some(smaller) = smaller(&actions, place) {
            if !still(&smaller) {
                break;
            }
            actions = smaller;
        }
    }
    actions
}

fn without(actions: &[Action], start: usize, width: usize) -> Vec<Action> {
    let kept = actions.iter().enumerate();
    kept.filter(|(place, _)| !(start..start + width).contains(place))
        .map(|(_, action)| action.clone())
        .collect()
}

/// The same with half of the data of one action.
fn smaller(actions: &[Action], place: usize) -> Option<Vec<Action>> {
    let mut smaller = actions.to_vec();
    let data = match smaller.get_mut(place)? {
        Action::Bytes(bytes) => bytes,
        Action::Command(command)
        | Action::Altered(command, _)
        | Action::Damaged(command, _)
        | Action::PowerLoss(command) => &mut command.data,
        Action::Replay | Action::Reset | Action::Pace(_) => return None,
    };
    if data.is_empty() {
        return None;
    }
    data.truncate(data.len() / 2);
    Some(smaller)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let noise = || Action::Bytes(vec![1; 40]);
        let mut actions: Vec<Action> = (0..50).map(|_| noise()).collect();
        actions.insert(10, Action::Reset);
        actions.insert(30, Action::Bytes(vec![7; 9]));
        let breach = Breach::Session("x");
        let small = shrink(actions, &breach, |actions| {
            let reset = actions.iter().position(|action| *action == Action::Reset)?;
            let later = actions.iter().skip(reset);
            let bad = later.filter(
                |action| matches!(action, Action::Bytes(bytes) if bytes.first() == Some(&7)),
            );
            bad.count().checked_sub(1).map(|_| Breach::Session("y"))
        });
        assert_eq!(small, [Action::Reset, Action::Bytes(vec![7])]);
    }

    #[test]
    fn another_breach_is_not_taken_for_the_same() {
        let actions = vec![Action::Reset, Action::Replay];
        let breach = Breach::Session("x");
        let play = |actions: &[Action]| {
            Some(match actions.len() {
                2 => Breach::Session("x"),
                _ => Breach::NoStatus { length: 0 },
            })
        };
        assert_eq!(shrink(actions.clone(), &breach, play), actions);
    }
}
