//! Public key data objects: RSA and elliptic curve keys with or without domain parameters.
//!
//! Bytes come in, the parts of a key go out; a point is checked against its curve only when somebody asks for the
//! [`crypto::PublicKey`]. This module never sees a private key.

use crypto::{Curve, Hash, PublicKey};
use iso7816::tlv::{Reader, Tag, Tlv, Writer, encode};

use super::error::{DecodeError, DecodeErrorKind};
use super::oid::{self, Oid};
use super::protocol::{RiProtocol, TaProtocol};
use super::tag;

const T81: Tag = Tag::new(0x81);
const T82: Tag = Tag::new(0x82);
const T83: Tag = Tag::new(0x83);
const T84: Tag = Tag::new(0x84);
const T85: Tag = Tag::new(0x85);
/// The public point of an elliptic curve key, also in the input of an authentication token.
pub const PUBLIC_POINT: Tag = Tag::new(0x86);
const T87: Tag = Tag::new(0x87);

/// A public key data object. `[TR-03110-3 §D.3]`
///
/// ```text
/// 7F49 | A0 | A2 { 06 algorithm
///                  EC:  [81 p  82 a  83 b  84 G  85 n]  86 Y  [87 cofactor]
///                  RSA:  81 n  82 e }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CvPublicKey {
    /// What the key is used for, and with which hash.
    pub algorithm: Oid,
    /// The key itself.
    pub material: KeyMaterial,
}

/// The two kinds of keys that certificates carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyMaterial {
    /// A point of an elliptic curve. `[TR-03110-3 §D.3.3]`
    Ec {
        /// Domain parameters; absent in DV and terminal certificates.
        parameters: Option<EcParameters>,
        /// The point as 04, X, Y; not yet checked.
        point: Vec<u8>,
    },
    /// An RSA key. `[TR-03110-3 §D.3.1]`
    Rsa {
        /// The composite modulus, 128 to 384 bytes.
        modulus: Vec<u8>,
        /// The public exponent, up to 4 bytes.
        exponent: Vec<u8>,
    },
}

/// Elliptic curve domain parameters as unsigned integers without leading zeros, the base point as 04, X, Y.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcParameters {
    /// Prime modulus.
    pub p: Vec<u8>,
    /// First coefficient.
    pub a: Vec<u8>,
    /// Second coefficient.
    pub b: Vec<u8>,
    /// Base point.
    pub g: Vec<u8>,
    /// Order of the base point.
    pub n: Vec<u8>,
    /// Cofactor.
    pub cofactor: Option<Vec<u8>>,
}

/// Which algorithm identifiers a key may carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlgorithmRule {
    /// Those of Terminal Authentication and Restricted Identification.
    #[default]
    Known,
    /// Any; one that is not known counts as an elliptic curve key.
    Any,
}

impl CvPublicKey {
    /// An elliptic curve key without domain parameters.
    #[must_use]
    pub fn ec(algorithm: Oid, key: &PublicKey) -> Self {
        let material = KeyMaterial::Ec {
            parameters: None,
            point: key.as_bytes().to_vec(),
        };
        Self {
            algorithm,
            material,
        }
    }

    /// An elliptic curve key with domain parameters, cofactor included.
    #[must_use]
    pub fn ec_with_parameters(algorithm: Oid, key: &PublicKey) -> Self {
        let parameters = Some(EcParameters::of(key.curve()));
        let material = KeyMaterial::Ec {
            parameters,
            point: key.as_bytes().to_vec(),
        };
        Self {
            algorithm,
            material,
        }
    }

