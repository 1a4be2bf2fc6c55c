//! What a refusing party says: the six digits of the EU node, the words of the German middleware.

use std::fmt;

use saml::names::status;

macro_rules! codes {
    ($($name:ident = $number:literal, $key:literal, $meaning:literal;)*) => {
        /// An error code of the EU eIDAS-Node: six digits. [EU eIDAS-Node 2.9, eidasErrors]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct EuCode(u32);

        impl EuCode {
            $(#[doc = concat!($meaning, ".")] pub const $name: Self = Self($number);)*

            /// All codes that the node knows.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The message key of the node.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self.0 {
                    $($number => $key,)*
                    _ => "unknown",
                }
            }

            /// What it means, in words of this project.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self.0 {
                    $($number => $meaning,)*
                    _ => "unknown error",
                }
            }
        }
    };
}

codes! {
    TOO_MANY_REQUESTS = 4, "requests.ColleagueRequest", "too many requests in a short time";
    UNKNOWN_COUNTRY = 5, "spCountrySelector.invalidCountry", "the selected country is not known";
    ATTRIBUTE_NOT_ALLOWED = 6, "spCountrySelector.spNotAllowed", "the service may not ask for this attribute";
    SERVICE_ATTRIBUTES = 7, "spCountrySelector.invalidAttr", "the attribute list of the service is wrong";
    LIGHT_REQUEST_LEVEL = 9, "serviceProviderRequest.invalidLoA", "the level of assurance of the light request is invalid";
    SERVICE_TYPE = 10, "connector.invalid.sptype", "the type of the service conflicts with that of the node";
    LIGHT_REQUEST = 11, "spRequest.invalid", "the light request is invalid or was seen before";
    LIGHT_TOKEN = 12, "invalid.light.token", "the light token is invalid";
    REMOTE_ADDRESS = 3001, "remoteAddr", "the remote address is invalid";
    AUTHENTICATION_FAILED = 3002, "authenticationFailed", "authentication failed";
    PROTOCOL_BINDING = 3003, "invalidProtocolBinding", "the method is not that of an allowed binding";
    ASSERTION_SIGNATURE = 3004, "invalidSamlAssertionSignature", "the signature of the assertion is bad";
    CONNECTOR_REDIRECT = 3005, "connectorRedirectUrl", "the address of the connector is bad";
    METADATA = 3006, "samlengine.invalid.metadata", "metadata or the structure of a signature is invalid";
    LEVEL_VALUE = 3007, "invalidLoA", "the level of assurance is not supported";
    METADATA_SOURCE = 3008, "samlengine.invalid.metadata.source", "metadata may not come from this address";
    METADATA_RETRIEVAL = 3009, "samlengine.metadata.retrieval", "metadata cannot be loaded";
    PLUGIN = 103_004, "spWare.config", "a plugin is not configured";
    SERVICE_ID = 200_002, "sProviderAction.invalidSPId", "the identifier of the service is missing";
    SERVICE_DOMAIN = 200_003, "domain.ServiceProvider", "the domain of the service is not trusted";
    SERVICE_COUNTRY = 200_004, "sProviderAction.invalidCountry", "the country is not valid";
    SERVICE_NOT_ALLOWED = 200_005, "sProviderAction.spNotAllowed", "the service is not allowed";
    SEEN_BEFORE = 200_006, "sProviderAction.invalidSaml", "the message is missing, invalid, or was seen before";
    RETURN_ADDRESS = 200_008, "sProviderAction.invalidSPRedirect", "the return address is bad";
    RELAY_STATE = 200_009, "sProviderAction.invalidRelayState", "the RelayState is bad";
    CONNECTOR_RESPONSE = 200_010, "SAMLResponse", "the connector cannot build a response";
    ATTRIBUTES = 200_011, "sProviderAction.invalidAttr", "the attribute list is bad";
    RESPONSE_COUNTRY = 200_015, "invalid.response.country.isocode", "another country answered than was asked";
    REQUESTER_ID = 200_016, "sProviderAction.invalidRequesterId", "the RequesterID is missing or invalid";
    IN_RESPONSE_TO = 201_005, "auRequestIdError", "no such request is waiting for an answer";
    PROXY_REDIRECT = 202_001, "colleagueRequest.invalidRedirect", "the destination address is bad";
    REQUEST = 202_002, "colleagueRequest.invalidSAML", "the request is invalid";
    RESPONSE = 202_003, "colleagueResponse.invalidSAML", "the response is invalid";
    ATTRIBUTE_LIST = 202_005, "colleagueRequest.attrNull", "no attribute can be given, or a required one cannot";
    MANDATORY_ATTRIBUTE = 202_010, "attVerification.mandatory", "a mandatory attribute is missing";
    PROXY_RESPONSE = 202_011, "serviceSAMLResponse", "the proxy cannot build a response";
    LIGHT_RESPONSE = 202_013, "IdPSAMLResponse", "the light response is invalid";
    REQUEST_COUNTRY = 202_014, "colleagueRequest.invalidCountryCode", "the country of the request is not the configured one";
    REQUEST_LEVEL = 202_015, "colleagueRequest.invalidLoA", "the level of assurance is invalid or not offered";
    SERVICE_TYPE_TWICE = 202_016, "inconsistent.sptype", "the type of the service is in request and metadata";
    SERVICE_TYPE_MISSING = 202_017, "missing.sptype", "the type of the service is neither in request nor metadata";
    MESSAGE_FORMAT = 202_018, "samlengine.message.format.unsupported", "this is no eIDAS message";
    LEVEL_TOO_LOW = 202_019, "idp.incorrect.loa", "the level of assurance of the answer is too low or was not asked for";
    REQUESTER_ID_REQUIRED = 202_020, "colleagueRequest.missing.requesterID", "the RequesterID is required";
    LEVEL_UNPUBLISHED = 202_021, "idp.incorrect.loa.unpublished", "the level of assurance is not in the metadata";
    NAME_ID_FORMAT = 202_022, "colleagueRequest.invalidNameID", "the format of the name is not supported";
    INTERNAL = 203_001, "attribute.value", "an attribute is wrong, or something is internally";
    DESTINATION = 203_002, "colleagueRequest.invalidDestUrl", "the message is meant for another party";
    SERVICE_ALIAS = 203_003, "sProviderAction.invalidSPAlias", "the alias of the service is wrong";
    PROXY_ADDRESS = 203_004, "serviceRedirectUrl", "the address of the proxy is bad";
    ENGINE = 203_005, "samlEngine.configuration", "the engine is not configured";
    VALIDATION = 203_007, "message.validation", "the message does not follow schema or profile, or is not signed";
    ATTRIBUTE_VALUE = 203_008, "attrValue.verification", "the value of an attribute is invalid";
    SESSION = 203_011, "sessionError", "the session is missing";
    SESSION_INVALID = 203_012, "invalid.session", "the session is invalid";
    DOCUMENT_TYPE = 203_013, "docTypeNotPermited", "a document type declaration is not permitted";
    SIGNING_CERTIFICATE = 203_014, "invalidCertificateSign", "the signing certificate is expired or self-signed";
    SIGNATURE = 203_015, "invalidReceivedSignAlgo", "algorithm, key length or value of the signature is bad";
    KEY_STORE = 203_016, "invalidKeystore", "the key store is bad";
    CERTIFICATE = 203_017, "invalidCertificate", "a certificate is bad";
    UNTRUSTED_CERTIFICATE = 203_018, "untrustedCertificate", "the certificate is not trusted";
    ENCRYPTION_ALGORITHM = 203_020, "invalidEncryptionAlgorithm", "the encryption algorithm is not allowed";
    MINIMUM_DATA_SET = 203_021, "missing.mandatory.attribute", "the minimum data set is incomplete";
    UNENCRYPTED = 203_022, "samlengine.unencrypted.response", "the response cannot be built or is not encrypted";
    DECRYPTION = 203_023, "samlengine.decrypting.response", "the response is not encrypted or cannot be decrypted";
    REPRESENTATIVE = 203_024, "request.representative.attribute", "a request asks for an attribute of a representative";
    HASH = 203_025, "hashAlgorithm", "the hash algorithm is not known";
    HASH_LENGTH = 203_026, "hashMinimumLength", "the hash is too short";
    PROTOCOL_VERSION = 203_027, "protocol.version.unsupported", "there is no common protocol version";
    AUDIENCE = 203_028, "audience.restriction", "the audience is another party";
}

