//! The card-verifiable certificates of a service: which is which, who vouches for them, and the chain for a card.

use ambient::Date;
use crypto::{Curve, Hash};
use eac::encoding::{
    CertificateBody, CertificateHolderReference, CvCertificate, CvDate, CvPublicKey, Role,
    TaProtocol, TerminalType,
};
use rules::{Breach, Rulebook};

use crate::Rule;

/// The certificates of the server's first message, sorted by role.
#[derive(Clone, Debug)]
pub(crate) struct Certificates {
    terminal: CvCertificate,
    verifier: CvCertificate,
    links: Vec<CvCertificate>,
}

impl Certificates {
    /// Sorts certificates, which come in any order.
    pub(crate) fn sort(encoded: &[Vec<u8>], book: &Rulebook<Rule>) -> Result<Self, Breach<Rule>> {
        let mut terminals = Vec::new();
        let mut verifiers = Vec::new();
        let mut links = Vec::new();
        for bytes in encoded {
            let certificate = CvCertificate::decode(bytes).map_err(|error| {
                Breach::new(Rule::RequestReadable, format!("certificate: {error}"))
            })?;
            match certificate.body().chat.role() {
                Role::Terminal if is_at(&certificate) => terminals.push(certificate),
                role if role.is_dv() => verifiers.push(certificate),
                _ => links.push(certificate),
            }
        }
        Ok(Self {
            terminal: unique(terminals, Rule::UniqueTerminalCertificate, book)?,
            verifier: unique(verifiers, Rule::UniqueVerifierCertificate, book)?,
            links,
        })
    }

    /// What the terminal certificate says.
    pub(crate) const fn terminal(&self) -> &CertificateBody {
        self.terminal.body()
    }

    /// The hash that the terminal's own algorithm names.
    pub(crate) fn terminal_hash(&self) -> Hash {
        hash_of(&self.terminal.body().public_key)
    }

    /// The hash that the algorithm of the document verifier names.
    pub(crate) fn verifier_hash(&self) -> Hash {
        hash_of(&self.verifier.body().public_key)
    }

    /// More certificates for the chain to the card. Terminal certificates among them are ignored.
    /// `[TR-03112-7 §3.6.4.2]`
    pub(crate) fn add(&mut self, encoded: &[Vec<u8>]) -> Result<(), Breach<Rule>> {
        for bytes in encoded {
            let certificate = CvCertificate::decode(bytes)
                .map_err(|error| Breach::new(Rule::CardChain, format!("certificate: {error}")))?;
            if certificate.body().chat.role() != Role::Terminal {
                self.links.push(certificate);
            }
        }
        Ok(())
    }

    /// The certificates to send to a card that knows these authorities, the one that an authority signed first.
    pub(crate) fn path_from(
        &self,
        authorities: &[CertificateHolderReference],
    ) -> Option<Vec<&CvCertificate>> {
        authorities
            .iter()
            .find_map(|authority| self.path(|issuer| issuer == authority))
    }

    /// Holds the certificates to a root that is known, when roots are known at all. `[TR-03112-7 §3.6.4.1]`
    pub(crate) fn check_chain(
        &self,
        roots: &[CvCertificate],
        book: &Rulebook<Rule>,
    ) -> Result<(), Breach<Rule>> {
        if roots.is_empty() {
            return Ok(());
        }
        let verified = self.verify_from(roots);
        book.require(Rule::TrustedChain, verified.is_ok(), || {
            verified.err().unwrap_or_default()
        })
    }

    /// Holds the certificates to a day: terminal, document verifier, and one of the roots above.
    pub(crate) fn check_dates(
        &self,
        roots: &[CvCertificate],
        today: Date,
        book: &Rulebook<Rule>,
    ) -> Result<(), Breach<Rule>> {
        for certificate in [&self.terminal, &self.verifier] {
            let body = certificate.body();
            book.require(Rule::CertificateDates, is_valid(body, today), || {
                let CertificateBody {
                    chr,
                    effective,
                    expiration,
                    ..
                } = body;
                format!("{chr} is valid from {effective} to {expiration}, today is {today}")
            })?;
        }
        let mut authorities = roots.iter().chain(&self.links);
        let any =
            roots.is_empty() || authorities.any(|authority| is_valid(authority.body(), today));
        book.require(Rule::CertificateDates, any, || {
            format!(
                "no root above {} is valid on {today}",
                self.verifier.body().chr
            )
        })
    }

    /// From a certificate whose issuer is wanted down to the terminal's.
    fn path(
        &self,
        wanted: impl Fn(&CertificateHolderReference) -> bool,
    ) -> Option<Vec<&CvCertificate>> {
        let mut path = vec![&self.terminal];
        let candidates: Vec<_> = std::iter::once(&self.verifier).chain(&self.links).collect();
        while path.len() <= candidates.len() + 1 {
            let issuer = path.last()?.body().car;
            if wanted(&issuer) {
                path.reverse();
                return Some(path);
            }
            let above = candidates
                .iter()
                .find(|above| above.body().chr == issuer && !above.is_self_signed())?;
            path.push(above);
        }
        None
    }

    fn verify_from(&self, roots: &[CvCertificate]) -> Result<(), String> {
        let named =
            |name: &CertificateHolderReference| roots.iter().find(|root| root.body().chr == *name);
        let path = self
            .path(|issuer| named(issuer).is_some())
            .ok_or("no known root has issued the certificates")?;
        let first = path.first().map(|certificate| certificate.body().car);
        let mut issuer = first
            .and_then(|name| named(&name))
            .ok_or("no known root has issued the certificates")?;
        let mut curve = None;
        for certificate in path {
            curve = verify(certificate, issuer, curve)?;
            issuer = certificate;
        }
        Ok(())
    }
}

/// Checks one signature; gives back the curve that the issuer's key is on.
fn verify(
    certificate: &CvCertificate,
    issuer: &CvCertificate,
    inherited: Option<Curve>,
) -> Result<Option<Curve>, String> {
    let name = certificate.body().chr;
    let key = &issuer.body().public_key;
    let Some(TaProtocol::Ecdsa(hash)) = key.protocol() else {
        return Err(format!("{name} was signed with {}", key.algorithm));
    };
    let public = key
        .public_key(inherited)
        .map_err(|error| format!("key of the issuer of {name}: {error}"))?;
    certificate
        .verify(&public, hash)
        .map_err(|error| format!("signature of {name}: {error}"))?;
    Ok(Some(public.curve()))
}

fn is_at(certificate: &CvCertificate) -> bool {
    certificate.body().chat.terminal_type() == TerminalType::AuthenticationTerminal
}

fn unique(
    found: Vec<CvCertificate>,
    rule: Rule,
    book: &Rulebook<Rule>,
) -> Result<CvCertificate, Breach<Rule>> {
    let count = found.len();
    book.require(rule, count == 1, || {
        format!("{count} certificates where one belongs")
    })?;
    // Without any there is nothing to go on with, rule or no rule.
    found
        .into_iter()
        .next()
        .ok_or_else(|| Breach::new(rule, "no such certificate"))
}

fn hash_of(key: &CvPublicKey) -> Hash {
    key.protocol().map_or(Hash::Sha256, TaProtocol::hash)
}

fn is_valid(body: &CertificateBody, today: Date) -> bool {
    // A day outside the years that such certificates can name is after or before all of them.
    CvDate::new(today.year(), today.month(), today.day())
        .is_some_and(|today| body.effective <= today && today <= body.expiration)
}
