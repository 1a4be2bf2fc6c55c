//! What eID client and eID server have said to each other, as the taps saw it.
//!
//! Nothing of it is asked of a party: whoever listens to a login can check as much. What is made of it is in [`judge`].

pub mod certificates;
pub mod judge;
mod known;
pub mod response;

use conformance_harness::StepError;
use conformance_harness::site::SiteMessage;
use paos::{
    Eac1Input, Eac1Output, Eac2Input, Eac2Output, Envelope, InputData, Message, OutputData,
    ProtocolResult, REQUEST_ID_HEADER, TcToken, Transmit, TransmitResponse,
};

use super::Party;
use crate::CardWorld;

/// One login, from its TC token to the way back.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The address of the TC token.
    pub token_url: String,
    /// How the token was fetched.
    pub token: SiteMessage,
    /// What was said over PAOS.
    pub turns: Vec<Turn>,
    /// How the browser came back.
    pub returns: Vec<SiteMessage>,
}

/// A message of the eID client and the server's answer to it.
#[derive(Clone, Debug)]
pub struct Turn {
    /// What the client said.
    pub said: Envelope,
    /// What the server answered, or why that is no PAOS message.
    pub answer: Result<Envelope, String>,
}

impl CardWorld {
    /// The login that an eID client was called for last.
    ///
    /// # Errors
    ///
    /// When none was, or it fetched no token.
    pub fn seen(&self) -> Result<Seen, StepError> {
        let none = || StepError::requirement("no eID client has fetched a TC token");
        self.all_seen()?.pop().ok_or_else(none)
    }

    /// Every login that an eID client was called for, in the order in which tokens were fetched.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn all_seen(&self) -> Result<Vec<Seen>, StepError> {
        let messages = self.site()?.messages();
        let calls = messages
            .iter()
            .filter(|message| is_of(message, Party::EidClient));
        let mut addresses: Vec<String> =
            calls.filter_map(|call| token_address(&call.url)).collect();
        addresses.dedup();
        let asked: Vec<_> = messages
            .iter()
            .filter(|message| is_of(message, Party::Middleware))
            .collect();
        let seen = addresses
            .iter()
            .filter_map(|address| login(address, &asked));
        Ok(seen.collect())
    }
}

fn is_of(message: &SiteMessage, party: Party) -> bool {
    message.hop.ends_with(party.role())
}

/// The address of the TC token in the call of an eID client.
#[must_use]
pub fn token_address(call: &str) -> Option<String> {
    let (_, query) = call.split_once('?')?;
    let form = web::Form::parse(query.as_bytes());
    form.get("tcTokenURL").map(str::to_owned)
}

/// Path and query of an address.
#[must_use]
pub fn behind_origin(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
}

fn login(address: &str, asked: &[&SiteMessage]) -> Option<Seen> {
    let wanted = behind_origin(address);
    let fetched = asked
        .iter()
        .find(|message| message.method == "GET" && behind_origin(&message.url) == wanted)?;
    let token = TcToken::decode(&fetched.response_body).unwrap_or_default();
    let at = |part: &Option<String>| part.as_deref().map(behind_origin).map(str::to_owned);
    let (server, refresh) = (at(&token.server_address), at(&token.refresh_address));
    let session = token.session_identifier.unwrap_or_default();
    let posts = asked.iter().filter(|message| {
        message.method == "POST"
            && Some(behind_origin(&message.url)) == server.as_deref()
            && header(message, REQUEST_ID_HEADER).is_none_or(|id| id == session)
    });
    let returns = asked.iter().filter(|message| {
        let address = behind_origin(&message.url);
        message.method == "GET"
            && refresh
                .as_deref()
                .is_some_and(|refresh| address.starts_with(refresh))
    });
    Some(Seen {
        token_url: address.to_owned(),
        token: (*fetched).clone(),
        turns: posts.filter_map(|message| turn(message)).collect(),
        returns: returns.map(|message| (*message).clone()).collect(),
    })
}

fn turn(message: &SiteMessage) -> Option<Turn> {
    Some(Turn {
        said: Envelope::decode(&message.request_body).ok()?,
        answer: Envelope::decode(&message.response_body)
            .map_err(|error| format!("status {}, {error}", message.status)),
    })
}

fn header<'m>(message: &'m SiteMessage, name: &str) -> Option<&'m str> {
    let mut fields = message.request_headers.iter();
    let field = fields.find(|(field, _)| field.eq_ignore_ascii_case(name))?;
    Some(field.1.as_str())
}

