"""A relying party with pysaml2: signed requests; answers must be signed, and their assertions signed and encrypted.

Usage: pysaml2_party.py FOLDER
"""

import sys
from base64 import b64decode
from pathlib import Path

import party

try:
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.client import Saml2Client
    from saml2.config import SPConfig
    from saml2.metadata import create_metadata_string
    from saml2.saml import NAMEID_FORMAT_TRANSIENT
    from saml2.samlp import response_from_string
    from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256
except ImportError as missing:
    sys.exit(party.INSTALL.format(missing))

ENTITY = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor"
LEVEL = "urn:be:fedict:iam:fas:citizen:Level500"


def configuration(folder, origin, keys, metadata):
    (signing_key, signing), (encryption_key, encryption) = keys
    return SPConfig().load(
        {
            "entityid": f"{origin}/metadata",
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "key_file": str(signing_key),
            "cert_file": str(signing),
            "encryption_keypairs": [{"key_file": str(encryption_key), "cert_file": str(encryption)}],
            "allow_unknown_attributes": True,
            "metadata": metadata,
            "service": {
                "sp": {
                    "endpoints": {"assertion_consumer_service": [(f"{origin}/acs", BINDING_HTTP_POST)]},
                    "authn_requests_signed": True,
                    "want_assertions_signed": True,
                    "want_response_signed": True,
                    "allow_unsolicited": False,
                    "name_id_format": [NAMEID_FORMAT_TRANSIENT],
                    "signing_algorithm": SIG_RSA_SHA256,
                    "digest_algorithm": DIGEST_SHA256,
                    "requested_authn_context": {
                        "authn_context_class_ref": [LEVEL],
                        "comparison": "minimum",
                    },
                }
            },
        }
    )


def main(folder):
    server, origin = party.listen()
    keys = party.make_key(folder, "signing"), party.make_key(folder, "encryption")
    own = configuration(folder, origin, keys, {})
    party.say("ready", origin=origin, metadata=create_metadata_string(None, config=own).decode())

    portal = party.told()
    signer = Path(folder, "portal.pem")
    signer.write_text(portal["certificate"])
    # With a certificate, pysaml2 takes the metadata only when its signature is right; releases before 7 look for it at
    # the node that they are told.
    metadata = {"url": portal["address"], "cert": str(signer), "node_name": ENTITY}
    source = {"remote": [metadata]}
    client = Saml2Client(config=configuration(folder, origin, keys, source))
    outstanding = {}

    def begin(request):
        identifier, message = client.prepare_for_authenticate(
            relay_state="a state of pysaml2",
            binding=BINDING_HTTP_REDIRECT,
            response_binding=BINDING_HTTP_POST,
            nameid_format=NAMEID_FORMAT_TRANSIENT,
        )
        outstanding[identifier] = "/"
        return dict(message["headers"])["Location"], identifier

    def finish(request):
        if request.form.get("RelayState") != "a state of pysaml2":
            raise party.Refused("the state did not come back")
        # The request of this browser, and no other.
        asked = outstanding.get(request.session)
        answer = client.parse_authn_request_response(
            request.form["SAMLResponse"],
            BINDING_HTTP_POST,
            {request.session: asked} if asked else {},
            # Only who says this has the recipient checked.
            conv_info={"entity_id": f"{origin}/metadata"},
        )
        if answer is None:
            raise party.Refused("pysaml2 gave nothing back")
        sent = response_from_string(b64decode(request.form["SAMLResponse"]))
        if sent.assertion or not sent.encrypted_assertion:
            raise party.Refused("the assertion is not encrypted")
        statement = answer.assertion.authn_statement[0]
        # What was asked for is the library's to say, what came its user's to look at.
        if statement.authn_context.authn_context_class_ref.text != LEVEL:
            raise party.Refused("the level is another one")
        # An answer is taken once.
        del outstanding[request.session]
        return {
            "attributes": {name: values[0] for name, values in answer.ava.items()},
            "levels": [statement.authn_context.authn_context_class_ref.text],
            "name": answer.name_id.text,
            "session": statement.session_index,
        }

    party.serve(server, begin, finish, "/acs")


main(sys.argv[1])
