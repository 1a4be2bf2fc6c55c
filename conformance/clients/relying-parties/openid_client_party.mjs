// A relying party with openid-client: authorization code with PKCE, state and nonce; signatures of both tokens are checked.
//
// Says one line of JSON for each thing that it has to say: `ready` with its origin, then, when it was told on standard
// input whom to trust, `open`, and `accepted` or `refused` for each answer that a browser brings. Ends with its input.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

let oidc;
try {
  oidc = await import("openid-client");
} catch (missing) {
  console.error(`a package of npm is missing (${missing.message}); \`cargo xtask test --install\` installs it`);
  process.exit(1);
}

const LEVEL = "urn:be:fedict:iam:fas:Level500";
const say = (word, more) => console.log(JSON.stringify({ says: word, ...more }));

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
say("ready", { origin, metadata: "" });

const input = createInterface({ input: process.stdin });
input.on("close", () => process.exit(0));
input.once("line", async (line) => {
  const portal = JSON.parse(line);
  const config = await oidc.discovery(
    new URL(portal.issuer),
    portal.client_id,
    { id_token_signed_response_alg: "RS256", userinfo_signed_response_alg: "RS256" },
    oidc.ClientSecretBasic(portal.client_secret),
    // The portal of a test is on loopback without TLS.
    { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
  );
  server.on("request", (request, response) => answer(config, request, response));
  say("open");
});

const begun = new Map();
const inside = new Map();

async function answer(config, request, response) {
  const url = new URL(request.url, origin);
  if (url.pathname === "/login") {
    const { address, state } = await begin(config);
    response.writeHead(303, { Location: address, "Set-Cookie": `party=${state}; Path=/; HttpOnly` });
    return response.end();
  }
  const name = /inside=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  if (url.pathname === "/card") {
    const known = inside.get(name);
    return known ? page(response, 200, "the card", known) : page(response, 403, "not logged in", "");
  }
  if (url.pathname === "/logout") {
    inside.delete(name);
    return page(response, 200, "logged out", "");
  }
  if (url.pathname !== "/callback") {
    return page(response, 404, "not found", url.pathname);
  }
  try {
    const accepted = await finish(config, url, /party=([^;]+)/.exec(request.headers.cookie ?? "")?.[1]);
    say("accepted", accepted);
    const fresh = randomBytes(24).toString("base64url");
    inside.set(fresh, JSON.stringify(accepted));
    response.setHeader("Set-Cookie", `inside=${fresh}; Path=/; HttpOnly`);
    page(response, 200, "accepted", JSON.stringify(accepted));
  } catch (error) {
    const reason = `${error.name} ${error.code ?? ""} ${error.message} ${error.cause?.message ?? ""}`;
    say("refused", { reason });
    page(response, 403, "refused", reason);
  }
}

async function begin(config) {
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  begun.set(state, { verifier, nonce });
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${origin}/callback`,
    scope: "openid profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    acr_values: LEVEL,
    ui_locales: "de",
  });
  return { address: address.href, state };
}

async function finish(config, url, state) {
  const { verifier, nonce } = begun.get(state) ?? {};
  if (!verifier) {
    throw new Error("this browser has not asked");
  }
  begun.delete(state);
  const tokens = await oidc.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  const attributes = Object.fromEntries(Object.entries(person).filter(([, value]) => typeof value === "string"));
  return { attributes, levels: [claims.acr, ...claims.amr], name: claims.sub, session: "" };
}

function page(response, status, heading, text) {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><title>${heading}</title><h1>${heading}</h1><pre>${escaped}</pre>`);
}
