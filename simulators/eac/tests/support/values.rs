//! Arbitrary values of every encoding.

use std::sync::LazyLock;

use crypto::{Cipher, Curve, Hash, PrivateKey, PublicKey};
use eac::encoding::security_infos::{
    ActiveAuthenticationInfo, CardInfo, CardInfoData, ChipAuthenticationDomainParameterInfo,
    ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo, DataGroupHash, EidSecurityInfo,
    EidVersionInfo, ExtendedCardInfo, FileId, MobileEidTypeInfo, PaceDomainParameterInfo, PaceInfo,
    PasswordFlags, PasswordInfo, PasswordProperties, PrivilegedTerminalInfo,
    PseudonymAuthorization, PseudonymousSignatureInfo, PseudonymousSignatureKeyInfo,
    RestrictedIdentificationDomainParameterInfo, RestrictedIdentificationInfo,
    SupportedTerminalType, TerminalAuthenticationInfo, UnknownInfo,
};
use eac::encoding::{
    AlgorithmIdentifier, CaProtocol, CertificateBody, CertificateExtension,
    CertificateHolderReference, Chat, CvDate, CvPublicKey, KeyMaterial, Oid, PaceProtocol,
    RiProtocol, SecurityInfo, SecurityInfos, SubjectPublicKeyInfo, TaProtocol, TerminalType,
    digest_oid, oid,
};
use proptest::prelude::*;

pub static KEYS: LazyLock<Vec<PublicKey>> = LazyLock::new(|| {
    Curve::ALL
        .iter()
        .map(|curve| PrivateKey::generate(*curve, &mut super::rng::rng(1)).public_key())
        .collect()
});

pub fn key() -> impl Strategy<Value = PublicKey> {
    (0..KEYS.len()).prop_map(|index| KEYS[index].clone())
}

pub fn curve() -> impl Strategy<Value = Curve> {
    prop::sample::select(Curve::ALL.to_vec())
}

pub fn hash() -> impl Strategy<Value = Hash> {
    prop::sample::select(vec![
        Hash::Sha1,
        Hash::Sha224,
        Hash::Sha256,
        Hash::Sha384,
        Hash::Sha512,
    ])
}

pub fn cipher() -> impl Strategy<Value = Cipher> {
    prop::sample::select(vec![Cipher::Aes128, Cipher::Aes192, Cipher::Aes256])
}

pub fn date() -> impl Strategy<Value = CvDate> {
    (2000..2100_u16, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| CvDate::new(year, month, day).unwrap())
}

pub fn reference() -> impl Strategy<Value = CertificateHolderReference> {
    "[A-Z]{2}[ -~]{0,9}[0-9A-Z]{5}"
        .prop_map(|name| CertificateHolderReference::decode(name.as_bytes()).unwrap())
}

pub fn chat() -> impl Strategy<Value = Chat> {
    (
        prop::sample::select(TerminalType::ALL.to_vec()),
        any::<u64>(),
    )
        .prop_map(|(kind, bits)| Chat::from_bits(kind, bits))
}

pub fn some_oid() -> impl Strategy<Value = Oid> {
    prop::collection::vec(0..128_u8, 1..8).prop_map(|arcs| oid::BSI_DE.child(&[9]).child(&arcs))
}

pub fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..most)
}

pub fn extension() -> impl Strategy<Value = CertificateExtension> {
    let objects = prop::collection::vec(
        (
            prop::sample::select(vec![0x53, 0x80, 0x81, 0xA0]),
            bytes(40),
        ),
        1..3,
    );
    let unknown = (some_oid(), objects).prop_map(|(oid, objects)| CertificateExtension {
        oid,
        objects: objects
            .into_iter()
            .map(|(tag, value)| (iso7816::tlv::Tag::new(tag), value))
            .collect(),
    });
    prop_oneof![
        bytes(33).prop_map(|hash| CertificateExtension::description(&hash)),
        (bytes(33), prop::option::of(bytes(33))).prop_map(|(first, second)| {
            CertificateExtension::sector(Some(&first), second.as_deref())
        }),
        bytes(7).prop_map(|bits| CertificateExtension::authorization(oid::ID_EID_ACCESS, &bits)),
        unknown,
    ]
}

