//! One login: from an accepted request to the answer.
//!
//! Events of browser and eID client come in, effects go out, and the login lies between them. It knows no HTTP, no XML
//! and no signature.
//!
//! ```text
//! Asked        TokenFetched   -> a TC token with a fresh session identifier
//! Identifying  Message        -> the eID server's answer
//! any          Returned       -> the outcome, once: of the eID session when it has ended, else what the client claims
//! any          Cancelled      -> the outcome: the person has cancelled
//! ```

use std::fmt::Write as _;

use ambient::Ambient;
use eac::encoding::CvPublicKey;
use eidas_profile::request::EidasRequest;
use eidas_profile::{Attribute, Subject};
use paos::{Message, StartPaos};

use crate::Fault;
use crate::eid::{EidData, EidServer, Failure, Rights, State, Wanted};

/// A login that is on its way.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    /// The request.
    pub(crate) request: EidasRequest,
    /// What the browser carries along.
    pub(crate) relay_state: Option<String>,
    /// The sector of the connector.
    pub(crate) sector: CvPublicKey,
    /// The name by which the eID client brings the browser back.
    pub(crate) reference: String,
    pub(crate) progress: Progress,
}

/// How far a login has come.
#[derive(Clone, Debug)]
pub(crate) enum Progress {
    /// The person sees the page that starts the eID client.
    Asked,
    /// The eID client has a token.
    Identifying(Box<Conversation>),
}

/// What eID client and eID server have said.
#[derive(Clone, Debug)]
pub(crate) struct Conversation {
    /// The session identifier of the token.
    pub(crate) identifier: String,
    pub(crate) state: State,
    /// MessageID of the server's last message.
    pub(crate) last_message: Option<String>,
}

/// What happens to a login.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// The eID client fetches the token.
    TokenFetched,
    /// The eID client has sent a message.
    Message {
        message: Message,
        relates_to: Option<String>,
    },
    /// The browser comes back with what the client has put into the address.
    Returned(Claim),
    /// The person has cancelled on the page.
    Cancelled,
}

/// What the eID client says of the outcome in the refresh address. `[TR-03124-1 §2.6]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) major: Option<String>,
    pub(crate) minor: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// Send a token with this session identifier.
    Token(String),
    /// Send this message under this identifier.
    Answer {
        message: Message,
        message_id: String,
    },
    /// Answer the request. The login is over.
    Respond(Result<Box<EidData>, Failure>),
    /// There is nothing to be had any more.
    Refuse,
}

impl Login {
    pub(crate) fn new(
        request: EidasRequest,
        relay_state: Option<String>,
        sector: CvPublicKey,
        ambient: &Ambient,
    ) -> Self {
        Self {
            request,
            relay_state,
            sector,
            reference: fresh_name("middleware-de reference", ambient),
            progress: Progress::Asked,
        }
    }

    /// The attributes of natural persons that were asked for.
    pub(crate) fn attributes(&self) -> Vec<Attribute> {
        let asked = self.request.attributes.iter();
        asked
            .filter(|asked| asked.name.of == Subject::Person)
            .map(|asked| asked.name.attribute)
            .collect()
    }

    /// The session identifier of the eID client's conversation.
    pub(crate) fn conversation(&self) -> Option<&Conversation> {
        match &self.progress {
            Progress::Asked => None,
            Progress::Identifying(conversation) => Some(conversation),
        }
    }

    fn wanted(&self) -> Wanted {
        let attributes = self.attributes();
        let names = attributes
            .iter()
            .map(|attribute| attribute.name().friendly_name());
        Wanted {
            rights: Rights::for_attributes(names),
            sector: self.sector.clone(),
        }
    }

    /// Takes an event.
    pub(crate) fn step(
        self,
        event: Event,
        server: &EidServer,
        ambient: &Ambient,
    ) -> (Self, Effect) {
        match event {
            Event::TokenFetched => self.start(server, ambient),
            Event::Message {
                message,
                relates_to,
            } => self.talk(message, relates_to.as_deref(), server, ambient),
            Event::Returned(claim) => {
                let outcome = self.outcome(&claim);
                (self, Effect::Respond(outcome))
            }
            Event::Cancelled => (self, Effect::Respond(Err(Failure::Cancelled))),
        }
    }

    /// A token. Whoever fetches it again begins again, unless the session has ended.
    fn start(mut self, server: &EidServer, ambient: &Ambient) -> (Self, Effect) {
        let ended = self
            .conversation()
            .is_some_and(|conversation| conversation.state.outcome().is_some());
        if ended {
            return (self, Effect::Refuse);
        }
        let name = "middleware-de session";
        let identifier = match server.faults.has(Fault::SessionIdentifierKept) {
            // A fork begins anew each time.
            true => fresh_name(name, &ambient.fork("kept")),
            false => fresh_name(name, ambient),
        };
        self.progress = Progress::Identifying(Box::new(Conversation {
            identifier: identifier.clone(),
            state: State::new(self.wanted()),
            last_message: None,
        }));
        (self, Effect::Token(identifier))
    }

    fn talk(
        mut self,
        message: Message,
        relates_to: Option<&str>,
        server: &EidServer,
        ambient: &Ambient,
    ) -> (Self, Effect) {
        let Progress::Identifying(conversation) = self.progress else {
            return (self, Effect::Refuse);
        };
        let Conversation {
            identifier,
            state,
            last_message,
        } = *conversation;
        let related = relates_to.is_none() || relates_to == last_message.as_deref();
        let named = match &message {
            Message::StartPaos(StartPaos {
                session_identifier, ..
            }) => *session_identifier == identifier,
            _ => true,
        };
        let (state, message) = match related && named {
            true => server.step(state, message, ambient),
            false => server.refuse(
                state,
                Failure::WrongOrder {
                    expected: "a message of this session",
                    found: match named {
                        true => "an answer to another message".to_owned(),
                        false => "StartPAOS of another session".to_owned(),
                    },
                },
            ),
        };
        let message_id = paos::message_id(ambient.stream("middleware-de message").bytes());
        self.progress = Progress::Identifying(Box::new(Conversation {
            identifier,
            state,
            last_message: Some(message_id.clone()),
        }));
        let effect = Effect::Answer {
            message,
            message_id,
        };
        (self, effect)
    }

    /// How it ended; a session that did not end ended as the client claims, but never well.
    fn outcome(&self, claim: &Claim) -> Result<Box<EidData>, Failure> {
        let ended = self
            .conversation()
            .and_then(|conversation| conversation.state.outcome());
        ended.cloned().unwrap_or_else(|| Err(claim.failure()))
    }
}

impl Claim {
    fn failure(&self) -> Failure {
        match (self.major.as_deref(), self.minor.as_deref()) {
            (Some("error"), Some("cancellationByUser")) => Failure::Cancelled,
            (Some("error"), minor) => Failure::Client {
                minor: String::new(),
                // Words of the address are not passed on.
                message: match minor {
                    Some("trustedChannelEstablishmentFailed") => "no trusted channel",
                    Some("communicationError") => "no communication",
                    Some("serverError") => "an error of the server",
                    _ => "an error of the client",
                }
                .to_owned(),
            },
            _ => Failure::NotFinished,
        }
    }
}

/// A name that nobody guesses: 32 hexadecimal characters.
pub(crate) fn fresh_name(stream: &'static str, ambient: &Ambient) -> String {
    let mut name = String::with_capacity(32);
    for byte in ambient.stream(stream).bytes::<16>() {
        // Cannot fail: writing to a String.
        let _ = write!(name, "{byte:02x}");
    }
    name
}
