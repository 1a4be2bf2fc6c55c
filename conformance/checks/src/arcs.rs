//! Object identifiers of the guidelines, as content bytes.
//!
//! Written out here once more, apart from the tables of our own card and terminal: what judges an encoding must not
//! take its constants from what it judges.

/// bsi-de protocols smartcard: 0.4.0.127.0.7.2.2.
const SMARTCARD: [u8; 7] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];

const fn smartcard(arc: u8) -> [u8; 8] {
    let [a, b, c, d, e, f, g] = SMARTCARD;
    [a, b, c, d, e, f, g, arc]
}

/// id-PK, public keys of the chip.
pub(crate) const PK: [u8; 8] = smartcard(1);
/// id-TA, Terminal Authentication.
pub(crate) const TA: [u8; 8] = smartcard(2);
/// id-CA, Chip Authentication.
pub(crate) const CA: [u8; 8] = smartcard(3);
/// id-PACE.
pub(crate) const PACE: [u8; 8] = smartcard(4);
/// id-RI, Restricted Identification.
pub(crate) const RI: [u8; 8] = smartcard(5);
/// id-CI, the card information.
pub(crate) const CI: [u8; 8] = smartcard(6);
/// id-eIDSecurity.
pub(crate) const EID_SECURITY: [u8; 8] = smartcard(7);
/// id-PT, privileged terminals.
pub(crate) const PT: [u8; 8] = smartcard(8);
/// id-PS, pseudonymous signatures.
pub(crate) const PS: [u8; 8] = smartcard(11);
/// id-PasswordType.
pub(crate) const PASSWORD_TYPE: [u8; 8] = smartcard(12);

/// standardizedDomainParameters, 0.4.0.127.0.7.1.2.
pub(crate) const STANDARDIZED_PARAMETERS: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
/// id-SecurityObject, 0.4.0.127.0.7.3.2.1.
pub(crate) const SECURITY_OBJECT: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x01];
/// Kinds of a mobile eID, 0.4.0.127.0.7.3.2.3, whose infos carry nothing but the identifier.
pub(crate) const MOBILE_EID_TYPE: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02, 0x03];
/// ecdsa-plain-signatures, 0.4.0.127.0.7.1.1.4.1.
pub(crate) const ECDSA_PLAIN: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];

/// dhpublicnumber, 1.2.840.10046.2.1.
pub(crate) const DH_PUBLIC_NUMBER: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3E, 0x02, 0x01];
/// id-ecPublicKey, 1.2.840.10045.2.1.
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
/// prime-field, 1.2.840.10045.1.1.
pub(crate) const PRIME_FIELD: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x01, 0x01];
/// ecdsa-with-SHA1, 1.2.840.10045.4.1.
pub(crate) const ECDSA_WITH_SHA1: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01];
/// ecdsa-with-SHA2, 1.2.840.10045.4.3; 1 to 4 below it name SHA-224 to SHA-512.
pub(crate) const ECDSA_WITH_SHA2: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03];
/// PKCS #1, 1.2.840.113549.1.1.
pub(crate) const PKCS1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01];

/// id-signedData, 1.2.840.113549.1.7.2.
pub(crate) const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
/// content-type attribute, 1.2.840.113549.1.9.3.
pub(crate) const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
/// message-digest attribute, 1.2.840.113549.1.9.4.
pub(crate) const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
/// SHA-1, 1.3.14.3.2.26.
pub(crate) const SHA1: &[u8] = &[0x2B, 0x0E, 0x03, 0x02, 0x1A];
/// SHA-2, 2.16.840.1.101.3.4.2; 1 to 4 below it name SHA-256, SHA-384, SHA-512 and SHA-224.
pub(crate) const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
/// Subject key identifier extension, 2.5.29.14.
pub(crate) const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1D, 0x0E];

/// The two shapes of key agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// Diffie-Hellman in a prime field.
    Dh,
    /// Diffie-Hellman on an elliptic curve.
    Ecdh,
}

