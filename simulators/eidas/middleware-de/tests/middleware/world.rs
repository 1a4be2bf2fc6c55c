//! A connector, a middleware, a browser tab, and an eID client with a card behind it.

use std::collections::BTreeSet;

use bytes::Bytes;
use card_de_npa::DeNpa;
use crypto::Curve;
use eidas_middleware_de::{Config, Connector, Fault, Faults, Identity, MetadataSource, Middleware};
use eidas_profile::metadata::{Node, Role};
use eidas_profile::request::RequestDraft;
use eidas_profile::response::{self, Expectations, Pending, Skew};
use eidas_profile::{
    Attribute, CountryCode, EidasResponse, KnownPeers, LevelOfAssurance, Profile, RequestedLevels,
    ServiceType, Signer,
};
use paos::{Envelope, Message, TcToken};
use pki::{IdentityDraft, Purpose, Sector};
use saml::metadata::Endpoint;
use saml::names::binding;
use web::{Form, InProcess, Journal, Request, Response, Service};
use xml::DecryptionKey;

use crate::client::{Client, Manners};
use crate::desk::Desk;

pub(crate) const ORIGIN: &str = "https://localhost:8443";
pub(crate) const CLIENT: &str = "http://127.0.0.1:24727/eID-Client";

/// A connector with its keys.
pub(crate) struct Party {
    pub(crate) node: Node,
    pub(crate) signer: Signer,
    pub(crate) seal: pki::Identity,
}

impl Party {
    pub(crate) fn new(desk: &Desk, host: &str, country: &str) -> Self {
        let signing = identity(desk, &format!("TEST {host} signing"), Purpose::Signing);
        let seal = identity(
            desk,
            &format!("TEST {host} encryption"),
            Purpose::Encryption,
        );
        let name = format!("https://{host}/EidasNode/ConnectorMetadata");
        let address = format!("https://{host}/EidasNode/ColleagueResponse");
        let mut node = Node::new(Role::Connector, name, country.parse().unwrap());
        node.versions = vec!["1.4.1".into()];
        node.service_type = Some(ServiceType::Public);
        node.signing = vec![signing.certificate.clone()];
        node.encryption = vec![seal.certificate.clone()];
        node.endpoints = vec![Endpoint::new(binding::HTTP_POST, address).indexed(0, true)];
        node.valid_until = Some(desk.ambient.now().plus(86_400));
        Self {
            node,
            signer: Signer::new(&signing.key, &signing.certificate).unwrap(),
            seal,
        }
    }

    pub(crate) fn metadata(&self) -> String {
        self.node.sign(&self.signer).unwrap()
    }

    pub(crate) fn address(&self) -> &str {
        self.node.post_location().unwrap()
    }

    fn connector(&self, sector: Option<eac::encoding::CvPublicKey>) -> Connector {
        Connector {
            metadata: MetadataSource::Document(self.metadata()),
            metadata_signers: self.node.signing.clone(),
            sector,
        }
    }
}

pub(crate) fn identity(desk: &Desk, name: &str, purpose: Purpose) -> pki::Identity {
    let draft = IdentityDraft {
        name,
        purpose,
        from: ambient::Date::new(2025, 1, 1).unwrap(),
        until: ambient::Date::new(2035, 1, 1).unwrap(),
    };
    pki::Identity::ec(&draft, Curve::P256, &desk.ambient).unwrap()
}

fn own(identity: pki::Identity) -> Identity {
    Identity {
        key: identity.key,
        certificate: identity.certificate,
    }
}

pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) connector: Party,
    /// A second connector with a sector of its own.
    pub(crate) neighbour: Party,
    pub(crate) middleware: Middleware,
    pub(crate) journal: Journal,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::made(|_| ())
    }

    pub(crate) fn faulty(fault: Fault) -> Self {
        Self::made(|config| config.faults = Faults::none().with(fault))
    }

    pub(crate) fn made(change: impl FnOnce(&mut Config)) -> Self {
        let desk = Desk::new();
        let connector = Party::new(&desk, "connector.be.example", "BE");
        let neighbour = Party::new(&desk, "connector.lu.example", "LU");
        let second = desk.pki.sector_key(Sector::Second).public_key();
        let mut config = Config {
            origin: ORIGIN.into(),
            signing: own(identity(&desk, "TEST middleware signing", Purpose::Signing)),
            metadata_signing: own(identity(
                &desk,
                "TEST middleware metadata",
                Purpose::Signing,
            )),
            terminal: desk.terminal("AT_FULL"),
            country_signers: vec![desk.pki.country_signer().unwrap().certificate().to_vec()],
            blocked: BTreeSet::new(),
            connectors: vec![connector.connector(None), neighbour.connector(Some(second))],
            requesters: None,
            eid_client_url: CLIENT.into(),
            rulebook: Config::usual_rules(),
            metadata_rules: rules::Rulebook::strict(),
            faults: Faults::none(),
        };
        change(&mut config);
        let journal = Journal::new(&desk.ambient);
        let fetch = InProcess::new().client();
        let middleware =
            Middleware::new(config, desk.ambient.clone(), fetch, journal.clone()).unwrap();
        Self {
            desk,
            connector,
            neighbour,
            middleware,
            journal,
        }
    }

    /// What the connector asks for by default.
    pub(crate) fn draft(&self) -> RequestDraft {
        self.draft_of(&self.connector)
    }

    pub(crate) fn draft_of(&self, party: &Party) -> RequestDraft {
        let levels = RequestedLevels::minimum(LevelOfAssurance::High);
        let destination = self.middleware.request_address();
        RequestDraft::new(&party.node.entity_id, &destination, levels)
    }

    pub(crate) fn signed(&self, draft: &RequestDraft) -> (String, String) {
        draft
            .sign(&self.connector.signer, &self.desk.ambient)
            .unwrap()
    }

    /// Sends a request and follows to the page.
    pub(crate) fn ask(&self, tab: &mut Tab, text: &str, relay_state: Option<&str>) -> Response {
        let fields = saml::post::fields(saml::MessageKind::Request, text, relay_state);
        let form: Form = fields.into_iter().collect();
        let answer = tab.post(&self.middleware, &self.middleware.request_address(), &form);
        match answer.headers().get("location") {
            Some(location) => tab.get(&self.middleware, location.to_str().unwrap()),
            None => answer,
        }
    }

    /// The eID client does its work; gives the address to which it brings the browser.
    pub(crate) fn identify(&self, page: &Response, card: DeNpa, manners: Manners) -> String {
        let token_url = token_url(page);
        let mut stranger = Tab::default();
        let answer = stranger.get(&self.middleware, &token_url);
        assert_eq!(answer.status(), 200, "{}", text(&answer));
        let token = TcToken::decode(answer.body()).unwrap();
        let session = token.session_identifier.clone().unwrap();
        let mut client = Client::new(card, manners, self.desk.ambient.stream("client"));
        let mut message = Client::start(&session);
        let mut last = None;
        let mut number = 0;
        while client_goes_on(&mut message, &mut last, &mut number, |envelope| {
            let answer = self.paos(Some(&session), &envelope.encode());
            assert_eq!(answer.status(), 200);
            let answer = Envelope::decode(answer.body()).unwrap();
            (answer.message_id.clone(), client.answer(&answer.message))
        }) {}
        let result = client.result();
        let claim = match &result.minor {
            None => "ResultMajor=ok".to_owned(),
            Some(minor) if minor.word() == "cancellationByUser" => {
                "ResultMajor=error&ResultMinor=cancellationByUser".to_owned()
            }
            Some(_) => "ResultMajor=error&ResultMinor=serverError".to_owned(),
        };
        let refresh = token.refresh_address.unwrap();
        format!("{refresh}&{claim}")
    }

    /// A message to the PAOS channel.
    pub(crate) fn paos(&self, session: Option<&str>, body: &str) -> Response {
        let mut builder = http::Request::post("/eidas-middleware/paosreceiver");
        if let Some(session) = session {
            builder = builder.header(paos::REQUEST_ID_HEADER, session);
        }
        let request = builder.body(Bytes::from(body.to_owned())).unwrap();
        self.middleware.respond(&request)
    }

    /// A whole login with a usual request.
    pub(crate) fn login(&self, card: DeNpa, manners: Manners) -> (String, Response) {
        self.login_with(&self.draft(), card, manners)
    }

    pub(crate) fn login_with(
        &self,
        draft: &RequestDraft,
        card: DeNpa,
        manners: Manners,
    ) -> (String, Response) {
        let mut tab = Tab::default();
        let (text, id) = self.signed(draft);
        let page = self.ask(&mut tab, &text, Some("state"));
        let identified = self.identify(&page, card, manners);
        (id, tab.get(&self.middleware, &identified))
    }

    /// What the connector makes of a page that carries a response.
    pub(crate) fn received(
        &self,
        party: &Party,
        request: &str,
        page: &Response,
    ) -> Result<EidasResponse, response::Refusal> {
        let own = self.own_node();
        let peers = KnownPeers::new([own]);
        let seal = &party.seal;
        let keys = [DecryptionKey::from_pkcs8(&seal.key, &seal.certificate).unwrap()];
        let pending = |id: &str| {
            (id == request).then(|| Pending {
                country: CountryCode::DE,
                levels: RequestedLevels::minimum(LevelOfAssurance::High),
                name_id_format: None,
                answered: false,
                skew: Skew::default(),
            })
        };
        let expect = Expectations {
            entity_id: &party.node.entity_id,
            address: party.address(),
            country: party.node.country.unwrap(),
            now: self.desk.ambient.now(),
            max_age: 60,

            peers: &peers,
            keys: &keys,
            pending: &pending,
            first: &|_| true,
        };
        let field = field(page, "SAMLResponse");
        let checked = response::receive(Some(&field), &expect, &Profile::Strict.responses());
        checked.map(eidas_profile::Checked::into_inner)
    }

    /// The middleware as its metadata describe it.
    pub(crate) fn own_node(&self) -> Node {
        let page = Tab::default().get(&self.middleware, self.middleware.entity_id());
        let document = text(&page);
        let trusted = [identity(
            &self.desk,
            "TEST middleware metadata",
            Purpose::Signing,
        )];
        let trusted = trusted.map(|identity| identity.certificate);
        let expect = eidas_profile::metadata::Expectations {
            entity_id: self.middleware.entity_id(),
            role: Role::ProxyService,
            trusted: &trusted,
            now: self.desk.ambient.now(),
        };
        let book = rules::Rulebook::strict();
        eidas_profile::metadata::check(&document, &expect, &book)
            .unwrap()
            .into_inner()
    }
}

