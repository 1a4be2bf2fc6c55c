//! The rules that a receiver holds requests to, in the order in which an EU node asks them.

use saml::names::status;

use crate::code::{EuCode, EuCodes, MiddlewareCode, Outcome};

/// What the EU node does about a breach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Eu {
    /// An error page with 202002; the code goes to the log.
    Engine(EuCode),
    /// An error page with the code.
    Page(EuCode),
    /// A signed response with the status `Requester` and the code in its message.
    Saml(EuCode),
    /// Nothing; the code is what a strict receiver says.
    Nothing(EuCode),
}

/// What the German middleware does about a breach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum De {
    /// A page with status 400.
    Page(MiddlewareCode),
    /// A signed response.
    Saml(MiddlewareCode),
    /// Nothing.
    Nothing,
}

macro_rules! table {
    ($($(#[$doc:meta])* $rule:ident = $name:literal, $clause:literal, $eu:expr, $de:expr;)*) => {
        /// A rule for requests. The variants stand in the order in which the EU node asks them.
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

            const fn de(self) -> De {
                match self {
                    $(Self::$rule => $de,)*
                }
            }
        }
    };
}

use EuCode as Code;
use MiddlewareCode as Word;

const SYNTAX: De = De::Page(Word::IllegalRequestSyntax);
const CHECK: De = De::Page(Word::SignatureCheckFailed);

table! {
    /// What the browser carries along has at most 80 characters.
    RelayState = "relay-state", "[SAML Bindings §3.5.3]", Eu::Page(Code::RELAY_STATE), De::Nothing;
    /// The parameter is there and is base64 of a message, not compressed where the binding does not compress.
    Encoding = "encoding", "[SAML Bindings §3.5.4]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// At most 131072 bytes.
    Size = "size", "[EU eIDAS-Node 2.9, eidas.xml]", Eu::Engine(Code::VALIDATION), De::Nothing;
    /// No document type declaration, so no entities.
    DocumentType = "document-type", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::DOCUMENT_TYPE), SYNTAX;
    /// Well-formed, and of the shape of the schema.
    Schema = "schema", "[SAML Core §3.4.1]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// The version is 2.0.
    Version = "version", "[SAML Core §3.2.1]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// There is a moment of issue.
    IssueInstant = "issue-instant", "[SAML Core §3.2.1]", Eu::Engine(Code::VALIDATION), De::Page(Word::OutdatedRequest);
    /// Not older than allowed.
    Age = "age", "[eIDAS-Middleware, RequestHandler]", Eu::Nothing(Code::VALIDATION), De::Page(Word::OutdatedRequest);
    /// There is an identifier.
    Id = "id", "[SAML Core §3.2.1]", Eu::Engine(Code::VALIDATION), De::Page(Word::MissingRequestId);
    /// The extensions are those of the profile: the type of the service and the attributes requested.
    Extensions = "extensions", "[eIDAS SAML Message Format]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// There is an issuer, named as an entity.
    Issuer = "issuer", "[SAML Core §3.4.1]", Eu::Engine(Code::VALIDATION), De::Page(Word::UnknownProvider);
    /// The issuer's metadata come from an address that is allowed.
    IssuerSource = "issuer-source", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA_SOURCE), De::Page(Word::UnknownProvider);
    /// The issuer's metadata can be had.
    IssuerKnown = "issuer-known", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA_RETRIEVAL), De::Page(Word::UnknownProvider);
    /// The issuer's metadata are genuine and valid.
    IssuerMetadata = "issuer-metadata", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::METADATA), De::Page(Word::UnknownProvider);
    /// The message is signed.
    Signed = "signed", "[eIDAS SAML Message Format]", Eu::Engine(Code::VALIDATION), CHECK;
    /// One reference, no objects, no transforms but the two of the profile.
    SignatureStructure = "signature-structure", "[SAML Core §5.4]", Eu::Engine(Code::METADATA), CHECK;
    /// The signature covers the message that is read, and nothing is wrapped around or beside it.
    SignatureReference = "signature-reference", "[SAML Core §5.4.2]", Eu::Engine(Code::METADATA), CHECK;
    /// RSA-PSS or ECDSA with SHA-256, SHA-384 or SHA-512.
    SignatureAlgorithm = "signature-algorithm", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE), CHECK;
    /// A digest of SHA-256, SHA-384 or SHA-512.
    DigestAlgorithm = "digest-algorithm", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE), CHECK;
    /// Signed with a key of the issuer's metadata.
    SignatureTrust = "signature-trust", "[eIDAS Interoperability Architecture]", Eu::Engine(Code::UNTRUSTED_CERTIFICATE), CHECK;
    /// The signing certificate is valid today.
    CertificateValidity = "certificate-validity", "[RFC 5280 §4.1.2.5]", Eu::Engine(Code::SIGNING_CERTIFICATE), CHECK;
    /// The signing certificate itself is signed over a hash of 256 bits or more.
    CertificateHash = "certificate-hash", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::HASH_LENGTH), De::Nothing;
    /// RSA keys have 3072 bits or more, curves 256.
    KeySize = "key-size", "[eIDAS Cryptographic Requirements]", Eu::Engine(Code::SIGNATURE), CHECK;
    /// Digest and signature value are right.
    SignatureValue = "signature-value", "[XML Signature §3.2]", Eu::Engine(Code::SIGNATURE), CHECK;
    /// The signature of the query is right, where the binding signs the query.
    QuerySignature = "query-signature", "[SAML Bindings §3.4.4.1]", Eu::Engine(Code::SIGNATURE), CHECK;
    /// The person authenticates anew: `ForceAuthn` is `true`.
    ForceAuthn = "force-authn", "[eIDAS SAML Message Format]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// The person may be seen: `IsPassive` is `false`.
    IsPassive = "is-passive", "[eIDAS SAML Message Format]", Eu::Engine(Code::VALIDATION), SYNTAX;
    /// The binding of the answer is absent or one that a browser carries.
    ProtocolBinding = "protocol-binding", "[SAML Core §3.4.1]", Eu::Engine(Code::VALIDATION), De::Nothing;
    /// The consent is absent or one of those of SAML.
    Consent = "consent", "[SAML Core §8.4]", Eu::Engine(Code::VALIDATION), De::Nothing;
    /// The format of the name is one that SAML knows.
    NameIdFormatKnown = "name-id-format-known", "[SAML Core §8.3]", Eu::Engine(Code::VALIDATION), De::Saml(Word::InvalidNameIdType);
    /// Some level of assurance is asked for.
    LevelPresent = "level-present", "[eIDAS SAML Message Format]", Eu::Page(Code::REQUEST_LEVEL), SYNTAX;
    /// Each is a level.
    LevelKnown = "level-known", "[eIDAS SAML Message Format]", Eu::Page(Code::REQUEST_LEVEL), De::Nothing;
    /// None is there twice, and of mixed ones none is left out above the lowest.
    LevelList = "level-list", "[eIDAS SAML Message Format]", Eu::Page(Code::REQUEST_LEVEL), De::Nothing;
    /// The comparison goes with the levels.
    LevelComparison = "level-comparison", "[eIDAS SAML Message Format]", Eu::Page(Code::REQUEST_LEVEL), De::Nothing;
    /// Attributes are requested by name, in the format of names that are URIs.
    AttributeSyntax = "attribute-syntax", "[eIDAS SAML Message Format]", Eu::Engine(Code::VALIDATION), De::Nothing;
    /// No attribute of a representative is asked for.
    Representative = "representative", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::REPRESENTATIVE), De::Nothing;
    /// Attributes are required where the registry has them as mandatory, and nowhere else.
    AttributeFlag = "attribute-flag", "[eIDAS SAML Attribute Profile]", Eu::Engine(Code::INTERNAL), De::Nothing;
    /// Both sides speak a common version of the protocol.
    ProtocolVersion = "protocol-version", "[eIDAS SAML Message Format]", Eu::Page(Code::PROTOCOL_VERSION), De::Nothing;
    /// A private service is named where this node asks for it.
    RequesterId = "requester-id", "[eIDAS SAML Message Format]", Eu::Saml(Code::REQUESTER_ID_REQUIRED), De::Saml(Word::IllegalRequestSyntax);
    /// There is an attribute that this node knows.
    AttributesPresent = "attributes-present", "[eIDAS SAML Message Format]", Eu::Saml(Code::ATTRIBUTE_LIST), De::Nothing;
    /// Every attribute that is required can be given.
    AttributesOffered = "attributes-offered", "[eIDAS SAML Message Format]", Eu::Saml(Code::ATTRIBUTE_LIST), De::Nothing;
    /// The message came by a binding that this node allows.
    Binding = "binding", "[eIDAS SAML Message Format]", Eu::Page(Code::PROTOCOL_BINDING), SYNTAX;
    /// The format of the name is one that this node offers.
    NameIdFormat = "name-id-format", "[SAML Core §3.4.1.1]", Eu::Saml(Code::NAME_ID_FORMAT), De::Saml(Word::InvalidNameIdType);
    /// Natural and legal persons are not asked for together.
    OnePerson = "one-person", "[eIDAS SAML Message Format]", Eu::Page(Code::VALIDATION), De::Nothing;
    /// The message is meant for this node.
    Destination = "destination", "[SAML Core §3.2.1]", Eu::Page(Code::DESTINATION), De::Nothing;
    /// A level that satisfies the request is offered.
    LevelOffered = "level-offered", "[eIDAS SAML Message Format]", Eu::Saml(Code::REQUEST_LEVEL), De::Nothing;
    /// The answer goes where the issuer's metadata say.
    AssertionConsumerService = "assertion-consumer-service", "[SAML Core §3.4.1]", Eu::Page(Code::REQUEST), De::Page(Word::WrongDestination);
    /// The type of the service is not in the metadata and in the request.
    ServiceTypeOnce = "service-type-once", "[eIDAS SAML Message Format]", Eu::Page(Code::SERVICE_TYPE_TWICE), De::Saml(Word::IllegalRequestSyntax);
    /// The type of the service is in the metadata or in the request.
    ServiceTypePresent = "service-type-present", "[eIDAS SAML Message Format]", Eu::Page(Code::SERVICE_TYPE_MISSING), De::Saml(Word::IllegalRequestSyntax);
    /// The identifier was not seen before.
    Replay = "replay", "[SAML Profiles §4.1.4.5]", Eu::Page(Code::SEEN_BEFORE), De::Page(Word::DuplicateRequestId);
    /// The attributes requested contain the whole minimum data set of some person.
    MinimumDataSet = "minimum-data-set", "[eIDAS SAML Attribute Profile]", Eu::Page(Code::MINIMUM_DATA_SET), De::Nothing;
}

