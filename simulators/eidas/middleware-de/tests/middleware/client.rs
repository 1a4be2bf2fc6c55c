//! A small eID client: it believes everything and does what it is told, so that the card and the server do the judging.

use std::convert::Infallible;

use card_de_npa::DeNpa;
use eac::encoding::{
    CertificateHolderReference, Chat, CompressedPublicKey, CvCertificate, DynamicData, Password,
    Right, Role, SetAt, TerminalType,
};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::{Pace, PaceRequest, ReadLength, Terminal, command, passive};
use iso7816::{Card, CommandApdu, Ne, StatusWord, Transport};
use paos::{
    DidAuthenticateResponse, Eac1Input, Eac1Output, Eac2Input, Eac2Output, InputData, Message,
    OutputData, ProtocolResult, ResultMinor, StartPaos, Transmit, TransmitResponse, UserAgent,
    Version,
};

/// The card, called directly.
#[derive(Debug)]
pub(crate) struct Reader(pub(crate) DeNpa);

impl Transport for Reader {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        let mut response = Vec::new();
        self.0.transmit(command, &mut response);
        Ok(response)
    }
}

/// What the person and the client do out of the ordinary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manners {
    /// Rights that the person takes away, required ones too.
    pub(crate) refused: Vec<Right>,
    /// Rights that the client adds.
    pub(crate) invented: Vec<Right>,
    /// The person cancels when asked for the PIN.
    pub(crate) cancels: bool,
    /// The challenge is told late.
    pub(crate) late: bool,
    /// A bit of the card's token is turned.
    pub(crate) wrong_token: bool,
    /// Another EF.CardSecurity than the card's.
    pub(crate) card_security: Option<Vec<u8>>,
    /// Authorities that the client calls unknown.
    pub(crate) unknown_authorities: Vec<String>,
    /// How many of a batch's answers are sent.
    pub(crate) answers: Option<usize>,
}

enum Step {
    Idle(DeNpa),
    Paced(Box<Paced>),
    Done(DeNpa),
}

struct Paced {
    terminal: Terminal<Reader, Pace>,
    certificates: Vec<CvCertificate>,
    auxiliary: Option<Vec<u8>>,
    challenge: Vec<u8>,
    /// The server's key, when its signature is still due.
    ephemeral: Option<Vec<u8>>,
}

pub(crate) struct Client {
    step: Option<Step>,
    manners: Manners,
    random: ambient::Stream,
    /// Every message of the server.
    pub(crate) seen: Vec<Message>,
    /// Plain status words of commands that the card refused.
    pub(crate) refusals: Vec<StatusWord>,
}

impl Client {
    pub(crate) fn new(card: DeNpa, manners: Manners, random: ambient::Stream) -> Self {
        Self {
            step: Some(Step::Idle(card)),
            manners,
            random,
            seen: Vec::new(),
            refusals: Vec::new(),
        }
    }

    pub(crate) fn start(session: &str) -> Message {
        let agent = UserAgent {
            name: "TEST client".into(),
            version: Version::new(1, 0, 0),
        };
        Message::StartPaos(StartPaos::new(session, agent))
    }

    /// Answers a message of the server; nothing when it is the last one.
    pub(crate) fn answer(&mut self, message: &Message) -> Option<Message> {
        self.seen.push(message.clone());
        let step = self.step.take().unwrap();
        match (message, step) {
            (Message::DidAuthenticate(authenticate), step) => {
                Some(match (&authenticate.data, step) {
                    (InputData::Eac1(input), Step::Idle(card)) => self.consent(card, input),
                    (InputData::Eac2(input), Step::Paced(paced)) => self.prove(*paced, input),
                    (InputData::Additional(input), Step::Paced(paced)) => {
                        let key = paced.ephemeral.clone().unwrap();
                        self.authenticate(*paced, &key, &input.signature)
                    }
                    _ => panic!("an input out of order"),
                })
            }
            (Message::Transmit(transmit), Step::Done(card)) => Some(self.forward(card, transmit)),
            (Message::StartPaosResponse(_), step) => {
                self.step = Some(step);
                None
            }
            (message, _) => panic!("{} out of order", message.name()),
        }
    }

