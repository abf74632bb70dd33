// Search, typed as a reader would, from a page deep in the site.

import { below, read } from '../reader.mjs';

const options = (page) => page.locator('.search-panel [role="option"]');

/** Types `query` after `/`; gives the addresses of the results, below the site. */
async function ask(world, page, query) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(query);
  await page.waitForTimeout(150);
  await page.locator('.search-panel .search-message, .search-panel [role="option"]').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.search input').getAttribute('aria-expanded') === 'true');
  return options(page).evaluateAll((links) => links.map((link) => link.href)).then((all) => all.map((url) => below(world.base, url)));
}

function findsEntities(world) {
  const entities = world.site.json('api/v1/entities.json').filter(({ kind }) => ['Component', 'API', 'System'].includes(kind));
  return read(world, {}, async (page) => {
    const problems = [];
    for (const { ref, metadata } of entities.slice(0, 3)) {
      const own = world.site.page(ref);
      await page.goto(`${world.base}${world.site.page(entities.at(-1).ref)}`);
      const found = await ask(world, page, metadata.name);
      if (!found.includes(own)) problems.push(`“${metadata.name}” finds ${found.join(', ') || 'nothing'}`);
    }
    await page.keyboard.press('ArrowDown');
    const chosen = await page.locator('.search-panel [aria-selected="true"]').evaluate((link) => link.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(chosen);
    return problems;
  });
}

function findsSections(world) {
  const headings = world.site.headings().slice(0, 4);
  if (headings.length < 2) return ['the documents have no headings to look for'];
  return read(world, {}, async (page) => {
    const problems = [];
    for (const { text, page: path, id } of headings) {
      await page.goto(`${world.base}index.html`);
      const found = await ask(world, page, text);
      if (!found.includes(`${path}#${id}`)) problems.push(`“${text}” finds ${found.join(', ') || 'nothing'}, not ${path}#${id}`);
    }
    return problems;
  });
}

function showsAllResults(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}search/index.html?q=booking`);
    await page.locator('.search-results a').first().waitFor();
    const count = await page.locator('.search-results a').count();
    await page.reload();
    await page.locator('.search-results a').first().waitFor();
    const again = await page.locator('.search-results a').count();
    return count > 0 && count === again ? [] : [`${count} results, after a reload ${again}`];
  });
}

export const checks = [
  { name: 'finds entities from the keyboard', run: findsEntities },
  { name: 'finds sections of documents', run: findsSections },
  { name: 'lists all results on a page of its own', run: showsAllResults },
];
