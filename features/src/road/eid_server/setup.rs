//! What is special about an eID server of ours, by the words of scenarios.

use conformance_harness::StepError;
use eac::encoding::{CertificateDescription, Chat, CvCertificate, Role, TerminalType};
use paos::{
    DidAuthenticate, Eac1Input, Eac2Input, InputApdu, InputData, Message, ProtocolResult,
    ResultMinor, TcToken, Transmit,
};

use super::Homes;
use super::session::{authenticate, end};

pub use super::session::Due;

/// A way into the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The origin of the description.
    Home,
    /// Without TLS.
    Open,
    /// With another TLS certificate.
    Elsewhere,
}

/// Whose root the certificates have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// The one that client and card know.
    Known,
    /// One that nobody knows.
    Stranger,
}

/// A server; [`Setup::usual`] is one that any client takes.
#[derive(Clone, Copy)]
pub struct Setup {
    /// First and last day of the TLS certificate, from today.
    pub tls_days: (i64, i64),
    /// The host in it.
    pub tls_host: &'static str,
    /// Where the client is told that the token is.
    pub token_door: Door,
    /// Where the address of the token leads.
    pub redirects_to: Option<Door>,
    /// Status and words in the place of the token.
    pub instead_of_token: Option<(u16, &'static str)>,
    /// A change of the token.
    pub token: fn(&mut TcToken, &Homes),
    /// Whether the address elsewhere leads home.
    pub elsewhere_leads_home: bool,
    /// Whose root the certificates have.
    pub root: Root,
    /// First and last day of the terminal certificate, from today.
    pub certificate_days: (i64, i64),
    /// A change of the description before it is certified.
    pub description: fn(&mut CertificateDescription, &Homes),
    /// A change of it afterwards.
    pub shown_description: fn(&mut CertificateDescription),
    /// Rights that are required.
    pub required: u64,
    /// Rights that may be refused.
    pub optional: u64,
    /// A change of the first step.
    pub inquiry: fn(&mut Eac1Input),
    /// Whether InitializeFramework comes first.
    pub framework: bool,
    /// Whether the signature comes after the key.
    pub late: bool,
    /// The status word that the first command must be answered with.
    pub accepts: &'static str,
    /// A change of a message, by what is due.
    pub message: fn(Due, Message) -> Message,
    /// What is due, and status and words that come in its place.
    pub instead_of_message: Option<(Due, u16, &'static str)>,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup").finish_non_exhaustive()
    }
}

type Change = fn(&mut Setup);

#[rustfmt::skip]
const TABLE: &[(&str, Change)] = &[
    ("in order", |_| ()),
    ("and asks for the version first", |setup| setup.framework = true),
    ("and signs when the challenge is told again", |setup| setup.late = true),
    // The TC token
    ("with a TC token of another binding", |setup| setup.token = |token, _| token.binding = Some("urn:oasis:names:tc:SAML:2.0:bindings:PAOS".into())),
    ("with a TC token without a binding", |setup| setup.token = |token, _| token.binding = None),
    ("with a TC token without a session", |setup| setup.token = |token, _| token.session_identifier = Some(String::new())),
    ("with a server address in the open", |setup| setup.token = |token, homes| token.server_address = Some(format!("{}/paos", homes.open))),
    ("with a server address elsewhere", |setup| setup.token = |token, homes| token.server_address = Some(format!("{}/paos", homes.elsewhere))),
    ("with a refresh address in the open", |setup| setup.token = |token, homes| token.refresh_address = Some(format!("{}/done", homes.open))),
    ("without a refresh address", |setup| setup.token = |token, _| token.refresh_address = None),
    ("with a refresh address in the open and an address for that case", |setup| setup.token = |token, homes| {
        token.refresh_address = Some(format!("{}/done", homes.open));
        token.communication_error_address = Some(format!("{}/error", homes.home));
    }),
    ("with a refresh address elsewhere that leads nowhere", |setup| setup.token = |token, homes| token.refresh_address = Some(format!("{}/away", homes.elsewhere))),
    ("with a refresh address elsewhere that leads nowhere and an address for that case", |setup| setup.token = |token, homes| {
        token.refresh_address = Some(format!("{}/away", homes.elsewhere));
        token.communication_error_address = Some(format!("{}/error", homes.home));
    }),
    ("with a page in the place of the TC token", |setup| setup.instead_of_token = Some((200, "TEST: a page"))),
    ("without a TC token", |setup| setup.instead_of_token = Some((404, "TEST: nothing here"))),
    ("with a TC token in the open", |setup| setup.token_door = Door::Open),
    ("with a way to the TC token that leads into the open", |setup| setup.redirects_to = Some(Door::Open)),
    // TLS
    ("whose TLS certificate has ended", |setup| setup.tls_days = (-30, -1)),
    ("whose TLS certificate begins tomorrow", |setup| setup.tls_days = (1, 30)),
    ("whose TLS certificate is for another host", |setup| setup.tls_host = "stranger.test"),
    // Who asks
    ("without a terminal certificate", |setup| setup.inquiry = |input| keep(input, |role| role != Role::Terminal)),
    ("with two terminal certificates", |setup| setup.inquiry = |input| again(input, |role| role == Role::Terminal)),
    ("without a document verifier", |setup| setup.inquiry = |input| keep(input, |role| !role.is_dv())),
    ("with two document verifiers", |setup| setup.inquiry = |input| again(input, Role::is_dv)),
    ("with a terminal certificate whose signature is wrong", |setup| setup.inquiry = |input| spoil(input, |role| role == Role::Terminal)),
    ("with a document verifier whose signature is wrong", |setup| setup.inquiry = |input| spoil(input, Role::is_dv)),
    ("with certificates of a stranger", |setup| setup.root = Root::Stranger),
    ("with a terminal certificate that has ended", |setup| setup.certificate_days = (-30, -1)),
    ("with a terminal certificate that begins tomorrow", |setup| setup.certificate_days = (1, 30)),
    ("without a description", |setup| setup.inquiry = |input| input.certificate_description = None),
    ("with a description without an address", |setup| setup.description = |description, _| description.subject_url = None),
    ("with a description of somebody elsewhere", |setup| setup.description = |description, homes| description.subject_url = Some(homes.elsewhere.clone())),
    ("with a description of another host", |setup| setup.description = |description, _| description.subject_url = Some("https://stranger.test".into())),
    ("with a description of another port", |setup| setup.description = |description, _| description.subject_url = Some("https://localhost".into())),
    ("with a description that was changed", |setup| setup.shown_description = |description| description.subject_name = "TEST somebody else".into()),
    ("with a description that names no TLS certificate", |setup| setup.description = |description, _| description.communication_certificates.clear()),
    ("with a description that names another TLS certificate", |setup| setup.description = |description, _| description.communication_certificates = vec![vec![0x55; 32]]),
    // What for
    ("with rights in no order", |setup| setup.inquiry = |input| input.required_chat = Some(vec![0x7F, 0x4C, 0x01])),
    ("with auxiliary data in no order", |setup| setup.inquiry = |input| input.auxiliary_data = Some(vec![0x67, 0x05, 0x73])),
    ("and asks for more than the certificate grants", |setup| setup.inquiry = |input| {
        let everything = Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal);
        input.optional_chat = Some(everything.encode());
    }),
    // The order
    ("and begins with the second step", |setup| setup.message = |due, message| instead(due, Due::Framework, message, second_step)),
    ("and begins with commands for the card", |setup| setup.message = |due, message| instead(due, Due::Framework, message, commands)),
    ("and sends commands in the place of its key", |setup| setup.message = |due, message| instead(due, Due::Key, message, commands)),
    ("and asks once more in the place of its key", |setup| setup.message = |due, message| instead(due, Due::Key, message, || authenticate(InputData::Eac1(Eac1Input::default())))),
    ("and calls it a success at once", |setup| setup.message = |due, message| instead(due, Due::Framework, message, || end(ProtocolResult::ok()))),
    ("and calls it a success before it has proven itself", |setup| setup.message = |due, message| instead(due, Due::Key, message, || end(ProtocolResult::ok()))),
    ("and calls it a success before the card was asked", |setup| setup.message = |due, message| instead(due, Due::Commands, message, || end(ProtocolResult::ok()))),
    ("and fails at the end", |setup| setup.message = |due, message| instead(due, Due::End, message, || end(ProtocolResult::error(ResultMinor::INTERNAL_ERROR)))),
    ("and speaks of permission that it lacks", |setup| setup.message = |due, message| instead(due, Due::Framework, message, || end(ProtocolResult::error(ResultMinor::NO_PERMISSION)))),
    ("and sends a key that is no point", |setup| setup.message = |_, message| with_key(message, vec![0x02, 0x01, 0x02])),
    ("and sends a signature of somebody else", |setup| setup.message = |_, message| with_signature(message)),
    ("and answers with a page", |setup| setup.instead_of_message = Some((Due::Framework, 200, "TEST: a page"))),
    ("and answers with status 500", |setup| setup.instead_of_message = Some((Due::Framework, 500, "TEST: broken"))),
    ("and answers with status 500 in the middle", |setup| setup.instead_of_message = Some((Due::Commands, 500, "TEST: broken"))),
    // The card
    ("and accepts nothing but 6A82 of the first command", |setup| setup.accepts = "6a82"),
];

