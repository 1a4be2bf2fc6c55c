//! What a failure is called towards the connector. `[eIDAS-DE]`
//!
//! ```text
//! cancelled by the person          CANCELLATION_BY_USER   Responder / AuthnFailed
//! a required right refused         AUTHORIZATION_FAILED   Responder / AuthnFailed
//! card or client failed            EID_ERROR              Responder
//! the middleware failed            INTERNAL_ERROR         Responder
//! ```

use eidas_profile::MiddlewareCode;

use crate::eid::{Culprit, Failure};

/// The word for a failure.
#[must_use]
pub const fn code(failure: &Failure) -> MiddlewareCode {
    match failure.culprit() {
        Culprit::Person => MiddlewareCode::CancellationByUser,
        Culprit::Consent => MiddlewareCode::AuthorizationFailed,
        Culprit::Card => MiddlewareCode::EidError,
        Culprit::Middleware => MiddlewareCode::InternalError,
    }
}

/// StatusMessage for a failure: a sentence, and the detail behind a slash where there is one to tell.
#[must_use]
pub fn message(failure: &Failure) -> String {
    match failure.culprit() {
        Culprit::Person => "The authentication was cancelled by the user.".to_owned(),
        Culprit::Consent => format!("A required attribute was deselected. / {failure}"),
        Culprit::Card => format!("The electronic identification failed. / {}", told(failure)),
        Culprit::Middleware => "An internal error has occurred.".to_owned(),
    }
}

/// What the client has said in its own words stays here.
fn told(failure: &Failure) -> String {
    match failure {
        Failure::Client { .. } | Failure::WrongOrder { .. } | Failure::Malformed { .. } => {
            failure.name().to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{code, message};
    use crate::eid::Failure;
    use eac::encoding::Right;
    use iso7816::StatusWord;

    #[test]
    fn every_failure_has_its_status() {
        let status = |command| Failure::Status {
            command,
            status: StatusWord::WRONG_DATA,
        };
        for (failure, word) in [
            (Failure::Cancelled, "CANCELLATION_BY_USER"),
            (
                Failure::RightsRefused(vec![Right::ReadDataGroup(8)]),
                "AUTHORIZATION_FAILED",
            ),
            (
                Failure::NotCertified(vec![Right::ReadDataGroup(8)]),
                "INTERNAL_ERROR",
            ),
            (Failure::RightsInvented(vec![]), "EID_ERROR"),
            (Failure::Expired, "EID_ERROR"),
            (Failure::Blocked, "EID_ERROR"),
            (Failure::NoPath(vec![]), "EID_ERROR"),
            (Failure::NoChipKey, "EID_ERROR"),
            (Failure::CardAccessDiffers, "EID_ERROR"),
            (Failure::NotFinished, "EID_ERROR"),
            (Failure::DataGroupMissing(4), "EID_ERROR"),
            (Failure::NoIdentificationKey("pseudonyms"), "EID_ERROR"),
            (status("SELECT"), "EID_ERROR"),
            (
                Failure::reported("x/sal#cancellationByUser", ""),
                "CANCELLATION_BY_USER",
            ),
            (
                Failure::reported("x/ifdl#cancellationByUser", ""),
                "CANCELLATION_BY_USER",
            ),
            (
                Failure::reported("x/al/common#internalError", ""),
                "EID_ERROR",
            ),
        ] {
            assert_eq!(code(&failure).word(), word, "{failure}");
        }
    }

    #[test]
    fn words_of_the_client_go_nowhere() {
        let failure = Failure::reported("x#y", "<script>");
        assert!(!message(&failure).contains("script"));
        assert!(message(&Failure::Expired).contains("/ the document is no longer valid"));
    }
}
