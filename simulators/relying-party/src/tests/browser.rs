//! A relying party, a network, and a browser with one cookie.

use std::sync::Arc;

use ambient::{Ambient, Date};
use bytes::Bytes;
use http::StatusCode;
use oidc::ClientSecret;
use web::{Form, InProcess, Journal, Response, Service};

use super::keys;
use super::saml_portal;
use crate::{COOKIE, Config, MetadataSource, OidcClient, ROLE, RelyingParty};

pub(super) const ORIGIN: &str = "http://party.test";
pub(super) const ISSUER: &str = "http://portal.test/fas/oauth2";

/// One world with one relying party.
pub(super) struct World {
    pub(super) ambient: Ambient,
    pub(super) network: InProcess,
    pub(super) journal: Journal,
    pub(super) party: Arc<RelyingParty>,
}

pub(super) fn ambient() -> Ambient {
    let ambient = Ambient::simulated(1, Date::new(2026, 3, 2).unwrap());
    ambient.clock().advance(9 * 3600);
    ambient
}

pub(super) fn config() -> Config {
    let (signing, encryption) = keys::party().clone();
    Config {
        saml: Some(MetadataSource::Document(saml_portal::metadata())),
        oidc: Some(OidcClient {
            issuer: ISSUER.to_owned(),
            id: "control-card".to_owned(),
            secret: ClientSecret::new("secret"),
            scope: "openid profile".to_owned(),
        }),
        ..Config::new(ORIGIN, signing, encryption)
    }
}

impl World {
    pub(super) fn new(config: Config) -> Self {
        let (ambient, network) = (ambient(), InProcess::new());
        let journal = Journal::new(&ambient);
        let party =
            RelyingParty::new(config, ambient.clone(), network.client(), journal.clone()).unwrap();
        Self {
            ambient,
            network,
            journal,
            party: Arc::new(party),
        }
    }

    pub(super) fn browser(&self) -> Browser {
        Browser {
            party: self.party.clone(),
            cookie: None,
        }
    }

    /// The rule of the last line of the journal.
    pub(super) fn last_rule(&self) -> Option<String> {
        let line = self.journal.lines().pop()?;
        assert_eq!(line.role, ROLE);
        Some(line.rule)
    }
}

/// A browser that follows nothing by itself.
#[derive(Clone)]
pub(super) struct Browser {
    party: Arc<RelyingParty>,
    pub(super) cookie: Option<String>,
}

impl Browser {
    pub(super) fn get(&mut self, path: &str) -> Response {
        self.send(http::Request::get(path), Bytes::new())
    }

    pub(super) fn post(&mut self, path: &str, form: &Form) -> Response {
        let request =
            http::Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, form.encode().into())
    }

    pub(super) fn send(&mut self, request: http::request::Builder, body: Bytes) -> Response {
        let request = match &self.cookie {
            Some(value) => request.header("cookie", format!("{COOKIE}={value}")),
            None => request,
        };
        let response = self.party.respond(&request.body(body).unwrap());
        let set = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok());
        for value in set.filter_map(|value| value.strip_prefix(&format!("{COOKIE}="))) {
            self.cookie = value.split(';').next().map(str::to_owned);
        }
        response
    }
}

pub(super) fn location(response: &Response) -> String {
    assert_eq!(
        response.status(),
        StatusCode::SEE_OTHER,
        "{}",
        body(response)
    );
    response.headers()["location"].to_str().unwrap().to_owned()
}

pub(super) fn body(response: &Response) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// What stands in the main part of a page.
pub(super) fn main_part(response: &Response) -> String {
    let html = body(response);
    let (_, rest) = html.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0.to_owned()
}

/// The code on a refusal page.
pub(super) fn code(response: &Response) -> String {
    let html = body(response);
    let (_, rest) = html
        .split_once("<code class=\"rule\">")
        .unwrap_or_else(|| panic!("no code in {html}"));
    rest.split_once("</code>").unwrap().0.to_owned()
}
