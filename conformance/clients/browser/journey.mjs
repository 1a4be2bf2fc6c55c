// A person in front of Chromium logs in, by mouse or by keyboard alone, with or without scripts.
//
// Usage: journey.mjs PLAN, where PLAN is one JSON object:
//   start        the address where it begins
//   language     what the browser asks for: de, en, ...
//   hand         "mouse" or "keyboard"
//   scripts      whether pages may run scripts
//   phone        whether it is a narrow, dark screen instead of a wide, light one
//   pins, can    what the person knows; PINs in the order in which they are tried
//   begins       whether the person logs in at all
//   cancel       the page on which the person gives up once, by its kind (see PAGES); none when missing
//   visit        further addresses that are looked at in the end
//   folder       where screenshots go
// Prints one JSON object, and leaves it beside the screenshots: the pages with what axe-core found on each, and what the
// page behind the login shows.

import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const INSTALL = "`cargo xtask test --install` installs it";
const require = createRequire(import.meta.url);
const needed = (name) => {
  try {
    return require.resolve(name);
  } catch {
    console.error(`the package ${name} of npm is missing; ${INSTALL}`);
    process.exit(1);
  }
};
const { chromium } = require(needed("playwright-core"));
const AXE = readFileSync(needed("axe-core"), "utf8");

const PATIENCE = 15_000;
// The end of a hang, whatever hangs.
const LONGEST = 60_000;
const MOST_PAGES = 24;
const plan = JSON.parse(process.argv[2]);
const prefix = `${plan.language}-${plan.begins ? plan.hand : "beside"}`;

// What kind of page it is, and what the person does there. The first that fits.
const PAGES = [
  ["forward", "form[data-auto]", (page) => activate(page, "form[data-auto] button")],
  ["start", 'a[href*="tcTokenURL="]', (page) => activate(page, 'a[href*="tcTokenURL="]')],
  ["failure", "main:has([role=alert]) button[name=means]", (page) => activate(page, "button[name=means][value=eidas]")],
  ["means", "button[name=means]", (page) => activate(page, "button[name=means][value=eidas]")],
  ["countries", "button[name=country]", (page) => activate(page, "button[name=country][value=DE]")],
  ["rights", "button[name=do][value=grant]", (page) => activate(page, "button[name=do][value=grant]")],
  ["secret", "input[name=secret]", enterSecret],
  ["card-wanted", "button[name=do][value=continue]", null],
  ["control-card", "#surname", leave],
  ["leave", 'form[action="/logout"]', null],
  ["service", 'a[href="/login/saml"]', begin],
];

let pins = 0;
const report = { pages: [], shown: {}, version: "" };

async function main() {
  setTimeout(() => {
    console.error(`still not done: ${JSON.stringify(report)}`);
    process.exit(1);
  }, LONGEST).unref();
  mkdirSync(plan.folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  report.version = browser.version();
  try {
    const context = await browser.newContext({
      locale: plan.language,
      javaScriptEnabled: plan.scripts,
      // Certificates of the world are its own.
      ignoreHTTPSErrors: true,
      viewport: plan.phone ? { width: 320, height: 640 } : { width: 900, height: 700 },
      colorScheme: plan.phone ? "dark" : "light",
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    await page.goto(plan.start);
    await walk(page);
    for (const address of plan.visit) {
      await page.goto(address);
      await look(page, "visit");
    }
  } finally {
    await browser.close();
  }
  const text = JSON.stringify(report);
  writeFileSync(join(plan.folder, `${prefix}.json`), text);
  console.log(text);
}

async function walk(page) {
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const [kind, act] = await settle(page);
    await look(page, kind);
    if (plan.cancel === kind) {
      await follow(page, () => activate(page, CANCEL));
      plan.cancel = undefined;
      continue;
    }
    if (!act || !(await follow(page, () => act(page)))) {
      return;
    }
  }
  throw new Error(`no end of pages: ${report.pages.map((seen) => seen.kind)}`);
}

const CANCEL = 'button[name=cancel], button[name=do][value=cancel], form[action*="/eidas-middleware/"] button';

// Waits until a page stands still: with scripts, forms that send themselves are none.
async function settle(page) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    try {
      await page.waitForLoadState("load");
      const [kind, act] = await kindOf(page);
      if (kind !== "forward" || !plan.scripts) {
        return [kind, act];
      }
      const here = page.url();
      await page.waitForURL((url) => url.href !== here);
    } catch (error) {
      // The page went away while it was looked at.
      if (!/context was destroyed|navigat|detached|Cannot find context/i.test(error.message)) {
        throw error;
      }
    }
  }
  throw new Error(`${page.url()} does not stand still`);
}

