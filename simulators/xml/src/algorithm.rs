//! Identifiers of hash and signature algorithms [RFC 9231] [XML Encryption 1.1 §5].

use std::fmt;

use crypto::Hash;

/// Canonical XML 1.0 without comments.
pub const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// Exclusive canonical XML 1.0 without comments.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Exclusive canonical XML 1.0 with comments.
pub const EXCLUSIVE_WITH_COMMENTS: &str = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
/// The transform that takes the signature out of what it signs.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// The identifier of a hash function as a digest method.
#[must_use]
pub const fn digest_uri(hash: Hash) -> &'static str {
    match hash {
        Hash::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
        Hash::Sha224 => "http://www.w3.org/2001/04/xmldsig-more#sha224",
        Hash::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
        Hash::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
        Hash::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
    }
}

/// The hash function of a digest method.
#[must_use]
pub fn digest_from_uri(uri: &str) -> Option<Hash> {
    Hash::ALL.into_iter().find(|hash| digest_uri(*hash) == uri)
}

/// The hash function under MGF1 of a mask generation function of XML Encryption 1.1.
pub(crate) fn mgf_from_uri(uri: &str) -> Option<Hash> {
    Hash::ALL.into_iter().find(|hash| mgf_uri(*hash) == uri)
}

pub(crate) const fn mgf_uri(hash: Hash) -> &'static str {
    match hash {
        Hash::Sha1 => "http://www.w3.org/2009/xmlenc11#mgf1sha1",
        Hash::Sha224 => "http://www.w3.org/2009/xmlenc11#mgf1sha224",
        Hash::Sha256 => "http://www.w3.org/2009/xmlenc11#mgf1sha256",
        Hash::Sha384 => "http://www.w3.org/2009/xmlenc11#mgf1sha384",
        Hash::Sha512 => "http://www.w3.org/2009/xmlenc11#mgf1sha512",
    }
}

/// How a signature value is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5: `rsa-sha256` and its like.
    RsaPkcs1(Hash),
    /// RSASSA-PSS with MGF1 over the same hash and a salt of its length: `sha256-rsa-MGF1`.
    RsaPss(Hash),
    /// ECDSA, the value being `r || s`: `ecdsa-sha256`.
    Ecdsa(Hash),
    /// Any other identifier. It can be written and never be verified.
    Other(String),
}

impl SignatureAlgorithm {
    /// Every algorithm that can be verified.
    pub fn all() -> impl Iterator<Item = Self> {
        Hash::ALL
            .into_iter()
            .flat_map(|hash| [Self::RsaPkcs1(hash), Self::RsaPss(hash), Self::Ecdsa(hash)])
    }

    /// The algorithm of an identifier.
    #[must_use]
    pub fn from_uri(uri: &str) -> Self {
        Self::all()
            .find(|algorithm| algorithm.uri() == uri)
            .unwrap_or_else(|| Self::Other(uri.to_owned()))
    }

    /// The identifier.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::RsaPkcs1(Hash::Sha1) => "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            Self::RsaPkcs1(Hash::Sha224) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha224",
            Self::RsaPkcs1(Hash::Sha256) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Self::RsaPkcs1(Hash::Sha384) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            Self::RsaPkcs1(Hash::Sha512) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            Self::RsaPss(Hash::Sha1) => "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1",
            Self::RsaPss(Hash::Sha224) => "http://www.w3.org/2007/05/xmldsig-more#sha224-rsa-MGF1",
            Self::RsaPss(Hash::Sha256) => "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            Self::RsaPss(Hash::Sha384) => "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1",
            Self::RsaPss(Hash::Sha512) => "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
            Self::Ecdsa(Hash::Sha1) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
            Self::Ecdsa(Hash::Sha224) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha224",
            Self::Ecdsa(Hash::Sha256) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            Self::Ecdsa(Hash::Sha384) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            Self::Ecdsa(Hash::Sha512) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
            Self::Other(uri) => uri,
        }
    }

    /// The hash function, if the algorithm is known.
    #[must_use]
    pub const fn hash(&self) -> Option<Hash> {
        match self {
            Self::RsaPkcs1(hash) | Self::RsaPss(hash) | Self::Ecdsa(hash) => Some(*hash),
            Self::Other(_) => None,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.uri())
    }
}

#[cfg(test)]
mod tests {
    use super::{SignatureAlgorithm, digest_from_uri, digest_uri, mgf_from_uri, mgf_uri};
    use crypto::Hash;

    #[test]
    fn identifiers_find_their_algorithm_again() {
        for hash in Hash::ALL {
            assert_eq!(digest_from_uri(digest_uri(hash)), Some(hash));
            assert_eq!(mgf_from_uri(mgf_uri(hash)), Some(hash));
        }
        for algorithm in SignatureAlgorithm::all() {
            assert_eq!(SignatureAlgorithm::from_uri(algorithm.uri()), algorithm);
        }
    }

    #[test]
    fn an_unknown_identifier_survives() {
        let uri = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256".to_owned();
        let algorithm = SignatureAlgorithm::from_uri(&uri);
        assert_eq!(algorithm, SignatureAlgorithm::Other(uri.clone()));
        assert_eq!(algorithm.uri(), uri);
        assert_eq!(algorithm.hash(), None);
    }
}
