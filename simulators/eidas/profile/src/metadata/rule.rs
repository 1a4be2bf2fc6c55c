//! The rules that a node holds the metadata of its peers to.

use crate::code::EuCode;

macro_rules! table {
    ($($(#[$doc:meta])* $rule:ident = $name:literal, $clause:literal, $code:ident;)*) => {
        /// A rule for metadata.
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
    /// Not larger than a message.
    Size = "metadata-size", "[EU eIDAS-Node 2.9]", METADATA_RETRIEVAL;
    /// No document type declaration.
    DocumentType = "metadata-document-type", "[eIDAS Cryptographic Requirements]", METADATA_RETRIEVAL;
    /// Well-formed, and an entity descriptor.
    Schema = "metadata-schema", "[SAML Metadata §2.3.2]", METADATA_RETRIEVAL;
    /// Signed.
    Signed = "metadata-signed", "[eIDAS Interoperability Architecture]", METADATA;
    /// One reference to the whole document, no transforms but the two of the profile.
    SignatureStructure = "metadata-signature-structure", "[SAML Core §5.4]", METADATA;
    /// RSA-PSS or ECDSA with SHA-256, SHA-384 or SHA-512, keys not too small.
    SignatureAlgorithm = "metadata-signature-algorithm", "[eIDAS Cryptographic Requirements]", SIGNATURE;
    /// Signed with a key that this node trusts.
    SignatureTrust = "metadata-signature-trust", "[eIDAS Interoperability Architecture]", UNTRUSTED_CERTIFICATE;
    /// Digest and signature value are right.
    SignatureValue = "metadata-signature-value", "[XML Signature §3.2]", SIGNATURE;
    /// Not expired; a document without an end is one that never was valid.
    ValidUntil = "metadata-valid-until", "[SAML Metadata §2.3.2]", METADATA_RETRIEVAL;
    /// The entity is the one whose metadata were asked for.
    EntityId = "metadata-entity-id", "[SAML Metadata §4.1.1]", METADATA_RETRIEVAL;
    /// The role that is needed is there.
    Role = "metadata-role", "[SAML Metadata §2.4]", METADATA;
    /// The role names its country.
    NodeCountry = "metadata-node-country", "[eIDAS SAML Message Format]", METADATA;
    /// The role has a key for signatures, and a connector one for encryption.
    Keys = "metadata-keys", "[SAML Metadata §2.4.1.1]", METADATA;
    /// The role has an address for messages that a browser posts.
    Endpoint = "metadata-endpoint", "[eIDAS SAML Message Format]", METADATA;
}

impl Rule {
    /// Rules that no receiver can waive: without them there is nothing to read.
    pub const ESSENTIAL: [Self; 2] = [Self::Schema, Self::Role];

    /// Whether the EU node lets it pass.
    #[must_use]
    pub const fn is_ignored_by_eu_node(self) -> bool {
        matches!(self, Self::EntityId)
    }
}