impl Setup {
    /// A server that any client takes: asks for given names, family names, date of birth and pseudonym, and for the
    /// address where the person likes to tell it.
    #[must_use]
    pub fn usual() -> Self {
        use eac::encoding::Right::{ReadDataGroup as Read, RestrictedIdentification};
        let bits = |rights: &[_]| rights.iter().map(|right| super::session::bit(*right)).sum();
        Self {
            tls_days: (-1, 30),
            tls_host: "localhost",
            token_door: Door::Home,
            redirects_to: None,
            instead_of_token: None,
            token: |_, _| (),
            elsewhere_leads_home: false,
            root: Root::Known,
            certificate_days: (0, 30),
            description: |_, _| (),
            shown_description: |_| (),
            required: bits(&[Read(4), Read(5), Read(8), RestrictedIdentification]),
            optional: bits(&[Read(17)]),
            inquiry: |_| (),
            framework: false,
            late: false,
            accepts: "9000",
            message: |_, message| message,
            instead_of_message: None,
        }
    }

    /// The server of these words.
    ///
    /// # Errors
    ///
    /// When the table has none.
    pub fn named(words: &str) -> Result<Self, StepError> {
        let row = TABLE.iter().find(|(name, _)| *name == words);
        let (_, change) = row
            .ok_or_else(|| StepError::precondition(format!("no server of ours comes {words:?}")))?;
        let mut setup = Self::usual();
        change(&mut setup);
        Ok(setup)
    }
}

