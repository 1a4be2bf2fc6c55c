//! A card, a terminal and a PKI on one desk.

use std::convert::Infallible;

use ambient::{Ambient, Date, Stream};
use card_de_npa::{DeNpa, Personalisation};
use crypto::Curve;
use eac::encoding::security_infos::PaceInfo;
use eac::encoding::{AuxiliaryData, Chat, CvCertificate, Password, Right, Role, TerminalType};
use eac::terminal::pace::AwaitNonce;
use eac::terminal::passive::TrustedIssuers;
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{
    ChipAuthenticated, Pace, PaceRequest, Plain, ReadLength, Stopped, Terminal,
    TerminalAuthenticated, TerminalError,
};
use iso7816::{Card, CommandApdu, ResponseApdu, StatusWord, Transport};
use persona::Persona;
use pki::TestPki;
use secure_messaging::TerminalSession;

pub(crate) const EID: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];

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

/// A session whose messages are made by hand.
pub(crate) struct RawSession {
    pub(crate) card: DeNpa,
    pub(crate) terminal: TerminalSession,
}

impl RawSession {
    pub(crate) fn send(mut self, command: &CommandApdu) -> (Self, ResponseApdu) {
        let wrapped = self.terminal.wrap_command(&command.as_view()).unwrap();
        let response = send(&mut self.card, &wrapped).encode();
        let (terminal, response) = self.terminal.unwrap_response(&response).unwrap();
        (
            Self {
                card: self.card,
                terminal,
            },
            response,
        )
    }
}

pub(crate) type Refused<S> = Box<Stopped<Reader, S>>;

pub(crate) struct Desk {
    pub(crate) pki: TestPki,
    pub(crate) ambient: Ambient,
    pub(crate) random: Stream,
}

pub(crate) fn persona(name: &str) -> Persona {
    Persona::parse(fixtures::persona_toml(name).unwrap()).unwrap()
}

pub(crate) fn can() -> Password {
    Password::can("500500")
}

pub(crate) fn pin() -> Password {
    Password::pin("123456")
}

pub(crate) fn wrong_pin() -> Password {
    Password::pin("111111")
}

pub(crate) fn puk() -> Password {
    Password::puk("9876543210")
}

pub(crate) fn terminal_chat(rights: &[Right]) -> Chat {
    Chat::with_rights(TerminalType::AuthenticationTerminal, Role::Terminal, rights)
}

pub(crate) fn every_right() -> Chat {
    terminal_chat(&Right::all())
}

pub(crate) fn inspection_chat() -> Chat {
    Chat::all_rights(TerminalType::InspectionSystem, Role::Terminal)
}

impl Desk {
    pub(crate) fn new() -> Self {
        let today = Date::new(2026, 3, 1).unwrap();
        let ambient = Ambient::simulated(11, today);
        Self {
            pki: TestPki::from_seed(11, today),
            random: ambient.stream("terminal"),
            ambient,
        }
    }

    pub(crate) fn card(&self, name: &str) -> DeNpa {
        self.made(Personalisation::new(persona(name)))
    }

    pub(crate) fn made(&self, personalisation: Personalisation) -> DeNpa {
        DeNpa::new(personalisation, &self.pki, &self.ambient).unwrap()
    }

    pub(crate) fn credentials(&self, name: &str) -> TerminalCredentials {
        let chain = self.pki.chain(name);
        let key = chain.last().unwrap().key.clone().unwrap();
        let mut certificates: Vec<_> = chain
            .iter()
            .map(|named| CvCertificate::decode(&named.bytes).unwrap())
            .collect();
        let terminal = certificates.pop().unwrap();
        TerminalCredentials::new(terminal, key, certificates).unwrap()
    }

    pub(crate) fn trusted(&self) -> TrustedIssuers {
        TrustedIssuers::from_der([self.pki.country_signer().unwrap().certificate()]).unwrap()
    }

    pub(crate) fn pace(
        &mut self,
        card: DeNpa,
        password: &Password,
        chat: Option<Chat>,
    ) -> Result<Terminal<Reader, Pace>, Refused<Plain>> {
        let mut terminal = Terminal::new(Reader(card));
        let offer = offer(&mut terminal);
        let mut request = PaceRequest::new(&offer, password).unwrap();
        request.chat = chat;
        terminal.pace(&request, &mut self.random)
    }

