//! An eID client of the harness's own: it has a card and its PIN, and says to an eID server what a scenario wants.
//!
//! ```text
//! StartPAOS -> EAC1Output -> [EAC2Output with the challenge] -> EAC2Output -> TransmitResponse, one or more
//! ```
//!
//! It checks nothing of what the server says. What it says otherwise than it should is in [`deviation`].

pub mod deviation;

use std::fmt;
use std::sync::Arc;

use conformance_harness::{CheckWorld as _, RecordedCard, Recording, Stage, StepError};
use eac::encoding::{Chat, CvCertificate, DynamicData, Password, Role, SetAt, TerminalType};
use eac::terminal::command;
use paos::{
    DidAuthenticateResponse, Eac1Input, Eac1Output, Eac2Input, Eac2Output, Envelope, InputData,
    Message, OutputData, ProtocolResult, StartPaos, TcToken, Transmit, TransmitResponse, UserAgent,
    Version,
};
use web::Fetch;

use super::evidence::certificates::Shown;
use super::{Party, network};
use crate::CardWorld;
use crate::terminal::files::CardAccess;
use crate::terminal::pace::{PaceResult, PaceWish};

pub use deviation::{Deviation, Moment};

/// Most messages of one conversation.
const MOST_TURNS: u8 = 12;

/// The client, and where it stands with one eID server.
pub struct PaosClient {
    fetch: Arc<dyn Fetch>,
    /// The token with which it began.
    pub token: TcToken,
    reader: CardWorld,
    inquiry: Eac1Input,
    key: Eac2Input,
    challenge: Vec<u8>,
    next: (Moment, Message),
    last: Option<String>,
    turns: u8,
    /// How the server ended it.
    pub end: Option<ProtocolResult>,
}

impl fmt::Debug for PaosClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaosClient")
            .field("token", &self.token)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

fn said(error: impl fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

/// Moves of a client of ours.
impl CardWorld {
    /// Takes the call to the eID client that the browser holds, and fetches the TC token.
    ///
    /// # Errors
    ///
    /// When the browser holds no such call, or there is no token.
    pub fn paos_client(&self) -> Result<PaosClient, StepError> {
        let call = self.pending()?.url;
        PaosClient::call(self.stage()?, &call)
    }

    /// The conversation of the client that was kept, to its end.
    ///
    /// # Errors
    ///
    /// When the card refuses what the server wants, or the server says what is no PAOS.
    pub fn converse(&mut self, deviation: &Deviation) -> Result<(), StepError> {
        let mut client = self.paos_client()?;
        let done = client.converse(deviation);
        self.keep(client);
        done
    }

    /// Where the browser goes when a client of ours is through: the refresh address, with this result.
    ///
    /// # Errors
    ///
    /// When there is no client of ours.
    pub fn way_back(&self, result: &str) -> Result<String, StepError> {
        let client = self.kept::<PaosClient>("an eID client of ours")?;
        let address = client.token.refresh_address.clone().unwrap_or_default();
        let separator = if address.contains('?') { '&' } else { '?' };
        Ok(format!("{address}{separator}{result}"))
    }

    /// A login that has reached the eID client, in a fresh browser.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn reach_eid_client(&mut self) -> Result<PaosClient, StepError> {
        self.another_browser()?;
        self.log_in_up_to(Party::EidClient, super::Way::Saml)?;
        self.paos_client()
    }
}

impl PaosClient {
    /// Answers the call of a browser.
    fn call(stage: &Stage, call: &str) -> Result<Self, StepError> {
        let address = super::evidence::judge::address_in(call)?;
        let fetch = network::client()?;
        let answer = fetch
            .fetch(web::get(&address).map_err(said)?)
            .map_err(said)?;
        let token = TcToken::decode(answer.body()).map_err(said)?;
        let session = token.session_identifier.clone().unwrap_or_default();
        let agent = UserAgent {
            name: "TEST client".to_owned(),
            version: Version::new(0, 1, 0),
        };
        let start = Message::StartPaos(StartPaos::new(session, agent));
        Ok(Self {
            fetch,
            token,
            reader: reader(stage)?,
            inquiry: Eac1Input::default(),
            key: Eac2Input::default(),
            challenge: Vec::new(),
            next: (Moment::Start, start),
            last: None,
            turns: 0,
            end: None,
        })
    }

    /// Goes on to the end.
    ///
    /// # Errors
    ///
    /// When the card refuses what the server wants, or the server says what is no PAOS.
    pub fn converse(&mut self, deviation: &Deviation) -> Result<(), StepError> {
        while self.end.is_none() {
            self.turn(deviation)?;
        }
        Ok(())
    }

