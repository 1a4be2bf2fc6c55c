//! What holds for every value and every byte string: round trips, canonical form, no panic, no prefix taken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/chain.rs"]
#[allow(dead_code, unreachable_pub)]
mod chain;
#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;
#[path = "support/values.rs"]
#[allow(dead_code, unreachable_pub)]
mod values;

use chain::Pki;
use crypto::{Cipher, Curve, Hash};
use eac::encoding::security_infos::{
    ChipAuthenticationPublicKeyInfo, PaceInfo, TerminalAuthenticationInfo,
};
use eac::encoding::{
    AuxiliaryData, CertificateDescription, CertificateRequest, Chat, CvCertificate, CvDate,
    CvPublicKey, DynamicData, Oid, PaceProtocol, RequestBody, Role, SecurityInfo, SecurityInfos,
    SetAt, TerminalType, TermsOfUsage, encode_set_dst,
};
use proptest::prelude::*;
use values::{
    ISSUER, KEYS, body, bytes, chat, cv_key, date, extension, reference, security_infos, some_oid,
};

fn refuses_prefixes<T>(
    bytes: &[u8],
    decode: impl Fn(&[u8]) -> Option<T>,
) -> Result<(), TestCaseError> {
    for end in 0..bytes.len() {
        prop_assert!(
            decode(&bytes[..end]).is_none(),
            "{} of {} bytes",
            end,
            bytes.len()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn certificates_survive(body in body()) {
        let certificate = body.clone().sign(&ISSUER, Hash::Sha256);
        let bytes = certificate.encode();
        let read = CvCertificate::decode(&bytes).unwrap();
        prop_assert_eq!(read.body(), &body);
        prop_assert_eq!(read.raw_body(), body.encode());
        prop_assert_eq!(read.encode(), bytes.clone());
        prop_assert_eq!(&CvCertificate::decode_command_data(&read.command_data()).unwrap(), &read);
        prop_assert!(read.verify(&ISSUER.public_key(), Hash::Sha256).is_ok());
        refuses_prefixes(&bytes, |prefix| CvCertificate::decode(prefix).ok())?;
    }

    #[test]
    fn long_lengths_are_read_and_written_short(body in body()) {
        let certificate = body.sign(&ISSUER, Hash::Sha256);
        let data = certificate.command_data();
        let mut long = vec![0x7F, 0x21, 0x83, 0x00];
        long.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        long.extend(data);
        let read = CvCertificate::decode(&long).unwrap();
        prop_assert_eq!(read.encode(), certificate.encode());
    }

    #[test]
    fn requests_survive(
        car in prop::option::of(reference()),
        public_key in cv_key(),
        chr in reference(),
        extensions in prop::collection::vec(extension(), 0..3),
        outer in prop::option::of(reference()),
    ) {
        let body = RequestBody { car, public_key, chr, extensions: extensions.into_iter().collect() };
        let mut request = body.clone().sign(&ISSUER, Hash::Sha256);
        if let Some(car) = outer {
            request = request.countersign(car, &ISSUER, Hash::Sha384);
            prop_assert!(request.verify_outer(&ISSUER.public_key(), Hash::Sha384).unwrap().is_ok());
            prop_assert!(request.verify_outer(&ISSUER.public_key(), Hash::Sha256).unwrap().is_err());
        }
        let bytes = request.encode();
        let read = CertificateRequest::decode(&bytes).unwrap();
        prop_assert_eq!(read.body(), &body);
        prop_assert_eq!(&read, &request);
        prop_assert!(read.verify_inner(&ISSUER.public_key(), Hash::Sha256).is_ok());
        refuses_prefixes(&bytes, |prefix| CertificateRequest::decode(prefix).ok())?;
    }

    #[test]
    fn security_infos_survive_in_order(infos in security_infos()) {
        let bytes = infos.encode();
        prop_assert_eq!(&SecurityInfos::decode(&bytes).unwrap(), &infos);
        let mut shuffled = infos.clone();
        shuffled.0.reverse();
        prop_assert_eq!(shuffled.encode(), bytes.clone());
        let mut padded = bytes.clone();
        padded.extend([0; 5]);
        prop_assert_eq!(&SecurityInfos::decode_file(&padded).unwrap(), &infos);
        prop_assert!(SecurityInfos::decode(&padded).is_err());
        refuses_prefixes(&bytes, |prefix| SecurityInfos::decode(prefix).ok())?;
    }

    #[test]
    fn templates_survive(chat in chat(), other in chat()) {
        let bytes = chat.encode();
        prop_assert_eq!(Chat::decode(&bytes).unwrap(), chat);
        refuses_prefixes(&bytes, |prefix| Chat::decode(prefix).ok())?;
        prop_assert_eq!(Chat::with_rights(chat.terminal_type(), chat.role(), &chat.rights().collect::<Vec<_>>()).right_bits() & !chat.right_bits(), 0);
        match chat.confined_by(&other) {
            Some(both) => {
                prop_assert_eq!(both.right_bits(), chat.right_bits() & other.right_bits());
                prop_assert_eq!(both.role(), chat.role());
            }
            None => prop_assert_ne!(chat.terminal_type(), other.terminal_type()),
        }
    }

    #[test]
    fn auxiliary_data_survive(templates in prop::collection::vec((some_oid(), bytes(20)), 0..5)) {
        let data = templates.into_iter().fold(AuxiliaryData::new(), |data, (oid, value)| data.with(oid, value));
        let bytes = data.encode();
        prop_assert_eq!(&AuxiliaryData::decode(&bytes).unwrap(), &data);
        prop_assert_eq!(&AuxiliaryData::interpret(&bytes), &data);
        refuses_prefixes(&bytes, |prefix| AuxiliaryData::decode(prefix).ok())?;
    }

    #[test]
    fn descriptions_survive(
        names in ("[ -~äöüß]{0,20}", "[ -~äöüß]{0,20}"),
        urls in prop::collection::vec(prop::option::of("http://[a-z]{1,9}"), 3),
        terms in prop_oneof![
            "[ -~äöü\n]{0,50}".prop_map(TermsOfUsage::Plain),
            "[ -~]{0,50}".prop_map(TermsOfUsage::Html),
            bytes(50).prop_map(TermsOfUsage::Pdf),
        ],
        hashes in prop::collection::btree_set(any::<[u8; 32]>(), 0..3),
    ) {
        let description = CertificateDescription {
            issuer_name: names.0,
            issuer_url: urls[0].clone(),
            subject_name: names.1,
            subject_url: urls[1].clone(),
            terms_of_usage: terms,
            redirect_url: urls[2].clone(),
            communication_certificates: hashes.into_iter().map(|hash| hash.to_vec()).collect(),
        };
        let bytes = description.encode();
        prop_assert_eq!(&CertificateDescription::decode(&bytes).unwrap(), &description);
        refuses_prefixes(&bytes, |prefix| CertificateDescription::decode(prefix).ok())?;
    }

    #[test]
    fn environments_survive(
        oid in prop::option::of(some_oid()),
        public in prop::option::of(bytes(17)),
        private in prop::option::of(bytes(5)),
        chat in prop::option::of(chat()),
        ephemeral in prop::option::of(bytes(66)),
        context in any::<Option<u8>>(),
    ) {
        let set = SetAt {
            mechanism: oid,
            public_key_reference: public,
            private_key_reference: private,
            auxiliary_data: ephemeral.as_ref().map(|_| AuxiliaryData::new().with_municipality(&[1]).encode()),
            ephemeral_key: ephemeral,
            chat,
            extensions: None,
            store_context: context,
            restore_context: context,
        };
        prop_assert_eq!(SetAt::decode(&set.encode()).unwrap(), set);
    }

    #[test]
    fn dynamic_data_survive(values in prop::collection::vec(bytes(70), 0..6)) {
        let tags = 0x80..0x8F;
        let data = tags.zip(&values).fold(DynamicData::new(), |data, (tag, value)| data.with(tag, value.clone()));
        let bytes = data.encode();
        prop_assert_eq!(&DynamicData::decode(&bytes).unwrap(), &data);
        refuses_prefixes(&bytes, |prefix| DynamicData::decode(prefix).ok())?;
    }

    #[test]
    fn dates_survive_and_foreign_bytes_do_not(date in date(), bytes in any::<[u8; 6]>()) {
        prop_assert_eq!(CvDate::decode(&date.encode()).unwrap(), date);
        if let Ok(read) = CvDate::decode(&bytes) {
            prop_assert_eq!(read.encode(), bytes);
        }
    }
}

/// Bytes that look like certificates: real ones with a few bytes changed.
fn almost() -> impl Strategy<Value = Vec<u8>> {
    let pki = Pki::new(Curve::P256, TerminalType::AuthenticationTerminal);
    let infos: SecurityInfos = [
        SecurityInfo::Pace(PaceInfo::new(
            PaceProtocol::generic(Cipher::Aes128),
            Curve::P256,
        )),
        SecurityInfo::TerminalAuthentication(TerminalAuthenticationInfo::VERSION_2),
        SecurityInfo::ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo::standardized(
            &KEYS[4],
            Some(41),
        )),
    ]
    .into_iter()
    .collect();
    let samples = vec![
        pki.cvca.sign(pki.cvca_body()).encode(),
        pki.terminal_certificate().encode(),
        pki.terminal_certificate().command_data(),
        infos.encode(),
        pki.all(Role::Terminal).encode(),
        AuxiliaryData::new().with_municipality(&[2, 3]).encode(),
        encode_set_dst(&pki.cvca.name),
    ];
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (
        prop::sample::select(samples),
        changes,
        any::<prop::sample::Index>(),
    )
        .prop_map(|(mut bytes, changes, end)| {
            for (place, value) in changes {
                let place = place.index(bytes.len());
                bytes[place] = value;
            }
            let end = end.index(bytes.len() * 2).min(bytes.len());
            bytes.truncate(end);
            bytes
        })
}

fn read_everything(bytes: &[u8]) {
    let _ = CvCertificate::decode(bytes).map(|certificate| {
        let _ = certificate.body().public_key.public_key(Some(Curve::P256));
        certificate.encode()
    });
    let _ = CvCertificate::decode_command_data(bytes);
    let _ = CertificateRequest::decode(bytes);
    let _ = CertificateDescription::decode(bytes);
    let _ = SecurityInfos::decode(bytes).map(|infos| {
        let _ = (
            infos.usable_pace(),
            infos.usable_chip_authentication(),
            infos.privileged(),
        );
        infos.encode()
    });
    let _ = SecurityInfos::decode_file(bytes);
    let _ = Chat::decode(bytes).map(|chat| chat.to_string());
    let _ = AuxiliaryData::decode(bytes);
    let _ = AuxiliaryData::interpret(bytes);
    let _ = SetAt::decode(bytes).map(|set| set.private_key_number());
    let _ = eac::encoding::decode_set_dst(bytes);
    let _ = DynamicData::decode(bytes);
    let _ = CvPublicKey::decode(bytes);
    let _ = Oid::decode(bytes).map(|oid| oid.to_string());
    let _ = CvDate::decode(bytes);
    let _ = eac::terminal::passive::verify_integrity(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in bytes(300)) {
        read_everything(&bytes);
    }

    #[test]
    fn no_damaged_value_makes_a_reader_panic(bytes in almost()) {
        read_everything(&bytes);
        if let Err(error) = CvCertificate::decode(&bytes) {
            prop_assert!(error.offset <= bytes.len(), "{}", error);
        }
        if let Err(error) = SecurityInfos::decode(&bytes) {
            prop_assert!(error.offset <= bytes.len(), "{}", error);
        }
    }
}
