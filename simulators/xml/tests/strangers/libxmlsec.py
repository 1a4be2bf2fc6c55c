"""Signs, verifies, encrypts and decrypts with libxmlsec 1.3, for the tests of the crate `xml`.

Usage: libxmlsec.py sign|verify|encrypt|decrypt KEY.pem CERTIFICATE.pem INPUT OUTPUT [ALGORITHM...]
"""

import sys

import xmlsec
from lxml import etree

DS = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"


def read(path):
    parser = etree.XMLParser(remove_blank_text=False, strip_cdata=False, resolve_entities=False)
    root = etree.parse(path, parser).getroot()
    xmlsec.tree.add_ids(root, ["ID"])
    return root


def write(path, root):
    etree.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)


def private(key, certificate):
    loaded = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
    loaded.load_cert_from_file(certificate, xmlsec.KeyFormat.PEM)
    return loaded


def sign(key, certificate, source, target):
    root = read(source)
    context = xmlsec.SignatureContext()
    context.key = private(key, certificate)
    context.sign(root.find(f".//{{{DS}}}Signature"))
    write(target, root)


def verify(_key, certificate, source, _target):
    root = read(source)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(certificate, xmlsec.KeyFormat.CERT_PEM)
    context.verify(root.find(f"{{{DS}}}Signature"))


def encrypt(_key, certificate, source, target, template, session):
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_file(certificate, xmlsec.KeyFormat.CERT_PEM))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, int(session), xmlsec.KeyDataType.SESSION)
    write(target, context.encrypt_xml(read(template), read(source)))


def decrypt(key, certificate, source, target):
    manager = xmlsec.KeysManager()
    manager.add_key(private(key, certificate))
    write(target, xmlsec.EncryptionContext(manager).decrypt(read(source)))


if __name__ == "__main__":
    {"sign": sign, "verify": verify, "encrypt": encrypt, "decrypt": decrypt}[sys.argv[1]](*sys.argv[2:])
