//! The rules that a connector holds responses to, in the order in which an EU node asks them.

use saml::names::status;

use crate::code::{EuCode, EuCodes, Outcome};

/// What the EU node does about a breach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Eu {
    /// An error page; some codes are hidden behind 202003.
    Engine(EuCode),
    /// An error page with the code.
    Page(EuCode),
    /// A failure is passed on to the service.
    Light(EuCode),
    /// Nothing; the code is what a strict receiver says.
    Nothing(EuCode),
}

macro_rules! table {
    ($($(#[$doc:meta])* $rule:ident = $name:literal, $clause:literal, $eu:expr;)*) => {
        /// A rule for responses. The variants stand in the order in which the EU node asks them.
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
            const fn eu(self) -> Eu {
                match self {
                    $(Self::$rule => $eu,)*
                }
            }
        }
    };
}

use EuCode as Code;

const VALIDATION: Eu = Eu::Engine(Code::VALIDATION);

table! {
    /// The parameter is there and is base64 of a message.
    Encoding = "encoding", "[SAML Bindings §3.5.4]", Eu::Page(Code::RESPONSE);
    /// At most 131072 bytes.
    Size = "size", "[EU eIDAS-Node 2.9, eidas.xml]", VALIDATION;
    /// No document type declaration, so no entities.
    DocumentType = "document-type", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::DOCUMENT_TYPE);
    /// Well-formed, and of the shape of the schema.
    Schema = "schema", "[SAML Core §3.3.3]", VALIDATION;
    /// There is a status with a code.
    Status = "status", "[SAML Core §3.2.2.1]", VALIDATION;
    /// There is an issuer.
    Issuer = "issuer", "[eIDAS SAML Message Format]", VALIDATION;
    /// The issuer's metadata come from an address that is allowed.
    IssuerSource = "issuer-source", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA_SOURCE);
    /// The issuer's metadata can be had.
    IssuerKnown = "issuer-known", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA_RETRIEVAL);
    /// The issuer's metadata are genuine and valid.
    IssuerMetadata = "issuer-metadata", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA);
    /// The message is signed.
    Signed = "signed", "[eIDAS SAML Message Format]", VALIDATION;
    /// One reference, no objects, no transforms but the two of the profile.
    SignatureStructure = "signature-structure", "[SAML Core §5.4]", Eu::Engine(Code::METADATA);
    /// The signature covers the message that is read, and nothing is wrapped around or beside it.
    SignatureReference = "signature-reference", "[SAML Core §5.4.2]", Eu::Engine(Code::METADATA);
    /// RSA-PSS or ECDSA with SHA-256, SHA-384 or SHA-512.
    SignatureAlgorithm = "signature-algorithm", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE);
    /// A digest of SHA-256, SHA-384 or SHA-512.
    DigestAlgorithm = "digest-algorithm", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE);
    /// Signed with a key of the issuer's metadata.
    SignatureTrust = "signature-trust", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::UNTRUSTED_CERTIFICATE);
    /// The signing certificate is valid today.
    CertificateValidity = "certificate-validity", "[RFC 5280 §4.1.2.5]", Eu::Engine(Code::SIGNING_CERTIFICATE);
    /// The signing certificate itself is signed over a hash of 256 bits or more.
    CertificateHash = "certificate-hash", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::HASH_LENGTH);
    /// RSA keys have 3072 bits or more, curves 256.
    KeySize = "key-size", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE);
    /// Digest and signature value are right.
    SignatureValue = "signature-value", "[XML Signature §3.2]", Eu::Engine(Code::SIGNATURE);
    /// A success comes with an encrypted assertion, not with a plain one.
    Encrypted = "encrypted", "[eIDAS SAML Message Format]", Eu::Engine(Code::DECRYPTION);
    /// A node of version 1.4 or of none uses RSA-OAEP with the mask generation that it states.
    LegacyKeyTransport = "legacy-key-transport", "[EU eIDAS-Node 2.9, ProtocolEngine]", VALIDATION;
    /// The assertion is encrypted with AES in Galois/Counter Mode.
    EncryptionAlgorithm = "encryption-algorithm", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::ENCRYPTION_ALGORITHM);
    /// Its key comes by RSA-OAEP or ECDH-ES, not by RSA PKCS #1 v1.5.
    KeyTransport = "key-transport", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::DECRYPTION);
    /// The assertion can be decrypted with a key of this node.
    Decryption = "decryption", "[XML Encryption §4.4]", Eu::Engine(Code::DECRYPTION);
    /// A success has one assertion.
    OneAssertion = "one-assertion", "[eIDAS SAML Message Format]", VALIDATION;
    /// If the assertion is signed too, that signature is right.
    AssertionSignature = "assertion-signature", "[SAML Core §5.1]", Eu::Engine(Code::ASSERTION_SIGNATURE);
    /// The version is 2.0, here and in the assertion.
    Version = "version", "[SAML Core §3.2.2]", VALIDATION;
    /// There are identifiers.
    Id = "id", "[SAML Core §3.2.2]", VALIDATION;
    /// There are moments of issue.
    IssueInstant = "issue-instant", "[SAML Core §3.2.2]", VALIDATION;
    /// The request that is answered is named.
    InResponseTo = "in-response-to", "[eIDAS SAML Message Format]", VALIDATION;
    /// It is said where the message is sent.
    DestinationPresent = "destination-present", "[eIDAS SAML Message Format]", VALIDATION;
    /// The consent is absent or one of those of SAML.
    Consent = "consent", "[SAML Core §8.4]", VALIDATION;
    /// The top-level status is one of the four of SAML.
    StatusCode = "status-code", "[SAML Core §3.2.2.2]", VALIDATION;
    /// The assertion has a subject with a name.
    Subject = "subject", "[eIDAS SAML Message Format]", VALIDATION;
    /// The name is not too long for its format, or a URI where it names an entity.
    NameIdSyntax = "name-id-syntax", "[SAML Core §8.3]", Eu::Page(Code::RESPONSE);
    /// The assertion has conditions with both times and an audience.
    Conditions = "conditions", "[eIDAS SAML Message Format]", VALIDATION;
    /// The assertion has one statement of authentication, with its moment.
    OneAuthnStatement = "one-authn-statement", "[eIDAS SAML Message Format]", VALIDATION;
    /// The assertion has one statement of attributes.
    OneAttributeStatement = "one-attribute-statement", "[eIDAS SAML Message Format]", VALIDATION;
    /// Every attribute is one of the registry.
    AttributeKnown = "attribute-known", "[eIDAS SAML Attribute Profile]", Eu::Engine(Code::INTERNAL);
    /// Values have the form of their schema type.
    AttributeSyntax = "attribute-syntax", "[eIDAS SAML Attribute Profile]", VALIDATION;
    /// The request that is answered is one of this node.
    Correlation = "correlation", "[SAML Profiles §4.1.4.3]", Eu::Page(Code::IN_RESPONSE_TO);
    /// The request has not been answered before.
    SecondAnswer = "second-answer", "[SAML Profiles §4.1.4.5]", Eu::Nothing(Code::IN_RESPONSE_TO);
    /// The message is meant for this node.
    Destination = "destination", "[SAML Core §3.2.2]", Eu::Nothing(Code::DESTINATION);
    /// Message and assertion were made just now.
    Age = "age", "[SAML Profiles §4.1.4.3]", Eu::Nothing(Code::VALIDATION);
    /// The assertion is valid already.
    NotBefore = "not-before", "[SAML Core §2.5.1.2]", VALIDATION;
    /// The assertion is still valid.
    NotOnOrAfter = "not-on-or-after", "[SAML Core §2.5.1.2]", VALIDATION;
    /// The assertion is confirmed for its bearer, here, now, for this request.
    Confirmation = "confirmation", "[SAML Profiles §4.1.4.2]", Eu::Nothing(Code::VALIDATION);
    /// The identifier was not seen before.
    Replay = "replay", "[SAML Profiles §4.1.4.5]", Eu::Page(Code::SEEN_BEFORE);
    /// The country that was asked has answered.
    Country = "country", "[EU eIDAS-Node 2.9, AUCONNECTORSAML]", Eu::Page(Code::RESPONSE_COUNTRY);
    /// The level is one that was asked for, or a higher one.
    LevelRequested = "level-requested", "[eIDAS SAML Message Format]", Eu::Page(Code::LEVEL_TOO_LOW);
    /// The level is one that the issuer publishes.
    LevelPublished = "level-published", "[eIDAS SAML Message Format]", Eu::Page(Code::LEVEL_UNPUBLISHED);
    /// Identifiers have two countries in front, in capital letters.
    IdentifierFormat = "identifier-format", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::RESPONSE);
    /// The first country is the one that was asked.
    IdentifierCountry = "identifier-country", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::RESPONSE);
    /// The second country is this one.
    IdentifierRecipient = "identifier-recipient", "[eIDAS SAML Attribute Profile]", Eu::Nothing(Code::RESPONSE);
    /// Values have the form of their attribute and are not too long.
    AttributeValue = "attribute-value", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::INTERNAL);
    /// A name in another script comes with its Latin spelling.
    LatinTwin = "latin-twin", "[eIDAS SAML Attribute Profile]", Eu::Nothing(Code::INTERNAL);
    /// The name has the format that was asked for.
    NameIdFormat = "name-id-format", "[SAML Core §3.4.1.1]", Eu::Light(Code::RESPONSE);
    /// The first audience is this node.
    Audience = "audience", "[SAML Core §2.5.1.4]", Eu::Page(Code::AUDIENCE);
    /// Each person spoken of has a whole minimum data set.
    MinimumDataSet = "minimum-data-set", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::MINIMUM_DATA_SET);
}

impl Rule {
    /// Rules that no receiver can waive: without them there is nothing to read.
    pub const ESSENTIAL: [Self; 3] = [Self::Encoding, Self::Schema, Self::Decryption];

    /// What the EU node shows and logs.
    #[must_use]
    pub fn eu_code(self) -> EuCodes {
        match self.eu() {
            Eu::Engine(code) => EuCodes::of_response(code),
            Eu::Page(code) | Eu::Light(code) | Eu::Nothing(code) => EuCodes::plain(code),
        }
    }

    /// How the EU node answers: by a page, or by passing a failure with this status on to the service.
    #[must_use]
    pub const fn eu_outcome(self) -> Outcome {
        match self.eu() {
            Eu::Light(_) => {
                Outcome::Saml((status::RESPONDER, Some(status::INVALID_NAME_ID_POLICY)))
            }
            Eu::Engine(_) | Eu::Page(_) | Eu::Nothing(_) => Outcome::Page,
        }
    }

    /// Whether the EU node lets it pass.
    #[must_use]
    pub fn is_ignored_by_eu_node(self) -> bool {
        matches!(self.eu(), Eu::Nothing(_))
    }
}
