//! The rules to which the client holds services, servers and cards.

use paos::ResultMinor;

macro_rules! rule_table {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $clause:literal;)*) => {
        /// What the client demands before it goes on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(
                $(#[$doc])*
                #[doc = concat!("`[", $clause, "]`")]
                $variant,
            )*
        }

        impl rules::Rule for Rule {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            fn clause(self) -> &'static str {
                match self {
                    $(Self::$variant => $clause,)*
                }
            }
        }
    };
}

rule_table! {
    /// The activation names the address of a TC token.
    TokenAddress = "token-address", "TR-03124-1 §2.2.1.1";
    /// The TC token is found, and is one.
    TokenFound = "token-found", "TR-03124-1 §2.7.1";
    /// The address of the TC token, and all on the way to it, are https addresses.
    TokenHttps = "token-address-https", "TR-03124-1 §2.7.1";
    /// There is a refresh address, and it is an https address.
    RefreshHttps = "refresh-address-https", "TR-03124-1 §2.6";
    /// There is a server address, and it is an https address.
    ServerHttps = "server-address-https", "TR-03124-1 §2.6";
    /// The TC token names a session.
    SessionNamed = "session-identifier", "TR-03124-1 §2.6";
    /// The binding is that of PAOS.
    Binding = "binding", "TR-03124-1 §2.6";
    /// The certificate of a TLS server is valid today.
    TlsDates = "tls-certificate-dates", "RFC 5280 §4.1.2.5";
    /// The certificate of a TLS server names the host.
    TlsHostName = "tls-host-name", "TR-03124-1 §4.5";
    /// The server's messages come in their order.
    MessageOrder = "message-order", "TR-03112-7 §3.6.4";
    /// The server does not call it a success before the card has answered.
    SuccessAtTheEnd = "success-at-the-end", "TR-03124-2 EID_CLIENT_B_20";
    /// The parts of the first message can be read.
    RequestReadable = "request-readable", "TR-03112-7 §3.6.4.1";
    /// There is exactly one terminal certificate.
    UniqueTerminalCertificate = "unique-terminal-certificate", "TR-03112-7 §3.6.4.1";
    /// There is exactly one certificate of a document verifier.
    UniqueVerifierCertificate = "unique-dv-certificate", "TR-03112-7 §3.6.4.1";
    /// A known root has issued the certificates, and every signature is right.
    TrustedChain = "trusted-chain", "TR-03112-7 §3.6.4.1";
    /// The certificates are valid today.
    CertificateDates = "certificate-dates", "TR-03110-3 §2.5";
    /// There is a description of the terminal certificate.
    DescriptionPresent = "description-present", "TR-03112-7 §3.6.4.1";
    /// The description names the address of the service.
    SubjectUrlPresent = "subject-url-present", "TR-03124-1 §2.7.3";
    /// The terminal certificate has the hash of the description.
    DescriptionHash = "description-hash", "TR-03124-1 §2.7.3";
    /// The description and the TC token come from the same origin.
    SubjectOrigin = "subject-url-origin", "TR-03124-1 §2.7.3";
    /// The description has the hashes of all TLS certificates.
    CommunicationCertificates = "comm-certificates", "TR-03124-1 §2.7.3";
    /// A chain leads from the card's trust point to the terminal certificate.
    CardChain = "card-chain", "TR-03112-7 §3.6.4.2";
    /// The server's ephemeral key can be read.
    EphemeralKey = "ephemeral-key", "TR-03112-7 §3.6.4.2";
    /// The way back leads over redirects to the origin of the description.
    RefreshOrigin = "refresh-origin", "TR-03124-1 §2.7.4.1";
}

impl Rule {
    /// What the server is told when the rule is broken.
    #[must_use]
    pub const fn minor(self) -> ResultMinor {
        match self {
            Self::MessageOrder | Self::SuccessAtTheEnd => ResultMinor::INTERNAL_ERROR,
            Self::UniqueTerminalCertificate
            | Self::UniqueVerifierCertificate
            | Self::TrustedChain
            | Self::CertificateDates
            | Self::CardChain => ResultMinor::INVALID_CERTIFICATE_PATH,
            Self::RequestReadable
            | Self::DescriptionPresent
            | Self::SubjectUrlPresent
            | Self::DescriptionHash
            | Self::SubjectOrigin
            | Self::EphemeralKey => ResultMinor::PARAMETER_ERROR,
            Self::CommunicationCertificates
            | Self::TlsDates
            | Self::TlsHostName
            | Self::ServerHttps
            | Self::SessionNamed
            | Self::Binding => ResultMinor::TRUSTED_CHANNEL_FAILED,
            Self::TokenAddress
            | Self::TokenFound
            | Self::TokenHttps
            | Self::RefreshHttps
            | Self::RefreshOrigin => ResultMinor::COMMUNICATION_ERROR,
        }
    }
}

#[cfg(test)]
mod tests {
    use rules::Rule as _;

    use super::Rule;

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        for rule in Rule::ALL {
            assert_eq!(Rule::parse(rule.name()), Some(*rule));
            assert!(rule.clause().contains(' '));
        }
    }
}
