//! Each role runs alone, on addresses of the user's, and a citizen still gets through.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::TcpListener;

use ambient::Ambient;
use browser::Browser;
use browser::citizen::Citizen;
use conformance_world::login::{RoleAlone, RoleFile, http_client};
use conformance_world::{Reference, WorldError, start_date};

const ROLES: [&str; 5] = [
    "relying-party",
    "csam",
    "connector",
    "middleware-de",
    "eid-client",
];

/// Ports that were free a moment ago.
fn ports() -> Vec<u16> {
    let taken: Vec<TcpListener> = ROLES
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .into();
    taken
        .iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

fn origin(role: &str, port: u16) -> String {
    if role == "middleware-de" {
        format!("https://localhost:{port}")
    } else {
        format!("http://127.0.0.1:{port}")
    }
}

/// The file of a role, as a person writes it.
fn file(folder: &std::path::Path, index: usize, ports: &[u16]) -> std::path::PathBuf {
    let peers: String = ROLES
        .iter()
        .zip(ports)
        .enumerate()
        .filter(|(at, _)| *at != index)
        .map(|(_, (role, port))| format!("{role} = \"{}\"\n", origin(role, *port)))
        .collect();
    let text = format!(
        "listen = \"127.0.0.1:{}\"\nlight_cache_key = \"TEST key\"\n\n[peers]\n{peers}",
        ports[index]
    );
    let path = folder.join(format!("{}.toml", ROLES[index]));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn five_roles_alone_make_a_login() {
    let folder = tempfile::tempdir().unwrap();
    let ports = ports();
    let running: Vec<RoleAlone> = (0..ROLES.len())
        .map(|index| {
            // Each is a world of its own, as processes are; the seed makes their keys alike.
            let reference = Reference::new(1);
            let ambient = Ambient::simulated(1, start_date());
            let file = RoleFile::read(&file(folder.path(), index, &ports)).unwrap();
            reference.open_role(ROLES[index], &file, &ambient).unwrap()
        })
        .collect();
    let mut browser = Browser::new(http_client().unwrap());
    browser
        .open(&format!("{}/login/saml", running[0].origin()))
        .unwrap();
    let citizen = Citizen::new("123456", "500500", "9876543210");
    citizen.go_on(&mut browser).unwrap();
    let said: Vec<String> = running.iter().flat_map(RoleAlone::journal).collect();
    let page = browser.page();
    assert_eq!(
        page.select("#surname"),
        ["BEISPIELER"],
        "{said:?} {}",
        page.text()
    );
}

#[test]
fn a_file_with_an_unknown_key_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("role.toml");
    std::fs::write(&path, "listen = \"127.0.0.1:0\"\n\nlissen = 1\n").unwrap();
    let refused = RoleFile::read(&path).unwrap_err();
    let WorldError::Plan { line, reason, .. } = &refused else {
        unreachable!("{refused}")
    };
    assert_eq!(*line, 3, "{reason}");
    assert!(reason.contains("lissen"), "{reason}");
}

#[test]
fn an_unknown_role_and_an_unknown_peer_are_named() {
    let reference = Reference::new(1);
    let ambient = Ambient::simulated(1, start_date());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("role.toml");
    std::fs::write(&path, "listen = \"127.0.0.1:0\"\n[peers]\nportal = \"x\"\n").unwrap();
    let file = RoleFile::read(&path).unwrap();
    for (role, word) in [("portal", "roles are"), ("csam", "portal")] {
        let refused = reference.open_role(role, &file, &ambient).unwrap_err();
        assert!(refused.to_string().contains(word), "{refused}");
    }
}
