//! The test PKI: everything that one seed and one start date stand for.

use std::sync::OnceLock;

use ambient::{Ambient, Date};
use crypto::{Curve, PrivateKey};
use eac::encoding::oid::Oid;
use eac::encoding::{CertificateDescription, TerminalType, TermsOfUsage};

use crate::certificate::{CertificateSource, NamedCertificate};
use crate::document_signer::{CountrySigner, DocumentSigner};
use crate::error::PkiError;
use crate::issue::Workshop;
use crate::row::{AT_CVCA, IS_CVCA, Row, ST_CVCA};
use crate::sector::{Sector, SectorKey};
use crate::service_terminal::ServiceTerminal;
use crate::{own, plan};

/// How long a trust point is valid.
const VALIDITY_IN_MONTHS: i32 = 36;

/// Country signer, document signer, and every card-verifiable certificate, all made from a seed and a start
/// date. The same seed and date give the same bytes. A certificate is made when it is first asked for.
#[derive(Debug)]
pub struct TestPki {
    workshop: Workshop,
    description: CertificateDescription,
    signers: OnceLock<Result<(CountrySigner, DocumentSigner), String>>,
    certificates: Vec<(&'static Row, OnceLock<Option<NamedCertificate>>)>,
}

impl TestPki {
    /// A PKI whose trust points become valid on `start`, which is the date that cards of this PKI know when
    /// they are issued.
    #[must_use]
    pub fn from_seed(seed: u64, start: Date) -> Self {
        Self::on_curve(seed, start, Curve::BrainpoolP256r1)
    }

    /// Like [`TestPki::from_seed`], with the keys of terminals and their authorities on another curve.
    #[must_use]
    pub fn on_curve(seed: u64, start: Date, curve: Curve) -> Self {
        let description = description();
        let workshop = Workshop {
            ambient: Ambient::simulated(seed, start).fork("TEST PKI"),
            curve,
            effective: start,
            // Only a start within three years of the end of the calendar has no such day; it is refused when
            // a certificate is made.
            expiration: start
                .checked_add_months(VALIDITY_IN_MONTHS)
                .unwrap_or(start),
            description: description.encode(),
        };
        let tables = [own::TRUST_POINTS, own::ROWS]
            .into_iter()
            .chain(plan::TABLES.iter().copied());
        let certificates = tables.flatten().map(|row| (row, OnceLock::new())).collect();
        Self {
            workshop,
            description,
            signers: OnceLock::new(),
            certificates,
        }
    }

    /// CVCAeff: the first day of the trust points.
    #[must_use]
    pub fn effective_date(&self) -> Date {
        self.workshop.effective
    }

    /// CVCAexp: the last day of the trust points.
    #[must_use]
    pub fn expiration_date(&self) -> Date {
        self.workshop.expiration
    }

    /// The country signing authority.
    ///
    /// # Errors
    /// A start date that X.509 cannot tell.
    pub fn country_signer(&self) -> Result<&CountrySigner, PkiError> {
        Ok(&self.signers()?.0)
    }

    /// The document signer, which signs EF.CardSecurity, EF.ChipSecurity and EF.SOD.
    ///
    /// # Errors
    /// A start date that X.509 cannot tell.
    pub fn document_signer(&self) -> Result<&DocumentSigner, PkiError> {
        Ok(&self.signers()?.1)
    }

    /// Signs content with the document signer: [`DocumentSigner::sign`].
    ///
    /// # Errors
    /// As [`TestPki::document_signer`] and [`DocumentSigner::sign`].
    pub fn sign_security_object(
        &self,
        content_type: &Oid,
        content: &[u8],
    ) -> Result<Vec<u8>, PkiError> {
        self.document_signer()?.sign(content_type, content)
    }

    /// Makes EF.SOD with the document signer: [`DocumentSigner::sign_sod`].
    ///
    /// # Errors
    /// As [`TestPki::document_signer`] and [`DocumentSigner::sign_sod`].
    pub fn sign_sod(&self, data_groups: &[(u8, &[u8])]) -> Result<Vec<u8>, PkiError> {
        self.document_signer()?.sign_sod(data_groups)
    }

