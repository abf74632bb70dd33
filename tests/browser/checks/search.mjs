// Search, typed as a reader would, from a page deep in the site.

import { answered, below, read, seen } from '../reader.mjs';

const options = (page) => page.locator('.search-panel [role="option"]');

const results = (page) => page.locator('.search-results a');

/** Types `query` after `/`; gives the addresses of the results, below the site. */
async function ask(world, page, query) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(query);
  await answered(page, '#search-list', query);
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
    const count = await results(page).count();
    await page.reload();
    await results(page).first().waitFor();
    const again = await results(page).count();
    return count > 0 && count === again ? [] : [`${count} results, after a reload ${again}`];
  });
}

const open = async (world, page, parameters) => {
  await page.goto(`${world.base}search/index.html?${new URLSearchParams(parameters)}`);
  await page.locator('.search-side, .search-empty').first().waitFor();
};

function narrows(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(world, page, { q: 'booking' });
    const box = page.locator('input[name="kind"][value="component"]');
    await box.waitFor();
    const promised = Number(await box.locator('xpath=..').locator('.count').innerText());
    await box.check();
    await page.locator('.search-chip').waitFor();
    const kinds = await page.locator('.search-results .search-kind').allInnerTexts();
    if (kinds.length !== promised || kinds.some((kind) => kind !== 'component')) problems.push(`${promised} components were promised, shown are ${kinds.join(', ')}`);
    await page.locator('input[name="kind"][value="api"]').check();
    await page.locator('.search-chip').nth(1).waitFor();
    const both = await results(page).count();
    if (both <= promised) problems.push(`${promised} components, and ${both} with APIs`);
    await page.reload();
    await page.locator('.search-chip').nth(1).waitFor();
    if ((await results(page).count()) !== both) problems.push(`${both} results, after a reload ${await results(page).count()}`);
    await page.goBack();
    await page.locator('.search-chip').nth(1).waitFor({ state: 'detached' });
    if ((await results(page).count()) !== promised) problems.push('the way back does not lead back');
    await page.locator('.search-chip').first().click();
    await page.locator('.search-chip').waitFor({ state: 'detached' });
    if ((await results(page).count()) <= both) problems.push('taking the last value away shows no more');
    return problems;
  });
}

function asksQueries(world) {
  const unowned = ({ kind, relations }) => kind === 'Component' && !relations.some(({ type }) => type === 'dependsOn');
  const expected = world.site.json('api/v1/entities.json').filter(unowned).map(({ ref }) => ref).sort();
  return read(world, {}, async (page) => {
    const problems = [];
    await open(world, page, { q: 'kind:component -has:depends-on' });
    const found = await page.locator('.search-results .search-context').allInnerTexts();
    if (found.sort().join() !== expected.join()) problems.push(`the query finds ${found.join(', ')}`);
    const link = await page.locator('.search-summary a', { hasText: 'Explore' }).getAttribute('href');
    if (!decodeURIComponent(link.replaceAll('+', ' ')).endsWith('explore/index.html#q=kind:component -has:depends-on')) problems.push(`Explore is ${link}`);
    await open(world, page, { q: 'kind:api lifecylce:production' });
    const wrong = await page.locator('.search-trouble mark').innerText();
    if (wrong !== 'lifecylce') problems.push(`“${wrong}” is marked`);
    await open(world, page, { q: 'http://booking.example' });
    if ((await page.locator('.search-trouble, .search-summary a').count()) > 0) problems.push('an address is taken for a query');
    return problems;
  });
}

function helpsWhenThereIsNothing(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(world, page, { q: 'xbqookingzz' });
    const links = await page.locator('.search-empty a').evaluateAll((all) => all.map((link) => `${link.textContent} ${link.getAttribute('href')}`));
    if (!links.some((link) => link.startsWith('booking'))) problems.push(`suggested are ${links.join(', ')}`);
    if (!links.some((link) => link.endsWith('explore/index.html#q=xbqookingzz'))) problems.push('no link asks the catalog');
    await page.locator('.search-empty a').first().click();
    await results(page).first().waitFor();
    return problems;
  });
}