pub fn cv_key() -> impl Strategy<Value = CvPublicKey> {
    let number = |most| {
        prop::collection::vec(any::<u8>(), 1..most).prop_filter("no leading zero", |n| n[0] != 0)
    };
    prop_oneof![
        (hash(), key()).prop_map(|(hash, key)| CvPublicKey::ec(TaProtocol::ecdsa_oid(hash), &key)),
        (hash(), key()).prop_map(|(hash, key)| CvPublicKey::ec_with_parameters(
            TaProtocol::ecdsa_oid(hash),
            &key
        )),
        (hash(), key()).prop_map(|(hash, key)| CvPublicKey::ec_with_parameters(
            RiProtocol { hash }.oid(),
            &key
        )),
        (1..=6_u8, number(200), number(5)).prop_map(|(arc, modulus, exponent)| CvPublicKey {
            algorithm: oid::ID_TA_RSA.child(&[arc]),
            material: KeyMaterial::Rsa { modulus, exponent },
        }),
    ]
}

pub fn body() -> impl Strategy<Value = CertificateBody> {
    (
        reference(),
        cv_key(),
        reference(),
        chat(),
        date(),
        date(),
        prop::collection::vec(extension(), 0..4),
    )
        .prop_map(
            |(car, public_key, chr, chat, effective, expiration, extensions)| CertificateBody {
                car,
                public_key,
                chr,
                chat,
                effective,
                expiration,
                extensions: extensions.into_iter().collect(),
            },
        )
}

pub static ISSUER: LazyLock<PrivateKey> =
    LazyLock::new(|| PrivateKey::generate(Curve::P256, &mut super::rng::rng(2)));

pub fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..40_u32, any::<u32>()]
}

pub fn algorithm() -> impl Strategy<Value = AlgorithmIdentifier> {
    prop_oneof![
        curve().prop_map(AlgorithmIdentifier::standardized),
        curve().prop_map(AlgorithmIdentifier::explicit),
        some_oid().prop_map(|algorithm| AlgorithmIdentifier {
            algorithm,
            parameters: None
        }),
    ]
}

pub fn subject_key() -> impl Strategy<Value = SubjectPublicKeyInfo> {
    prop_oneof![
        key().prop_map(|key| SubjectPublicKeyInfo::standardized(&key)),
        key().prop_map(|key| SubjectPublicKeyInfo::explicit(&key)),
    ]
}

pub fn file_id() -> impl Strategy<Value = FileId> {
    (any::<[u8; 2]>(), any::<Option<u8>>()).prop_map(|(fid, sfid)| FileId { fid, sfid })
}

