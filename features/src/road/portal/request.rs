//! Requests of a service for a login, changed on their way to the portal.

use browser::Navigation;
use conformance_harness::StepError;
use saml::binding::Carried;
use saml::names::{PROTOCOL, name_id};
use saml::{AuthnRequest, Instant, MessageKind, NameIdPolicy, RequestedAuthnContext, redirect};
use web::Form;
use xml::{Element, Hash, Limits, SignatureAlgorithm};

use super::{ALGORITHM, Table, look_up, said};
use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::forge::{DS, SAML, Signing};
use crate::road::{Party, Way};

/// Longer than any request is young.
const LONG: i64 = 3600;

/// A request that is about to be sent.
struct Letter {
    request: AuthnRequest,
    relay_state: Option<String>,
    /// The state that stands in the query after it was signed.
    other_state: Option<&'static str>,
    key: Option<&'static str>,
    algorithm: SignatureAlgorithm,
    travel: Travel,
    now: Instant,
}

/// How it travels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Travel {
    /// In the query.
    Query,
    /// In a form, signed inside.
    Form,
    /// In a form, hidden in a request that nobody signed.
    Hidden,
}

type Change = fn(&mut Letter);

/// Who signs, and what.
const SIGNATURES: &Table<Change> = &[
    ("without a signature", |letter| letter.key = None),
    ("signed by a stranger", |letter| {
        letter.key = Some("stranger rsa signing");
    }),
    ("signed with SHA-1", |letter| {
        letter.algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha1);
    }),
    ("with another RelayState than was signed", |letter| {
        letter.other_state = Some("another-state");
    }),
    ("by a form, signed by a stranger", |letter| {
        letter.key = Some("stranger rsa signing");
        letter.travel = Travel::Form;
    }),
    ("by a form, hidden in one that nobody signed", |letter| {
        letter.travel = Travel::Hidden;
    }),
];

/// What it says.
const CONTENT: &Table<Change> = &[
    ("from a service that nobody registered", |letter| {
        let issuer = letter.request.header.issuer.as_mut();
        if let Some(issuer) = issuer {
            issuer.value = "https://nobody.example/saml/metadata".to_owned();
        }
    }),
    ("for the address of another portal", |letter| {
        let elsewhere = "https://other-portal.example/fas/SSORedirect/metaAlias/idp";
        letter.request.header.destination = Some(elsewhere.to_owned());
    }),
    (
        "with an address for the answer that nobody registered",
        |letter| {
            let elsewhere = "https://attacker.example/saml/acs";
            letter.request.assertion_consumer_service_url = Some(elsewhere.to_owned());
        },
    ),
    (
        "with a number for the answer that nobody registered",
        |letter| {
            letter.request.assertion_consumer_service_url = None;
            letter.request.assertion_consumer_service_index = Some(7);
        },
    ),
    ("made an hour ago", |letter| {
        letter.request.header.issue_instant = Some(letter.now.plus(-LONG));
    }),
    ("made in an hour", |letter| {
        letter.request.header.issue_instant = Some(letter.now.plus(LONG));
    }),
    ("in version 1.1", |letter| {
        letter.request.header.version = Some("1.1".to_owned());
    }),
    ("without an ID", |letter| letter.request.header.id = None),
    ("that wants the answer as an artifact", |letter| {
        let artifact = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
        letter.request.protocol_binding = Some(artifact.to_owned());
    }),
    ("that wants a mail address as name", |letter| {
        letter.request.name_id_policy = Some(NameIdPolicy::of(name_id::EMAIL_ADDRESS));
    }),
    ("that wants a level that nobody knows", |letter| {
        letter.level("minimum", "urn:be:fedict:iam:fas:citizen:Level999");
    }),
    ("that wants better than level 400", |letter| {
        letter.level("better", "urn:be:fedict:iam:fas:citizen:Level400");
    }),
    ("that wants exactly level 400", |letter| {
        letter.level("exact", "urn:be:fedict:iam:fas:citizen:Level400");
    }),
];

impl Letter {
    fn level(&mut self, comparison: &str, class_ref: &str) {
        let context = RequestedAuthnContext::new(comparison, class_ref);
        self.request.requested_authn_context = Some(context);
    }
}

