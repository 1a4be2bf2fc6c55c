//! The card-verifiable certificates that an eID server shows, and whether they make a chain.

use ambient::Date;
use conformance_harness::StepError;
use crypto::{Curve, Hash};
use eac::encoding::{CertificateBody, CvCertificate, CvDate, Role, TaProtocol, TerminalType};
use paos::Eac1Input;

/// The certificates by role.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Self-signed ones.
    pub roots: Vec<CvCertificate>,
    /// Those of country verifiers that another one signed.
    pub links: Vec<CvCertificate>,
    /// Those of document verifiers.
    pub verifiers: Vec<CvCertificate>,
    /// Those of authentication terminals.
    pub terminals: Vec<CvCertificate>,
}

impl Shown {
    /// Sorts the certificates of an inquiry.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or is none of the four.
    pub fn of(input: &Eac1Input) -> Result<Self, StepError> {
        let mut shown = Self::default();
        for bytes in &input.certificates {
            let certificate = CvCertificate::decode(bytes)
                .map_err(|error| StepError::requirement(format!("a certificate: {error}")))?;
            let chat = &certificate.body().chat;
            let place = match chat.role() {
                Role::Terminal if chat.terminal_type() == TerminalType::AuthenticationTerminal => {
                    &mut shown.terminals
                }
                role if role.is_dv() => &mut shown.verifiers,
                Role::Cvca if certificate.is_self_signed() => &mut shown.roots,
                Role::Cvca => &mut shown.links,
                _ => {
                    let other = certificate.body().chr;
                    let expected = "certificates of an authentication terminal and those above it";
                    return Err(StepError::expected(expected, other));
                }
            };
            place.push(certificate);
        }
        Ok(shown)
    }

    /// The one terminal.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn terminal(&self) -> Result<&CvCertificate, StepError> {
        one(&self.terminals, "terminal certificate")
    }

    /// The one document verifier.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn verifier(&self) -> Result<&CvCertificate, StepError> {
        one(&self.verifiers, "certificate of a document verifier")
    }

    /// From below a trust point down to the terminal.
    ///
    /// # Errors
    ///
    /// When a link is missing, or a signature is wrong.
    pub fn verify_below(&self, trust_point: &CvCertificate) -> Result<Curve, StepError> {
        let mut path = vec![self.terminal()?, self.verifier()?];
        while let Some(highest) = path.last().map(|highest| highest.body().car)
            && highest != trust_point.body().chr
        {
            let above = self.links.iter().find(|link| link.body().chr == highest);
            let above = above.filter(|_| path.len() <= self.links.len() + 2);
            path.push(above.ok_or_else(|| {
                let point = trust_point.body().chr;
                let expected = format!("certificates that lead from {point} to the terminal");
                StepError::expected(expected, format!("none of {highest}"))
            })?);
        }
        let mut issuer = trust_point;
        let mut curve = None;
        for certificate in path.into_iter().rev() {
            curve = Some(verify(certificate, issuer, curve)?);
            issuer = certificate;
        }
        curve.ok_or_else(|| StepError::requirement("there is no certificate"))
    }

    /// Whether all certificates but links are valid on a day.
    ///
    /// # Errors
    ///
    /// Names the first that is not.
    pub fn valid_on(&self, today: Date) -> Result<(), StepError> {
        let now = CvDate::new(today.year(), today.month(), today.day());
        let used = self.verifiers.iter().chain(&self.terminals);
        for body in used.map(CvCertificate::body) {
            let CertificateBody {
                chr,
                effective,
                expiration,
                ..
            } = body;
            if now.is_none_or(|now| now < *effective || *expiration < now) {
                let seen = format!("{chr}, valid from {effective} to {expiration}");
                return Err(StepError::expected(
                    format!("certificates of {today}"),
                    seen,
                ));
            }
        }
        Ok(())
    }
}

/// The hash of a certificate's own algorithm.
#[must_use]
pub fn hash_of(certificate: &CvCertificate) -> Hash {
    let protocol = certificate.body().public_key.protocol();
    protocol.map_or(Hash::Sha256, TaProtocol::hash)
}

fn one<'c>(certificates: &'c [CvCertificate], what: &str) -> Result<&'c CvCertificate, StepError> {
    match certificates {
        [one] => Ok(one),
        several => Err(StepError::expected(format!("one {what}"), several.len())),
    }
}

/// Checks one signature; gives the curve of the keys.
fn verify(
    certificate: &CvCertificate,
    issuer: &CvCertificate,
    inherited: Option<Curve>,
) -> Result<Curve, StepError> {
    let name = certificate.body().chr;
    let said = |error: &dyn std::fmt::Display| {
        StepError::requirement(format!("the certificate {name}: {error}"))
    };
    let key = issuer.body().public_key.public_key(inherited);
    let key = key.map_err(|error| said(&error))?;
    let verified = certificate.verify(&key, hash_of(issuer));
    verified.map_err(|error| said(&error))?;
    Ok(key.curve())
}
