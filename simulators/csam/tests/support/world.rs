//! A portal with one SAML service, two clients and a connector that answers what it is told, seen through one browser.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "each test binary takes what it needs"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ambient::{Ambient, Date};
use bytes::Bytes;
use csam::{Client, Config, Connector, Csam, Fault, Identity, IssuerForm, paths};
use eidas_profile::light::{
    CacheName, Channel, LightAttribute, LightRequest, LightResponse, LightStatus, MemoryLightCache,
};
use http::{Method, StatusCode};
use oidc::ClientSecret;
use oidc::provider;
use pki::{IdentityDraft, Purpose};
use saml::binding::Carried;
use saml::fas::{Context, Level};
use saml::message::{AuthnRequest, Header, NameId, NameIdPolicy, RequestedAuthnContext};
use saml::metadata::{Endpoint, KeyDescriptor, KeyUse, Metadata, RoleDescriptor, SpDescriptor};
use saml::names::{METADATA, binding, name_id};
use saml::{MessageKind, redirect};
use web::{Form, Journal, Request, Response, Service};
use xml::{Element, Hash, SignatureAlgorithm, SigningKey};

pub(crate) const PORTAL: &str = "http://csam.test";
pub(crate) const CONNECTOR: &str = "http://connector.test/EidasNode/SpecificConnectorRequest";
pub(crate) const SERVICE: &str = "http://lfa.test/saml/metadata";
pub(crate) const CONSUMER: &str = "http://lfa.test/saml/acs";
pub(crate) const LOGOUT: &str = "http://lfa.test/saml/logout";
pub(crate) const CALLBACK: &str = "http://lfa.test/oidc/callback";
pub(crate) const GOODBYE: &str = "http://lfa.test/goodbye";

/// PKCS#8 of RSA keys by name, made once in a process.
pub(crate) fn rsa(name: &'static str) -> Vec<u8> {
    static KEYS: OnceLock<BTreeMap<&str, Vec<u8>>> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        ["portal", "tokens", "service", "encryption"]
            .map(|name| {
                let rsa = openssl::rsa::Rsa::generate(2048).unwrap();
                let key = openssl::pkey::PKey::from_rsa(rsa).unwrap();
                (name, key.private_key_to_pkcs8().unwrap())
            })
            .into()
    });
    keys[name].clone()
}

pub(crate) fn identity(name: &'static str, purpose: Purpose) -> pki::Identity {
    let draft = IdentityDraft {
        name,
        purpose,
        from: Date::new(2026, 1, 1).unwrap(),
        until: Date::new(2028, 12, 31).unwrap(),
    };
    pki::Identity::rsa(&draft, &rsa(name), &ambient()).unwrap()
}

pub(crate) fn ambient() -> Ambient {
    Ambient::simulated(11, Date::new(2026, 3, 2).unwrap())
}

/// What the metadata of the service says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encryption {
    Wanted,
    Unwanted,
}

pub(crate) fn service_metadata(encryption: Encryption, number: Option<&str>) -> String {
    let signing = identity("service", Purpose::Signing);
    let mut keys = vec![KeyDescriptor::new(KeyUse::Signing, signing.certificate)];
    if encryption == Encryption::Wanted {
        let key = identity("encryption", Purpose::Encryption);
        keys.push(KeyDescriptor::new(KeyUse::Encryption, key.certificate));
    }
    let mut role = RoleDescriptor::with_keys(keys);
    role.single_logout = vec![Endpoint::new(binding::HTTP_REDIRECT, LOGOUT)];
    let number = number.map(|required| {
        let wanted = Element::new("md:RequestedAttribute", METADATA)
            .attr("Name", "egovNRN")
            .attr("isRequired", required);
        Element::new("md:AttributeConsumingService", METADATA)
            .attr("index", "0")
            .child(wanted)
    });
    let metadata = Metadata {
        sp: vec![SpDescriptor {
            role,
            authn_requests_signed: Some(true),
            want_assertions_signed: Some(true),
            assertion_consumers: vec![Endpoint::new(binding::HTTP_POST, CONSUMER).indexed(0, true)],
            attribute_consumers: number.into_iter().collect(),
        }],
        ..Metadata::new(SERVICE)
    };
    metadata.to_element().to_document()
}

fn clients() -> Vec<Client> {
    ["lfa-demo", "old-client"]
        .map(|id| Client {
            client: provider::Client {
                id: id.into(),
                secret: ClientSecret::new(format!("{id} secret")),
                redirect_uris: vec![CALLBACK.into()],
                post_logout_redirect_uris: vec![GOODBYE.into()],
                scopes: ["openid", "profile", "egovnrn"].map(Into::into).to_vec(),
            },
            title: id.into(),
            issuer: if id == "lfa-demo" {
                IssuerForm::Current
            } else {
                IssuerForm::Origin
            },
        })
        .to_vec()
}

