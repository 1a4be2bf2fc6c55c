//! The way to the connector and back: questions and answers of the eIDAS network as light messages.
//!
//! Out go requests for the minimum data set of a natural person; back come answers, held to the rules of
//! [`eidas_profile::light`]. It knows no browser: the token that carries a message is a text to it.

use ambient::Ambient;
use eidas_profile::light::{self, LightRequest, LightResponse, ResponseExpectations};
use eidas_profile::{Attribute, CountryCode, LevelOfAssurance, RequestedLevels};
use rules::{Breach, Rulebook};

use crate::Person;
use crate::config::Connector;
use crate::flow::Answer;

/// What the portal asks the connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its identifier.
    pub id: String,
    /// The country of the person.
    pub country: String,
    /// The level to reach.
    pub assurance: LevelOfAssurance,
}

impl Question {
    /// Leaves the question for the connector; the token is what the browser carries there. Nothing when the country is no
    /// country code, or the cache takes nothing.
    #[must_use]
    pub fn send(&self, service: &str, connector: &Connector, ambient: &Ambient) -> Option<String> {
        let country: CountryCode = self.country.parse().ok()?;
        let mut request = LightRequest::new(country, &self.id, &connector.issuer, &self.assurance);
        request.provider_name = Some(service.into());
        request.service_type = Some("public".into());
        connector
            .requests
            .send(&request.to_text(), &*connector.cache, ambient)
    }

    /// Reads an answer and holds it to the rules.
    ///
    /// # Errors
    ///
    /// The first rule that it breaks.
    pub fn answered(
        &self,
        text: &str,
        book: &Rulebook<light::Rule>,
    ) -> Result<Answer, Breach<light::Rule>> {
        let levels = RequestedLevels::minimum(self.assurance.clone());
        let expected = ResponseExpectations {
            levels: &levels,
            attributes: &[],
            published: None,
            waits: &|question| question == self.id,
        };
        let response = light::check_response(text, &expected, book)?;
        if response.status.is_failure() {
            return Ok(failed(&response));
        }
        let level = response.level.clone().unwrap_or_default();
        let assurance = LevelOfAssurance::parse(level.trim())
            .map_err(|error| Breach::new(light::Rule::LevelRequested, error.to_string()))?;
        Ok(Answer::Identified {
            assurance,
            person: Box::new(person(&response)),
        })
    }
}

fn failed(response: &LightResponse) -> Answer {
    let unknown = || saml::names::status::RESPONDER.to_owned();
    Answer::Failed {
        status: response.status.code.clone().unwrap_or_else(unknown),
        sub_status: response.status.sub_code.clone(),
    }
}

fn person(response: &LightResponse) -> Person {
    let attributes = response.person();
    let value = |attribute: Attribute| {
        let value = attributes.get(attribute.name()).unwrap_or_default();
        value.trim().to_owned()
    };
    Person {
        identifier: value(Attribute::PersonIdentifier),
        surname: value(Attribute::CurrentFamilyName),
        given_name: value(Attribute::CurrentGivenName),
        date_of_birth: value(Attribute::DateOfBirth),
        number: None,
    }
}
