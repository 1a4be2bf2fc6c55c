//! The one conversation of the server: what is due, what was heard, and what comes next.

use eac::encoding::{
    Chat, CompressedPublicKey, DynamicData, Right, Role, SecurityInfos, TerminalType,
};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::command;
use eac::terminal::passive::{self, TrustedIssuers};
use eac::terminal::terminal_authentication::SignedData;
use iso7816::{CommandApdu, Ne};
use paos::{
    DidAuthenticate, Eac1Input, Eac1Output, Eac2Input, Eac2Output, EacAdditionalInput, Envelope,
    InputApdu, InputData, Message, OutputData, ProtocolResult, ResultMinor, StartPaosResponse,
    Transmit,
};
use secure_messaging::{SessionKeys, TerminalSession};

use super::Inside;
use super::credentials::Credentials;
use super::setup::Door;

/// The server's message that comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// InitializeFramework, where the setup wants it.
    #[default]
    Framework,
    /// EAC1Input.
    Inquiry,
    /// EAC2Input.
    Key,
    /// EACAdditionalInput, where the setup wants it.
    Signature,
    /// Transmit.
    Commands,
    /// StartPAOSResponse.
    End,
    /// Nothing any more.
    Nothing,
}

/// What happened so far.
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) due: Due,
    pub(super) heard: Vec<Envelope>,
    pub(super) headers: Vec<Vec<(String, String)>>,
    pub(super) asked: Vec<(Door, String)>,
    /// Whether chip and server have the same keys.
    pub(super) chip: Option<Result<(), String>>,
    auxiliary: Vec<u8>,
    consent: Eac1Output,
    ephemeral: Option<crypto::PrivateKey>,
    number: u8,
}

type Answered = Result<Message, String>;

impl Session {
    pub(super) fn next_number(&mut self) -> u8 {
        self.number = self.number.wrapping_add(1);
        self.number
    }

    /// The answer of a server that does everything right.
    pub(super) fn answer(&mut self, message: Message, inside: &Inside) -> Message {
        let answer = match reported(&message) {
            Some(minor) => return end(ProtocolResult::error(minor)),
            None => self.step(message, inside),
        };
        answer.unwrap_or_else(|why| {
            end(ProtocolResult::error(ResultMinor::PARAMETER_ERROR).with_message(why))
        })
    }

    fn step(&mut self, message: Message, inside: &Inside) -> Answered {
        match (self.due, message) {
            (Due::Framework, Message::StartPaos(_)) if inside.setup.framework => {
                self.due = Due::Inquiry;
                Ok(Message::InitializeFramework)
            }
            (Due::Framework, Message::StartPaos(_))
            | (Due::Inquiry, Message::InitializeFrameworkResponse(_)) => Ok(self.inquire(inside)),
            (Due::Key, Message::DidAuthenticateResponse(answer)) => match answer.data {
                Some(OutputData::Eac1(output)) => self.send_key(output, inside),
                _ => Err("EAC1Output is due".to_owned()),
            },
            (Due::Signature, Message::DidAuthenticateResponse(answer)) => match answer.data {
                Some(OutputData::Eac2(output)) => {
                    self.consent.challenge = output.challenge;
                    self.due = Due::Commands;
                    let signature = self.signature(inside)?;
                    let input = EacAdditionalInput { signature };
                    Ok(authenticate(InputData::Additional(input)))
                }
                _ => Err("EAC2Output is due".to_owned()),
            },
            (Due::Commands, Message::DidAuthenticateResponse(answer)) => match answer.data {
                Some(OutputData::Eac2(output)) => self.command(&output, inside),
                _ => Err("EAC2Output is due".to_owned()),
            },
            (Due::End, Message::TransmitResponse(_)) => Ok(end(ProtocolResult::ok())),
            (due, message) => Err(format!("{} where {due:?} comes next", message.name())),
        }
    }

    fn inquire(&mut self, inside: &Inside) -> Message {
        self.due = Due::Key;
        let setup = &inside.setup;
        let rights = |bits| Chat::from_bits(TerminalType::AuthenticationTerminal, bits);
        let chat = |bits| (bits != 0).then(|| rights(bits).encode());
        let mut input = Eac1Input {
            certificates: inside.credentials.shown.clone(),
            certificate_description: Some(inside.credentials.description.clone()),
            required_chat: chat(setup.required),
            optional_chat: chat(setup.optional),
            ..Eac1Input::default()
        };
        (setup.inquiry)(&mut input);
        self.auxiliary = input.auxiliary_data.clone().unwrap_or_default();
        authenticate(InputData::Eac1(input))
    }