fn client_goes_on(
    message: &mut Message,
    last: &mut Option<String>,
    number: &mut u32,
    exchange: impl FnOnce(Envelope) -> (Option<String>, Option<Message>),
) -> bool {
    *number += 1;
    let mut envelope = Envelope::from_client(message.clone(), format!("urn:uuid:{number}"));
    if let Some(last) = last {
        envelope = envelope.relating_to(last.clone());
    }
    let (id, answer) = exchange(envelope);
    *last = id;
    match answer {
        Some(answer) => {
            *message = answer;
            true
        }
        None => false,
    }
}

/// A browser, as far as a middleware sees one.
#[derive(Clone, Default)]
pub(crate) struct Tab {
    cookie: Option<String>,
}

impl Tab {
    pub(crate) fn get(&mut self, service: &dyn Service, url: &str) -> Response {
        self.send(service, http::Request::get(path(url)), Bytes::new())
    }

    pub(crate) fn post(&mut self, service: &dyn Service, url: &str, form: &Form) -> Response {
        let builder = http::Request::post(path(url))
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(service, builder, form.encode().into())
    }

    fn send(
        &mut self,
        service: &dyn Service,
        mut builder: http::request::Builder,
        body: Bytes,
    ) -> Response {
        if let Some(cookie) = &self.cookie {
            builder = builder.header("cookie", cookie);
        }
        let request: Request = builder.header("accept-language", "en").body(body).unwrap();
        let response = service.respond(&request);
        for cookie in response.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            if cookie.starts_with("eidas-middleware-de=") {
                self.cookie = Some(cookie.to_owned());
            }
        }
        response
    }
}

fn path(url: &str) -> &str {
    url.strip_prefix(ORIGIN).unwrap_or(url)
}

pub(crate) fn text(response: &Response) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// The value of a hidden field.
pub(crate) fn field(page: &Response, name: &str) -> String {
    let html = text(page);
    let found = html.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value = found.unwrap_or_else(|| panic!("no field {name} in {html}"));
    value.split('"').next().unwrap().to_owned()
}

/// The code of a refusal page.
pub(crate) fn code(page: &Response) -> String {
    let html = text(page);
    let found = html.split("<code class=\"rule\">").nth(1);
    let found = found.unwrap_or_else(|| panic!("no refusal: {} {html}", page.status()));
    found.split('<').next().unwrap().to_owned()
}

/// The address of the TC token in a page.
pub(crate) fn token_url(page: &Response) -> String {
    let html = text(page);
    let link = html.split(&format!("href=\"{CLIENT}?")).nth(1);
    let query = link.unwrap_or_else(|| panic!("no link to the client in {html}"));
    let query = query.split('"').next().unwrap();
    Form::parse(query.as_bytes())
        .get("tcTokenURL")
        .unwrap()
        .to_owned()
}

pub(crate) fn name(response: &EidasResponse, attribute: Attribute) -> Option<String> {
    match &response.result {
        response::Outcome::Success(statement) => {
            statement.attributes.get(attribute).map(str::to_owned)
        }
        response::Outcome::Failure(status) => panic!("{status:?}"),
    }
}