impl Agreement {
    /// Arcs of id-CA, id-RI and id-PK: 1 is DH, 2 is ECDH.
    pub(crate) fn of_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::Dh),
            2 => Some(Self::Ecdh),
            _ => None,
        }
    }

    /// Arcs of id-PACE: 1 and 3 are DH, 2, 4 and 6 are ECDH.
    pub(crate) fn of_pace_arc(arc: u8) -> Option<Self> {
        match arc {
            1 | 3 => Some(Self::Dh),
            2 | 4 | 6 => Some(Self::Ecdh),
            _ => None,
        }
    }

    /// Name in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Dh => "DH",
            Self::Ecdh => "ECDH",
        }
    }
}

/// The name that the conformance statement uses for a protocol suite (`id-PACE-ECDH-GM-AES-CBC-CMAC-128`).
pub(crate) fn suite_name(oid: &[u8]) -> Option<String> {
    const CIPHERS: [&str; 4] = [
        "3DES-CBC-CBC",
        "AES-CBC-CMAC-128",
        "AES-CBC-CMAC-192",
        "AES-CBC-CMAC-256",
    ];
    const HASHES: [&str; 5] = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
    const MAPPINGS: [&str; 6] = ["DH-GM", "ECDH-GM", "DH-IM", "ECDH-IM", "", "ECDH-CAM"];
    let pick = |names: &[&'static str], arc: u8| -> Option<&'static str> {
        let index = usize::from(arc).checked_sub(1)?;
        names.get(index).copied().filter(|name| !name.is_empty())
    };
    if let Some(&[mapping, cipher]) = oid.strip_prefix(&PACE) {
        let cipher = if mapping == 6 && cipher == 1 {
            None
        } else {
            pick(&CIPHERS, cipher)
        }?;
        return Some(format!("id-PACE-{}-{cipher}", pick(&MAPPINGS, mapping)?));
    }
    if let Some(&[agreement, cipher]) = oid.strip_prefix(&CA) {
        return Some(format!(
            "id-CA-{}-{}",
            Agreement::of_arc(agreement)?.name(),
            pick(&CIPHERS, cipher)?
        ));
    }
    if let Some(&[agreement, hash]) = oid.strip_prefix(&RI) {
        return Some(format!(
            "id-RI-{}-{}",
            Agreement::of_arc(agreement)?.name(),
            pick(&HASHES, hash)?
        ));
    }
    if let Some(&[which @ 1..=3, 2, hash @ 3..=5]) = oid.strip_prefix(&PS) {
        let kind = pick(&["PSA", "PSM", "PSC"], which)?;
        return Some(format!("id-{kind}-ECDH-ECSchnorr-{}", pick(&HASHES, hash)?));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_have_the_names_of_the_conformance_statement() {
        let name = |arc: [u8; 8], rest: &[u8]| suite_name(&[&arc[..], rest].concat());
        assert_eq!(
            name(PACE, &[2, 2]).as_deref(),
            Some("id-PACE-ECDH-GM-AES-CBC-CMAC-128")
        );
        assert_eq!(
            name(PACE, &[6, 4]).as_deref(),
            Some("id-PACE-ECDH-CAM-AES-CBC-CMAC-256")
        );
        assert_eq!(name(CA, &[1, 1]).as_deref(), Some("id-CA-DH-3DES-CBC-CBC"));
        assert_eq!(name(RI, &[2, 3]).as_deref(), Some("id-RI-ECDH-SHA-256"));
        assert_eq!(
            name(PS, &[1, 2, 5]).as_deref(),
            Some("id-PSA-ECDH-ECSchnorr-SHA-512")
        );
        for (arc, rest) in [
            (PACE, &[5, 2][..]),
            (PACE, &[6, 1]),
            (PACE, &[2]),
            (CA, &[3, 1]),
            (RI, &[2, 6]),
            (PS, &[1, 2, 2]),
        ] {
            assert_eq!(name(arc, rest), None);
        }
    }
}