    fn consent(&mut self, card: DeNpa, input: &Eac1Input) -> Message {
        if self.manners.cancels {
            self.step = Some(Step::Idle(card));
            return failed(ResultMinor::CANCELLATION_BY_USER);
        }
        let chat =
            |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| Chat::decode(bytes).unwrap());
        let none = Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal);
        let mut effective = [chat(&input.required_chat), chat(&input.optional_chat)]
            .into_iter()
            .flatten()
            .fold(none, |all, chat| chat.rights().fold(all, Chat::with));
        for right in &self.manners.refused {
            effective = effective.without(*right);
        }
        let mut terminal = Terminal::new(Reader(card));
        let file = terminal
            .read_file(command::CARD_ACCESS, ReadLength::Short)
            .unwrap();
        let offer = terminal
            .read_card_access()
            .unwrap()
            .pace()
            .next()
            .unwrap()
            .clone();
        let pin = Password::pin("123456");
        let request = PaceRequest::new(&offer, &pin).unwrap().with_chat(effective);
        let mut terminal = terminal.pace(&request, &mut self.random).unwrap();
        let challenge = terminal.transmit(&command::get_challenge()).unwrap().data;
        let told = self
            .manners
            .invented
            .iter()
            .fold(effective, |all, right| all.with(*right));
        let output = Eac1Output {
            chat: Some(told.encode()),
            certification_authority_references: self.manners.unknown_authorities.clone(),
            ef_card_access: Some(file),
            id_picc: Some(terminal.state().id_icc().as_bytes().to_vec()),
            challenge: (!self.manners.late).then(|| challenge.clone()),
        };
        let certificates = input.certificates.iter();
        self.step = Some(Step::Paced(Box::new(Paced {
            terminal,
            certificates: certificates
                .map(|bytes| CvCertificate::decode(bytes).unwrap())
                .collect(),
            auxiliary: input.auxiliary_data.clone(),
            challenge,
            ephemeral: None,
        })));
        Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::ok(OutputData::Eac1(
            output,
        ))))
    }

    fn prove(&mut self, mut paced: Paced, input: &Eac2Input) -> Message {
        let more = input.certificates.iter();
        let more = more.map(|bytes| CvCertificate::decode(bytes).unwrap());
        paced.certificates.extend(more);
        if let Some(signature) = &input.signature {
            return self.authenticate(paced, &input.ephemeral_public_key, signature);
        }
        paced.ephemeral = Some(input.ephemeral_public_key.clone());
        let challenge = Some(paced.challenge.clone());
        self.step = Some(Step::Paced(Box::new(paced)));
        eac2(Eac2Output {
            challenge,
            ..Eac2Output::default()
        })
    }

    /// Terminal Authentication, EF.CardSecurity, Chip Authentication.
    fn authenticate(&mut self, mut paced: Paced, key: &[u8], signature: &[u8]) -> Message {
        let compressed = key[1..=key.len() / 2].to_vec();
        let mut commands = Vec::new();
        let path = path(paced.terminal.state().authorities(), &paced.certificates);
        let holder = path.last().map(|certificate| certificate.body().clone());
        for certificate in path {
            commands.push(command::set_dst(&certificate.body().car));
            commands.push(command::verify_certificate(&certificate));
        }
        let Some(holder) = holder else {
            self.step = Some(Step::Done(paced.terminal.into_transport().0));
            return failed(ResultMinor::INVALID_CERTIFICATE_PATH);
        };
        commands.push(command::set_at_terminal(&SetAt {
            mechanism: Some(holder.public_key.algorithm),
            public_key_reference: Some(holder.chr.as_bytes().to_vec()),
            auxiliary_data: paced.auxiliary.clone(),
            ephemeral_key: Some(
                CompressedPublicKey::received(&compressed)
                    .as_bytes()
                    .to_vec(),
            ),
            ..SetAt::default()
        }));
        commands.push(command::external_authenticate(signature));
        for command in &commands {
            let status = paced.terminal.transmit(command).unwrap().status;
            if !status.is_ok() {
                self.refusals.push(status);
                self.step = Some(Step::Done(paced.terminal.into_transport().0));
                return failed(ResultMinor::UNKNOWN_ERROR);
            }
        }
        self.authenticate_chip(paced.terminal, key)
    }

    fn authenticate_chip(&mut self, mut terminal: Terminal<Reader, Pace>, key: &[u8]) -> Message {
        let read = command::read_by_short_id(command::CARD_SECURITY, Ne::EXTENDED_MAX);
        let file = terminal.transmit(&read).unwrap().data;
        // The key is the only one that cards of ours have, whatever was signed.
        let choice = passive::verify_integrity(&file)
            .ok()
            .and_then(|security| ChipChoice::first(security.infos()));
        let set = choice.map_or_else(
            || CommandApdu::new(0x00, 0x22, 0x41, 0xA4),
            |choice| command::set_at_internal(&choice.set_at()),
        );
        terminal.transmit(&set).unwrap();
        let request = DynamicData::new().with(0x80, key);
        let answer = terminal
            .transmit(&command::general_authenticate(&request))
            .unwrap();
        self.step = Some(Step::Done(terminal.into_transport().0));
        let Ok(data) = DynamicData::decode(&answer.data) else {
            self.refusals.push(answer.status);
            return failed(ResultMinor::UNKNOWN_ERROR);
        };
        let mut token = data.get(0x82).unwrap().to_vec();
        token[0] ^= u8::from(self.manners.wrong_token);
        eac2(Eac2Output {
            challenge: None,
            ef_card_security: Some(self.manners.card_security.clone().unwrap_or(file)),
            authentication_token: Some(token),
            nonce: data.get(0x81).map(<[u8]>::to_vec),
        })
    }

    fn forward(&mut self, mut card: DeNpa, transmit: &Transmit) -> Message {
        let mut outputs = Vec::new();
        let mut result = ProtocolResult::ok();
        for input in &transmit.inputs {
            let mut output = Vec::new();
            card.transmit(&input.apdu, &mut output);
            let accepted = input.accepts(&output);
            outputs.push(output);
            if !accepted {
                result = ProtocolResult::error(ResultMinor::UNKNOWN_ERROR);
                break;
            }
        }
        outputs.truncate(self.manners.answers.unwrap_or(usize::MAX));
        self.step = Some(Step::Done(card));
        Message::TransmitResponse(TransmitResponse { result, outputs })
    }

    pub(crate) fn eac1(&self) -> Eac1Input {
        let found = self.seen.iter().find_map(|message| match message {
            Message::DidAuthenticate(authenticate) => match &authenticate.data {
                InputData::Eac1(input) => Some(input.clone()),
                _ => None,
            },
            _ => None,
        });
        found.unwrap()
    }

    pub(crate) fn eac2(&self) -> Eac2Input {
        let found = self.seen.iter().find_map(|message| match message {
            Message::DidAuthenticate(authenticate) => match &authenticate.data {
                InputData::Eac2(input) => Some(input.clone()),
                _ => None,
            },
            _ => None,
        });
        found.unwrap()
    }

    pub(crate) fn transmits(&self) -> Vec<Transmit> {
        let transmits = self.seen.iter().filter_map(|message| match message {
            Message::Transmit(transmit) => Some(transmit.clone()),
            _ => None,
        });
        transmits.collect()
    }

    pub(crate) fn result(&self) -> ProtocolResult {
        match self.seen.last() {
            Some(Message::StartPaosResponse(response)) => response.result.clone(),
            other => panic!("{other:?} came last"),
        }
    }
}

fn eac2(output: Eac2Output) -> Message {
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::ok(OutputData::Eac2(
        output,
    ))))
}

pub(crate) fn failed(minor: ResultMinor) -> Message {
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::error(
        ProtocolResult::error(minor),
    )))
}

fn path(
    authorities: &[CertificateHolderReference],
    certificates: &[CvCertificate],
) -> Vec<CvCertificate> {
    let terminal = certificates
        .iter()
        .find(|certificate| certificate.body().chat.role() == Role::Terminal);
    let mut path: Vec<CvCertificate> = terminal.cloned().into_iter().collect();
    while let Some(first) = path.first() {
        let wanted = first.body().car;
        if authorities.contains(&wanted) {
            return path;
        }
        match certificates.iter().find(|one| one.body().chr == wanted) {
            Some(issuer) => path.insert(0, issuer.clone()),
            None => return Vec::new(),
        }
    }
    path
}
