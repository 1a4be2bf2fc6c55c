// A relying party with node-saml: signed requests; answers must be signed, and their assertions signed and encrypted.
//
// Usage: node node_saml_party.mjs FOLDER

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { listen, need, say, serve, told } from "./party.mjs";

const { SAML } = await need("@node-saml/node-saml");
const { DOMParser } = await need("@xmldom/xmldom");

const LEVEL = "urn:be:fedict:iam:fas:citizen:Level500";
const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
// Without a space: the library signs `%20` and sends `+`.
const STATE = "node-saml";

// A fresh RSA key and its self-signed certificate, both in PEM.
function makeKey(name) {
  const file = (ending) => join(process.argv[2], `${name}.${ending}`);
  const subject = ["-subj", `/CN=TEST ${name}`, "-keyout", file("key.pem"), "-out", file("pem")];
  const kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-sha256"];
  execFileSync("openssl", ["req", ...kind, ...subject], { stdio: "ignore" });
  return { key: readFileSync(file("key.pem"), "utf8"), certificate: readFileSync(file("pem"), "utf8") };
}

// The library reads no metadata; who the portal is has to be taken from it by its user.
function readPortal(metadata) {
  const document = new DOMParser().parseFromString(metadata, "text/xml");
  const all = (namespace, name) => Array.from(document.getElementsByTagNameNS(namespace, name));
  const service = all(METADATA, "SingleSignOnService").find((one) => one.getAttribute("Binding") === REDIRECT);
  const keys = all(METADATA, "KeyDescriptor").filter((key) => key.getAttribute("use") !== "encryption");
  return {
    issuer: document.documentElement.getAttribute("entityID"),
    entryPoint: service.getAttribute("Location"),
    idpCert: keys.map((key) => key.getElementsByTagNameNS(SIGNATURE, "X509Certificate")[0].textContent.trim()),
  };
}

const place = await listen();
const service = makeKey("service");
const own = {
  callbackUrl: `${place.origin}/acs`,
  issuer: `${place.origin}/metadata`,
  audience: `${place.origin}/metadata`,
  privateKey: service.key,
  publicCert: service.certificate,
  decryptionPvk: service.key,
  identifierFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  signatureAlgorithm: "sha256",
  digestAlgorithm: "sha256",
  authnContext: [LEVEL],
  racComparison: "minimum",
  wantAuthnResponseSigned: true,
  wantAssertionsSigned: true,
  validateInResponseTo: "always",
};
const introduction = new SAML({ ...own, idpCert: "nobody yet" });
const metadata = introduction.generateServiceProviderMetadata(service.certificate, service.certificate);
say("ready", { origin: place.origin, metadata });

const portal = readPortal((await told()).metadata);
let fresh = "";
const saml = new SAML({
  ...own,
  entryPoint: portal.entryPoint,
  idpCert: portal.idpCert,
  // The only way to learn the name of a request.
  generateUniqueId: () => (fresh = `_${randomBytes(20).toString("hex")}`),
});

async function begin() {
  const address = await saml.getAuthorizeUrlAsync(STATE, undefined, {});
  return { address, session: fresh };
}

async function finish({ form, session }) {
  if (!session || form.get("RelayState") !== STATE) {
    throw new Error("the state did not come back");
  }
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: form.get("SAMLResponse") ?? "" });
  // The library knows which requests were sent, its user by which browser.
  if (!profile || profile.inResponseTo !== session) {
    throw new Error("this browser has not asked");
  }
  if (profile.issuer !== portal.issuer) {
    throw new Error("another portal has answered");
  }
  const sent = new DOMParser().parseFromString(profile.getSamlResponseXml(), "text/xml");
  if (sent.getElementsByTagNameNS(ASSERTION, "Assertion").length > 0) {
    throw new Error("the assertion is not encrypted");
  }
  // The library leaves the level to its user.
  const statement = profile.getAssertion().Assertion.AuthnStatement[0];
  const level = statement.AuthnContext[0].AuthnContextClassRef[0]._;
  if (level !== LEVEL) {
    throw new Error("the level is another one");
  }
  return { attributes: profile.attributes, levels: [level], name: profile.nameID, session: profile.sessionIndex };
}

serve(place, "/acs", begin, finish);
