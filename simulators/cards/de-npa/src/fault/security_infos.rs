//! Wrong SecurityInfos: one mistake each, in one of the three files that hold them.
//!
//! A set of SecurityInfos comes in, the same set with the mistake goes out. The signed files are signed again, so that
//! nothing else is wrong with them. Works on bytes: most mistakes cannot be said with the types of the codec.

use crypto::Curve;
use eac::encoding::security_infos::{
    PaceDomainParameterInfo, RestrictedIdentificationDomainParameterInfo,
};
use eac::encoding::{AlgorithmIdentifier, SecurityInfo, oid};
use iso7816::tlv::{Tag, encode};

use super::info_set::{
    SET, info, int, key_off_curve, last_hash_short, members, remove, replace, set_of,
    shrink_privileged, tagged,
};

const BOOLEAN: Tag = Tag::new(0x01);
const OCTET_STRING: Tag = Tag::new(0x04);
const UTF8_STRING: Tag = Tag::new(0x0C);
const SEQUENCE: Tag = Tag::new(0x30);

/// A file that holds SecurityInfos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InfosFile {
    /// EF.CardAccess, which everybody can read.
    CardAccess,
    /// EF.CardSecurity, signed.
    CardSecurity,
    /// EF.ChipSecurity, signed, for privileged terminals.
    ChipSecurity,
}

macro_rules! mistakes {
    ($($(#[$doc:meta])* $name:ident, $requirement:literal: $($file:ident = $text:literal),+;)*) => {
        /// A mistake in a set of SecurityInfos.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum InfosMistake {
            $(
                $(#[$doc])*
                #[doc = concat!("Breaks `", $requirement, "`.")]
                $name,
            )*
        }

        /// A mistake in the SecurityInfos of one file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct InfosFault {
            pub(super) file: InfosFile,
            pub(super) mistake: InfosMistake,
        }

        impl InfosFault {
            /// All mistakes that make sense, file by file.
            pub const ALL: &'static [Self] = &[
                $($(Self { file: InfosFile::$file, mistake: InfosMistake::$name },)+)*
            ];

            /// The name by which a person chooses the fault.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match (self.file, self.mistake) {
                    $($((InfosFile::$file, InfosMistake::$name) => $text,)+)*
                    // Cannot be reached: values come from the list above only.
                    _ => "",
                }
            }

            /// The requirement that the fault breaks.
            #[must_use]
            pub const fn violates(self) -> &'static str {
                match self.mistake {
                    $(InfosMistake::$name => $requirement,)*
                }
            }
        }
    };
}

