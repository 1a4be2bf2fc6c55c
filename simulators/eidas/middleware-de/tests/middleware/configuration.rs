//! What a middleware cannot be made of, and connectors whose metadata are fetched.

use std::sync::Arc;

use eidas_middleware_de::{Config, ConfigError, MetadataSource, Middleware};
use web::{InProcess, Journal, Request, Response};

use crate::world::{Party, Tab, World, code};

fn refused(change: impl FnOnce(&mut Config)) -> ConfigError {
    let mut kept = None;
    let world = World::made(|config| kept = Some(config.clone()));
    let mut config = kept.unwrap();
    change(&mut config);
    let ambient = world.desk.ambient.clone();
    let journal = Journal::new(&ambient);
    Middleware::new(config, ambient, InProcess::new().client(), journal).unwrap_err()
}

#[test]
fn a_configuration_has_to_make_sense() {
    for origin in [
        "http://localhost:8443",
        "https://localhost/x",
        "localhost",
        "",
    ] {
        let error = refused(|config| config.origin = origin.into());
        assert_eq!(error, ConfigError::Origin(origin.into()));
    }
    let client = "eID-Client";
    let error = refused(|config| config.eid_client_url = client.into());
    assert_eq!(error, ConfigError::ClientAddress(client.into()));
    let error = refused(|config| config.signing.key = vec![0]);
    assert!(matches!(error, ConfigError::Key { .. }));
    let error = refused(|config| config.country_signers = vec![vec![0]]);
    assert!(matches!(error, ConfigError::CountrySigner(_)));
    let nobody = MetadataSource::Document("<a/>".into());
    let error = refused(|config| config.connectors[0].metadata = nobody);
    assert_eq!(error, ConfigError::Connector(0));
}

#[test]
fn metadata_may_be_fetched_when_they_are_needed() {
    let network = InProcess::new();
    let mut kept = None;
    let world = World::made(|config| kept = Some(config.clone()));
    let mut config = kept.unwrap();
    let party = Party::new(&world.desk, "connector.be.example", "BE");
    config.connectors[0].metadata = MetadataSource::Address(party.node.entity_id.clone());
    let ambient = world.desk.ambient.clone();
    let journal = Journal::new(&ambient);
    let middleware = Middleware::new(config, ambient, network.client(), journal).unwrap();
    let ask = || {
        let (text, _) = world.signed(&world.draft());
        let fields = saml::post::fields(saml::MessageKind::Request, &text, None);
        let form: web::Form = fields.into_iter().collect();
        Tab::default().post(&middleware, &middleware.request_address(), &form)
    };
    assert_eq!(code(&ask()), "UNKNOWN_PROVIDER");
    let document = party.metadata();
    let publish = move |_: &Request| -> Response {
        web::xml(http::StatusCode::OK, "text/xml", document.clone())
    };
    network.route("https://connector.be.example", Arc::new(publish));
    assert_eq!(ask().status(), 303);
}
