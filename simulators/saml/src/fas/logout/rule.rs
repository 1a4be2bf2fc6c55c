//! The rules for logout messages.

crate::rule::rules! {
    "What a party asks of a logout message.";

    /// It follows the schema.
    Syntax: "fas-logout-syntax", "SAML Core §3.7";
    /// Its issuer is known.
    KnownIssuer: "fas-logout-known-issuer", "SAML Profiles §4.4.4";
    /// It is signed by its issuer, with an allowed algorithm; what was signed is what is read.
    Signature: "fas-logout-signature", "SAML Profiles §4.4.3";
    /// Its version is 2.0.
    Version: "fas-logout-version", "SAML Core §4.1.2";
    /// It is addressed to this party.
    Destination: "fas-logout-destination", "SAML Bindings §3.4.5.2";
    /// It was made a moment ago.
    IssueInstant: "fas-logout-issue-instant", "SAML Core §3.2.1";
    /// The request has not expired.
    NotOnOrAfter: "fas-logout-not-on-or-after", "SAML Core §3.7.1";
    /// The request names somebody.
    NameId: "fas-logout-name-id", "SAML Core §3.7.1";
    /// The response answers the request that this browser sent.
    InResponseTo: "fas-logout-in-response-to", "SAML Core §3.2.2";
    /// It was not seen before.
    Replay: "fas-logout-replay", "SAML Bindings §3.4.5.1";
}
