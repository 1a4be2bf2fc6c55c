//! A login by SAML.

use saml::binding::Carried;
use saml::fas::Context;
use saml::fas::response::{Decryption, Outcome, Pending, Receiver, check};
use saml::names::{binding, name_id};
use saml::{
    AuthnRequest, Header, MessageKind, NameId, NameIdPolicy, RequestedAuthnContext, redirect,
};
use xml::{EncryptionPolicy, SignaturePolicy};

use super::{Awaits, Desk, Step, careless};
use crate::peers::IdentityProvider;
use crate::{Fault, Holder, Refusal, Rule};

impl Desk<'_> {
    pub(super) fn begin_saml(
        &self,
        idp: &IdentityProvider,
        relay_state: &str,
    ) -> Result<(Awaits, String), Refusal> {
        let force_authn = !self.config.has(Fault::AsksNoNewLogin);
        let request = self.request(idp, force_authn);
        let message = Carried {
            kind: MessageKind::Request,
            text: request.to_element().to_document(),
            relay_state: Some(relay_state.to_owned()),
        };
        let signing = (!self.config.has(Fault::SendsUnsignedRequest))
            .then_some((&self.keys.signing, &self.keys.algorithm));
        let address = redirect::url(&idp.sign_on, &message, signing)
            .map_err(|error| Refusal::portal(error.to_string()))?;
        let pending = Pending {
            id: request.header.id.unwrap_or_default(),
            issued: self.ambient.now().into(),
            level: self.level(),
            force_authn,
            name_id_format: Some(name_id::TRANSIENT.to_owned()),
        };
        Ok((Awaits::Response(Some(pending)), address))
    }

    /// Every login is a new one: the card must be there each time.
    fn request(&self, idp: &IdentityProvider, force_authn: bool) -> AuthnRequest {
        AuthnRequest {
            header: Header {
                destination: Some(idp.sign_on.clone()),
                issuer: Some(NameId::new(&self.config.entity_id)),
                ..Header::fresh(self.ambient)
            },
            force_authn: Some(force_authn),
            is_passive: Some(false),
            protocol_binding: Some(binding::HTTP_POST.to_owned()),
            assertion_consumer_service_url: Some(self.config.address("/saml/acs")),
            name_id_policy: Some(NameIdPolicy::of(name_id::TRANSIENT)),
            requested_authn_context: Some(RequestedAuthnContext::new(
                "minimum",
                self.level().class_ref(Context::Citizen),
            )),
            ..AuthnRequest::default()
        }
    }

    pub(super) fn response(
        &self,
        idp: &IdentityProvider,
        pending: Option<&Pending>,
        answered: bool,
        text: &str,
    ) -> Step {
        let person = match self.judge(idp, pending, text)? {
            Outcome::Authenticated(person) => person,
            Outcome::Refused(status) => return Err(Refusal::ended_by_saml(&status)),
        };
        let book = &self.config.rules.own;
        book.require(Rule::AnsweredOnce, !answered, || {
            "another response to the same request".to_owned()
        })?;
        let holder = Holder::of_saml(&person, book)?;
        Ok((Awaits::Response(pending.cloned()), self.admit(holder)))
    }

    fn judge(
        &self,
        idp: &IdentityProvider,
        pending: Option<&Pending>,
        text: &str,
    ) -> Result<Outcome, Refusal> {
        let config = self.config;
        let attributes: Vec<&str> = config.attributes.iter().map(String::as_str).collect();
        let receiver = Receiver {
            entity_id: &config.entity_id,
            consumer: &config.address("/saml/acs"),
            issuer: &idp.entity_id,
            certificates: &idp.certificates,
            policy: &SignaturePolicy::fas(),
            decryption: Some(Decryption {
                key: &self.keys.decryption,
                policy: &EncryptionPolicy::eidas(),
                required: config.encryption_required,
            }),
            attributes: &attributes,
            replay: self.replay,
            now: self.ambient.now(),
        };
        let rules = &config.rules.response;
        let believed = config
            .fault
            .and_then(|fault| careless::believed(fault, text, &receiver));
        match believed {
            Some(text) => Ok(check(&text, &receiver, pending, &careless::rules(rules))?),
            None => Ok(check(text, &receiver, pending, rules)?),
        }
    }
}