/// Requests into the portal.
impl CardWorld {
    /// A login that stops before the portal.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn hold_before_portal(&mut self, way: Way) -> Result<(), StepError> {
        let origin = self.origin(Party::Portal)?;
        self.browser()?.stop_before(&origin);
        self.begin_login(way)?;
        if self.browser()?.pending().is_some() {
            return Ok(());
        }
        let seen = where_it_is(self.page()?);
        Err(said(format!(
            "nobody is sent to the portal: it ends at {seen}"
        )))
    }

    /// The request that the browser holds before the portal, with what proves who sent it.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn held_request(&self) -> Result<(AuthnRequest, redirect::Incoming), StepError> {
        let incoming = self.held_in_query()?;
        let root = xml::parse(incoming.carried.text.as_bytes(), &Limits::SAML).map_err(said)?;
        let request = AuthnRequest::from_element(&root).map_err(said)?;
        Ok((request, incoming))
    }

    /// The message in the query of the request that the browser holds.
    pub(super) fn held_in_query(&self) -> Result<redirect::Incoming, StepError> {
        let held = self.pending()?;
        let query = held.url.split_once('?').map_or("", |(_, query)| query);
        redirect::parse(query, &Limits::SAML).map_err(said)
    }

    /// Changes the request that the browser holds before the portal, signs and delivers it.
    ///
    /// # Errors
    ///
    /// When no alteration is called so, or a party does not answer.
    pub fn deliver_service_request(&mut self, words: &str) -> Result<(), StepError> {
        let change = look_up(SIGNATURES, words).or_else(|_| look_up(CONTENT, words))?;
        let (request, incoming) = self.held_request()?;
        let mut letter = Letter {
            request,
            relay_state: incoming.carried.relay_state,
            other_state: None,
            key: Some(Party::RelyingParty.message_key()),
            algorithm: ALGORITHM,
            travel: Travel::Query,
            now: self.site_now()?.into(),
        };
        change(&mut letter);
        let to = self.pending()?.url;
        let to = to.split('?').next().unwrap_or_default();
        let message = match letter.travel {
            Travel::Query => self.by_query(&letter, to)?,
            Travel::Form | Travel::Hidden => self.by_form(&letter, to)?,
        };
        self.browser()?.resume(message).map_err(unanswered)?;
        Ok(())
    }

    /// The request arrives, and then once more.
    ///
    /// # Errors
    ///
    /// When the portal does not answer.
    pub fn deliver_service_request_twice(&mut self) -> Result<(), StepError> {
        let message = self.pending()?;
        let browser = self.browser()?;
        browser.resume(message.clone()).map_err(unanswered)?;
        browser.resume(message).map_err(unanswered)?;
        Ok(())
    }

    fn by_query(&self, letter: &Letter, to: &str) -> Result<Navigation, StepError> {
        let message = Carried {
            kind: MessageKind::Request,
            text: letter.request.to_element().to_document(),
            relay_state: letter.relay_state.clone(),
        };
        let key = letter.key.map(|name| self.key_named(name)).transpose()?;
        let signing = key.as_ref().map(|key| (key, &letter.algorithm));
        let url = redirect::url(to, &message, signing).map_err(said)?;
        let signed = Navigation::get(url);
        let Some(other) = letter.other_state else {
            return Ok(signed);
        };
        let state = letter.relay_state.as_deref().unwrap_or_default();
        let [written, instead] = [state, other].map(|state| format!("&RelayState={state}&"));
        Ok(Navigation::get(signed.url.replace(&written, &instead)))
    }

    fn by_form(&self, letter: &Letter, to: &str) -> Result<Navigation, StepError> {
        let key = letter.key.unwrap_or_default();
        let with = Signing::with(key).algorithm(letter.algorithm.clone());
        let mut text = self.sign(&letter.request.to_element(), &with)?;
        if letter.travel == Travel::Hidden {
            text = hidden(&text)?;
        }
        let fields = saml::post::fields(MessageKind::Request, &text, letter.relay_state.as_deref());
        let fields: Form = fields.into_iter().collect();
        Ok(Navigation::post(to, fields))
    }
}

/// A request of the lowest level that carries the signature of the true one, which hides among its extensions.
fn hidden(text: &str) -> Result<String, StepError> {
    let mut signed = xml::parse(text.as_bytes(), &Limits::SAML).map_err(said)?;
    let mut outer = signed.clone();
    outer.set_attribute("ID", "_outer");
    outer.set_attribute("ForceAuthn", "false");
    signed.remove_first(DS, "Signature");
    let extensions = Element::new("saml2p:Extensions", PROTOCOL).child(signed);
    let place = outer.first(DS, "Signature").is_some();
    let (namespace, local) = if place {
        (DS, "Signature")
    } else {
        (SAML, "Issuer")
    };
    outer.insert_after(namespace, local, extensions);
    Ok(outer.to_document())
}
