//! What a portal and its connector say to each other: messages that wait in a cache, and tokens that a browser carries
//! in their place. `[EU eIDAS-Node 2.9, SpecificCommunicationDefinition]`

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use browser::Navigation;
use conformance_harness::{Order, StepError};
use eidas_profile::light::{CacheName, Channel, LightToken};

use super::citizen::where_it_is;
use super::words::{Party, Way};
use crate::CardWorld;

/// The field that carries a token.
const FIELD: &str = "token";

/// A direction between portal and connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// From the portal to the connector.
    Request,
    /// Back.
    Answer,
}

impl Leg {
    /// Where messages of this direction wait.
    #[must_use]
    pub const fn cache(self) -> CacheName {
        match self {
            Self::Request => CacheName::ConnectorRequest,
            Self::Answer => CacheName::ConnectorResponse,
        }
    }

    /// The secret of both sides: that of the EU node's demonstration.
    #[must_use]
    pub const fn secret(self) -> &'static str {
        match self {
            Self::Request => "mySecretConnectorRequest",
            Self::Answer => "mySecretConnectorResponse",
        }
    }

    /// How the sender of this direction calls itself in tokens.
    #[must_use]
    pub fn issuer(self) -> String {
        Channel::new(self.cache(), self.secret()).issuer
    }

    const fn other(self) -> Self {
        match self {
            Self::Request => Self::Answer,
            Self::Answer => Self::Request,
        }
    }

    const fn receiver(self) -> (Party, &'static str) {
        match self {
            Self::Request => (Party::Connector, "/EidasNode/SpecificConnectorRequest"),
            Self::Answer => (Party::Portal, "/fas/eidas/return"),
        }
    }
}

/// What is done to a token, by the words of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenChange {
    /// There is none.
    Missing,
    /// It is there twice.
    Twice,
    /// Its message waits under a name that makes it too long.
    TooLong,
    /// It is no base64.
    NotBase64,
    /// The digest is cut off.
    ThreeParts,
    /// Something is behind the digest.
    FiveParts,
    /// Its moment does not exist.
    NoMoment,
    /// The sender of the other direction is named.
    OtherIssuer,
    /// The digest is over another secret.
    OtherSecret,
    /// No message has this name.
    NoMessage,
    /// It was used before, and its message is fetched.
    UsedBefore,
}

impl FromStr for TokenChange {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        Ok(match words {
            "is missing" => Self::Missing,
            "comes twice" => Self::Twice,
            "has more than 1024 characters" => Self::TooLong,
            "is no base64" => Self::NotBase64,
            "has three parts" => Self::ThreeParts,
            "has five parts" => Self::FiveParts,
            "has a moment that does not exist" => Self::NoMoment,
            "names the sender of the other direction" => Self::OtherIssuer,
            "has the digest of another secret" => Self::OtherSecret,
            "names no message" => Self::NoMessage,
            "is used a second time" => Self::UsedBefore,
            other => return Err(format!("a token that {other:?} is not known")),
        })
    }
}

/// The leg on which a scenario stopped.
struct Held(Leg);