    /// The certificate of this name: a trust point (`AT_CVCA`), one of ours (`AT_FULL`), or one of the plan
    /// (`AT_CERT_17a`).
    #[must_use]
    pub fn certificate(&self, name: &str) -> Option<&NamedCertificate> {
        let (row, made) = self.certificates.iter().find(|(row, _)| row.name == name)?;
        made.get_or_init(|| self.workshop.issue(row, self.row(row.issuer)?).ok())
            .as_ref()
    }

    /// The certificates to present for `name`, in order; the trust point is not among them.
    #[must_use]
    pub fn chain(&self, name: &str) -> Vec<&NamedCertificate> {
        CertificateSource::chain(self, name)
    }

    /// The certificates of one set of the plan [TR-03105-3.3 §2.4].
    #[must_use]
    pub fn set(&self, number: u8) -> Vec<&NamedCertificate> {
        self.names()
            .filter(|name| plan::set_number(name) == Some(number))
            .filter_map(|name| self.certificate(name))
            .collect()
    }

    /// Every name that a certificate can be asked for by.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.certificates.iter().map(|(row, _)| row.name)
    }

    /// The trust point of a kind of terminals.
    #[must_use]
    pub fn trust_point(&self, terminal_type: TerminalType) -> Option<&NamedCertificate> {
        self.certificate(match terminal_type {
            TerminalType::InspectionSystem => IS_CVCA,
            TerminalType::AuthenticationTerminal => AT_CVCA,
            TerminalType::SignatureTerminal => ST_CVCA,
        })
    }

    /// The key pair of a sector for Restricted Identification.
    #[must_use]
    pub fn sector_key(&self, sector: Sector) -> SectorKey {
        self.workshop.sector_key(sector)
    }

    /// The description whose hash our authentication terminals carry [TR-03110-4 §2.2.6].
    #[must_use]
    pub fn description(&self) -> &CertificateDescription {
        &self.description
    }

    /// The terminal certificate of a service below `AT_DV`, with its key.
    ///
    /// # Errors
    /// A date that a certificate cannot tell, a holder reference that is none.
    pub fn service_terminal(
        &self,
        service: &ServiceTerminal<'_>,
    ) -> Result<NamedCertificate, PkiError> {
        service.issue(&self.workshop)
    }

    /// A key pair of this name that belongs to nothing else of the PKI, such as the Chip Authentication key
    /// of a generation of cards. Always the same for the same seed.
    #[must_use]
    pub fn private_key(&self, name: &str, curve: Curve) -> PrivateKey {
        PrivateKey::generate(
            curve,
            &mut self
                .workshop
                .ambient
                .fork("further keys")
                .fork(name)
                .stream("key"),
        )
    }

    /// The number of the plan's set that a certificate belongs to; nothing for ours.
    pub(crate) fn folder(name: &str) -> String {
        plan::set_number(name).map_or_else(|| "own".to_owned(), |number| format!("set-{number:02}"))
    }

    pub(crate) fn key_pair_name(&self, certificate: &str) -> Option<&'static str> {
        self.row(certificate).map(|row| row.key)
    }

    fn row(&self, name: &str) -> Option<&'static Row> {
        self.certificates
            .iter()
            .map(|(row, _)| *row)
            .find(|row| row.name == name)
    }

    fn signers(&self) -> Result<&(CountrySigner, DocumentSigner), PkiError> {
        let start = self.workshop.effective;
        let make = || {
            let country = CountrySigner::new(&self.workshop.ambient, start)?;
            let document = DocumentSigner::new(&self.workshop.ambient, start, &country)?;
            Ok::<_, PkiError>((country, document))
        };
        let signers = self
            .signers
            .get_or_init(|| make().map_err(|error| error.to_string()));
        signers
            .as_ref()
            .map_err(|_| PkiError::Date(start.to_string()))
    }
}

impl CertificateSource for TestPki {
    fn certificate(&self, name: &str) -> Option<&NamedCertificate> {
        Self::certificate(self, name)
    }
}

fn description() -> CertificateDescription {
    CertificateDescription {
        issuer_name: "TEST Authority for Terminal Certificates".to_owned(),
        issuer_url: Some("https://authority.test".to_owned()),
        subject_name: "TEST Service Provider".to_owned(),
        subject_url: Some("https://service.test".to_owned()),
        terms_of_usage: TermsOfUsage::Plain(
            "TEST: no person and no service exists behind this certificate.".to_owned(),
        ),
        redirect_url: None,
        communication_certificates: Vec::new(),
    }
}
