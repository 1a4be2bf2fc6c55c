// A relying party with openid-client: authorization code with PKCE, state and nonce; signatures of both tokens are checked.
//
// Says one line of JSON for each thing that it has to say: `ready` with its origin, then, when it was told on standard
// input whom to trust, `open`, and `accepted` or `refused` for each answer that a browser brings. Ends with its input.

import { listen, need, say, serve, told } from "./party.mjs";

const oidc = await need("openid-client");

const LEVEL = "urn:be:fedict:iam:fas:Level500";

const place = await listen();
say("ready", { origin: place.origin, metadata: "" });

const portal = await told();
const config = await oidc.discovery(
  new URL(portal.issuer),
  portal.client_id,
  { id_token_signed_response_alg: "RS256", userinfo_signed_response_alg: "RS256" },
  oidc.ClientSecretBasic(portal.client_secret),
  // The portal of a test is on loopback without TLS.
  { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
);

const begun = new Map();

async function begin() {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  begun.set(state, { verifier, nonce });
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${place.origin}/callback`,
    scope: "openid profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    acr_values: LEVEL,
    ui_locales: "de",
  });
  return { address: address.href, session: state };
}

async function finish({ url, session }) {
  const { verifier, nonce } = begun.get(session) ?? {};
  if (!verifier) {
    throw new Error("this browser has not asked");
  }
  begun.delete(session);
  const tokens = await oidc.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: verifier,
    expectedState: session,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  const attributes = Object.fromEntries(Object.entries(person).filter(([, value]) => typeof value === "string"));
  return { attributes, levels: [claims.acr, ...claims.amr], name: claims.sub, session: "" };
}

serve(place, "/callback", begin, finish);
