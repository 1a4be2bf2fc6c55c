//! Wrong behaviours that a card can be told to have: each breaks one requirement, at one named point of this side.
//!
//! Without the feature `faults` no set of faults but the empty one can be made, so that the wrong code is unreachable.

use std::fmt;
use std::str::FromStr;

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
    /// Every run of PACE uses the same nonce. Seen in cards with a random generator that is not seeded.
    PaceNonceReused = "pace-nonce-reused", "[TR-03110-2 §3.2.1] step 1: the nonce is chosen randomly";
    /// The terminal's token is not compared: any password opens the channel.
    PaceTokenNotChecked = "pace-token-not-checked", "[TR-03110-2 §3.2.1] step 3d: tokens are verified";
    /// The card accepts its own public key as the terminal's.
    PaceOwnKeyAccepted = "pace-own-key-accepted", "[TR-03110-2 §3.2.1] step 3b: the two public keys differ";
    /// A mapping key that is no point of the curve is taken for the base point. Invalid curve attacks live on this.
    PaceMapInvalidPointAccepted = "pace-map-invalid-point-accepted", "[TR-03110-3 §A.2.2.1]: public keys are validated";
    /// An agreement key that is no point of the curve is taken for the base point.
    PaceAgreeInvalidPointAccepted = "pace-agree-invalid-point-accepted", "[TR-03110-3 §A.2.2.1]: public keys are validated";
    /// Every terminal type may use every password.
    PacePasswordNotTiedToTerminalType = "pace-password-not-tied-to-terminal-type", "[TR-03110-2 §2.3.2.1]: passwords of terminal types";
    /// The rights asked for in PACE do not confine the terminal.
    ChatNotIntersected = "chat-not-intersected", "[TR-03110-3 §2.7.1]: confined authorization";
    /// The rights of the document verifier do not confine the terminal.
    DvRightsNotIntersected = "dv-rights-not-intersected", "[TR-03110-3 §2.7] step 2";
    /// The signature of a certificate is not checked.
    CertificateSignatureNotChecked = "certificate-signature-not-checked", "[TR-03110-3 §2.5.1] step 1";
    /// An expired DV or terminal certificate is accepted.
    CertificateExpiryNotChecked = "certificate-expiry-not-checked", "[TR-03110-3 §2.5.1] step 1";
    /// A DV certificate signed by a DV, or a terminal's signed by a CVCA, is accepted.
    RoleOrderNotChecked = "role-order-not-checked", "[TR-03110-3 §2.7.2]: who issues certificates for whom";
    /// The certificate's issuer need not be the selected key.
    CarNotChecked = "car-not-checked", "[TR-03110-3 §C.1.2]: CAR equals the issuer's CHR";
    /// The terminal type of PACE and of the certificates may differ.
    TerminalTypeNotChecked = "terminal-type-not-checked", "[TR-03110-3 §2.7.1]: equal terminal types";
    /// The terminal certificate of a foreign DV moves the current date.
    DateMovedByForeignDv = "date-moved-by-foreign-dv", "[TR-03110-3 §2.5]: accurate terminal certificates";
    /// An older certificate moves the current date back, so that expired ones live again.
    DateMovedBackwards = "date-moved-backwards", "[TR-03110-3 §2.5.2] step 3 i";
    /// No certificate moves the current date.
    DateNeverMoved = "date-never-moved", "[TR-03110-3 §2.5.1] step 2";
    /// The terminal's signature is not checked.
    TaSignatureNotChecked = "ta-signature-not-checked", "[TR-03110-2 §3.3.1] step 6";
    /// A challenge may be answered twice.
    TaChallengeReusable = "ta-challenge-reusable", "[TR-03110-2 §3.3.1] step 4: a random challenge for each run";
    /// Terminal Authentication can be run again in a session.
    TaRepeatable = "ta-repeatable", "[TR-03110-2 §3.3.2]: at most one execution";
    /// The signature need not cover the auxiliary data.
    TaAuxiliaryDataNotBound = "ta-auxiliary-data-not-bound", "[TR-03110-2 §3.3.1] step 5: A_PCD is signed";
    /// The signature must leave the card's name out, as if two cards could not be confused.
    TaIdentifierLeftOut = "ta-identifier-left-out", "[TR-03110-2 §3.3.1] step 5: ID_ICC is signed";
    /// MSE:Set AT takes the imported key whatever name the terminal says.
    TaHolderNotChecked = "ta-holder-not-checked", "[TR-03110-3 §B.14.1]: 83 is the name of the terminal's key";
    /// MSE:Set AT takes the name of the terminal's key from the object for private keys.
    TaReferenceTagNotChecked = "ta-reference-tag-not-checked", "[TR-03110-3 §B.3]: 83 is required";
    /// The key of a document verifier authenticates a terminal.
    TaRoleNotChecked = "ta-role-not-checked", "[TR-03110-2 §3.3.1] step 1: the chain ends with the terminal certificate";
    /// The key of a trust point authenticates a terminal.
    TaTrustPointAccepted = "ta-trust-point-accepted", "[TR-03110-2 §3.3.1] step 1: the chain ends with the terminal certificate";
    /// Without MSE:Set AT the key imported last and no ephemeral key count.
    TaTemplateNotNeeded = "ta-template-not-needed", "[TR-03110-3 §B.3]: MSE:Set AT selects the key";
    /// Without GET CHALLENGE an empty challenge counts.
    TaChallengeNotNeeded = "ta-challenge-not-needed", "[TR-03110-2 §3.3.1] step 4: the card chooses a challenge";
    /// Of two challenges the first one counts.
    TaFirstChallengeCounts = "ta-first-challenge-counts", "[TR-03110-2 §3.3.1] step 4: a random challenge for each run";
    /// Every challenge is the same. Seen in cards with a random generator that is not seeded.
    TaChallengeRepeated = "ta-challenge-repeated", "[TR-03110-2 §3.3.1] step 4: a random challenge for each run";
    /// A challenge asked for before MSE:Set AT is forgotten.
    TaEarlyChallengeForgotten = "ta-early-challenge-forgotten", "[TR-03110-3 §B.3]: GET CHALLENGE may come first";
    /// The key of Chip Authentication need not be the one of Terminal Authentication.
    CaKeyNotBound = "ca-key-not-bound", "[TR-03110-2 §3.4.1] step 3";
    /// The chip's token is wrong.
    CaTokenWrong = "ca-token-wrong", "[TR-03110-2 §3.4.1] step 5";
    /// Every Chip Authentication uses the same nonce.
    CaNonceReused = "ca-nonce-reused", "[TR-03110-2 §3.4.1] step 5: the nonce is chosen randomly";
    /// An ephemeral key that is no point of the curve is taken for the base point.
    CaInvalidPointAccepted = "ca-invalid-point-accepted", "[TR-03110-3 §A.2.2.1]: public keys are validated";
    /// The ephemeral key is taken from whatever object comes.
    CaKeyTagNotChecked = "ca-key-tag-not-checked", "[TR-03110-3 §B.2]: 80 is the ephemeral key";
    /// The key shared by the generation serves whatever private key the terminal names.
    CaKeyReferenceIgnored = "ca-key-reference-ignored", "[TR-03110-3 §B.14.1]: 84 names the private key";
    /// Leading zeros of the ephemeral key's coordinates are left out of the token. Seen with big integers made bytes.
    CaLeadingZerosDropped = "ca-leading-zeros-dropped", "[TR-03110-3 §D.2.1.2]: coordinates have the length of the prime";
    /// Coordinates that begin with a one bit get a zero byte in the token. Seen with big integers that have a sign.
    CaHighBitExtended = "ca-high-bit-extended", "[TR-03110-3 §D.2.1.2]: coordinates have the length of the prime";
    /// Chip Authentication runs without Terminal Authentication.
    CaWithoutTa = "ca-without-ta", "[TR-03110-2 §3.4.1]: Terminal Authentication first";
    /// The individual key serves terminals that are not privileged.
    CaPrivilegedKeyForAll = "ca-privileged-key-for-all", "[TR-03110-2 §2.1.4]";
    /// The sector public key need not be that of the terminal certificate. Seen in the simulator card of an eID client.
    RiSectorNotChecked = "ri-sector-not-checked", "[TR-03110-3 §C.3.2.1]";
    /// A key kept for authorised terminals serves all.
    RiAuthorizedOnlyIgnored = "ri-authorized-only-ignored", "[TR-03110-3 §A.1.1.4]: authorizedOnly";
    /// The identifier does not depend on the sector, so that sectors can be linked.
    RiSectorsLinkable = "ri-sectors-linkable", "[TR-03110-2 §3.6]: identifiers of two sectors cannot be linked";
    /// The identifier depends on the session, so that the holder is a stranger each time.
    RiIdentifierOfSession = "ri-identifier-of-session", "[TR-03110-2 §3.6]: the identifier is the same in each session";
    /// The identifier for the first sector comes in the object for the second, and the other way round.
    RiAnswerTagsSwapped = "ri-answer-tags-swapped", "[TR-03110-3 §B.4]: 81 for the first sector, 83 for the second";
    /// A key for every terminal serves authorised terminals only.
    RiRightAlwaysNeeded = "ri-right-always-needed", "[TR-03110-3 §A.1.1.4]: authorizedOnly";
    /// An unknown protocol is taken for Restricted Identification.
    RiProtocolNotChecked = "ri-protocol-not-checked", "[TR-03110-3 §B.14.1]: 80 is the protocol";
    /// Age verification says yes for no, and no for yes.
    AgeInverted = "age-inverted", "[TR-03110-3 §A.7.5.2]";
    /// Who has the birthday asked for is called too young.
    AgeBirthdayExcluded = "age-birthday-excluded", "[TR-03110-3 §A.7.5.2]: born not after the required date";
    /// Unknown parts of the date of birth count as the earliest day possible.
    AgeUnknownPartsEarliest = "age-unknown-parts-earliest", "[TR-03127 §3.4.3]: unknown parts count against the holder";
    /// An expired document is called valid.
    ValidityNotChecked = "validity-not-checked", "[TR-03110-3 §A.7.5.3]";
    /// A valid document is called expired, and an expired one valid.
    ValidityInverted = "validity-inverted", "[TR-03110-3 §A.7.5.3]";
    /// The document ends a day too early.
    ValidityLastDayExcluded = "validity-last-day-excluded", "[TR-03110-3 §A.7.5.3]: expiry not before the current date";
    /// Any municipality id matches.
    MunicipalityNotChecked = "municipality-not-checked", "[TR-03110-3 §A.7.5.4]";
    /// No municipality id matches, as when text is compared with octets.
    MunicipalityNeverMatches = "municipality-never-matches", "[TR-03110-3 §A.7.5.4]";
    /// Only the whole municipality id matches.
    MunicipalityWholeOnly = "municipality-whole-only", "[TR-03110-3 §A.7.5.4]: the leftmost octets are compared";
    /// The first of several templates counts.
    AuxiliaryFirstTemplateCounts = "auxiliary-first-template-counts", "[TR-03110-3 §A.7.5]: the last template counts";
    /// What the terminal did not commit to is confirmed.
    AuxiliaryDataNotNeeded = "auxiliary-data-not-needed", "[TR-03110-3 §B.14.10]: 6A88 without auxiliary data";
    /// Comparisons need no right.
    AuxiliaryRightNotChecked = "auxiliary-right-not-checked", "[TR-03110-3 §B.14.10]: 6982 without the right";
    /// A link certificate is accepted and forgotten.
    LinkCertificateIgnored = "link-certificate-ignored", "[TR-03110-3 §2.7.2]: the trust point is updated";
    /// An expired trust point still verifies document verifiers.
    ExpiredTrustPointUsable = "expired-trust-point-usable", "[TR-03110-3 §2.5.1]: disabled trust points";
    /// A temporary key stays selectable when a newer one has been imported.
    OldTemporaryKeySelectable = "old-temporary-key-selectable", "[TR-03110-3 §A.7.2.2]";
    /// A certificate with a missing or impossible date is accepted.
    CertificateInvalidDateAccepted = "certificate-invalid-date-accepted", "[TR-03110-3 §D.2.1.3]";
    /// A certificate whose key has a foreign algorithm identifier is accepted.
    CertificateInvalidOidAccepted = "certificate-invalid-oid-accepted", "[TR-03110-3 §A.7.4.2]";
    /// A certificate is accepted, and its key forgotten.
    CertificateNotImported = "certificate-not-imported", "[TR-03110-3 §2.5.1] step 2: the public key is imported";
    /// The issuer that the certificate names counts, not the key that was selected.
    IssuerNeedNotBeSelected = "issuer-need-not-be-selected", "[TR-03110-3 §B.3] step 1: MSE:Set DST selects the key";
    /// A certificate that cannot be read is answered with 9000, and nothing is done.
    MalformedCertificateAnswers9000 = "malformed-certificate-answers-9000", "[TR-03110-3 §B.14.5]: 9000 for an imported certificate";
    /// A certificate whose signature has a zero for r or s is accepted. Seen in a widespread runtime in 2022.
    CertificateZeroSignatureAccepted = "certificate-zero-signature-accepted", "[TR-03111 §4.2.1.2] step 1: r and s are not zero";
    /// A certificate that ends before it begins is accepted.
    CertificateReversedDatesAccepted = "certificate-reversed-dates-accepted", "[TR-03110-3 §C.1.6]: the validity period";
    /// The current date moves although the certificate is refused.
    DateMovedByRejectedCertificate = "date-moved-by-rejected-certificate", "[TR-03110-3 §2.5.1] step 2: only after the validation";
    /// A DV or terminal certificate may bring domain parameters of its own.
    CertificateParametersAccepted = "certificate-parameters-accepted", "[TR-03110-3 §C.1.3]: domain parameters are inherited";
    /// A certificate with a right that has no name yet is refused.
    UnnamedRightsRefused = "unnamed-rights-refused", "[TR-03110-3 §C.1.5]: bits reserved for future use";
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault of the EAC protocols is called {0:?}")]
pub struct UnknownFault(pub String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .iter()
            .copied()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl Fault {
    /// The fault with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
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
            let _ = fault;
            false
        }
    }
}

#[cfg(feature = "faults")]
impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self::NONE.with(fault)
    }
}

#[cfg(feature = "faults")]
impl FromIterator<Fault> for Faults {
    fn from_iter<I: IntoIterator<Item = Fault>>(faults: I) -> Self {
        faults.into_iter().fold(Self::NONE, Self::with)
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
            assert!(fault.violates().starts_with('['), "{fault}");
        }
        assert_eq!(Fault::parse("no-such-fault"), None);
    }

    #[cfg(feature = "faults")]
    #[test]
    fn a_set_has_what_was_put_in() {
        let faults = super::Faults::from(Fault::AgeInverted).with(Fault::CarNotChecked);
        assert!(faults.has(Fault::CarNotChecked) && faults.has(Fault::AgeInverted));
        assert!(!faults.has(Fault::CaTokenWrong));
        assert_eq!(super::Faults::default(), super::Faults::NONE);
    }
}
