//! What can go wrong, what the server is told then, and the browser.

use ambient::Ambient;
use paos::{DidAuthenticateResponse, Message, ProtocolResult, ResultMinor, TransmitResponse};
use rules::{Breach, Rule as _};

use super::conversation::Expected;
use super::run::{Pending, Run};
use super::{Next, Phase, refresh};
use crate::card::CardError;
use crate::{Fault, Rule};

/// What went wrong, as far as it makes a difference to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The user stopped.
    Cancelled,
    /// The card was taken away.
    CardGone,
    /// The card answered something else than it should.
    Card,
    /// Service or server broke a rule.
    Refused(Rule),
    /// The server cannot be reached.
    Channel,
    /// The server's message cannot be read.
    Unreadable,
    /// The server said that it failed.
    Server(ResultMinor),
}

/// A problem, and what exactly was seen.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) problem: Problem,
    pub(crate) because: String,
}

impl Trouble {
    pub(crate) fn new(problem: Problem, because: impl Into<String>) -> Self {
        Self {
            problem,
            because: because.into(),
        }
    }
}

impl From<Breach<Rule>> for Trouble {
    fn from(breach: Breach<Rule>) -> Self {
        Self::new(Problem::Refused(breach.rule), breach.to_string())
    }
}

impl From<CardError> for Trouble {
    fn from(error: CardError) -> Self {
        Self::new(Problem::Card, error.to_string())
    }
}

impl Problem {
    /// Its name in logs and on pages.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Cancelled => "cancelled".to_owned(),
            Self::CardGone => "card-gone".to_owned(),
            Self::Card => "card".to_owned(),
            Self::Refused(rule) => rule.name().to_owned(),
            Self::Channel => "channel".to_owned(),
            Self::Unreadable => "unreadable".to_owned(),
            Self::Server(minor) => minor.word().to_owned(),
        }
    }

    /// What the server is told.
    #[must_use]
    pub fn minor(&self) -> ResultMinor {
        match self {
            Self::Cancelled => ResultMinor::CANCELLATION_BY_USER,
            Self::CardGone => ResultMinor::NO_CARD,
            Self::Card => ResultMinor::UNKNOWN_ERROR,
            Self::Refused(rule) => rule.minor(),
            Self::Channel => ResultMinor::COMMUNICATION_ERROR,
            Self::Unreadable => ResultMinor::INTERNAL_ERROR,
            Self::Server(minor) => minor.clone(),
        }
    }

    /// What the browser is told: a word for `ResultMinor`. A card that is not there is the user's decision.
    /// `[TR-03124-1 §2.7.4.2]`
    #[must_use]
    pub fn word(&self) -> &'static str {
        const CANCELLED: &str = "cancellationByUser";
        const CHANNEL: &str = "trustedChannelEstablishmentFailed";
        match self {
            Self::Cancelled | Self::CardGone => CANCELLED,
            Self::Channel => CHANNEL,
            Self::Refused(rule) if rule.minor() == ResultMinor::TRUSTED_CHANNEL_FAILED => CHANNEL,
            Self::Server(minor) => match minor.word() {
                CANCELLED => CANCELLED,
                CHANNEL => CHANNEL,
                "communicationError" => "communicationError",
                _ => "serverError",
            },
            // The server's mistake, not the client's. [TR-03124-2 EID_CLIENT_B_20]
            Self::Refused(Rule::SuccessAtTheEnd) => "serverError",
            Self::Card | Self::Refused(_) | Self::Unreadable => "clientError",
        }
    }

    /// Whether the user has to be told on a page of its own. `[TR-03124-1 §3.8]`
    #[must_use]
    pub fn needs_words(&self) -> bool {
        match self {
            Self::Cancelled => false,
            Self::Server(minor) => minor.word() != ResultMinor::CANCELLATION_BY_USER.word(),
            _ => true,
        }
    }

    /// Whether one can tell from the server's result that it only repeats this.
    pub(crate) fn is_echoed_by(&self, minor: &ResultMinor) -> bool {
        self.minor() == *minor
    }
}

/// Ends the conversation: tells the server, if it waits for an answer, and turns back.
pub(super) fn give_up(run: &mut Run, trouble: Trouble, ambient: &Ambient) -> Next {
    run.note(&trouble.problem.name(), &trouble.because);
    let result =
        ProtocolResult::error(trouble.problem.minor()).with_message(trouble.because.clone());
    let silent = trouble.problem == Problem::Cancelled && run.has(Fault::CancelsInSilence);
    run.trouble.get_or_insert(trouble);
    let message = match run.pending {
        Pending::Authenticate if !silent => {
            Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::error(result)))
        }
        Pending::Transmit if !silent => Message::TransmitResponse(TransmitResponse {
            result,
            outputs: Vec::new(),
        }),
        _ => return refresh::begin(run),
    };
    let effect = run.post(message, ambient);
    (Phase::Conversation(Expected::End), effect)
}

#[cfg(test)]
mod tests {
    use paos::ResultMinor;

    use super::Problem;
    use crate::Rule;

    #[test]
    fn every_problem_has_its_word() {
        let server = |minor| Problem::Server(minor).word();
        assert_eq!(Problem::Cancelled.word(), "cancellationByUser");
        assert_eq!(Problem::CardGone.word(), "cancellationByUser");
        assert_eq!(Problem::Card.word(), "clientError");
        assert_eq!(
            Problem::Refused(Rule::DescriptionHash).word(),
            "clientError"
        );
        let channel = "trustedChannelEstablishmentFailed";
        assert_eq!(
            Problem::Refused(Rule::CommunicationCertificates).word(),
            channel
        );
        assert_eq!(Problem::Channel.word(), channel);
        assert_eq!(server(ResultMinor::NO_PERMISSION), "serverError");
        assert_eq!(server(ResultMinor::TRUSTED_CHANNEL_FAILED), channel);
        assert_eq!(
            server(ResultMinor::CANCELLATION_BY_USER),
            "cancellationByUser"
        );
        assert_eq!(
            server(ResultMinor::COMMUNICATION_ERROR),
            "communicationError"
        );
    }
}
