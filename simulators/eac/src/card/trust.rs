//! The card's trust: CVCA keys for each terminal type, and the current date.
//!
//! What comes in are keys at personalisation and [`TrustUpdate`]s that a verified certificate has earned; what goes out
//! are keys by name. Nothing here checks a signature.

use crypto::{Curve, Hash, PublicKey};

use super::refusal::{Reason, Refusal};
use crate::encoding::{
    CertificateBody, CertificateExtensions, CertificateHolderReference, Chat, CvDate,
    DecodeErrorKind, Oid, Role, TerminalType,
};
use crate::encoding::{CvPublicKey, DecodeError, TaProtocol};

/// Trust points that a terminal type can have: the newest and the one before. `[TR-03110-3 §2.5]`
const TRUST_POINTS: usize = 2;

/// A certified public key with everything that a card has to remember about it. `[TR-03110-3 §A.7.2.3]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedKey {
    /// The name of the key.
    pub reference: CertificateHolderReference,
    /// Its signature algorithm.
    pub algorithm: Oid,
    /// The hash of that algorithm.
    pub hash: Hash,
    /// The key.
    pub key: PublicKey,
    /// Terminal type, role and rights of the holder.
    pub chat: Chat,
    /// The first day.
    pub effective: CvDate,
    /// The last day.
    pub expiration: CvDate,
    /// Extensions of the certificate.
    pub extensions: CertificateExtensions,
}

impl CertifiedKey {
    /// A trust point from a CVCA certificate that somebody trusts for other reasons than its signature: at
    /// personalisation. `[TR-03110-3 §2.6]`
    ///
    /// # Errors
    /// The certificate is not a CVCA's, has no domain parameters, or a key that cannot be used.
    pub fn trust_point(body: &CertificateBody) -> Result<Self, Refusal> {
        let role = body.chat.role();
        if role != Role::Cvca {
            return Err(Reason::RoleOrder {
                issuer: Role::Cvca,
                holder: role,
            }
            .into());
        }
        let hash = ecdsa_hash(&body.public_key)?;
        Self::from_body(body, None, (body.public_key.algorithm, hash))
    }

    /// The key of a certificate; without domain parameters it lies on the issuer's curve.
    pub(super) fn from_body(
        body: &CertificateBody,
        inherited: Option<Curve>,
        (algorithm, hash): (Oid, Hash),
    ) -> Result<Self, Refusal> {
        Ok(Self {
            reference: body.chr,
            algorithm,
            hash,
            key: body.public_key.public_key(inherited)?,
            chat: body.chat,
            effective: body.effective,
            expiration: body.expiration,
            extensions: body.extensions.clone(),
        })
    }

    /// Whether the last day has passed.
    #[must_use]
    pub fn is_expired(&self, today: CvDate) -> bool {
        self.expiration < today
    }
}

/// The hash of an ECDSA key; other algorithms are not supported by these cards.
pub(super) fn ecdsa_hash(key: &CvPublicKey) -> Result<Hash, Refusal> {
    match key.protocol() {
        Some(TaProtocol::Ecdsa(hash)) => Ok(hash),
        _ => {
            Err(DecodeError::new(DecodeErrorKind::UnknownObjectIdentifier(key.algorithm), 0).into())
        }
    }
}

/// What a verified certificate changes in the card's trust. Made by
/// [`verify_certificate`](super::terminal_authentication::TerminalAuthentication::verify_certificate) alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a card that drops an update stops following its CVCA"]
pub struct TrustUpdate {
    pub(super) date: Option<DateChange>,
    pub(super) trust_point: Option<Box<CertifiedKey>>,
}

/// A change of the current date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateChange {
    /// To a later day; an earlier one changes nothing.
    Forward(CvDate),
    /// To any day: a fault.
    Any(CvDate),
}

impl TrustUpdate {
    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.date.is_none() && self.trust_point.is_none()
    }

    /// The day that the current date may move to.
    #[must_use]
    pub const fn date(&self) -> Option<CvDate> {
        match self.date {
            Some(DateChange::Forward(date) | DateChange::Any(date)) => Some(date),
            None => None,
        }
    }

    /// The new trust point.
    #[must_use]
    pub fn trust_point(&self) -> Option<&CertifiedKey> {
        self.trust_point.as_deref()
    }
}

/// Trust points for each terminal type, at most two of each, and the current date, which all share. `[TR-03110-3 §2.5]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustStore {
    today: CvDate,
    points: Vec<CertifiedKey>,
}

impl TrustStore {
    /// An empty store with the date of personalisation.
    #[must_use]
    pub const fn new(today: CvDate) -> Self {
        Self {
            today,
            points: Vec::new(),
        }
    }

    /// With a trust point; a third one for the same terminal type displaces the oldest.
    #[must_use]
    pub fn with_trust_point(self, point: CertifiedKey) -> Self {
        Self {
            points: enable(&self.points, point),
            ..self
        }
    }

    /// The card's current date: the latest day that a trusted certificate has shown.
    #[must_use]
    pub const fn today(&self) -> CvDate {
        self.today
    }

    /// The trust points for a terminal type, most recent first.
    pub fn trust_points(&self, terminal_type: TerminalType) -> impl Iterator<Item = &CertifiedKey> {
        self.points
            .iter()
            .filter(move |point| point.chat.terminal_type() == terminal_type)
    }

    /// Their names, as PACE sends them: data objects 87 and 88. `[TR-03110-3 §B.1.4]`
    #[must_use]
    pub fn references(&self, terminal_type: TerminalType) -> Vec<CertificateHolderReference> {
        self.trust_points(terminal_type)
            .map(|point| point.reference)
            .collect()
    }

    /// The trust point with this name.
    #[must_use]
    pub fn find(&self, reference: &CertificateHolderReference) -> Option<&CertifiedKey> {
        self.points
            .iter()
            .find(|point| point.reference == *reference)
    }

    /// Applies an update as a whole: date and trust points change together. `[TR-03110-3 §2.5.1]`
    pub fn apply(&mut self, update: TrustUpdate) {
        let today = match update.date {
            Some(DateChange::Forward(date)) => self.today.max(date),
            Some(DateChange::Any(date)) => date,
            None => self.today,
        };
        let points = match update.trust_point {
            Some(point) => enable(&self.points, *point),
            None => std::mem::take(&mut self.points),
        };
        *self = Self { today, points };
    }
}

/// The points with a new one. One of the same name is overwritten `[TR-03110-3 §A.7.2.1]`; of three the one that became
/// effective first is dropped. `[TR-03110-3 §2.5.1]`
fn enable(points: &[CertifiedKey], point: CertifiedKey) -> Vec<CertifiedKey> {
    let terminal_type = point.chat.terminal_type();
    let reference = point.reference;
    let mut enabled = vec![point];
    enabled.extend(
        points
            .iter()
            .filter(|old| old.reference != reference)
            .cloned(),
    );
    enabled.sort_by_key(|point| std::cmp::Reverse(point.effective));
    let mut kept = 0;
    enabled.retain(|point| {
        kept += usize::from(point.chat.terminal_type() == terminal_type);
        point.chat.terminal_type() != terminal_type || kept <= TRUST_POINTS
    });
    enabled
}
