//! OpenSSL as a second opinion, in both directions, for every curve, hash and cipher.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]

use chacha20::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use crypto::{Cipher, CipherKey, Curve, Generator, Hash, PrivateKey, PublicKey};
use openssl::{
    asn1::Asn1Object,
    bn::{BigNum, BigNumContext},
    ec::{EcGroup, EcKey, EcPoint, PointConversionForm},
    ecdsa::EcdsaSig,
    hash::{MessageDigest, hash},
    symm,
};

struct Stranger {
    curve: Curve,
    group: EcGroup,
    context: BigNumContext,
}

impl Stranger {
    fn new(curve: Curve) -> Self {
        let nid = Asn1Object::from_str(curve.oid()).unwrap().nid();
        let group = EcGroup::from_curve_name(nid).unwrap();
        Self {
            curve,
            group,
            context: BigNumContext::new().unwrap(),
        }
    }

    fn point(&mut self, bytes: &[u8]) -> EcPoint {
        EcPoint::from_bytes(&self.group, bytes, &mut self.context).unwrap()
    }

    fn encode(&mut self, point: &EcPoint) -> Vec<u8> {
        let form = PointConversionForm::UNCOMPRESSED;
        point
            .to_bytes(&self.group, form, &mut self.context)
            .unwrap()
    }

    fn multiply_standard(&mut self, scalar: &[u8]) -> EcPoint {
        let scalar = BigNum::from_slice(scalar).unwrap();
        let mut product = EcPoint::new(&self.group).unwrap();
        product
            .mul_generator2(&self.group, &scalar, &mut self.context)
            .unwrap();
        product
    }

    fn multiply(&mut self, point: &EcPoint, scalar: &[u8]) -> EcPoint {
        let scalar = BigNum::from_slice(scalar).unwrap();
        let mut product = EcPoint::new(&self.group).unwrap();
        product
            .mul2(&self.group, point, &scalar, &mut self.context)
            .unwrap();
        product
    }

    fn add(&mut self, a: &EcPoint, b: &EcPoint) -> EcPoint {
        let mut sum = EcPoint::new(&self.group).unwrap();
        sum.add(&self.group, a, b, &mut self.context).unwrap();
        sum
    }

    fn key(&mut self, private: &PrivateKey) -> EcKey<openssl::pkey::Private> {
        let scalar = BigNum::from_slice(private.to_bytes().as_bytes()).unwrap();
        let point = self.multiply_standard(private.to_bytes().as_bytes());
        EcKey::from_private_components(&self.group, &scalar, &point).unwrap()
    }

    /// Scalars where multiplications tend to break: small, near the order, single bits, random.
    fn scalars(&self, rng: &mut ChaCha20Rng) -> Vec<PrivateKey> {
        let len = self.curve.order_len();
        let small = (1..=9).map(|value| BigNum::from_u32(value).unwrap());
        let mut order = BigNum::new().unwrap();
        let mut context = BigNumContext::new().unwrap();
        self.group.order(&mut order, &mut context).unwrap();
        let large = (1..=4).map(|value| &order - &BigNum::from_u32(value).unwrap());
        let bits = (3..8 * len as i32 - 8).step_by(61).map(|place| {
            let mut power = BigNum::new().unwrap();
            power.set_bit(place).unwrap();
            power
        });
        let chosen = small.chain(large).chain(bits).map(|value| {
            PrivateKey::from_bytes(self.curve, &value.to_vec_padded(len as i32).unwrap()).unwrap()
        });
        let random = (0..6).map(|_| PrivateKey::generate(self.curve, rng));
        chosen.chain(random).collect()
    }
}

const fn digest(hash: Hash) -> fn() -> MessageDigest {
    match hash {
        Hash::Sha1 => MessageDigest::sha1,
        Hash::Sha224 => MessageDigest::sha224,
        Hash::Sha256 => MessageDigest::sha256,
        Hash::Sha384 => MessageDigest::sha384,
        Hash::Sha512 => MessageDigest::sha512,
    }
}

