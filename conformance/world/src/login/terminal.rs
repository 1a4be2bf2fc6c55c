//! The terminal certificate of the middleware: its description names the middleware's address and TLS certificate.

use ambient::Date;
use crypto::Hash;
use eac::encoding::{CertificateDescription, TermsOfUsage};
use pki::{NamedCertificate, Sector, SectorKey, ServiceTerminal, TestPki};

use super::settings::{Setting, Settings};
use crate::WorldError;

/// Data groups 1 to 10, 13, 17 and 19, restricted identification, community and age verification.
const RIGHTS: u64 = 0x0513_FF07;
const HOLDER: &str = "DETESTMW00001";

/// What the eID server shows and proves.
#[derive(Debug)]
pub(crate) struct ServiceCertificate {
    pub(crate) certificate: NamedCertificate,
    pub(crate) issuers: Vec<Vec<u8>>,
    pub(crate) description: CertificateDescription,
    pub(crate) sector: SectorKey,
}

impl ServiceCertificate {
    /// A certificate for the service at `origin` with this TLS certificate. The hash of the TLS certificate is that of
    /// the document verifier's algorithm [TR-03110-4 §2.2.6].
    pub(crate) fn new(
        pki: &TestPki,
        origin: &str,
        tls: &[u8],
        settings: &Settings,
    ) -> Result<Self, WorldError> {
        let description = description(origin, tls);
        let sector = pki.sector_key(Sector::First);
        let (from, until) = validity(pki.effective_date(), settings);
        let certificate = pki.service_terminal(&ServiceTerminal {
            holder: HOLDER,
            description: &description,
            sector: &sector,
            rights: RIGHTS,
            from,
            until,
        })?;
        let issuers = pki
            .certificate("AT_DV")
            .map(|issuer| issuer.bytes.clone())
            .into_iter()
            .collect();
        Ok(Self {
            certificate,
            issuers,
            description,
            sector,
        })
    }
}

fn validity(start: Date, settings: &Settings) -> (Date, Date) {
    let day = |days| start.checked_add_days(days).unwrap_or(start);
    if settings.has(Setting::TerminalExpired) {
        (day(-30), day(-1))
    } else if settings.has(Setting::TerminalEarly) {
        (day(1), day(30))
    } else {
        (start, day(30))
    }
}

fn description(origin: &str, tls: &[u8]) -> CertificateDescription {
    CertificateDescription {
        issuer_name: "TEST Authority for Terminal Certificates".to_owned(),
        issuer_url: Some("https://authority.test".to_owned()),
        subject_name: "TEST Belgian federal public service".to_owned(),
        subject_url: Some(origin.to_owned()),
        terms_of_usage: TermsOfUsage::Plain(
            "Name, Anschrift und E-Mail-Adresse des Diensteanbieters:\r\n\
             TEST Belgian federal public service\r\n\r\n\
             Zweck des Auslesevorgangs:\r\nTEST: Anmeldung an einem simulierten Dienst\r\n\r\n\
             Hinweis auf die für den Diensteanbieter zuständige Stelle:\r\n\
             TEST: keine; es gibt weder die Person noch den Dienst\r\n"
                .to_owned(),
        ),
        redirect_url: None,
        communication_certificates: vec![Hash::Sha256.digest(&[tls]).as_bytes().to_vec()],
    }
}
