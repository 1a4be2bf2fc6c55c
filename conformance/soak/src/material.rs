//! What the grammar draws on: certificates, keys, names and digits that mean something to the cards.

use card_de_npa::{EID_APPLICATION, MASTER_FILE, PASSPORT_APPLICATION};
use crypto::{Curve, PrivateKey};
use eac::encoding::{CertificateHolderReference, Oid, oid};
use eac::terminal::restricted_identification;
use pki::{Sector, TestPki};

use ambient::Ambient;

/// A certificate as PSO:Verify Certificate sends it, and the key it is signed with.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    pub(crate) authority: CertificateHolderReference,
    pub(crate) data: Vec<u8>,
}

/// Everything to choose from.
#[derive(Debug)]
pub(crate) struct Material {
    pub(crate) certificates: Vec<Certificate>,
    /// Points, uncompressed: on the curve of the cards, on others, and on none.
    pub(crate) points: Vec<Vec<u8>>,
    /// Requests of Restricted Identification.
    pub(crate) sectors: Vec<Vec<u8>>,
    pub(crate) applications: Vec<Vec<u8>>,
    pub(crate) protocols: Vec<Oid>,
}

impl Material {
    pub(crate) fn new(pki: &TestPki, ambient: &Ambient) -> Self {
        let certificates = pki.names().filter_map(|name| pki.certificate(name));
        let keys = [Sector::First, Sector::Second, Sector::Foreign]
            .map(|sector| pki.sector_key(sector).public_key());
        let [first, second, foreign] = &keys;
        Self {
            certificates: certificates
                .map(|named| Certificate {
                    authority: named.car,
                    data: named.body_and_signature.clone(),
                })
                .collect(),
            points: points(ambient),
            sectors: vec![
                restricted_identification::request(Some(first), None),
                restricted_identification::request(None, Some(second)),
                restricted_identification::request(Some(first), Some(second)),
                restricted_identification::request(Some(foreign), None),
                restricted_identification::request(None, None),
            ],
            applications: vec![
                EID_APPLICATION.to_vec(),
                PASSPORT_APPLICATION.to_vec(),
                MASTER_FILE.to_vec(),
                vec![0xA0, 0x00, 0x00, 0x01, 0x67, 0x45, 0x53, 0x49, 0x47, 0x4E],
            ],
            protocols: protocols(),
        }
    }
}

fn points(ambient: &Ambient) -> Vec<Vec<u8>> {
    let mut random = ambient.stream("soak points");
    let curves = [
        Curve::P192,
        Curve::P192,
        Curve::P192,
        Curve::BrainpoolP192r1,
        Curve::P256,
    ];
    let mut points: Vec<Vec<u8>> = curves
        .into_iter()
        .map(|curve| {
            PrivateKey::generate(curve, &mut random)
                .public_key()
                .as_bytes()
                .to_vec()
        })
        .collect();
    // Infinity, the origin, and a point with a coordinate beyond the field.
    points.extend([
        vec![0x00],
        vec![],
        [&[0x04][..], &[0; 48]].concat(),
        [&[0x04][..], &[0xFF; 48]].concat(),
    ]);
    points
}

/// PACE, Terminal and Chip Authentication, Restricted Identification with each hash and cipher; auxiliary data.
fn protocols() -> Vec<Oid> {
    let mut protocols: Vec<Oid> = (2..=4)
        .map(|cipher| oid::ID_PACE_ECDH_GM.child(&[cipher]))
        .collect();
    protocols.extend((2..=4).map(|cipher| oid::ID_CA_ECDH.child(&[cipher])));
    protocols.extend((1..=5).map(|hash| oid::ID_TA_ECDSA.child(&[hash])));
    protocols.extend((1..=5).map(|hash| oid::ID_RI_ECDH.child(&[hash])));
    protocols.extend([
        oid::ID_DATE_OF_BIRTH,
        oid::ID_DATE_OF_EXPIRY,
        oid::ID_MUNICIPALITY_ID,
        oid::ID_PSA_ECDH_ECSCHNORR_SHA_256,
        oid::ID_PACE_ECDH_CAM.child(&[4]),
    ]);
    protocols
}
