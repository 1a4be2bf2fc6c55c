//! Logout messages of both sides, made by somebody in the middle.

use browser::Navigation;
use conformance_harness::StepError;
use saml::binding::Carried;
use saml::metadata::Endpoint;
use saml::names::binding;
use saml::{
    Assertion, Header, Instant, LogoutRequest, LogoutResponse, MessageKind, NameId, Status,
    fresh_id, redirect,
};
use xml::Element;

use super::{ALGORITHM, Table, look_up, said};
use crate::CardWorld;
use crate::road::citizen::unanswered;
use crate::road::forge::SAML;
use crate::road::{Party, Way};

/// Longer than any message is young.
const LONG: i64 = 3600;

/// A session as both sides know it.
#[derive(Clone, Debug)]
pub struct Session {
    name_id: NameId,
    index: Option<String>,
}

/// A request that is about to be sent.
struct Letter {
    request: LogoutRequest,
    key: Option<&'static str>,
    now: Instant,
}

type Change = fn(&mut Letter);

const CHANGES: &Table<Change> = &[
    ("as it should be", |_| {}),
    ("without a signature", |letter| letter.key = None),
    ("signed by a stranger", |letter| {
        letter.key = Some("stranger rsa signing");
    }),
    ("from somebody that nobody knows", |letter| {
        letter.request.header.issuer = Some(NameId::new("https://nobody.example/saml/metadata"));
    }),
    ("for another address", |letter| {
        letter.request.header.destination = Some("https://elsewhere.example/logout".to_owned());
    }),
    ("made an hour ago", |letter| {
        letter.request.header.issue_instant = Some(letter.now.plus(-LONG));
    }),
    ("that ended an hour ago", |letter| {
        letter.request.not_on_or_after = Some(letter.now.plus(-LONG));
    }),
    ("in version 1.1", |letter| {
        letter.request.header.version = Some("1.1".to_owned());
    }),
    ("with an empty name", |letter| {
        letter.request.name_id = Some(NameId::new(""));
    }),
];

/// Who writes to a party.
const fn sender(to: Party) -> Party {
    match to {
        Party::Portal => Party::RelyingParty,
        _ => Party::Portal,
    }
}

impl CardWorld {
    /// A whole login by SAML; what both sides call the session is kept.
    ///
    /// # Errors
    ///
    /// When it does not come to an end.
    pub fn log_in_and_look(&mut self) -> Result<(), StepError> {
        if self.seat()?.is_some() {
            return self.log_in_in_the_clear();
        }
        self.log_in_up_to(Party::RelyingParty, Way::Saml)?;
        let response = self.pending_xml("SAMLResponse")?;
        let assertion = self.open_assertion(&response, "relying-party encryption")?;
        self.remember(&assertion)?;
        let message = self.pending()?;
        self.deliver(message)
    }

    /// Nobody can open what is encrypted for somebody else's service: it is encrypted after it was read.
    fn log_in_in_the_clear(&mut self) -> Result<(), StepError> {
        self.hold_plain_response()?;
        let response = self.pending_xml("SAMLResponse")?;
        let assertion = response
            .first(SAML, "Assertion")
            .ok_or_else(|| said("the portal has sent no assertion in the clear"))?;
        self.remember(&assertion.clone().declare_scope())?;
        self.forge_portal_response("as it was, encrypted by somebody in the middle")
    }

    fn remember(&mut self, assertion: &Element) -> Result<(), StepError> {
        let assertion = Assertion::from_element(assertion).map_err(said)?;
        let subject = assertion.subject.unwrap_or_default();
        let statement = assertion.authn_statements.into_iter().next();
        self.keep(Session {
            name_id: subject.name_id.unwrap_or_default(),
            index: statement.and_then(|statement| statement.session_index),
        });
        Ok(())
    }

    /// The citizen's browser brings a logout request, as it should be or changed.
    ///
    /// # Errors
    ///
    /// When no alteration is called so, or a party does not answer.
    pub fn send_logout_request(&mut self, to: Party, words: &str) -> Result<(), StepError> {
        let message = self.logout_request(to, words)?;
        self.bring(message)
    }

    /// The same request twice.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::send_logout_request`].
    pub fn send_logout_request_twice(&mut self, to: Party) -> Result<(), StepError> {
        let message = self.logout_request(to, "as it should be")?;
        self.bring(message.clone())?;
        self.bring(message)
    }

