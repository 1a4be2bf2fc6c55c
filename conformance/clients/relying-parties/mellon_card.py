#!/usr/bin/python3 -ISB
"""The page behind mod_auth_mellon: what it accepted, as JSON."""

import base64
import html
import json
import os
import re

response = base64.b64decode(os.environ.get("MELLON_SAML_RESPONSE", "")).decode()
prefix = "MELLON_"
accepted = {
    "attributes": {
        name.removeprefix(prefix): value
        for name, value in os.environ.items()
        if name.startswith(prefix) and name != "MELLON_SAML_RESPONSE"
    },
    # mod_auth_mellon checks the level itself, but tells no page of it.
    "levels": [],
    "name": os.environ.get("REMOTE_USER", ""),
    "session": "",
    "encrypted": bool(re.search("<([a-z0-9]+:)?EncryptedAssertion", response)),
}
print("Content-Type: text/html; charset=utf-8\n")
print(f"<!doctype html><title>accepted</title><h1>accepted</h1><pre>{html.escape(json.dumps(accepted))}</pre>")