pub(crate) struct World {
    pub(crate) ambient: Ambient,
    pub(crate) csam: Csam,
    pub(crate) journal: Journal,
    pub(crate) cache: Arc<MemoryLightCache>,
    cookies: RefCell<BTreeMap<String, String>>,
    language: RefCell<String>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|_| ())
    }

    pub(crate) fn with_fault(fault: Fault) -> Self {
        Self::with(|config| config.faults = csam::Faults::of(&[fault]))
    }

    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Self {
        let ambient = ambient();
        let cache = Arc::new(MemoryLightCache::new(&ambient, 300));
        let signing = identity("portal", Purpose::Signing);
        let connector = Connector::new(CONNECTOR, cache.clone(), ["to secret", "from secret"]);
        let signing = Identity {
            key: signing.key,
            certificate: signing.certificate,
        };
        let mut config = Config::new(PORTAL, signing, rsa("tokens"), connector);
        config.services = vec![service_metadata(Encryption::Wanted, None)];
        config.clients = clients();
        change(&mut config);
        let journal = Journal::new(&ambient);
        Self {
            csam: Csam::new(config, &ambient, &journal).unwrap(),
            ambient,
            journal,
            cache,
            cookies: RefCell::default(),
            language: RefCell::new("en".into()),
        }
    }

    /// Another browser at the same portal.
    pub(crate) fn forget_cookies(&self) -> BTreeMap<String, String> {
        self.cookies.take()
    }

    pub(crate) fn set_cookies(&self, cookies: BTreeMap<String, String>) {
        self.cookies.replace(cookies);
    }

    pub(crate) fn session(&self) -> Option<String> {
        self.cookies.borrow().get("csam").cloned()
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub(crate) fn speak(&self, language: &str) {
        self.language.replace(language.into());
    }

    pub(crate) fn get(&self, to: &str) -> Response {
        self.send(Method::GET, to, Bytes::new(), &[])
    }

    pub(crate) fn post(&self, to: &str, fields: &[(&str, &str)]) -> Response {
        let form: Form = fields.iter().copied().collect();
        self.send(Method::POST, to, form.encode().into(), &[])
    }

    pub(crate) fn send(
        &self,
        method: Method,
        to: &str,
        body: Bytes,
        headers: &[(&str, &str)],
    ) -> Response {
        let to = to.strip_prefix(PORTAL).unwrap_or(to);
        let jar = self
            .cookies
            .borrow()
            .iter()
            .fold(String::new(), |all, (name, value)| {
                format!("{all}{name}={value}; ")
            });
        let mut request = http::Request::builder()
            .method(method)
            .uri(to)
            .header("cookie", jar)
            .header("accept-language", self.language.borrow().as_str())
            .header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request: Request = request.body(body).unwrap();
        let response = self.csam.respond(&request);
        for header in response.headers().get_all("set-cookie") {
            let header = header.to_str().unwrap();
            let (name, value) = header.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.into(), value.into());
        }
        response
    }

    /// Follows redirects inside the portal.
    pub(crate) fn follow(&self, mut response: Response) -> Response {
        while let Some(to) = inside(&response) {
            response = self.get(&to);
        }
        response
    }

    /// Presses a button of the current page.
    pub(crate) fn press(&self, name: &str, value: &str) -> Response {
        let page = text(&self.get(paths::PAGES));
        let step = field(&page, "step").unwrap_or_default();
        self.follow(self.post(paths::PAGES, &[("step", &step), (name, value)]))
    }

    /// From the menu to Germany; the light request that arrives at the connector.
    pub(crate) fn go_to_germany(&self) -> LightRequest {
        self.press("means", "eidas");
        let page = self.press("country", "DE");
        self.arrived(&text(&page))
    }

    pub(crate) fn arrived(&self, page: &str) -> LightRequest {
        assert!(page.contains(&format!("action=\"{CONNECTOR}\"")), "{page}");
        let token = field(page, "token").unwrap();
        let channel = Channel::new(CacheName::ConnectorRequest, "to secret");
        let strict = rules::Rulebook::strict();
        let text = channel.receive(&[&token], &*self.cache, &strict).unwrap();
        LightRequest::parse(&text).unwrap()
    }

    /// The token of an answer that the connector leaves in the cache.
    pub(crate) fn leave(&self, answer: &LightResponse) -> String {
        Channel::new(CacheName::ConnectorResponse, "from secret")
            .send(&answer.to_text(), &*self.cache, &self.ambient)
            .unwrap()
    }

    /// The browser comes back with an answer. The form comes from another site: it brings no cookie.
    pub(crate) fn come_back(&self, answer: &LightResponse) -> Response {
        let token = self.leave(answer);
        let cookies = self.forget_cookies();
        let onward = self.post(paths::EIDAS_RETURN, &[("token", &token)]);
        self.set_cookies(cookies);
        assert_eq!(onward.status(), StatusCode::SEE_OTHER, "{}", text(&onward));
        self.follow(onward)
    }

    /// The whole way of Lene from the menu on.
    pub(crate) fn identify(&self) -> Response {
        let question = self.go_to_germany();
        self.come_back(&lene(&question))
    }

    pub(crate) fn service_key(&self) -> SigningKey {
        let identity = identity("service", Purpose::Signing);
        SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap()
    }

    pub(crate) fn authn_request(&self, level: Level) -> AuthnRequest {
        AuthnRequest {
            header: Header {
                issuer: Some(NameId::new(SERVICE)),
                destination: Some(format!("{PORTAL}{}", paths::SINGLE_SIGN_ON)),
                ..Header::fresh(&self.ambient)
            },
            assertion_consumer_service_url: Some(CONSUMER.into()),
            protocol_binding: Some(binding::HTTP_POST.into()),
            name_id_policy: Some(NameIdPolicy::of(name_id::TRANSIENT)),
            requested_authn_context: Some(RequestedAuthnContext::new(
                "minimum",
                level.class_ref(Context::Citizen),
            )),
            ..AuthnRequest::default()
        }
    }

    /// The address to which a service redirects the browser with its request.
    pub(crate) fn sign_on_url(&self, request: &AuthnRequest) -> String {
        let key = self.service_key();
        let carried = Carried {
            kind: MessageKind::Request,
            text: request.to_element().to_text(),
            relay_state: Some("state-of-the-service".into()),
        };
        let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
        redirect::url(
            &format!("{PORTAL}{}", paths::SINGLE_SIGN_ON),
            &carried,
            Some((&key, &algorithm)),
        )
        .unwrap()
    }

    /// A service sends the browser; the menu.
    pub(crate) fn sign_on(&self, request: &AuthnRequest) -> Response {
        self.follow(self.get(&self.sign_on_url(request)))
    }
}