function palette(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const active = () => page.locator('.palette [aria-selected="true"]').innerText();
    const reference = world.site.json('api/v1/entities.json').find(({ kind }) => kind === 'System').ref;
    await page.goto(`${world.base}${world.site.page(reference)}`);
    await page.locator('.brand').focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('copy ref');
    await page.locator('.palette [aria-selected="true"]', { hasText: 'Copy reference' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.palette').waitFor({ state: 'hidden' });
    if (!(await seen(() => page.locator('.brand').evaluate((brand) => brand === document.activeElement), Boolean))) problems.push('the focus does not return');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('switch col');
    await page.keyboard.press('Enter');
    await page.locator('.palette').waitFor({ state: 'hidden' });
    if (!(await seen(() => page.evaluate(() => document.documentElement.dataset.scheme), Boolean))) problems.push('the colours stay');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('go to arch');
    await page.locator('.palette [aria-selected="true"]', { hasText: 'Architecture' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/explore\/architecture\.html/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('booking');
    await answered(page, '#palette-list', 'booking');
    const first = await active();
    await page.keyboard.press('ArrowDown');
    const said = await seen(() => page.locator('.palette [role="status"]').textContent(), (text) => /, 2 of \d+$/.test(text));
    if ((await active()) === first || !/, 2 of \d+$/.test(said)) problems.push(`arrow down goes to ${await active()} and says “${said}”`);
    const target = await page.locator('.palette [aria-selected="true"]').evaluate((link) => link.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(target);
    const [, namespace, name] = /^template:(.+)\/(.+)$/.exec(world.site.json('api/v1/entities.json').find(({ kind }) => kind === 'Template').ref);
    await page.keyboard.press('Control+k');
    await page.keyboard.type(name);
    await page.locator(`.palette a[href$="templates/${namespace}/${name}.html"]`, { hasText: 'New from' }).click();
    await page.waitForURL(new RegExp(`templates/${namespace}/${name}\\.html`));
    return problems;
  });
}

function keeps(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(world, page, { q: 'booking' });
    const pinned = await results(page).nth(1).getAttribute('href');
    const pin = page.locator('.search-results .search-icon-button').nth(1);
    await pin.click();
    if ((await seen(() => pin.getAttribute('aria-pressed'), (pressed) => pressed === 'true')) !== 'true') problems.push('a result cannot be pinned');
    await page.locator('.search input').press('Enter');
    await page.goto(`${world.base}index.html`);
    await page.keyboard.press('/');
    const isKept = (links) => links.includes(pinned.replace('../', '')) && links.some((link) => link.endsWith('?q=booking'));
    const shown = await seen(() => options(page).evaluateAll((all) => all.map((link) => link.getAttribute('href'))), isKept);
    if (!isKept(shown)) problems.push(`kept are ${shown.join(', ')}`);
    await page.goto(`${world.base}search/index.html`);
    await page.locator('.search-clear').click();
    if ((await seen(() => page.locator('.search-kept li > a').count(), (count) => count === 0)) > 0) problems.push('something is left');
    const stored = await seen(() => page.evaluate(() => Object.entries(localStorage).flat().join(' ')), (text) => !text.includes('booking'));
    if (stored.includes('booking')) problems.push(`stored is ${stored}`);
    return problems;
  });
}

/** Everything still works where the browser stores nothing. */
function needsNoStorage(world) {
  return read(world, {}, async (page) => {
    await page.addInitScript(() => Object.defineProperty(globalThis, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } }));
    await open(world, page, { q: 'booking' });
    await page.locator('.search-results .search-icon-button').first().click();
    await page.locator('.search input').fill('');
    await page.locator('.search-kept li > a').first().waitFor();
    return [];
  });
}

function leansToTheTeam(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const titles = () => page.locator('.search-results .search-title').allInnerTexts();
    await open(world, page, { q: 'ticket' });
    const before = await titles();
    await page.locator('input[name="owner"]').first().waitFor();
    const owners = await page.locator('input[name="owner"]').evaluateAll((all) => all.map((box) => box.value));
    let moved = false;
    for (const owner of owners) {
      await page.evaluate((ref) => localStorage.setItem('callboard-team', ref), owner);
      await open(world, page, { q: 'ticket' });
      moved ||= (await titles()).join() !== before.join();
    }
    if (!moved) problems.push('no team changes the order');
    const entity = world.site.json('api/v1/entities.json').find(({ kind, relations }) => kind === 'Component' && relations.some(({ type }) => type === 'ownedBy'));
    const name = entity.metadata.title ?? entity.metadata.name;
    await page.evaluate(() => localStorage.removeItem('callboard-team'));
    await open(world, page, { q: name });
    const first = await results(page).first().getAttribute('href');
    for (const owner of owners) {
      await page.evaluate((ref) => localStorage.setItem('callboard-team', ref), owner);
      await open(world, page, { q: name });
      if ((await results(page).first().getAttribute('href')) !== first) problems.push(`${owner} takes ${name} from the first place`);
    }
    await page.locator('.search-team').click();
    await page.locator('.palette [role="option"][aria-selected="true"]').waitFor();
    const team = await page.locator('.palette [aria-selected="true"] .search-title').innerText();
    await page.keyboard.press('Enter');
    await page.locator('.search-team', { hasText: team }).waitFor();
    return problems;
  });
}

export const checks = [
  { name: 'finds entities from the keyboard', run: findsEntities },
  { name: 'finds sections of documents', run: findsSections },
  { name: 'lists all results on a page of its own', run: showsAllResults },
  { name: 'narrows by facets', run: narrows },
  { name: 'answers queries', run: asksQueries },
  { name: 'suggests when there is nothing', run: helpsWhenThereIsNothing },
  { name: 'has a palette', run: palette },
  { name: 'keeps searches and pins, and forgets them', run: keeps },
  { name: 'needs no storage', run: needsNoStorage },
  { name: 'leans to the own team', run: leansToTheTeam },
];
