//! What a client of ours says otherwise than it should: named in words, at one moment of the conversation.

use ambient::Date;
use conformance_harness::StepError;
use eac::encoding::{Chat, Right, SecurityInfo, SecurityInfos, oid};
use eac::terminal::passive;
use paos::{
    DidAuthenticateResponse, Eac1Output, Eac2Output, Envelope, Message, OutputData, ProtocolResult,
    ResultMinor, StartPaos, TransmitResponse, UserAgent, Version,
};
use pki::TestPki;

/// A message of the client, by its place in the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// StartPAOS.
    Start,
    /// EAC1Output.
    Consent,
    /// EAC2Output with nothing but the challenge.
    Challenge,
    /// EAC2Output.
    Chip,
    /// The answers to the first commands.
    Facts,
    /// The answers to the commands after those.
    Groups,
}

/// What is otherwise.
#[derive(Clone, Copy)]
enum How {
    /// The message.
    Message(fn(Message) -> Message),
    /// Its text.
    Text(fn(&str) -> String),
    /// The session in the header of the request; nothing for no header, and then no RelatesTo either.
    Session(Option<&'static str>),
    /// The message that it answers.
    RelatesTo(&'static str),
}

/// One thing that a client does otherwise, or nothing.
#[derive(Clone, Copy)]
pub struct Deviation {
    words: &'static str,
    at: Moment,
    how: How,
}

impl std::fmt::Debug for Deviation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Deviation").field(&self.words).finish()
    }
}

const LATE: &str = "and tells the challenge late";
const ELSEWHERE: &str = "urn:uuid:00000000-0000-0000-0000-000000000000";

type Row = (&'static str, Moment, How);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("in order", Moment::Start, How::Message(|message| message)),
    (LATE, Moment::Start, How::Message(|message| message)),
    // The order
    ("and begins with EAC1Output", Moment::Start, How::Message(|_| output1(Eac1Output::default()))),
    ("and starts a second time", Moment::Consent, How::Message(|_| start(""))),
    ("and answers the inquiry with EAC2Output", Moment::Consent, How::Message(|_| output2(Eac2Output::default()))),
    ("and answers the inquiry with TransmitResponse", Moment::Consent, How::Message(|_| Message::TransmitResponse(TransmitResponse::ok(vec![vec![0x90, 0x00]])))),
    ("and answers the commands with EAC2Output", Moment::Facts, How::Message(|_| output2(Eac2Output::default()))),
    // The session
    ("under the name of no session", Moment::Start, How::Session(Some("00000000000000000000000000000000"))),
    ("and says in the middle no session", Moment::Consent, How::Session(None)),
    ("and names another session in the middle", Moment::Consent, How::Session(Some("ffffffffffffffffffffffffffffffff"))),
    ("and starts another session than it names", Moment::Start, How::Message(|_| start("ffffffffffffffffffffffffffffffff"))),
    ("and answers a message that nobody sent", Moment::Consent, How::RelatesTo(ELSEWHERE)),
    // The form
    ("in letters that are no XML", Moment::Start, How::Text(|_| "no XML <".to_owned())),
    ("in silence", Moment::Start, How::Text(|_| String::new())),
    ("behind a document type", Moment::Start, How::Text(|text| behind("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", text))),
    ("without a body", Moment::Start, How::Text(|text| between(text, "<soap:Body>", "</soap:Body>", ""))),
    ("with two messages in one body", Moment::Start, How::Text(twice)),
    ("in a message that nobody knows", Moment::Start, How::Text(|text| text.replace("StartPAOS", "StartDancing"))),
    ("and writes the card's name in no hex", Moment::Consent, How::Text(|text| between(text, "<IDPICC>", "</IDPICC>", "<IDPICC>zz</IDPICC>"))),
    // What the person agreed to
    ("and grants what nobody asked for", Moment::Consent, How::Message(|message| consent(message, |output| rights(output, |chat| chat.with(Right::ReadDataGroup(17)))))),
    ("and takes a required right away", Moment::Consent, How::Message(|message| consent(message, |output| rights(output, |chat| chat.without(Right::ReadDataGroup(8)))))),
    ("and keeps EF.CardAccess", Moment::Consent, How::Message(|message| consent(message, |output| output.ef_card_access = None))),
    ("and keeps the card's name", Moment::Consent, How::Message(|message| consent(message, |output| output.id_picc = None))),
    ("and knows no way from the card's trust point", Moment::Consent, How::Message(|message| consent(message, |output| output.certification_authority_references = vec!["DESTRANGER00001".to_owned()]))),
    ("and reports an error of its own", Moment::Consent, How::Message(|_| failed(ResultMinor::INTERNAL_ERROR))),
    ("and reports that the card is gone", Moment::Chip, How::Message(|_| failed(ResultMinor::NO_CARD))),
    // What the card said
    ("and changes EF.CardAccess", Moment::Consent, How::Message(|message| consent(message, other_access))),
    ("and changes the signature of EF.CardSecurity", Moment::Chip, How::Message(|message| chip(message, |output| flip(&mut output.ef_card_security)))),
    ("and lets a stranger sign EF.CardSecurity", Moment::Chip, How::Message(|message| chip(message, signed_by_a_stranger))),
    ("and changes the card's token", Moment::Chip, How::Message(|message| chip(message, |output| flip(&mut output.authentication_token)))),
    ("and keeps EF.CardSecurity", Moment::Chip, How::Message(|message| chip(message, |output| output.ef_card_security = Some(Vec::new())))),
    ("and leaves an answer of the card out", Moment::Facts, How::Message(|message| answers(message, |outputs| drop(outputs.pop())))),
    ("and changes an answer of the card", Moment::Groups, How::Message(|message| answers(message, |outputs| outputs.iter_mut().for_each(|output| flip_byte(output))))),
    ("and answers for the card in the open", Moment::Facts, How::Message(|message| answers(message, |outputs| outputs.iter_mut().for_each(|output| *output = vec![0x90, 0x00])))),
];

