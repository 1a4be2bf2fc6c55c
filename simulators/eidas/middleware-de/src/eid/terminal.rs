//! The terminal: certificates, key, description, and the sector in which it knows people.

use crypto::{Hash, PrivateKey};
use eac::encoding::{
    CertificateDescription, CvCertificate, CvDate, CvPublicKey, Role, TerminalType,
};
use eac::terminal::terminal_authentication::TerminalCredentials;

use super::Failure;
use crate::ConfigError;

/// An authentication terminal that can prove itself.
#[derive(Clone, Debug)]
pub struct Terminal {
    credentials: TerminalCredentials,
    /// Self-signed roots, which only a fault sends.
    roots: Vec<CvCertificate>,
    /// Link and DV certificates, in the order of the configuration.
    issuers: Vec<CvCertificate>,
    description: Vec<u8>,
    sector: CvPublicKey,
}

/// Where a terminal certificate names a sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectorPlace {
    First,
    Second,
}

impl Terminal {
    /// Takes card-verifiable certificates (7F21, one of them a terminal's), the key of that terminal, the description
    /// whose hash it carries (DER), and a sector key that it names (7F49 with domain parameters).
    ///
    /// # Errors
    /// Certificates that cannot be read or are not those of one terminal; a description or a sector that the
    /// certificate does not name.
    pub fn new(
        certificates: &[Vec<u8>],
        key: PrivateKey,
        description: Vec<u8>,
        sector: CvPublicKey,
    ) -> Result<Self, ConfigError> {
        let read = |bytes: &Vec<u8>| {
            CvCertificate::decode(bytes)
                .map_err(|error| ConfigError::Certificate(error.to_string()))
        };
        let decoded: Vec<_> = certificates.iter().map(read).collect::<Result<_, _>>()?;
        let (terminals, others): (Vec<_>, Vec<_>) = decoded
            .into_iter()
            .partition(|certificate| certificate.body().chat.role() == Role::Terminal);
        let (roots, issuers): (Vec<_>, Vec<_>) =
            others.into_iter().partition(CvCertificate::is_self_signed);
        let [terminal] = terminals.as_slice() else {
            return Err(ConfigError::TerminalCertificates(terminals.len()));
        };
        if terminal.body().chat.terminal_type() != TerminalType::AuthenticationTerminal {
            return Err(ConfigError::TerminalType(
                terminal.body().chat.terminal_type(),
            ));
        }
        let credentials = TerminalCredentials::new(terminal.clone(), key, issuers.clone())
            .ok_or(ConfigError::TerminalKey)?;
        let made = Self {
            credentials,
            roots,
            issuers,
            description,
            sector,
        };
        made.check()?;
        Ok(made)
    }

    fn check(&self) -> Result<(), ConfigError> {
        CertificateDescription::decode(&self.description)
            .map_err(|error| ConfigError::Description(error.to_string()))?;
        let named = self.certificate().body().extensions.description_hash();
        let is_named = Hash::ALL
            .iter()
            .any(|hash| named == Some(hash.digest(&[&self.description]).as_ref()));
        if !is_named {
            let why = "the terminal certificate has the hash of another description";
            return Err(ConfigError::Description(why.to_owned()));
        }
        self.place(&self.sector)
            .map(drop)
            .ok_or(ConfigError::Sector)
    }

    /// The terminal's certificate.
    #[must_use]
    pub const fn certificate(&self) -> &CvCertificate {
        self.credentials.certificate()
    }

    /// The description, DER.
    #[must_use]
    pub fn description(&self) -> &[u8] {
        &self.description
    }

    /// The sector of connectors that have none of their own.
    #[must_use]
    pub const fn sector(&self) -> &CvPublicKey {
        &self.sector
    }

    pub(crate) const fn credentials(&self) -> &TerminalCredentials {
        &self.credentials
    }

    pub(crate) fn roots(&self) -> &[CvCertificate] {
        &self.roots
    }

    pub(crate) fn issuers(&self) -> &[CvCertificate] {
        &self.issuers
    }

    /// Where the certificate names a sector.
    pub(crate) fn place(&self, sector: &CvPublicKey) -> Option<SectorPlace> {
        let named = self.certificate().body().extensions.sector();
        let is = |wanted: &Option<Vec<u8>>| {
            wanted
                .as_ref()
                .is_some_and(|wanted| Hash::ALL.iter().any(|hash| sector.digest(*hash) == *wanted))
        };
        if is(&named.first) {
            Some(SectorPlace::First)
        } else {
            is(&named.second).then_some(SectorPlace::Second)
        }
    }

    /// Whether all certificates below the root are valid on a day.
    pub(crate) fn valid_on(&self, today: ambient::Date) -> Result<(), Failure> {
        let now = CvDate::new(today.year(), today.month(), today.day());
        let used = [self.certificate()].into_iter().chain(&self.issuers);
        for body in used.map(CvCertificate::body) {
            let valid = now.is_some_and(|now| body.effective <= now && now <= body.expiration);
            // A link certificate outlives its use; without it the chain may still lead to the card's trust point.
            if !valid && body.chat.role() != Role::Cvca {
                return Err(Failure::CertificateNotValid {
                    holder: body.chr,
                    from: body.effective,
                    until: body.expiration,
                    today: today.to_string(),
                });
            }
        }
        Ok(())
    }
}
