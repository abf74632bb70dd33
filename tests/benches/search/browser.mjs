// The search client in Chromium, over http under a policy that allows scripts of the site alone.
//
//   node browser.mjs <theme/scripts/search> <site> < requests
//
// A request is a line of JSON: {"query": "…", "limit": 6}. Each is asked twice of a client that has loaded nothing: as
// fast as it goes, for the time that the page's thread computes, and with every file 60 ms away, for how many files
// wait for one another. Each answer is a line of JSON: {"milliseconds": 1.5, "depth": 3}.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../../browser/reader.mjs';
import { serve } from '../../browser/server.mjs';

const FAR = 60;
const [scripts, site] = process.argv.slice(2);
const client = readdirSync(scripts).sort().filter((name) => /^[0-6]-.*\.js$/.test(name)).map((name) => readFileSync(join(scripts, name), 'utf8'));
const harness = `
let far = 0;
let deepest = 0;
async function read(path) {
  const depth = deepest + 1;
  if (far > 0) await new Promise((resolve) => setTimeout(resolve, far));
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = path;
    script.onload = resolve;
    script.onerror = () => reject(new Error(path));
    document.head.append(script);
  });
  deepest = Math.max(deepest, depth);
}
async function ask(query, limit, away) {
  [far, deepest] = [away, 0];
  const store = searchStore.open(read);
  await searchResults.show(store, await searchRank.answer(store, query), 0, limit);
  return deepest;
}`;
writeFileSync(join(site, 'client.js'), [...client, harness].join('\n'));
const policy = "default-src 'none'; script-src 'self'";
writeFileSync(join(site, 'page.html'), `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script src="client.js"></script>`);

const server = await serve(site, '/');
const browser = await launch();
const page = await browser.newPage();
await page.goto(`${server.base}page.html`);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const spent = async () => {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
};
const ask = (query, limit, far) => page.evaluate(([query, limit, far]) => ask(query, limit, far), [query, limit, far]);

const requests = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
for (const { query, limit } of requests.slice(0, 20)) await ask(query, limit, 0);
for (const { query, limit } of requests) {
  const before = await spent();
  await ask(query, limit, 0);
  const milliseconds = (await spent()) - before;
  console.log(JSON.stringify({ milliseconds, depth: await ask(query, limit, FAR) }));
}
await browser.close();
server.close();