impl EuCode {
    /// Codes of failures inside the engine that a connector does not show; it shows
    /// [`RESPONSE`](Self::RESPONSE) instead.
    pub const HIDDEN: [Self; 6] = [
        Self::ENCRYPTION_ALGORITHM,
        Self::KEY_STORE,
        Self::CERTIFICATE,
        Self::UNTRUSTED_CERTIFICATE,
        Self::METADATA,
        Self::METADATA_SOURCE,
    ];

    /// What stands in messages to peers: `202005 - …`.
    #[must_use]
    pub fn message(self) -> String {
        format!("{self} - {}", self.meaning())
    }
}

impl fmt::Display for EuCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for EuCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EuCode({self})")
    }
}

/// The code that is shown and the one that goes to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EuCodes {
    /// What the person and the peer see.
    pub outer: EuCode,
    /// What the log says.
    pub inner: EuCode,
}

impl EuCodes {
    /// The same code inside and outside.
    #[must_use]
    pub const fn plain(code: EuCode) -> Self {
        Self {
            outer: code,
            inner: code,
        }
    }

    /// A failure in the engine of a proxy, which shows 202002 whatever it was.
    #[must_use]
    pub const fn of_request(inner: EuCode) -> Self {
        Self {
            outer: EuCode::REQUEST,
            inner,
        }
    }

