//! How long does the German card take: for a whole login, and for one command?
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench"
)]

#[allow(dead_code, reason = "each bench uses its own rivals")]
mod limits;

use std::cell::Cell;
use std::convert::Infallible;
use std::rc::Rc;
use std::time::{Duration, Instant};

use ambient::{Ambient, Date, Stream};
use card_de_npa::{DeNpa, Personalisation};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::{Cipher, Curve, Hash};
use eac::encoding::security_infos::PaceInfo;
use eac::encoding::{Chat, CvCertificate, CvPublicKey, Password, RiProtocol, Role, TerminalType};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::passive::TrustedIssuers;
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{ChipAuthenticated, PaceRequest, Plain, ReadLength, Terminal};
use iso7816::{Card, CommandApdu, Ne, Transport};
use limits::{Multiplication, Signing, TwoPass};
use persona::Persona;
use pki::{Sector, TestPki};

/// The curve of every key of this card and its terminals.
const CURVE: Curve = Curve::BrainpoolP256r1;
/// The address, which is the longest data group of this holder.
const DATA_GROUP: u8 = 17;

/// The card, called directly; it notes how long it took.
struct Direct {
    card: DeNpa,
    response: Vec<u8>,
    spent: Rc<Cell<Duration>>,
}

impl Transport for Direct {
    type Error = Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
        let begun = Instant::now();
        self.card.transmit(command, &mut self.response);
        self.spent.set(self.spent.get() + begun.elapsed());
        Ok(self.response.clone())
    }
}

/// What a terminal has, everything read and checked beforehand that is the same for every login.
struct Login {
    offer: PaceInfo,
    pin: Password,
    credentials: TerminalCredentials,
    chip: ChipChoice,
    sector: CvPublicKey,
    random: Stream,
    spent: Rc<Cell<Duration>>,
}

impl Login {
    fn new() -> (Self, Terminal<Direct, Plain>) {
        let today = Date::new(2026, 3, 1).unwrap();
        let (ambient, pki) = (Ambient::simulated(1, today), TestPki::from_seed(1, today));
        let persona = Persona::parse(fixtures::persona_toml("adult").unwrap()).unwrap();
        let pin = Password::pin(&persona.test_secrets.pin);
        let card = DeNpa::new(Personalisation::new(persona), &pki, &ambient).unwrap();
        let spent = Rc::new(Cell::new(Duration::ZERO));
        let direct = Direct {
            card,
            response: Vec::new(),
            spent: Rc::clone(&spent),
        };
        let mut terminal = Terminal::new(direct);
        let offer = terminal
            .read_card_access()
            .unwrap()
            .pace()
            .next()
            .unwrap()
            .clone();
        let mut random = ambient.stream("terminal");
        let credentials = credentials(&pki);
        let request = PaceRequest::new(&offer, &pin).unwrap().with_chat(chat());
        let terminal = terminal.pace(&request, &mut random).unwrap();
        let mut terminal = terminal
            .authenticate(&credentials, CURVE, None, &mut random)
            .unwrap();
        let trusted =
            TrustedIssuers::from_der([pki.country_signer().unwrap().certificate()]).unwrap();
        let security = terminal
            .read_card_security(&trusted, ReadLength::Extended)
            .unwrap();
        let chip = ChipChoice::first(security.infos()).unwrap();
        let sector = pki.sector_key(Sector::First).public_key();
        (
            Self {
                offer,
                pin,
                credentials,
                chip,
                sector,
                random,
                spent,
            },
            terminal.restart(),
        )
    }

    fn authenticate(
        &mut self,
        terminal: Terminal<Direct, Plain>,
    ) -> Terminal<Direct, ChipAuthenticated> {
        let request = PaceRequest::new(&self.offer, &self.pin)
            .unwrap()
            .with_chat(chat());
        let terminal = terminal.pace(&request, &mut self.random).unwrap();
        let terminal = terminal
            .authenticate(&self.credentials, CURVE, None, &mut self.random)
            .unwrap();
        let mut terminal = terminal.authenticate_chip_with(&self.chip).unwrap();
        terminal.select_eid_application().unwrap();
        terminal
    }

