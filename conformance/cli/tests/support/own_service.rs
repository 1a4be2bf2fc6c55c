//! The reference's relying party in the place of a service that somebody else runs, and a plan for it.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use ambient::{Ambient, UnixSeconds};
use conformance_world::Reference;
use conformance_world::login::{RoleAlone, RoleFile};

/// The ports of the service and of the portal, below those that the system gives out by itself.
#[derive(Clone, Copy)]
pub(crate) struct Ports(pub(crate) u16, pub(crate) u16);

/// The reference's relying party, as a service that somebody else runs.
pub(crate) fn service(place: &Path, Ports(own, portal): Ports, faults: &str) -> RoleAlone {
    let file = format!(
        "listen = \"127.0.0.1:{own}\"\nfaults = [{faults}]\n[peers]\ncsam = \"http://127.0.0.1:{portal}\"\n"
    );
    let path = place.join("relying-party.toml");
    fs::write(&path, file).unwrap();
    let file = RoleFile::read(&path).unwrap();
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap());
    Reference::starting(2, now.date())
        .open_role("relying-party", &file, &Ambient::from_entropy([3; 32], now))
        .unwrap()
}

/// A plan for it with one check.
pub(crate) fn plan(Ports(own, portal): Ports) -> String {
    format!(
        "schema = \"1\"\n[product]\nname = \"TEST service\"\n[target]\nrole = \"sp\"\nprotocol = \"saml\"\n\
         metadata = \"http://127.0.0.1:{own}/saml/metadata\"\nlogin = \"http://127.0.0.1:{own}/login/saml\"\n\
         [target.inside]\nurl = \"http://127.0.0.1:{own}/card\"\ntext = \"id=\\\"identifier\\\"\"\n\
         shows = [\"BEISPIELER\"]\n[portal]\nlisten = \"127.0.0.1:{portal}\"\n\
         [ics]\nencryption = true\nlevels = 500\n[plan]\nselect = \"id(SP-SAML-23)\"\n"
    )
}
