//! A connector with a national system and a German middleware that the tests play.

mod answers;
mod flows;
mod questions;

use std::sync::Arc;

use ambient::{Ambient, Date};
use bytes::Bytes;
use crypto::Curve;
use eidas_profile::light::{CacheName, Channel, LightRequest, LightResponse, MemoryLightCache};
use eidas_profile::metadata::{Node, Role};
use eidas_profile::names::{MIDDLEWARE_VERSION, OFFERED_NAME_ID_FORMATS};
use eidas_profile::request::{self, Carriage, EidasRequest, RequestDraft};
use eidas_profile::response::{Answer, Flavour, Identity as Citizen, Skew, seal};
use eidas_profile::{
    Attribute, Attributes, Checked, CountryCode, KnownPeers, LevelOfAssurance, Person, Profile,
    Signer,
};
use pki::{IdentityDraft, Purpose};
use rules::Rulebook;
use saml::NameId;
use saml::metadata::Endpoint;
use saml::names::{binding, name_id};
use web::{Form, InProcess, Journal, Request, Response, Service as _};

use crate::{Books, Config, Connector, Fault, Faults, Identity, Keys, MetadataSource, Peer};

const ORIGIN: &str = "http://connector.test";
const RETURN: &str = "http://csam.test/fas/eidas/return";
const MIDDLEWARE: &str = "https://middleware.test/eidas-middleware/Metadata";
const RECEIVER: &str = "https://middleware.test/eidas-middleware/RequestReceiver";
const IDENTIFIER: &str = "DE/BE/05226A29FDDECC69E6E8BFCC2393A5A97EF09F263930DF4606E9EA41EA66160C";

fn identity(name: &str, purpose: Purpose, ambient: &Ambient) -> Identity {
    let draft = IdentityDraft {
        name,
        purpose,
        from: Date::new(2020, 1, 1).unwrap(),
        until: Date::new(2040, 1, 1).unwrap(),
    };
    let made = pki::Identity::ec(&draft, Curve::P256, ambient).unwrap();
    Identity {
        key: made.key,
        certificate: made.certificate,
    }
}

fn signer(identity: &Identity) -> Signer {
    Signer::new(&identity.key, &identity.certificate).unwrap()
}

/// The world of a test.
struct World {
    ambient: Ambient,
    journal: Journal,
    cache: Arc<MemoryLightCache>,
    connector: Connector,
    middleware: Identity,
    network: InProcess,
}

struct Wish {
    books: Books,
    faults: Vec<Fault>,
    change: fn(&mut Config),
    published: fn(&mut Node),
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            books: Books::from(Profile::Strict),
            faults: Vec::new(),
            change: |_| {},
            published: |_| {},
        }
    }
}

impl World {
    fn new() -> Self {
        Self::with(Wish::default())
    }

    fn faulty(fault: Fault) -> Self {
        Self::with(Wish {
            faults: vec![fault],
            ..Wish::default()
        })
    }

    fn with(wish: Wish) -> Self {
        let ambient = Ambient::simulated(9, Date::new(2026, 3, 2).unwrap());
        let make = |name, purpose| identity(name, purpose, &ambient);
        let metadata_key = make("TEST metadata", Purpose::Signing);
        let middleware = make("TEST middleware", Purpose::Signing);
        let mut node = middleware_node(&middleware, &ambient);
        (wish.published)(&mut node);
        let document = node.sign(&signer(&metadata_key)).unwrap();
        let cache = Arc::new(MemoryLightCache::new(&ambient, 600));
        let keys = Keys {
            signing: make("TEST connector", Purpose::Signing),
            metadata_signing: make("TEST connector metadata", Purpose::Signing),
            encryption: make("TEST connector encryption", Purpose::Encryption),
        };
        let shared: Arc<dyn eidas_profile::light::LightCache> = cache.clone();
        let mut config = Config::new(ORIGIN, keys, shared, RETURN);
        config.peers.push(Peer {
            country: CountryCode::DE,
            metadata: MetadataSource::Address(MIDDLEWARE.into()),
            metadata_signers: vec![metadata_key.certificate],
            skew: Skew::default(),
        });
        config.books = wish.books;
        config.faults = Faults::of(&wish.faults);
        (wish.change)(&mut config);
        let network = InProcess::new();
        let serve = move |_: &Request| {
            web::xml(
                http::StatusCode::OK,
                "application/samlmetadata+xml",
                document.clone(),
            )
        };
        network.route("https://middleware.test", Arc::new(serve));
        let journal = Journal::new(&ambient);
        let connector =
            Connector::new(config, ambient.clone(), network.client(), journal.clone()).unwrap();
        Self {
            ambient,
            journal,
            cache,
            connector,
            middleware,
            network,
        }
    }

