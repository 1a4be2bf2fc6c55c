// What the relying parties of Node.js in this folder have in common: a port of their own, and one line of JSON for each
// thing that they have to say. It is the protocol of `party.py`.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

// Imports a package of npm, or says how it is installed.
export async function need(name) {
  try {
    return await import(name);
  } catch (missing) {
    console.error(`a package of npm is missing (${missing.message}); \`cargo xtask test --install\` installs it`);
    process.exit(1);
  }
}

export const say = (word, more) => console.log(JSON.stringify({ says: word, ...more }));

// A server on a free port of loopback that answers nothing yet, and its origin.
export async function listen() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

// What the other side says first; the party ends with its input.
export function told() {
  const input = createInterface({ input: process.stdin });
  input.on("close", () => process.exit(0));
  return new Promise((resolve) => input.once("line", (line) => resolve(JSON.parse(line))));
}

// Serves `/login`, where `begin()` gives the address of the portal and the session to set, and the callback, where
// `finish(request)` gives what was accepted or throws. Whoever was accepted sees `/card` until `/logout`.
export function serve({ server, origin }, callback, begin, finish) {
  const inside = new Map();

  async function answer(request, response) {
    const url = new URL(request.url, origin);
    const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1];
    if (url.pathname === "/login") {
      const { address, session } = await begin();
      // The answer comes from another site, perhaps as a form, which only such a cookie survives.
      response.writeHead(303, { Location: address, "Set-Cookie": `party=${session}; Path=/; HttpOnly` });
      return response.end();
    }
    if (url.pathname === "/card") {
      const known = inside.get(cookie("inside"));
      return known ? page(response, 200, "the card", known) : page(response, 403, "not logged in", "");
    }
    if (url.pathname === "/logout") {
      inside.delete(cookie("inside"));
      return page(response, 200, "logged out", "");
    }
    if (url.pathname !== callback) {
      return page(response, 404, "not found", url.pathname);
    }
    try {
      const accepted = await finish({ url, form: new URLSearchParams(await body(request)), session: cookie("party") });
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

  server.on("request", answer);
  say("open");
}

async function body(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function page(response, status, heading, text) {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><title>${heading}</title><h1>${heading}</h1><pre>${escaped}</pre>`);
}