impl Deviation {
    /// No deviation at all.
    #[must_use]
    pub fn none() -> Self {
        let how = How::Message(|message| message);
        Self {
            words: "in order",
            at: Moment::Start,
            how,
        }
    }

    /// The deviation of these words.
    ///
    /// # Errors
    ///
    /// When the table has none.
    pub fn named(words: &str) -> Result<Self, StepError> {
        let row = TABLE.iter().find(|(name, ..)| *name == words);
        let (words, at, how) = *row.ok_or_else(|| {
            StepError::precondition(format!("no client of ours speaks {words:?}"))
        })?;
        Ok(Self { words, at, how })
    }

    /// Whether the challenge is told only when the server's key is there.
    pub(super) fn is_late(&self) -> bool {
        self.words == LATE
    }

    /// The text of a message, and the session that its header names.
    pub(super) fn apply(
        &self,
        moment: Moment,
        mut envelope: Envelope,
        session: &str,
    ) -> (String, Option<String>) {
        let session = Some(session.to_owned());
        if self.at != moment {
            return (envelope.encode(), session);
        }
        match self.how {
            How::Message(change) => {
                envelope.message = change(envelope.message);
                (envelope.encode(), session)
            }
            How::Text(change) => (change(&envelope.encode()), session),
            How::Session(other) => {
                if other.is_none() {
                    envelope.relates_to = None;
                }
                (envelope.encode(), other.map(str::to_owned))
            }
            How::RelatesTo(other) => {
                envelope.relates_to = Some(other.to_owned());
                (envelope.encode(), session)
            }
        }
    }
}

fn start(session: &str) -> Message {
    let agent = UserAgent {
        name: "TEST client".to_owned(),
        version: Version::new(0, 1, 0),
    };
    Message::StartPaos(StartPaos::new(session, agent))
}

fn respond(output: OutputData) -> Message {
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::ok(output)))
}

