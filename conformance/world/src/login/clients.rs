//! The clients of OpenID Connect that are registered at the portal.

use csam::{Client, IssuerForm};
use oidc::{ClientSecret, provider};

/// The id of the built-in relying party.
pub(crate) const ID: &str = "electronic-control-card";
/// Its password.
pub(crate) const SECRET: &str = "TEST secret of the electronic control card";

/// The id of a second client: nobody serves it, the harness plays it.
const NEIGHBOUR_ID: &str = "neighbour";
const NEIGHBOUR_SECRET: &str = "TEST secret of the neighbour";
const NEIGHBOUR_ADDRESS: &str = "https://neighbour.example/callback";

/// The built-in relying party at `service`, and its neighbour.
pub(crate) fn registered(service: &str) -> Vec<Client> {
    let control_card = provider::Client {
        id: ID.to_owned(),
        secret: ClientSecret::new(SECRET),
        redirect_uris: vec![address(service)],
        post_logout_redirect_uris: vec![format!("{service}/logout"), format!("{service}/")],
        scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).into(),
    };
    let neighbour = provider::Client {
        id: NEIGHBOUR_ID.to_owned(),
        secret: ClientSecret::new(NEIGHBOUR_SECRET),
        redirect_uris: vec![NEIGHBOUR_ADDRESS.to_owned()],
        post_logout_redirect_uris: Vec::new(),
        scopes: ["openid", "profile"].map(str::to_owned).into(),
    };
    let client = |client, title: &str| Client {
        client,
        title: title.to_owned(),
        issuer: IssuerForm::Current,
    };
    vec![
        client(control_card, "TEST electronic control card"),
        client(neighbour, "TEST neighbour"),
    ]
}

/// What the harness must know to play one of them: `oidc client id`, `oidc neighbour secret` and so on.
pub(crate) fn word(name: &str, service: &str) -> Option<String> {
    let word = match name {
        "oidc client id" => ID,
        "oidc client secret" => SECRET,
        "oidc client address" => return Some(address(service)),
        "oidc neighbour id" => NEIGHBOUR_ID,
        "oidc neighbour secret" => NEIGHBOUR_SECRET,
        "oidc neighbour address" => NEIGHBOUR_ADDRESS,
        _ => return None,
    };
    Some(word.to_owned())
}

fn address(service: &str) -> String {
    format!("{service}/oidc/callback")
}