    /// Says one thing and takes the answer.
    ///
    /// # Errors
    ///
    /// As [`PaosClient::converse`].
    pub fn turn(&mut self, deviation: &Deviation) -> Result<(), StepError> {
        self.turns += 1;
        if self.turns > MOST_TURNS {
            return Err(StepError::requirement("the eID server comes to no end"));
        }
        let (moment, message) = self.next.clone();
        let id = paos::message_id([self.turns; 16]);
        let mut envelope = Envelope::from_client(message, id);
        envelope.relates_to = self.last.clone();
        let (text, session) = deviation.apply(moment, envelope, self.session());
        let (status, body) = self.post(&text, session.as_deref())?;
        let answer = Envelope::decode(&body).map_err(|error| {
            let seen = format!("status {status}, {error}");
            StepError::expected("a PAOS message", seen)
        })?;
        self.last = answer.message_id;
        match answer.message {
            Message::StartPaosResponse(end) => self.end = Some(end.result),
            other => self.next = self.answer(other, deviation)?,
        }
        Ok(())
    }

    /// Says the last thing once more, as if the end had not come. Gives what is answered.
    ///
    /// # Errors
    ///
    /// When no PAOS message is.
    pub fn insist(&mut self) -> Result<(), StepError> {
        self.end = None;
        self.turn(&Deviation::none())
    }

    fn session(&self) -> &str {
        self.token.session_identifier.as_deref().unwrap_or_default()
    }

    /// Posts text to the server, under the name of a session or none. Gives status and body.
    fn post(&self, text: &str, session: Option<&str>) -> Result<(u16, Vec<u8>), StepError> {
        let address = self.token.server_address.clone().unwrap_or_default();
        let mut request = web::get(&address).map_err(said)?;
        *request.method_mut() = "POST".parse().map_err(said)?;
        let headers = request.headers_mut();
        headers.insert("paos", paos::PAOS_HEADER.parse().map_err(said)?);
        headers.insert("content-type", paos::CONTENT_TYPE.parse().map_err(said)?);
        headers.insert("accept", paos::ACCEPT.parse().map_err(said)?);
        if let Some(session) = session {
            headers.insert(paos::REQUEST_ID_HEADER, session.parse().map_err(said)?);
        }
        *request.body_mut() = text.to_owned().into();
        let answer = self.fetch.fetch(request).map_err(said)?;
        Ok((answer.status().as_u16(), answer.body().to_vec()))
    }
}

/// With the card.
impl PaosClient {
    fn answer(
        &mut self,
        message: Message,
        deviation: &Deviation,
    ) -> Result<(Moment, Message), StepError> {
        match message {
            Message::DidAuthenticate(step) => match step.data {
                InputData::Eac1(input) => self.agree(input, deviation),
                InputData::Eac2(input) => {
                    let signature = input.signature.clone();
                    self.key = input;
                    match signature {
                        Some(signature) => self.present(&signature),
                        None => Ok((Moment::Challenge, self.tell_challenge())),
                    }
                }
                InputData::Additional(input) => self.present(&input.signature),
            },
            Message::Transmit(batch) => self.forward(&batch),
            other => Err(StepError::expected("a request", other.name())),
        }
    }

    fn agree(
        &mut self,
        input: Eac1Input,
        deviation: &Deviation,
    ) -> Result<(Moment, Message), StepError> {
        let rights = granted(&input)?;
        let pin = self.reader.secrets()?.pin.unwrap_or_default();
        self.reader.run_pace(&PaceWish {
            password: Password::pin(&pin),
            chat: Some(rights),
        })?;
        self.challenge = self
            .reader
            .expect_ok("GET CHALLENGE", &command::get_challenge())?;
        let id_icc = &self.reader.kept::<PaceResult>("PACE")?.id_icc;
        let access = &self.reader.kept::<CardAccess>("EF.CardAccess")?.0;
        let output = Eac1Output {
            chat: Some(rights.encode()),
            ef_card_access: Some(access.clone()),
            id_picc: Some(id_icc.as_bytes().to_vec()),
            challenge: (!deviation.is_late()).then(|| self.challenge.clone()),
            ..Eac1Output::default()
        };
        self.inquiry = input;
        Ok((Moment::Consent, respond(OutputData::Eac1(output))))
    }

    fn tell_challenge(&self) -> Message {
        respond(OutputData::Eac2(Eac2Output {
            challenge: Some(self.challenge.clone()),
            ..Eac2Output::default()
        }))
    }

