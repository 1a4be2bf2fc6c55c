//! Logout messages to SAML services.

use ambient::Ambient;
use saml::binding::{BindingError, Carried};
use saml::message::{Header, LogoutRequest, LogoutResponse, NameId, Status};
use saml::metadata::{Endpoint, SpDescriptor};
use saml::names::{ASSERTION, binding};
use saml::{MessageKind, post, redirect};
use web::{Form, Language, PostForm, Response};
use xml::{Element, Hash, Position, SignWith, SignatureAlgorithm, SigningError};

use crate::Fault;
use crate::config::Config;
use crate::keys::Keys;
use crate::texts::service_name;

/// A logout message that could not be sent.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum LogoutError {
    #[error("the metadata of the service has no address for logout messages")]
    NoAddress,
    #[error(transparent)]
    Binding(#[from] BindingError),
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) config: &'a Config,
    pub(crate) keys: &'a Keys,
    pub(crate) ambient: &'a Ambient,
    pub(crate) language: Language,
}

impl Writer<'_> {
    /// The answer to a service that asked for a logout.
    pub(crate) fn answer(
        &self,
        service: &SpDescriptor,
        request: &LogoutRequest,
        relay_state: Option<String>,
        status: Status,
    ) -> Result<Response, LogoutError> {
        let to = endpoint(service).ok_or(LogoutError::NoAddress)?;
        let address = to.answers().ok_or(LogoutError::NoAddress)?;
        let message = LogoutResponse {
            header: self.header(address),
            in_response_to: request.header.id.clone(),
            status: Some(status),
        };
        self.carry(
            to,
            address,
            Parcel {
                kind: MessageKind::Response,
                message: message.to_element(),
                relay_state,
            },
        )
    }

    /// A request to a service that a person logged in to; returned with its identifier.
    pub(crate) fn request(
        &self,
        service: &SpDescriptor,
        name_id: NameId,
        session_index: &str,
    ) -> Result<(String, Response), LogoutError> {
        let to = endpoint(service).ok_or(LogoutError::NoAddress)?;
        let address = to.location.as_deref().ok_or(LogoutError::NoAddress)?;
        let message = LogoutRequest {
            header: self.header(address),
            name_id: Some(name_id),
            session_indexes: vec![session_index.into()],
            ..LogoutRequest::default()
        };
        let id = message.header.id.clone().unwrap_or_default();
        let parcel = Parcel {
            kind: MessageKind::Request,
            message: message.to_element(),
            relay_state: None,
        };
        let sent = self.carry(to, address, parcel)?;
        Ok((id, sent))
    }

    fn header(&self, address: &str) -> Header {
        Header {
            destination: Some(address.into()),
            issuer: Some(NameId::new(&self.config.entity_id)),
            ..Header::fresh(self.ambient)
        }
    }

    fn carry(&self, to: &Endpoint, address: &str, parcel: Parcel) -> Result<Response, LogoutError> {
        let Parcel {
            kind,
            message,
            relay_state,
        } = parcel;
        let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
        let signed = !self.config.faults.has(Fault::LogoutUnsigned);
        if to.binding.as_deref() == Some(binding::HTTP_REDIRECT) {
            let carried = Carried {
                kind,
                text: message.to_text(),
                relay_state,
            };
            let signing = signed.then_some((&self.keys.message, &algorithm));
            return Ok(web::redirect(&redirect::url(address, &carried, signing)?));
        }
        let with = SignWith::new(&self.keys.message, &algorithm).position(Position::After {
            namespace: ASSERTION,
            local: "Issuer",
        });
        let text = if signed {
            xml::sign(&message, &with)?
        } else {
            message.to_document()
        };
        let fields: Form = post::fields(kind, &text, relay_state.as_deref())
            .into_iter()
            .collect();
        let name = service_name(self.language);
        Ok(PostForm::new(self.language, name, address, fields).respond())
    }
}

/// A message on its way.
struct Parcel {
    kind: MessageKind,
    message: Element,
    relay_state: Option<String>,
}

/// Where logout messages go: by redirect where the service takes that, else by form.
fn endpoint(service: &SpDescriptor) -> Option<&Endpoint> {
    let all = &service.role.single_logout;
    Endpoint::with_binding(all, binding::HTTP_REDIRECT)
        .or_else(|| Endpoint::with_binding(all, binding::HTTP_POST))
}
