//! Responses of the portal, changed on their way to the relying party.

use conformance_harness::StepError;
use saml::names::status;
use saml::{Response, Status};
use xml::{Element, KeyTransport};

use super::{ALGORITHM, Table, look_up, said};
use crate::CardWorld;
use crate::road::Party;
use crate::road::forge::{DS, SAML, SAMLP, Sealing, Signing};

/// Markup that shows up as an element of its own wherever it is not taken for text.
pub const MARKUP: &str = "<b id=\"injected\">injected</b>";
/// Where [`MARKUP`] shows up.
pub const INJECTED: &str = "#injected";

const FIELD: &str = "SAMLResponse";
const RECEIVER: &str = "relying-party encryption";

type Forge = fn(&CardWorld, Element) -> Result<String, StepError>;

const FORGERIES: &Table<Forge> = &[
    ("signed by a stranger", |world, response| {
        world.sign(&response, &rsa("stranger rsa signing"))
    }),
    (
        "with a failure whose words are markup",
        |world, response| {
            let mut failed = Response::from_element(&response).map_err(said)?;
            failed.encrypted_assertions.clear();
            failed.status = Some(Status::failure(
                status::RESPONDER,
                Some(status::AUTHN_FAILED),
                MARKUP,
            ));
            world.sign(&failed.to_element(), &rsa(Party::Portal.message_key()))
        },
    ),
    (
        "with an unsigned assertion of the attacker's",
        |world, response| {
            let (response, assertion) = world.unsealed(response)?;
            world.sealed(response, &assertion)
        },
    ),
    (
        "with an assertion that the attacker signed",
        |world, response| {
            let (response, assertion) = world.unsealed(response)?;
            let text = world.sign(&assertion, &rsa("stranger rsa signing"))?;
            let signed = xml::parse(text.as_bytes(), &xml::Limits::SAML).map_err(said)?;
            world.sealed(response, &signed)
        },
    ),
    ("hidden in one of the attacker's", |world, response| {
        let (mut outer, assertion) = world.unsealed(response.clone())?;
        outer.set_attribute("ID", "_outer");
        let extensions = Element::new("saml2p:Extensions", SAMLP).child(response);
        outer.insert_after(SAML, "Issuer", extensions);
        outer.push(assertion);
        Ok(outer.to_document())
    }),
];

fn rsa(key: &str) -> Signing {
    Signing::with(key).algorithm(ALGORITHM)
}

impl CardWorld {
    /// Changes the response that the browser holds, and delivers it.
    ///
    /// # Errors
    ///
    /// When no forgery is called so, or a party does not answer.
    pub fn forge_portal_response(&mut self, words: &str) -> Result<(), StepError> {
        let forge = look_up(FORGERIES, words)?;
        let text = forge(self, self.pending_xml(FIELD)?)?;
        self.deliver_text(FIELD, &text)
    }

    /// The response without signature and assertion, and the assertion about somebody else, without signature.
    fn unsealed(&self, mut response: Element) -> Result<(Element, Element), StepError> {
        let mut assertion = self.open_assertion(&response, RECEIVER)?;
        assertion.remove_first(DS, "Signature");
        let mut is_surname = |element: &Element| element.attribute("Name") == Some("surname");
        let surname = assertion.find_mut_where(&mut is_surname);
        let value = surname.and_then(|surname| surname.elements_mut().next());
        value
            .ok_or_else(|| said("there is no surname"))?
            .set_text("MALLORY");
        response.remove_first(DS, "Signature");
        response.remove_all(SAML, "EncryptedAssertion");
        Ok((response, assertion))
    }

    /// The response with this assertion, encrypted.
    fn sealed(&self, mut response: Element, assertion: &Element) -> Result<String, StepError> {
        let sealing = Sealing {
            transport: KeyTransport::OAEP_SHA256,
            ..Sealing::to(RECEIVER)
        };
        response.push(self.seal(assertion, &sealing)?);
        Ok(response.to_document())
    }
}
