//! What a person sees when something is refused.

use std::sync::LazyLock;

use eidas_profile::EuCode;
use http::StatusCode;
use web::{Language, Request, Response, Texts};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::compiled(include_str!("texts.toml")));

/// The name of the service in a language.
pub(crate) fn service(language: Language) -> &'static str {
    TEXTS.speak(language).say("service")
}

/// The page that shows a code.
pub(crate) fn refuse(request: &Request, code: EuCode, shown: bool) -> Response {
    let language = Language::of(request);
    let words = TEXTS.speak(language);
    let text = if shown {
        code.to_string()
    } else {
        "-".to_owned()
    };
    web::Refusal::new(
        language,
        service(language),
        &text,
        words.say(sentence(code)),
    )
    .respond()
}

/// The page for what HTTP itself refuses.
pub(crate) fn of_status(request: &Request, status: StatusCode) -> Response {
    let language = Language::of(request);
    web::Refusal::of_status(language, status)
        .service(service(language))
        .respond()
}

/// The key of the sentence about a code.
const fn sentence(code: EuCode) -> &'static str {
    match code {
        EuCode::LIGHT_TOKEN => "refused.token",
        EuCode::UNKNOWN_COUNTRY => "refused.country",
        EuCode::LIGHT_REQUEST
        | EuCode::LIGHT_REQUEST_LEVEL
        | EuCode::SERVICE_TYPE
        | EuCode::ATTRIBUTES
        | EuCode::REQUESTER_ID
        | EuCode::RELAY_STATE => "refused.request",
        EuCode::METADATA_RETRIEVAL | EuCode::PROTOCOL_VERSION => "refused.peer",
        EuCode::IN_RESPONSE_TO | EuCode::SEEN_BEFORE => "refused.again",
        EuCode::LEVEL_TOO_LOW | EuCode::LEVEL_UNPUBLISHED => "refused.level",
        EuCode::MINIMUM_DATA_SET | EuCode::INTERNAL => "refused.person",
        EuCode::AUTHENTICATION_FAILED => "refused.failed",
        _ => "refused.response",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_four_languages() {
        assert_eq!(TEXTS.complete(), Ok(()));
        for code in EuCode::ALL {
            let key = sentence(*code);
            assert_ne!(TEXTS.speak(Language::De).say(key), key, "{code}");
        }
    }
}
