// A preview: it says so everywhere, marks what changed where it is met, and lists it.

import { answered, read, seen } from '../reader.mjs';
import { violations } from './access.mjs';

/** The pages that the banner's script knows of, with what became of them. */
function changes(site) {
  const file = site.files.find((path) => /^assets\/changes\.[0-9a-f]+\.js$/.test(path));
  return Object.entries(JSON.parse(site.read(file).replace(/^globalThis\.callboardChanges = |;\s*$/g, '')));
}

function saysSo({ site }) {
  const silent = site.pages.filter((path) => {
    const html = site.read(path);
    return html.includes('class="topbar"') && !html.includes('<aside class="preview"');
  });
  const indexed = site.pages.filter((path) => site.read(path).includes('class="topbar"') && !site.read(path).includes('content="noindex"'));
  return [...silent.map((path) => `${path} does not say that it is a preview`), ...indexed.map((path) => `${path} may be indexed`)];
}

const marked = (page, scope) => page.locator(`${scope} a[data-change]`).evaluateAll((links) => links.map((link) => `${link.dataset.change} ${link.href}`));

function marks(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const all = changes(world.site);
    if (all.length < 3) problems.push(`only ${all.length} pages changed`);
    for (const [path, change] of all) {
      await page.goto(`${world.base}${path}`);
      const said = await page.locator('.preview .preview-change').textContent();
      const wanted = change === 'added' ? 'This page is new' : 'This page has changed';
      if (said !== wanted) problems.push(`${path} says: ${said}`);
    }
    await page.goto(`${world.base}catalog/component/index.html`);
    const rows = await seen(() => marked(page, '#main'), (found) => found.length > 0);
    const known = new Set(all.map(([path, change]) => `${change} ${world.base}${path}`));
    if (rows.length === 0 || rows.some((row) => !known.has(row))) problems.push(`the table marks ${rows.join(', ') || 'nothing'}`);
    await page.keyboard.press('/');
    await page.keyboard.type('checkout');
    await answered(page, '#search-list', 'checkout');
    const found = await seen(() => marked(page, '.search-panel'), (list) => list.length > 0);
    if (found.length === 0) problems.push('the search marks nothing');
    return problems;
  });
}

function lists(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.goto(`${world.base}index.html`);
    await page.locator('.preview-changes a').click();
    await page.locator('.changes-section').first().waitFor();
    const sections = await page.locator('.changes-section h2').allTextContents();
    for (const wanted of ['Entities', 'Documents', 'Affected', 'New problems']) {
      if (!sections.includes(wanted)) problems.push(`no section ${wanted} among ${sections.join(', ')}`);
    }
    const hrefs = await page.locator('.changes-rows a').evaluateAll((links) => links.map((link) => link.href));
    for (const href of hrefs) {
      if (!world.site.files.includes(decodeURIComponent(href.slice(world.base.length)))) problems.push(`${href} leads nowhere`);
    }
    return problems;
  });
}

const accessible = (viewport, colorScheme) => (world) =>
  read(world, { viewport, colorScheme, reducedMotion: 'reduce' }, async (page) => {
    const problems = [];
    for (const path of ['index.html', 'changes.html', changes(world.site)[0][0]]) {
      await page.goto(`${world.base}${path}`);
      problems.push(...(await violations(page, path)));
      const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      if (needed > given) problems.push(`${path}: ${needed} pixels wide in a window of ${given}`);
    }
    return problems;
  });

export const needs = 'changes.html';

export const checks = [
  { name: 'every page says so', where: 'file', run: saysSo },
  { name: 'what changed is marked', run: marks },
  { name: 'what changed is listed', run: lists },
  { name: 'axe, wide and light', where: 'http', run: accessible({ width: 1280, height: 900 }, 'light') },
  { name: 'axe, narrow and dark', where: 'http', run: accessible({ width: 360, height: 740 }, 'dark') },
];