    /// A browser brings the token of a light request.
    fn bring(&self, request: &LightRequest) -> Response {
        let channel = Channel::new(CacheName::ConnectorRequest, "mySecretConnectorRequest");
        let token = channel
            .send(&request.to_text(), &*self.cache, &self.ambient)
            .unwrap();
        self.post(crate::paths::REQUEST, &Form::new().with("token", token))
    }

    fn post(&self, path: &str, form: &Form) -> Response {
        let request = http::Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(form.encode()))
            .unwrap();
        self.connector.respond(&request)
    }

    fn get(&self, path: &str) -> Response {
        self.connector
            .respond(&http::Request::get(path).body(Bytes::new()).unwrap())
    }

    /// What the connector publishes.
    fn published(&self) -> Node {
        let response = self.get(crate::paths::METADATA);
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        let trusted = [self.connector.config().metadata_signing.certificate.clone()];
        let expect = eidas_profile::metadata::Expectations {
            entity_id: &self.connector.config().entity_id(),
            role: Role::Connector,
            trusted: &trusted,
            now: self.ambient.now(),
        };
        let checked = eidas_profile::metadata::check(&text, &expect, &Rulebook::strict());
        checked.unwrap().into_inner()
    }

    /// What the middleware receives.
    fn received(&self, page: &Response) -> Result<Checked<EidasRequest>, request::Refusal> {
        let sent = Sent::of(page);
        assert_eq!(sent.action, RECEIVER);
        let own = middleware_node(&self.middleware, &self.ambient);
        let peers = KnownPeers::new([self.published()]);
        let expect = request::Expectations::new(&own, &peers, self.ambient.now());
        let message = sent.field("SAMLRequest");
        let state = sent.fields.get("RelayState");
        request::receive(
            Carriage::Post(message.as_deref()),
            state,
            &expect,
            &Rulebook::strict(),
        )
    }

    /// What the middleware answers to a request.
    fn answer(&self, request: &EidasRequest) -> Answer {
        Answer {
            issuer: MIDDLEWARE.into(),
            reply: request.reply.clone(),
            flavour: Flavour::MiddlewareDe,
        }
    }

    fn success(&self, request: &EidasRequest, citizen: &Citizen) -> String {
        let answer = self.answer(request);
        let mut response = answer.success(&self.ambient);
        let assertion = answer.assertion(citizen, &self.ambient).to_element();
        let recipient = &request.reply.peer.encryption[0];
        seal(&mut response, &assertion, recipient, &self.ambient).unwrap();
        signer(&self.middleware)
            .sign_message(&response.to_element())
            .unwrap()
    }

    /// A browser brings a response.
    fn deliver(&self, text: &str) -> Response {
        let form = Form::new()
            .with("SAMLResponse", saml::post::encode(text))
            .with("RelayState", "from-the-browser");
        self.post(crate::paths::RESPONSE, &form)
    }

    /// What the national system gets.
    fn told(&self, page: &Response) -> LightResponse {
        let sent = Sent::of(page);
        assert_eq!(sent.action, RETURN);
        let channel = Channel::new(CacheName::ConnectorResponse, "mySecretConnectorResponse");
        let token = sent.field("token").unwrap();
        let text = channel
            .receive(&[&token], &*self.cache, &Rulebook::strict())
            .unwrap();
        LightResponse::parse(&text).unwrap()
    }

    /// A whole login up to the answer, whose identity can be changed.
    fn login(&self, change: impl FnOnce(&mut Citizen)) -> Response {
        let request = self.received(&self.bring(&question())).unwrap();
        let mut citizen = citizen();
        change(&mut citizen);
        self.deliver(&self.success(&request, &citizen))
    }
}

