// Walks a whole portal as it is published: every link and every anchor of every file, read by a real parser, over http
// below a path and at the root, and from disk; then opens a page of each type in Chromium, where scripts add more.
//
//   node crawl.mjs <site> [the address that the portal was built for]
//
// Prints one line for each check; exits with 1 if any failed.

import { posix, resolve } from 'node:path';
import { launch, read } from './reader.mjs';
import { serve } from './server.mjs';
import { Site } from './site.mjs';

const [folder, address = ''] = process.argv.slice(2);
const site = new Site(resolve(folder));
const files = new Set(site.files);
const pages = new Set(site.pages);
const homes = address === '' ? [] : [await serve(site.folder, new URL(address).pathname), await serve(site.folder, '/')];
// The address that the portal was built for is where it is served here.
const at = address === '' ? [] : [`--host-resolver-rules=MAP ${new URL(address).host} ${new URL(homes[0].base).host}`];
const browser = await launch(at);
const parser = await (await browser.newContext()).newPage();
await parser.goto('about:blank');

/** What an HTML file points to, what it loads by itself, and the places in it, by the parser of the browser. */
const parse = (texts) =>
  parser.evaluate(
    (texts) =>
      texts.map((text) => {
        const tree = new DOMParser().parseFromString(text, 'text/html');
        const all = (names, of) => names.flatMap((name) => [...tree.querySelectorAll(`[${name}]`)].flatMap((node) => of(node, node.getAttribute(name))));
        const loads = (node) => node.matches('img, script, iframe, source, video, audio, embed, object, input, use, image, link');
        const links = all(['href', 'action', 'data-href', 'data-client', 'data-engine', 'data-entities'], (node, value) => (loads(node) ? [] : [value]));
        const parts = [
          ...all(['src', 'href', 'poster', 'data'], (node, value) => (loads(node) ? [value] : [])),
          ...all(['srcset'], (_, value) => value.split(',').map((one) => one.trim().split(/\s/)[0])),
          ...[...tree.querySelectorAll('style, [style]')].flatMap((node) =>
            [...(node.getAttribute('style') ?? node.textContent).matchAll(/url\(["']?([^"')]+)/g)].map(([, value]) => value),
          ),
        ];
        return { links, parts, ids: all(['id', 'name'], (_, value) => [value]) };
      }),
    texts,
  );

const parsed = new Map();
for (let from = 0; from < site.pages.length; from += 40) {
  const some = site.pages.slice(from, from + 40);
  const found = await parse(some.map((path) => site.read(path)));
  some.forEach((path, number) => parsed.set(path, { ...found[number], ids: new Set(found[number].ids) }));
}

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The links of text files as `[what it was written as, whether it counts from the root]`. */
function written(path) {
  const text = site.read(path);
  if (path.endsWith('.css')) return [...text.matchAll(/url\(["']?([^"')]+)/g)].map(([, value]) => [value, false]);
  if (path.endsWith('.atom')) return [...text.matchAll(/ href="([^"]+)"/g)].map(([, value]) => [value, false]);
  if (path.endsWith('.ics')) return [...text.replace(/\r\n /g, '').matchAll(/^URL:(.*)\r$/gm)].map(([, value]) => [value, false]);
  if (path === 'llms.txt') return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, value]) => [value, false]);
  if (path === 'robots.txt') return [...text.matchAll(/^Sitemap: (.*)$/gm)].map(([, value]) => [value, false]);
  if (!/^api\/v1\/[^/]+\.json$/.test(path)) return [];
  const found = [];
  const walk = (value, key) => {
    if (value !== null && typeof value === 'object') Object.entries(value).forEach(([name, inner]) => walk(inner, Array.isArray(value) ? key : name));
    else if (key === 'page' && value !== null) found.push([value, true]);
  };
  walk(JSON.parse(text), '');
  return found;
}

/** Where a link of `page` leads from a portal at `base`: a path and a fragment in it, or nothing when it leads away. */
function target(page, href, base) {
  const here = new URL(page, base);
  const url = new URL(href, here);
  if (address !== '' && url.href.startsWith(address)) return [decode(url.href.slice(address.length).split(/[?#]/)[0]), url.hash.slice(1)];
  if (!['http:', 'https:', 'file:'].includes(url.protocol)) return null;
  if (url.origin !== here.origin || url.protocol !== here.protocol) return null;
  const whole = url.href.split(/[?#]/)[0];
  return [whole.startsWith(base) ? decode(whole.slice(base.length)) : `outside: ${whole}`, url.hash.slice(1)];
}

const isForeign = (href) => /^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(href) && !(address !== '' && href.startsWith(address));

/** Whether a page has a place; what stands in a query after `#` is read by scripts. */
const has = (path, fragment) => fragment === '' || !pages.has(path) || /[=&]/.test(fragment) || parsed.get(path).ids.has(decode(fragment));

/** Walks from the first page by links alone; `fetch` gives what is served at an address, or nothing. */
async function walk(base, served) {
  const problems = [];
  const seen = new Set();
  const queue = ['index.html'];
  let links = 0;
  const follow = (page, href) => {
    const found = target(page, href, base);
    if (found === null) return;
    links += 1;
    const [path, fragment] = found;
    if (!files.has(path)) problems.push(`${page}: ${href} leads to nothing`);
    else if (!has(path, fragment)) problems.push(`${page}: ${href} leads to no place in the page`);
    else if (!seen.has(path)) queue.push(path);
  };
  for (const started of ['404.html', 'llms.txt', 'robots.txt', ...site.files.filter((path) => /^(feeds|embed|api|badges)\//.test(path))]) {
    if (files.has(started)) queue.push(started);
  }
  while (queue.length > 0) {
    const path = queue.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const bytes = await served(path);
    if (bytes === null || !bytes.equals(site.bytes(path))) problems.push(`${path} is not served as it is written`);
    if (pages.has(path)) {
      const { links, parts } = parsed.get(path);
      for (const part of parts) if (isForeign(part)) problems.push(`${path} loads ${part}`);
      // Where the root is, what counts from the root of the host would be missed.
      for (const href of [...links, ...parts]) if (/^\/(?!\/)/.test(href)) problems.push(`${path}: ${href} depends on where the portal is`);
      [...links, ...parts].forEach((href) => follow(path, href));
    } else {
      written(path).forEach(([href, fromRoot]) => follow(fromRoot ? '' : path, href));
    }
  }
  for (const page of pages) if (!seen.has(page)) problems.push(`${page} is reached from nowhere`);
  if (links < 10 * pages.size / 4) problems.push(`only ${links} links among ${pages.size} pages`);
  return [problems, `${seen.size} files, ${links} links`];
}

/** The links of a page that lead nowhere once its scripts have run, and how many it has. */
async function stands(page, path, base) {
  await page.goto(`${base}${path}`, { waitUntil: 'networkidle' });
  const hrefs = await page.locator('a[href], area[href]').evaluateAll((nodes) => nodes.map((node) => node.href.baseVal ?? node.href));
  const ids = new Set(await page.locator('[id]').evaluateAll((nodes) => nodes.map((node) => node.id)));
  const inside = hrefs.map((href) => [href, target(path, href, base)]).filter(([, found]) => found !== null);
  const problems = inside.flatMap(([href, [to, fragment]]) => {
    if (!files.has(to)) return [`${path}: ${href} leads to nothing`];
    return has(to, fragment) || (to === path && ids.has(decode(fragment))) ? [] : [`${path}: ${href} leads to no place in the page`];
  });
  return [problems, inside.length];
}

/** Opens one of every `step` types of pages and looks at all links that stand there; several at a time, since each is waited for. */
async function look(base, step = 1) {
  let links = 0;
  const types = site.types().filter((_, number) => number % step === 0);
  const left = [...types];
  const worker = () =>
    read({ browser, base }, {}, async (page) => {
      const problems = [];
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        const [found, count] = await stands(page, path, base);
        problems.push(...found);
        links += count;
      }
      return problems;
    });
  const problems = await Promise.all(Array.from({ length: 6 }, worker));
  return [problems.flat(), `${types.length} pages, ${links} links`];
}

/** What a host says of an address that is not there, however deep: the portal's own page, whose links lead back. */
async function lost() {
  const problems = await read({ browser, base: address }, {}, async (page) => {
    const problems = [];
    for (const path of ['gone.html', 'deep/x', 'deep/x/y/z.html']) {
      const answer = await page.goto(`${address}${path}`);
      const heading = await page.locator('h1').innerText();
      if (answer.status() !== 404 || !heading.includes('not on the board')) problems.push(`${path}: ${answer.status()} ${heading}`);
      const font = await page.locator('h1').evaluate((node) => getComputedStyle(node).fontFamily);
      if (!font.includes('system-ui')) problems.push(`${path} is not styled: ${font}`);
      const hrefs = await page.locator('main a').evaluateAll((nodes) => nodes.map((node) => node.href));
      if (hrefs.length === 0) problems.push(`${path} offers no way back`);
      for (const href of hrefs) {
        const there = await page.goto(href);
        if (there.status() !== 200) problems.push(`${path}: ${href} is ${there.status()}`);
      }
    }
    return problems;
  });
  return [problems.filter((problem) => !problem.includes('status of 404')), ''];
}

let failed = 0;
async function check(name, run) {
  const start = performance.now();
  const [problems, seen] = await run().catch((error) => [[error.stack ?? String(error)], '']);
  const told = [...new Set(problems)];
  console.log(`${told.length === 0 ? 'ok' : 'FAILED'} ${name}${seen && `: ${seen}`} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  for (const problem of told.slice(0, 40)) console.log(`  ${problem}`);
  if (told.length > 0) failed += 1;
}

for (const { base } of homes) {
  const served = async (path) => {
    const answer = await fetch(new URL(path.split('/').map(encodeURIComponent).join('/'), base));
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : null;
  };
  const place = posix.dirname(`${new URL(base).pathname}x`);
  await check(`every link leads somewhere at ${place}`, () => walk(base, served));
  // The bytes are the same wherever they lie: a few pages show that scripts do not mind either.
  await check(`what scripts add leads somewhere at ${place}`, () => look(base, place === '/' ? 5 : 2));
}
await check('every link leads somewhere on disk', () => walk(`${site.url}/`, async (path) => site.bytes(path)));
await check('what scripts add leads somewhere on disk', () => look(`${site.url}/`));
if (address !== '') await check('what is not there is told', lost);

await browser.close();
homes.forEach((home) => home.close());
process.exit(failed === 0 ? 0 : 1);
