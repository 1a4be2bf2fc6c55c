"""A relying party with authlib: authorization code with PKCE, state and nonce; identity and claims come as signed tokens.

Usage: authlib_party.py FOLDER
"""

import os
import secrets
import sys

import party

# The portal of a test is on loopback without TLS.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

try:
    import requests
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.oidc.core import CodeIDToken, UserInfo
except ImportError as missing:
    sys.exit(party.INSTALL.format(missing))
try:
    from joserfc import jwt
    from joserfc.jwk import KeySet
except ImportError:  # releases that still had tokens of their own
    jwt = None

LEVEL = "urn:be:fedict:iam:fas:Level500"


def reader(published):
    """What reads a token of the portal: its claims and its header, or an exception."""
    if jwt:
        keys = KeySet.import_key_set(published)

        def read(token):
            read = jwt.decode(token, keys, algorithms=["RS256"])
            return read.claims, read.header

        return read

    # As the documentation of those releases had it: the portal's key in PEM, and no word about algorithms.
    from authlib.jose import JsonWebKey
    from authlib.jose import jwt as own

    pem = JsonWebKey.import_key(published["keys"][0]).as_pem().decode()

    def read(token):
        claims = own.decode(token, pem)
        return dict(claims), claims.header

    return read


def check_times(claims):
    """What a token of claims says of its own time, which the reader of tokens leaves to whoever uses it."""
    if jwt:
        return jwt.JWTClaimsRegistry().validate(claims)
    from authlib.jose import JWTClaims

    return JWTClaims(claims, {}).validate()


def main(_folder):
    server, origin = party.listen()
    callback = f"{origin}/callback"
    party.say("ready", origin=origin, metadata="")

    portal = party.told()
    plain = requests.Session()
    plain.trust_env = False
    about = plain.get(f"{portal['issuer']}/.well-known/openid-configuration", timeout=10).json()
    if about["issuer"] != portal["issuer"]:
        sys.exit(f"authlib: the issuer calls itself {about['issuer']}")
    read_token = reader(plain.get(about["jwks_uri"], timeout=10).json())
    begun = {}

    def client(**more):
        session = OAuth2Session(
            portal["client_id"],
            portal["client_secret"],
            scope="openid profile",
            redirect_uri=callback,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic",
            **more,
        )
        session.trust_env = False
        return session

    def begin(_request):
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        address, state = client().create_authorization_url(
            about["authorization_endpoint"],
            nonce=nonce,
            code_verifier=verifier,
            acr_values=LEVEL,
            ui_locales="de",
        )
        begun[state] = (nonce, verifier)
        return address, state

    def finish(request):
        state = request.session
        if state not in begun:
            raise party.Refused("this browser has not asked")
        nonce, verifier = begun.pop(state)
        if request.query.get("iss") != portal["issuer"]:
            raise party.Refused("the answer names another issuer")
        session = client(state=state)
        token = session.fetch_token(
            about["token_endpoint"],
            authorization_response=origin + request.path,
            code_verifier=verifier,
        )
        claims = identity(token, nonce)
        answer = session.get(about["userinfo_endpoint"], timeout=10)
        answer.raise_for_status()
        person = about_person(answer, claims)
        return {
            "attributes": {name: value for name, value in person.items() if isinstance(value, str)},
            "levels": [claims["acr"], *claims["amr"]],
            "name": claims["sub"],
            "session": "",
        }

    def identity(token, nonce):
        content, header = read_token(token["id_token"])
        claims = CodeIDToken(
            content,
            header,
            options={
                "iss": {"essential": True, "value": portal["issuer"]},
                "aud": {"essential": True, "value": portal["client_id"]},
                "acr": {"essential": True, "value": LEVEL},
                "at_hash": {"essential": True},
            },
            params={"nonce": nonce, "client_id": portal["client_id"], "access_token": token["access_token"]},
        )
        claims.validate()
        return claims

    def about_person(answer, claims):
        if not answer.headers["Content-Type"].startswith("application/jwt"):
            raise party.Refused("the claims do not come as a signed token")
        person = UserInfo(read_token(answer.text)[0])
        expected = {"sub": claims["sub"], "iss": portal["issuer"], "aud": portal["client_id"]}
        for name, value in expected.items():
            if person.get(name) != value:
                raise party.Refused(f"{name} of the claims is {person.get(name)!r}")
        check_times(person)
        return person

    party.serve(server, begin, finish, "/callback")


main(sys.argv[1])