    /// Terminal Authentication with the server's signature, then Chip Authentication with its key.
    fn present(&mut self, signature: &[u8]) -> Result<(Moment, Message), StepError> {
        let shown = Shown::of(&self.inquiry)?;
        let terminal = shown.terminal()?;
        for certificate in self.path(&shown)? {
            let issuer = command::set_dst(&certificate.body().car);
            self.reader.expect_ok("MSE:Set DST", &issuer)?;
            let verify = command::verify_certificate(&certificate);
            self.reader.expect_ok("a certificate", &verify)?;
        }
        let point = self.point();
        let x = point.get(1..=point.len() / 2).unwrap_or_default();
        let set_at = command::set_at_terminal(&SetAt {
            mechanism: Some(terminal.body().public_key.algorithm),
            public_key_reference: Some(terminal.body().chr.as_bytes().to_vec()),
            auxiliary_data: self.inquiry.auxiliary_data.clone(),
            ephemeral_key: Some(x.to_vec()),
            ..SetAt::default()
        });
        self.reader.expect_ok("MSE:Set AT", &set_at)?;
        let proof = command::external_authenticate(signature);
        self.reader
            .expect_ok("the eID server's signature", &proof)?;
        let file = self.reader.card_security()?;
        let choice = self.reader.chip_choice()?;
        let set_at = command::set_at_internal(&choice.set_at());
        self.reader.expect_ok("MSE:Set AT", &set_at)?;
        let request = command::general_authenticate(&DynamicData::new().with(0x80, point));
        let data = self.reader.expect_ok("Chip Authentication", &request)?;
        let data = DynamicData::decode(&data).map_err(said)?;
        let part = |tag| data.get(tag).map(<[u8]>::to_vec);
        let output = Eac2Output {
            challenge: None,
            ef_card_security: Some(file),
            authentication_token: part(0x82),
            nonce: part(0x81),
        };
        Ok((Moment::Chip, respond(OutputData::Eac2(output))))
    }

    fn point(&self) -> Vec<u8> {
        let mut point = self.key.ephemeral_public_key.clone();
        if point.len().is_multiple_of(2) {
            point.insert(0, 0x04);
        }
        point
    }

    /// From below the card's trust point down to the terminal.
    fn path(&self, shown: &Shown) -> Result<Vec<CvCertificate>, StepError> {
        let authorities = &self.reader.kept::<PaceResult>("PACE")?.authorities;
        let mut path = vec![shown.terminal()?.clone(), shown.verifier()?.clone()];
        while let Some(wanted) = path.last().map(|highest| highest.body().car)
            && !authorities.contains(&wanted)
            && let Some(link) = shown.links.iter().find(|link| link.body().chr == wanted)
            && path.len() < shown.links.len() + 2
        {
            path.push(link.clone());
        }
        path.reverse();
        Ok(path)
    }

    fn forward(&mut self, batch: &Transmit) -> Result<(Moment, Message), StepError> {
        let card = self.reader.card()?;
        let mut response = TransmitResponse::ok(Vec::new());
        for input in &batch.inputs {
            let output = card.transmit(&input.apdu)?;
            let accepted = input.accepts(&output);
            response.outputs.push(output);
            if !accepted {
                response.result = ProtocolResult::error(paos::ResultMinor::UNKNOWN_ERROR);
                break;
            }
        }
        let moment = match self.next.0 {
            Moment::Chip => Moment::Facts,
            _ => Moment::Groups,
        };
        Ok((moment, Message::TransmitResponse(response)))
    }
}

/// Everything that is asked for.
fn granted(input: &Eac1Input) -> Result<Chat, StepError> {
    let none = Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal);
    let asked = [&input.required_chat, &input.optional_chat];
    asked.into_iter().flatten().try_fold(none, |all, object| {
        let more = Chat::decode(object).map_err(said)?;
        Ok(more.rights().fold(all, Chat::with))
    })
}

fn respond(output: OutputData) -> Message {
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::ok(output)))
}

/// A world with nothing in it but a reader, on which a card lies that is like the one of the check.
pub(super) fn reader(stage: &Stage) -> Result<CardWorld, StepError> {
    let ambient = stage.ambient.fork("an eID client of ours");
    let card = stage.target.connect(&stage.setup, &ambient.fork("card"))?;
    let mut reader = CardWorld::default();
    reader.enter(Stage {
        card: Some(RecordedCard::new(card, Recording::default())),
        site: None,
        ambient,
        ..stage.clone()
    });
    Ok(reader)
}
