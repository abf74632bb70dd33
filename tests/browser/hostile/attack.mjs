// Opens every page of a site that was built from hostile repositories, as a careless and as a careful host serves it.
//
//   node attack.mjs <site> <marks.json> [words in the names of the ways to open it]
//
// Without the policy that pages bring, then with it; over http and from disk. A page that must not run anything is
// opened without the policy so that only what was written counts. First of all pages that are known to be unsafe
// show that the detector sees what it is there for.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answered, launch } from '../reader.mjs';
import { serve } from '../server.mjs';
import { Site } from '../site.mjs';
import { observer } from './detector.mjs';
import { UNSAFE } from './unsafe.mjs';

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/;
const WORKERS = 2;
/** Pages side by side in one tab. */
const TOGETHER = 16;
/** HTML of other tools, and the pages that frame it. */
const BUILT = /^html\/(.+\/){4}/;
const EXHIBIT = /^html\/([^/]+\/){3}[^/]+\.html$/;
const [folder, marksFile, ...words] = process.argv.slice(2);
const site = new Site(resolve(folder));
const scratch = mkdtempSync(join(tmpdir(), 'hostile-'));
// No name leads anywhere, so that nothing leaves the machine even if a page asks for it.
const browser = await launch(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--disable-gpu']);
let failed = 0;

/** Prints a check and what it found. */
function show(name, problems, start) {
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  for (const problem of problems.slice(0, 60)) console.log(`  ${problem}`);
  if (problems.length > 60) console.log(`  and ${problems.length - 60} more`);
  if (problems.length > 0) failed += 1;
}

/** The site without the policy in its pages. */
function stripped() {
  const bare = join(scratch, 'bare');
  cpSync(site.folder, bare, { recursive: true });
  for (const page of site.pages) {
    const html = site.read(page);
    if (BUILT.test(page)) continue;
    if (!POLICY.test(html)) throw new Error(`${page} brings no policy`);
    writeFileSync(join(bare, page), html.replace(POLICY, (_, policy) => `<meta name="was" content="${policy}">`));
  }
  return bare;
}

/** Pages that lead on by themselves, and those of them that do not lead to a page of the site. */
function redirects() {
  const found = new Map();
  for (const page of site.pages) {
    const [head] = site.read(page).split('<title>', 1);
    const [, href] = /<meta http-equiv="refresh" content="0; url=([^"]*)">/.exec(head) ?? [];
    if (href) found.set(page, posix.join(posix.dirname(page), decodeURIComponent(href.split(/[?#]/)[0])));
  }
  const astray = [...found].filter(([, target]) => !site.pages.includes(target));
  return { moved: new Set(found.keys()), astray: astray.map(([page, target]) => `${page}: leads to ${target}`) };
}

/** Which marks must be readable on which page. */
function marksByPage() {
  const marks = JSON.parse(readFileSync(marksFile, 'utf8'));
  const pages = new Map();
  for (const { repo, path, page } of site.json('api/v1/docs.json')) {
    const expected = marks[`${repo}/${path}`];
    if (expected) pages.set(page, expected);
  }
  const found = new Set(pages.values());
  const lost = Object.entries(marks).filter(([, expected]) => !found.has(expected)).map(([path]) => path);
  if (lost.length > 0) throw new Error(`no page for ${lost.join(', ')}`);
  return pages;
}

/** What searching and filtering shows of the payloads. */
async function useSearch(page) {
  for (const query of ['script', 'img onerror', 'canary', 'hostile']) {
    // Once closes the list, twice empties the field.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type(query);
    await answered(page, '#search-list', query);
  }
}

/** Files that may be opened on their own: all drawings, and of the others one of each kind. Chromium shows a PDF in a
 * page of its own that loads from all over the browser. */
function alone() {
  const others = site.files.filter((path) => path.startsWith('docs/') && !/\.(html|js|svg|pdf)$/.test(path));
  const kinds = new Map(others.map((path) => [path.slice(path.lastIndexOf('.')), path]));
  return [...site.files.filter((path) => path.startsWith('docs/') && path.endsWith('.svg')), ...kinds.values()];
}

const pieces = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** All pages and drawings many at a time; what has a frame of its own, is no document or is to be used, one by one. */
async function openAll(base, marks, shown) {
  const problems = [];
  const files = alone();
  // What another tool built keeps its markup, and its policy is what holds it.
  const built = site.pages.filter((path) => BUILT.test(path));
  const withPolicy = [careful.base, `${site.url}/`].includes(base);
  const exhibits = built.length > 0 && withPolicy ? [...built, ...site.pages.filter((path) => EXHIBIT.test(path))] : [];
  const pages = site.pages.filter((path) => !BUILT.test(path) && !EXHIBIT.test(path) && !moved.has(path));
  const drawing = (path) => path.endsWith('.svg');
  const encoded = (path) => `${base}${path.split('/').map(encodeURIComponent).join('/')}`;
  const many = [
    ...pages.map((path) => [encoded(path), { marks: marks.get(path), inlineStyle: path === '404.html' }]),
    ...files.filter(drawing).map((path) => [encoded(path), { plain: true }]),
  ];
  const work = [
    ...pieces(many, TOGETHER),
    ...exhibits.map((path) => [encoded(path), { plain: true, stopped: true }]),
    ...files.filter((path) => !drawing(path)).map((path) => [encoded(path), { plain: true }]),
    [`${base}index.html`, { use: useSearch }],
    [`${base}search/index.html?q=canary`, { use: (page) => page.locator('.search-results a').first().waitFor() }],
    [`${base}catalog/index.html`, { use: (page) => page.locator('[data-table] tbody tr').first().waitFor() }],
  ];
  const total = many.length + work.length - Math.ceil(many.length / TOGETHER);
  const turn = async () => {
    const { visit, visitAll, close } = await observer(browser, base);
    for (let next = work.shift(); next; next = work.shift()) {
      if (Array.isArray(next[0])) problems.push(...(await visitAll(`${base}llms.txt`, next, shown)));
      else problems.push(...(await visit(...next)).map((problem) => `${next[0]}: ${problem}`));
    }
    await close();
  };
  await Promise.all(Array.from({ length: WORKERS }, turn));
  return { problems: problems.map((problem) => problem.replace(base, '')).sort(), total };
}

/** Pages that are unsafe by design: each must be found out, without and with a policy, shown and not. */
async function detectorSees(policy, shown) {
  const seeds = join(scratch, 'seeds');
  mkdirSync(seeds, { recursive: true });
  const base = `${pathToFileURL(seeds).href}/`;
  const frame = (body) => `<!doctype html><head><meta charset="utf-8"><meta name="generator" content="x">${policy}</head><body><article>${body}</article></body>`;
  const entries = Object.entries({ 'nothing wrong': '<p>markx</p>', ...UNSAFE });
  const some = entries.map(([name, body], number) => {
    writeFileSync(join(seeds, `${number}.html`), frame(body));
    return [`${base}${number}.html`, { marks: ['nothing wrong', 'a hidden mark'].includes(name) ? ['markx'] : [] }];
  });
  writeFileSync(join(seeds, 'desk.txt'), '');
  const { visitAll, close } = await observer(browser, base);
  const problems = await visitAll(`${base}desk.txt`, some, shown);
  await close();
  const missed = entries.flatMap(([name], number) => {
    const found = problems.filter((problem) => problem.startsWith(`${base}${number}.html: `));
    return (found.length > 0) === (name === 'nothing wrong') ? [`${name}: ${found.join('; ') || 'not seen'}`] : [];
  });
  return { missed, total: entries.length };
}

const [, shipped] = POLICY.exec(site.read('index.html')) ?? [];
for (const [name, policy] of [['without', ''], ['with', `<meta http-equiv="Content-Security-Policy" content="${shipped}">`]]) {
  const start = performance.now();
  const { missed, total } = await detectorSees(policy, policy === '');
  show(`the detector tells ${total} pages ${name} a policy apart`, missed, start);
}

const { moved, astray } = redirects();
show(`${moved.size} pages that lead on stay in the site`, astray, performance.now());
const marks = marksByPage();
const bare = stripped();
const kept = { 'cache-control': 'max-age=3600' };
// What a policy would have stopped is told by the browser, and yet happens.
const reporting = (bytes, type) => {
  const [, policy] = (type.startsWith('text/html') && /<meta name="was" content="([^"]*)">/.exec(bytes)) || [];
  return { ...kept, ...(policy ? { 'content-security-policy-report-only': policy } : {}) };
};
const careless = await serve(bare, '/some/base/', reporting);
const careful = await serve(site.folder, '/some/base/', () => kept);
// What only a page that is shown can do (animations, focus) is let happen where nothing else holds it.
const homes = [
  ['without a policy, over http', careless.base, true],
  ['without a policy, from disk', `${pathToFileURL(bare).href}/`],
  ['with the policy, over http', careful.base],
  ['with the policy, from disk', `${site.url}/`],
];
for (const [name, base, shown = false] of homes) {
  if (!words.every((word) => name.includes(word))) continue;
  const start = performance.now();
  const { problems, total } = await openAll(base, marks, shown);
  show(`${total} pages and files ${name}`, problems, start);
}

await browser.close();
careless.close();
careful.close();
rmSync(scratch, { recursive: true });
process.exit(failed === 0 ? 0 : 1);