/// Where a redirect inside the portal leads.
fn inside(response: &Response) -> Option<String> {
    let to = location(response)?;
    let path = to.strip_prefix(PORTAL).unwrap_or(&to);
    path.starts_with('/').then(|| path.to_owned())
}

pub(crate) fn location(response: &Response) -> Option<String> {
    let to = response.headers().get("location")?;
    Some(to.to_str().unwrap().to_owned())
}

pub(crate) fn text(response: &Response) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// What stands in `main`, without blank lines: for snapshots.
pub(crate) fn main_of(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap();
    let main = main.split_once('>').unwrap().1;
    let main = main.split("</main>").next().unwrap();
    let lines = main.lines().filter(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The value of a hidden field.
pub(crate) fn field(page: &str, name: &str) -> Option<String> {
    let value = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    let value = value.split('"').next()?;
    Some(
        value
            .replace("&#38;", "&")
            .replace("&#34;", "\"")
            .replace("&#60;", "<"),
    )
}

/// What the German side says of Lene.
pub(crate) fn lene(question: &LightRequest) -> LightResponse {
    let attribute = |name: &str, value: &str| LightAttribute {
        definition: format!("http://eidas.europa.eu/attributes/naturalperson/{name}"),
        values: vec![value.into()],
    };
    LightResponse {
        id: "answer-1".into(),
        in_response_to: question.id.clone(),
        issuer: "be-connector".into(),
        level: Some("http://eidas.europa.eu/LoA/high".into()),
        status: LightStatus::success(),
        attributes: vec![
            attribute("PersonIdentifier", "DE/BE/5AB4F9CC"),
            attribute("CurrentFamilyName", "BEISPIELER"),
            attribute("CurrentGivenName", "LENE MARIT"),
            attribute("DateOfBirth", "1987-04-23"),
        ],
        ..LightResponse::default()
    }
}

/// A failure of the German side.
pub(crate) fn failure(question: &LightRequest, code: &str, sub: &str) -> LightResponse {
    LightResponse {
        status: LightStatus::failure(code, Some(sub), "not for people"),
        attributes: Vec::new(),
        level: None,
        ..lene(question)
    }
}