    /// The citizen's browser brings an answer to a logout that nobody asked for.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn send_logout_answer(&mut self, to: Party) -> Result<(), StepError> {
        let location = self.logout_address(to)?;
        let response = LogoutResponse {
            header: self.logout_header(to, &location)?,
            in_response_to: Some(fresh_id(&self.stage()?.ambient)),
            status: Some(Status::success()),
        };
        let text = response.to_element().to_document();
        let key = sender(to).message_key();
        let message = self.carried((MessageKind::Response, text), &location, Some(key))?;
        self.bring(message)
    }

    /// The citizen logs out with the button of the portal.
    ///
    /// # Errors
    ///
    /// When there is no button, or a party does not answer.
    pub fn log_out_at_portal(&mut self) -> Result<(), StepError> {
        let portal = self.origin(Party::Portal)?;
        let browser = self.browser()?;
        let pages = format!("{portal}/fas/XUI/logout");
        browser.open(&pages).map_err(unanswered)?;
        browser.submit(0, &[]).map_err(unanswered)?;
        Ok(())
    }

    /// Whether the message in the query that the browser holds is signed by this party.
    ///
    /// # Errors
    ///
    /// What is wrong with the signature.
    pub fn held_logout_is_signed_by(&self, party: Party) -> Result<(), StepError> {
        let incoming = self.held_in_query()?;
        let certificates = self.certificates_of(party)?;
        let verified = incoming.verify(&certificates, &xml::SignaturePolicy::fas());
        verified
            .map(drop)
            .map_err(|error| StepError::requirement(error.to_string()))
    }

    /// Where logout messages to a party go by redirect.
    ///
    /// # Errors
    ///
    /// When its metadata have no such address.
    pub fn logout_address(&self, to: Party) -> Result<String, StepError> {
        let entity = self.entity_of(to)?;
        let role = match (entity.identity_provider(), entity.service_provider()) {
            (Some(idp), _) => Some(&idp.role),
            (_, sp) => sp.map(|sp| &sp.role),
        };
        let endpoints = role.map(|role| role.single_logout.as_slice());
        let endpoints = endpoints.unwrap_or_default();
        let endpoint = Endpoint::with_binding(endpoints, binding::HTTP_REDIRECT);
        let address = endpoint.and_then(|endpoint| endpoint.location.clone());
        let missing = || {
            StepError::not_applicable(format!(
                "the metadata of the {to:?} have no address for logout messages"
            ))
        };
        address.ok_or_else(missing)
    }

    fn logout_request(&self, to: Party, words: &str) -> Result<Navigation, StepError> {
        let change = look_up(CHANGES, words)?;
        let location = self.logout_address(to)?;
        let session = self.kept::<Session>("a session")?.clone();
        let mut letter = Letter {
            request: LogoutRequest {
                header: self.logout_header(to, &location)?,
                name_id: Some(session.name_id),
                session_indexes: session.index.into_iter().collect(),
                ..LogoutRequest::default()
            },
            key: Some(sender(to).message_key()),
            now: self.site_now()?.into(),
        };
        change(&mut letter);
        let text = letter.request.to_element().to_document();
        self.carried((MessageKind::Request, text), &location, letter.key)
    }

    fn logout_header(&self, to: Party, location: &str) -> Result<Header, StepError> {
        Ok(Header {
            destination: Some(location.to_owned()),
            issuer: Some(NameId::new(self.entity_id_of(sender(to))?)),
            ..Header::fresh(&self.stage()?.ambient)
        })
    }

    fn carried(
        &self,
        (kind, text): (MessageKind, String),
        location: &str,
        key: Option<&str>,
    ) -> Result<Navigation, StepError> {
        let message = Carried {
            kind,
            text,
            relay_state: None,
        };
        let key = key.map(|name| self.key_named(name)).transpose()?;
        let signing = key.as_ref().map(|key| (key, &ALGORITHM));
        let url = redirect::url(location, &message, signing).map_err(said)?;
        Ok(Navigation::get(url))
    }

    fn bring(&mut self, message: Navigation) -> Result<(), StepError> {
        let page = self.browser()?.request(message);
        page.map(drop).map_err(unanswered)
    }
}
