// Opens a built site in Chromium, over http below a path and straight from disk, and uses it as a reader would.
//
//   node run.mjs <site> [words in the names of the checks to run]
//
// Prints one line for each check; exits with 1 if any failed.

import { resolve } from 'node:path';
import { launch } from './reader.mjs';
import { serve } from './server.mjs';
import { Site } from './site.mjs';
import * as access from './checks/access.mjs';
import * as archives from './checks/archives.mjs';
import * as books from './checks/books.mjs';
import * as catalog from './checks/catalog.mjs';
import * as definitions from './checks/definitions.mjs';
import * as explore from './checks/explore.mjs';
import * as form from './checks/form.mjs';
import * as formGallery from './checks/form-gallery.mjs';
import * as formRun from './checks/form-run.mjs';
import * as links from './checks/links.mjs';
import * as plain from './checks/plain.mjs';
import * as preview from './checks/preview.mjs';
import * as search from './checks/search.mjs';
import * as theme from './checks/theme.mjs';

const [folder, ...words] = process.argv.slice(2);
const site = new Site(resolve(folder));
const server = await serve(site.folder, '/some/base/');
const browser = await launch();

const homes = [
  ['http', server.base],
  ['file', `${site.url}/`],
];
let failed = 0;
let ran = 0;

async function check(name, run) {
  if (!words.every((word) => name.includes(word))) return;
  const start = performance.now();
  let problems;
  try {
    problems = await run();
  } catch (error) {
    problems = [error.stack ?? String(error)];
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  ran += 1;
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'} ${name} (${seconds} s)`);
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length > 0) failed += 1;
}

const suites = {
  links, catalog, books, definitions, search, explore, archives, form, 'form-gallery': formGallery, 'form-run': formRun, theme, plain, access, preview,
};
for (const [suite, { checks, needs }] of Object.entries(suites)) {
  if (needs && !site.files.includes(needs)) continue;
  for (const { name, where, run } of checks) {
    for (const [scheme, base] of homes) {
      if (where && where !== scheme) continue;
      await check(`${suite}: ${name}, ${scheme}`, () => run({ site, browser, base }));
    }
  }
}

await browser.close();
server.close();
console.log(`${ran} checks, ${failed} failed`);
process.exit(failed === 0 && ran > 0 ? 0 : 1);
