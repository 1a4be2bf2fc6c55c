//! How the world learns the blocking identification of a card: it asks the card as an eID server does.

use ambient::Ambient;
use card_de_npa::DeNpa;
use conformance_harness::Secrets;
use eac::encoding::{Chat, CvCertificate, Password, RiProtocol, SecurityInfo};
use eac::terminal::passive::TrustedIssuers;
use eac::terminal::terminal_authentication::TerminalCredentials;
use eac::terminal::{PaceRequest, ReadLength, Terminal};
use pki::TestPki;
use reader::InProcess;

use super::terminal::ServiceCertificate;

/// What the card calls itself in the sector of the middleware, by its blocking key. Says in words what went wrong.
pub(crate) fn blocking_identification(
    card: DeNpa,
    secrets: &Secrets,
    pki: &TestPki,
    own: &ServiceCertificate,
    ambient: &Ambient,
) -> Result<Vec<u8>, String> {
    fn said(error: impl std::fmt::Display) -> String {
        error.to_string()
    }
    let mut random = ambient.stream("blocking identification");
    let mut terminal = Terminal::new(InProcess::new(card));
    let offers = terminal.read_card_access().map_err(said)?;
    let password = Password::pin(secrets.pin.as_deref().unwrap_or_default());
    let (offer, _, curve) = offers.usable_pace().ok_or("the card offers no PACE")?;
    let certificate = CvCertificate::decode(&own.certificate.bytes).map_err(said)?;
    let rights: Chat = certificate.body().chat;
    let request = PaceRequest::new(offer, &password).ok_or("PACE of a kind not known")?;
    let terminal = terminal
        .pace(&request.with_chat(rights), &mut random)
        .map_err(|stopped| said(stopped.error))?;
    let issuers = own.issuers.iter().map(|bytes| CvCertificate::decode(bytes));
    let issuers: Vec<CvCertificate> = issuers.collect::<Result<_, _>>().map_err(said)?;
    let key = own.certificate.key.clone().ok_or("no key")?;
    let credentials = TerminalCredentials::new(certificate, key, issuers).ok_or("no terminal")?;
    let mut terminal = terminal
        .authenticate(&credentials, curve, None, &mut random)
        .map_err(|stopped| said(stopped.error))?;
    let signer = pki.country_signer().map_err(said)?;
    let trusted = TrustedIssuers::from_der([signer.certificate()]).map_err(said)?;
    let security = terminal
        .read_card_security(&trusted, ReadLength::Short)
        .map_err(said)?;
    let mut terminal = terminal
        .authenticate_chip(&security)
        .map_err(|stopped| said(stopped.error))?;
    terminal.select_eid_application().map_err(said)?;
    let key = security.infos().iter().find_map(|info| match info {
        SecurityInfo::RestrictedIdentification(info) if !info.authorized_only => Some(info),
        _ => None,
    });
    let key = key.ok_or("the card has no key for blocking")?;
    let protocol = RiProtocol::from_oid(&key.protocol).ok_or("a protocol not known")?;
    let sector = own.sector.public_key();
    let names = terminal
        .restricted_identification(protocol, key.key_id, Some(&sector), None)
        .map_err(said)?;
    names
        .first
        .ok_or_else(|| "the card gives no identification".to_owned())
}
