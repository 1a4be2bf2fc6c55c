//! The rules of the interface.

use crate::code::EuCode;

macro_rules! table {
    ($($(#[$doc:meta])* $rule:ident = $name:literal, $clause:literal, $code:ident;)*) => {
        /// A rule for tokens and light messages, in the order in which they are asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[$doc])* #[doc = $clause] $rule,)*
        }

        impl rules::Rule for Rule {
            const ALL: &'static [Self] = &[$(Self::$rule),*];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }

            fn clause(self) -> &'static str {
                match self {
                    $(Self::$rule => $clause,)*
                }
            }
        }

        impl Rule {
            /// The code of the EU node.
            #[must_use]
            pub const fn eu_code(self) -> EuCode {
                match self {
                    $(Self::$rule => EuCode::$code,)*
                }
            }
        }
    };
}

table! {
    /// The parameter `token` is there, once.
    TokenOnce = "token-once", "[EU eIDAS-Node 2.9, SpecificConnectorRequest]", LIGHT_TOKEN;
    /// At most 1024 bytes, encoded and decoded.
    TokenSize = "token-size", "[EU eIDAS-Node 2.9, LightTokenEncoder]", LIGHT_TOKEN;
    /// Base64 of four parts, the third a moment.
    TokenFormat = "token-format", "[EU eIDAS-Node 2.9, LightTokenEncoder]", LIGHT_TOKEN;
    /// Made by the sender of this direction.
    TokenIssuer = "token-issuer", "[EU eIDAS-Node 2.9, LightTokenEncoder]", LIGHT_TOKEN;
    /// The digest is over the shared secret.
    TokenDigest = "token-digest", "[EU eIDAS-Node 2.9, LightTokenEncoder]", LIGHT_TOKEN;
    /// A message waits for it, and has not been fetched before.
    TokenKnown = "token-known", "[EU eIDAS-Node 2.9, SpecificCommunicationService]", LIGHT_TOKEN;
    /// At most 65535 characters, no document type, and of the shape of the schema.
    RequestSchema = "light-request-schema", "[EU eIDAS-Node 2.9, lightRequest.xsd]", LIGHT_REQUEST;
    /// The levels of assurance make sense together, and their types are theirs.
    Level = "light-level", "[EU eIDAS-Node 2.9, IncomingLightRequestValidatorLoAComponent]", LIGHT_REQUEST_LEVEL;
    /// Some attribute of the registry is requested.
    AttributesPresent = "light-attributes-present", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", ATTRIBUTES;
    /// Natural and legal persons are not asked for together.
    OnePerson = "light-one-person", "[EU eIDAS-Node 2.9, AUCONNECTOR]", ATTRIBUTES;
    /// The country is one whose citizens this node serves.
    Country = "light-country", "[EU eIDAS-Node 2.9, AUCONNECTORUtil]", UNKNOWN_COUNTRY;
    /// The type of the service is that of the node, if the node has one.
    ServiceType = "light-service-type", "[EU eIDAS-Node 2.9, AUCONNECTOR]", SERVICE_TYPE;
    /// The RequesterID is a URI of at most 1024 characters.
    RequesterId = "light-requester-id", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", REQUESTER_ID;
    /// The RelayState has at most 80 characters.
    RelayState = "light-relay-state", "[SAML Bindings §3.5.3]", RELAY_STATE;
    /// The identifier was not seen before.
    RequestOnce = "light-request-once", "[EU eIDAS-Node 2.9, AUCONNECTOR]", LIGHT_REQUEST;
    /// Both nodes speak a common version of the protocol.
    ProtocolVersion = "light-protocol-version", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", PROTOCOL_VERSION;
    /// The proxy service publishes a level that satisfies the request.
    LevelOffered = "light-level-offered", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", LIGHT_REQUEST_LEVEL;
    /// The format of the name is one that both nodes offer.
    NameIdFormat = "light-name-id-format", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", LIGHT_REQUEST;
    /// At most 65535 characters, no document type, and of the shape of the schema.
    ResponseSchema = "light-response-schema", "[EU eIDAS-Node 2.9, lightResponse.xsd]", LIGHT_RESPONSE;
    /// The request that is answered is one that waits.
    Correlation = "light-correlation", "[EU eIDAS-Node 2.9, AUSERVICE]", LIGHT_RESPONSE;
    /// A success has attributes.
    ResponseAttributes = "light-response-attributes", "[EU eIDAS-Node 2.9, AUSERVICECitizen]", INTERNAL;
    /// Identifiers have no white space and at most 256 characters, other values have their form.
    AttributeValue = "light-attribute-value", "[EU eIDAS-Node 2.9, AttributeValidator]", INTERNAL;
    /// Every attribute that was required is there.
    RequestedAttribute = "light-requested-attribute", "[EU eIDAS-Node 2.9, AUSERVICECitizen]", MANDATORY_ATTRIBUTE;
    /// Each person spoken of has a whole minimum data set.
    MinimumDataSet = "light-minimum-data-set", "[eIDAS SAML Attribute Profile]", MINIMUM_DATA_SET;
    /// The level is one that this node publishes.
    LevelPublished = "light-level-published", "[EU eIDAS-Node 2.9, AUSERVICESAML]", LEVEL_UNPUBLISHED;
    /// The level is one that was asked for, or a higher one.
    LevelRequested = "light-level-requested", "[EU eIDAS-Node 2.9, AUSERVICESAML]", LEVEL_TOO_LOW;
}

impl Rule {
    /// Rules that no receiver can waive: without them there is nothing to read.
    pub const ESSENTIAL: [Self; 4] = [
        Self::TokenFormat,
        Self::TokenKnown,
        Self::RequestSchema,
        Self::ResponseSchema,
    ];
}
