//! Signed objects and certificates written by hand, right or wrong in one place.

use crypto::{Hash, PrivateKey};
use eac::encoding::{AlgorithmIdentifier, Oid, SecurityInfos, oid};
use iso7816::tlv::{Tag, Writer};

const SEQUENCE: Tag = Tag::new(0x30);
const SET: Tag = Tag::new(0x31);
const INTEGER: Tag = Tag::new(0x02);
const BITS: Tag = Tag::new(0x03);
const OCTETS: Tag = Tag::new(0x04);
const OID: Tag = Tag::new(0x06);

const ECDSA_WITH_SHA256: Oid = Oid::from_arcs(&[1, 2, 840, 10045, 4, 3, 2]);
const ECDSA_PLAIN_SHA256: Oid = oid::ECDSA_PLAIN_SIGNATURES.child(&[3]);
const COMMON_NAME: Oid = Oid::from_arcs(&[2, 5, 4, 3]);
const SIGNED_DATA: Oid = Oid::from_arcs(&[1, 2, 840, 113549, 1, 7, 2]);
const CONTENT_TYPE: Oid = Oid::from_arcs(&[1, 2, 840, 113549, 1, 9, 3]);
const MESSAGE_DIGEST: Oid = Oid::from_arcs(&[1, 2, 840, 113549, 1, 9, 4]);

/// How ECDSA signatures are written.
#[derive(Clone, Copy)]
pub enum Form {
    Der,
    Plain,
}

/// What is wrong with the object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sin {
    None,
    WrongDigest,
    WrongContentTypeAttribute,
    WrongContentType,
    WrongSignature,
    TwoSigners,
    NoCertificate,
    UnknownDigest,
}

pub struct Signer {
    pub key: PrivateKey,
    pub name: &'static str,
    pub form: Form,
}

fn signature_algorithm(form: Form) -> Oid {
    match form {
        Form::Der => ECDSA_WITH_SHA256,
        Form::Plain => ECDSA_PLAIN_SHA256,
    }
}

fn name(writer: &mut Writer, text: &str) {
    writer.nested(SEQUENCE, |name| {
        name.nested(SET, |set| {
            set.nested(SEQUENCE, |attribute| {
                attribute
                    .tlv(OID, COMMON_NAME.as_bytes())
                    .tlv(Tag::new(0x0C), text.as_bytes());
            });
        });
    });
}

fn algorithm(writer: &mut Writer, oid: Oid) {
    writer.nested(SEQUENCE, |sequence| {
        sequence.tlv(OID, oid.as_bytes());
    });
}

impl Signer {
    fn sign(&self, data: &[u8]) -> Vec<u8> {
        let plain = self.key.sign(Hash::Sha256, &[data]);
        match self.form {
            Form::Plain => plain,
            Form::Der => {
                let mut writer = Writer::new();
                writer.nested(SEQUENCE, |sequence| {
                    for part in plain.chunks(plain.len() / 2) {
                        let start = part.iter().position(|byte| *byte != 0).unwrap();
                        let mut digits = part[start..].to_vec();
                        if digits[0] & 0x80 != 0 {
                            digits.insert(0, 0);
                        }
                        sequence.tlv(INTEGER, &digits);
                    }
                });
                writer.into_bytes()
            }
        }
    }

    /// A certificate of `subject`, with explicit domain parameters.
    pub fn certify(&self, subject: &Self, serial: u8) -> Vec<u8> {
        let mut tbs = Writer::new();
        tbs.nested(SEQUENCE, |tbs| {
            tbs.nested(Tag::new(0xA0), |version| {
                version.tlv(INTEGER, &[2]);
            });
            tbs.tlv(INTEGER, &[serial]);
            algorithm(tbs, signature_algorithm(self.form));
            name(tbs, self.name);
            tbs.nested(SEQUENCE, |validity| {
                validity
                    .tlv(Tag::new(0x17), b"260101000000Z")
                    .tlv(Tag::new(0x17), b"360101000000Z");
            });
            name(tbs, subject.name);
            tbs.nested(SEQUENCE, |info| {
                let parameters = AlgorithmIdentifier::explicit(subject.key.curve())
                    .parameters
                    .unwrap();
                info.nested(SEQUENCE, |kind| {
                    kind.tlv(OID, oid::ID_EC_PUBLIC_KEY.as_bytes())
                        .raw(&parameters);
                });
                info.tlv(BITS, &[&[0], subject.key.public_key().as_bytes()].concat());
            });
        });
        let tbs = tbs.into_bytes();
        let mut writer = Writer::new();
        writer.nested(SEQUENCE, |certificate| {
            certificate.raw(&tbs);
            algorithm(certificate, signature_algorithm(self.form));
            certificate.tlv(BITS, &[&[0], self.sign(&tbs).as_slice()].concat());
        });
        writer.into_bytes()
    }
}