pub fn protocol_info() -> impl Strategy<Value = SecurityInfo> {
    let id = || prop::option::of(number());
    prop_oneof![
        (cipher(), number(), id()).prop_map(|(cipher, version, parameter_id)| {
            let protocol = PaceProtocol::generic(cipher).oid();
            SecurityInfo::Pace(PaceInfo {
                protocol,
                version,
                parameter_id,
            })
        }),
        (algorithm(), id()).prop_map(|(domain_parameter, parameter_id)| {
            let protocol = oid::ID_PACE_ECDH_GM;
            SecurityInfo::PaceDomainParameter(PaceDomainParameterInfo {
                protocol,
                domain_parameter,
                parameter_id,
            })
        }),
        (cipher(), number(), id()).prop_map(|(cipher, version, key_id)| {
            let protocol = CaProtocol { cipher }.oid();
            SecurityInfo::ChipAuthentication(ChipAuthenticationInfo {
                protocol,
                version,
                key_id,
            })
        }),
        (algorithm(), id()).prop_map(|(domain_parameter, key_id)| {
            let info = ChipAuthenticationDomainParameterInfo {
                protocol: oid::ID_CA_ECDH,
                domain_parameter,
                key_id,
            };
            SecurityInfo::ChipAuthenticationDomainParameter(info)
        }),
        (subject_key(), id()).prop_map(|(public_key, key_id)| {
            let info = ChipAuthenticationPublicKeyInfo {
                protocol: oid::ID_PK_ECDH,
                public_key,
                key_id,
            };
            SecurityInfo::ChipAuthenticationPublicKey(info)
        }),
        (number(), prop::option::of(file_id())).prop_map(|(version, ef_cvca)| {
            SecurityInfo::TerminalAuthentication(TerminalAuthenticationInfo { version, ef_cvca })
        }),
        (hash(), number(), number(), any::<bool>(), id()).prop_map(
            |(hash, version, key_id, authorized_only, max_key_length)| {
                let protocol = RiProtocol { hash }.oid();
                let info = RestrictedIdentificationInfo {
                    protocol,
                    version,
                    key_id,
                    authorized_only,
                    max_key_length,
                };
                SecurityInfo::RestrictedIdentification(info)
            }
        ),
        algorithm().prop_map(|domain_parameter| {
            let info = RestrictedIdentificationDomainParameterInfo {
                protocol: oid::ID_RI_ECDH,
                domain_parameter,
            };
            SecurityInfo::RestrictedIdentificationDomainParameter(info)
        }),
    ]
}

pub fn card_info() -> impl Strategy<Value = SecurityInfo> {
    // A SET OF is written in order, so only sorted lists come back as they were.
    let sorted = prop::collection::btree_set(some_oid(), 0..3).prop_map(|oids| {
        let mut oids: Vec<_> = oids.into_iter().collect();
        oids.sort_by_key(|oid| (oid.as_bytes().len(), *oid));
        oids
    });
    let kind = (some_oid(), prop::option::of(sorted));
    let types = prop::collection::vec(kind, 0..2).prop_map(|types| {
        let kind = |(terminal_type, authorizations)| SupportedTerminalType {
            terminal_type,
            authorizations,
        };
        types.into_iter().map(kind).collect::<Vec<_>>()
    });
    let text = prop::option::of("Version [0-9]\\.[0-9]{2}");
    let parts = (
        prop::option::of(file_id()),
        text,
        prop::option::of(types),
        prop::option::of(number()),
        any::<Option<bool>>(),
    );
    let extended = parts.prop_map(
        |(file, supported_tr_version, terminal_types, max_session_contexts, envelope)| {
            let info = ExtendedCardInfo {
                file,
                supported_tr_version,
                terminal_types,
                max_session_contexts,
                envelope,
            };
            CardInfoData::Extended(info)
        },
    );
    let data = prop_oneof![file_id().prop_map(CardInfoData::File), extended];
    ("http://[a-z.]{1,20}/", prop::option::of(data))
        .prop_map(|(url, data)| SecurityInfo::CardInfo(CardInfo { url, data }))
}

pub fn password_info() -> impl Strategy<Value = SecurityInfo> {
    let ids = || {
        prop::option::of(
            prop::collection::btree_set(1..100_u32, 0..3).prop_map(|ids| ids.into_iter().collect()),
        )
    };
    let flags = prop::collection::vec(0..12_u8, 0..5).prop_map(|bits| PasswordFlags::new(&bits));
    let numbers = (
        prop::option::of(number()),
        prop::option::of(number()),
        prop::option::of(number()),
    );
    let properties = (
        flags,
        ids(),
        ids(),
        ids(),
        prop::option::of(0..5_u32),
        numbers,
        any::<Option<u8>>(),
    )
        .prop_map(
            |(
                flags,
                resuming,
                resetting,
                changing,
                kind,
                (min_length, stored_length, max_length),
                pad_character,
            )| {
                PasswordProperties {
                    flags,
                    resuming,
                    resetting,
                    changing,
                    kind,
                    min_length,
                    stored_length,
                    max_length,
                    pad_character,
                }
            },
        );
    (1..=4_u8, number(), prop::option::of(properties)).prop_map(|(arc, id, properties)| {
        SecurityInfo::Password(PasswordInfo {
            protocol: oid::ID_PASSWORD_TYPE.child(&[arc]),
            id,
            properties,
        })
    })
}

