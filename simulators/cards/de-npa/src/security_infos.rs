//! What the card says it can do, in EF.CardAccess, EF.CardSecurity and EF.ChipSecurity.
//!
//! Keys and suites come in, sets of SecurityInfo go out; signing them is left to the document signer.
//!
//! ```text
//!                                     CardAccess  CardSecurity  ChipSecurity
//! PACEInfo, TerminalAuthenticationInfo     x           x             x
//! ChipAuthenticationInfo of key 41         x           x             x
//! … and its public key                                 x             x
//! PrivilegedTerminalInfo of key 45         x                         x  with its public key
//! RestrictedIdentificationInfo 1, 2                    x             x
//! CardInfo                                 x           x             x
//! eIDSecurityInfo                                                    x
//! ```

use crypto::{Curve, Hash, PublicKey};
use eac::encoding::security_infos::{
    CardInfo, ChipAuthenticationDomainParameterInfo, ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo, DataGroupHash, EidSecurityInfo, PaceInfo,
    PrivilegedTerminalInfo, RestrictedIdentificationDomainParameterInfo,
    RestrictedIdentificationInfo, TerminalAuthenticationInfo,
};
use eac::encoding::{
    AlgorithmIdentifier, CaProtocol, RiProtocol, SecurityInfo, SecurityInfos, digest_oid, oid,
};

use eac::card::pace::PaceSuite;

/// Where the card is described.
const CARD_INFO_URL: &str = "http://bsi.bund.de/cif/npa.xml";
/// The data groups whose hashes EF.ChipSecurity has `[TR-03127 §3.4.5]`.
const HASHED_GROUPS: [u8; 4] = [4, 5, 8, 9];
const GROUP_HASH: Hash = Hash::Sha224;

/// A key for Chip Authentication, as the card shows it.
#[derive(Clone, Debug)]
pub(crate) struct ShownChipKey {
    pub(crate) id: u32,
    pub(crate) protocol: CaProtocol,
    pub(crate) key: PublicKey,
}

impl ShownChipKey {
    fn info(&self) -> SecurityInfo {
        SecurityInfo::ChipAuthentication(ChipAuthenticationInfo::version_2(
            self.protocol,
            Some(self.id),
        ))
    }

    fn domain_parameters(&self) -> SecurityInfo {
        let info =
            ChipAuthenticationDomainParameterInfo::standardized(self.key.curve(), Some(self.id));
        SecurityInfo::ChipAuthenticationDomainParameter(info)
    }

    fn public_key(&self) -> SecurityInfo {
        let info = ChipAuthenticationPublicKeyInfo::standardized(&self.key, Some(self.id));
        SecurityInfo::ChipAuthenticationPublicKey(info)
    }
}

/// A key for Restricted Identification, as the card shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShownPseudonymKey {
    pub(crate) id: u32,
    pub(crate) authorized_only: bool,
}

/// Everything that the three files tell.
#[derive(Clone, Debug)]
pub(crate) struct Capabilities {
    pub(crate) pace: Vec<PaceSuite>,
    pub(crate) generation_key: Option<ShownChipKey>,
    pub(crate) privileged_key: Option<ShownChipKey>,
    pub(crate) pseudonyms: Vec<ShownPseudonymKey>,
    pub(crate) pseudonym_protocol: RiProtocol,
    pub(crate) pseudonym_curve: Curve,
}

impl Capabilities {
    /// EF.CardAccess `[TR-03110-3 §A.1.2.1]`.
    pub(crate) fn card_access(&self) -> SecurityInfos {
        let mut infos = self.everywhere(CARD_INFO_URL);
        infos.extend(self.privileged(false));
        SecurityInfos(infos)
    }

    /// EF.CardAccess of a card whose CardInfo is another one than in EF.CardSecurity.
    pub(crate) fn card_access_with_other_card_info(&self) -> SecurityInfos {
        let mut infos = self.everywhere("http://example.org/cif/other.xml");
        infos.extend(self.privileged(false));
        SecurityInfos(infos)
    }

