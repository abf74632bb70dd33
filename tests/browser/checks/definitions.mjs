// The reference of an API: a link unfolds what it leads to, everything can be unfolded, the navigation can be filtered,
// the command can be copied; and all of it can be read without scripts.

import { read, seen } from '../reader.mjs';

/** A page of a definition that holds all of `marks`, the longest one. */
function reference(site, ...marks) {
  const pages = site.pages.filter((path) => path.startsWith('apis/'));
  const found = pages.filter((path) => marks.every((mark) => site.read(path).includes(mark)));
  if (found.length === 0) throw new Error(`no reference holds ${marks.join(' and ')}`);
  return found.reduce((best, path) => (site.read(path).length > site.read(best).length ? path : best));
}

/** The id of something that stands in a fold that is closed. */
const folded = (page) =>
  page.evaluate(() => document.querySelector('.definition-body details:not([open]) .field[id]')?.id ?? '');

function linksUnfold(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    let [id, address] = ['', ''];
    for (const path of world.site.pages.filter((path) => path.startsWith('apis/'))) {
      address = `${world.base}${path}`;
      await page.goto(address);
      id = await folded(page);
      if (id !== '') break;
    }
    if (id === '') return ['no field stands in a fold'];
    const field = page.locator(`[id="${id}"]`);
    if (await field.isVisible()) problems.push(`${id} is seen before its link is followed`);
    await page.goto(`${address}#${encodeURIComponent(id)}`);
    if (!(await seen(() => field.isVisible(), Boolean))) problems.push(`${id} is not seen after its link is followed`);
    await page.evaluate(() => document.querySelectorAll('.definition-body details').forEach((fold) => { fold.open = false; }));
    await page.reload();
    if (!(await seen(() => field.isVisible(), Boolean))) problems.push(`${id} is not seen when the page opens with its link`);
    const place = () => field.evaluate((node) => ({ top: node.getBoundingClientRect().top, height: innerHeight }));
    const isInSight = ({ top, height }) => top >= 0 && top <= height;
    const { top, height } = await seen(place, isInSight);
    if (!isInSight({ top, height })) problems.push(`${id} is at ${Math.round(top)} of ${height}`);
    await field.locator('.field-head').first().hover();
    const own = await field.locator('.field-head .anchor').first().getAttribute('href');
    if (decodeURIComponent(own ?? '') !== `#${id}`) problems.push(`the link of ${id} is ${own}`);
    return problems;
  });
}

function everythingUnfolds(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${reference(world.site, 'class="response"', 'class="fold"')}`);
    const open = () => page.evaluate(() => [...document.querySelectorAll('.definition-body details')].map((fold) => fold.open));
    const button = page.locator('[data-unfold]');
    await button.press('Enter');
    const all = await seen(open, (folds) => folds.every(Boolean));
    const name = await seen(() => button.innerText(), (text) => text === 'Fold all');
    await button.press('Enter');
    const none = await seen(open, (folds) => !folds.some(Boolean));
    const problems = [];
    if (all.length === 0 || !all.every(Boolean)) problems.push(`${all.filter(Boolean).length} of ${all.length} are unfolded`);
    if (none.some(Boolean)) problems.push(`${none.filter(Boolean).length} stay unfolded`);
    if (name !== 'Fold all') problems.push(`then the button says “${name}”`);
    // By keyboard alone, one by one.
    const first = page.locator('.definition-body summary').first();
    await first.focus();
    await page.keyboard.press('Enter');
    if (!(await seen(open, ([first]) => first))[0]) problems.push('Enter does not unfold');
    return problems;
  });
}

function navigationIsFiltered(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${reference(world.site, 'class="verb-short verb-write"', 'id="types"')}`);
    const lines = page.locator('.definition-nav li:visible');
    const before = await lines.count();
    const wanted = (await lines.last().innerText()).trim();
    const filter = page.locator('[data-definition-tools] input');
    const problems = [];
    await filter.fill(wanted);
    const isNarrowed = (names) => names.length < before && names.every((name) => name.toLowerCase().includes(wanted.toLowerCase()));
    const names = await seen(() => lines.allInnerTexts(), isNarrowed);
    if (!isNarrowed(names)) {
      problems.push(`“${wanted}” leaves ${names.join(', ')}`);
    }
    await filter.press('Enter');
    if (!(await seen(() => page.evaluate(() => location.hash), Boolean))) problems.push('Enter follows nothing');
    await filter.fill('nothing is called so');
    await page.locator('[data-filter-none]').waitFor();
    if ((await lines.count()) > 0) problems.push(`“nothing is called so” leaves ${(await lines.allInnerTexts()).join(', ')}`);
    await filter.press('Escape');
    const back = await seen(() => lines.count(), (count) => count === before);
    if (back !== before) problems.push(`${back} lines of ${before} come back`);
    return problems;
  });
}

function commandIsCopied(world) {
  return read(world, { permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
    await page.goto(`${world.base}${reference(world.site, 'curl ')}`);
    const listing = page.locator('.operation-code .listing').first();
    const shown = await listing.locator('code').innerText();
    // A page from disk has no clipboard to read; what is pasted tells.
    // The button says for a while that it is done.
    await Promise.all([listing.locator('[data-copy][title="Copied"]').waitFor(), listing.locator('[data-copy]').click()]);
    const filter = page.locator('.topbar input[type="search"], .topbar input').first();
    await filter.focus();
    await page.keyboard.press('Control+V');
    const isSame = (pasted) => pasted.replace(/\s+/g, '') === shown.replace(/\s+/g, '');
    const pasted = await seen(() => filter.inputValue(), isSame);
    return shown.startsWith('curl') && isSame(pasted) ? [] : [`“${shown}” becomes “${pasted}”`];
  });
}

function readableWithoutScripts(world) {
  return read(world, { javaScriptEnabled: false }, async (page) => {
    const problems = [];
    for (const path of world.site.pages.filter((path) => path.startsWith('apis/'))) {
      await page.goto(`${world.base}${path}`);
      if ((await page.locator('[data-definition-tools]:visible').count()) > 0) problems.push(`${path}: shows what does nothing`);
      const fold = await page.$('.definition-body details:not([open]) > summary');
      await fold?.click();
      if (fold && !(await seen(() => fold.evaluate((node) => node.parentElement.open), Boolean))) problems.push(`${path}: does not unfold`);
    }
    return problems;
  });
}

/** A file that a site has whose references these checks read. */
export const needs = 'apis/default/booking.html';

export const checks = [
  { name: 'a link unfolds what it leads to', run: linksUnfold },
  { name: 'everything unfolds at once', run: everythingUnfolds },
  { name: 'the navigation is filtered', run: navigationIsFiltered },
  { name: 'the command is copied', run: commandIsCopied },
  { name: 'readable without scripts', run: readableWithoutScripts },
];
