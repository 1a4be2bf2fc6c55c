"""Validates SAML messages and metadata against the schemas of OASIS, W3C and the EU that pysaml2 ships.

Usage: validate.py [FILE...]            each file one XML document
       validate.py < LINES              each line one JSON object: name, and the document as base64, which was
                                        compressed when `deflated` is true; `key` is a private key in PEM with which
                                        encrypted assertions are opened and validated too

Prints one line of JSON for each document: its name, its root, how many assertions were opened, and what is wrong.
"""

import base64
import json
import sys
import zlib
from importlib.resources import files
from pathlib import Path

try:
    import saml2.data.schemas
    import xmlsec
    from lxml import etree
    from xmlschema import XMLSchema
except ImportError as missing:
    sys.exit(f"a package of PyPI is missing ({missing}); `cargo xtask test --install` installs it")

ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
# Everything but the variants of authentication contexts, which redefine one another.
SCHEMAS = {
    "http://www.w3.org/XML/1998/namespace": "xml.xsd",
    "http://www.w3.org/2000/09/xmldsig#": "xmldsig-core-schema.xsd",
    "http://www.w3.org/2001/04/xmlenc#": "xenc-schema.xsd",
    "http://www.w3.org/2009/xmlenc11#": "xenc-schema-11.xsd",
    ASSERTION: "saml-schema-assertion-2.0.xsd",
    "urn:oasis:names:tc:SAML:2.0:protocol": "saml-schema-protocol-2.0.xsd",
    "urn:oasis:names:tc:SAML:2.0:metadata": "saml-schema-metadata-2.0.xsd",
    "urn:oasis:names:tc:SAML:metadata:attribute": "sstc-metadata-attr.xsd",
    "urn:oasis:names:tc:SAML:metadata:algsupport": "sstc-saml-metadata-algsupport-v1.0.xsd",
    "http://eidas.europa.eu/saml-extensions": "eidas-schema-saml-extensions.xsd",
    "http://eidas.europa.eu/attributes/naturalperson": "eidas-schema-attribute-naturalperson.xsd",
    "http://eidas.europa.eu/attributes/legalperson": "eidas-schema-attribute-legalperson.xsd",
}


def load():
    """One schema that imports all; schemas that import one another find each other by namespace."""
    folder = files(saml2.data.schemas)
    places = {namespace: str(folder.joinpath(name)) for namespace, name in SCHEMAS.items()}
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{place}"/>' for namespace, place in places.items()
    )
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return XMLSchema(whole, locations=places, base_url=str(folder), allow="local", use_fallback=False)


def parse(text):
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def wrong(schema, root):
    return [f"{error.path}: {error.reason}" for error in schema.iter_errors(root)]


def opened(root, key):
    """The assertions that are encrypted in this document, in the clear."""
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(key, xmlsec.constants.KeyDataFormatPem))
    assertions = []
    for sealed in root.iter(f"{{{ASSERTION}}}EncryptedAssertion"):
        data = sealed.find("{http://www.w3.org/2001/04/xmlenc#}EncryptedData")
        assertions.append(xmlsec.EncryptionContext(manager).decrypt(data))
    # Alone in a document, as what was encrypted is.
    return [parse(etree.tostring(assertion, with_tail=False)) for assertion in assertions]


def report(schema, name, text, key=None):
    root = parse(text)
    found = wrong(schema, root)
    assertions = opened(parse(text), key) if key else []
    for assertion in assertions:
        found += wrong(schema, assertion)
    tag = etree.QName(root).localname
    print(json.dumps({"name": name, "root": tag, "opened": len(assertions), "wrong": found}), flush=True)


def main(names):
    schema = load()
    for name in names:
        report(schema, name, Path(name).read_bytes())
    for line in [] if names else sys.stdin:
        document = json.loads(line)
        text = base64.b64decode(document["base64"])
        if document.get("deflated"):
            text = zlib.decompress(text, -15)
        report(schema, document["name"], text, document.get("key"))


main(sys.argv[1:])
