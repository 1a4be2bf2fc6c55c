//! A card made of the card-side functions, just large enough to hold both ends against each other: sessions, the four
//! protocols, a few files, no counters.

use std::convert::Infallible;

use chacha20::ChaCha20Rng;
use eac::card::auxiliary_data::{Command, StoredData, compare};
use eac::card::pace::{Chaining, Pace, PaceSuite, Progress, Selection};
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::trust::TrustStore;
use eac::card::{
    EffectiveAuthorization, Faults, Refusal, chip_authentication, restricted_identification,
};
use eac::encoding::{Chat, CvDate, Password};
use iso7816::{CommandView, ResponseView, StatusWord, Transport};
use secure_messaging::{CardSession, SessionKeys};

use super::rng::rng;

pub struct TestCard {
    pub suites: Vec<PaceSuite>,
    pub passwords: Vec<Password>,
    pub store: TrustStore,
    pub chip_keys: Vec<chip_authentication::ChipKey>,
    pub identification_keys: Vec<restricted_identification::IdentificationKey>,
    pub files: Vec<(u8, Vec<u8>)>,
    pub birth: [u8; 8],
    pub faults: Faults,
    rng: ChaCha20Rng,
    session: Option<CardSession>,
    pace: Option<(Selection, Pace)>,
    current: Option<u8>,
    ta: Option<TerminalAuthentication>,
    authorization: Option<EffectiveAuthorization>,
    chip: Option<chip_authentication::Selection>,
    identification: Option<restricted_identification::Selection>,
    next_keys: Option<SessionKeys>,
}

impl TestCard {
    pub fn new(suites: Vec<PaceSuite>, passwords: Vec<Password>, store: TrustStore) -> Self {
        Self {
            suites,
            passwords,
            store,
            chip_keys: Vec::new(),
            identification_keys: Vec::new(),
            files: Vec::new(),
            birth: *b"19900615",
            faults: Faults::NONE,
            rng: rng(77),
            session: None,
            pace: None,
            current: None,
            ta: None,
            authorization: None,
            chip: None,
            identification: None,
            next_keys: None,
        }
    }

    pub fn today(&self) -> CvDate {
        self.store.today()
    }

    fn drop_session(&mut self) {
        self.session = None;
        self.ta = None;
        self.authorization = None;
        self.pace = None;
    }

    fn execute(&mut self, command: &CommandView<'_>) -> Result<Vec<u8>, Refusal> {
        match (command.instruction.value(), command.p1_p2()) {
            (0x22, 0xC1A4) => self.set_at_pace(command.data),
            (0x22, 0x81B6) => {
                let ta = self.ta.as_mut().ok_or_else(refused)?;
                ta.select_verification_key(command.data, &self.store)
                    .map(|()| Vec::new())
            }
            (0x22, 0x81A4) => self
                .ta
                .as_mut()
                .ok_or_else(refused)?
                .set_template(command.data)
                .map(|()| Vec::new()),
            (0x22, 0x41A4) => self.set_at_internal(command.data),
            (0x2A, 0x00BE) => {
                let ta = self.ta.as_mut().ok_or_else(refused)?;
                let update = ta.verify_certificate(command.data, &self.store)?;
                self.store.apply(update);
                Ok(Vec::new())
            }
            (0x84, 0) => Ok(self
                .ta
                .as_mut()
                .ok_or_else(refused)?
                .challenge(&mut self.rng)
                .to_vec()),
            (0x82, 0) => {
                let ta = self.ta.as_mut().ok_or_else(refused)?;
                self.authorization = Some(ta.external_authenticate(command.data)?);
                Ok(Vec::new())
            }
            (0x86, 0) => self.general_authenticate(command),
            (0xB0, p1_p2) => self.read(p1_p2, command.ne.map_or(0, iso7816::Ne::as_usize)),
            (0x20, 0x8000) => {
                let stored = StoredData {
                    date_of_birth: Some(self.birth),
                    date_of_expiry: Some(*b"20301231"),
                    municipality_id: Some(&[0x02, 0x76, 0x05]),
                };
                let authorization = self.authorization.as_ref().ok_or_else(refused)?;
                compare(
                    command.data,
                    Command::Verify,
                    authorization,
                    &stored,
                    self.faults,
                )
                .map(|()| Vec::new())
            }
            (0xA4 | 0x2C | 0x44 | 0x04, _) => Ok(Vec::new()),
            _ => Err(refused()),
        }
    }

    fn set_at_pace(&mut self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        let selection = Selection::judge(data, &self.suites, self.faults)?;
        let password = self
            .passwords
            .iter()
            .find(|password| password.reference() == selection.password);
        let pace = Pace::new(selection.suite, password.ok_or_else(refused)?, self.faults);
        self.pace = Some((selection, pace));
        Ok(Vec::new())
    }

