//! The rules by which a certificate is accepted. `[TR-03110-3 §2.5]`
//!
//! A certificate and its issuer's key come in, the certified key and what it changes go out.

use super::{ChainKey, same_algorithm};
use crate::card::fault::{Fault, Faults};
use crate::card::refusal::{Reason, Refusal};
use crate::card::trust::{CertifiedKey, DateChange, TrustUpdate, ecdsa_hash};
use crate::encoding::{
    AlgorithmRule, CertificateBody, CertificateHolderReference, Chat, CvCertificate, CvDate,
    DateRule, DecodeError, DecodeErrorKind, Leniency, Role, tag,
};
use iso7816::tlv::encode;

/// A key whose certificate has passed every rule.
pub(super) struct Verified {
    pub(super) key: CertifiedKey,
}

/// The issuer that a certificate names, if it can be read.
pub(super) fn issuer_of(data: &[u8]) -> Option<CertificateHolderReference> {
    let certificate = CvCertificate::decode_command_data(data).ok()?;
    Some(certificate.body().car)
}

/// The effective date in the bytes of a certificate, whatever is wrong with it: what a card with a fault takes.
pub(super) fn effective_date_in(data: &[u8]) -> Option<CvDate> {
    let header = encode(tag::EFFECTIVE_DATE, &[0; 6]);
    let header = header.get(..3)?;
    let place = data.windows(3).position(|bytes| bytes == header)?;
    CvDate::decode(data.get(place.checked_add(3)?..)?.get(..6)?).ok()
}

/// Judges a certificate, the data field of PSO:Verify Certificate.
pub(super) fn verify(
    data: &[u8],
    issuer: &ChainKey,
    today: CvDate,
    faults: Faults,
) -> Result<Verified, Refusal> {
    let certificate = CvCertificate::decode_leniently(data, leniency(faults))?;
    let body = certificate.body();
    let issuer = &issuer.key;
    if body.car != issuer.reference && !faults.has(Fault::CarNotChecked) {
        return Err(Reason::WrongIssuer {
            expected: issuer.reference,
            found: body.car,
        }
        .into());
    }
    if faults.has(Fault::UnnamedRightsRefused) && has_unnamed_rights(&body.chat) {
        let (bits, expected) = (body.chat.authorization(), 0);
        return Err(DecodeError::new(DecodeErrorKind::Authorization { bits, expected }, 0).into());
    }
    check_role(body, issuer, faults)?;
    let key = certified_key(body, issuer, faults)?;
    match certificate.verify(&issuer.key, issuer.hash) {
        Err(_) if faults.has(Fault::CertificateSignatureNotChecked) => (),
        Err(_)
            if faults.has(Fault::CertificateZeroSignatureAccepted)
                && half_is_zero(certificate.signature()) => {}
        verdict => verdict.map_err(Reason::CertificateSignature)?,
    }
    check_dates(body, issuer, today, faults)?;
    Ok(Verified { key })
}

/// Whether r or s is zero.
fn half_is_zero(signature: &[u8]) -> bool {
    let (r, s) = signature.split_at(signature.len() / 2);
    [r, s].iter().any(|half| half.iter().all(|byte| *byte == 0))
}

fn leniency(faults: Faults) -> Leniency {
    let dates = match faults.has(Fault::CertificateInvalidDateAccepted) {
        true => DateRule::Replace,
        false => DateRule::Strict,
    };
    let algorithm = match faults.has(Fault::CertificateInvalidOidAccepted) {
        true => AlgorithmRule::Any,
        false => AlgorithmRule::Known,
    };
    Leniency { dates, algorithm }
}

/// A CVCA certifies CVCAs and DVs, a DV certifies terminals, a terminal nobody. `[TR-03110-3 §2.7.2]`
fn check_role(
    body: &CertificateBody,
    issuer: &CertifiedKey,
    faults: Faults,
) -> Result<(), Refusal> {
    let (from, to) = (issuer.chat.role(), body.chat.role());
    let allowed = match from {
        Role::Cvca => to == Role::Cvca || to.is_dv(),
        Role::OfficialDomesticDv | Role::ForeignDv => to == Role::Terminal,
        Role::Terminal => false,
    };
    if !allowed && !faults.has(Fault::RoleOrderNotChecked) {
        return Err(Reason::RoleOrder {
            issuer: from,
            holder: to,
        }
        .into());
    }
    let (from, to) = (issuer.chat.terminal_type(), body.chat.terminal_type());
    if body.chat.role() == Role::Cvca && from != to && !faults.has(Fault::TerminalTypeNotChecked) {
        return Err(Reason::LinkChangesTerminalType {
            issuer: from,
            holder: to,
        }
        .into());
    }
    Ok(())
}