fn role_of(certificate: &[u8]) -> Option<Role> {
    let certificate = CvCertificate::decode(certificate).ok()?;
    Some(certificate.body().chat.role())
}

fn keep(input: &mut Eac1Input, wanted: fn(Role) -> bool) {
    input
        .certificates
        .retain(|certificate| role_of(certificate).is_some_and(wanted));
}

fn again(input: &mut Eac1Input, wanted: fn(Role) -> bool) {
    let more = input.certificates.iter();
    let more: Vec<_> = more
        .filter(|certificate| role_of(certificate).is_some_and(wanted))
        .cloned()
        .collect();
    input.certificates.extend(more);
}

fn spoil(input: &mut Eac1Input, wanted: fn(Role) -> bool) {
    for certificate in &mut input.certificates {
        if role_of(certificate).is_some_and(wanted)
            && let Some(last) = certificate.last_mut()
        {
            *last ^= 1;
        }
    }
}

fn instead(due: Due, at: Due, message: Message, other: fn() -> Message) -> Message {
    match due == at {
        true => other(),
        false => message,
    }
}

fn second_step() -> Message {
    let mut point = vec![0x04];
    point.extend([0x55; 64]);
    authenticate(InputData::Eac2(Eac2Input {
        ephemeral_public_key: point,
        signature: Some(vec![0x55; 64]),
        ..Eac2Input::default()
    }))
}

fn commands() -> Message {
    let select = InputApdu::new([0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]);
    Message::Transmit(Transmit::new([select]))
}

fn key_step(message: &mut Message) -> Option<&mut Eac2Input> {
    match message {
        Message::DidAuthenticate(step) => match &mut **step {
            DidAuthenticate {
                data: InputData::Eac2(input),
                ..
            } => Some(input),
            _ => None,
        },
        _ => None,
    }
}

fn with_key(mut message: Message, key: Vec<u8>) -> Message {
    if let Some(input) = key_step(&mut message) {
        input.ephemeral_public_key = key;
    }
    message
}

fn with_signature(mut message: Message) -> Message {
    if let Some(input) = key_step(&mut message) {
        input.signature = Some(vec![0x55; 64]);
    }
    message
}
