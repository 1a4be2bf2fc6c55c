//! From the proven PIN to the card's own keys: challenge, Terminal Authentication, EF.CardSecurity, Chip Authentication.
//! `[TR-03112-7 §3.6.4.2]`

use ambient::Ambient;
use eac::encoding::security_infos::ChipAuthenticationInfo;
use eac::encoding::{
    CertificateHolderReference, CompressedPublicKey, CvCertificate, DynamicData, SecurityInfos,
    SetAt, reference_bytes,
};
use eac::terminal::{Step, command};
use iso7816::tlv::{Reader, Tag};
use iso7816::{CommandApdu, Ne};
use paos::{DidAuthenticateResponse, Eac1Output, Eac2Input, Eac2Output, Message, OutputData};
use rules::Breach;

use super::conversation::Expected;
use super::inquiry::Inquiry;
use super::run::Run;
use super::secret::AtCard;
use super::{Effect, Phase, Stepped, rights};
use crate::card::{CardAccess, CardError, Link, ReadFile, Script, Turn};
use crate::{Fault, Rule};

/// A card whose holder has entered the PIN.
#[derive(Debug)]
pub(crate) struct Proven {
    inquiry: Inquiry,
    chat: eac::encoding::Chat,
    access: CardAccess,
    id_picc: CompressedPublicKey,
    authorities: Vec<CertificateHolderReference>,
    challenge: Vec<u8>,
    link: Link,
}

/// The server's ephemeral key.
#[derive(Clone, Debug)]
pub(crate) struct ServerKey {
    /// `04 || x || y`.
    point: Vec<u8>,
}

impl Proven {
    /// After PACE.
    pub(super) fn new(
        card: AtCard,
        id_picc: CompressedPublicKey,
        authorities: Vec<CertificateHolderReference>,
    ) -> Self {
        Self {
            inquiry: card.approved.inquiry,
            chat: card.approved.chat,
            access: card.access,
            id_picc,
            authorities,
            challenge: Vec::new(),
            link: Link::open(),
        }
    }

    fn output(&self, run: &Run) -> Eac1Output {
        let chat = match run.has(Fault::ReportsFullChat) {
            true => rights::listed(&self.inquiry.optional)
                .into_iter()
                .fold(self.chat, eac::encoding::Chat::with),
            false => self.chat,
        };
        let known = self
            .inquiry
            .certificates
            .path_from(&self.authorities)
            .is_some();
        let missing = if known { &[][..] } else { &self.authorities };
        Eac1Output {
            chat: Some(chat.encode()),
            certification_authority_references: missing.iter().map(ToString::to_string).collect(),
            ef_card_access: Some(self.access.bytes.clone()),
            id_picc: Some(altered(
                self.id_picc.as_bytes().to_vec(),
                run.has(Fault::SendsWrongIdPicc),
            )),
            challenge: Some(altered(
                self.challenge.clone(),
                run.has(Fault::SendsWrongChallenge),
            )),
        }
    }
}

impl ServerKey {
    fn read(mut point: Vec<u8>) -> Result<Self, Breach<Rule>> {
        if point.len().is_multiple_of(2) {
            point.insert(0, 0x04);
        }
        match point.first() {
            Some(0x04) if point.len() >= 3 => Ok(Self { point }),
            _ => Err(Breach::new(
                Rule::EphemeralKey,
                format!(
                    "ephemeral key of {} bytes is no uncompressed point",
                    point.len()
                ),
            )),
        }
    }

    /// The x coordinate: the compressed key.
    fn x(&self) -> &[u8] {
        let length = self.point.len() / 2;
        self.point.get(1..=length).unwrap_or_default()
    }
}

/// Asks the card for its challenge, right after PACE.
pub(super) fn challenge(mut proven: Box<Proven>, link: Link) -> Stepped {
    let commands = [(Step::GetChallenge, command::get_challenge())];
    match Script::start(link, commands)? {
        Turn::Send(bytes, script) => {
            Ok((Phase::Challenging(proven, script), Effect::SendApdu(bytes)))
        }
        Turn::Done((link, _)) => {
            proven.link = link;
            Err(CardError::Offer("challenge").into())
        }
    }
}