/// The parts of a conversation.
impl Seen {
    /// The TC token.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn tc_token(&self) -> Result<TcToken, StepError> {
        TcToken::decode(&self.token.response_body).map_err(|error| {
            let status = self.token.status;
            StepError::expected("a TC token", format!("status {status}, {error}"))
        })
    }

    /// What the server said, in order, as far as it could be read.
    pub fn answers(&self) -> impl Iterator<Item = &Message> {
        let answers = self
            .turns
            .iter()
            .filter_map(|turn| turn.answer.as_ref().ok());
        answers.map(|envelope| &envelope.message)
    }

    /// What the client said, in order.
    pub fn said(&self) -> impl Iterator<Item = &Message> {
        self.turns.iter().map(|turn| &turn.said.message)
    }

    fn inputs(&self) -> impl Iterator<Item = &InputData> {
        self.answers().filter_map(|message| match message {
            Message::DidAuthenticate(step) => Some(&step.data),
            _ => None,
        })
    }

    fn outputs(&self) -> impl Iterator<Item = &OutputData> {
        self.said().filter_map(|message| match message {
            Message::DidAuthenticateResponse(answer) => answer.data.as_ref(),
            _ => None,
        })
    }

    /// Who asks, and what for.
    ///
    /// # Errors
    ///
    /// When the server never asked.
    pub fn inquiry(&self) -> Result<&Eac1Input, StepError> {
        let mut inquiries = self.inputs().filter_map(|data| match data {
            InputData::Eac1(input) => Some(input),
            _ => None,
        });
        inquiries.next().ok_or_else(|| never("EAC1Input"))
    }

    /// What the person agreed to.
    ///
    /// # Errors
    ///
    /// When the client never told.
    pub fn consent(&self) -> Result<&Eac1Output, StepError> {
        let mut consents = self.outputs().filter_map(|data| match data {
            OutputData::Eac1(output) => Some(output),
            OutputData::Eac2(_) => None,
        });
        consents.next().ok_or_else(|| never("EAC1Output"))
    }

    /// The server's key.
    ///
    /// # Errors
    ///
    /// When the server never sent it.
    pub fn key(&self) -> Result<&Eac2Input, StepError> {
        let mut keys = self.inputs().filter_map(|data| match data {
            InputData::Eac2(input) => Some(input),
            _ => None,
        });
        keys.next().ok_or_else(|| never("EAC2Input"))
    }

    /// The server's signature, which may come alone.
    ///
    /// # Errors
    ///
    /// When the server never sent it.
    pub fn signature(&self) -> Result<&[u8], StepError> {
        let mut signatures = self.inputs().filter_map(|data| match data {
            InputData::Eac2(input) => input.signature.as_deref(),
            InputData::Additional(input) => Some(input.signature.as_slice()),
            InputData::Eac1(_) => None,
        });
        signatures.next().ok_or_else(|| never("a signature"))
    }

    /// The chip's proof.
    ///
    /// # Errors
    ///
    /// When the client never told.
    pub fn chip(&self) -> Result<&Eac2Output, StepError> {
        let mut proofs = self.outputs().filter_map(|data| match data {
            OutputData::Eac2(output) if output.ef_card_security.is_some() => Some(output),
            _ => None,
        });
        proofs.next().ok_or_else(|| never("EAC2Output"))
    }

    /// The server's commands for the card, with the answers to them.
    #[must_use]
    pub fn batches(&self) -> Vec<(&Transmit, Option<&TransmitResponse>)> {
        let said = self.said().skip(1).map(Some).chain([None]);
        let pairs = self.answers().zip(said);
        pairs
            .filter_map(|(answer, next)| match (answer, next) {
                (Message::Transmit(batch), Some(Message::TransmitResponse(response))) => {
                    Some((batch, Some(response)))
                }
                (Message::Transmit(batch), _) => Some((batch, None)),
                _ => None,
            })
            .collect()
    }

    /// How the conversation ended.
    ///
    /// # Errors
    ///
    /// When it has no end.
    pub fn end(&self) -> Result<&ProtocolResult, StepError> {
        let last = self
            .turns
            .last()
            .ok_or_else(|| never("StartPAOSResponse"))?;
        match &last.answer {
            Ok(Envelope {
                message: Message::StartPaosResponse(end),
                ..
            }) => Ok(&end.result),
            Ok(envelope) => Err(StepError::expected(
                "StartPAOSResponse as the last message",
                envelope.message.name(),
            )),
            Err(why) => Err(StepError::expected("StartPAOSResponse", why)),
        }
    }
}

fn never(what: &str) -> StepError {
    StepError::requirement(format!("{what} was never sent"))
}
