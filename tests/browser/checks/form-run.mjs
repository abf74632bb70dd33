// Where the form of a template runs it: the entities that it asks for are loaded one by one, and a template that takes
// long can be stopped, while the page stays at hand.

import { read } from '../reader.mjs';

const ASKS = 'templates/default/asks.html';
const SLOW = 'templates/default/slow.html';

const code = (page, text) => page.locator('.form-file-code', { hasText: text }).waitFor();

function entitiesAreLoaded(world) {
  return read(world, {}, async (page) => {
    const loaded = [];
    page.on('request', (request) => {
      if (/\/entities-[0-9a-f]+\/\d+\.js/.test(request.url())) loaded.push(request.url());
    });
    await page.goto(`${world.base}${ASKS}#team=group:default/stage-hands`);
    await code(page, 'Of Stage hands, with Cue sheets and null.');
    const before = loaded.length;
    const team = page.getByLabel(/^Team/).and(page.locator('input'));
    await team.fill('lighting');
    await page.keyboard.press('Tab');
    await code(page, 'Of lighting, with Cue sheets and null.');
    await team.fill('group:default/nobody');
    await page.keyboard.press('Tab');
    await page.locator('.form-faults', { hasText: 'the catalog has no group:default/nobody' }).waitFor();
    const problems = [];
    // Over http a script that was loaded is not asked for again.
    if (before === 0 || new Set(loaded).size !== loaded.length) problems.push(`loaded ${loaded}`);
    return problems;
  });
}

/**
 * Reviews and stops in the page itself: a run is over after some seconds whatever it does, and a busy machine might
 * bring a click from outside only then.
 */
function reviewAndStop() {
  globalThis.reviewed = new Promise((resolve) => {
    const button = (within, text) => [...within.querySelectorAll('button')].find((one) => one.textContent.trim() === text);
    const look = () => {
      const waiting = document.querySelector('.form-waiting');
      if (waiting === null || !waiting.checkVisibility() || !waiting.textContent.includes('still being made')) {
        requestAnimationFrame(look);
        return;
      }
      button(document, 'Review').click();
      resolve(document.querySelector('.form-review').textContent);
      button(waiting, 'Stop').click();
    };
    requestAnimationFrame(look);
  });
}

function longRunsAreStopped(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.addInitScript(reviewAndStop);
    await page.goto(`${world.base}${SLOW}`);
    // The page answers meanwhile.
    const reviewed = await page.evaluate(() => globalThis.reviewed);
    if (!reviewed.includes('The files are being made')) problems.push(`the review says meanwhile: ${reviewed}`);
    await page.locator('.form-faults', { hasText: 'No files were made: you stopped it' }).waitFor();
    if ((await page.locator('.form-download').count()) > 0) problems.push('there is an archive of what was stopped');
    if (await page.locator('.form-waiting').isVisible()) problems.push('it is still said to be made');
    await page.locator('.form-answers button', { hasText: 'Change' }).click();
    await page.getByLabel('Patience').click();
    await code(page, 'Done.');
    await page.getByRole('button', { name: 'Review', exact: true }).first().click();
    await page.locator('.form-download').waitFor();
    return problems;
  });
}

/** A browser that gives no worker runs the template in the page. */
function worksWithoutWorkers(world) {
  return read(world, {}, async (page) => {
    await page.addInitScript(() => {
      globalThis.Worker = class {
        constructor() {
          throw new DOMException('no workers here', 'SecurityError');
        }
      };
    });
    await page.goto(`${world.base}${ASKS}#team=group:default/lighting`);
    await code(page, 'Of lighting, with Cue sheets and null.');
    return [];
  });
}

export const needs = ASKS;
export const checks = [
  { name: 'entities are loaded that are asked for', run: entitiesAreLoaded },
  { name: 'what takes long is stopped', run: longRunsAreStopped },
  { name: 'without workers', run: worksWithoutWorkers },
];
