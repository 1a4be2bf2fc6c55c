//! Which rules a kind of receiver enforces.

use rules::Rulebook;

use crate::{metadata, request, response};

/// A kind of receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Enforces everything, also what real nodes look away from.
    #[default]
    Strict,
    /// Does as the EU eIDAS-Node 2.9.
    EuNode,
    /// Does as the German eIDAS middleware, for requests; for anything else as strict.
    MiddlewareDe,
}

impl Profile {
    /// What it enforces of requests.
    #[must_use]
    pub fn requests(self) -> Rulebook<request::Rule> {
        waive(|rule: request::Rule| match self {
            Self::Strict => false,
            Self::EuNode => rule.is_ignored_by_eu_node(),
            Self::MiddlewareDe => rule.is_ignored_by_middleware(),
        })
    }

    /// What it enforces of responses.
    #[must_use]
    pub fn responses(self) -> Rulebook<response::Rule> {
        waive(|rule: response::Rule| self == Self::EuNode && rule.is_ignored_by_eu_node())
    }

    /// What it enforces of metadata.
    #[must_use]
    pub fn metadata(self) -> Rulebook<metadata::Rule> {
        waive(|rule: metadata::Rule| match self {
            Self::EuNode => rule.is_ignored_by_eu_node(),
            Self::Strict | Self::MiddlewareDe => false,
        })
    }
}

fn waive<R: rules::Rule>(ignored: impl Fn(R) -> bool) -> Rulebook<R> {
    let ignored = R::ALL.iter().copied().filter(|rule| ignored(*rule));
    ignored.fold(Rulebook::strict(), Rulebook::without)
}
