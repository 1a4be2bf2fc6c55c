//! What is known of a login without its eID server: the trust point, the request, the TLS certificate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use eac::encoding::{Chat, CvCertificate, Right};
use web::{Form, PeerCertificate};
use xml::Element;

use super::judge::no_rights;
use crate::CardWorld;
use crate::road::forge::Signing;
use crate::road::{Party, network};

/// The trust point of authentication terminals, by its name in the test PKI.
const TRUST_POINT: &str = "AT_CVCA";
const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";
const NATURAL_PERSON: &str = "http://eidas.europa.eu/attributes/naturalperson";
const URI: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

impl CardWorld {
    /// The trust point that cards have for authentication terminals.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn terminal_trust_point(&self) -> Result<CvCertificate, StepError> {
        let named = self.certificate(TRUST_POINT)?;
        CvCertificate::decode(&named.bytes).map_err(said)
    }

    /// The rights that the last request to the middleware needs: those that cannot be refused, and those that can.
    /// `[eIDAS-DE]`
    ///
    /// # Errors
    ///
    /// When there was no request.
    pub fn rights_asked(&self) -> Result<(Chat, Chat), StepError> {
        let none = || StepError::precondition("no request has reached the middleware");
        let (request, _) = self.requests()?.pop().ok_or_else(none)?;
        let asked = request
            .descendants()
            .filter(|e| e.local() == "RequestedAttribute");
        let names = asked.filter_map(|attribute| attribute.attribute("FriendlyName"));
        Ok(
            names.fold((no_rights(), no_rights()), |(required, optional), name| {
                let (more, perhaps) = needed(name);
                (with(required, more), with(optional, perhaps))
            }),
        )
    }

    /// The requests that have reached the middleware, each with its RelayState.
    ///
    /// # Errors
    ///
    /// When one is no XML.
    pub fn requests(&self) -> Result<Vec<(Element, Option<String>)>, StepError> {
        let messages = self.site()?.messages();
        let forms = messages
            .iter()
            .filter(|message| message.hop.ends_with(Party::Middleware.role()))
            .map(|message| Form::parse(&message.request_body));
        let mut requests = Vec::new();
        for form in forms {
            let Some(field) = form.get("SAMLRequest") else {
                continue;
            };
            let plain: String = field.split_whitespace().collect();
            let text = STANDARD.decode(plain).map_err(said)?;
            let request = xml::parse(&text, &xml::Limits::SAML).map_err(said)?;
            requests.push((request, form.get("RelayState").map(str::to_owned)));
        }
        Ok(requests)
    }

    /// The TLS certificate that a server shows.
    ///
    /// # Errors
    ///
    /// When it does not answer, or not over TLS.
    pub fn tls_certificate(&self, url: &str) -> Result<Vec<u8>, StepError> {
        let request = web::get(url).map_err(said)?;
        let response = network::client()?.fetch(request).map_err(said)?;
        let certificate = PeerCertificate::of(&response).map(<[u8]>::to_vec);
        certificate.ok_or_else(|| StepError::expected("a TLS certificate", format!("{url}, none")))
    }

    /// Asks for more attributes of the person in the request that the browser holds, signs it again and delivers it.
    ///
    /// # Errors
    ///
    /// When the browser holds no request, or nobody answers.
    pub fn request_more(&mut self, names: &[&str]) -> Result<(), StepError> {
        let mut request = self.pending_xml("SAMLRequest")?;
        let list = request.find_mut(EIDAS, "RequestedAttributes");
        let list = list.ok_or_else(|| said("the request asks for no attributes"))?;
        for name in names {
            let attribute = Element::new("eidas:RequestedAttribute", EIDAS)
                .attr("FriendlyName", *name)
                .attr("Name", format!("{NATURAL_PERSON}/{name}"))
                .attr("NameFormat", URI)
                .attr("isRequired", "false");
            list.push(attribute);
        }
        let text = self.sign(&request, &Signing::with("connector signing"))?;
        self.deliver_text("SAMLRequest", &text)
    }
}

fn with(chat: Chat, rights: &[Right]) -> Chat {
    rights.iter().fold(chat, |chat, right| chat.with(*right))
}

fn needed(friendly_name: &str) -> (&'static [Right], &'static [Right]) {
    use Right::{ReadDataGroup as Read, RestrictedIdentification};
    match friendly_name {
        "FirstName" => (&[Read(4)], &[]),
        "FamilyName" => (&[Read(5)], &[]),
        "BirthName" => (&[Read(13), Read(4), Read(5)], &[]),
        "DateOfBirth" => (&[Read(8)], &[]),
        "PlaceOfBirth" => (&[Read(9)], &[]),
        "PersonIdentifier" => (&[RestrictedIdentification], &[]),
        "CurrentAddress" => (&[], &[Read(17)]),
        "Nationality" => (&[], &[Read(10)]),
        _ => (&[], &[]),
    }
}
