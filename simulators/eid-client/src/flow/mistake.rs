//! What a faulty client asks, or does not ask, where a healthy one asks something else.

use super::run::Run;
use super::view::{Notice, Question, View};
use super::{Effect, Next, Phase, Problem, Stepped, Trouble};
use crate::Fault;

/// The same, unless the client has a fault about what the user is asked.
pub(super) fn instead(run: &Run, next: Next) -> Stepped {
    match next {
        (Phase::Asking(card, question), Effect::Show(_)) => {
            let question = asked(run, question)?;
            let view = View::question(&card.approved, question);
            Ok((Phase::Asking(card, question), Effect::Show(Box::new(view))))
        }
        (Phase::Laying(..), _) if run.has(Fault::AwaitsNoCard) => {
            Err(Trouble::new(Problem::CardGone, "there is no card"))
        }
        other => Ok(other),
    }
}

fn asked(run: &Run, question: Question) -> Result<Question, Trouble> {
    const WRONG: [Notice; 3] = [Notice::WrongPin, Notice::WrongCan, Notice::WrongPuk];
    let notice = question.notice();
    let wrong = notice.is_some_and(|notice| WRONG.contains(&notice));
    if wrong && run.has(Fault::EndsAfterWrongSecret) {
        return Err(Trouble::new(Problem::Card, "a wrong secret"));
    }
    let pin = Question::Pin {
        tries: None,
        notice,
    };
    Ok(match question {
        Question::Pin { .. } if run.has(Fault::HidesTries) => pin,
        Question::Can { .. } if run.has(Fault::SkipsCan) => pin,
        Question::Puk { .. } if run.has(Fault::SkipsPuk) => Question::PukUsedUp,
        Question::SetPin { .. } if run.has(Fault::OverlooksTransportPin) => pin,
        Question::Deactivated if run.has(Fault::OverlooksDeactivation) => pin,
        other => other,
    })
}
