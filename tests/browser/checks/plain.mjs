// Without JavaScript every page still says what it is about, and the catalog lists its entities as links.

import { read, seen } from '../reader.mjs';

// Whether a control is that of a tab, and brings its tab to sight.
async function showsItsTab(control) {
  const place = await control.evaluate((node) => [...node.parentElement.querySelectorAll(':scope > input')].indexOf(node));
  const body = control.locator('xpath=..').locator(':scope > .tab-bodies > .tab').nth(place);
  if ((await body.count()) === 0) return false;
  await control.press('Space');
  return seen(() => body.isVisible(), Boolean);
}

function readableWithoutScripts(world) {
  return read(world, { javaScriptEnabled: false }, async (page) => {
    const problems = [];
    for (const path of world.site.types()) {
      await page.goto(`${world.base}${path}`);
      const main = page.locator('main');
      const heading = (await main.locator('h1').first().innerText()).trim();
      const text = (await main.innerText()).replace(/\s+/g, ' ');
      if (heading === '' || text.length < 40) problems.push(`${path}: says only “${text}”`);
      for (const control of await page.locator('main button:visible, main input:visible, main select:visible').all()) {
        if (await showsItsTab(control)) continue;
        if ((await control.getAttribute('data-copy')) === null && (await control.getAttribute('disabled')) === null) {
          problems.push(`${path}: ${await control.evaluate((node) => node.outerHTML.slice(0, 100))} does nothing`);
        }
      }
    }
    await page.goto(`${world.base}catalog/index.html`);
    const rows = await page.locator('main table tbody tr a').count();
    if (rows === 0) problems.push('the catalog lists nothing');
    return problems;
  });
}

export const checks = [{ name: 'readable without scripts', run: readableWithoutScripts }];