    fn set_at_internal(&mut self, data: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.chip = None;
        self.identification = None;
        let identification = restricted_identification::Selection::judge(
            data,
            &self.identification_keys,
            self.faults,
        );
        if let Ok(selection) = identification {
            self.identification = Some(selection);
            return Ok(Vec::new());
        }
        let authorization = self.authorization.as_ref();
        self.chip = Some(chip_authentication::Selection::judge(
            data,
            &self.chip_keys,
            authorization,
            self.faults,
        )?);
        Ok(Vec::new())
    }

    fn general_authenticate(&mut self, command: &CommandView<'_>) -> Result<Vec<u8>, Refusal> {
        if let Some((selection, pace)) = self.pace.take() {
            let chaining = if command.class.is_chained() {
                Chaining::More
            } else {
                Chaining::Last
            };
            return match pace.general_authenticate(command.data, chaining, &mut self.rng)? {
                Progress::Continue { pace, response } => {
                    self.pace = Some((selection, pace));
                    Ok(response)
                }
                Progress::Token(token) => {
                    let established = token.judge()?;
                    let kind = selection.chat.as_ref().map(Chat::terminal_type);
                    let authorities = kind
                        .map(|kind| self.store.references(kind))
                        .unwrap_or_default();
                    let context = PaceContext {
                        id_icc: established.id_icc.clone(),
                        chat: selection.chat,
                        extensions: selection.extensions,
                    };
                    let response = established.response(&authorities);
                    self.ta = Some(TerminalAuthentication::new(context, self.faults));
                    self.next_keys = Some(established.keys);
                    Ok(response)
                }
            };
        }
        let authorization = self.authorization.as_ref();
        if let Some(selection) = &self.identification {
            return selection
                .general_authenticate(command.data, authorization.ok_or_else(refused)?);
        }
        let selection = self.chip.take().ok_or_else(refused)?;
        let established =
            selection.general_authenticate(command.data, authorization, &mut self.rng)?;
        self.next_keys = Some(established.keys);
        Ok(established.response)
    }

    fn read(&mut self, p1_p2: u16, ne: usize) -> Result<Vec<u8>, Refusal> {
        let mut offset = usize::from(p1_p2);
        if p1_p2 & 0x8000 != 0 {
            self.current = Some(u8::try_from(p1_p2 >> 8 & 0x1F).unwrap());
            offset = usize::from(p1_p2 & 0xFF);
        }
        let content = self
            .files
            .iter()
            .find(|(sfi, _)| Some(*sfi) == self.current)
            .map(|(_, content)| content);
        let content = content.ok_or_else(refused)?;
        let room = self
            .session
            .as_ref()
            .map_or(ne, |session| ne.min(session.max_plain()));
        let end = content.len().min(offset + room);
        content
            .get(offset..end)
            .map(<[u8]>::to_vec)
            .ok_or_else(refused)
    }

    fn answer(&mut self, command: &CommandView<'_>) -> (Vec<u8>, StatusWord) {
        match self.execute(command) {
            Ok(data) => (data, StatusWord::OK),
            Err(refusal) => (Vec::new(), refusal.status),
        }
    }
}

fn refused() -> Refusal {
    eac::card::Reason::NotAuthenticated.into()
}

impl Transport for &mut TestCard {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        let command = CommandView::decode(command).unwrap();
        let mut response = Vec::new();
        let Some(session) = self
            .session
            .take()
            .filter(|_| command.class.value() & 0x0C == 0x0C)
        else {
            self.drop_unless_pace(&command);
            let (data, status) = self.answer(&command);
            ResponseView {
                data: &data,
                status,
            }
            .encode_into(&mut response);
            self.session = self.next_keys.take().map(CardSession::new);
            return Ok(response);
        };
        let mut plain = Vec::new();
        match session.unwrap_command(&command, &mut plain) {
            Ok((mut session, command)) => {
                self.session = Some(session.clone());
                let (data, status) = self.answer(&command);
                session.wrap_response(&data, status, &mut response).unwrap();
                self.session = Some(self.next_keys.take().map_or(session, CardSession::new));
            }
            Err(error) => {
                self.drop_session();
                ResponseView {
                    data: &[],
                    status: error.status(),
                }
                .encode_into(&mut response);
            }
        }
        Ok(response)
    }
}

impl TestCard {
    fn drop_unless_pace(&mut self, command: &CommandView<'_>) {
        let in_pace = command.instruction.value() == 0x86 && self.pace.is_some();
        if !in_pace {
            self.drop_session();
        }
    }
}