/// Takes the card's challenge, and answers the server's first step.
pub(super) fn challenging(
    run: &mut Run,
    mut proven: Box<Proven>,
    turn: Turn<Script, (Link, Vec<u8>)>,
    ambient: &Ambient,
) -> Stepped {
    match turn {
        Turn::Send(bytes, script) => {
            Ok((Phase::Challenging(proven, script), Effect::SendApdu(bytes)))
        }
        Turn::Done((link, challenge)) => {
            proven.link = link;
            proven.challenge = challenge;
            let output = OutputData::Eac1(proven.output(run));
            let effect = respond(run, output, ambient);
            Ok((Phase::Conversation(Expected::Key(proven)), effect))
        }
    }
}

/// Takes the server's second step: a key, and perhaps the signature.
pub(super) fn key_received(
    run: &mut Run,
    mut proven: Box<Proven>,
    input: Eac2Input,
    ambient: &Ambient,
) -> Stepped {
    proven.inquiry.certificates.add(&input.certificates)?;
    let key = ServerKey::read(input.ephemeral_public_key)?;
    match input.signature {
        Some(signature) => signed(proven, key, &signature),
        None => {
            let output = OutputData::Eac2(Eac2Output {
                challenge: Some(proven.challenge.clone()),
                ..Eac2Output::default()
            });
            let effect = respond(run, output, ambient);
            let expected = Expected::Signature(proven, key);
            Ok((Phase::Conversation(expected), effect))
        }
    }
}

/// Begins Terminal Authentication with the server's signature. `[TR-03110-2 §3.3]`
pub(super) fn signed(mut proven: Box<Proven>, key: ServerKey, signature: &[u8]) -> Stepped {
    let certificates = &proven.inquiry.certificates;
    let path = certificates.path_from(&proven.authorities);
    let path = path.ok_or_else(|| {
        let authorities = &proven.authorities;
        Breach::new(
            Rule::CardChain,
            format!("no chain leads from {authorities:?} to the terminal"),
        )
    })?;
    let mut commands: Vec<_> = path.into_iter().flat_map(presentation).collect();
    let terminal = certificates.terminal();
    let set = SetAt {
        mechanism: Some(terminal.public_key.algorithm),
        public_key_reference: Some(terminal.chr.as_bytes().to_vec()),
        auxiliary_data: proven.inquiry.auxiliary.clone(),
        ephemeral_key: Some(key.x().to_vec()),
        ..SetAt::default()
    };
    commands.push((Step::TerminalSetAt, command::set_at_terminal(&set)));
    let signature = command::external_authenticate(signature);
    commands.push((Step::ExternalAuthenticate, signature));
    let link = std::mem::take(&mut proven.link);
    authenticating(proven, key, Script::start(link, commands)?)
}

fn presentation(certificate: &CvCertificate) -> [(Step, CommandApdu); 2] {
    [
        (Step::SetDst, command::set_dst(&certificate.body().car)),
        (
            Step::VerifyCertificate,
            command::verify_certificate(certificate),
        ),
    ]
}

/// Takes the next turn of Terminal Authentication, and reads EF.CardSecurity after it.
pub(super) fn authenticating(
    proven: Box<Proven>,
    key: ServerKey,
    turn: Turn<Script, (Link, Vec<u8>)>,
) -> Stepped {
    match turn {
        Turn::Send(bytes, script) => Ok((
            Phase::Authenticating(proven, key, script),
            Effect::SendApdu(bytes),
        )),
        Turn::Done((link, _)) => {
            let turn = ReadFile::start(link, command::CARD_SECURITY, Ne::EXTENDED_MAX)?;
            reading(proven, key, turn)
        }
    }
}