impl Rule {
    /// Rules that no receiver can waive: without them there is nothing to read.
    pub const ESSENTIAL: [Self; 2] = [Self::Encoding, Self::Schema];

    /// What the EU node shows and logs.
    #[must_use]
    pub const fn eu_code(self) -> EuCodes {
        match self.eu() {
            Eu::Engine(code) => EuCodes::of_request(code),
            Eu::Page(code) | Eu::Saml(code) => EuCodes::plain(code),
            Eu::Nothing(code) => EuCodes::of_request(code),
        }
    }

    /// How the EU node answers.
    #[must_use]
    pub const fn eu_outcome(self) -> Outcome {
        match self.eu() {
            Eu::Saml(_) => Outcome::Saml((status::REQUESTER, None)),
            Eu::Engine(_) | Eu::Page(_) | Eu::Nothing(_) => Outcome::Page,
        }
    }

    /// The word of the German middleware; that of bad syntax for what only a strict one refuses.
    #[must_use]
    pub const fn middleware_code(self) -> MiddlewareCode {
        match self.de() {
            De::Page(word) | De::Saml(word) => word,
            De::Nothing => MiddlewareCode::IllegalRequestSyntax,
        }
    }

    /// How the German middleware answers.
    #[must_use]
    pub const fn middleware_outcome(self) -> Outcome {
        match self.de() {
            De::Saml(word) => Outcome::Saml(word.status()),
            De::Page(_) | De::Nothing => Outcome::Page,
        }
    }

    /// Whether the EU node lets it pass.
    #[must_use]
    pub fn is_ignored_by_eu_node(self) -> bool {
        matches!(self.eu(), Eu::Nothing(_))
    }

    /// Whether the German middleware lets it pass.
    #[must_use]
    pub fn is_ignored_by_middleware(self) -> bool {
        self.de() == De::Nothing
    }
}
