//! libeac as the card: PACE, Terminal and Chip Authentication version 2 with our terminal.

use ambient::Ambient;
use card::FileId;
use card_de_npa::MASTER_FILE;
use conformance_clients::{ClientError, openpace};
use crypto::Curve;
use eac::encoding::{Chat, CvCertificate, Password, Role, SecurityInfos, TerminalType};
use eac::terminal::passive::TrustedIssuers;
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{PaceRequest, ReadLength, Terminal, command};
use iso7816::{Card as _, Transport};
use serde_json::json;

use crate::cards::{adult, build, pki, today};
use crate::openpace_terminal::CIPHERS;

const CURVE: Curve = Curve::BrainpoolP256r1;

/// libeac's card as a transport.
struct Foreign(openpace::Card);

impl Transport for Foreign {
    type Error = ClientError;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ClientError> {
        Ok(hex::decode(self.0.transmit(&hex::encode(command))?).unwrap())
    }
}

#[test]
fn pace_over_every_curve_with_every_cipher() {
    for curve in Curve::ALL {
        for (cipher, bits) in CIPHERS {
            // The file of our card that offers this suite is what their card offers, too.
            let mut ours = build(adult().with_pace(&[(cipher, curve)]));
            let mut card_access = Vec::new();
            ours.transmit(
                &[0x00, 0xB0, 0x9C, 0x00, 0x00, 0x00, 0x00],
                &mut card_access,
            );
            card_access.truncate(card_access.len() - 2);
            let configuration = json!({
                "password": "123456", "password_type": "PIN",
                "curve": curve.parameter_id(), "cipher": bits,
                "files": {"1C": hex::encode(&card_access)},
            });
            let card = openpace::Card::start(&configuration).unwrap();
            let infos = SecurityInfos::decode_file(&card_access).unwrap();
            let password = Password::pin("123456");
            let request = PaceRequest::new(infos.pace().next().unwrap(), &password).unwrap();
            let mut random = Ambient::simulated(3, today()).stream("terminal");
            let mut terminal = Terminal::new(Foreign(card))
                .pace(&request, &mut random)
                .unwrap_or_else(|stopped| panic!("{curve:?} AES-{bits}: {stopped}"));
            let read = terminal
                .read_file(command::CARD_ACCESS, ReadLength::Short)
                .unwrap();
            assert_eq!(read, card_access, "{curve:?} AES-{bits}");
        }
    }
}

/// Files of our card, keys of our PKI, and libeac behind them.
fn foreign_card_with_chip_key() -> openpace::Card {
    let ours = build(adult());
    let file = |fid| {
        let directory = ours.files().application(&MASTER_FILE).unwrap();
        let place = ours.files().file_in(directory, FileId::new(fid)).unwrap();
        hex::encode(ours.files().file(place).unwrap().content())
    };
    let chip = pki().private_key("TEST generation Current brainpoolP256r1", CURVE);
    let root = pki()
        .trust_point(TerminalType::AuthenticationTerminal)
        .unwrap();
    let configuration = json!({
        "password": "123456", "password_type": "PIN", "curve": 13, "cipher": 128,
        "files": {"1C": file(0x011C), "1D": file(0x011D)},
        "root": hex::encode(&root.bytes),
        "chip": {
            "cipher": 128, "curve": 13,
            "private": hex::encode(pki::encode_private_key(&chip).unwrap()),
            "public": hex::encode(chip.public_key().as_bytes()),
        },
    });
    openpace::Card::start(&configuration).unwrap()
}

fn credentials(name: &str) -> TerminalCredentials {
    let named = pki().chain(name);
    let mut chain: Vec<_> = named
        .iter()
        .map(|named| CvCertificate::decode(&named.bytes).unwrap())
        .collect();
    let key = named.last().and_then(|named| named.key.clone()).unwrap();
    let certificate = chain.pop().unwrap();
    TerminalCredentials::new(certificate, key, chain).unwrap()
}

#[test]
fn terminal_and_chip_authentication() {
    let mut random = Ambient::simulated(3, today()).stream("terminal");
    let mut terminal = Terminal::new(Foreign(foreign_card_with_chip_key()));
    let offer = terminal
        .read_card_access()
        .unwrap()
        .pace()
        .next()
        .unwrap()
        .clone();
    let chat = Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal);
    let pin = Password::pin("123456");
    let request = PaceRequest::new(&offer, &pin).unwrap().with_chat(chat);
    let terminal = terminal
        .pace(&request, &mut random)
        .unwrap_or_else(|stopped| panic!("{stopped}"));
    let mut terminal = terminal
        .authenticate(&credentials("AT_FULL"), CURVE, None, &mut random)
        .unwrap_or_else(|stopped| panic!("{stopped}"));
    let trusted =
        TrustedIssuers::from_der([pki().country_signer().unwrap().certificate()]).unwrap();
    let security = terminal
        .read_card_security(&trusted, ReadLength::Short)
        .unwrap();
    terminal
        .authenticate_chip(&security)
        .unwrap_or_else(|stopped| panic!("{stopped}"));
}
