//! Every fault of the engine and of the contents shows: in one conversation at least, the card says something else than a
//! healthy one.

mod passwords;
mod sessions;

use std::collections::BTreeMap;

use card::Fault;
use card_de_npa::{ContentFault, DeNpa};
use eac::terminal::{TerminalError, command};

use crate::world::{Desk, card_of, pin, send, wrong_pin};
use passwords::{
    Spoil, management, management_effects, passwords_and_types, pin_states, power_cut, resumption,
    wrong_then_right,
};
use sessions::{
    changing_the_can, chip_authentication, contents, failed_authentications, keys_after_a_reset,
    last_step_chained, no_chat, plain_commands, refusal, rights, rights_of_certificates,
    session_end,
};

type AnyFault = card_de_npa::Fault;
type Conversation = fn(&mut Desk, Spoil<'_>) -> String;

const TABLE: &[(Conversation, &[Fault])] = &[
    (
        pin_states,
        &[
            Fault::PinCounterNotDecremented,
            Fault::SuspendedPinAcceptedWithoutCan,
            Fault::SuspendedPinDecrements,
            Fault::DeactivatedPinDecrements,
            Fault::DeactivatedPinAccepted,
            Fault::BlockedPinAccepted,
            Fault::BlockedPinAnswers9000,
            Fault::SuspendedPinAnswers63c2,
            Fault::DeactivatedPinAnswers9000,
            Fault::TriesNotTold,
            Fault::TriesLeftTooHigh,
        ],
    ),
    (
        wrong_then_right,
        &[Fault::PinCounterNotRestored, Fault::CanHasCounter],
    ),
    (power_cut, &[Fault::PinCounterDecrementedAfterComparison]),
    (
        resumption,
        &[
            Fault::ResumeSurvivesReset,
            Fault::SecondPaceAccepted,
            Fault::FailedResumeDropsSession,
            Fault::ResumeRefused,
        ],
    ),
    (
        management,
        &[
            Fault::PukChangesPin,
            Fault::PinChangeWithoutPace,
            Fault::PinChangeAfterCan,
            Fault::ShortPinAccepted,
            Fault::UnblockWithoutPuk,
            Fault::ActivationRightNotChecked,
            Fault::PinManagementCannotChange,
        ],
    ),
    (
        management_effects,
        &[
            Fault::PukCounterNotDecremented,
            Fault::PukDoesNotUnblock,
            Fault::PinChangeIgnored,
            Fault::DeactivationIgnored,
            Fault::ActivationIgnored,
        ],
    ),
    (
        passwords_and_types,
        &[
            Fault::TransportPinAuthenticatesTerminal,
            Fault::MrzAcceptedForAuthenticationTerminal,
            Fault::CanAcceptedWithoutCanAllowed,
            Fault::CarMissing,
            Fault::PreviousCarWrong,
            Fault::CarOfOtherTerminalType,
            Fault::CarWithoutChat,
        ],
    ),
    (
        plain_commands,
        &[
            Fault::UnknownPasswordAnswers6a80,
            Fault::CardSecurityReadableWithoutTa,
            Fault::AbsentFileAnswers6982,
            Fault::ForbiddenFileAnswers6a82,
            Fault::ReadPastEnd9000,
            Fault::OffsetCheckMissing,
            Fault::ShortIdentifierDoesNotSelect,
            Fault::ReadOneByteShort,
            Fault::ParametersIgnored,
            Fault::UnknownInstructionAnswers9000,
            Fault::ClassIgnored,
            Fault::MuteAfterError,
        ],
    ),
    (last_step_chained, &[Fault::ChainingBitIgnored]),
    (
        rights,
        &[
            Fault::ReadRightNotChecked,
            Fault::WriteRightNotChecked,
            Fault::UpdateIgnored,
            Fault::DataGroupReadBeforeCa,
            Fault::ChipSecurityReadableByAll,
            Fault::InspectionSystemReadsNothing,
            Fault::ReadBitsShifted,
            Fault::WriteBitsReversed,
        ],
    ),
    (
        session_end,
        &[
            Fault::PlainCommandKeepsSession,
            Fault::RightsSurvivePlainCommand,
            Fault::RightsSurviveReset,
            Fault::RightsSurviveSecureMessagingError,
        ],
    ),
    (refusal, &[Fault::RefusalDropsSession]),
    (
        failed_authentications,
        &[Fault::FailedCaDropsSession, Fault::FailedTaDropsSession],
    ),
    (
        chip_authentication,
        &[
            Fault::CaKeepsOldKeys,
            Fault::CaGrantsNothing,
            Fault::PaceAfterCaAccepted,
        ],
    ),
    (no_chat, &[Fault::TerminalAuthenticationWithoutChat]),
    (
        changing_the_can,
        &[Fault::CanChangeIgnored, Fault::CanChangeAccepted],
    ),
    (keys_after_a_reset, &[Fault::TemporaryKeysSurviveReset]),
    (
        rights_of_certificates,
        &[Fault::CanRightIgnored, Fault::PrivilegedRightIgnored],
    ),
];

fn healthy(card: DeNpa) -> DeNpa {
    card
}

#[test]
fn every_fault_of_the_engine_shows() {
    for (conversation, faults) in TABLE {
        let expected = conversation(&mut Desk::new(), &healthy);
        for fault in *faults {
            let seen = conversation(&mut Desk::new(), &|card: DeNpa| card.with_fault(*fault));
            assert_ne!(seen, expected, "{fault} does not show");
        }
    }
}

#[test]
fn every_fault_of_the_contents_shows_and_shows_something_of_its_own() {
    let expected = contents(&mut Desk::new(), &healthy);
    let mut seen = BTreeMap::new();
    for fault in ContentFault::ALL {
        let text = contents(&mut Desk::new(), &|card: DeNpa| card.with_fault(*fault));
        assert_ne!(text, expected, "{fault:?} does not show");
        assert_eq!(seen.insert(text, fault), None, "{fault:?}");
    }
}

#[test]
fn faults_of_the_layers_below_reach_the_card() {
    let mut desk = Desk::new();
    let card = desk
        .card("adult")
        .with_fault(AnyFault::parse("pace-token-not-checked").unwrap());
    let stopped = desk.pace(card, &wrong_pin(), None).unwrap_err();
    assert!(
        matches!(stopped.error, TerminalError::Token(_)),
        "{}",
        stopped.error
    );
    let card = desk
        .card("adult")
        .with_fault(AnyFault::parse("response-mac-wrong").unwrap());
    let mut terminal = desk.pace(card, &pin(), None).unwrap();
    assert!(matches!(
        terminal.transmit(&command::select_master_file()),
        Err(TerminalError::SecureMessaging(_))
    ));
    let card = desk
        .card("adult")
        .with_fault(AnyFault::parse("error-keeps-session").unwrap());
    let mut card = card_of(desk.pace(card, &pin(), None).unwrap());
    send(
        &mut card,
        &[
            0x0C, 0xB0, 0x9C, 0x00, 0x0A, 0x8E, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 0x00,
        ],
    );
    assert!(card.has_session());
}
