//! What is refused, with which words, and what keys give away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use crypto::{
    Cipher, CipherError, CipherKey, Coordinate, Curve, Generator, Hash, Hex, KeyError, PrivateKey,
    PublicKey, SignatureError, SignaturePart,
};

fn scalar(curve: Curve, value: u8) -> Vec<u8> {
    let mut bytes = vec![0; curve.order_len()];
    *bytes.last_mut().unwrap() = value;
    bytes
}

fn key(curve: Curve, value: u8) -> PrivateKey {
    PrivateKey::from_bytes(curve, &scalar(curve, value)).unwrap()
}

/// A big-endian number minus one.
fn decrement(number: &[u8]) -> Vec<u8> {
    let mut bytes = number.to_vec();
    for byte in bytes.iter_mut().rev() {
        let borrow = *byte == 0;
        *byte = byte.wrapping_sub(1);
        if !borrow {
            break;
        }
    }
    bytes
}

#[test]
fn a_point_of_the_wrong_length_is_refused() {
    for curve in Curve::ALL {
        let good = curve.parameters().g;
        for found in (2..good.len()).chain([0]) {
            let error = PublicKey::decode(curve, &good[..found]).unwrap_err();
            assert_eq!(error, KeyError::PointLength { curve, found });
        }
        let long = [good, &[0]].concat();
        assert!(matches!(
            PublicKey::decode(curve, &long),
            Err(KeyError::PointLength { .. })
        ));
        let compressed = [&[2], &good[1..=curve.field_len()]].concat();
        assert!(matches!(
            PublicKey::decode(curve, &compressed),
            Err(KeyError::PointLength { .. })
        ));
    }
}

#[test]
fn a_point_without_the_mark_of_uncompressed_points_is_refused() {
    for curve in Curve::ALL {
        let mut point = curve.parameters().g.to_vec();
        for found in [0, 2, 3, 5, 6, 7, 0xFF] {
            point[0] = found;
            assert_eq!(
                PublicKey::decode(curve, &point).unwrap_err(),
                KeyError::PointFormat { found }
            );
        }
    }
}

#[test]
fn infinity_is_refused() {
    for curve in Curve::ALL {
        assert_eq!(
            PublicKey::decode(curve, &[0]).unwrap_err(),
            KeyError::Infinity { curve }
        );
        // What some encoders write for infinity is merely a point off the curve.
        let zeros = [vec![4], vec![0; 2 * curve.field_len()]].concat();
        assert!(matches!(
            PublicKey::decode(curve, &zeros),
            Err(KeyError::NotOnCurve { .. })
        ));
    }
}

#[test]
fn a_coordinate_that_is_not_reduced_is_refused_with_its_value() {
    for curve in Curve::ALL {
        let p = curve.parameters().p;
        let (x, y) = curve.parameters().g[1..].split_at(curve.field_len());
        for value in [p.to_vec(), vec![0xFF; p.len()]] {
            for (coordinate, point) in [
                (Coordinate::X, [&[4], &value[..], y].concat()),
                (Coordinate::Y, [&[4], x, &value[..]].concat()),
            ] {
                let expected = KeyError::CoordinateRange {
                    curve,
                    coordinate,
                    value: Hex(value.clone()),
                };
                assert_eq!(PublicKey::decode(curve, &point).unwrap_err(), expected);
            }
        }
    }
}

#[test]
fn a_point_off_the_curve_is_refused_with_its_value() {
    for curve in Curve::ALL {
        for place in [curve.field_len(), 2 * curve.field_len()] {
            let mut point = curve.parameters().g.to_vec();
            point[place] ^= 1;
            let expected = KeyError::NotOnCurve {
                curve,
                point: Hex(point.clone()),
            };
            assert_eq!(PublicKey::decode(curve, &point).unwrap_err(), expected);
        }
    }
}

#[test]
fn a_private_key_is_between_one_and_the_order() {
    for curve in Curve::ALL {
        let n = curve.parameters().n;
        for bad in [scalar(curve, 0), n.to_vec(), vec![0xFF; n.len()]] {
            let error = PrivateKey::from_bytes(curve, &bad).unwrap_err();
            assert_eq!(error, KeyError::ScalarRange { curve });
        }
        for found in [0, 1, n.len() - 1, n.len() + 1] {
            let error = PrivateKey::from_bytes(curve, &vec![1; found]).unwrap_err();
            assert_eq!(error, KeyError::ScalarLength { curve, found });
        }
        for good in [scalar(curve, 1), decrement(n)] {
            let key = PrivateKey::from_bytes(curve, &good).unwrap();
            assert_eq!(key.to_bytes().as_bytes(), good);
            assert_eq!(
                key.public_key().x(),
                &curve.parameters().g[1..=curve.field_len()]
            );
        }
    }
}

#[test]
fn values_of_different_curves_do_not_mix() {
    let (own, other) = (
        key(Curve::P256, 2),
        key(Curve::BrainpoolP256r1, 3).public_key(),
    );
    let mismatch = KeyError::CurveMismatch {
        expected: Curve::P256,
        found: Curve::BrainpoolP256r1,
    };
    assert_eq!(own.agree(&other).unwrap_err(), mismatch);
    assert_eq!(own.agree_point(&other).unwrap_err(), mismatch);
    assert_eq!(Generator::map(&[1], &own, &other).unwrap_err(), mismatch);
    let generator = Generator::standard(Curve::BrainpoolP256r1);
    assert_eq!(own.public_key_on(&generator).unwrap_err(), mismatch);
}