async function kindOf(page) {
  for (const [kind, selector, act] of PAGES) {
    if ((await page.locator(selector).count()) > 0) {
      return [kind, act];
    }
  }
  return ["end", null];
}

// Does something that leads to another page, and waits for that.
async function follow(page, act) {
  const moved = page.waitForEvent("framenavigated", (frame) => frame === page.mainFrame());
  moved.catch(() => {});
  if ((await act()) === false) {
    return false;
  }
  await moved;
  return true;
}

async function activate(page, selector) {
  if (plan.hand === "keyboard") {
    await tabTo(page, selector);
    await page.keyboard.press("Enter");
  } else {
    await page.locator(selector).first().click({ noWaitAfter: true });
  }
}

// Presses the tabulator until the element has the focus, as somebody does who has no mouse.
async function tabTo(page, selector) {
  const wanted = page.locator(selector).first();
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press("Tab");
    const [focused, outline] = await wanted.evaluate((element) => [
      element === document.activeElement,
      getComputedStyle(element).outlineStyle,
    ]);
    if (focused && outline === "none") {
      throw new Error(`${page.url()}: nobody sees that ${selector} has the focus`);
    }
    if (focused) {
      return;
    }
  }
  throw new Error(`${page.url()}: the tabulator never comes to ${selector}`);
}

async function enterSecret(page) {
  const label = await page.locator("label[for=secret]").textContent();
  const secret = label.includes("CAN") ? plan.can : plan.pins[Math.min(pins, plan.pins.length - 1)];
  pins += label.includes("CAN") ? 0 : 1;
  if (plan.hand === "keyboard") {
    await tabTo(page, "#secret");
    await page.keyboard.type(secret);
    await page.keyboard.press("Enter");
  } else {
    await page.locator("#secret").click();
    await page.keyboard.type(secret);
    await activate(page, "button[name=do][value=enter]");
  }
}

// The login has ended well. What the page shows is kept, and the person leaves.
async function leave(page) {
  for (const name of ["given-name", "surname", "birth-date", "identifier", "level"]) {
    report.shown[name] = await page.locator(`#${name}`).textContent();
  }
  await activate(page, 'form[action="/logout"] button');
}

// The page with which everything begins comes once more at the end.
let begun = !plan.begins;
async function begin(page) {
  if (begun) {
    return false;
  }
  begun = true;
  await activate(page, 'a[href="/login/saml"]');
}

// Takes a picture and asks axe-core.
async function look(page, kind) {
  const number = String(report.pages.length + 1).padStart(2, "0");
  const name = `${prefix}-${number}-${kind}.png`;
  await page.screenshot({ path: join(plan.folder, name), fullPage: true });
  const found = await withScripts(page, async () => {
    await page.evaluate(AXE);
    return page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  });
  const root = page.locator("html");
  const beyond = await root.evaluate((element) => element.scrollWidth - element.clientWidth);
  report.pages.push({
    kind,
    url: page.url(),
    language: await root.getAttribute("lang"),
    beyond,
    heading: (await page.locator("h1").first().textContent()).trim(),
    screenshot: name,
    violations: found.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      at: nodes.map((node) => node.html.slice(0, 200)),
    })),
  });
}

// axe-core needs scripts. Those of the page itself were passed over when it was loaded, and stay so.
let session;
async function withScripts(page, work) {
  if (plan.scripts) {
    return work();
  }
  session ??= await page.context().newCDPSession(page);
  const disabled = (value) => session.send("Emulation.setScriptExecutionDisabled", { value });
  // Only a change of what this session wants has an effect.
  await disabled(true);
  await disabled(false);
  const result = await work();
  await disabled(true);
  return result;
}

await main();
