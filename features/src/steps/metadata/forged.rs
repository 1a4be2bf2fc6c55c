//! Metadata that a node must not take from another.

use conformance_harness::StepError;
use saml::Instant;
use xml::{Element, Hash};

use crate::CardWorld;
use crate::road::Party;
use crate::road::metadata::{EIDAS, METADATA, MetadataSigning};

const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const VERSION: &str = "http://eidas.europa.eu/entity-attributes/protocol-version";
const ASSURANCE: &str = "urn:oasis:names:tc:SAML:attribute:assurance-certification";

/// The document of a party, changed as the words say, and signed again by the party's key where nothing else is said.
pub(super) fn document(
    world: &mut CardWorld,
    party: Party,
    words: &str,
) -> Result<String, StepError> {
    let mut metadata = world.own_metadata(party)?;
    let own = MetadataSigning {
        key: party.metadata_key(),
        hash: Hash::Sha256,
    };
    match words {
        "are not signed" => return Ok(metadata.to_document()),
        "are signed by a stranger" => {
            let key = "stranger signing";
            return world.sign_metadata(&metadata, MetadataSigning { key, ..own });
        }
        "are signed with SHA-1" => {
            let hash = Hash::Sha1;
            return world.sign_metadata(&metadata, MetadataSigning { hash, ..own });
        }
        "are no XML" => return Ok("metadata".to_owned()),
        _ => {}
    }
    if words == "have expired" {
        let yesterday = world.stage()?.ambient.now().plus(-86_400);
        metadata.set_attribute("validUntil", Instant::from(yesterday).to_string());
        return world.sign_metadata(&metadata, own);
    }
    if let Some(edit) = edit(words) {
        edit(&mut metadata);
        return world.sign_metadata(&metadata, own);
    }
    let signed = world.sign_metadata(&metadata, own)?;
    match words {
        "are changed after signing" => Ok(signed.replacen("Nobody", "Somebody", 1)),
        "declare a document type" => Ok(signed.replacen(
            "<md:EntityDescriptor",
            "<!DOCTYPE md><md:EntityDescriptor",
            1,
        )),
        "are larger than a megabyte" => Ok(format!("{signed}{}", "\n".repeat(1_048_576))),
        other => Err(StepError::precondition(format!(
            "metadata that {other:?} are not known"
        ))),
    }
}

type Edit = fn(&mut Element);

/// Changes that are signed.
fn edit(words: &str) -> Option<Edit> {
    Some(match words {
        "never end" => |metadata| {
            metadata.remove_attribute("validUntil");
        },
        "are those of another entity" => |metadata| {
            metadata.set_attribute("entityID", "https://node.example/Metadata");
        },
        "have no role of theirs" => |metadata| {
            for role in ["IDPSSODescriptor", "SPSSODescriptor"] {
                metadata.remove_all(METADATA, role);
            }
        },
        "name no country" => |metadata| {
            metadata.remove_all(EIDAS, "NodeCountry");
        },
        "name their country outside the role" => |metadata| {
            metadata.remove_all(EIDAS, "NodeCountry");
            let country = Element::new("eidas:NodeCountry", EIDAS).text_child("DE");
            if let Some(extensions) = metadata.first_mut(METADATA, "Extensions") {
                extensions.push(country);
            }
        },
        "have no key for signatures" => |metadata| without_key(metadata, "signing"),
        "have no key for encryption" => |metadata| without_key(metadata, "encryption"),
        "have no address for messages" => |metadata| {
            metadata.remove_all(METADATA, "SingleSignOnService");
        },
        "speak another version of the protocol" => |metadata| with_values(metadata, VERSION, "2.0"),
        "publish a level that is too low" => {
            |metadata| with_values(metadata, ASSURANCE, "http://eidas.europa.eu/LoA/low")
        }
        _ => return None,
    })
}

fn without_key(metadata: &mut Element, used_for: &str) {
    for role in metadata.elements_mut() {
        role.children_mut().retain(|node| {
            node.as_element().is_none_or(|element| {
                !element.is(METADATA, "KeyDescriptor") || element.attribute("use") != Some(used_for)
            })
        });
    }
}

/// The attribute of the entity has this value and no other.
fn with_values(metadata: &mut Element, name: &str, value: &str) {
    let mut wanted = |element: &Element| {
        element.is(ASSERTION, "Attribute") && element.attribute("Name") == Some(name)
    };
    let Some(attribute) = metadata.find_mut_where(&mut wanted) else {
        return;
    };
    let mut first = true;
    for element in attribute.elements_mut() {
        element.set_text(if std::mem::take(&mut first) {
            value
        } else {
            ""
        });
    }
}