#[test]
fn domain_parameters_are_the_same() {
    for curve in Curve::ALL {
        let mut stranger = Stranger::new(curve);
        let parameters = curve.parameters();
        let [mut p, mut a, mut b, mut n] = [(); 4].map(|()| BigNum::new().unwrap());
        stranger
            .group
            .components_gfp(&mut p, &mut a, &mut b, &mut stranger.context)
            .unwrap();
        stranger.group.order(&mut n, &mut stranger.context).unwrap();
        let padded = |number: &BigNum| number.to_vec_padded(curve.field_len() as i32).unwrap();
        assert_eq!(
            [&p, &a, &b, &n].map(padded),
            [parameters.p, parameters.a, parameters.b, parameters.n]
        );
        let generator = stranger
            .group
            .generator_opt()
            .unwrap()
            .to_owned(&stranger.group)
            .unwrap();
        assert_eq!(stranger.encode(&generator), parameters.g);
        assert_eq!(
            Generator::standard(curve).to_point().as_bytes(),
            parameters.g
        );
        let (p, a, b, n) = (p.to_vec(), a.to_vec(), b.to_vec(), n.to_vec());
        assert_eq!(
            Curve::from_parameters(&p, &a, &b, parameters.g, &n),
            Some(curve)
        );
        assert_eq!(Curve::from_parameters(&p, &b, &a, parameters.g, &n), None);
    }
}

#[test]
fn multiples_of_the_standard_and_of_other_points_are_the_same() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for curve in Curve::ALL {
        let mut stranger = Stranger::new(curve);
        let peer = PrivateKey::generate(curve, &mut rng).public_key();
        let peer_point = stranger.point(peer.as_bytes());
        let standard = Generator::standard(curve);
        for key in stranger.scalars(&mut rng) {
            let scalar = key.to_bytes();
            let public = stranger.multiply_standard(scalar.as_bytes());
            let public = stranger.encode(&public);
            assert_eq!(key.public_key().as_bytes(), public, "{curve}");
            assert_eq!(
                key.public_key_on(&standard).unwrap().as_bytes(),
                public,
                "{curve}"
            );
            assert_eq!(key.public_key().x(), &public[1..=curve.field_len()]);

            let shared = stranger.multiply(&peer_point, scalar.as_bytes());
            let shared = stranger.encode(&shared);
            assert_eq!(
                key.agree_point(&peer).unwrap().as_bytes(),
                shared,
                "{curve}"
            );
            assert_eq!(
                key.agree(&peer).unwrap().as_bytes(),
                &shared[1..=curve.field_len()]
            );
        }
    }
}

#[test]
fn mapped_generators_are_the_same_for_nonces_of_any_length() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    for curve in Curve::ALL {
        let mut stranger = Stranger::new(curve);
        let own = PrivateKey::generate(curve, &mut rng);
        let peer = PrivateKey::generate(curve, &mut rng).public_key();
        let key = PrivateKey::generate(curve, &mut rng);
        let peer_point = stranger.point(peer.as_bytes());
        let shared = stranger.multiply(&peer_point, own.to_bytes().as_bytes());
        for len in [0, 1, 16, 24, 32, 48, 66, 80] {
            let mut nonce = vec![0xFF; len];
            rng.fill_bytes(&mut nonce[len / 2..]);
            let multiple = stranger.multiply_standard(&nonce);
            let mapped = stranger.add(&multiple, &shared);
            let generator = Generator::map(&nonce, &own, &peer).unwrap();
            assert_eq!(generator.curve(), curve);
            let encoded = stranger.encode(&mapped);
            assert_eq!(generator.to_point().as_bytes(), encoded, "{curve} {len}");
            let public = stranger.multiply(&mapped, key.to_bytes().as_bytes());
            let encoded = stranger.encode(&public);
            assert_eq!(key.public_key_on(&generator).unwrap().as_bytes(), encoded);
        }
    }
}