    /// A failure in the engine of a connector, which hides some codes behind 202003.
    #[must_use]
    pub fn of_response(inner: EuCode) -> Self {
        let outer = if EuCode::HIDDEN.contains(&inner) {
            EuCode::RESPONSE
        } else {
            inner
        };
        Self { outer, inner }
    }
}

/// A SAML status: the top-level code and, where there is one, the second.
pub type StatusPair = (&'static str, Option<&'static str>);

/// How a refusal reaches the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page for the person; the other party hears nothing.
    Page,
    /// A signed response with this status.
    Saml(StatusPair),
}

/// The words that the German middleware has for failures. [eIDAS-Middleware, ErrorCode]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MiddlewareCode {
    /// The signature is missing or wrong.
    SignatureCheckFailed,
    /// The request has no identifier.
    MissingRequestId,
    /// The identifier is one that is being worked on.
    DuplicateRequestId,
    /// The request is older than a minute.
    OutdatedRequest,
    /// Nobody knows the issuer, or the service behind it.
    UnknownProvider,
    /// The request does not follow schema or profile.
    IllegalRequestSyntax,
    /// The answer is to go where the metadata does not say.
    WrongDestination,
    /// The format of the name is none of the three supported.
    InvalidNameIdType,
    /// The person cancelled.
    CancellationByUser,
    /// A required right was taken away by the person.
    AuthorizationFailed,
    /// Card or eID client failed.
    EidError,
    /// The middleware failed.
    InternalError,
    /// The request is denied.
    RequestDenied,
}

impl MiddlewareCode {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignatureCheckFailed => "SIGNATURE_CHECK_FAILED",
            Self::MissingRequestId => "MISSING_REQUEST_ID",
            Self::DuplicateRequestId => "DUPLICATE_REQUEST_ID",
            Self::OutdatedRequest => "OUTDATED_REQUEST",
            Self::UnknownProvider => "UNKNOWN_PROVIDER",
            Self::IllegalRequestSyntax => "ILLEGAL_REQUEST_SYNTAX",
            Self::WrongDestination => "WRONG_DESTINATION",
            Self::InvalidNameIdType => "INVALID_NAME_ID_TYPE",
            Self::CancellationByUser => "CANCELLATION_BY_USER",
            Self::AuthorizationFailed => "AUTHORIZATION_FAILED",
            Self::EidError => "EID_ERROR",
            Self::InternalError => "INTERNAL_ERROR",
            Self::RequestDenied => "REQUEST_DENIED",
        }
    }

    /// The status of a response with this failure.
    #[must_use]
    pub const fn status(self) -> StatusPair {
        match self {
            Self::CancellationByUser | Self::AuthorizationFailed => {
                (status::RESPONDER, Some(status::AUTHN_FAILED))
            }
            Self::EidError | Self::InternalError => (status::RESPONDER, None),
            Self::RequestDenied => (status::RESPONDER, Some(status::REQUEST_DENIED)),
            Self::UnknownProvider => (status::RESPONDER, Some(status::REQUEST_UNSUPPORTED)),
            Self::InvalidNameIdType => (status::REQUESTER, Some(status::INVALID_NAME_ID_POLICY)),
            _ => (status::REQUESTER, None),
        }
    }
}

impl fmt::Display for MiddlewareCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_six_digits_and_are_listed_once() {
        let mut numbers: Vec<String> = EuCode::ALL.iter().map(ToString::to_string).collect();
        assert!(numbers.iter().all(|number| number.len() == 6));
        assert_eq!(EuCode::LIGHT_TOKEN.to_string(), "000012");
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), EuCode::ALL.len());
    }

    #[test]
    fn peers_match_on_the_leading_digits() {
        assert!(EuCode::ATTRIBUTE_LIST.message().starts_with("202005 - "));
    }

    #[test]
    fn a_connector_hides_six_codes() {
        assert_eq!(
            EuCodes::of_response(EuCode::UNTRUSTED_CERTIFICATE).outer,
            EuCode::RESPONSE
        );
        assert_eq!(
            EuCodes::of_response(EuCode::SIGNATURE).outer,
            EuCode::SIGNATURE
        );
    }
}
