//! What one German login needs of public-key cryptography, and nothing else: the rival of the whole login.
//!
//! Counted in the code and by breakpoints on every operation of `crypto` and `xml` during a second login, when the
//! metadata of all parties are known already. Points that come over the wire are checked as well; that is not counted,
//! and neither are hashes, ciphers and MACs. Where today's code computes a public key again that it had computed
//! before, it is counted once.

use std::hint::black_box;

use ambient::{Ambient, Date, Stream};
use crypto::rsa::{RsaPrivateKey, RsaPublicKey};
use crypto::{Curve, Generator, Hash, PrivateKey, PublicKey};
use rsa::Oaep;
use rsa::pkcs8::DecodePrivateKey as _;
use sha2::Sha256;

const HASH: Hash = Hash::Sha256;
const MESSAGE: [&[u8]; 1] = [&[0x3C; 256]];

/// A part of the login, its operations in words, and how they are run.
pub(crate) type Part = (&'static str, &'static str, fn(&mut Operations));

/// The parts in their order on the road.
pub(crate) const PARTS: [Part; 8] = [
    ("request", "1 ECDSA signature, 1 verification", |all| {
        all.message()
    }),
    (
        "pace",
        "2 keys, 2 maps, 2 keys on the map, 2 agreements",
        |all| all.pace(),
    ),
    (
        "terminal authentication",
        "1 key, 1 ECDSA signature, 5 verifications",
        |all| all.terminal(),
    ),
    ("chip authentication", "2 agreements", |all| {
        all.two_agreements()
    }),
    (
        "passive authentication",
        "2 ECDSA verifications (384 and 512 bits)",
        |all| all.passive(),
    ),
    ("restricted identification", "2 agreements", |all| {
        all.two_agreements()
    }),
    (
        "response",
        "1 key, 2 agreements, 1 ECDSA signature, 1 verification",
        |all| all.response(),
    ),
    (
        "portal",
        "4 private and 4 public operations of RSA-2048",
        |all| all.portal(),
    ),
];

/// A key on a curve, another party's public key there, and a signature.
struct Elliptic {
    key: PrivateKey,
    public: PublicKey,
    signature: Vec<u8>,
}

impl Elliptic {
    fn new(curve: Curve, random: &mut Stream) -> Self {
        let key = PrivateKey::generate(curve, random);
        Self {
            public: key.public_key(),
            signature: key.sign(HASH, &MESSAGE),
            key,
        }
    }

    fn sign(&mut self) {
        self.signature = self.key.sign(HASH, &MESSAGE);
    }

    fn verify(&self) {
        self.public.verify(HASH, &MESSAGE, &self.signature).unwrap();
    }

    fn agree(&self) {
        black_box(self.key.agree(&self.public).unwrap());
    }
}

/// Keys of the kinds that the parties of the world have.
pub(crate) struct Operations {
    /// Card, terminal, sectors and their issuers.
    card: Elliptic,
    /// The document signer.
    signer: Elliptic,
    /// The country that stands above it.
    country: Elliptic,
    /// Connector and middleware.
    node: Elliptic,
    /// Portal and relying party.
    rsa: (RsaPrivateKey, RsaPublicKey),
    /// The same key where it decrypts, and a content key under it.
    recipient: rsa::RsaPrivateKey,
    sealed: Vec<u8>,
    random: Stream,
}

impl Operations {
    pub(crate) fn new() -> Self {
        let mut random = Ambient::simulated(1, Date::new(2026, 3, 1).unwrap()).stream("rival");
        let pem = fixtures::rsa_key_pem("csam-signing").unwrap();
        let pkcs8 = pki::decode_pem(pem).unwrap();
        let key = RsaPrivateKey::from_pkcs8_der(&pkcs8).unwrap();
        let mut all = Self {
            card: Elliptic::new(Curve::BrainpoolP256r1, &mut random),
            signer: Elliptic::new(Curve::BrainpoolP384r1, &mut random),
            country: Elliptic::new(Curve::BrainpoolP512r1, &mut random),
            node: Elliptic::new(Curve::P256, &mut random),
            rsa: (key.clone(), key.public_key()),
            recipient: rsa::RsaPrivateKey::from_pkcs8_der(&pkcs8).unwrap(),
            sealed: Vec::new(),
            random,
        };
        all.seal();
        all
    }

    /// One login.
    pub(crate) fn all(&mut self) {
        for (_, _, run) in PARTS {
            run(self);
        }
    }

    /// Both sides, each with a key for the mapping and one on the mapped generator.
    fn pace(&mut self) {
        let curve = self.card.key.curve();
        let sides = [(), ()].map(|()| PrivateKey::generate(curve, &mut self.random));
        let [card, terminal] = sides.each_ref().map(PrivateKey::public_key);
        let map = |own: &PrivateKey, peer| Generator::map(&[0x3F; 16], own, peer).unwrap();
        let maps = [map(&sides[0], &terminal), map(&sides[1], &card)];
        let sides = [(), ()].map(|()| PrivateKey::generate(curve, &mut self.random));
        let [card, terminal] = [0, 1].map(|side| sides[side].public_key_on(&maps[side]).unwrap());
        let secret = sides[0].agree(&terminal).unwrap();
        assert_eq!(secret, sides[1].agree(&card).unwrap());
    }

    /// The terminal's key for the chip, and its proof; client and card each verify the certificates of document verifier
    /// and terminal, the card verifies the proof.
    fn terminal(&mut self) {
        let key = PrivateKey::generate(self.card.key.curve(), &mut self.random);
        black_box(key.public_key());
        self.card.sign();
        (0..5).for_each(|_| self.card.verify());
    }

    /// Chip Authentication on both sides; or the card's names for itself in two sectors.
    fn two_agreements(&mut self) {
        (0..2).for_each(|_| self.card.agree());
    }

    /// The signature of EF.CardSecurity, and the certificate of its signer.
    fn passive(&mut self) {
        self.signer.verify();
        self.country.verify();
    }

    /// A message from one node to the other.
    fn message(&mut self) {
        self.node.sign();
        self.node.verify();
    }

    /// The same, with an assertion under ECDH-ES.
    fn response(&mut self) {
        let key = PrivateKey::generate(self.node.key.curve(), &mut self.random);
        black_box(key.public_key());
        (0..2).for_each(|_| self.node.agree());
        self.message();
    }

    /// The relying party's request by redirect; the portal's assertion, signed and encrypted, in a signed response.
    fn portal(&mut self) {
        for _ in 0..3 {
            let signature = self.rsa.0.sign_pkcs1_v1_5(HASH, MESSAGE[0]).unwrap();
            self.rsa
                .1
                .verify_pkcs1_v1_5(HASH, MESSAGE[0], &signature)
                .unwrap();
        }
        self.seal();
        let opened = self.recipient.decrypt(Oaep::<Sha256>::new(), &self.sealed);
        assert_eq!(opened.unwrap(), [7; 32]);
    }

    fn seal(&mut self) {
        let public = self.recipient.to_public_key();
        self.sealed = public
            .encrypt(&mut self.random, Oaep::<Sha256>::new(), &[7; 32])
            .unwrap();
    }
}
