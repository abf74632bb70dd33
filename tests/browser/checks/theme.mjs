// The frame of every page: the colour scheme is kept, and nothing complains or leaves the site on any page type.

import { read } from '../reader.mjs';

function everyTypeOpensQuietly(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    for (const path of world.site.types()) {
      await page.goto(`${world.base}${path}`, { waitUntil: 'load' });
      await page.mouse.wheel(0, 20_000);
      // What comes into sight is drawn, and may ask for more.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const missing = await page.evaluate(() =>
        [...document.querySelectorAll('use')].map((use) => use.getAttribute('href')).filter((href) => !document.querySelector(CSS.escape(href).replace(/^\\#/, '#'))),
      );
      if (missing.length > 0) problems.push(`${path}: no icon ${missing.join(', ')}`);
    }
    return problems;
  });
}

function schemeIsKept(world) {
  return read(world, { colorScheme: 'light' }, async (page) => {
    const paint = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto(`${world.base}index.html`);
    const light = await paint();
    await page.locator('[data-scheme-switch]').click();
    const dark = await paint();
    await page.goto(`${world.base}catalog/index.html`);
    const kept = await paint();
    return light !== dark && dark === kept ? [] : [`light ${light}, switched ${dark}, on the next page ${kept}`];
  });
}

function paperIsLight(world) {
  return read(world, { colorScheme: 'dark' }, async (page) => {
    const ink = () => page.evaluate(() => ['h1', 'main p', 'code'].map((name) => getComputedStyle(document.querySelector(name)).color).join());
    const path = world.site.types().find((path) => path.startsWith('docs/') && path !== 'docs/index.html');
    await page.goto(`${world.base}${path}`);
    await page.evaluate(() => document.documentElement.setAttribute('data-scheme', 'dark'));
    const dark = await ink();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = await ink();
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await page.evaluate(() => document.documentElement.setAttribute('data-scheme', 'light'));
    const light = await ink();
    return paper === light && dark !== light ? [] : [`on paper ${paper}, light ${light}, dark ${dark}`];
  });
}

export const checks = [
  { name: 'every type of page opens without complaint', run: everyTypeOpensQuietly },
  { name: 'the chosen scheme is kept', run: schemeIsKept },
  { name: 'paper is light', run: paperIsLight },
];
