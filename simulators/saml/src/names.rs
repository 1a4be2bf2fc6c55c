//! The identifiers that SAML and its neighbours give to namespaces, statuses, bindings and formats.

/// `saml2p`: requests and responses.
pub const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// `saml2`: assertions.
pub const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// `md`: metadata.
pub const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// `mdattr`: attributes of an entity.
pub const ENTITY_ATTRIBUTES: &str = "urn:oasis:names:tc:SAML:metadata:attribute";
/// `alg`: algorithms that an entity supports.
pub const ALGORITHM_SUPPORT: &str = "urn:oasis:names:tc:SAML:metadata:algsupport";
/// `ds`: XML signatures.
pub const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// `xenc`: XML encryption.
pub const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
/// `xs`: the types of XML Schema.
pub const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
/// `xsi`: the instance attributes of XML Schema.
pub const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Status codes. `[SAML Core §3.2.2.2]`
pub mod status {
    /// The request succeeded.
    pub const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
    /// The requester is at fault.
    pub const REQUESTER: &str = "urn:oasis:names:tc:SAML:2.0:status:Requester";
    /// The responder is at fault.
    pub const RESPONDER: &str = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    /// The version is not supported.
    pub const VERSION_MISMATCH: &str = "urn:oasis:names:tc:SAML:2.0:status:VersionMismatch";
    /// The person could not be authenticated.
    pub const AUTHN_FAILED: &str = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
    /// The content of an attribute is not understood.
    pub const INVALID_ATTR_NAME_OR_VALUE: &str =
        "urn:oasis:names:tc:SAML:2.0:status:InvalidAttrNameOrValue";
    /// The name identifier policy cannot be met.
    pub const INVALID_NAME_ID_POLICY: &str =
        "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy";
    /// The requested context cannot be met.
    pub const NO_AUTHN_CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext";
    /// The person cannot be authenticated without being seen.
    pub const NO_PASSIVE: &str = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
    /// Not every participant was logged out.
    pub const PARTIAL_LOGOUT: &str = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
    /// The responder refuses.
    pub const REQUEST_DENIED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied";
    /// The responder does not support the request.
    pub const REQUEST_UNSUPPORTED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported";
    /// The principal is not known.
    pub const UNKNOWN_PRINCIPAL: &str = "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal";
}

/// Bindings. `[SAML Bindings §3]`
pub mod binding {
    /// A form that the browser posts.
    pub const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    /// A query that the browser is redirected to.
    pub const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    /// SOAP.
    pub const SOAP: &str = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";
}

/// Formats of name identifiers. `[SAML Core §8.3]`
pub mod name_id {
    /// Anything.
    pub const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    /// An e-mail address.
    pub const EMAIL_ADDRESS: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    /// The subject name of a certificate.
    pub const X509_SUBJECT_NAME: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
    /// A Windows account.
    pub const WINDOWS_DOMAIN_QUALIFIED_NAME: &str =
        "urn:oasis:names:tc:SAML:1.1:nameid-format:WindowsDomainQualifiedName";
    /// A Kerberos principal.
    pub const KERBEROS: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos";
    /// The identifier of an entity.
    pub const ENTITY: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";
    /// The same pseudonym every time.
    pub const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
    /// A pseudonym for one session.
    pub const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    /// An encrypted identifier.
    pub const ENCRYPTED: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted";
}

/// Formats of attribute names. `[SAML Core §8.2]`
pub mod attribute_format {
    /// Anything.
    pub const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified";
    /// A URI.
    pub const URI: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
    /// A plain word.
    pub const BASIC: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic";
}

/// Consent of the principal. `[SAML Core §8.4]`
pub mod consent {
    /// Nothing is claimed.
    pub const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:2.0:consent:unspecified";
    /// Obtained.
    pub const OBTAINED: &str = "urn:oasis:names:tc:SAML:2.0:consent:obtained";
    /// Obtained earlier.
    pub const PRIOR: &str = "urn:oasis:names:tc:SAML:2.0:consent:prior";
    /// Obtained implicitly.
    pub const IMPLICIT: &str = "urn:oasis:names:tc:SAML:2.0:consent:current-implicit";
    /// Obtained explicitly.
    pub const EXPLICIT: &str = "urn:oasis:names:tc:SAML:2.0:consent:current-explicit";
    /// Not obtained.
    pub const UNAVAILABLE: &str = "urn:oasis:names:tc:SAML:2.0:consent:unavailable";
    /// Not needed.
    pub const INAPPLICABLE: &str = "urn:oasis:names:tc:SAML:2.0:consent:inapplicable";
    /// All of them.
    pub const ALL: [&str; 7] = [
        UNSPECIFIED,
        OBTAINED,
        PRIOR,
        IMPLICIT,
        EXPLICIT,
        UNAVAILABLE,
        INAPPLICABLE,
    ];
}

/// How the bearer of an assertion proves to be its subject. `[SAML Profiles §3]`
pub mod confirmation {
    /// By having it.
    pub const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    /// By holding a key.
    pub const HOLDER_OF_KEY: &str = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
    /// By being vouched for.
    pub const SENDER_VOUCHES: &str = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches";
}
