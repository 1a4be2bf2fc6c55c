//! Both ends in memory: whole conversations, on every curve and with every cipher, and what happens when one end is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/card.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    unnameable_types
)]
mod card;
#[path = "support/chain.rs"]
#[allow(dead_code, unreachable_pub)]
mod chain;
#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;
#[path = "support/security_object.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    unnameable_types
)]
mod security_object;

use card::TestCard;
use chain::Pki;
use crypto::{Cipher, Curve, Hash, PrivateKey};
use eac::card::pace::PaceSuite;
use eac::card::{Fault, Faults, chip_authentication, restricted_identification};
use eac::encoding::security_infos::{
    ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo, PaceInfo,
};
use eac::encoding::{
    AuxiliaryData, AuxiliaryDate, CaProtocol, CertificateExtension, CvPublicKey, PaceProtocol,
    Password, RiProtocol, Role, SecurityInfo, TerminalType, oid,
};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::passive::TrustedIssuers;
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{
    Pace, PaceRequest, PinStatus, ReadLength, Step, Terminal, TerminalError, command,
};
use iso7816::StatusWord;
use rng::rng;
use security_object::{Form, Signer, Sin, card_security};

const CIPHERS: [Cipher; 3] = [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256];
const RI: RiProtocol = RiProtocol { hash: Hash::Sha256 };

struct World {
    pki: Pki,
    card: TestCard,
    offer: PaceInfo,
    ca: CaProtocol,
    chip_key: PrivateKey,
    sector_keys: [CvPublicKey; 2],
}

impl World {
    fn new(curve: Curve, cipher: Cipher) -> Self {
        let pki = Pki::new(curve, TerminalType::AuthenticationTerminal);
        let protocol = PaceProtocol::generic(cipher);
        let passwords = vec![
            Password::can("500540"),
            Password::pin("123456"),
            Password::puk("9876543210"),
        ];
        let mut card = TestCard::new(vec![PaceSuite { protocol, curve }], passwords, pki.store());
        let ca = CaProtocol { cipher };
        let chip_key = PrivateKey::generate(curve, &mut rng(10));
        card.chip_keys.push(chip_authentication::ChipKey {
            id: Some(41),
            protocol: ca,
            private: chip_key.clone(),
            audience: chip_authentication::Audience::Everyone,
        });
        card.identification_keys
            .push(restricted_identification::IdentificationKey {
                id: 2,
                protocol: RI,
                private: PrivateKey::generate(curve, &mut rng(11)),
                audience: restricted_identification::Audience::AuthorizedOnly,
            });
        let sector = |seed| {
            CvPublicKey::ec_with_parameters(
                RI.oid(),
                &PrivateKey::generate(curve, &mut rng(seed)).public_key(),
            )
        };
        let sector_keys = [sector(12), sector(13)];
        Self {
            pki,
            card,
            offer: PaceInfo::new(protocol, curve),
            ca,
            chip_key,
            sector_keys,
        }
    }

    fn credentials(&self) -> TerminalCredentials {
        let [first, second] = &self.sector_keys;
        let digest = |key: &CvPublicKey| key.digest(chain::HASH);
        let mut body = self.pki.terminal_body();
        body.extensions = [CertificateExtension::sector(
            Some(&digest(first)),
            Some(&digest(second)),
        )]
        .into_iter()
        .collect();
        self.pki.credentials_with(body)
    }

    fn choice(&self) -> ChipChoice {
        ChipChoice {
            protocol: self.ca,
            key_id: Some(41),
            public_key: self.chip_key.public_key(),
        }
    }

    fn pace(&mut self) -> Terminal<&mut TestCard, Pace> {
        let pin = Password::pin("123456");
        let chat = self.pki.all(Role::Terminal);
        let request = PaceRequest::new(&self.offer, &pin).unwrap().with_chat(chat);
        Terminal::new(&mut self.card)
            .pace(&request, &mut rng(20))
            .unwrap()
    }
}