#[test]
fn a_nonce_that_cancels_the_common_point_is_refused() {
    for curve in Curve::ALL {
        let nonce = decrement(curve.parameters().n);
        let generator = key(curve, 1).public_key();
        let mapped = Generator::map(&nonce, &key(curve, 1), &generator);
        assert_eq!(mapped.unwrap_err(), KeyError::Infinity { curve });
        let mapped = Generator::map(&nonce, &key(curve, 2), &generator).unwrap();
        assert_eq!(mapped.to_point(), generator);
    }
}

#[test]
fn a_nonce_counts_modulo_the_order() {
    for curve in Curve::ALL {
        let (own, peer) = (key(curve, 5), key(curve, 7).public_key());
        let map = |nonce: &[u8]| Generator::map(nonce, &own, &peer).unwrap().to_point();
        assert_eq!(map(curve.parameters().n), map(&[]));
        assert_eq!(map(&[&[0; 40], &[9][..]].concat()), map(&[9]));
        let mut next = curve.parameters().n.to_vec();
        *next.last_mut().unwrap() += 2;
        assert_eq!(map(&next), map(&[2]));
    }
}

#[test]
fn signature_parts_out_of_range_are_refused_with_their_value() {
    for curve in Curve::ALL {
        let key = key(curve, 9);
        let (public, n) = (key.public_key(), curve.parameters().n);
        let signature = key.sign(Hash::Sha256, &[b"message"]);
        let (r, s) = signature.split_at(n.len());
        for bad in [vec![0; n.len()], n.to_vec(), vec![0xFF; n.len()]] {
            for (part, signature) in [
                (SignaturePart::R, [&bad[..], s].concat()),
                (SignaturePart::S, [r, &bad[..]].concat()),
            ] {
                let error = public
                    .verify(Hash::Sha256, &[b"message"], &signature)
                    .unwrap_err();
                let value = Hex(bad.clone());
                assert_eq!(error, SignatureError::Range { curve, part, value });
            }
        }
    }
}

#[test]
fn a_signature_of_the_wrong_length_is_refused() {
    for curve in Curve::ALL {
        let key = key(curve, 9);
        let signature = key.sign(Hash::Sha1, &[]);
        let expected = 2 * curve.order_len();
        assert_eq!(signature.len(), expected);
        let long = [&signature[..], &[0]].concat();
        for wrong in [&[][..], &signature[1..], &signature[..expected - 1], &long] {
            let error = key.public_key().verify(Hash::Sha1, &[], wrong).unwrap_err();
            assert_eq!(
                error,
                SignatureError::Length {
                    expected,
                    found: wrong.len()
                }
            );
        }
    }
}

#[test]
fn every_curve_signs_with_every_hash() {
    for curve in Curve::ALL {
        let key = key(curve, 11);
        for hash in Hash::ALL {
            let signature = key.sign(hash, &[b"mes", b"", b"sage"]);
            let public = key.public_key();
            public.verify(hash, &[b"message"], &signature).unwrap();
            let other = Hash::ALL.into_iter().find(|other| *other != hash).unwrap();
            let error = public.verify(other, &[b"message"], &signature).unwrap_err();
            assert_eq!(error, SignatureError::Mismatch, "{curve} {hash:?}");
        }
    }
}

#[test]
fn a_symmetric_key_has_the_length_of_its_cipher() {
    for cipher in Cipher::ALL {
        for found in [0, 8, 15, 17, 31, 33] {
            let error = CipherKey::new(cipher, &vec![0; found]).unwrap_err();
            assert_eq!(error, CipherError::KeyLength { cipher, found });
        }
    }
}

#[test]
fn cbc_refuses_broken_blocks_and_leaves_them_alone() {
    let key = CipherKey::new(Cipher::Aes256, &[7; 32]).unwrap();
    for found in [1, 15, 17, 31, 33] {
        let mut data = vec![3; found];
        let error = CipherError::NotWholeBlocks { found };
        assert_eq!(key.encrypt_cbc(&[0; 16], &mut data).unwrap_err(), error);
        assert_eq!(key.decrypt_cbc(&[0; 16], &mut data).unwrap_err(), error);
        assert_eq!(data, vec![3; found]);
    }
}

#[test]
fn nothing_secret_is_printed() {
    let private = key(Curve::BrainpoolP256r1, 0xAB);
    assert_eq!(format!("{private:?}"), "PrivateKey(brainpoolP256r1)");
    let public = private.public_key();
    let generator = Generator::map(&[1], &private, &public).unwrap();
    assert_eq!(format!("{generator:?}"), "Generator(brainpoolP256r1)");
    let secret = private.agree(&public).unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(32 bytes)");
    let cipher = CipherKey::new(Cipher::Aes128, &[0xAB; 16]).unwrap();
    assert_eq!(format!("{cipher:?}"), "CipherKey(Aes128)");
}

#[test]
fn errors_tell_what_came_and_what_was_expected() {
    let curve = Curve::P256;
    let text = |result: Result<PublicKey, KeyError>| result.unwrap_err().to_string();
    assert_eq!(
        text(PublicKey::decode(curve, &[4, 1])),
        "a point of P-256 has 65 bytes, not 2"
    );
    assert_eq!(
        text(PublicKey::decode(curve, &[5; 65])),
        "a point begins with 04, not 05"
    );
    assert_eq!(
        text(PublicKey::decode(curve, &[0])),
        "the point at infinity is no key of P-256"
    );
    let error = PrivateKey::from_bytes(curve, &[0; 32]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a private key of P-256 is at least 1 and below the order of the base point"
    );
    let signature = key(curve, 1)
        .public_key()
        .verify(Hash::Sha256, &[], &[0; 64])
        .unwrap_err();
    assert_eq!(
        signature.to_string(),
        format!(
            "signature part R = {} is zero or not below the order of P-256",
            "00".repeat(32)
        )
    );
}
