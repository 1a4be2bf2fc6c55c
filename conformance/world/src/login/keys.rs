//! The keys of every service of the world, made once for each seed and start.

use std::collections::BTreeMap;

use ambient::{Ambient, Date};
use crypto::Curve;
use pki::{Identity, IdentityDraft, Purpose};

use crate::{WorldError, start_date};

/// How long certificates of services are valid.
const YEARS: i32 = 2;

/// How long the certificate of a portal is valid that is to last.
const LASTING: i32 = 20;

/// The key with which the portal signs, and its file.
const PORTAL: &str = "csam signing";
const PORTAL_FILE: &str = "csam-signing";

/// The names under which TLS servers are reached: on loopback, and without sockets.
const HOSTS: [&str; 3] = ["localhost", "127.0.0.1", "middleware-de.test"];

/// Elliptic curve keys: the party with the use, the curve, what for.
const ON_CURVES: &[(&str, Curve, Use)] = &[
    ("connector signing", Curve::P256, Use::Signing),
    ("connector metadata", Curve::P256, Use::Signing),
    ("connector encryption", Curve::P256, Use::Encryption),
    ("middleware-de signing", Curve::P256, Use::Signing),
    ("middleware-de metadata", Curve::P256, Use::Signing),
    ("middleware-de tls", Curve::P256, Use::Tls),
    ("stranger signing", Curve::P256, Use::Signing),
    ("stranger encryption", Curve::P256, Use::Encryption),
    ("brainpool signing", Curve::BrainpoolP256r1, Use::Signing),
    (
        "brainpool encryption",
        Curve::BrainpoolP256r1,
        Use::Encryption,
    ),
];

/// RSA keys: the party with the use, the key file, what for.
const RSA: &[(&str, &str, Use)] = &[
    (
        "relying-party signing",
        "relying-party-signing",
        Use::Signing,
    ),
    (
        "relying-party encryption",
        "relying-party-encryption",
        Use::Encryption,
    ),
    (PORTAL, PORTAL_FILE, Use::Signing),
    ("csam oidc", "csam-oidc", Use::Signing),
    (
        "connector rsa encryption",
        "connector-encryption",
        Use::Encryption,
    ),
    (
        "middleware-de rsa signing",
        "middleware-de-signing",
        Use::Signing,
    ),
    ("spare rsa signing", "spare", Use::Signing),
    ("stranger rsa signing", "stranger", Use::Signing),
    ("short rsa signing", "too-short", Use::Signing),
];

#[derive(Clone, Copy)]
enum Use {
    Signing,
    Encryption,
    Tls,
}

impl Use {
    fn purpose(self) -> Purpose {
        match self {
            Self::Signing => Purpose::Signing,
            Self::Encryption => Purpose::Encryption,
            Self::Tls => Purpose::Tls(HOSTS.map(str::to_owned).into()),
        }
    }
}

/// Keys and certificates by party and use, for example `connector signing`.
#[derive(Clone, Debug)]
pub(crate) struct Keys(BTreeMap<&'static str, Identity>);

impl Keys {
    /// The keys of a world that begins on `start`. Elliptic curve keys follow from `ambient`, RSA keys are files.
    pub(crate) fn new(ambient: &Ambient, start: Date) -> Result<Self, WorldError> {
        let ambient = ambient.fork("TEST keys of services");
        let mut keys = BTreeMap::new();
        for (name, curve, purpose) in ON_CURVES {
            let title = title(name);
            let identity = Identity::ec(&draft(&title, *purpose, start), *curve, &ambient)?;
            keys.insert(*name, identity);
        }
        for (name, file, purpose) in RSA {
            let pem =
                fixtures::rsa_key_pem(file).ok_or_else(|| WorldError::NoKey((*file).to_owned()))?;
            let title = title(name);
            let identity = Identity::rsa_pem(&draft(&title, *purpose, start), pem, &ambient)?;
            keys.insert(*name, identity);
        }
        Ok(Self(keys))
    }

    /// The same with a certificate of the portal that does not depend on the day.
    pub(crate) fn with_lasting_portal(&self) -> Result<Self, WorldError> {
        let begin = start_date();
        let title = title(PORTAL);
        let draft = IdentityDraft {
            until: begin.checked_add_years(LASTING).unwrap_or(begin),
            ..draft(&title, Use::Signing, begin)
        };
        let pem = fixtures::rsa_key_pem(PORTAL_FILE)
            .ok_or_else(|| WorldError::NoKey(PORTAL_FILE.to_owned()))?;
        let ambient = Ambient::simulated(0, begin).fork("TEST portal");
        let mut keys = self.clone();
        keys.replace(PORTAL, Identity::rsa_pem(&draft, pem, &ambient)?)?;
        Ok(keys)
    }

    /// Another key takes the place of the one of this name.
    pub(crate) fn replace(&mut self, name: &str, identity: Identity) -> Result<(), WorldError> {
        let place = self.0.get_mut(name);
        *place.ok_or_else(|| WorldError::NoKey(name.to_owned()))? = identity;
        Ok(())
    }

    /// The key of this name.
    pub(crate) fn get(&self, name: &str) -> Result<&Identity, WorldError> {
        self.0
            .get(name)
            .ok_or_else(|| WorldError::NoKey(name.to_owned()))
    }
}

fn title(name: &str) -> String {
    format!("TEST {name}")
}

/// Valid from the day before, so that a clock set back a little does not matter.
fn draft(name: &str, purpose: Use, start: Date) -> IdentityDraft<'_> {
    IdentityDraft {
        name,
        purpose: purpose.purpose(),
        from: start.checked_add_days(-1).unwrap_or(start),
        until: start.checked_add_years(YEARS).unwrap_or(start),
    }
}
