//! Logging out: the person's wish, the portal's answer, and the portal's wish.

use rules::Breach;
use saml::binding::RELAY_STATE_LIMIT;
use saml::fas::Incoming;
use saml::{LogoutRequest, MessageKind, post, redirect};
use web::{Form, Request, Response};
use xml::Limits;

use super::{Answered, RelyingParty, Visit};
use crate::flow::Portal;
use crate::pages::Pages;
use crate::{Fault, Holder, ROLE, Refusal, Rule, Via};

impl RelyingParty {
    pub(super) fn logout(&self, request: &Request, pages: Pages<'_>, posted: bool) -> Answered {
        let form = if posted {
            Form::body(request)
        } else {
            Form::query(request)
        };
        if form.has("SAMLRequest") || form.has("SAMLResponse") {
            return self.message(request, &form, posted, pages);
        }
        match self.browsers.find(request) {
            Some((
                id,
                Visit {
                    holder: Some(holder),
                    ..
                },
            )) if posted => {
                if !self.config.has(Fault::StaysLoggedIn) {
                    self.browsers.end(&id);
                }
                Ok(self.tell_portal(&holder))
            }
            Some((
                _,
                Visit {
                    holder: Some(holder),
                    ..
                },
            )) => Ok(pages.leave(self.way_out(&holder.via).as_deref())),
            _ => Ok(pages.left()),
        }
    }

    /// The session has ended here; that the portal cannot be told does not bring it back.
    fn tell_portal(&self, holder: &Holder) -> Response {
        let address = match self.address_to_leave(&holder.via) {
            Ok(address) => address.filter(|_| !self.config.has(Fault::KeepsPortalSession)),
            Err(refusal) => {
                self.journal.line(ROLE, &refusal.code, &refusal.because);
                None
            }
        };
        let Some((address, asked)) = address else {
            return web::redirect("/logout");
        };
        if asked.is_none() || self.config.has(Fault::StaysLoggedIn) {
            return web::redirect(&address);
        }
        let id = self.browsers.begin(Visit {
            leaving: asked,
            ..Visit::default()
        });
        self.browsers.cookie(&id).on(web::redirect(&address))
    }

    fn address_to_leave(&self, via: &Via) -> Result<Option<(String, Option<String>)>, Refusal> {
        match via {
            Via::Saml { .. } => self
                .desk(Portal::Saml(&*self.identity_provider()?))
                .leave(via),
            Via::Oidc { .. } => {
                let (own, provider) = self.provider(false)?;
                self.desk(Portal::Oidc(own, &provider)).leave(via)
            }
        }
    }

    /// Where the logout button may lead.
    pub(super) fn way_out(&self, via: &Via) -> Option<String> {
        match via {
            Via::Saml { .. } => self
                .identity_provider()
                .ok()?
                .logout
                .as_ref()
                .map(|(address, _)| address.clone()),
            Via::Oidc { .. } => self
                .provider(false)
                .ok()?
                .1
                .metadata
                .end_session_endpoint
                .clone(),
        }
    }

    /// A logout message of the portal, of either binding.
    fn message(&self, request: &Request, form: &Form, posted: bool, pages: Pages<'_>) -> Answered {
        let unreadable = |error: saml::BindingError| Breach::new(Rule::Form, error.to_string());
        let (posted_text, query);
        let (incoming, kind) = if posted {
            let fields = form
                .pairs()
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            posted_text = post::read(fields, &Limits::SAML).map_err(unreadable)?;
            (Incoming::Post(&posted_text.text), posted_text.kind)
        } else {
            query = redirect::parse(request.uri().query().unwrap_or_default(), &Limits::SAML)
                .map_err(unreadable)?;
            (Incoming::Redirect(&query), query.carried.kind)
        };
        match kind {
            MessageKind::Response => self.portal_has_answered(request, incoming, pages),
            MessageKind::Request => self.portal_asks(incoming, form.get("RelayState"), pages),
        }
    }

    fn portal_has_answered(
        &self,
        request: &Request,
        incoming: Incoming<'_>,
        pages: Pages<'_>,
    ) -> Answered {
        let idp = self.identity_provider()?;
        let browser = self.browsers.find(request);
        let asked = browser
            .as_ref()
            .and_then(|(_, visit)| visit.leaving.as_deref());
        let response = self.desk(Portal::Saml(&idp)).left(&idp, incoming, asked)?;
        if let Some((id, _)) = &browser {
            self.browsers.update(id, |visit| visit.leaving = None);
        }
        let status = response.status.unwrap_or_default();
        if !status.is_success() {
            return Err(Refusal::ended_by_saml(&status));
        }
        Ok(pages.left())
    }

    fn portal_asks(
        &self,
        incoming: Incoming<'_>,
        relay_state: Option<&str>,
        pages: Pages<'_>,
    ) -> Answered {
        let length = relay_state.map_or(0, str::len);
        self.config.rules.own.require(
            Rule::RelayStateLength,
            length <= RELAY_STATE_LIMIT,
            || format!("RelayState of {length} bytes"),
        )?;
        let idp = self.identity_provider()?;
        let desk = self.desk(Portal::Saml(&idp));
        let request = desk.told_to_leave(&idp, incoming)?;
        if !self.config.has(Fault::StaysLoggedIn) {
            self.browsers.end_where(|visit| meant(visit, &request));
        }
        match desk.obey(&idp, &request, relay_state.map(str::to_owned))? {
            Some(address) => Ok(web::redirect(&address)),
            None => Ok(pages.left()),
        }
    }
}

/// Whether a session is one that the portal's wish names.
fn meant(visit: &Visit, request: &LogoutRequest) -> bool {
    let Some(Via::Saml {
        name_id,
        session_index,
    }) = visit.holder.as_ref().map(|holder| &holder.via)
    else {
        return false;
    };
    let named = request
        .name_id
        .as_ref()
        .is_some_and(|name| name.value == name_id.value);
    let indexes = &request.session_indexes;
    let index = indexes.is_empty()
        || session_index
            .as_ref()
            .is_some_and(|index| indexes.contains(index));
    named && index
}