    /// Reads a key data object 7F49.
    ///
    /// # Errors
    /// Another structure, an unknown algorithm, objects missing or too many.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let key = reader.expect(tag::PUBLIC_KEY)?;
        reader.finish()?;
        Self::read(&key, AlgorithmRule::Known)
    }

    /// Reads the value of a key data object, whatever tag stood before it (7F49, A0 or A2).
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn read(object: &Tlv<'_>, rule: AlgorithmRule) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let identifier = reader.expect(tag::OBJECT_IDENTIFIER)?;
        let algorithm =
            Oid::decode(identifier.value).map_err(|e| e.moved(identifier.value_offset()))?;
        let known = TaProtocol::from_oid(&algorithm).is_some()
            || RiProtocol::from_oid(&algorithm).is_some();
        if !known && rule == AlgorithmRule::Known {
            let kind = DecodeErrorKind::UnknownObjectIdentifier(algorithm);
            return Err(DecodeError::new(kind, identifier.value_offset()));
        }
        let material = match algorithm.below(&oid::ID_TA_RSA) {
            Some(_) => read_rsa(reader)?,
            None => read_ec(reader)?,
        };
        Ok(Self {
            algorithm,
            material,
        })
    }

    /// The data object 7F49.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        self.encode_as(tag::PUBLIC_KEY)
    }

    /// The data object under another tag, as Restricted Identification sends it. `[TR-03110-3 §B.4.1]`
    #[must_use]
    pub fn encode_as(&self, tag: Tag) -> Vec<u8> {
        encode(tag, &self.encode_value())
    }

    /// The objects inside.
    #[must_use]
    pub fn encode_value(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.tlv(tag::OBJECT_IDENTIFIER, self.algorithm.as_bytes());
        match &self.material {
            KeyMaterial::Rsa { modulus, exponent } => {
                writer.tlv(T81, modulus).tlv(T82, exponent);
            }
            KeyMaterial::Ec { parameters, point } => {
                if let Some(known) = parameters {
                    writer
                        .tlv(T81, &known.p)
                        .tlv(T82, &known.a)
                        .tlv(T83, &known.b)
                        .tlv(T84, &known.g);
                    writer.tlv(T85, &known.n);
                }
                writer.tlv(PUBLIC_POINT, point);
                if let Some(cofactor) = parameters
                    .as_ref()
                    .and_then(|known| known.cofactor.as_ref())
                {
                    writer.tlv(T87, cofactor);
                }
            }
        }
        writer.into_bytes()
    }

    /// The hash of the data object 7F49, as a terminal sector names it. `[TR-03110-3 §C.3.2.1]`
    #[must_use]
    pub fn digest(&self, hash: Hash) -> Vec<u8> {
        hash.digest(&[&self.encode()]).as_ref().to_vec()
    }

    /// The signature algorithm, when the identifier is one of Terminal Authentication.
    #[must_use]
    pub fn protocol(&self) -> Option<TaProtocol> {
        TaProtocol::from_oid(&self.algorithm)
    }

    /// Whether domain parameters are there.
    #[must_use]
    pub const fn has_parameters(&self) -> bool {
        matches!(
            self.material,
            KeyMaterial::Ec {
                parameters: Some(_),
                ..
            }
        )
    }

    /// The curve that the domain parameters describe, when they are there and describe one we know.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        match &self.material {
            KeyMaterial::Ec {
                parameters: Some(parameters),
                ..
            } => parameters.curve(),
            _ => None,
        }
    }

    /// The point as a checked key on its own curve, or else on the inherited one.
    ///
    /// # Errors
    /// An RSA key, an unknown curve, or a point that is not on it.
    pub fn public_key(&self, inherited: Option<Curve>) -> Result<PublicKey, DecodeError> {
        let KeyMaterial::Ec { parameters, point } = &self.material else {
            return Err(DecodeError::new(
                DecodeErrorKind::UnknownObjectIdentifier(self.algorithm),
                0,
            ));
        };
        let curve = match parameters {
            Some(parameters) => parameters.curve(),
            None => inherited,
        };
        let curve =
            curve.ok_or_else(|| DecodeError::new(DecodeErrorKind::IncompleteParameters(T81), 0))?;
        PublicKey::decode(curve, point)
            .map_err(|error| DecodeError::new(DecodeErrorKind::Key(error), 0))
    }
}

impl EcParameters {
    /// The parameters of a curve, cofactor included.
    #[must_use]
    pub fn of(curve: Curve) -> Self {
        let known = curve.parameters();
        Self {
            p: minimal(known.p),
            a: minimal(known.a),
            b: minimal(known.b),
            g: known.g.to_vec(),
            n: minimal(known.n),
            cofactor: Some(vec![1]),
        }
    }

    /// The curve that these parameters describe.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        if self
            .cofactor
            .as_ref()
            .is_some_and(|cofactor| cofactor.as_slice() != [1])
        {
            return None;
        }
        Curve::ALL.into_iter().find(|curve| {
            let known = Self::of(*curve);
            known.p == self.p
                && known.a == self.a
                && known.b == self.b
                && known.g == self.g
                && known.n == self.n
        })
    }
}

fn minimal(bytes: &[u8]) -> Vec<u8> {
    let start = bytes
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(bytes.len());
    bytes.get(start..).unwrap_or_default().to_vec()
}

fn unsigned(object: &Tlv<'_>) -> Result<Vec<u8>, DecodeError> {
    match object.value {
        [] | [0, ..] => Err(DecodeError::new(
            DecodeErrorKind::Integer(object.value.to_vec()),
            object.value_offset(),
        )),
        value => Ok(value.to_vec()),
    }
}

fn read_rsa(mut reader: Reader<'_>) -> Result<KeyMaterial, DecodeError> {
    let modulus = unsigned(&reader.expect(T81)?)?;
    let exponent = unsigned(&reader.expect(T82)?)?;
    surplus(reader)?;
    Ok(KeyMaterial::Rsa { modulus, exponent })
}

fn read_ec(mut reader: Reader<'_>) -> Result<KeyMaterial, DecodeError> {
    let mut parts = Vec::with_capacity(5);
    for tag in [T81, T82, T83, T84, T85] {
        parts.push((tag, reader.optional(tag)?));
    }
    let point = reader.expect(PUBLIC_POINT)?;
    let cofactor = reader.optional(T87)?;
    surplus(reader)?;
    let parameters = match parts.as_slice() {
        [
            (_, Some(p)),
            (_, Some(a)),
            (_, Some(b)),
            (_, Some(g)),
            (_, Some(n)),
        ] => Some(EcParameters {
            p: unsigned(p)?,
            a: unsigned(a)?,
            b: unsigned(b)?,
            g: g.value.to_vec(),
            n: unsigned(n)?,
            cofactor: cofactor.map(|object| unsigned(&object)).transpose()?,
        }),
        parts if parts.iter().all(|(_, part)| part.is_none()) && cofactor.is_none() => None,
        parts => {
            let missing = parts
                .iter()
                .find(|(_, part)| part.is_none())
                .map_or(T81, |(tag, _)| *tag);
            return Err(DecodeError::new(
                DecodeErrorKind::IncompleteParameters(missing),
                point.offset,
            ));
        }
    };
    Ok(KeyMaterial::Ec {
        parameters,
        point: point.value.to_vec(),
    })
}

/// Refuses whatever follows: a key holds only the specified objects.
pub(crate) fn surplus(mut reader: Reader<'_>) -> Result<(), DecodeError> {
    match reader.next().transpose()? {
        None => Ok(()),
        Some(object) => Err(DecodeError::new(
            DecodeErrorKind::Surplus(object.tag),
            object.offset,
        )),
    }
}