    fn send_key(&mut self, output: Eac1Output, inside: &Inside) -> Answered {
        let access = output.ef_card_access.as_deref().unwrap_or_default();
        let infos = SecurityInfos::decode_file(access).map_err(|error| error.to_string())?;
        let mut curves = infos
            .chip_authentication()
            .filter(|info| info.version == 2)
            .filter_map(|info| infos.chip_authentication_curve(info.key_id));
        let curve = curves.next().ok_or("the card names no curve")?;
        let key = Credentials::ephemeral(curve, &inside.ambient);
        let point = key.public_key().as_bytes().to_vec();
        self.ephemeral = Some(key);
        self.consent = output;
        let signature = match inside.setup.late {
            true => None,
            false => Some(self.signature(inside)?),
        };
        self.due = match signature {
            None => Due::Signature,
            Some(_) => Due::Commands,
        };
        let input = Eac2Input {
            certificates: Vec::new(),
            ephemeral_public_key: point,
            signature,
        };
        Ok(authenticate(InputData::Eac2(input)))
    }

    fn signature(&self, inside: &Inside) -> Result<Vec<u8>, String> {
        let key = self.ephemeral.as_ref().ok_or("no key yet")?;
        let id_icc = self.consent.id_picc.as_deref().unwrap_or_default();
        Ok(inside.credentials.terminal.sign(&SignedData {
            id_icc: &CompressedPublicKey::received(id_icc),
            challenge: self.consent.challenge.as_deref().unwrap_or_default(),
            ephemeral_key: &CompressedPublicKey::of(&key.public_key()),
            auxiliary_data: &self.auxiliary,
        }))
    }

    /// Takes the chip's proof and sends commands: the application, and data group 4.
    fn command(&mut self, output: &Eac2Output, inside: &Inside) -> Answered {
        let proven = self.prove(output, &inside.credentials.country_signers);
        self.chip = Some(proven.as_ref().map(drop).map_err(Clone::clone));
        let mut session = TerminalSession::new(proven?);
        let mut wrap = |command: CommandApdu| {
            let apdu = session.wrap_command(&command.as_view());
            // The answer's turn of the counter.
            let counted = session.wrap_command(&CommandApdu::new(0, 0, 0, 0).as_view());
            apdu.and_then(|apdu| counted.map(|_| apdu))
                .map_err(|error| error.to_string())
        };
        let select = command::select_application(&command::EID_APPLICATION);
        let read = command::read_by_short_id(4, Ne::EXTENDED_MAX);
        let first = InputApdu::new(wrap(select)?).accepting(inside.setup.accepts);
        let second = InputApdu::new(wrap(read)?);
        self.due = Due::End;
        Ok(Message::Transmit(Transmit::new([first, second])))
    }

    fn prove(&self, output: &Eac2Output, signers: &[Vec<u8>]) -> Result<SessionKeys, String> {
        fn said(error: impl std::fmt::Display) -> String {
            error.to_string()
        }
        let part = |part: &Option<Vec<u8>>| part.clone().unwrap_or_default();
        let trusted = TrustedIssuers::from_der(signers.iter().map(Vec::as_slice)).map_err(said)?;
        let file = part(&output.ef_card_security);
        let security = passive::verify_card_security(&file, &trusted).map_err(said)?;
        let choice = ChipChoice::first(security.infos()).ok_or("the card has no key")?;
        let answer = DynamicData::new()
            .with(0x81, part(&output.nonce))
            .with(0x82, part(&output.authentication_token));
        let key = self.ephemeral.as_ref().ok_or("no key yet")?;
        let outcome = choice.receive(key, &answer.encode()).map_err(said)?;
        Ok(outcome.keys)
    }
}

/// An error that the client reports instead of an answer.
fn reported(message: &Message) -> Option<ResultMinor> {
    let result = match message {
        Message::DidAuthenticateResponse(answer) => &answer.result,
        Message::TransmitResponse(answer) => &answer.result,
        _ => return None,
    };
    let minor = result.minor.clone().unwrap_or(ResultMinor::UNKNOWN_ERROR);
    (!result.is_ok()).then_some(minor)
}

pub(super) fn authenticate(data: InputData) -> Message {
    Message::DidAuthenticate(Box::new(DidAuthenticate::new(data)))
}

pub(super) fn end(result: ProtocolResult) -> Message {
    Message::StartPaosResponse(StartPaosResponse::new(result))
}

/// A right as bits of a template.
pub(super) fn bit(right: Right) -> u64 {
    Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal)
        .with(right)
        .right_bits()
}