fn middleware_node(identity: &Identity, ambient: &Ambient) -> Node {
    let minimum = Attribute::minimum_data_set(Person::Natural);
    Node {
        versions: vec![MIDDLEWARE_VERSION.into()],
        levels: vec![LevelOfAssurance::High.uri().into()],
        signing: vec![identity.certificate.clone()],
        name_id_formats: OFFERED_NAME_ID_FORMATS.map(str::to_owned).to_vec(),
        endpoints: vec![Endpoint::new(binding::HTTP_POST, RECEIVER)],
        attributes: minimum
            .chain([Attribute::PlaceOfBirth])
            .map(Attribute::name)
            .collect(),
        valid_until: Some(ambient.now().plus(3600)),
        ..Node::new(Role::ProxyService, MIDDLEWARE, CountryCode::DE)
    }
}

fn question() -> LightRequest {
    let mut request = LightRequest::new(
        CountryCode::DE,
        "f1c0a4de-0001-4b1a-9a0b-000000000001",
        "be-specific-connector",
        &LevelOfAssurance::Substantial,
    );
    request.provider_name = Some("Electronic control card".into());
    request.service_type = Some("public".into());
    request.name_id_format = Some(name_id::UNSPECIFIED.into());
    request.relay_state = Some("rs-1".into());
    request
}

fn person() -> Attributes {
    Attributes::new()
        .with(Attribute::CurrentFamilyName, "BEISPIELER")
        .with(Attribute::CurrentGivenName, "LENE MARIT")
        .with(Attribute::DateOfBirth, "1987-04-23")
        .with(Attribute::PersonIdentifier, IDENTIFIER)
}

fn citizen() -> Citizen {
    Citizen {
        level: LevelOfAssurance::High.uri().into(),
        name_id: NameId::new(IDENTIFIER).with_format(name_id::UNSPECIFIED),
        attributes: person(),
    }
}

/// A form that the browser would send on by itself.
struct Sent {
    action: String,
    fields: Form,
}

impl Sent {
    fn of(page: &Response) -> Self {
        let html = String::from_utf8(page.body().to_vec()).unwrap();
        assert_eq!(page.status(), 200, "{html}");
        let form = html
            .split_once("<form method=\"post\" action=\"")
            .unwrap()
            .1;
        let (action, rest) = form.split_once('"').unwrap();
        let inputs = rest.split("<input type=\"hidden\" name=\"").skip(1);
        let fields = inputs.fold(Form::new(), |form, input| {
            let (name, rest) = input.split_once('"').unwrap();
            let value = rest.split('"').nth(1).unwrap();
            form.with(name, value.replace("&#38;", "&").replace("&#43;", "+"))
        });
        Self {
            action: action.to_owned(),
            fields,
        }
    }

    fn field(&self, name: &str) -> Option<String> {
        self.fields.get(name).map(str::to_owned)
    }
}

/// The code on a page that refuses.
fn code(page: &Response) -> String {
    let html = String::from_utf8(page.body().to_vec()).unwrap();
    assert_eq!(page.status(), 400, "{html}");
    let code = html.split_once("<code class=\"rule\">").unwrap().1;
    code.split_once('<').unwrap().0.to_owned()
}

/// A draft as a connector would write it, for tests of the flow.
fn draft_of(effect: crate::flow::Effect) -> RequestDraft {
    match effect {
        crate::flow::Effect::Ask(draft) => *draft,
        other => panic!("{other:?}"),
    }
}