/// What the portal asked the connector: the text of the light request.
#[derive(Debug)]
pub struct Asked(pub String);

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// Moves of somebody between portal and connector.
impl CardWorld {
    /// A login that stops before the token of this direction is delivered.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn hold_token(&mut self, leg: Leg) -> Result<(), StepError> {
        self.stop_before_token(leg)?;
        self.log_in(Way::Saml)?;
        self.is_held(leg)
    }

    /// The browser will stop before the token of this direction is delivered.
    ///
    /// # Errors
    ///
    /// When the site has no such party.
    pub fn stop_before_token(&mut self, leg: Leg) -> Result<(), StepError> {
        let (party, path) = leg.receiver();
        let address = format!("{}{path}", self.origin(party)?);
        self.browser()?.stop_before(&address);
        Ok(())
    }

    /// The browser has stopped there.
    ///
    /// # Errors
    ///
    /// When it has not.
    pub fn is_held(&mut self, leg: Leg) -> Result<(), StepError> {
        if self.browser()?.pending().is_some() {
            self.keep(Held(leg));
            return Ok(());
        }
        let (party, _) = leg.receiver();
        let seen = where_it_is(self.page()?);
        Err(StepError::requirement(format!(
            "no token reaches the {party:?}: the login ends at {seen}"
        )))
    }

    /// The direction in which the token that is held was going.
    ///
    /// # Errors
    ///
    /// When no token is held.
    pub fn held_leg(&self) -> Result<Leg, StepError> {
        Ok(self.kept::<Held>("a token on its way")?.0)
    }

    /// The token that the browser holds, and its wire form.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn held_token(&self) -> Result<(LightToken, String), StepError> {
        let wire = self.pending()?.value(FIELD);
        let wire = wire.ok_or_else(|| StepError::precondition("the message has no token"))?;
        let (token, _) = LightToken::decode(&wire).map_err(said)?;
        Ok((token, wire))
    }

    /// The message that waits for the token that is held; it waits no longer.
    ///
    /// # Errors
    ///
    /// When none waits.
    pub fn take_light(&self) -> Result<String, StepError> {
        let (token, _) = self.held_token()?;
        let cache = self.held_leg()?.cache();
        self.order_light(&format!("take {cache} {}", token.id))
    }

    /// The message that waits for the token that is held; it goes on waiting.
    ///
    /// # Errors
    ///
    /// When none waits.
    pub fn read_light(&self) -> Result<String, StepError> {
        let (token, _) = self.held_token()?;
        let message = self.take_light()?;
        self.put_light(&token.id, &message)?;
        Ok(message)
    }

    /// Leaves a message under this name, and gives the token for it.
    ///
    /// # Errors
    ///
    /// When the cache takes nothing.
    pub fn put_light(&self, id: &str, message: &str) -> Result<String, StepError> {
        let leg = self.held_leg()?;
        self.order_light(&format!("put {} {id} {message}", leg.cache()))?;
        let (token, _) = self.held_token()?;
        let id = id.to_owned();
        Ok(LightToken { id, ..token }.encode(leg.secret()))
    }

    /// Delivers these tokens in place of the one that is held, and goes on as the citizen would.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_tokens(&mut self, tokens: &[String]) -> Result<(), StepError> {
        let held = self.pending()?.without(FIELD);
        let fields = tokens
            .iter()
            .fold(held.fields, |form, token| form.with(FIELD, token));
        self.deliver(Navigation { fields, ..held })
    }

    /// Delivers the token that is held, changed.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_changed_token(&mut self, change: TokenChange) -> Result<(), StepError> {
        let leg = self.held_leg()?;
        let (token, wire) = self.held_token()?;
        let plain = || STANDARD.decode(&wire).map_err(said);
        let tokens = match change {
            TokenChange::Missing => Vec::new(),
            TokenChange::Twice => vec![wire.clone(), wire],
            TokenChange::TooLong => {
                let message = self.take_light()?;
                let name = format!("{}-{}", token.id, "0".repeat(800));
                vec![self.put_light(&name, &message)?]
            }
            TokenChange::NotBase64 => vec![format!("%{wire}")],
            TokenChange::ThreeParts => {
                let LightToken {
                    issuer,
                    id,
                    timestamp,
                } = token;
                vec![STANDARD.encode(format!("{issuer}|{id}|{timestamp}"))]
            }
            TokenChange::FiveParts => vec![STANDARD.encode([plain()?, b"|".to_vec()].concat())],
            TokenChange::NoMoment => {
                let timestamp = token.timestamp.replacen("20", "19x", 1);
                let changed = LightToken { timestamp, ..token };
                vec![changed.encode(leg.secret())]
            }
            TokenChange::OtherIssuer => {
                let issuer = leg.other().issuer();
                vec![LightToken { issuer, ..token }.encode(leg.secret())]
            }
            TokenChange::OtherSecret => vec![token.encode(leg.other().secret())],
            TokenChange::NoMessage => {
                let id = token.id.chars().rev().collect();
                vec![LightToken { id, ..token }.encode(leg.secret())]
            }
            TokenChange::UsedBefore => {
                let message = self.pending()?;
                self.deliver(message.clone())?;
                return self.deliver(message);
            }
        };
        self.deliver_tokens(&tokens)
    }

    /// Delivers the token that is held, and then another one for the same message.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_light_twice(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        let (token, _) = self.held_token()?;
        let text = self.read_light()?;
        let again = self.put_light(&format!("{}-again", token.id), &text)?;
        self.deliver(message.clone())?;
        self.deliver(message.field(FIELD, &again))
    }

    /// Delivers the token that is held for another message; `words` say what was changed.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_light(&mut self, message: &str, words: &str) -> Result<(), StepError> {
        let (token, _) = self.held_token()?;
        let name = format!("{}-{}", token.id, words.replace(' ', "-"));
        let token = self.put_light(&name, message)?;
        self.deliver_tokens(&[token])
    }

    fn order_light(&self, value: &str) -> Result<String, StepError> {
        let order = Order::Other {
            name: "light-message".to_owned(),
            value: value.to_owned(),
        };
        self.site()?.control(order).map_err(said)
    }
}