#[test]
fn a_whole_conversation_on_every_curve_with_every_cipher() {
    for curve in Curve::ALL {
        for cipher in CIPHERS {
            let mut world = World::new(curve, cipher);
            let (credentials, choice) = (world.credentials(), world.choice());
            let sectors = world.sector_keys.clone();
            let mut random = rng(21);
            let terminal = world.pace();
            assert_eq!(
                terminal.state().authorities(),
                [chain::reference("DETESTCVCA00001")]
            );
            let aux =
                AuxiliaryData::new().with_required_birth(AuxiliaryDate::new(1990, 6, 15).unwrap());
            let terminal = terminal
                .authenticate(&credentials, curve, Some(&aux), &mut random)
                .unwrap();
            let mut terminal = terminal.authenticate_chip_with(&choice).unwrap();
            let [first, second] = &sectors;
            let both = terminal
                .restricted_identification(RI, 2, Some(first), Some(second))
                .unwrap();
            let again = terminal
                .restricted_identification(RI, 2, Some(first), None)
                .unwrap();
            assert_eq!(both.first, again.first);
            assert_ne!(both.first, both.second);
            assert!(
                terminal
                    .verify_auxiliary_data(&oid::ID_DATE_OF_BIRTH)
                    .unwrap(),
                "{curve} {cipher:?}"
            );
        }
    }
}

#[test]
fn the_signed_key_authenticates_the_chip() {
    let curve = Curve::BrainpoolP256r1;
    let signer = |name, seed| Signer {
        key: PrivateKey::generate(curve, &mut rng(seed)),
        name,
        form: Form::Der,
    };
    let (csca, ds) = (signer("TEST CSCA", 30), signer("TEST document signer", 31));
    let mut world = World::new(curve, Cipher::Aes128);
    let info = ChipAuthenticationInfo::version_2(world.ca, Some(41));
    let key = ChipAuthenticationPublicKeyInfo::standardized(&world.chip_key.public_key(), Some(41));
    let infos = [
        SecurityInfo::ChipAuthentication(info),
        SecurityInfo::ChipAuthenticationPublicKey(key),
    ];
    let file = card_security(&infos.into_iter().collect(), &ds, &csca, Sin::None);
    assert!(
        file.len() > 512,
        "the file has to be longer than two short reads"
    );
    world.card.files.push((command::CARD_SECURITY, file));
    let anchor = csca.certify(&csca, 1);
    let trusted = TrustedIssuers::from_der([anchor.as_slice()]).unwrap();
    let credentials = world.credentials();
    let mut terminal = world
        .pace()
        .authenticate(&credentials, curve, None, &mut rng(3))
        .unwrap();
    let short = terminal
        .read_card_security(&trusted, ReadLength::Short)
        .unwrap();
    let extended = terminal
        .read_card_security(&trusted, ReadLength::Extended)
        .unwrap();
    assert_eq!(short, extended);
    let mut terminal = terminal.authenticate_chip(&short).unwrap();
    assert!(terminal.read_data_group(4).is_err());
}

#[test]
fn a_wrong_password_gives_the_terminal_back() {
    let mut world = World::new(Curve::P256, Cipher::Aes128);
    let (right, wrong) = (Password::can("500540"), Password::can("500541"));
    let offer = world.offer.clone();
    let terminal = Terminal::new(&mut world.card);
    let stopped = terminal
        .pace(&PaceRequest::new(&offer, &wrong).unwrap(), &mut rng(1))
        .unwrap_err();
    assert!(
        matches!(
            stopped.error,
            TerminalError::WrongPassword { tries_left: None }
        ),
        "{}",
        stopped.error
    );
    let mut terminal = stopped.terminal;
    assert_eq!(terminal.pin_status(&offer).unwrap(), PinStatus::Operational);
    terminal
        .pace(&PaceRequest::new(&offer, &right).unwrap(), &mut rng(2))
        .unwrap();
}

#[test]
fn pace_inside_pace_replaces_the_keys_or_leaves_the_old_ones() {
    let mut world = World::new(Curve::P256, Cipher::Aes256);
    let offer = world.offer.clone();
    let (can, pin, wrong) = (
        Password::can("500540"),
        Password::pin("123456"),
        Password::pin("654321"),
    );
    let request = |password| PaceRequest::new(&offer, password).unwrap();
    let terminal = Terminal::new(&mut world.card)
        .pace(&request(&can), &mut rng(1))
        .unwrap();
    let stopped = terminal.resume(&request(&wrong), &mut rng(2)).unwrap_err();
    assert!(matches!(stopped.error, TerminalError::WrongPassword { .. }));
    let mut terminal = stopped
        .terminal
        .resume(&request(&pin), &mut rng(3))
        .unwrap();
    terminal.change_pin("111111").unwrap();
    terminal.unblock_pin().unwrap();
    terminal.activate_pin().unwrap();
    terminal.deactivate_pin().unwrap();
    terminal.change_can("222222").unwrap();
}

