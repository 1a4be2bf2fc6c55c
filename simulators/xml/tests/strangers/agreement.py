"""ECDH-ES with ConcatKDF on the package `cryptography`, for the tests of the crate `xml`.

It knows the structure of XML Encryption only as far as eIDAS uses it.

Usage: agreement.py decrypt KEY.pem ENCRYPTED.xml PLAIN.xml
       agreement.py encrypt CERTIFICATE.pem PLAIN.xml ENCRYPTED.xml WRAP_BITS INFO
"""

import base64
import os
import sys
import xml.etree.ElementTree as etree

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

DS = "{http://www.w3.org/2000/09/xmldsig#}"
DS11 = "{http://www.w3.org/2009/xmldsig11#}"
XENC = "{http://www.w3.org/2001/04/xmlenc#}"
XENC11 = "{http://www.w3.org/2009/xmlenc11#}"
CURVES = {
    "1.2.840.10045.3.1.7": ec.SECP256R1(),
    "1.3.132.0.34": ec.SECP384R1(),
    "1.3.132.0.35": ec.SECP521R1(),
    "1.3.36.3.3.2.8.1.1.7": ec.BrainpoolP256R1(),
    "1.3.36.3.3.2.8.1.1.11": ec.BrainpoolP384R1(),
    "1.3.36.3.3.2.8.1.1.13": ec.BrainpoolP512R1(),
}


def octets(attribute):
    """The first octet counts unused bits."""
    value = bytes.fromhex(attribute)
    assert value[0] == 0
    return value[1:]


def derive(secret, bits, infos):
    info = b"".join(octets(attribute) for attribute in infos)
    return ConcatKDFHash(hashes.SHA256(), bits // 8, info).derive(secret)


def value(element):
    return base64.b64decode(element.find(f"{XENC}CipherData/{XENC}CipherValue").text)


def decrypt(key, source, target):
    with open(key, "rb") as file:
        private = serialization.load_pem_private_key(file.read(), None)
    data = etree.parse(source).getroot()
    assert data.find(f"{XENC}EncryptionMethod").get("Algorithm").endswith("-gcm")
    wrapped = data.find(f"{DS}KeyInfo/{XENC}EncryptedKey")
    bits = int(wrapped.find(f"{XENC}EncryptionMethod").get("Algorithm")[-3:])
    agreement = wrapped.find(f"{DS}KeyInfo/{XENC}AgreementMethod")
    parameters = agreement.find(f"{XENC11}KeyDerivationMethod/{XENC11}ConcatKDFParams")
    sender = agreement.find(f"{XENC}OriginatorKeyInfo/{DS}KeyValue/{DS11}ECKeyValue")
    curve = CURVES[sender.find(f"{DS11}NamedCurve").get("URI").removeprefix("urn:oid:")]
    point = base64.b64decode(sender.find(f"{DS11}PublicKey").text)
    public = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    infos = [parameters.get(name) for name in ("AlgorithmID", "PartyUInfo", "PartyVInfo")]
    wrapping = derive(private.exchange(ec.ECDH(), public), bits, infos)
    content = aes_key_unwrap(wrapping, value(wrapped))
    encrypted = value(data)
    with open(target, "wb") as file:
        file.write(AESGCM(content).decrypt(encrypted[:12], encrypted[12:], None))


def encrypt(certificate, source, target, bits, info):
    with open(certificate, "rb") as file:
        recipient = x509.load_pem_x509_certificate(file.read())
    with open(source, "rb") as file:
        plain = file.read()
    public = recipient.public_key()
    sender = ec.generate_private_key(public.curve)
    wrapping = derive(sender.exchange(ec.ECDH(), public), int(bits), [info] * 3)
    content, nonce = os.urandom(32), os.urandom(12)
    oid = next(oid for oid, curve in CURVES.items() if curve.name == public.curve.name)
    point = sender.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )

    def text(octets):
        return base64.encodebytes(octets).decode()

    der = text(recipient.public_bytes(serialization.Encoding.DER))
    wrapped = text(aes_key_wrap(wrapping, content))
    encrypted = text(nonce + AESGCM(content).encrypt(nonce, plain, None))
    document = f"""<x:EncryptedData xmlns:x="{XENC[1:-1]}" xmlns="{DS[1:-1]}" xmlns:y="{XENC11[1:-1]}" xmlns:z="{DS11[1:-1]}">
<x:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>
<KeyInfo><x:EncryptedKey><x:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#kw-aes{bits}"/>
<KeyInfo><x:AgreementMethod Algorithm="http://www.w3.org/2009/xmlenc11#ECDH-ES">
<y:KeyDerivationMethod Algorithm="http://www.w3.org/2009/xmlenc11#ConcatKDF">
<y:ConcatKDFParams AlgorithmID="{info}" PartyUInfo="{info}" PartyVInfo="{info}">
<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/></y:ConcatKDFParams></y:KeyDerivationMethod>
<x:OriginatorKeyInfo><KeyValue><z:ECKeyValue><z:NamedCurve URI="urn:oid:{oid}"/>
<z:PublicKey>{text(point)}</z:PublicKey></z:ECKeyValue></KeyValue></x:OriginatorKeyInfo>
<x:RecipientKeyInfo><X509Data><X509Certificate>{der}</X509Certificate></X509Data></x:RecipientKeyInfo>
</x:AgreementMethod></KeyInfo>
<x:CipherData><x:CipherValue>{wrapped}</x:CipherValue></x:CipherData></x:EncryptedKey></KeyInfo>
<x:CipherData><x:CipherValue>{encrypted}</x:CipherValue></x:CipherData></x:EncryptedData>"""
    with open(target, "w", encoding="utf-8") as file:
        file.write(document)


if __name__ == "__main__":
    {"decrypt": decrypt, "encrypt": encrypt}[sys.argv[1]](*sys.argv[2:])
