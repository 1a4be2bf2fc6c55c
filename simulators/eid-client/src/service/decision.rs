//! Forms of the pages, read as decisions.

use web::Form;

use crate::Digits;
use crate::flow::{Decision, RIGHTS, right_key};

/// The decision in a form; nothing if it names none.
pub(super) fn read(form: &Form) -> Option<Decision> {
    let digits = |name| Digits::parse(form.get(name).unwrap_or_default());
    Some(match form.get("do")? {
        "grant" => {
            let named: Vec<_> = form.all("right").collect();
            let granted = RIGHTS
                .into_iter()
                .filter(|right| named.contains(&right_key(*right).as_str()));
            Decision::Grant(granted.collect())
        }
        "continue" => Decision::Continue,
        "enter" => Decision::Enter(digits("secret")),
        "set-pin" => Decision::SetPin([digits("letter"), digits("own"), digits("again")]),
        "letter" => Decision::HasPinLetter,
        "cancel" => Decision::Cancel,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use eac::encoding::Right;
    use web::Form;

    use super::{Decision, read};

    #[test]
    fn rights_are_granted_by_name() {
        let form = Form::parse(b"do=grant&right=read-4&right=age&right=root");
        let granted = match read(&form) {
            Some(Decision::Grant(rights)) => rights,
            _ => Vec::new(),
        };
        assert_eq!(granted, [Right::ReadDataGroup(4), Right::AgeVerification]);
    }

    #[test]
    fn what_is_no_number_is_no_secret() {
        assert!(matches!(
            read(&Form::parse(b"do=enter&secret=abc")),
            Some(Decision::Enter(None))
        ));
        assert!(matches!(
            read(&Form::parse(b"do=enter&secret=123456")),
            Some(Decision::Enter(Some(_)))
        ));
        assert!(read(&Form::parse(b"do=dance")).is_none());
        assert!(read(&Form::new()).is_none());
    }
}
