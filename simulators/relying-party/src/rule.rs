//! The rules that are this service's own.

/// What the service asks of an answer beside the rules of the two protocols. The rule of form cannot be looked away
/// from: what cannot be read has no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The form can be read and carries a response.
    Form,
    /// The RelayState has at most 80 bytes.
    RelayStateLength,
    /// The RelayState is one that this service has issued.
    RelayState,
    /// The answer comes with the browser that was sent away.
    Browser,
    /// A login is answered once.
    AnsweredOnce,
    /// The person has names and an identifier.
    Person,
}

impl rules::Rule for Rule {
    const ALL: &'static [Self] = &[
        Self::Form,
        Self::RelayStateLength,
        Self::RelayState,
        Self::Browser,
        Self::AnsweredOnce,
        Self::Person,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Form => "saml-form",
            Self::RelayStateLength => "relay-state-length",
            Self::RelayState => "relay-state",
            Self::Browser => "browser",
            Self::AnsweredOnce => "answered-once",
            Self::Person => "person",
        }
    }

    fn clause(self) -> &'static str {
        match self {
            Self::Form => "SAML Bindings §3.5.4",
            Self::RelayStateLength => "SAML Bindings §3.5.3",
            Self::RelayState => "SAML Bindings §3.5.3",
            Self::Browser => "RFC 6749 §10.12",
            Self::AnsweredOnce => "SAML Profiles §4.1.4.5",
            Self::Person => "SAML Core §2.7.3",
        }
    }
}
