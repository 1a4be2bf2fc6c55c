//! Wrong behaviours of the engine: each breaks one requirement, at one named point.
//!
//! Without the feature `faults` no set of faults but the empty one can be made, so that the wrong code is unreachable.

use std::fmt;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $requirement:literal;)*) => {
        /// One wrong behaviour, chosen at run time. Each says which requirement it breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Fault {
            $(
                $(#[$doc])*
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $name,
            )*
        }

        impl Fault {
            /// All faults.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name by which a person chooses the fault.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The requirement that the fault breaks.
            #[must_use]
            pub const fn violates(self) -> &'static str {
                match self {
                    $(Self::$name => $requirement,)*
                }
            }
        }
    };
}

faults! {
    /// A wrong PIN costs nothing. Seen in prototypes whose counter was only in volatile memory.
    PinCounterNotDecremented = "pin-counter-not-decremented", "[TR-03110-2 §2.2.1]: the counter is decreased for every failed authentication";
    /// The counter falls after the comparison, so that cutting the power in time gives a free try.
    PinCounterDecrementedAfterComparison = "pin-counter-decremented-after-comparison", "[TR-03110-2 §2.2.3]: no try without the counter";
    /// The right PIN does not give the tries back.
    PinCounterNotRestored = "pin-counter-not-restored", "[TR-03110-2 §2.2.3]: the counter is reset to the initial value";
    /// The third try needs no CAN.
    SuspendedPinAcceptedWithoutCan = "suspended-pin-accepted-without-can", "[TR-03110-2 §2.2.3]: attempts are rejected until the password is resumed";
    /// A try without the CAN blocks the PIN, so that anybody in the field can block it. Seen in PersoSim.
    SuspendedPinDecrements = "suspended-pin-decrements", "[TR-03110-2 §2.2.3]: denial of service is prevented";
    /// The CAN resumes the PIN for good and not only in its session.
    ResumeSurvivesReset = "resume-survives-reset", "[TR-03110-2 §2.2.3]: the resumed state is volatile";
    /// A try on a deactivated PIN is counted. Seen in PersoSim.
    DeactivatedPinDecrements = "deactivated-pin-decrements", "[TR-03110-2 §2.4]: a deactivated PIN is not used";
    /// A deactivated PIN is accepted.
    DeactivatedPinAccepted = "deactivated-pin-accepted", "[TR-03110-3 §B.14.2]: 6984 for a deactivated password";
    /// A blocked PIN is accepted when it is right.
    BlockedPinAccepted = "blocked-pin-accepted", "[TR-03110-2 §2.2.3]: no attempt with a blocked password";
    /// The status query says 9000 of a blocked PIN.
    BlockedPinAnswers9000 = "blocked-pin-answers-9000", "[TR-03110-3 §B.14.1]: 63C0 for a blocked password";
    /// The status query says 63C2 of a suspended PIN.
    SuspendedPinAnswers63c2 = "suspended-pin-answers-63c2", "[TR-03110-3 §B.14.1]: 63C1 for a suspended password";
    /// The status query says 9000 of a deactivated PIN.
    DeactivatedPinAnswers9000 = "deactivated-pin-answers-9000", "[TR-03110-3 §B.14.1]: 6283 for a deactivated password";
    /// The status query always says 9000.
    TriesNotTold = "tries-not-told", "[TR-03110-3 §B.14.1]: 63CX tells the remaining tries";
    /// A wrong PIN is answered with one try more than is left.
    TriesLeftTooHigh = "tries-left-too-high", "[TR-03110-3 §B.14.2]: 63CX tells the remaining tries";
    /// A wrong CAN is answered with a counter that it has not.
    CanHasCounter = "can-has-counter", "[TR-03110-3 §B.14.2]: 6300 where nothing is counted";
    /// The PUK sets a new PIN.
    PukChangesPin = "puk-changes-pin", "[TR-03110-4 §3.2.1]: no change of the PIN after PACE with the PUK";
    /// The PUK unblocks without end.
    PukCounterNotDecremented = "puk-counter-not-decremented", "[TR-03110-2 §2.4.1]: the reset counter is decreased";
    /// The PUK does not unblock.
    PukDoesNotUnblock = "puk-does-not-unblock", "[TR-03110-2 §2.4.1]: unblocking resets the retry counter";
    /// A new PIN is taken from anybody.
    PinChangeWithoutPace = "pin-change-without-pace", "[TR-03110-3 §B.7.1]: restricted to authorised terminals";
    /// A new PIN is taken after PACE with the CAN.
    PinChangeAfterCan = "pin-change-after-can", "[TR-03110-3 §B.7.1]: PACE with the PIN";
    /// The change of the PIN says 9000 and changes nothing.
    PinChangeIgnored = "pin-change-ignored", "[TR-03110-3 §B.14.11]: the new PIN is set";
    /// The command that changes the CAN answers 9000 and changes nothing.
    CanChangeIgnored = "can-change-ignored", "[TR-03110-3 §B.14.11]: the new CAN is set";
    /// The CAN changes although the card does not allow it. Seen nowhere; a card that shares the code of both passwords
    /// would.
    CanChangeAccepted = "can-change-accepted", "[TR-03110-4 §3.2.1]: the CAN does not change";
    /// A new PIN may have any length.
    ShortPinAccepted = "short-pin-accepted", "[TR-03127 §3.5.3]: six digits";
    /// The PIN is unblocked without the PUK.
    UnblockWithoutPuk = "unblock-without-puk", "[TR-03110-3 §B.7.1]: PACE with the PUK";
    /// The transport PIN opens the way to Terminal Authentication.
    TransportPinAuthenticatesTerminal = "transport-pin-authenticates-terminal", "[TR-03127 §3.5.3.1]: not for authentication";
    /// The PIN is switched on and off without the right.
    ActivationRightNotChecked = "activation-right-not-checked", "[TR-03110-3 §B.7.2]: effective authorisation for PIN management";
    /// DEACTIVATE says 9000 and does nothing.
    DeactivationIgnored = "deactivation-ignored", "[TR-03110-3 §B.14.13]: the PIN is deactivated";
    /// ACTIVATE says 9000 and does nothing.
    ActivationIgnored = "activation-ignored", "[TR-03110-3 §B.14.12]: the PIN is activated";
    /// A terminal with PIN management may not set a new PIN.
    PinManagementCannotChange = "pin-management-cannot-change", "[TR-03110-4 §3.2.1]: change of the PIN for authorised terminals";
    /// A second PACE in a session succeeds without a PIN to resume.
    SecondPaceAccepted = "second-pace-accepted", "[TR-03110-2 §3.2.2]: at most one execution of PACE";
    /// PACE succeeds after Terminal or Chip Authentication.
    PaceAfterCaAccepted = "pace-after-ca-accepted", "[TR-03110-2 §3.2.2]: at most one execution of PACE";
    /// A failed second PACE ends the session of the first.
    FailedResumeDropsSession = "failed-resume-drops-session", "[TR-03110-2 §3.2.2]: secure messaging is continued";
    /// The suspended PIN cannot be resumed.
    ResumeRefused = "resume-refused", "[TR-03110-2 §2.4.1]: the CAN resumes the PIN";
    /// The MRZ is accepted for authentication terminals.
    MrzAcceptedForAuthenticationTerminal = "mrz-accepted-for-authentication-terminal", "[TR-03110-2 §2.3.2.1]: an authentication terminal uses the PIN";
    /// The CAN is accepted for authentication terminals without the right.
    CanAcceptedWithoutCanAllowed = "can-accepted-without-can-allowed", "[TR-03110-2 §2.3.2.1]: CAN allowed";
    /// An unknown password is answered with 6A80.
    UnknownPasswordAnswers6a80 = "unknown-password-answers-6a80", "[TR-03110-3 §B.14.1]: 6A88 for an unknown password";
    /// The answer to PACE names no trust point.
    CarMissing = "car-missing", "[TR-03110-3 §B.1.4]: 87 is required after a CHAT";
    /// The answer to PACE names a trust point in object 88 that the card has not.
    PreviousCarWrong = "previous-car-wrong", "[TR-03110-3 §B.1.4]: 88 is the previous trust point";
    /// The answer to PACE names trust points of another terminal type.
    CarOfOtherTerminalType = "car-of-other-terminal-type", "[TR-03110-3 §B.1.4]: chosen to suit the terminal type";
    /// The answer to PACE names trust points although no terminal type was.
    CarWithoutChat = "car-without-chat", "[TR-03110-3 §B.1]: 87 and 88 go with a CHAT";
    /// The last step of PACE is taken with the chaining bit.
    ChainingBitIgnored = "chaining-bit-ignored", "[TR-03110-3 §B.13.3]: 6883 for a chain that should end";
    /// Terminal Authentication runs after a PACE that named no terminal type.
    TerminalAuthenticationWithoutChat = "terminal-authentication-without-chat", "[TR-03110-2 §2.3.2.1]: rejected without indication";
    /// A plain command leaves the session alive.
    PlainCommandKeepsSession = "plain-command-keeps-session", "[TR-03110-3 §F.1]: the session ends with a plain command";
    /// A plain command ends secure messaging, but not the rights.
    RightsSurvivePlainCommand = "rights-survive-plain-command", "[TR-03110-3 §F.1]: rights end with the session";
    /// A reset leaves the rights.
    RightsSurviveReset = "rights-survive-reset", "[TR-03110-2 §2.3.4]: rights are bound to the session";
    /// A reset is taken for a command: session, rights and unfinished protocols are still there.
    ResetForgetsNothing = "reset-forgets-nothing", "[TR-03110-3 §F.1]: a session ends with the release of secure messaging";
    /// A wrong checksum ends secure messaging, but not the rights.
    RightsSurviveSecureMessagingError = "rights-survive-secure-messaging-error", "[TR-03110-3 §F.1]: rights end with the session";
    /// A refused command ends the session.
    RefusalDropsSession = "refusal-drops-session", "[TR-03110-3 §F.1]: only errors of secure messaging end it";
    /// A failed Chip Authentication ends the session.
    FailedCaDropsSession = "failed-ca-drops-session", "[TR-03110-2 §3.4.2]: secure messaging is continued";
    /// A failed Terminal Authentication ends the session.
    FailedTaDropsSession = "failed-ta-drops-session", "[TR-03110-2 §3.3.2]: secure messaging is retained";
    /// Chip Authentication leaves the old keys in force.
    CaKeepsOldKeys = "ca-keeps-old-keys", "[TR-03110-2 §3.4.2]: secure messaging is restarted";
    /// Chip Authentication grants no rights.
    CaGrantsNothing = "ca-grants-nothing", "[TR-03110-2 §2.3.4]: access according to the rights";
    /// Restricted Identification runs before Chip Authentication.
    RiBeforeCa = "ri-before-ca", "[TR-03110-2 §2.3.4]: rights are bound to Chip Authentication";
    /// Every authenticated terminal reads every data group.
    ReadRightNotChecked = "read-right-not-checked", "[TR-03110-4 §2.2.2]: read rights of the data group";
    /// Every authenticated terminal writes every data group that can be written.
    WriteRightNotChecked = "write-right-not-checked", "[TR-03110-4 §2.2.2]: write rights of the data group";
    /// UPDATE BINARY says 9000 and writes nothing.
    UpdateIgnored = "update-ignored", "[ISO 7816-4 §11.2.5]: the file is updated";
    /// Data groups open before Chip Authentication.
    DataGroupReadBeforeCa = "dg-read-before-ca", "[TR-03110-2 §2.3.4]: rights are bound to Chip Authentication";
    /// EF.CardSecurity is read without Terminal Authentication.
    CardSecurityReadableWithoutTa = "cardsecurity-readable-without-ta", "[TR-03110-3 §A.1.2]: restricted to authenticated terminals";
    /// EF.ChipSecurity is read by terminals that are not privileged.
    ChipSecurityReadableByAll = "chipsecurity-readable-by-all", "[TR-03110-3 §A.1.2]: restricted to privileged terminals";
    /// Inspection systems may not read the eID application.
    InspectionSystemReadsNothing = "inspection-system-reads-nothing", "[TR-03110-4 §2.2.2]: inspection systems read all data groups";
    /// A file that is not there is answered with 6982.
    AbsentFileAnswers6982 = "absent-file-answers-6982", "[ISO 7816-4 §5.6]: 6A82 for a file that is not there";
    /// A file that may not be read is answered with 6A82.
    ForbiddenFileAnswers6a82 = "forbidden-file-answers-6a82", "[ISO 7816-4 §5.6]: 6982 for a file that may not be read";
    /// Reading past the end is answered with 9000.
    ReadPastEnd9000 = "read-past-end-9000", "[ISO 7816-4 §11.2.3]: 6282 for a short answer";
    /// An offset outside the file is answered with 9000 and nothing.
    OffsetCheckMissing = "offset-check-missing", "[ISO 7816-4 §11.2.2]: 6B00 for an offset outside the file";
    /// A file read by its short identifier does not become the current one.
    ShortIdentifierDoesNotSelect = "short-identifier-does-not-select", "[ISO 7816-4 §11.2.2]: the file becomes the current one";
    /// READ BINARY gives one byte less than asked for.
    ReadOneByteShort = "read-one-byte-short", "[ISO 7816-4 §11.2.3]: as many bytes as the command expects";
    /// Any P1-P2 is taken as a legal one.
    ParametersIgnored = "parameters-ignored", "[ISO 7816-4 §5.6]: 6A86 for wrong parameters";
    /// An unknown instruction is answered with 9000.
    UnknownInstructionAnswers9000 = "unknown-instruction-answers-9000", "[ISO 7816-4 §5.6]: 6D00 for an unknown instruction";
    /// An unknown class is taken for class 00.
    ClassIgnored = "class-ignored", "[ISO 7816-4 §5.4.1]: 6E00 for an unknown class";
    /// After a refusal the card answers nothing but 6F00 until it is reset.
    MuteAfterError = "mute-after-error", "[ISO 7816-4 §5.2]: each command has its response";
    /// The keys of certificates survive a reset.
    TemporaryKeysSurviveReset = "temporary-keys-survive-reset", "[TR-03110-3 §A.7.2.2]: temporarily imported keys are lost with the session";
    /// The rights to read data groups are counted one bit too far.
    ReadBitsShifted = "read-bits-shifted", "[TR-03110-4 §2.2.3.2]: bit 8 stands for data group 1";
    /// The rights to write data groups are counted from the wrong end.
    WriteBitsReversed = "write-bits-reversed", "[TR-03110-4 §2.2.3.2]: bit 37 stands for data group 17";
    /// The right to use the CAN is not seen.
    CanRightIgnored = "can-right-ignored", "[TR-03110-2 §2.3.2.1]: CAN allowed";
    /// Authentication terminals never count as privileged.
    PrivilegedRightIgnored = "privileged-right-ignored", "[TR-03110-2 §2.1.4]: privileged terminals";
    /// MSE takes an expected length although it has no answer.
    UnexpectedLeAccepted = "unexpected-le-accepted", "[ISO 7816-4 §5.2]: 6700 for a wrong length";
    /// A command that expects no data gets them, GENERAL AUTHENTICATE above all.
    MissingLeAccepted = "missing-le-accepted", "[ISO 7816-4 §5.2]: no data without an expected length";
    /// GET CHALLENGE gives as few bytes as the terminal wants, and they are all that has to be signed.
    ShortChallengeGiven = "short-challenge-given", "[TR-03110-3 §B.14.6]: eight bytes of randomness";
    /// Every command leaves some memory behind.
    MemoryLeak = "memory-leak", "bounded memory";
    /// Every command leaves some memory behind, until there is none.
    MemoryRunsOut = "memory-runs-out", "[ISO 7816-4 §5.2]: each command has its response";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Fault {
    /// The fault with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }
}

/// The faults that a card has: none, unless the feature `faults` is on and somebody asked for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    #[cfg(feature = "faults")]
    set: u128,
}

impl Faults {
    /// No fault.
    #[cfg(feature = "faults")]
    pub const NONE: Self = Self { set: 0 };
    /// No fault.
    #[cfg(not(feature = "faults"))]
    pub const NONE: Self = Self {};

    /// These faults and one more.
    #[cfg(feature = "faults")]
    #[must_use]
    pub const fn with(self, fault: Fault) -> Self {
        Self {
            set: self.set | 1 << fault as u32,
        }
    }

    /// Whether this fault is wanted.
    #[must_use]
    pub const fn has(self, fault: Fault) -> bool {
        #[cfg(feature = "faults")]
        return self.set >> fault as u32 & 1 == 1;
        #[cfg(not(feature = "faults"))]
        {
            let Self {} = self;
            let _ = fault;
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_fault_has_a_name_of_its_own_in_kebab_case() {
        assert!(Fault::ALL.len() < 128);
        for fault in Fault::ALL {
            assert_eq!(Fault::parse(fault.name()), Some(*fault));
            assert!(
                fault
                    .name()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{fault}"
            );
        }
        assert_eq!(Fault::parse("no-such-fault"), None);
    }
}