    /// PACE step by step, so that the keys are at hand.
    pub(crate) fn raw_pace(&mut self, mut card: DeNpa, password: &Password) -> RawSession {
        let offer = default_offer();
        let request = PaceRequest::new(&offer, password).unwrap();
        let mut exchange = |command: &CommandApdu| send(&mut card, &command.encode().unwrap());
        assert!(
            exchange(&eac::terminal::command::set_at_pace(&request.set_at()))
                .status
                .is_ok()
        );
        let nonce = AwaitNonce::new(request.protocol, request.curve, password);
        let mapping = nonce.command();
        let mapping = nonce
            .receive(&exchange(&mapping).data, &mut self.random)
            .unwrap();
        let command = mapping.command();
        let key = mapping
            .receive(&exchange(&command).data, &mut self.random)
            .unwrap();
        let command = key.command();
        let token = key.receive(&exchange(&command).data).unwrap();
        let command = token.command();
        let outcome = token.receive(&exchange(&command).data).unwrap();
        RawSession {
            card,
            terminal: TerminalSession::new(outcome.keys),
        }
    }

    pub(crate) fn resume(
        &mut self,
        terminal: Terminal<Reader, Pace>,
        password: &Password,
    ) -> Result<Terminal<Reader, Pace>, Refused<Pace>> {
        let offer = default_offer();
        terminal.resume(
            &PaceRequest::new(&offer, password).unwrap(),
            &mut self.random,
        )
    }

    /// PACE and Terminal Authentication.
    pub(crate) fn authenticate(
        &mut self,
        card: DeNpa,
        password: &Password,
        chat: Chat,
        certificate: &str,
        auxiliary: Option<&AuxiliaryData>,
    ) -> Result<Terminal<Reader, TerminalAuthenticated>, Refused<Pace>> {
        let curve = Terminal::new(Reader(card.clone()))
            .read_card_access()
            .unwrap()
            .chip_authentication_curve(Some(41));
        let terminal = self.pace(card, password, Some(chat)).unwrap();
        let credentials = self.credentials(certificate);
        let curve = curve.unwrap_or(Curve::BrainpoolP256r1);
        terminal.authenticate(&credentials, curve, auxiliary, &mut self.random)
    }

    /// PACE, Terminal Authentication, Passive Authentication and Chip Authentication.
    pub(crate) fn whole(
        &mut self,
        card: DeNpa,
        password: &Password,
        chat: Chat,
        certificate: &str,
        auxiliary: Option<&AuxiliaryData>,
    ) -> Terminal<Reader, ChipAuthenticated> {
        let mut terminal = self
            .authenticate(card, password, chat, certificate, auxiliary)
            .unwrap();
        let security = terminal
            .read_card_security(&self.trusted(), ReadLength::Short)
            .unwrap();
        let mut terminal = terminal.authenticate_chip(&security).unwrap();
        terminal.select_eid_application().unwrap();
        terminal
    }
}

/// What EF.CardAccess offers first.
pub(crate) fn offer(terminal: &mut Terminal<Reader, Plain>) -> PaceInfo {
    terminal
        .read_card_access()
        .unwrap()
        .pace()
        .next()
        .unwrap()
        .clone()
}

/// What most cards here offer.
pub(crate) fn default_offer() -> PaceInfo {
    use crypto::Cipher;
    use eac::encoding::PaceProtocol;
    PaceInfo::new(
        PaceProtocol::generic(Cipher::Aes128),
        Curve::BrainpoolP256r1,
    )
}

pub(crate) fn card_of<S>(terminal: Terminal<Reader, S>) -> DeNpa {
    terminal.into_transport().0
}

/// Sends bytes in the open.
pub(crate) fn send(card: &mut DeNpa, command: &[u8]) -> ResponseApdu {
    let mut response = Vec::new();
    card.transmit(command, &mut response);
    ResponseApdu::decode(&response).unwrap()
}

pub(crate) fn status(card: &mut DeNpa, command: &[u8]) -> u16 {
    send(card, command).status.value()
}

/// Sends a command in the session that there is.
pub(crate) fn secured<S>(terminal: &mut Terminal<Reader, S>, command: &CommandApdu) -> StatusWord {
    terminal.transmit(command).unwrap().status
}

pub(crate) fn read_one<S>(terminal: &mut Terminal<Reader, S>, sfi: u8) -> StatusWord {
    secured(
        terminal,
        &eac::terminal::command::read_by_short_id(sfi, iso7816::Ne::from_short(1)),
    )
}

#[expect(clippy::boxed_local, reason = "errors come boxed")]
pub(crate) fn status_of<S>(refused: Refused<S>) -> StatusWord {
    match refused.error {
        TerminalError::Status { status, .. } => status,
        other => panic!("{other}"),
    }
}
