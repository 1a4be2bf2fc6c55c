//! Certificates, description and key of the server.

use ambient::Date;
use conformance_harness::StepError;
use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::{
    CertificateBody, CertificateDescription, CertificateExtension, CertificateHolderReference,
    Chat, CvCertificate, CvDate, CvPublicKey, TaProtocol, TerminalType, TermsOfUsage,
};
use eac::terminal::terminal_authentication::TerminalCredentials;
use pki::TestPki;

use super::setup::{Root, Setup};
use super::{Homes, day, said};
use crate::CardWorld;
use crate::road::evidence::certificates::hash_of;

/// The document verifier, by its name in the test PKI.
const VERIFIER: &str = "AT_DV";
const HOLDER: &[u8] = b"DETESTOWN00001";
/// Data groups 4, 5, 8, 10 and 17, and restricted identification.
const RIGHTS: u64 = 0x0102_9804;

/// What the server shows and proves.
pub(super) struct Credentials {
    pub(super) terminal: TerminalCredentials,
    /// The certificates that are shown.
    pub(super) shown: Vec<Vec<u8>>,
    /// The description that is shown, DER.
    pub(super) description: Vec<u8>,
    /// Country signers whose cards are trusted, DER.
    pub(super) country_signers: Vec<Vec<u8>>,
}

impl Credentials {
    pub(super) fn new(
        world: &CardWorld,
        setup: &Setup,
        homes: &Homes,
        tls: &[u8],
    ) -> Result<Self, StepError> {
        let stage = world.stage()?;
        let (verifier, key) = match setup.root {
            Root::Known => named(&*world.certificates()?)?,
            Root::Stranger => named(&TestPki::from_seed(4711, stage.ambient.today()))?,
        };
        let mut description = description(homes, tls);
        (setup.description)(&mut description, homes);
        let own = PrivateKey::generate(
            key.curve(),
            &mut stage.ambient.stream("terminal key of a server of ours"),
        );
        let hash = hash_of(&verifier);
        let (from, until) = setup.certificate_days;
        let body = CertificateBody {
            car: verifier.body().chr,
            public_key: CvPublicKey::ec(TaProtocol::ecdsa_oid(hash), &own.public_key()),
            chr: CertificateHolderReference::decode(HOLDER).map_err(said)?,
            chat: Chat::from_bits(TerminalType::AuthenticationTerminal, RIGHTS),
            effective: cv_date(day(&stage.ambient, from))?,
            expiration: cv_date(day(&stage.ambient, until))?,
            extensions: [CertificateExtension::description(
                hash.digest(&[&description.encode()]).as_ref(),
            )]
            .into_iter()
            .collect(),
        };
        let certificate = body.sign(&key, hash);
        (setup.shown_description)(&mut description);
        let shown = vec![verifier.encode(), certificate.encode()];
        let terminal = TerminalCredentials::new(certificate, own, vec![verifier]);
        Ok(Self {
            terminal: terminal.ok_or_else(|| said("no certificate of a terminal"))?,
            shown,
            description: description.encode(),
            country_signers: stage.target.country_signers(),
        })
    }

    /// A fresh key on a curve.
    pub(super) fn ephemeral(curve: Curve, ambient: &ambient::Ambient) -> PrivateKey {
        PrivateKey::generate(
            curve,
            &mut ambient.stream("ephemeral key of a server of ours"),
        )
    }
}

/// The document verifier with its key.
fn named(source: &dyn pki::CertificateSource) -> Result<(CvCertificate, PrivateKey), StepError> {
    let verifier = source.certificate(VERIFIER);
    let verifier = verifier.ok_or_else(|| said("there is no document verifier"))?;
    let key = verifier.key.clone();
    let key = key.ok_or_else(|| said("the document verifier's key is not known"))?;
    Ok((CvCertificate::decode(&verifier.bytes).map_err(said)?, key))
}

fn cv_date(date: Date) -> Result<CvDate, StepError> {
    let day = CvDate::new(date.year(), date.month(), date.day());
    day.ok_or_else(|| said("a day that no certificate can name"))
}

fn description(homes: &Homes, tls: &[u8]) -> CertificateDescription {
    CertificateDescription {
        issuer_name: "TEST Authority for Terminal Certificates".to_owned(),
        issuer_url: Some("https://authority.test".to_owned()),
        subject_name: "TEST service of the harness".to_owned(),
        subject_url: Some(homes.home.clone()),
        terms_of_usage: TermsOfUsage::Plain(
            "Name, Anschrift und E-Mail-Adresse des Diensteanbieters:\r\n\
             TEST service of the harness\r\n\r\n\
             Zweck des Auslesevorgangs:\r\nTEST: Anmeldung an einem simulierten Dienst\r\n"
                .to_owned(),
        ),
        redirect_url: None,
        communication_certificates: vec![Hash::Sha256.digest(&[tls]).as_bytes().to_vec()],
    }
}
