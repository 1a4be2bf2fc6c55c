//! An eID server that follows a script, and does what the script changes.

use std::sync::Mutex;

use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::{AuxiliaryData, Chat, CompressedPublicKey, CvCertificate};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::command;
use eac::terminal::passive::verify_integrity;
use iso7816::{CommandApdu, Ne};
use paos::{
    DidAuthenticate, Eac1Input, Eac1Output, Eac2Input, EacAdditionalInput, Envelope, InputApdu,
    InputData, Message, OutputData, ProtocolResult, ResultMinor, StartPaosResponse, TcToken,
    Transmit,
};
use secure_messaging::TerminalSession;
use web::{Form, Request, Response, Service};

pub(crate) const SERVER: &str = "https://localhost:8443";

type Replacement = dyn Fn(&Message) -> Option<Message> + Send + Sync;

/// How the server differs from one that does everything right.
pub(crate) struct Script {
    pub(crate) token: Box<dyn Fn(TcToken) -> Response + Send + Sync>,
    /// Changes the first step.
    pub(crate) inquiry: Box<dyn Fn(&mut Eac1Input) + Send + Sync>,
    /// Changes the second step.
    pub(crate) key: Box<dyn Fn(&mut Eac2Input) + Send + Sync>,
    /// Replaces an answer: what is answered to this message of the client.
    pub(crate) instead: Box<Replacement>,
    pub(crate) asks_version: bool,
    pub(crate) late_signature: bool,
    pub(crate) batches: usize,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            token: Box::new(|token| xml(token.encode())),
            inquiry: Box::new(|_| ()),
            key: Box::new(|_| ()),
            instead: Box::new(|_| None),
            asks_version: false,
            late_signature: false,
            batches: 1,
        }
    }
}

pub(crate) fn xml(body: impl Into<String>) -> Response {
    web::xml(http::StatusCode::OK, "text/xml; charset=utf-8", body)
}

/// What the service has.
pub(crate) struct Terminal {
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) key: PrivateKey,
    pub(crate) description: Vec<u8>,
    pub(crate) required: Chat,
    pub(crate) optional: Chat,
    pub(crate) auxiliary: AuxiliaryData,
}

pub(crate) struct Server {
    terminal: Terminal,
    script: Script,
    state: Mutex<Session>,
}

#[derive(Default)]
struct Session {
    ephemeral: Option<PrivateKey>,
    first: Option<Eac1Output>,
    secure: Option<TerminalSession>,
    batches: usize,
    log: Vec<Envelope>,
    headers: Vec<http::HeaderMap>,
    data: Vec<Vec<u8>>,
}

impl Server {
    pub(crate) fn new(terminal: Terminal, script: Script) -> Self {
        Self {
            terminal,
            script,
            state: Mutex::default(),
        }
    }

    /// What the client has sent.
    pub(crate) fn received(&self) -> Vec<Message> {
        let state = self.state.lock().unwrap();
        state
            .log
            .iter()
            .map(|envelope| envelope.message.clone())
            .collect()
    }

    pub(crate) fn envelopes(&self) -> Vec<Envelope> {
        self.state.lock().unwrap().log.clone()
    }

    pub(crate) fn headers(&self) -> Vec<http::HeaderMap> {
        self.state.lock().unwrap().headers.clone()
    }

    /// What the card has told.
    pub(crate) fn data(&self) -> Vec<Vec<u8>> {
        self.state.lock().unwrap().data.clone()
    }

    /// The minor result of the client's last message.
    pub(crate) fn reported(&self) -> Option<ResultMinor> {
        match self.received().pop()? {
            Message::DidAuthenticateResponse(message) => message.result.minor,
            Message::TransmitResponse(message) => message.result.minor,
            _ => None,
        }
    }

    fn first_output(&self) -> Eac1Output {
        self.state.lock().unwrap().first.clone().unwrap()
    }

    /// The rights that the client has reported.
    pub(crate) fn granted(&self) -> Chat {
        Chat::decode(&self.first_output().chat.unwrap()).unwrap()
    }

    pub(crate) fn references(&self) -> Vec<String> {
        self.first_output().certification_authority_references
    }

    fn paos(&self, request: &Request) -> Response {
        let envelope = Envelope::decode(request.body()).unwrap();
        let mut state = self.state.lock().unwrap();
        state.log.push(envelope.clone());
        state.headers.push(request.headers().clone());
        let answer = match (self.script.instead)(&envelope.message) {
            Some(message) => message,
            None => self.answer(&mut state, &envelope.message),
        };
        let answer = Envelope::from_server(answer, format!("urn:uuid:server-{}", state.log.len()))
            .relating_to(envelope.message_id.unwrap());
        xml(answer.encode())
    }

