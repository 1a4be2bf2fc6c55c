//! What an authenticated terminal may do. `[TR-03110-3 §2.7]`

use crypto::Hash;

use crate::card::fault::{Fault, Faults};
use crate::card::trust::CertifiedKey;
use crate::encoding::oid::{self, Oid};
use crate::encoding::{
    AuxiliaryData, CertificateExtensions, CertificateHolderReference, Chat, CompressedPublicKey,
    Right, TerminalSector, TerminalType, authorization_bit,
};

/// Proof that a terminal was authenticated, with what it may do: the rights that terminal, DV, CVCA and PACE all grant.
///
/// There is no other way to make one than
/// [`external_authenticate`](super::TerminalAuthentication::external_authenticate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveAuthorization {
    chat: Chat,
    extensions: Vec<(Oid, Vec<u8>)>,
    holder: CertificateHolderReference,
    sector: TerminalSector,
    sector_hash: Hash,
    auxiliary_data: AuxiliaryData,
    ephemeral_key: CompressedPublicKey,
    description_hash: Option<Vec<u8>>,
}

impl EffectiveAuthorization {
    /// Terminal type and effective rights; the role is always that of a terminal.
    #[must_use]
    pub const fn chat(&self) -> &Chat {
        &self.chat
    }

    /// The terminal type.
    #[must_use]
    pub const fn terminal_type(&self) -> TerminalType {
        self.chat.terminal_type()
    }

    /// Whether the right is effective.
    #[must_use]
    pub fn has(&self, right: Right) -> bool {
        self.chat.has(right)
    }

    /// Whether a bit of an authorization extension is effective. `[TR-03110-3 §C.3.1]`
    #[must_use]
    pub fn has_extension(&self, extension: &Oid, bit: usize) -> bool {
        self.extensions
            .iter()
            .any(|(oid, bits)| oid == extension && authorization_bit(bits, bit))
    }

    /// Whether this is a privileged terminal: an inspection system, or an authentication terminal with the right.
    /// `[TR-03110-2 §2.1.4]`
    #[must_use]
    pub fn is_privileged(&self) -> bool {
        self.terminal_type() == TerminalType::InspectionSystem
            || self.has(Right::PrivilegedTerminal)
    }

    /// The terminal's name.
    #[must_use]
    pub const fn holder(&self) -> &CertificateHolderReference {
        &self.holder
    }

    /// The terminal sector of the certificate.
    #[must_use]
    pub const fn sector(&self) -> &TerminalSector {
        &self.sector
    }

    /// The hash with which the certificate was signed, and so the one of its sector. `[TR-03110-3 §C.3.2.1]`
    #[must_use]
    pub const fn sector_hash(&self) -> Hash {
        self.sector_hash
    }

    /// The authenticated auxiliary data.
    #[must_use]
    pub const fn auxiliary_data(&self) -> &AuxiliaryData {
        &self.auxiliary_data
    }

    /// The compressed ephemeral key to which the rights are bound. `[TR-03110-2 §3.3.2]`
    #[must_use]
    pub const fn ephemeral_key(&self) -> &CompressedPublicKey {
        &self.ephemeral_key
    }

    /// The hash of the certificate description.
    #[must_use]
    pub fn description_hash(&self) -> Option<&[u8]> {
        self.description_hash.as_deref()
    }
}

/// The keys and authorizations from which the effective one is calculated.
pub(super) struct Chain<'a> {
    pub(super) terminal: &'a CertifiedKey,
    pub(super) issuers: &'a [CertifiedKey],
    pub(super) confined: &'a Chat,
    pub(super) confined_extensions: &'a CertificateExtensions,
}

impl Chain<'_> {
    pub(super) fn authorize(
        &self,
        auxiliary_data: &[u8],
        ephemeral_key: CompressedPublicKey,
        faults: Faults,
    ) -> EffectiveAuthorization {
        EffectiveAuthorization {
            chat: self.rights(faults),
            extensions: self.extensions(faults),
            holder: self.terminal.reference,
            sector: self.terminal.extensions.sector(),
            sector_hash: self
                .issuers
                .last()
                .map_or(self.terminal.hash, |issuer| issuer.hash),
            auxiliary_data: AuxiliaryData::interpret(auxiliary_data),
            ephemeral_key,
            description_hash: self
                .terminal
                .extensions
                .description_hash()
                .map(<[u8]>::to_vec),
        }
    }

    fn counted_issuers(&self, faults: Faults) -> impl Iterator<Item = &CertifiedKey> {
        let skips_dvs = faults.has(Fault::DvRightsNotIntersected);
        self.issuers
            .iter()
            .filter(move |issuer| !(skips_dvs && issuer.chat.role().is_dv()))
    }

    /// Bitwise "and" over the chain and the confined authorization.
    fn rights(&self, faults: Faults) -> Chat {
        let confined = Some(self.confined).filter(|_| !faults.has(Fault::ChatNotIntersected));
        let others = self
            .counted_issuers(faults)
            .map(|issuer| &issuer.chat)
            .chain(confined);
        // Terminal types were compared before; only a card with a fault comes here with different ones.
        others.fold(self.terminal.chat, |chat, other| {
            chat.confined_by(other).unwrap_or(chat)
        })
    }

    /// The same for every authorization extension; one that is missing anywhere counts as all zero.
    fn extensions(&self, faults: Faults) -> Vec<(Oid, Vec<u8>)> {
        let own = self
            .terminal
            .extensions
            .0
            .iter()
            .map(|extension| extension.oid);
        let authorizations = own.filter(|oid| oid.below(&oid::ID_ROLES).is_some());
        let confined =
            Some(self.confined_extensions).filter(|_| !faults.has(Fault::ChatNotIntersected));
        authorizations
            .map(|oid| {
                let others = self
                    .counted_issuers(faults)
                    .map(|issuer| &issuer.extensions)
                    .chain(confined);
                let start = self.terminal.extensions.authorization(&oid).to_vec();
                (
                    oid,
                    others.fold(start, |bits, other| and(&bits, other.authorization(&oid))),
                )
            })
            .collect()
    }
}

/// Bitwise "and" of evolving authorizations, aligned on the right.
fn and(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut bits: Vec<u8> = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .map(|(l, r)| l & r)
        .collect();
    bits.reverse();
    bits
}