/// Takes the next turn of reading, and begins Chip Authentication after it. `[TR-03110-2 §3.4]`
pub(super) fn reading(
    proven: Box<Proven>,
    key: ServerKey,
    turn: Turn<ReadFile, (Link, Vec<u8>)>,
) -> Stepped {
    let (link, security) = match turn {
        Turn::Send(bytes, file) => {
            return Ok((Phase::Reading(proven, key, file), Effect::SendApdu(bytes)));
        }
        Turn::Done(done) => done,
    };
    let infos = signed_infos(&security).unwrap_or_else(|| proven.access.infos.clone());
    let info = infos
        .chip_authentication()
        .find(|info| info.version == 2)
        .ok_or(CardError::Offer("no Chip Authentication of version 2"))?;
    let request = DynamicData::new().with(0x80, key.point.as_slice());
    let commands = [
        (Step::ChipSetAt, command::set_at_internal(&choice(info))),
        (
            Step::ChipAuthenticate,
            command::general_authenticate(&request),
        ),
    ];
    match Script::start(link, commands)? {
        Turn::Send(bytes, script) => {
            Ok((Phase::Confirming(security, script), Effect::SendApdu(bytes)))
        }
        Turn::Done(_) => Err(CardError::Offer("Chip Authentication").into()),
    }
}

fn choice(info: &ChipAuthenticationInfo) -> SetAt {
    SetAt {
        mechanism: Some(info.protocol),
        private_key_reference: info.key_id.map(reference_bytes),
        ..SetAt::default()
    }
}

/// Takes the card's answers to Chip Authentication, and gives them to the server.
pub(super) fn confirming(
    run: &mut Run,
    security: Vec<u8>,
    turn: Turn<Script, (Link, Vec<u8>)>,
    ambient: &Ambient,
) -> Stepped {
    let data = match turn {
        Turn::Send(bytes, script) => {
            return Ok((Phase::Confirming(security, script), Effect::SendApdu(bytes)));
        }
        Turn::Done((_, data)) => data,
    };
    let data = DynamicData::decode(&data).map_err(CardError::from)?;
    let object = |tag| data.get(tag).map(<[u8]>::to_vec);
    let nonce = object(0x81).map(|nonce| altered(nonce, run.has(Fault::SendsWrongNonce)));
    let output = OutputData::Eac2(Eac2Output {
        challenge: None,
        ef_card_security: Some(security),
        authentication_token: object(0x82),
        nonce,
    });
    let effect = respond(run, output, ambient);
    let expected = Expected::Commands { answered: false };
    Ok((Phase::Conversation(expected), effect))
}

fn respond(run: &mut Run, output: OutputData, ambient: &Ambient) -> Effect {
    let response = Box::new(DidAuthenticateResponse::ok(output));
    run.post(Message::DidAuthenticateResponse(response), ambient)
}

/// The infos in EF.CardSecurity, without a look at the signature: that is the server's affair.
///
/// ```text
/// SEQUENCE { OID, [0] { SEQUENCE { INTEGER, SET, SEQUENCE { OID, [0] { OCTET STRING } }, … } } }
/// ```
fn signed_infos(file: &[u8]) -> Option<SecurityInfos> {
    const SEQUENCE: Tag = Tag::new(0x30);
    const EXPLICIT: Tag = Tag::new(0xA0);
    const SET: Tag = Tag::new(0x31);
    const INTEGER: Tag = Tag::new(0x02);
    const OID: Tag = Tag::new(0x06);
    const OCTET_STRING: Tag = Tag::new(0x04);
    let mut info = Reader::der(file).expect(SEQUENCE).ok()?.reader();
    info.expect(OID).ok()?;
    let mut signed = info.expect(EXPLICIT).ok()?.reader();
    let mut signed = signed.expect(SEQUENCE).ok()?.reader();
    signed.expect(INTEGER).ok()?;
    signed.expect(SET).ok()?;
    let mut content = signed.expect(SEQUENCE).ok()?.reader();
    content.expect(OID).ok()?;
    let octets = content
        .expect(EXPLICIT)
        .ok()?
        .reader()
        .expect(OCTET_STRING)
        .ok()?;
    SecurityInfos::decode(octets.value).ok()
}

/// The bytes, with the last one changed if that is wanted.
fn altered(mut bytes: Vec<u8>, wanted: bool) -> Vec<u8> {
    if wanted && let Some(last) = bytes.last_mut() {
        *last ^= 0x01;
    }
    bytes
}
