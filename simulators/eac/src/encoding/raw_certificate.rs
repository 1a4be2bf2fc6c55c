//! Certificates as loose data objects, to write every malformed one on purpose: objects missing, added, retagged, with
//! lying lengths, bad dates, foreign identifiers or wrong signatures.
//!
//! A well-formed body comes in, any bytes go out. Nothing here checks anything.

use crypto::{Hash, PrivateKey};
use iso7816::tlv::{LengthForm, Reader, Tag, Writer};

use super::certificate::CertificateBody;
use super::tag;

/// One data object with a length that may lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawObject {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub value: Vec<u8>,
    /// How the length is coded.
    pub length: LengthForm,
}

impl RawObject {
    /// An object with an honest length.
    #[must_use]
    pub fn new(tag: Tag, value: impl Into<Vec<u8>>) -> Self {
        Self {
            tag,
            value: value.into(),
            length: LengthForm::Minimal,
        }
    }

    /// An object made of others.
    #[must_use]
    pub fn nested(tag: Tag, children: &[Self]) -> Self {
        Self::new(
            tag,
            children.iter().flat_map(Self::encode).collect::<Vec<u8>>(),
        )
    }

    /// The objects inside, as far as they can be read.
    #[must_use]
    pub fn children(&self) -> Vec<Self> {
        Reader::new(&self.value)
            .filter_map(Result::ok)
            .map(|object| Self::new(object.tag, object.value))
            .collect()
    }

    /// The bytes of the object.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.tlv_as(self.tag, &self.value, self.length);
        writer.into_bytes()
    }
}

/// A certificate taken apart. Change it, sign it, change the signature, and write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawCertificate {
    /// The objects of the body.
    pub objects: Vec<RawObject>,
    /// The tag of the body, 7F4E.
    pub body_tag: Tag,
    /// How the length of the body is coded.
    pub body_length: LengthForm,
    /// The signature object, 5F37.
    pub signature: RawObject,
}

impl From<&CertificateBody> for RawCertificate {
    fn from(body: &CertificateBody) -> Self {
        let whole = RawObject::new(tag::CERTIFICATE_BODY, body.encode());
        Self {
            objects: whole
                .children()
                .first()
                .map(RawObject::children)
                .unwrap_or_default(),
            body_tag: tag::CERTIFICATE_BODY,
            body_length: LengthForm::Minimal,
            signature: RawObject::new(tag::SIGNATURE, []),
        }
    }
}

impl RawCertificate {
    /// Leaves an object of the body out.
    #[must_use]
    pub fn without(mut self, tag: Tag) -> Self {
        self.objects.retain(|object| object.tag != tag);
        self
    }

    /// Gives an object of the body another value.
    #[must_use]
    pub fn with_value(mut self, tag: Tag, value: &[u8]) -> Self {
        for object in self.objects.iter_mut().filter(|object| object.tag == tag) {
            object.value = value.to_vec();
        }
        self
    }

    /// Adds an object at the end of the body.
    #[must_use]
    pub fn with_object(mut self, object: RawObject) -> Self {
        self.objects.push(object);
        self
    }

    /// Changes the objects of the public key.
    #[must_use]
    pub fn with_public_key(mut self, change: impl FnOnce(&mut Vec<RawObject>)) -> Self {
        if let Some(key) = self
            .objects
            .iter_mut()
            .find(|object| object.tag == tag::PUBLIC_KEY)
        {
            let mut children = key.children();
            change(&mut children);
            *key = RawObject::nested(tag::PUBLIC_KEY, &children);
        }
        self
    }

    /// Signs the body as it is now. The hash is that of the issuer's algorithm.
    #[must_use]
    pub fn sign(mut self, issuer: &PrivateKey, hash: Hash) -> Self {
        self.signature.value = issuer.sign(hash, &[&self.body()]);
        self
    }

    /// Increases the last byte of the signature by one.
    #[must_use]
    pub fn with_wrong_signature(mut self) -> Self {
        if let Some(last) = self.signature.value.last_mut() {
            *last = last.wrapping_add(1);
        }
        self
    }

    /// Drops the last byte of the signature; the length says so.
    #[must_use]
    pub fn with_truncated_signature(mut self) -> Self {
        self.signature.value.pop();
        self
    }

    /// Sets the first half of the signature, r, to zero.
    #[must_use]
    pub fn with_r_zero(mut self) -> Self {
        let half = self.signature.value.len() / 2;
        self.signature
            .value
            .iter_mut()
            .take(half)
            .for_each(|byte| *byte = 0);
        self
    }

    /// Sets the second half of the signature, s, to zero.
    #[must_use]
    pub fn with_s_zero(mut self) -> Self {
        let half = self.signature.value.len() / 2;
        self.signature
            .value
            .iter_mut()
            .skip(half)
            .for_each(|byte| *byte = 0);
        self
    }

    /// Lets the length of the body say one byte less than there is.
    #[must_use]
    pub fn with_short_body_length(mut self) -> Self {
        self.body_length = LengthForm::Claimed(self.body_value().len().saturating_sub(1));
        self
    }

    /// Lets the length of the signature say one byte less than there is.
    #[must_use]
    pub fn with_short_signature_length(mut self) -> Self {
        self.signature.length = LengthForm::Claimed(self.signature.value.len().saturating_sub(1));
        self
    }

    /// The body with tag and length.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        RawObject {
            tag: self.body_tag,
            value: self.body_value(),
            length: self.body_length,
        }
        .encode()
    }

    /// The data field of PSO:Verify Certificate.
    #[must_use]
    pub fn command_data(&self) -> Vec<u8> {
        let mut data = self.body();
        data.extend(self.signature.encode());
        data
    }

    /// The whole as data object 7F21.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        RawObject::new(tag::CV_CERTIFICATE, self.command_data()).encode()
    }

    fn body_value(&self) -> Vec<u8> {
        self.objects.iter().flat_map(RawObject::encode).collect()
    }
}