fn output1(output: Eac1Output) -> Message {
    respond(OutputData::Eac1(output))
}

fn output2(output: Eac2Output) -> Message {
    respond(OutputData::Eac2(output))
}

fn failed(minor: ResultMinor) -> Message {
    let result = ProtocolResult::error(minor);
    Message::DidAuthenticateResponse(Box::new(DidAuthenticateResponse::error(result)))
}

fn consent(mut message: Message, change: fn(&mut Eac1Output)) -> Message {
    if let Message::DidAuthenticateResponse(response) = &mut message
        && let Some(OutputData::Eac1(output)) = &mut response.data
    {
        change(output);
    }
    message
}

fn chip(mut message: Message, change: fn(&mut Eac2Output)) -> Message {
    if let Message::DidAuthenticateResponse(response) = &mut message
        && let Some(OutputData::Eac2(output)) = &mut response.data
    {
        change(output);
    }
    message
}

fn answers(mut message: Message, change: fn(&mut Vec<Vec<u8>>)) -> Message {
    if let Message::TransmitResponse(response) = &mut message {
        change(&mut response.outputs);
    }
    message
}

fn rights(output: &mut Eac1Output, change: fn(Chat) -> Chat) {
    let chat = output.chat.as_deref().map(Chat::decode);
    if let Some(Ok(chat)) = chat {
        output.chat = Some(change(chat).encode());
    }
}

/// The last byte, one bit of it.
fn flip(bytes: &mut Option<Vec<u8>>) {
    if let Some(last) = bytes.as_mut().and_then(|bytes| bytes.last_mut()) {
        *last ^= 1;
    }
}

/// The first byte of the last object before the status word: part of the MAC.
fn flip_byte(output: &mut [u8]) {
    if let Some(place) = output.len().checked_sub(3)
        && let Some(byte) = output.get_mut(place)
    {
        *byte ^= 1;
    }
}

/// EF.CardAccess without what it says about Terminal Authentication being there is another file; here one number of the
/// first PACE info is another.
fn other_access(output: &mut Eac1Output) {
    let infos = output
        .ef_card_access
        .as_deref()
        .map(SecurityInfos::decode_file);
    if let Some(Ok(mut infos)) = infos {
        for info in &mut infos.0 {
            if let SecurityInfo::Pace(info) = info {
                info.version += 1;
            }
        }
        output.ef_card_access = Some(infos.encode());
    }
}

/// The same content under the signature of another country's signer, whom nobody here trusts.
fn signed_by_a_stranger(output: &mut Eac2Output) {
    let file = output.ef_card_security.as_deref().unwrap_or_default();
    let content = passive::verify_integrity(file).map(|security| security.infos().encode());
    let stranger = TestPki::from_seed(4711, Date::new(2026, 3, 1).unwrap_or(Date::MIN));
    if let Ok(content) = content
        && let Ok(signed) = stranger.sign_security_object(&oid::ID_SECURITY_OBJECT, &content)
    {
        output.ef_card_security = Some(signed);
    }
}

fn behind(head: &str, text: &str) -> String {
    match text.split_once("?>") {
        Some((declaration, rest)) => format!("{declaration}?>{head}{rest}"),
        None => format!("{head}{text}"),
    }
}

/// The text with another piece in the place from `begin` to `end`.
fn between(text: &str, begin: &str, end: &str, piece: &str) -> String {
    match (text.split_once(begin), text.split_once(end)) {
        (Some((head, _)), Some((_, tail))) => format!("{head}{piece}{tail}"),
        _ => text.to_owned(),
    }
}

fn twice(text: &str) -> String {
    let body = text.split_once("<soap:Body>").map(|(_, rest)| rest);
    let body = body.and_then(|rest| rest.split_once("</soap:Body>"));
    let message = body.map_or("", |(message, _)| message);
    text.replacen("</soap:Body>", &format!("{message}</soap:Body>"), 1)
}
