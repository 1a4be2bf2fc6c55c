"""A relying party with python3-saml, whose own settings are strict: signed requests; answers must be signed, and their
assertions signed and encrypted, with no deprecated algorithm.

Usage: python3_saml_party.py FOLDER
"""

import sys
from urllib.parse import urlsplit

import party

try:
    from onelogin.saml2.auth import OneLogin_Saml2_Auth
    from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
    from onelogin.saml2.settings import OneLogin_Saml2_Settings
    from onelogin.saml2.utils import OneLogin_Saml2_Utils
except ImportError as missing:
    sys.exit(party.INSTALL.format(missing))

LEVEL = "urn:be:fedict:iam:fas:citizen:Level500"


def settings(origin, key, certificate):
    return {
        "strict": True,
        "debug": False,
        "sp": {
            "entityId": f"{origin}/metadata",
            "assertionConsumerService": {"url": f"{origin}/acs", "binding": Constants.BINDING_HTTP_POST},
            "NameIDFormat": Constants.NAMEID_TRANSIENT,
            "privateKey": key.read_text(),
            "x509cert": certificate.read_text(),
        },
        "security": {
            "authnRequestsSigned": True,
            "wantMessagesSigned": True,
            "wantAssertionsSigned": True,
            "wantAssertionsEncrypted": True,
            "wantNameId": True,
            "wantAttributeStatement": True,
            "signMetadata": True,
            "signatureAlgorithm": Constants.RSA_SHA256,
            "digestAlgorithm": Constants.SHA256,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": [LEVEL],
            "requestedAuthnContextComparison": "minimum",
            "failOnAuthnContextMismatch": True,
        },
    }


def main(folder):
    server, origin = party.listen()
    own = settings(origin, *party.make_key(folder, "service"))
    metadata = OneLogin_Saml2_Settings(own, sp_validation_only=True).get_sp_metadata()
    if isinstance(metadata, bytes):
        metadata = metadata.decode()
    party.say("ready", origin=origin, metadata=metadata)

    portal = party.told()
    # Old releases cannot tell; what comes on standard input is trusted anyway.
    current = hasattr(OneLogin_Saml2_Auth, "get_last_authn_contexts")
    if current and not OneLogin_Saml2_Utils.validate_metadata_sign(portal["metadata"], portal["certificate"]):
        sys.exit("python3-saml: the signature of the portal's metadata is not right")
    whole = OneLogin_Saml2_IdPMetadataParser.parse(portal["metadata"].split("?>", 1)[-1])
    whole.update(own)

    def auth(request):
        place = urlsplit(origin)
        data = {
            "https": "off",
            "http_host": place.hostname,
            "server_port": str(place.port),
            "script_name": request.url.path,
            "get_data": request.query,
            "post_data": request.form,
        }
        return OneLogin_Saml2_Auth(data, whole)

    asked, seen = set(), set()

    def begin(request):
        client = auth(request)
        address = client.login(return_to=f"{origin}/welcome")
        asked.add(client.get_last_request_id())
        return address, client.get_last_request_id()

    def finish(request):
        # The library has no memory: which requests were sent and which assertions were seen is its user's to know.
        if request.session not in asked:
            raise party.Refused("this browser has not asked")
        client = auth(request)
        client.process_response(request_id=request.session)
        if client.get_errors() or not client.is_authenticated():
            raise party.Refused(f"{client.get_errors()} {client.get_last_error_reason()}")
        if request.form.get("RelayState") != f"{origin}/welcome":
            raise party.Refused("the state did not come back")
        if client.get_last_assertion_id() in seen:
            raise party.Refused("the assertion was seen before")
        seen.add(client.get_last_assertion_id())
        asked.discard(request.session)
        return {
            "attributes": {name: values[0] for name, values in client.get_attributes().items()},
            # Older releases do not tell it.
            "levels": getattr(client, "get_last_authn_contexts", list)(),
            "name": client.get_nameid(),
            "session": client.get_session_index(),
        }

    party.serve(server, begin, finish, "/acs")


main(sys.argv[1])
