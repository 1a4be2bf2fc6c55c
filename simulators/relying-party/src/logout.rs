//! The end of a session, here and at the portal.

use saml::binding::Carried;
use saml::fas::Incoming;
use saml::fas::logout::{Peer, Receiver, check_request, check_response};
use saml::{Header, LogoutRequest, LogoutResponse, MessageKind, NameId, Status, redirect};
use web::Form;
use xml::SignaturePolicy;

use crate::flow::{Desk, Portal};
use crate::peers::IdentityProvider;
use crate::{OidcClient, Refusal, Via};

/// Seconds for which a request to the portal is worth following.
const LIFETIME: i64 = 300;

impl Desk<'_> {
    /// Where the browser goes to end the session at the portal, and the request that the portal answers; nothing when
    /// the portal takes no such wishes.
    pub(crate) fn leave(&self, via: &Via) -> Result<Option<(String, Option<String>)>, Refusal> {
        match (self.portal, via) {
            (
                Portal::Saml(idp),
                Via::Saml {
                    name_id,
                    session_index,
                },
            ) => {
                let Some((location, _)) = &idp.logout else {
                    return Ok(None);
                };
                let request = LogoutRequest {
                    header: self.header(location),
                    not_on_or_after: Some(saml::Instant::from(self.ambient.now()).plus(LIFETIME)),
                    name_id: Some((**name_id).clone()),
                    session_indexes: session_index.iter().cloned().collect(),
                    ..LogoutRequest::default()
                };
                let text = request.to_element().to_document();
                let address = self.carry(location, MessageKind::Request, text, None)?;
                Ok(Some((address, request.header.id)))
            }
            (Portal::Oidc(own, provider), Via::Oidc { id_token }) => {
                let end = provider.metadata.end_session_endpoint.as_deref();
                Ok(end.map(|end| (self.end_session(own, end, id_token), None)))
            }
            _ => Ok(None),
        }
    }

    fn end_session(&self, own: &OidcClient, end: &str, id_token: &str) -> String {
        let form = Form::new()
            .with("id_token_hint", id_token)
            .with("client_id", &own.id)
            .with("post_logout_redirect_uri", self.config.address("/logout"));
        let separator = if end.contains('?') { '&' } else { '?' };
        format!("{end}{separator}{}", form.encode())
    }

    /// The portal's wish to end a session.
    pub(crate) fn told_to_leave(
        &self,
        idp: &IdentityProvider,
        incoming: Incoming<'_>,
    ) -> Result<LogoutRequest, Refusal> {
        self.with_receiver(idp, |receiver| {
            Ok(check_request(
                incoming,
                receiver,
                &self.config.rules.logout,
            )?)
        })
    }

    /// The portal's answer to the request `asked`.
    pub(crate) fn left(
        &self,
        idp: &IdentityProvider,
        incoming: Incoming<'_>,
        asked: Option<&str>,
    ) -> Result<LogoutResponse, Refusal> {
        self.with_receiver(idp, |receiver| {
            Ok(check_response(
                incoming,
                receiver,
                asked,
                &self.config.rules.logout,
            )?)
        })
    }

    /// Where the browser goes with the answer to the portal's wish.
    pub(crate) fn obey(
        &self,
        idp: &IdentityProvider,
        request: &LogoutRequest,
        relay_state: Option<String>,
    ) -> Result<Option<String>, Refusal> {
        let Some((_, location)) = &idp.logout else {
            return Ok(None);
        };
        let response = LogoutResponse {
            header: self.header(location),
            in_response_to: request.header.id.clone(),
            status: Some(Status::success()),
        };
        let text = response.to_element().to_document();
        self.carry(location, MessageKind::Response, text, relay_state)
            .map(Some)
    }

    fn header(&self, destination: &str) -> Header {
        Header {
            destination: Some(destination.to_owned()),
            issuer: Some(NameId::new(&self.config.entity_id)),
            ..Header::fresh(self.ambient)
        }
    }

    fn carry(
        &self,
        location: &str,
        kind: MessageKind,
        text: String,
        relay_state: Option<String>,
    ) -> Result<String, Refusal> {
        let message = Carried {
            kind,
            text,
            relay_state,
        };
        let signing = Some((&self.keys.signing, &self.keys.algorithm));
        redirect::url(location, &message, signing)
            .map_err(|error| Refusal::portal(error.to_string()))
    }

    fn with_receiver<T>(
        &self,
        idp: &IdentityProvider,
        judge: impl FnOnce(&Receiver<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let peer = Peer {
            entity_id: idp.entity_id.clone(),
            certificates: idp.certificates.clone(),
        };
        judge(&Receiver {
            destinations: &[&self.config.address("/logout")],
            peers: &[peer],
            policy: &SignaturePolicy::fas(),
            replay: self.replay,
            now: self.ambient.now(),
        })
    }
}