#[test]
fn signatures_are_accepted_in_both_directions() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    for curve in Curve::ALL {
        let mut stranger = Stranger::new(curve);
        let key = PrivateKey::generate(curve, &mut rng);
        let public = key.public_key();
        let their_key = stranger.key(&key);
        for hash_function in Hash::ALL {
            let digest = hash(digest(hash_function)(), b"one message").unwrap();
            let signature = key.sign(hash_function, &[b"one ", b"message"]);
            let (r, s) = signature.split_at(curve.order_len());
            let number = |half: &[u8]| BigNum::from_slice(half).unwrap();
            let theirs = EcdsaSig::from_private_components(number(r), number(s)).unwrap();
            assert!(
                theirs.verify(&digest, &their_key).unwrap(),
                "{curve} {hash_function:?}"
            );

            let theirs = EcdsaSig::sign(&digest, &their_key).unwrap();
            let padded =
                |n: &openssl::bn::BigNumRef| n.to_vec_padded(curve.order_len() as i32).unwrap();
            let signature = [padded(theirs.r()), padded(theirs.s())].concat();
            public
                .verify(hash_function, &[b"one message"], &signature)
                .unwrap();
            public
                .verify(hash_function, &[b"another message"], &signature)
                .unwrap_err();
        }
    }
}

#[test]
fn points_of_theirs_are_decoded_and_ours_by_them() {
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    for curve in Curve::ALL {
        let mut stranger = Stranger::new(curve);
        let theirs = EcKey::generate(&stranger.group).unwrap();
        let point = theirs.public_key().to_owned(&stranger.group).unwrap();
        let encoded = stranger.encode(&point);
        assert_eq!(
            PublicKey::decode(curve, &encoded).unwrap().as_bytes(),
            encoded
        );
        let ours = PrivateKey::generate(curve, &mut rng).public_key();
        let point = stranger.point(ours.as_bytes());
        assert!(
            point
                .is_on_curve(&stranger.group, &mut stranger.context)
                .unwrap()
        );
    }
}

#[test]
fn digests_are_the_same() {
    for hash_function in Hash::ALL {
        for len in [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000] {
            let message: Vec<u8> = (0..len).map(|i| i as u8).collect();
            let (front, back) = message.split_at(len / 3);
            let ours = hash_function.digest(&[front, &[], back]);
            assert_eq!(
                ours.as_bytes(),
                &*hash(digest(hash_function)(), &message).unwrap()
            );
            assert_eq!(ours.as_bytes().len(), hash_function.len());
        }
    }
}

#[test]
fn cbc_is_the_same() {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    for cipher in Cipher::ALL {
        let theirs = match cipher {
            Cipher::Aes128 => symm::Cipher::aes_128_cbc(),
            Cipher::Aes192 => symm::Cipher::aes_192_cbc(),
            _ => symm::Cipher::aes_256_cbc(),
        };
        let mut key = vec![0; cipher.key_len()];
        rng.fill_bytes(&mut key);
        let ours = CipherKey::new(cipher, &key).unwrap();
        assert_eq!(ours.cipher(), cipher);
        for blocks in [0, 1, 2, 7, 8, 9, 16, 17, 40] {
            let (mut iv, mut plain) = ([0; 16], vec![0; 16 * blocks]);
            rng.fill_bytes(&mut iv);
            rng.fill_bytes(&mut plain);
            let mut crypter =
                symm::Crypter::new(theirs, symm::Mode::Encrypt, &key, Some(&iv)).unwrap();
            crypter.pad(false);
            let mut expected = vec![0; plain.len() + 16];
            let written = crypter.update(&plain, &mut expected).unwrap();
            expected.truncate(written);
            let mut data = plain.clone();
            ours.encrypt_cbc(&iv, &mut data).unwrap();
            assert_eq!(data, expected, "{cipher:?} {blocks}");
            ours.decrypt_cbc(&iv, &mut data).unwrap();
            assert_eq!(data, plain, "{cipher:?} {blocks}");
        }
    }
}
