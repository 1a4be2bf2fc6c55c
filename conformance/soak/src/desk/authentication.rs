//! Terminal and Chip Authentication, to bring a card to where sequences start.

use crypto::PrivateKey;
use eac::encoding::{AuxiliaryData, AuxiliaryDate, CompressedPublicKey};
use eac::terminal::chip_authentication::{self, ChipChoice, ChipError};
use eac::terminal::command;
use eac::terminal::pace::Outcome;
use eac::terminal::terminal_authentication::{self, SignedData, TerminalCredentials};
use iso7816::StatusWord;
use secure_messaging::TerminalSession;

use super::{Breach, Desk, expect_ok, malformed};

/// Why a card did not come to where it should.
#[derive(Debug)]
pub(crate) enum Trip {
    /// A step was refused, or answered with what is no answer.
    Refused(&'static str, StatusWord),
    /// A rule was broken on the way.
    Broken(Breach),
}

impl From<Breach> for Trip {
    fn from(breach: Breach) -> Self {
        Self::Broken(breach)
    }
}

/// Terminal Authentication after PACE. Gives the key that Chip Authentication needs.
pub(crate) fn authenticate_terminal(
    desk: &mut Desk,
    pace: &Outcome,
    credentials: &TerminalCredentials,
    chip: &ChipChoice,
) -> Result<PrivateKey, Trip> {
    let path = credentials
        .path_from(&pace.authorities)
        .ok_or(Trip::Refused(
            "the trust points",
            StatusWord::REFERENCED_DATA_NOT_FOUND,
        ))?;
    for certificate in path {
        expect_ok(
            desk,
            "MSE:Set DST",
            &command::set_dst(&certificate.body().car),
        )?;
        expect_ok(
            desk,
            "PSO:Verify Certificate",
            &command::verify_certificate(certificate),
        )?;
    }
    let ephemeral = PrivateKey::generate(chip.public_key.curve(), &mut desk.random.clone());
    let compressed = CompressedPublicKey::of(&ephemeral.public_key());
    let auxiliary = auxiliary_data();
    let template = terminal_authentication::set_at(credentials, &compressed, Some(&auxiliary));
    expect_ok(
        desk,
        "MSE:Set AT of Terminal Authentication",
        &command::set_at_terminal(&template),
    )?;
    let challenge = expect_ok(desk, "GET CHALLENGE", &command::get_challenge())?;
    let signature = credentials.sign(&SignedData {
        id_icc: &pace.id_icc,
        challenge: &challenge,
        ephemeral_key: &compressed,
        auxiliary_data: &auxiliary,
    });
    expect_ok(
        desk,
        "EXTERNAL AUTHENTICATE",
        &command::external_authenticate(&signature),
    )?;
    Ok(ephemeral)
}

/// The questions that the terminal may ask later: old enough, still valid, living there.
fn auxiliary_data() -> Vec<u8> {
    let data = AuxiliaryData::new().with_municipality(&[0x02, 0x76, 0x05]);
    let dates = (
        AuxiliaryDate::new(2008, 3, 1),
        AuxiliaryDate::new(2026, 3, 1),
    );
    match dates {
        (Some(birth), Some(today)) => data
            .with_required_birth(birth)
            .with_current_date(today)
            .encode(),
        _ => data.encode(),
    }
}

/// Chip Authentication after Terminal Authentication; the new session stands afterwards.
pub(crate) fn authenticate_chip(
    desk: &mut Desk,
    ephemeral: &PrivateKey,
    chip: &ChipChoice,
) -> Result<(), Trip> {
    const STEP: &str = "GENERAL AUTHENTICATE of Chip Authentication";
    let choose = command::set_at_internal(&chip.set_at());
    expect_ok(desk, "MSE:Set AT of Chip Authentication", &choose)?;
    let request = chip_authentication::request(&ephemeral.public_key());
    let data = expect_ok(desk, STEP, &command::general_authenticate(&request))?;
    let outcome = chip
        .receive(ephemeral, &data)
        .map_err(malformed::<ChipError>(STEP))?;
    desk.session = Some(TerminalSession::new(outcome.keys));
    Ok(())
}
