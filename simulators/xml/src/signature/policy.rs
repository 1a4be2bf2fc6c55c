//! What a receiver accepts.

use crate::{Hash, Limits, SignatureAlgorithm};

/// Which signatures a receiver accepts. All fields are open, so that a wrong receiver can be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignaturePolicy {
    /// Allowed signature algorithms.
    pub algorithms: Vec<SignatureAlgorithm>,
    /// Allowed digest algorithms.
    pub digests: Vec<Hash>,
    /// Smallest RSA modulus in bits.
    pub min_rsa_bits: usize,
    /// Smallest order of a curve in bits.
    pub min_ec_bits: usize,
    /// Shortest hash under the certificate's own signature in bits; 0 for any, unknown ones too.
    pub min_certificate_hash_bits: usize,
    /// How strictly the structure is checked.
    pub structure: Structure,
    /// Whose signatures count.
    pub trust: Trust,
    /// How large the document may be.
    pub limits: Limits,
}

/// How strictly the structure of a signature is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// One reference, to the element that carries the signature; the enveloped-signature transform
    /// and then at most exclusive canonicalization; no `Object` [SAML Core §5.4].
    Profile,
    /// Whatever the library can process, as long as one reference is to the element.
    Library,
}

/// Whose signatures count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Those of the listed certificates.
    Listed,
    /// Those of whoever is named in the signature itself. A wrong receiver does this.
    Anybody,
}

/// The hashes of at least 256 bits.
const LONG: [Hash; 3] = [Hash::Sha256, Hash::Sha384, Hash::Sha512];

impl SignaturePolicy {
    /// eIDAS nodes: RSASSA-PSS and ECDSA with SHA-256 or longer, RSA from 3072 bits, curves from
    /// 256 bits.
    #[must_use]
    pub fn eidas() -> Self {
        Self {
            algorithms: LONG
                .into_iter()
                .flat_map(|hash| {
                    [
                        SignatureAlgorithm::RsaPss(hash),
                        SignatureAlgorithm::Ecdsa(hash),
                    ]
                })
                .collect(),
            digests: LONG.to_vec(),
            min_rsa_bits: 3072,
            min_ec_bits: 256,
            min_certificate_hash_bits: 256,
            structure: Structure::Profile,
            trust: Trust::Listed,
            limits: Limits::SAML,
        }
    }

    /// The Federal Authentication Service: as [`SignaturePolicy::eidas`], and RSASSA-PKCS1-v1_5
    /// with SHA-256 or longer, RSA from 2048 bits.
    #[must_use]
    pub fn fas() -> Self {
        let mut policy = Self::eidas();
        policy
            .algorithms
            .extend(LONG.map(SignatureAlgorithm::RsaPkcs1));
        policy.min_rsa_bits = 2048;
        policy
    }

    /// Every algorithm and every key that can be verified at all, in the structure of the profile.
    #[must_use]
    pub fn any() -> Self {
        Self {
            algorithms: SignatureAlgorithm::all().collect(),
            digests: Hash::ALL.to_vec(),
            min_rsa_bits: 0,
            min_ec_bits: 0,
            min_certificate_hash_bits: 0,
            ..Self::eidas()
        }
    }

    /// The same policy for documents of another size.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}
