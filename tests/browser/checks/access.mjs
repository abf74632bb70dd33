// Accessibility: axe finds nothing on any type of page, in both schemes, wide and as narrow as a phone.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { answered, read } from '../reader.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };

/** What axe finds on the page as it stands, one line for each rule. */
export async function violations(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async (tags) => {
    const { violations } = await globalThis.axe.run(document, { runOnly: tags });
    const place = ({ target, any }) => `${target.join(' ')} ${any[0]?.message ?? ''}`.trim();
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(place).join(' | ')}`);
  }, TAGS);
  return found.map((text) => `${where}: ${text}`);
}

const everyType = (viewport, colorScheme) => (world) =>
  read(world, { viewport, colorScheme, reducedMotion: 'reduce' }, async (page) => {
    const problems = [];
    for (const path of world.site.types()) {
      await page.goto(`${world.base}${path}`);
      problems.push(...(await violations(page, path)));
      const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      if (needed > given) problems.push(`${path}: ${needed} pixels wide in a window of ${given}`);
    }
    return problems;
  });

/** The steps of a template's form: as it comes, with problems, with an open list of a picker, and what it hands over. */
const aForm = (viewport, colorScheme) => (world) =>
  read(world, { viewport, colorScheme, reducedMotion: 'reduce' }, async (page) => {
    const path = world.site.pages.find((path) => /^templates\/[^/]+\/[^/]+\.html$/.test(path) && world.site.read(path).includes('data-entities'));
    if (path === undefined) return ['there is no form with a picker'];
    if (!world.site.read(path).includes('data-engine')) {
      console.log('NOT RUN: this build has no engine; rustup target add wasm32-unknown-unknown');
      return [];
    }
    const problems = [];
    const now = page.locator('.form-step.is-current');
    await page.goto(`${world.base}${path}`);
    await page.locator('[data-form][data-ready]').waitFor();
    const steps = await page.locator('.form-step').count();
    for (let step = 0; step < steps; step += 1) {
      if (step > 0) await page.locator('.form-step-head').nth(step).click();
      await page.locator('.form-step').nth(step).and(now).waitFor();
      if (step + 1 < steps) await now.locator('button[type=submit]').focus();
      // At its top, so that the bar lies over nothing.
      await page.evaluate(() => scrollTo(0, 0));
      problems.push(...(await violations(page, `step ${step + 1} of ${path}`)));
      const picker = now.locator('[role="combobox"]').first();
      if ((await picker.count()) === 0) continue;
      await picker.click();
      await page.keyboard.press('ArrowDown');
      problems.push(...(await violations(page, `a picker on step ${step + 1} of ${path}`)));
      await page.keyboard.press('Escape');
    }
    const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (needed > given) problems.push(`${path}: ${needed} pixels wide in a window of ${given}`);
    return problems;
  });

const whatOpens = (colorScheme) => (world) =>
  read(world, { colorScheme, reducedMotion: 'reduce' }, async (page) => {
    const problems = [];
    await page.goto(`${world.base}index.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('booking');
    await answered(page, '#search-list', 'booking');
    problems.push(...(await violations(page, 'search results')));
    await page.goto(`${world.base}search/index.html?q=booking`);
    await page.locator('.search-results a').first().waitFor();
    await page.locator('.search-side input').first().waitFor();
    problems.push(...(await violations(page, 'the search page')));
    await page.keyboard.press('Control+k');
    await page.locator('.palette [role="option"]').first().waitFor();
    problems.push(...(await violations(page, 'the palette')));
    await page.keyboard.type('booking');
    await answered(page, '#palette-list', 'booking');
    problems.push(...(await violations(page, 'the palette with results')));
    await page.goto(`${world.base}search/index.html?q=kind%3Aapi%20lifecylce%3Ax`);
    await page.locator('.search-trouble').waitFor();
    problems.push(...(await violations(page, 'a query with an error')));
    await page.goto(`${world.base}search/index.html?q=xbqookingzz`);
    await page.locator('.search-empty').waitFor();
    problems.push(...(await violations(page, 'nothing found')));
    await page.goto(`${world.base}search/index.html`);
    await page.locator('.search-tips').waitFor();
    problems.push(...(await violations(page, 'the search page before a search')));
    await page.goto(`${world.base}explore/index.html#q=kind:component`);
    await answered(page, '[data-explore]', 'kind:component');
    await page.locator('#ask').fill('kind:');
    await answered(page, '#choices', 'kind:');
    await answered(page, '[data-explore]', 'kind:');
    problems.push(...(await violations(page, 'an answer')));
    await page.keyboard.press('Escape');
    await page.locator('#ask').fill('kind:api lifecylce:x');
    await answered(page, '[data-explore]', 'kind:api lifecylce:x');
    await page.locator('#trouble mark').waitFor();
    problems.push(...(await violations(page, 'an explorer with an error')));
    await page.locator('#ask').fill('kind:component');
    await answered(page, '[data-explore]', 'kind:component');
    await page.keyboard.press('Escape');
    await page.locator('[data-group]').selectOption('owner');
    await page.locator('.explore-groups').waitFor();
    problems.push(...(await violations(page, 'groups')));
    await page.locator('.explore-columns > summary').first().click();
    problems.push(...(await violations(page, 'the choice of columns')));
    await page.locator('#ask').fill('name:nothing-is-called-this');
    await answered(page, '[data-explore]', 'name:nothing-is-called-this');
    await page.locator('[data-count]', { hasText: /^(0|Nothing|No )/ }).waitFor();
    problems.push(...(await violations(page, 'an empty answer')));
    await page.goto(`${world.base}explore/graph.html#q=kind:component,resource`);
    await page.locator('.graph-box').first().click();
    await page.locator('.graph-box.is-chosen').waitFor();
    problems.push(...(await violations(page, 'the graph')));
    return problems;
  });

export const checks = [
  { name: 'light and wide', where: 'http', run: everyType(WIDE, 'light') },
  { name: 'dark and wide', where: 'http', run: everyType(WIDE, 'dark') },
  { name: 'light on a phone', where: 'http', run: everyType(PHONE, 'light') },
  { name: 'dark on a phone', where: 'http', run: everyType(PHONE, 'dark') },
  { name: 'a form in light', where: 'http', run: aForm(WIDE, 'light') },
  { name: 'a form in dark on a phone', where: 'http', run: aForm(PHONE, 'dark') },
  { name: 'what opens in light', where: 'http', run: whatOpens('light') },
  { name: 'what opens in dark', where: 'http', run: whatOpens('dark') },
];
