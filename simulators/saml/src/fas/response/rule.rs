//! The rules for responses.

crate::rule::rules! {
    "What a relying party asks of a response.";

    /// It is a response that follows the schema.
    Syntax: "fas-response-syntax", "SAML Core §3.3.3";
    /// Its version and that of the assertion are 2.0.
    Version: "fas-response-version", "SAML Core §4.1.3";
    /// It comes from the service that was asked.
    ResponseIssuer: "fas-response-issuer", "SAML Profiles §4.1.4.2";
    /// It is addressed to this consumer.
    Destination: "fas-response-destination", "SAML Bindings §3.5.5.2";
    /// It was made a moment ago.
    IssueInstant: "fas-response-issue-instant", "SAML Core §3.2.2";
    /// It answers something.
    Solicited: "fas-response-solicited", "SAML Profiles §4.1.5";
    /// It answers the request that this browser sent.
    InResponseTo: "fas-response-in-response-to", "SAML Core §3.2.2";
    /// Its status is success.
    Status: "fas-response-status", "SAML Core §3.2.2.2";
    /// It holds exactly one assertion.
    OneAssertion: "fas-response-one-assertion", "SAML Profiles §4.1.4.2";
    /// The assertion is encrypted for this party, where the party asks for that, and can be decrypted.
    Encryption: "fas-response-encryption", "SAML Core §2.3.4";
    /// A signature of the service covers the assertion, with an allowed algorithm.
    Signature: "fas-response-signature", "SAML Profiles §4.1.4.3";
    /// The assertion itself is signed.
    AssertionSigned: "fas-response-assertion-signed", "SAML Metadata §2.4.4";
    /// What was signed is what is read.
    SignedElementUsed: "fas-response-signed-element-used", "SAML Core §5.4.2";
    /// The text of an element is all of its text, whatever comments are in it.
    WholeText: "fas-response-whole-text", "SAML Core §5.4.3";
    /// The assertion comes from the same service.
    AssertionIssuer: "fas-response-assertion-issuer", "SAML Profiles §4.1.4.2";
    /// It is about somebody, with a name of the format that was asked for.
    NameId: "fas-response-name-id", "SAML Core §3.4.1.1";
    /// Its bearer is its subject.
    Bearer: "fas-response-bearer", "SAML Profiles §4.1.4.2";
    /// The confirmation is for this consumer.
    Recipient: "fas-response-recipient", "SAML Profiles §4.1.4.3";
    /// The confirmation has not expired.
    ConfirmationExpiry: "fas-response-confirmation-expiry", "SAML Profiles §4.1.4.3";
    /// The confirmation answers the request that this browser sent.
    ConfirmationInResponseTo: "fas-response-confirmation-in-response-to", "SAML Profiles §4.1.4.3";
    /// The assertion is valid already.
    NotBefore: "fas-response-not-before", "SAML Core §2.5.1.2";
    /// The assertion has not expired.
    NotOnOrAfter: "fas-response-not-on-or-after", "SAML Core §2.5.1.2";
    /// The assertion is for this party.
    Audience: "fas-response-audience", "SAML Core §2.5.1.4";
    /// No condition of an unknown kind restricts the assertion.
    KnownConditions: "fas-response-known-conditions", "SAML Core §2.5.1.1";
    /// The assertion states one authentication.
    AuthnStatement: "fas-response-authn-statement", "SAML Profiles §4.1.4.2";
    /// The authentication lies in the past, and behind the request when it had to be a new one.
    AuthnInstant: "fas-response-authn-instant", "SAML Core §2.7.2";
    /// The session has not ended.
    SessionExpiry: "fas-response-session-expiry", "SAML Profiles §4.1.4.3";
    /// The level is at least the one that was asked for.
    Level: "fas-response-level", "SAML Core §3.3.2.2.1";
    /// No attribute comes twice.
    UniqueAttributes: "fas-response-unique-attributes", "SAML Core §2.7.3";
    /// Every attribute that the party needs is there.
    MandatoryAttributes: "fas-response-mandatory-attributes", "SAML Core §2.7.3";
    /// Neither the response nor the assertion was seen before.
    Replay: "fas-response-replay", "SAML Profiles §4.1.4.5";
}