#[test]
fn without_a_terminal_type_terminal_authentication_is_refused() {
    let mut world = World::new(Curve::P256, Cipher::Aes128);
    let credentials = world.credentials();
    let (offer, pin) = (world.offer.clone(), Password::pin("123456"));
    let terminal = Terminal::new(&mut world.card)
        .pace(&PaceRequest::new(&offer, &pin).unwrap(), &mut rng(1))
        .unwrap();
    assert!(terminal.state().authorities().is_empty());
    let stopped = terminal
        .authenticate(&credentials, Curve::P256, None, &mut rng(2))
        .unwrap_err();
    assert!(
        matches!(stopped.error, TerminalError::NoChain(ref authorities) if authorities.is_empty())
    );
}

#[test]
fn the_terminal_refuses_a_chip_with_a_wrong_token() {
    let mut world = World::new(Curve::BrainpoolP256r1, Cipher::Aes128);
    world.card.faults = Faults::from(Fault::CaTokenWrong);
    let (credentials, choice) = (world.credentials(), world.choice());
    let terminal = world
        .pace()
        .authenticate(&credentials, Curve::BrainpoolP256r1, None, &mut rng(2))
        .unwrap();
    let stopped = terminal.authenticate_chip_with(&choice).unwrap_err();
    assert!(
        matches!(stopped.error, TerminalError::Token(Step::ChipAuthenticate)),
        "{}",
        stopped.error
    );
}

#[test]
fn the_terminal_refuses_a_card_that_does_not_know_the_password() {
    let mut world = World::new(Curve::P256, Cipher::Aes128);
    world.card.faults = Faults::from(Fault::PaceTokenNotChecked);
    let (offer, wrong) = (world.offer.clone(), Password::can("000000"));
    let stopped = Terminal::new(&mut world.card)
        .pace(&PaceRequest::new(&offer, &wrong).unwrap(), &mut rng(1))
        .unwrap_err();
    assert!(
        matches!(stopped.error, TerminalError::Token(Step::PaceToken)),
        "{}",
        stopped.error
    );
}

#[test]
fn a_plain_command_costs_the_session() {
    let mut world = World::new(Curve::P256, Cipher::Aes128);
    let credentials = world.credentials();
    let mut terminal = world.pace();
    let response = terminal.transmit(&command::select_master_file()).unwrap();
    assert_eq!(response.status, StatusWord::OK);
    let card = terminal.into_transport();
    let mut plain = Terminal::new(card);
    let refused = plain
        .transmit(&command::set_dst(&credentials.certificate().body().car))
        .unwrap();
    assert_eq!(refused.status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
}

#[test]
fn a_lost_session_stays_lost() {
    let mut world = World::new(Curve::P256, Cipher::Aes128);
    let terminal = world.pace();
    let card = terminal.into_transport();
    let lost = Terminal::new(&mut *card)
        .transmit(&command::select_master_file())
        .unwrap();
    assert_eq!(lost.status, StatusWord::OK);
    // The card has forgotten the session; a terminal that had kept it would get two plain bytes and stop.
    let offer = world.offer.clone();
    let pin = Password::pin("123456");
    let request = PaceRequest::new(&offer, &pin).unwrap();
    let mut terminal = Terminal::new(Forgetful {
        card: &mut world.card,
        commands: 0,
    })
    .pace(&request, &mut rng(4))
    .unwrap();
    assert!(matches!(
        terminal.transmit(&command::select_master_file()),
        Err(TerminalError::SecureMessaging(_))
    ));
    assert!(matches!(
        terminal.transmit(&command::select_master_file()),
        Err(TerminalError::SessionLost)
    ));
}

/// A way to a card that loses power after PACE.
struct Forgetful<'a> {
    card: &'a mut TestCard,
    commands: usize,
}

impl iso7816::Transport for Forgetful<'_> {
    type Error = std::convert::Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.commands += 1;
        if self.commands > 5 {
            return Ok(vec![0x69, 0x82]);
        }
        iso7816::Transport::transmit(&mut &mut *self.card, command)
    }
}