mistakes! {
    /// There is a second PACEInfo, with a reserved parameter identifier.
    PaceParameterReserved, "[TR-03110-3 §A.2.1.1]: 19 to 31 are reserved":
        CardAccess = "cardaccess-pace-parameter-reserved",
        CardSecurity = "cardsecurity-pace-parameter-reserved",
        ChipSecurity = "chipsecurity-pace-parameter-reserved";
    /// There is a PACEDomainParameterInfo that no PACEInfo uses.
    PaceDomainParametersUnused, "[TR-03110-3 §A.1.1.1]: explicit parameters belong to a PACEInfo":
        CardAccess = "cardaccess-pace-parameters-unused",
        CardSecurity = "cardsecurity-pace-parameters-unused",
        ChipSecurity = "chipsecurity-pace-parameters-unused";
    /// There is a ChipAuthenticationInfo of version 4.
    ChipAuthenticationVersionUnknown, "[TR-03110-3 §A.1.1.2]: versions 1, 2 and 3":
        CardAccess = "cardaccess-chip-authentication-version-4",
        CardSecurity = "cardsecurity-chip-authentication-version-4",
        ChipSecurity = "chipsecurity-chip-authentication-version-4";
    /// There are domain parameters for Chip Authentication with a reserved number.
    ChipParametersReserved, "[TR-03110-3 §A.2.1.1]: 19 to 31 are reserved":
        CardAccess = "cardaccess-chip-parameters-reserved",
        CardSecurity = "cardsecurity-chip-parameters-reserved",
        ChipSecurity = "chipsecurity-chip-parameters-reserved";
    /// The TerminalAuthenticationInfo of version 2 names EF.CVCA.
    TerminalAuthenticationWithFile, "[TR-03110-3 §A.1.1.3]: no efCVCA in version 2":
        CardAccess = "cardaccess-terminal-authentication-with-file",
        CardSecurity = "cardsecurity-terminal-authentication-with-file",
        ChipSecurity = "chipsecurity-terminal-authentication-with-file";
    /// The location in the CardInfo is a UTF8String.
    CardInfoWrongString, "[TR-03110-3 §A.1.1.7]: urlCardInfo is an IA5String":
        CardAccess = "cardaccess-card-info-wrong-string",
        CardSecurity = "cardsecurity-card-info-wrong-string",
        ChipSecurity = "chipsecurity-card-info-wrong-string";
    /// There is a PSAInfo without keyId.
    PsaWithoutKeyId, "[TR-03110-3 §A.1.1.2]: keyId must be used":
        CardAccess = "cardaccess-psa-without-key-id";
    /// The privileged key has no domain parameters.
    PrivilegedWithoutParameters, "[TR-03110-3 §A.1.2.1]: info and domain parameters for each privileged key":
        CardAccess = "cardaccess-privileged-without-parameters",
        ChipSecurity = "chipsecurity-privileged-without-parameters";
    /// The privileged key has no public key.
    PrivilegedWithoutPublicKey, "[TR-03110-3 §A.1.2.3]: the public key of each privileged key":
        ChipSecurity = "chipsecurity-privileged-without-public-key";
    /// The public key for Chip Authentication is off its curve.
    ChipKeyOffCurve, "[TR-03110-3 §A.1.1.2]: the public key in encoded form":
        CardSecurity = "cardsecurity-chip-key-off-curve",
        ChipSecurity = "chipsecurity-chip-key-off-curve";
    /// There is no public key for Chip Authentication.
    WithoutChipKey, "[TR-03110-3 §A.1.2.2]: the public key of each ChipAuthenticationInfo":
        CardSecurity = "cardsecurity-without-chip-key";
    /// There is a RestrictedIdentificationInfo of version 2.
    RestrictedVersionUnknown, "[TR-03110-3 §A.1.1.4]: version 1":
        CardSecurity = "cardsecurity-restricted-version-2",
        ChipSecurity = "chipsecurity-restricted-version-2";
    /// There are two sets of domain parameters for Restricted Identification.
    RestrictedParametersTwice, "[TR-03110-3 §A.1.1.4]: at most one RestrictedIdentificationDomainParameterInfo":
        CardSecurity = "cardsecurity-restricted-parameters-twice",
        ChipSecurity = "chipsecurity-restricted-parameters-twice";
    /// A hash of a data group lacks a byte.
    EidHashShort, "[TR-03110-3 §A.1.1.8]: hash values":
        ChipSecurity = "chipsecurity-eid-hash-short";
    /// There is no TerminalAuthenticationInfo.
    WithoutTerminalAuthentication, "[TR-03110-3 §A.1.2.1]: TerminalAuthenticationInfo":
        CardAccess = "cardaccess-without-terminal-authentication",
        CardSecurity = "cardsecurity-without-terminal-authentication",
        ChipSecurity = "chipsecurity-without-terminal-authentication";
    /// Nothing is said of Chip Authentication.
    WithoutChipAuthentication, "[TR-03110-3 §A.1.2.1]: ChipAuthenticationInfo":
        CardAccess = "cardaccess-without-chip-authentication";
    /// There is no CardInfo.
    WithoutCardInfo, "[TR-03110-3 §A.1.1.7]: exactly one CardInfo should be there":
        CardAccess = "cardaccess-without-card-info",
        CardSecurity = "cardsecurity-without-card-info",
        ChipSecurity = "chipsecurity-without-card-info";
    /// The infos are not in ascending order.
    Unsorted, "[TR-03110-3 §D]: DER, so a SET OF is sorted":
        CardAccess = "cardaccess-unsorted",
        CardSecurity = "cardsecurity-unsorted";
}

/// A set of SecurityInfos with the mistake. A set that cannot be read, or has nothing to make the mistake in, stays.
pub(super) fn with_mistake(mistake: InfosMistake, set: &[u8]) -> Vec<u8> {
    let Some(mut infos) = members(set) else {
        return set.to_vec();
    };
    change(mistake, &mut infos);
    match mistake {
        InfosMistake::Unsorted => {
            infos.reverse();
            encode(SET, &infos.concat())
        }
        _ => set_of(infos),
    }
}