/// EF.CardSecurity with these infos, signed by `signer`, whose certificate has this serial number and issuer.
pub fn card_security(infos: &SecurityInfos, signer: &Signer, issuer: &Signer, sin: Sin) -> Vec<u8> {
    let content = infos.encode();
    let content_type = match sin {
        Sin::WrongContentType => oid::ID_LDS_SECURITY_OBJECT,
        _ => oid::ID_SECURITY_OBJECT,
    };
    let digest_oid = if sin == Sin::UnknownDigest {
        COMMON_NAME
    } else {
        oid::ID_SHA_256
    };
    let certificate = issuer.certify(signer, 7);
    let mut writer = Writer::new();
    writer.nested(SEQUENCE, |info| {
        info.tlv(OID, SIGNED_DATA.as_bytes());
        info.nested(Tag::new(0xA0), |explicit| {
            explicit.nested(SEQUENCE, |signed| {
                signed.tlv(INTEGER, &[3]);
                signed.nested(SET, |digests| algorithm(digests, digest_oid));
                signed.nested(SEQUENCE, |encapsulated| {
                    encapsulated.tlv(OID, content_type.as_bytes());
                    encapsulated.nested(Tag::new(0xA0), |explicit| {
                        explicit.tlv(OCTETS, &content);
                    });
                });
                if sin != Sin::NoCertificate {
                    signed.nested(Tag::new(0xA0), |certificates| {
                        certificates.raw(&certificate);
                    });
                }
                signed.nested(SET, |infos| {
                    infos.raw(&signer_info(
                        &content,
                        (content_type, digest_oid),
                        (signer, issuer),
                        sin,
                    ));
                    if sin == Sin::TwoSigners {
                        let second = signer_info(
                            &content,
                            (content_type, digest_oid),
                            (signer, issuer),
                            Sin::WrongSignature,
                        );
                        infos.raw(&second);
                    }
                });
            });
        });
    });
    writer.into_bytes()
}

fn signer_info(
    content: &[u8],
    (kind, digest): (Oid, Oid),
    (signer, issuer): (&Signer, &Signer),
    sin: Sin,
) -> Vec<u8> {
    let mut hash = Hash::Sha256.digest(&[content]).as_bytes().to_vec();
    if sin == Sin::WrongDigest {
        hash[0] ^= 1;
    }
    let kind = if sin == Sin::WrongContentTypeAttribute {
        oid::ID_LDS_SECURITY_OBJECT
    } else {
        kind
    };
    let attribute = |oid: Oid, write: &dyn Fn(&mut Writer)| {
        let mut writer = Writer::new();
        writer.nested(SEQUENCE, |attribute| {
            attribute
                .tlv(OID, oid.as_bytes())
                .nested(SET, |values| write(values));
        });
        writer.into_bytes()
    };
    let mut attributes = [
        attribute(CONTENT_TYPE, &|values| {
            values.tlv(OID, kind.as_bytes());
        }),
        attribute(MESSAGE_DIGEST, &|values| {
            values.tlv(OCTETS, &hash);
        }),
    ];
    attributes.sort();
    let attributes = attributes.concat();
    let mut signature = signer.sign(&iso7816::tlv::encode(SET, &attributes));
    if sin == Sin::WrongSignature {
        *signature.last_mut().unwrap() ^= 1;
    }
    let mut writer = Writer::new();
    writer.nested(SEQUENCE, |info| {
        info.tlv(INTEGER, &[1]);
        info.nested(SEQUENCE, |id| {
            name(id, issuer.name);
            id.tlv(INTEGER, &[7]);
        });
        algorithm(info, digest);
        info.tlv(Tag::new(0xA0), &attributes);
        algorithm(info, signature_algorithm(signer.form));
        info.tlv(OCTETS, &signature);
    });
    writer.into_bytes()
}