    fn answer(&self, state: &mut Session, message: &Message) -> Message {
        match message {
            Message::StartPaos(_) if self.script.asks_version => Message::InitializeFramework,
            Message::StartPaos(_) | Message::InitializeFrameworkResponse(_) => {
                self.step(InputData::Eac1(self.inquiry()))
            }
            Message::DidAuthenticateResponse(response) => match &response.data {
                Some(OutputData::Eac1(output)) => {
                    state.first = Some(output.clone());
                    self.key(state)
                }
                Some(OutputData::Eac2(output)) if output.challenge.is_some() => {
                    let signature = self.signature(state);
                    self.step(InputData::Additional(EacAdditionalInput { signature }))
                }
                Some(OutputData::Eac2(output)) => {
                    let security = output.ef_card_security.clone().unwrap();
                    let infos = verify_integrity(&security).unwrap();
                    let choice = ChipChoice::first(infos.infos()).unwrap();
                    let data = eac::encoding::DynamicData::new()
                        .with(0x81, output.nonce.clone().unwrap())
                        .with(0x82, output.authentication_token.clone().unwrap());
                    let ephemeral = state.ephemeral.clone().unwrap();
                    match choice.receive(&ephemeral, &data.encode()) {
                        Ok(outcome) => {
                            state.secure = Some(TerminalSession::new(outcome.keys));
                            self.batch(state)
                        }
                        Err(_) => end(ProtocolResult::error(
                            ResultMinor::SECURITY_CONDITION_NOT_SATISFIED,
                        )),
                    }
                }
                None => end(response.result.clone()),
            },
            Message::TransmitResponse(response) if response.result.is_ok() => {
                for (command, output) in commands().iter().zip(&response.outputs) {
                    let mut session = state.secure.take().unwrap();
                    session.wrap_command(&command.as_view()).unwrap();
                    let (session, answer) = session.unwrap_response(output).unwrap();
                    state.secure = Some(session);
                    state.data.push(answer.data);
                }
                match state.batches < self.script.batches {
                    true => self.batch(state),
                    false => end(ProtocolResult::ok()),
                }
            }
            Message::TransmitResponse(response) => end(response.result.clone()),
            other => panic!("the client sent {}", other.name()),
        }
    }

    fn step(&self, data: InputData) -> Message {
        Message::DidAuthenticate(Box::new(DidAuthenticate::new(data)))
    }

    fn inquiry(&self) -> Eac1Input {
        let terminal = &self.terminal;
        let mut input = Eac1Input {
            certificates: terminal.certificates.clone(),
            certificate_description: Some(terminal.description.clone()),
            required_chat: Some(terminal.required.encode()),
            optional_chat: Some(terminal.optional.encode()),
            auxiliary_data: Some(terminal.auxiliary.encode()),
            transaction_info: None,
            accepted_eid_types: Vec::new(),
        };
        (self.script.inquiry)(&mut input);
        input
    }

    fn key(&self, state: &mut Session) -> Message {
        let secret = Hash::Sha256.digest(&[b"a server's secret"]);
        let ephemeral = PrivateKey::from_bytes(Curve::BrainpoolP256r1, secret.as_ref()).unwrap();
        let point = ephemeral.public_key().as_bytes().to_vec();
        state.ephemeral = Some(ephemeral);
        let mut input = Eac2Input {
            certificates: Vec::new(),
            ephemeral_public_key: point,
            signature: (!self.script.late_signature).then(|| self.signature(state)),
        };
        (self.script.key)(&mut input);
        self.step(InputData::Eac2(input))
    }

    fn signature(&self, state: &Session) -> Vec<u8> {
        let first = state.first.as_ref().unwrap();
        let ephemeral = state.ephemeral.as_ref().unwrap();
        let compressed = CompressedPublicKey::of(&ephemeral.public_key());
        self.terminal.key.sign(
            Hash::Sha256,
            &[
                first.id_picc.as_ref().unwrap(),
                first.challenge.as_ref().unwrap(),
                compressed.as_bytes(),
                &self.terminal.auxiliary.encode(),
            ],
        )
    }

    /// The eID application and two data groups. All commands are made before the first answer.
    fn batch(&self, state: &mut Session) -> Message {
        state.batches += 1;
        let mut ahead = state.secure.clone().unwrap();
        let inputs = commands().map(|command| {
            let bytes = ahead.wrap_command(&command.as_view()).unwrap();
            // Counts the answer.
            ahead.wrap_command(&command.as_view()).unwrap();
            InputApdu::new(bytes).accepting("9000")
        });
        Message::Transmit(Transmit::new(inputs))
    }
}

fn commands() -> [CommandApdu; 3] {
    [
        command::select_application(&command::EID_APPLICATION),
        command::read_by_short_id(4, Ne::SHORT_MAX),
        command::read_by_short_id(5, Ne::SHORT_MAX),
    ]
}

pub(crate) fn end(result: ProtocolResult) -> Message {
    Message::StartPaosResponse(StartPaosResponse::new(result))
}

impl Service for Server {
    fn respond(&self, request: &Request) -> Response {
        let query = Form::query(request);
        match request.uri().path() {
            "/tctoken" => {
                assert_eq!(query.get("sessionID"), Some("7"));
                let token = TcToken::attached(
                    format!("{SERVER}/paos"),
                    "1a2b3c",
                    format!("{SERVER}/refresh?refID=9"),
                );
                (self.script.token)(token)
            }
            "/paos" => self.paos(request),
            "/refresh" => web::html(http::StatusCode::OK, "logged in"),
            path => panic!("nobody asks for {path}"),
        }
    }
}

pub(crate) fn decode(bytes: &[u8]) -> CvCertificate {
    CvCertificate::decode(bytes).unwrap()
}
