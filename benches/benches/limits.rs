//! The rivals: OpenSSL, with contexts kept warm, over the same bytes.

use crypto::{Cipher, Curve};
use openssl::bn::{BigNum, BigNumContext};
use openssl::cipher::{Cipher as EvpCipher, CipherRef};
use openssl::cipher_ctx::CipherCtx;
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::ecdsa::EcdsaSig;
use openssl::nid::Nid;
use openssl::pkey::Private;

const BLOCK: usize = 16;

/// Secure messaging in two passes: EVP CBC for the data, CBC again as CMAC for the message.
pub(crate) struct TwoPass {
    vector: CipherCtx,
    encrypt: CipherCtx,
    decrypt: CipherCtx,
    mac: CipherCtx,
    out: Vec<u8>,
}

impl TwoPass {
    pub(crate) fn new(cipher: Cipher, key: &[u8]) -> Self {
        let (ecb, cbc) = evp(cipher);
        let zero = [0; BLOCK];
        let context = |cipher: &CipherRef, iv: Option<&[u8]>, encrypt: bool| {
            let mut context = CipherCtx::new().unwrap();
            if encrypt {
                context.encrypt_init(Some(cipher), Some(key), iv).unwrap();
            } else {
                context.decrypt_init(Some(cipher), Some(key), iv).unwrap();
            }
            context.set_padding(false);
            context
        };
        Self {
            vector: context(ecb, None, true),
            encrypt: context(cbc, Some(&zero), true),
            decrypt: context(cbc, Some(&zero), false),
            mac: context(cbc, Some(&zero), true),
            out: vec![0; 70_000],
        }
    }

    /// IV, encryption of `padded`, and the CMAC of a message of `authenticated` bytes.
    pub(crate) fn wrap(&mut self, padded: &[u8], authenticated: &[u8]) -> u8 {
        let iv = self.iv();
        self.encrypt.encrypt_init(None, None, Some(&iv)).unwrap();
        self.encrypt
            .cipher_update(padded, Some(&mut self.out))
            .unwrap();
        self.mac(authenticated)
    }

    /// The CMAC first, then the IV and decryption.
    pub(crate) fn unwrap(&mut self, cryptogram: &[u8], authenticated: &[u8]) -> u8 {
        let tag = self.mac(authenticated);
        let iv = self.iv();
        self.decrypt.decrypt_init(None, None, Some(&iv)).unwrap();
        self.decrypt
            .cipher_update(cryptogram, Some(&mut self.out))
            .unwrap();
        tag
    }

    fn iv(&mut self) -> [u8; BLOCK] {
        let mut iv = [0; 2 * BLOCK];
        self.vector
            .cipher_update(&[7; BLOCK], Some(&mut iv))
            .unwrap();
        iv[..BLOCK].try_into().unwrap()
    }

    /// The CMAC alone, as for a command without data.
    pub(crate) fn mac(&mut self, message: &[u8]) -> u8 {
        self.mac
            .encrypt_init(None, None, Some(&[0; BLOCK]))
            .unwrap();
        let written = self
            .mac
            .cipher_update(message, Some(&mut self.out))
            .unwrap();
        self.out[written - BLOCK]
    }
}

fn evp(cipher: Cipher) -> (&'static CipherRef, &'static CipherRef) {
    match cipher {
        Cipher::Aes128 => (EvpCipher::aes_128_ecb(), EvpCipher::aes_128_cbc()),
        Cipher::Aes192 => (EvpCipher::aes_192_ecb(), EvpCipher::aes_192_cbc()),
        Cipher::Aes256 => (EvpCipher::aes_256_ecb(), EvpCipher::aes_256_cbc()),
        other => unreachable!("no rival for {other:?}"),
    }
}

/// Scalar multiplications on one curve, with group and context kept.
pub(crate) struct Multiplication {
    group: EcGroup,
    context: BigNumContext,
    scalar: BigNum,
    base: EcPoint,
    product: EcPoint,
}

impl Multiplication {
    pub(crate) fn new(curve: Curve) -> Self {
        let group = EcGroup::from_curve_name(nid(curve)).unwrap();
        let mut context = BigNumContext::new().unwrap();
        let mut order = BigNum::new().unwrap();
        group.order(&mut order, &mut context).unwrap();
        let mut scalar = BigNum::new().unwrap();
        order.rand_range(&mut scalar).unwrap();
        scalar.set_const_time();
        let mut base = EcPoint::new(&group).unwrap();
        base.mul_generator2(&group, &scalar, &mut context).unwrap();
        let product = EcPoint::new(&group).unwrap();
        Self {
            group,
            context,
            scalar,
            base,
            product,
        }
    }

    /// One multiplication of a point that is not the generator.
    pub(crate) fn one(&mut self) {
        self.product
            .mul2(&self.group, &self.base, &self.scalar, &mut self.context)
            .unwrap();
    }

    /// As many as both sides of PACE with generic mapping need: two key pairs, two agreements
    /// and the nonce twice for the mapping, two key pairs and two agreements after it.
    pub(crate) fn ten(&mut self) {
        for _ in 0..10 {
            self.one();
        }
    }
}

/// ECDSA on one curve, with a key kept.
pub(crate) struct Signing {
    key: EcKey<Private>,
    digest: [u8; 32],
    signature: EcdsaSig,
}

impl Signing {
    pub(crate) fn new(curve: Curve) -> Self {
        let group = EcGroup::from_curve_name(nid(curve)).unwrap();
        let key = EcKey::generate(&group).unwrap();
        let digest = [0x3C; 32];
        let signature = EcdsaSig::sign(&digest, &key).unwrap();
        Self {
            key,
            digest,
            signature,
        }
    }

    pub(crate) fn sign(&mut self) {
        self.signature = EcdsaSig::sign(&self.digest, &self.key).unwrap();
    }

    pub(crate) fn verify(&self) -> bool {
        self.signature.verify(&self.digest, &self.key).unwrap()
    }
}

fn nid(curve: Curve) -> Nid {
    match curve {
        Curve::P192 => Nid::X9_62_PRIME192V1,
        Curve::P224 => Nid::SECP224R1,
        Curve::P256 => Nid::X9_62_PRIME256V1,
        Curve::P384 => Nid::SECP384R1,
        Curve::P521 => Nid::SECP521R1,
        Curve::BrainpoolP192r1 => Nid::BRAINPOOL_P192R1,
        Curve::BrainpoolP224r1 => Nid::BRAINPOOL_P224R1,
        Curve::BrainpoolP256r1 => Nid::BRAINPOOL_P256R1,
        Curve::BrainpoolP320r1 => Nid::BRAINPOOL_P320R1,
        Curve::BrainpoolP384r1 => Nid::BRAINPOOL_P384R1,
        Curve::BrainpoolP512r1 => Nid::BRAINPOOL_P512R1,
    }
}