    /// All of it, ending with the pseudonym of one sector.
    fn run(&mut self, terminal: Terminal<Direct, Plain>) -> Terminal<Direct, Plain> {
        let mut terminal = self.authenticate(terminal);
        let protocol = RiProtocol { hash: Hash::Sha256 };
        let names = terminal
            .restricted_identification(protocol, 1, Some(&self.sector), None)
            .unwrap();
        assert!(names.first.is_some(), "the card gave no pseudonym");
        terminal.restart()
    }
}

fn chat() -> Chat {
    Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal)
}

fn credentials(pki: &TestPki) -> TerminalCredentials {
    let named = pki.chain("AT_FULL");
    let key = named.last().unwrap().key.clone().unwrap();
    let mut certificates: Vec<_> = named
        .iter()
        .map(|named| CvCertificate::decode(&named.bytes).unwrap())
        .collect();
    let terminal = certificates.pop().unwrap();
    TerminalCredentials::new(terminal, key, certificates).unwrap()
}

/// Everything that both sides must compute on the curve in one login. Multiplications: ten in PACE, one for the
/// terminal's key of Terminal Authentication, one on each side in Chip Authentication, one for the pseudonym. ECDSA:
/// the card verifies the certificates of document verifier and terminal and the terminal's signature, which the
/// terminal has made.
fn login(criterion: &mut Criterion) {
    let (mut login, terminal) = Login::new();
    let mut terminal = Some(terminal);
    let mut multiplication = Multiplication::new(CURVE);
    let mut signing = Signing::new(CURVE);
    let mut group = criterion.benchmark_group("login/pace-ta-ca-ri");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| terminal = terminal.take().map(|terminal| login.run(terminal)));
    });
    group.bench_function(
        "openssl-14-multiplications-1-signature-3-verifications",
        |bencher| {
            bencher.iter(|| {
                (0..14).for_each(|_| multiplication.one());
                signing.sign();
                (0..3).all(|_| signing.verify())
            });
        },
    );
    group.finish();
}

/// SELECT of the master file, without a session.
fn plain(criterion: &mut Criterion) {
    let (_, terminal) = Login::new();
    let mut direct = terminal.into_transport();
    let command = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00];
    let mut group = criterion.benchmark_group("apdu/plain");
    group.bench_function("ours", |bencher| {
        bencher.iter(|| direct.card.transmit(&command, &mut direct.response));
    });
    assert_eq!(direct.response, [0x90, 0x00]);
    group.finish();
}

/// READ BINARY of a data group in a session. Only the card's part is timed; the terminal has to keep step, because
/// each message has a counter of its own. The rival gets the cryptography alone: the MAC of a command without data,
/// and a response with the data group.
fn secured(criterion: &mut Criterion) {
    let (mut login, terminal) = Login::new();
    let mut terminal = login.authenticate(terminal);
    let command = CommandApdu::new(0x00, 0xB0, 0x80 | DATA_GROUP, 0x00).with_ne(Ne::SHORT_MAX);
    let length = terminal.transmit(&command).unwrap().data.len();
    let mut group = criterion.benchmark_group("apdu/secured");
    group.bench_function("ours", |bencher| {
        bencher.iter_custom(|rounds| {
            login.spent.set(Duration::ZERO);
            (0..rounds).for_each(|_| drop(terminal.transmit(&command).unwrap()));
            login.spent.get()
        });
    });
    let mut rival = TwoPass::new(Cipher::Aes128, &[0x42; 16]);
    // Counter, padded header and object 97; padded data; counter and the objects 87 and 99.
    let (opened, padded) = ([0xA5; 48], vec![0x5A; length / 16 * 16 + 16]);
    let sealed = vec![0xA5; 16 + (padded.len() + 3 + 4 + 1).div_ceil(16) * 16];
    group.bench_function("openssl-two-pass", |bencher| {
        bencher.iter(|| rival.mac(&opened) ^ rival.wrap(&padded, &sealed));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(1000));
    targets = login, plain, secured
}
criterion_main!(benches);
