//! What comes back to the relying party with OpenID Connect.

use browser::Navigation;
use conformance_harness::StepError;
use cucumber::{given, when};

use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::portal::{MARKUP, in_other_case};
use crate::road::{Party, Way};

/// A login that stops before the code comes back.
fn hold(world: &mut CardWorld) -> Result<Navigation, StepError> {
    let address = world.inbox(Party::RelyingParty, Way::Oidc)?;
    world.browser()?.stop_before(&address);
    world.log_in(Way::Oidc)?;
    match world.browser()?.pending().cloned() {
        Some(message) => Ok(message),
        None => {
            let seen = where_it_is(world.page()?);
            Err(StepError::precondition(format!(
                "no code comes back: it ends at {seen}"
            )))
        }
    }
}

#[given("a code on its way back to the relying party")]
fn held(world: &mut CardWorld) -> Result<(), StepError> {
    hold(world).map(drop)
}

/// The answer with a field changed like this.
fn altered(message: &Navigation, name: &str, change: fn(&str) -> String) -> Navigation {
    let value = message.value(name).unwrap_or_default();
    message.clone().field(name, &change(&value))
}

/// A code of another client, in whose request stand nonce and proof key of the login that waits here.
fn code_of_neighbour(world: &mut CardWorld) -> Result<String, StepError> {
    let own = world.browser()?.clone();
    let neighbour = world.oidc_client("neighbour")?;
    let endpoint = world.discovery()?.authorization_endpoint;
    let mut visits = own.history().iter();
    let asked = visits.find(|visit| visit.navigation.url.starts_with(&endpoint));
    let asked = asked.ok_or_else(|| StepError::precondition("no request came to the portal"))?;
    let request = asked
        .navigation
        .clone()
        .field("client_id", &neighbour.credentials.id)
        .field("redirect_uri", &neighbour.address);
    let browser = world.another_browser()?;
    browser.stop_before(&neighbour.address);
    browser.request(request).map_err(unanswered)?;
    world.go_on()?;
    let answer = world.pending()?;
    world.keep(own);
    let code = answer.value("code");
    code.ok_or_else(|| StepError::precondition("the other client was given no code"))
}

#[when(regex = "^the code comes back (.+)$")]
fn comes_back(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let message = world.pending()?;
    let message = match words.as_str() {
        "without a state" => message.without("state"),
        "with another state" => message.field("state", "another-state"),
        "with an empty state" => message.field("state", ""),
        "with its state in other letters" => altered(&message, "state", in_other_case),
        "with more behind its state" => altered(&message, "state", |state| format!("{state}-2")),
        "with the name of its portal in capitals" => altered(&message, "iss", str::to_uppercase),
        "beside an error" => message.field("error", "access_denied"),
        "with its state twice" => {
            let url = format!("{}&state=another-state", message.url);
            Navigation::get(url)
        }
        "from another portal" => message.field("iss", "https://other-portal.example/fas/oauth2"),
        "as a failure whose words are markup" => message
            .without("code")
            .field("error", "access_denied")
            .field("error_description", MARKUP),
        "with another browser that has begun a login" => {
            world.another_browser()?;
            world.begin_login(Way::Oidc)?;
            message
        }
        "as the answer to the login of another browser" => {
            let code = message.value("code").unwrap_or_default();
            world.another_browser()?;
            hold(world)?.field("code", &code)
        }
        "exchanged for one that another client was given" => {
            let code = code_of_neighbour(world)?;
            message.field("code", &code)
        }
        "twice" => {
            world.deliver(message.clone())?;
            message
        }
        other => return Err(StepError::precondition(format!("no code comes {other:?}"))),
    };
    world.deliver(message)
}
