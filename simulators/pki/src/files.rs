//! The PKI as files, for programs that read certificates from a folder.

use der::pem::{LineEnding, encode_string};

use crate::document_signer::encode_private_key;
use crate::error::PkiError;
use crate::test_pki::TestPki;

const README: &str =
    "TEST certificates and TEST keys, made from a seed: they protect nothing and prove nothing.\n";

impl TestPki {
    /// Every certificate and key as a relative path with its bytes, sorted: X.509 certificates and private
    /// keys in PEM, card-verifiable certificates as `<holder reference>.cvcert` in a folder of their name.
    ///
    /// # Errors
    /// A start date whose certificates cannot be made.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, PkiError> {
        let (country, document) = (self.country_signer()?, self.document_signer()?);
        let mut files = vec![
            ("README.txt".to_owned(), README.into()),
            (
                "x509/test-csca.pem".to_owned(),
                pem("CERTIFICATE", country.certificate())?,
            ),
            (
                "x509/test-csca.TEST-KEY.pem".to_owned(),
                pem("PRIVATE KEY", &encode_private_key(country.key())?)?,
            ),
            (
                "x509/test-document-signer.pem".to_owned(),
                pem("CERTIFICATE", document.certificate())?,
            ),
            (
                "x509/test-document-signer.TEST-KEY.pem".to_owned(),
                pem("PRIVATE KEY", &encode_private_key(document.key())?)?,
            ),
            (
                "cv/test-description.der".to_owned(),
                self.description().encode(),
            ),
        ];
        for name in self.names() {
            let certificate = self
                .certificate(name)
                .ok_or_else(|| PkiError::UnknownCertificate(name.to_owned()))?;
            let folder = format!("cv/{}/{name}", Self::folder(name));
            files.push((
                format!("{folder}/{}.cvcert", certificate.chr),
                certificate.bytes.clone(),
            ));
            if let (Some(key), Some(key_name)) = (&certificate.key, self.key_pair_name(name)) {
                files.push((
                    format!("{folder}/TEST-{key_name}.pem"),
                    pem("PRIVATE KEY", &encode_private_key(key)?)?,
                ));
            }
        }
        files.sort();
        Ok(files)
    }
}

fn pem(label: &'static str, der: &[u8]) -> Result<Vec<u8>, PkiError> {
    Ok(encode_string(label, LineEnding::LF, der)
        .map_err(der::Error::from)?
        .into_bytes())
}
