//! OpenSC reads ATR, EF.DIR and EF.CardAccess byte for byte, and names the card.

use std::fs;

use card_de_npa::Personalisation;
use conformance_clients::private::with_pcscd;
use conformance_clients::program::{run, run_well};
use iso7816::Card;
use reader::vpcd::Vpcd;

use crate::cards::{adult, build, personalisation, transmit_hex};

const PACKAGE: &str = "opensc";

fn with_card(test: &str, card: Personalisation, body: fn(&str)) {
    with_pcscd(test, || {
        let card = build(card);
        let atr = hex::encode(card.atr());
        let plugged = Vpcd::default()
            .insert(card)
            .unwrap()
            .in_background()
            .unwrap();
        // The daemon looks for cards every 400 ms; this waits until it has seen ours.
        run_well("opensc-tool", PACKAGE, &["--wait", "--atr"])?;
        body(&atr);
        plugged.pull().unwrap();
        Ok(())
    })
    .unwrap();
}

#[test]
fn atr_and_name() {
    with_card("opensc::atr_and_name", adult(), |atr| {
        let seen = run_well("opensc-tool", PACKAGE, &["--atr"]).unwrap();
        assert_eq!(seen.trim().replace(':', ""), atr);
        let name = run_well("opensc-tool", PACKAGE, &["--name"]).unwrap();
        assert!(
            name.contains("German ID card (neuer Personalausweis, nPA)"),
            "{name}"
        );
    });
}

#[test]
fn a_first_generation_card_has_the_name_too() {
    let card = personalisation("first-generation");
    with_card(
        "opensc::a_first_generation_card_has_the_name_too",
        card,
        |_| {
            let name = run_well("opensc-tool", PACKAGE, &["--name"]).unwrap();
            assert!(name.contains("German ID card"), "{name}");
        },
    );
}

#[test]
fn ef_dir_and_ef_card_access_byte_for_byte() {
    with_card(
        "opensc::ef_dir_and_ef_card_access_byte_for_byte",
        adult(),
        |_| {
            let folder = tempfile::tempdir().unwrap();
            for (file, short_id) in [("2F00", 0x1E), ("011C", 0x1C)] {
                let target = folder.path().join(file);
                let script = folder.path().join("script");
                let command = format!("get {file} {}\nquit\n", target.display());
                fs::write(&script, command).unwrap();
                let output = run("opensc-explorer", PACKAGE, &[script.to_str().unwrap()]).unwrap();
                let read = fs::read(&target).unwrap_or_else(|error| panic!("{error}: {output:?}"));
                let command = format!("00B0{:02X}0000", 0x80 | short_id);
                let ours = transmit_hex(&mut build(adult()), &command);
                let ours = ours
                    .trim_end_matches("9000")
                    .trim_end_matches("6282")
                    .to_owned();
                let most = read.len().min(ours.len() / 2);
                assert!(!read.is_empty(), "{output:?}");
                assert_eq!(hex::encode(&read[..most]), ours[..2 * most], "{output:?}");
            }
        },
    );
}
