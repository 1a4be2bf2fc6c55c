//! What a service asked for when it sent a person.

use oidc::provider::Accepted as ClientRequest;
use saml::fas::request::{Accepted as ServiceRequest, Comparison, Reply, Requested};
use saml::fas::{Level, attribute};
use saml::metadata::{Metadata, SpDescriptor};
use saml::names::{METADATA, name_id};

/// What a service asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Who asked, and where the answer goes.
    pub service: Service,
    /// The name of the service for people.
    pub name: String,
    /// The levels that will do.
    pub levels: Requested,
    /// Whether the service wants the national number.
    pub number: Number,
}

/// Who asked, and where the answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    /// A SAML service.
    Saml {
        /// Where the answer goes.
        reply: Reply,
        /// The state of the service.
        relay_state: Option<String>,
        /// The format of the name that it wants.
        name: NameForm,
    },
    /// An OpenID Connect client.
    Oidc {
        /// The checked request.
        request: Box<ClientRequest>,
        /// The name by which the client knows the portal.
        issuer: String,
    },
}

/// How a SAML service knows a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// By a name for one session.
    Transient,
    /// By the same name at every login.
    Persistent,
}

impl NameForm {
    /// Its identifier.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Transient => name_id::TRANSIENT,
            Self::Persistent => name_id::PERSISTENT,
        }
    }
}

/// Whether a service wants the national number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It does not.
    Unasked,
    /// It takes it where it is known.
    Welcome,
    /// It cannot do without.
    Demanded,
}

impl Order {
    /// The order of a SAML service, with what its metadata says of its name and of the attributes that it wants.
    #[must_use]
    pub fn of_service(
        accepted: ServiceRequest,
        relay_state: Option<String>,
        metadata: Option<&Metadata>,
    ) -> Self {
        let policy = accepted.request.name_id_policy.as_ref();
        let name = match policy.and_then(|policy| policy.format.as_deref()) {
            Some(name_id::PERSISTENT) => NameForm::Persistent,
            _ => NameForm::Transient,
        };
        let descriptor = metadata.and_then(Metadata::service_provider);
        let published = metadata.and_then(published_name);
        let title = accepted.request.provider_name.clone().or(published);
        Self {
            name: title.unwrap_or_else(|| accepted.reply.entity_id.clone()),
            levels: accepted.level,
            number: descriptor.map_or(Number::Unasked, wanted_number),
            service: Service::Saml {
                reply: accepted.reply,
                relay_state,
                name,
            },
        }
    }

    /// The order of a client: levels are a minimum, the scope `egovnrn` demands the number.
    #[must_use]
    pub fn of_client(request: ClientRequest, title: String, issuer: String) -> Self {
        let levels = request.level.map(|level| {
            let level = Level(level);
            (level, level.acr())
        });
        let asked = request.scopes.iter().any(|scope| scope == "egovnrn");
        Self {
            name: title,
            levels: Requested {
                comparison: Comparison::Minimum,
                levels: levels.into_iter().collect(),
            },
            number: if asked {
                Number::Demanded
            } else {
                Number::Unasked
            },
            service: Service::Oidc {
                request: Box::new(request),
                issuer,
            },
        }
    }

    /// Where the browser goes when the login ends, for the policy of the pages before it.
    #[must_use]
    pub fn destination(&self) -> &str {
        match &self.service {
            Service::Saml { reply, .. } => &reply.consumer,
            Service::Oidc { request, .. } => &request.redirect_uri,
        }
    }
}

/// The name for people in the metadata of a service: that of the service, else that of its organisation.
fn published_name(metadata: &Metadata) -> Option<String> {
    let descriptor = metadata.service_provider();
    let consumers = descriptor.map(|descriptor| descriptor.attribute_consumers.iter());
    let named = consumers
        .into_iter()
        .flatten()
        .find_map(|consumer| consumer.first(METADATA, "ServiceName"))
        .map(|name| name.text().trim().to_owned())
        .filter(|name| !name.is_empty());
    let organization = metadata.organization.as_ref();
    named.or_else(|| organization.map(|organization| organization.display_name.clone()))
}

/// What the metadata of a service says of the number: `md:RequestedAttribute`.
fn wanted_number(descriptor: &SpDescriptor) -> Number {
    let wanted = descriptor
        .attribute_consumers
        .iter()
        .flat_map(|consumer| consumer.all(METADATA, "RequestedAttribute"))
        .find(|wanted| wanted.attribute("Name") == Some(attribute::EGOV_NRN));
    match wanted.map(|wanted| wanted.attribute("isRequired")) {
        None => Number::Unasked,
        Some(Some("true" | "1")) => Number::Demanded,
        Some(_) => Number::Welcome,
    }
}

#[cfg(test)]
mod tests {
    use saml::metadata::{Metadata, SpDescriptor};
    use saml::names::METADATA;
    use xml::Element;

    use super::published_name;

    fn service(names: &[&str]) -> Metadata {
        let consumer = Element::new("md:AttributeConsumingService", METADATA).children_from(
            names
                .iter()
                .map(|name| Element::new("md:ServiceName", METADATA).text_child(*name)),
        );
        Metadata {
            sp: vec![SpDescriptor {
                attribute_consumers: vec![consumer],
                ..SpDescriptor::default()
            }],
            ..Metadata::new("https://service.test")
        }
    }

    #[test]
    fn a_service_is_called_by_the_name_in_its_metadata() {
        let named = published_name(&service(&["Kontrollkarte", "Control card"]));
        assert_eq!(named.as_deref(), Some("Kontrollkarte"));
        assert_eq!(published_name(&service(&[])), None);
        assert_eq!(published_name(&service(&[" "])), None);
        assert_eq!(published_name(&Metadata::new("https://service.test")), None);
    }
}