pub fn other_info() -> impl Strategy<Value = SecurityInfo> {
    let who = || {
        prop::sample::select(vec![
            PseudonymAuthorization::Everyone,
            PseudonymAuthorization::ExplicitRight,
            PseudonymAuthorization::Nobody,
        ])
    };
    let id = || prop::option::of(number());
    let hashes = prop::collection::vec((number(), bytes(33)), 0..4).prop_map(|hashes| {
        hashes
            .into_iter()
            .map(|(number, hash)| DataGroupHash { number, hash })
            .collect::<Vec<_>>()
    });
    let version = prop::option::of(("[0-9.]{1,5}", "[0-9.]{1,5}"))
        .prop_map(|version| version.map(|(eid, unicode)| EidVersionInfo { eid, unicode }));
    prop_oneof![
        card_info(),
        password_info(),
        (hash(), hashes, version).prop_map(|(hash, hashes, version)| {
            let hash_algorithm = AlgorithmIdentifier {
                algorithm: digest_oid(hash),
                parameters: Some(vec![5, 0]),
            };
            SecurityInfo::EidSecurity(EidSecurityInfo {
                hash_algorithm,
                hashes,
                version,
            })
        }),
        (number(), who(), who(), id()).prop_map(|(version, first, second, key_id)| {
            let protocol = oid::ID_PSA_ECDH_ECSCHNORR_SHA_256;
            let info = PseudonymousSignatureInfo {
                protocol,
                version,
                first,
                second,
                key_id,
            };
            SecurityInfo::PseudonymousSignature(info)
        }),
        (subject_key(), prop::option::of((id(), id()))).prop_map(|(public_key, identifiers)| {
            let protocol = oid::ID_PS_PK_ECDH_ECSCHNORR;
            SecurityInfo::PseudonymousSignatureKey(PseudonymousSignatureKeyInfo {
                protocol,
                public_key,
                identifiers,
            })
        }),
        number().prop_map(|version| {
            let signature_algorithm = oid::ECDSA_PLAIN_SIGNATURES.child(&[3]);
            SecurityInfo::ActiveAuthentication(ActiveAuthenticationInfo {
                version,
                signature_algorithm,
            })
        }),
        id().prop_map(|version| {
            let protocol = oid::ID_MOBILE_EID_TYPE.child(&[1]);
            SecurityInfo::MobileEidType(MobileEidTypeInfo { protocol, version })
        }),
        (some_oid(), bytes(20))
            .prop_map(|(protocol, data)| SecurityInfo::Unknown(UnknownInfo { protocol, data })),
    ]
}

pub fn security_infos() -> impl Strategy<Value = SecurityInfos> {
    let info = || prop_oneof![protocol_info(), other_info()];
    let privileged = prop::collection::vec(protocol_info(), 0..3).prop_map(|infos| {
        let mut infos: SecurityInfos = infos.into_iter().collect();
        infos.0.sort_by_key(SecurityInfo::encode);
        SecurityInfo::PrivilegedTerminal(PrivilegedTerminalInfo { infos })
    });
    prop::collection::vec(prop_oneof![4 => info(), 1 => privileged], 0..6).prop_map(|infos| {
        let mut infos: SecurityInfos = infos.into_iter().collect();
        infos.0.sort_by_key(SecurityInfo::encode);
        infos
    })
}