fn change(mistake: InfosMistake, infos: &mut Vec<Vec<u8>>) {
    match mistake {
        InfosMistake::PaceParameterReserved => {
            infos.push(info(oid::ID_PACE.child(&[2, 4]), &[int(2), int(20)]))
        }
        InfosMistake::PaceDomainParametersUnused => infos.push(unused_pace_parameters()),
        InfosMistake::ChipAuthenticationVersionUnknown => {
            infos.push(info(oid::ID_CA.child(&[2, 2]), &[int(4), int(41)]));
        }
        InfosMistake::ChipParametersReserved => {
            let reserved = [tagged(oid::STANDARDIZED_DOMAIN_PARAMETERS), int(20)].concat();
            infos.push(info(
                oid::ID_CA_ECDH,
                &[encode(SEQUENCE, &reserved), int(41)],
            ));
        }
        InfosMistake::TerminalAuthenticationWithFile => {
            let file = encode(SEQUENCE, &encode(OCTET_STRING, &[0x01, 0x1C]));
            replace(infos, oid::ID_TA, |_| {
                info(oid::ID_TA, &[int(2), file.clone()])
            });
        }
        InfosMistake::CardInfoWrongString => {
            let location = [encode(UTF8_STRING, b"https://example.org/card.xml")];
            replace(infos, oid::ID_CI, |_| info(oid::ID_CI, &location));
        }
        InfosMistake::PsaWithoutKeyId => {
            let data = encode(SEQUENCE, &[int(1), int(0), int(1)].concat());
            infos.push(info(oid::ID_PSA_ECDH_ECSCHNORR_SHA_256, &[data]));
        }
        InfosMistake::RestrictedVersionUnknown => {
            let data = encode(
                SEQUENCE,
                &[int(2), int(3), encode(BOOLEAN, &[0xFF])].concat(),
            );
            infos.push(info(oid::ID_RI_ECDH.child(&[3]), &[data]));
        }
        InfosMistake::RestrictedParametersTwice => infos.push(more_restricted_parameters()),
        InfosMistake::PrivilegedWithoutParameters => shrink_privileged(infos, oid::ID_CA_ECDH),
        InfosMistake::PrivilegedWithoutPublicKey => shrink_privileged(infos, oid::ID_PK_ECDH),
        InfosMistake::ChipKeyOffCurve => replace(infos, oid::ID_PK_ECDH, key_off_curve),
        InfosMistake::EidHashShort => replace(infos, oid::ID_EID_SECURITY, last_hash_short),
        InfosMistake::WithoutChipKey => remove(infos, oid::ID_PK_ECDH),
        InfosMistake::WithoutTerminalAuthentication => remove(infos, oid::ID_TA),
        InfosMistake::WithoutChipAuthentication => remove(infos, oid::ID_CA),
        InfosMistake::WithoutCardInfo => remove(infos, oid::ID_CI),
        InfosMistake::Unsorted => {}
    }
}

fn unused_pace_parameters() -> Vec<u8> {
    let parameters = PaceDomainParameterInfo {
        protocol: oid::ID_PACE_ECDH_IM,
        domain_parameter: AlgorithmIdentifier::explicit(Curve::P384),
        parameter_id: Some(40),
    };
    SecurityInfo::PaceDomainParameter(parameters).encode()
}

fn more_restricted_parameters() -> Vec<u8> {
    let parameters = RestrictedIdentificationDomainParameterInfo {
        protocol: oid::ID_RI_ECDH,
        domain_parameter: AlgorithmIdentifier::standardized(Curve::P256),
    };
    SecurityInfo::RestrictedIdentificationDomainParameter(parameters).encode()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::super::info_set::shortened;
    use super::{InfosFault, InfosMistake, SET, info, int, members, oid, set_of, with_mistake};
    use iso7816::tlv::encode;

    fn infos() -> Vec<u8> {
        set_of(vec![
            info(oid::ID_TA, &[int(2)]),
            info(oid::ID_CI, &[int(1)]),
            info(oid::ID_PACE.child(&[2, 2]), &[int(2)]),
        ])
    }

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<_> = InfosFault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), InfosFault::ALL.len());
        assert!(!names.contains(""));
    }

    #[test]
    fn a_mistake_leaves_the_other_infos_and_their_order_alone() {
        let wrong = with_mistake(InfosMistake::WithoutTerminalAuthentication, &infos());
        let kept = members(&wrong).unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.is_sorted());
        assert!(
            kept.iter()
                .all(|info| members(&infos()).unwrap().contains(info))
        );
        let unsorted = members(&with_mistake(InfosMistake::Unsorted, &infos())).unwrap();
        assert!(!unsorted.is_sorted());
    }

    #[test]
    fn what_cannot_be_read_stays() {
        assert_eq!(
            with_mistake(InfosMistake::Unsorted, &[0x30, 0x00]),
            [0x30, 0x00]
        );
    }

    #[test]
    fn lengths_follow_when_the_last_byte_goes() {
        let whole = encode(SET, &encode(SET, &[0x04, 0x02, 0xAA, 0xBB]));
        assert_eq!(
            shortened(&whole).unwrap(),
            encode(SET, &encode(SET, &[0x04, 0x01, 0xAA]))
        );
    }
}