/// Whether there is a bit that stands for no right.
fn has_unnamed_rights(chat: &Chat) -> bool {
    let named = Chat::all_rights(chat.terminal_type(), chat.role());
    chat.right_bits() & !named.right_bits() != 0
}

/// Link certificates may change algorithm and domain parameters, the others inherit both. `[TR-03110-3 §2.3]`
fn certified_key(
    body: &CertificateBody,
    issuer: &CertifiedKey,
    faults: Faults,
) -> Result<CertifiedKey, Refusal> {
    let inherited = Some(issuer.key.curve());
    if body.chat.role() == Role::Cvca {
        let hash = ecdsa_hash(&body.public_key)?;
        return CertifiedKey::from_body(body, inherited, (body.public_key.algorithm, hash));
    }
    if body.public_key.has_parameters() && !faults.has(Fault::CertificateParametersAccepted) {
        return Err(Reason::ParametersNotInherited.into());
    }
    if !faults.has(Fault::CertificateInvalidOidAccepted) {
        same_algorithm(&issuer.algorithm, &body.public_key.algorithm)?;
    }
    CertifiedKey::from_body(body, inherited, (issuer.algorithm, issuer.hash))
}

/// Link certificates are accepted though expired, by trust points though expired. `[TR-03110-3 §2.5.1]`
fn check_dates(
    body: &CertificateBody,
    issuer: &CertifiedKey,
    today: CvDate,
    faults: Faults,
) -> Result<(), Refusal> {
    let (effective, expiration) = (body.effective, body.expiration);
    if expiration < effective && !faults.has(Fault::CertificateReversedDatesAccepted) {
        return Err(Reason::NeverValid {
            effective,
            expiration,
        }
        .into());
    }
    if body.chat.role() == Role::Cvca {
        return Ok(());
    }
    if expiration < today && !faults.has(Fault::CertificateExpiryNotChecked) {
        return Err(Reason::Expired { expiration, today }.into());
    }
    let is_trust_point = issuer.chat.role() == Role::Cvca;
    if is_trust_point && issuer.is_expired(today) && !faults.has(Fault::ExpiredTrustPointUsable) {
        return Err(Reason::TrustPointExpired(issuer.reference).into());
    }
    Ok(())
}

impl Verified {
    /// A link certificate: a new trust point, and a source of time.
    pub(super) fn link_update(self, faults: Faults) -> TrustUpdate {
        let date = date_change(self.key.effective, faults);
        let trust_point =
            Some(Box::new(self.key)).filter(|_| !faults.has(Fault::LinkCertificateIgnored));
        TrustUpdate { date, trust_point }
    }

    /// A DV or terminal certificate: a source of time, unless a foreign DV certified a terminal. `[TR-03110-3 §2.5]`
    pub(super) fn date_update(
        &self,
        issuer: &CertifiedKey,
        today: CvDate,
        faults: Faults,
    ) -> TrustUpdate {
        let is_accurate = match self.key.chat.role() {
            Role::Terminal => {
                issuer.chat.role() == Role::OfficialDomesticDv
                    || faults.has(Fault::DateMovedByForeignDv)
            }
            _ => true,
        };
        let moves = self.key.effective > today || faults.has(Fault::DateMovedBackwards);
        let date = date_change(self.key.effective, faults).filter(|_| is_accurate && moves);
        TrustUpdate {
            date,
            trust_point: None,
        }
    }
}

fn date_change(date: CvDate, faults: Faults) -> Option<DateChange> {
    if faults.has(Fault::DateNeverMoved) {
        return None;
    }
    Some(if faults.has(Fault::DateMovedBackwards) {
        DateChange::Any(date)
    } else {
        DateChange::Forward(date)
    })
}
