//! Object identifiers: the one place where their arcs are written down.
//!
//! What comes in: the value bytes of an identifier (without tag 06). What goes out: an [`Oid`] that compares, prints and
//! encodes. This module does not know what the protocols do; [`PaceProtocol`](super::PaceProtocol) and its
//! neighbours give the meaning.

use std::fmt;

use super::error::{DecodeError, DecodeErrorKind};

/// Longest value kept, in bytes. The longest identifier of the guideline has 12.
pub const MAX_LENGTH: usize = 31;

/// An object identifier as its DER value bytes, at most [`MAX_LENGTH`] of them. Unknown identifiers survive.
/// `[TR-03110-3 §D.2.1.6]`
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid {
    bytes: [u8; MAX_LENGTH],
    length: u8,
}

impl Oid {
    /// Builds an identifier from its arcs, for constants: a bad list of arcs stops the build.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "runs while constants are compiled; seven bits are masked before each cast"
    )]
    pub const fn from_arcs(arcs: &[u32]) -> Self {
        let mut bytes = [0; MAX_LENGTH];
        let mut length = 0;
        let mut index = 1;
        while index < arcs.len() {
            let arc = if index == 1 {
                arcs[0] * 40 + arcs[1]
            } else {
                arcs[index]
            };
            let mut groups = 1;
            while groups < 5 && arc >> (7 * groups) != 0 {
                groups += 1;
            }
            while groups > 0 {
                groups -= 1;
                let more = if groups > 0 { 0x80 } else { 0 };
                bytes[length] = (arc >> (7 * groups)) as u8 & 0x7F | more;
                length += 1;
            }
            index += 1;
        }
        Self {
            bytes,
            length: length as u8,
        }
    }

    /// This identifier with further arcs behind it, each below 128.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        reason = "runs while constants are compiled"
    )]
    pub const fn child(self, arcs: &[u8]) -> Self {
        let mut bytes = self.bytes;
        let mut length = self.length as usize;
        let mut index = 0;
        while index < arcs.len() {
            bytes[length] = arcs[index] & 0x7F;
            length += 1;
            index += 1;
        }
        Self {
            bytes,
            length: length as u8,
        }
    }

    /// Reads the value bytes of an identifier (tag 06 and length already taken off).
    ///
    /// # Errors
    /// Empty, longer than [`MAX_LENGTH`], or ending inside an arc.
    pub fn decode(value: &[u8]) -> Result<Self, DecodeError> {
        let complete = value.last().is_some_and(|last| last & 0x80 == 0);
        let padded = value.first() == Some(&0x80)
            || value
                .windows(2)
                .any(|pair| matches!(pair, [before, 0x80] if before & 0x80 == 0));
        let mut bytes = [0; MAX_LENGTH];
        match bytes.get_mut(..value.len()) {
            Some(place) if complete && !padded => place.copy_from_slice(value),
            _ => {
                return Err(DecodeError::new(
                    DecodeErrorKind::ObjectIdentifier(value.to_vec()),
                    0,
                ));
            }
        }
        // Cannot fail: the slice above is at most MAX_LENGTH long.
        let length = u8::try_from(value.len()).unwrap_or(0);
        Ok(Self { bytes, length })
    }

    /// The value bytes, as data object 80 of MSE:Set AT carries them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// The arcs behind `ancestor`, as bytes, when this identifier lies below it.
    #[must_use]
    pub fn below(&self, ancestor: &Self) -> Option<&[u8]> {
        self.as_bytes().strip_prefix(ancestor.as_bytes())
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arc: u128 = 0;
        let mut first = true;
        for byte in self.as_bytes() {
            arc = (arc << 7) | u128::from(byte & 0x7F);
            if byte & 0x80 != 0 {
                continue;
            }
            if first {
                let root = (arc / 40).min(2);
                write!(f, "{root}.{}", arc - root * 40)?;
                first = false;
            } else {
                write!(f, ".{arc}")?;
            }
            arc = 0;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

/// bsi-de: the subtree of every identifier below. `[TR-03110-3 §A]`
pub const BSI_DE: Oid = Oid::from_arcs(&[0, 4, 0, 127, 0, 7]);
/// standardizedDomainParameters. `[TR-03110-3 §A.2.1.1]`
pub const STANDARDIZED_DOMAIN_PARAMETERS: Oid = BSI_DE.child(&[1, 2]);
/// ecdsa-plain-signatures. `[TR-03111 §5.2.1.1]`
pub const ECDSA_PLAIN_SIGNATURES: Oid = BSI_DE.child(&[1, 1, 4, 1]);

const SMARTCARD: Oid = BSI_DE.child(&[2, 2]);
/// id-PK-DH. `[TR-03110-3 §A.1.1.2]`
pub const ID_PK_DH: Oid = SMARTCARD.child(&[1, 1]);
/// id-PK-ECDH. `[TR-03110-3 §A.1.1.2]`
pub const ID_PK_ECDH: Oid = SMARTCARD.child(&[1, 2]);
/// id-PS-PK-ECDH-ECSchnorr. `[TR-03110-3 §A.1.1.2]`
pub const ID_PS_PK_ECDH_ECSCHNORR: Oid = SMARTCARD.child(&[1, 3, 2]);
/// id-TA. `[TR-03110-3 §A.1.1.3]`
pub const ID_TA: Oid = SMARTCARD.child(&[2]);
/// id-TA-RSA. `[TR-03110-3 §A.1.1.3]`
pub const ID_TA_RSA: Oid = ID_TA.child(&[1]);
/// id-TA-ECDSA. `[TR-03110-3 §A.1.1.3]`
pub const ID_TA_ECDSA: Oid = ID_TA.child(&[2]);
/// id-CA. `[TR-03110-3 §A.1.1.2]`
pub const ID_CA: Oid = SMARTCARD.child(&[3]);
/// id-CA-DH. `[TR-03110-3 §A.1.1.2]`
pub const ID_CA_DH: Oid = ID_CA.child(&[1]);
/// id-CA-ECDH. `[TR-03110-3 §A.1.1.2]`
pub const ID_CA_ECDH: Oid = ID_CA.child(&[2]);
/// id-PACE. `[TR-03110-3 §A.1.1.1]`
pub const ID_PACE: Oid = SMARTCARD.child(&[4]);
/// id-PACE-DH-GM. `[TR-03110-3 §A.1.1.1]`
pub const ID_PACE_DH_GM: Oid = ID_PACE.child(&[1]);
/// id-PACE-ECDH-GM. `[TR-03110-3 §A.1.1.1]`
pub const ID_PACE_ECDH_GM: Oid = ID_PACE.child(&[2]);
/// id-PACE-DH-IM. `[TR-03110-3 §A.1.1.1]`
pub const ID_PACE_DH_IM: Oid = ID_PACE.child(&[3]);
/// id-PACE-ECDH-IM. `[TR-03110-3 §A.1.1.1]`
pub const ID_PACE_ECDH_IM: Oid = ID_PACE.child(&[4]);
/// id-PACE-ECDH-CAM. `[ICAO 9303-11 §4.4.1]`
pub const ID_PACE_ECDH_CAM: Oid = ID_PACE.child(&[6]);
/// id-RI. `[TR-03110-3 §A.1.1.4]`
pub const ID_RI: Oid = SMARTCARD.child(&[5]);
/// id-RI-DH. `[TR-03110-3 §A.1.1.4]`
pub const ID_RI_DH: Oid = ID_RI.child(&[1]);
/// id-RI-ECDH. `[TR-03110-3 §A.1.1.4]`
pub const ID_RI_ECDH: Oid = ID_RI.child(&[2]);
/// id-CI: the card info locator. `[TR-03110-3 §A.1.1.7]`
pub const ID_CI: Oid = SMARTCARD.child(&[6]);
/// id-eIDSecurity. `[TR-03110-3 §A.1.1.8]`
pub const ID_EID_SECURITY: Oid = SMARTCARD.child(&[7]);
/// id-PT: privileged terminals. `[TR-03110-3 §A.1.1.9]`
pub const ID_PT: Oid = SMARTCARD.child(&[8]);
/// id-PS: pseudonymous signatures. `[TR-03110-3 §A.1.1.2]`
pub const ID_PS: Oid = SMARTCARD.child(&[11]);
/// id-PSA. `[TR-03110-3 §A.1.1.2]`
pub const ID_PSA: Oid = ID_PS.child(&[1]);
/// id-PSM. `[TR-03110-3 §A.1.1.5]`
pub const ID_PSM: Oid = ID_PS.child(&[2]);
/// id-PSC. `[TR-03110-3 §A.1.1.6]`
pub const ID_PSC: Oid = ID_PS.child(&[3]);
/// id-PSA-ECDH-ECSchnorr-SHA-256. `[TR-03110-3 §A.1.1.2]`
pub const ID_PSA_ECDH_ECSCHNORR_SHA_256: Oid = ID_PSA.child(&[2, 3]);
/// id-PasswordType. `[TR-03110-3 §A.1.1.1]`
pub const ID_PASSWORD_TYPE: Oid = SMARTCARD.child(&[12]);
/// id-eIDApplicationInfo. `[TR-03110-4 §2.2.5]`
pub const ID_EID_APPLICATION_INFO: Oid = SMARTCARD.child(&[13]);

const MRTD: Oid = BSI_DE.child(&[3, 1]);
/// id-roles. `[TR-03110-4 §2]`
pub const ID_ROLES: Oid = MRTD.child(&[2]);
/// id-IS: inspection systems. `[TR-03110-4 §2.1]`
pub const ID_IS: Oid = ID_ROLES.child(&[1]);
/// id-AT: authentication terminals. `[TR-03110-4 §2.2]`
pub const ID_AT: Oid = ID_ROLES.child(&[2]);
/// id-ST: signature terminals. `[TR-03110-4 §2.3]`
pub const ID_ST: Oid = ID_ROLES.child(&[3]);
/// id-eIDAccess: authorization extension for data group comparison. `[TR-03110-4 §2.2.3]`
pub const ID_EID_ACCESS: Oid = ID_AT.child(&[1]);
/// id-specialFunctions: authorization extension. `[TR-03110-4 §2.2.3]`
pub const ID_SPECIAL_FUNCTIONS: Oid = ID_AT.child(&[2]);
/// id-description: certificate description extension. `[TR-03110-4 §2.2.6]`
pub const ID_DESCRIPTION: Oid = MRTD.child(&[3, 1]);
/// id-plainFormat. `[TR-03110-4 §2.2.6.1]`
pub const ID_PLAIN_FORMAT: Oid = ID_DESCRIPTION.child(&[1]);
/// id-htmlFormat. `[TR-03110-4 §2.2.6.2]`
pub const ID_HTML_FORMAT: Oid = ID_DESCRIPTION.child(&[2]);
/// id-pdfFormat. `[TR-03110-4 §2.2.6.3]`
pub const ID_PDF_FORMAT: Oid = ID_DESCRIPTION.child(&[3]);
/// id-sector: terminal sector for Restricted Identification. `[TR-03110-3 §C.3.2.1]`
pub const ID_SECTOR: Oid = MRTD.child(&[3, 2]);
/// id-PS-Sector: terminal sector for pseudonymous signatures. `[TR-03110-3 §C.3.2.2]`
pub const ID_PS_SECTOR: Oid = MRTD.child(&[3, 3]);
/// id-AuxiliaryData. `[TR-03110-3 §A.7.5.1]`
pub const ID_AUXILIARY_DATA: Oid = MRTD.child(&[4]);
/// id-DateOfBirth. `[TR-03110-3 §A.7.5.2]`
pub const ID_DATE_OF_BIRTH: Oid = ID_AUXILIARY_DATA.child(&[1]);
/// id-DateOfExpiry. `[TR-03110-3 §A.7.5.3]`
pub const ID_DATE_OF_EXPIRY: Oid = ID_AUXILIARY_DATA.child(&[2]);
/// id-MunicipalityID. `[TR-03110-3 §A.7.5.4]`
pub const ID_MUNICIPALITY_ID: Oid = ID_AUXILIARY_DATA.child(&[3]);
/// id-PSM-Message. `[TR-03110-3 §A.7.5.5]`
pub const ID_PSM_MESSAGE: Oid = ID_AUXILIARY_DATA.child(&[4]);
/// id-DGContent. `[TR-03110-3 §A.7.5.6]`
pub const ID_DG_CONTENT: Oid = ID_AUXILIARY_DATA.child(&[5]);

const EID: Oid = BSI_DE.child(&[3, 2]);
/// id-SecurityObject: content type of EF.CardSecurity and EF.ChipSecurity. `[TR-03110-3 §A.1.2.5]`
pub const ID_SECURITY_OBJECT: Oid = EID.child(&[1]);
/// id-mobileEIDType. `[TR-03110-4]`
pub const ID_MOBILE_EID_TYPE: Oid = EID.child(&[3, 2]);
/// id-icao-mrtd-security-ldsSecurityObject: content type of EF.SOD. `[ICAO 9303-10 §4.6.2]`
pub const ID_LDS_SECURITY_OBJECT: Oid = Oid::from_arcs(&[2, 23, 136, 1, 1, 1]);
/// id-AA: Active Authentication. `[ICAO 9303-11 §6.1]`
pub const ID_AA: Oid = Oid::from_arcs(&[2, 23, 136, 1, 1, 5]);
/// id-ecPublicKey. `[RFC 5480 §2.1.1]`
pub const ID_EC_PUBLIC_KEY: Oid = Oid::from_arcs(&[1, 2, 840, 10045, 2, 1]);
/// prime-field. `[RFC 3279 §2.3.5]`
pub const PRIME_FIELD: Oid = Oid::from_arcs(&[1, 2, 840, 10045, 1, 1]);
/// id-sha224. `[RFC 5758 §2]`
pub const ID_SHA_224: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 2, 4]);
/// id-sha256. `[RFC 5758 §2]`
pub const ID_SHA_256: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 2, 1]);
/// id-sha384. `[RFC 5758 §2]`
pub const ID_SHA_384: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 2, 2]);
/// id-sha512. `[RFC 5758 §2]`
pub const ID_SHA_512: Oid = Oid::from_arcs(&[2, 16, 840, 1, 101, 3, 4, 2, 3]);
/// id-sha1. `[RFC 3279 §2.1]`
pub const ID_SHA_1: Oid = Oid::from_arcs(&[1, 3, 14, 3, 2, 26]);

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{ID_AA, ID_AT, ID_PACE_ECDH_GM, ID_SHA_256, MAX_LENGTH, Oid};

    #[test]
    fn arcs_become_the_bytes_that_cards_send() {
        assert_eq!(
            ID_PACE_ECDH_GM.child(&[2]).as_bytes(),
            [0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02]
        );
        assert_eq!(
            ID_SHA_256.as_bytes(),
            [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
        );
        assert_eq!(ID_AA.as_bytes(), [0x67, 0x81, 0x08, 0x01, 0x01, 0x05]);
    }

    #[test]
    fn printing_gives_the_arcs_back() {
        assert_eq!(ID_AT.to_string(), "0.4.0.127.0.7.3.1.2.2");
        assert_eq!(ID_AA.to_string(), "2.23.136.1.1.5");
        assert_eq!(ID_SHA_256.to_string(), "2.16.840.1.101.3.4.2.1");
    }

    #[test]
    fn incomplete_padded_or_oversized_values_are_refused() {
        assert!(Oid::decode(&[]).is_err());
        assert!(Oid::decode(&[0x04, 0x80]).is_err());
        assert!(Oid::decode(&[0x80, 0x04]).is_err());
        assert!(Oid::decode(&[0x04, 0x80, 0x01]).is_err());
        assert!(Oid::decode(&[1; MAX_LENGTH + 1]).is_err());
        assert_eq!(
            Oid::decode(&[1; MAX_LENGTH]).unwrap().as_bytes(),
            [1; MAX_LENGTH]
        );
    }

    #[test]
    fn descendants_are_recognised() {
        assert_eq!(ID_AT.child(&[1]).below(&ID_AT), Some(&[1][..]));
        assert_eq!(ID_AA.below(&ID_AT), None);
    }
}
