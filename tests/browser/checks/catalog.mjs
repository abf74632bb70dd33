// The catalog's table: filters, their counts, the address that keeps them, sorting.

import { read, seen } from '../reader.mjs';

const rows = (page) => page.locator('[data-table] tbody tr');
const number = async (locator) => Number((await locator.innerText()).replace(/\D/g, ''));

/** Scrolls until as many rows are in the page; gives how many there are. */
const reachAll = (page, count) =>
  seen(async () => {
    await page.mouse.wheel(0, 4000);
    return rows(page).count();
  }, (found) => found >= count);

function filtersSurviveReload(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const total = world.site.json('api/v1/entities.json').length;
    await page.goto(`${world.base}catalog/index.html`);
    const box = page.locator('[data-facets] .facet li').first();
    await box.waitFor();
    const expected = await number(box.locator('.count'));
    await box.locator('input').check();
    const state = async (when) => {
      await page.locator('[data-query] > *').first().waitFor();
      const said = await page.locator('[data-count]').innerText();
      if (said !== `${expected} of ${total}`) problems.push(`${when}: “${said}” where ${expected} of ${total} are expected`);
      const shown = await reachAll(page, expected);
      if (shown !== expected) problems.push(`${when}: ${shown} rows where ${expected} are expected`);
    };
    await state('filtered');
    await page.reload();
    await state('reloaded');
    await page.locator('[data-query] button').first().click();
    const all = await seen(() => page.locator('[data-count]').innerText(), (said) => said === String(total));
    if (all !== String(total)) problems.push('the filter cannot be taken away');
    return problems;
  });
}

function textFilterFinds(world) {
  return read(world, {}, async (page) => {
    const [{ metadata }] = world.site.json('api/v1/entities.json').filter(({ kind }) => kind === 'Component');
    await page.goto(`${world.base}catalog/index.html`);
    await page.locator('#filter').fill(metadata.name);
    const link = page.locator(`[data-table] a[href$="component/default/${metadata.name}.html"]`).first();
    await link.click();
    await page.waitForURL(/catalog\/component\/default\//);
    await page.goBack();
    const kept = await seen(() => page.locator('#filter').inputValue(), (text) => text === metadata.name);
    return kept === metadata.name ? [] : [`after going back the filter is “${kept}”`];
  });
}

function sortsBothWays(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.goto(`${world.base}catalog/component/index.html`);
    const head = page.locator('th[data-sort="name"]');
    for (const direction of ['ascending', 'descending']) {
      await head.getByRole('button').click();
      await page.locator(`th[data-sort="name"][aria-sort="${direction}"]`).waitFor();
      const names = (await page.locator('[data-table] .cell-name').allInnerTexts()).map((name) => name.trim().toLowerCase());
      const sorted = [...names].sort((a, b) => (a < b ? -1 : Number(a > b)));
      if (direction === 'descending') sorted.reverse();
      if (names.join() !== sorted.join()) problems.push(`${direction}: ${names.join(', ')}`);
    }
    return problems;
  });
}

export const checks = [
  { name: 'filters and survives a reload', run: filtersSurviveReload },
  { name: 'finds by text and remembers', run: textFilterFinds },
  { name: 'sorts both ways', run: sortsBothWays },
];