    /// The content of EF.CardSecurity: neither privileged keys nor hashes of data groups `[TR-03110-3 §A.1.2.2]`.
    pub(crate) fn card_security(&self) -> SecurityInfos {
        let mut infos = self.everywhere(CARD_INFO_URL);
        infos.extend(self.generation_key.as_ref().map(ShownChipKey::public_key));
        infos.extend(self.restricted_identification());
        SecurityInfos(infos)
    }

    /// EF.CardSecurity of a card that tells everybody its privileged key.
    pub(crate) fn card_security_with_privileged_key(&self) -> SecurityInfos {
        let mut infos = self.card_security().0;
        infos.extend(self.privileged(true));
        SecurityInfos(infos)
    }

    /// The content of EF.ChipSecurity, with the hashes of these data groups `[TR-03110-3 §A.1.2.3]`.
    pub(crate) fn chip_security(&self, groups: &[(u8, Vec<u8>)]) -> SecurityInfos {
        let mut infos = self.card_security().0;
        infos.extend(self.privileged(true));
        infos.push(SecurityInfo::EidSecurity(eid_security(groups)));
        SecurityInfos(infos)
    }

    /// DG14 of the ePassport application: PACE only, since nothing of EAC version 1 is offered
    /// `[TR-03110-3 §A.1.2.4]`.
    pub(crate) fn passport(&self) -> SecurityInfos {
        self.pace_infos().collect()
    }

    fn everywhere(&self, url: &str) -> Vec<SecurityInfo> {
        let mut infos: Vec<SecurityInfo> = self.pace_infos().collect();
        infos.push(SecurityInfo::TerminalAuthentication(
            TerminalAuthenticationInfo::VERSION_2,
        ));
        infos.extend(self.generation_key.as_ref().map(ShownChipKey::info));
        infos.extend(
            self.generation_key
                .as_ref()
                .map(ShownChipKey::domain_parameters),
        );
        infos.push(SecurityInfo::CardInfo(CardInfo {
            url: url.to_owned(),
            data: None,
        }));
        infos
    }

    fn pace_infos(&self) -> impl Iterator<Item = SecurityInfo> {
        self.pace
            .iter()
            .map(|suite| SecurityInfo::Pace(PaceInfo::new(suite.protocol, suite.curve)))
    }

    fn privileged(&self, with_key: bool) -> Option<SecurityInfo> {
        let key = self.privileged_key.as_ref()?;
        let mut infos = vec![key.info(), key.domain_parameters()];
        infos.extend(with_key.then(|| key.public_key()));
        Some(SecurityInfo::PrivilegedTerminal(PrivilegedTerminalInfo {
            infos: SecurityInfos(infos),
        }))
    }

    fn restricted_identification(&self) -> Vec<SecurityInfo> {
        let info = |key: &ShownPseudonymKey| {
            RestrictedIdentificationInfo::version_1(
                self.pseudonym_protocol,
                key.id,
                key.authorized_only,
            )
        };
        let mut infos: Vec<SecurityInfo> = self
            .pseudonyms
            .iter()
            .map(|key| SecurityInfo::RestrictedIdentification(info(key)))
            .collect();
        infos.push(SecurityInfo::RestrictedIdentificationDomainParameter(
            RestrictedIdentificationDomainParameterInfo {
                protocol: oid::ID_RI_ECDH,
                domain_parameter: AlgorithmIdentifier::standardized(self.pseudonym_curve),
            },
        ));
        infos
    }
}

fn eid_security(groups: &[(u8, Vec<u8>)]) -> EidSecurityInfo {
    let hashed = groups
        .iter()
        .filter(|(number, _)| HASHED_GROUPS.contains(number));
    let hashes = hashed.map(|(number, content)| DataGroupHash {
        number: u32::from(*number),
        hash: GROUP_HASH.digest(&[content]).as_ref().to_vec(),
    });
    EidSecurityInfo {
        hash_algorithm: AlgorithmIdentifier {
            algorithm: digest_oid(GROUP_HASH),
            parameters: None,
        },
        hashes: hashes.collect(),
        version: None,
    }
}
