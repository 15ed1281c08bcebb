// Runs Lighthouse (mobile) on addresses; arguments: folder of node_modules, Chromium, runs, addresses. Prints JSON.
import { pathToFileURL } from "node:url";

const [modules, chromium, runs, ...addresses] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${modules}/${path}`).href);
const { launch } = await load("chrome-launcher/dist/index.js");
const { default: lighthouse } = await load("lighthouse/core/index.js");
const switches = ["--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
if (process.getuid() === 0) switches.push("--no-sandbox");

const found = {};
for (const address of addresses) {
  found[address] = [];
  for (let run = 0; run < Number(runs); run += 1) {
    let lhr;
    // On a busy machine a trace may miss the paint; such a run says nothing and is repeated.
    for (let attempt = 0; attempt < 3 && lhr?.categories.performance.score == null; attempt += 1) {
      const chrome = await launch({ chromePath: chromium, chromeFlags: switches, logLevel: "silent" });
      ({ lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent", output: "json" }));
      await chrome.kill();
    }
    const audits = Object.values(lhr.audits);
    found[address].push({
      scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, each]) => [name, each.score * 100])),
      lcp_ms: lhr.audits["largest-contentful-paint"].numericValue ?? 0,
      cls: lhr.audits["cumulative-layout-shift"].numericValue ?? 0,
      bytes: lhr.audits["total-byte-weight"].numericValue ?? 0,
      faults: audits.filter((each) => each.score !== null && each.score < 1 && each.scoreDisplayMode === "binary")
        .map((each) => `${each.id}: ${each.title} ${(each.details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "").join(" | ")}`),
    });
  }
}
console.log(JSON.stringify(found));
