// The ways to a form: the gallery with its filters, and the palette; and what of the reader's own it knows.

import { read, seen } from '../reader.mjs';

const GALLERY = 'templates/index.html';
const ASKS = 'templates/default/asks.html';

function galleryIsFiltered(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.goto(`${world.base}${GALLERY}`);
    const by = (name) => page.locator(`[data-gallery-filter] [data-by="${name}"]`);
    const shown = () => page.locator('[data-gallery] > .card:visible h2').allInnerTexts();
    const expect = async (what, ...titles) => {
      const found = await seen(shown, (found) => found.join() === titles.join());
      if (found.join() !== titles.join()) problems.push(`${what} shows ${found}`);
    };
    await expect('the gallery', 'Asks the catalog', 'Every question', 'Takes its time');
    await by('type').selectOption('library');
    await expect('a type', 'Asks the catalog');
    if ((await page.locator('[data-gallery-count]').innerText()) !== '1 of 3') problems.push('it is not said how many there are');
    if (!page.url().endsWith('#type=library')) problems.push(`the address is ${page.url()}`);
    await page.reload();
    await expect('the same address', 'Asks the catalog');
    await by('type').selectOption('');
    await by('tag').selectOption('questions');
    await expect('a tag', 'Asks the catalog');
    await by('tag').selectOption('');
    await by('q').fill('time TAKES');
    await expect('words', 'Takes its time');
    await by('q').fill('nonsense');
    await page.getByText('No template is like that.').waitFor();
    await page.goto(`${world.base}${GALLERY}#q=every`);
    await expect('a link', 'Every question');
    await page.locator('.card:visible .card-use').click();
    await page.locator('[data-form][data-ready]').waitFor();
    return problems;
  });
}

function paletteLeadsToForms(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}index.html`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('new from asks');
    await page.locator('.palette [role="option"]', { hasText: 'New from Asks the catalog' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/${ASKS}`);
    await page.locator('[data-form][data-ready]').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('new');
    await page.locator('.palette [role="option"]', { hasText: 'New from a template…' }).waitFor();
    await page.locator('.palette-input').fill('catalog');
    await page.locator('.palette [role="option"]', { hasText: 'New from Asks the catalog' }).waitFor();
    return [];
  });
}

/** What a picker offers. */
async function offered(page, label) {
  const field = page.getByLabel(new RegExp(`^${label}`)).and(page.locator('input'));
  await field.click();
  const options = page.locator(`#${await field.getAttribute('aria-controls')} .form-option-label`);
  await options.first().waitFor();
  const texts = await options.allInnerTexts();
  await page.keyboard.press('Escape');
  return texts.join();
}

function ownTeamIsKnown(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const address = `${world.base}${ASKS}#team=group:default/lighting&~step=2`;
    await page.goto(address);
    const all = await offered(page, 'Mine');
    if (!all.includes('Stage hands')) problems.push(`without a team, ${all} are offered`);
    await page.evaluate(() => localStorage.setItem('callboard-team', 'group:default/lighting'));
    await page.reload();
    await page.locator('.form-picked', { hasText: 'What lighting owns' }).waitFor();
    const own = await offered(page, 'Mine');
    if (own !== 'Cue sheets,dimmers,Asks the catalog,Takes its time') problems.push(`with a team, ${own} are offered`);
    return problems;
  });
}

function answersAreListedAsAsked(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${ASKS}#team=group:default/lighting&~step=3`);
    await page.locator('.form-download').waitFor();
    const rows = await page.locator('.form-answers tr').evaluateAll((rows) => rows.map((row) => `${row.cells[0].innerText.trim()}=${row.cells[1].innerText.trim()}`));
    const expected = 'Team=lighting;Mine=–;Token=not asked for here;Code=***;Called=y;Box=Wide: 3, High: 4';
    return rows.join(';') === expected ? [] : [`listed as ${rows.join(';')}`];
  });
}

function secretsAreNotKept(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${ASKS}#team=group:default/lighting&token=hush`);
    await page.locator('[data-form][data-ready]').waitFor();
    const kept = await seen(() => page.url(), (address) => !address.includes('hush'));
    const given = await page.locator('[data-form]').innerText();
    return [kept, given].filter((text) => text.includes('hush')).map((text) => `kept in ${text}`);
  });
}

export const needs = ASKS;
export const checks = [
  { name: 'the gallery is filtered', run: galleryIsFiltered },
  { name: 'the palette leads to forms', run: paletteLeadsToForms },
  { name: 'the own team is known', run: ownTeamIsKnown },
  { name: 'answers are listed as the template asks', run: answersAreListedAsAsked },
  { name: 'secrets in an address are not kept', run: secretsAreNotKept },
];
