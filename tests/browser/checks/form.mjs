// The form of a template: it is filled in by keyboard, shared, mended, and hands over what was asked for. The template is
// `templates/everything`, which asks with every control.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '../reader.mjs';

const PAGE = 'templates/default/everything.html';

/** Opens the form, and waits until the preview shows files. */
async function open(page, base, answers = '') {
  await page.goto(`${base}${PAGE}${answers}`);
  await page.locator('[data-form][data-ready]').waitFor();
}

/** Presses Tab until a control has the focus. */
async function tabTo(page, control) {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${control}`);
}

/** The control of a question on the open step. */
const control = (page, name) => page.locator('.form-step.is-current').getByLabel(new RegExp(`^${name}( required)?$`)).and(page.locator('input, textarea, select'));

const step = (page, title) => page.locator('.form-step.is-current', { has: page.locator('.form-step-title', { hasText: title }) }).waitFor();

/** What the last step says of each question. */
const answers = (page) => page.locator('.form-answers tr').evaluateAll((rows) =>
  Object.fromEntries(rows.map((row) => [row.cells[0].innerText.trim(), row.cells[1].innerText.trim()])));

/** What differs between two objects, a line for each. */
function differences(found, expected) {
  return Object.entries(expected).filter(([key, value]) => found[key] !== value).map(([key, value]) => `${key}: ${JSON.stringify(found[key])} instead of ${JSON.stringify(value)}`);
}

/** Saves the archive, and gives its files by path, those that may be executed with a star. */
async function unpacked(page) {
  const folder = mkdtempSync(join(tmpdir(), 'form-'));
  try {
    const download = page.waitForEvent('download');
    await page.locator('.form-download').click();
    const saved = await download;
    const archive = join(folder, saved.suggestedFilename());
    await saved.saveAs(archive);
    execFileSync('unzip', ['-q', archive, '-d', join(folder, 'files')]);
    const [root] = readdirSync(join(folder, 'files'));
    const inside = join(folder, 'files', root);
    const paths = readdirSync(inside, { recursive: true }).filter((name) => statSync(join(inside, name)).isFile());
    const star = (path) => (statSync(join(inside, path)).mode & 0o100 ? '*' : '');
    return { name: saved.suggestedFilename(), root, files: Object.fromEntries(paths.map((path) => [path + star(path), readFileSync(join(inside, path), 'latin1')])) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first two steps, without a mouse. */
async function fillQuestions(page) {
  const { keyboard } = page;
  const field = (name) => control(page, name);
  await tabTo(page, field('Name'));
  await keyboard.type('cue-lights');
  await tabTo(page, field('About'));
  await keyboard.type('Two\nlines');
  await tabTo(page, field('Size'));
  await keyboard.type('3');
  await tabTo(page, field('Volume'));
  await keyboard.press('ArrowRight');
  await tabTo(page, field('Loud'));
  await keyboard.press('Space');
  await field('Warning').waitFor();
  await tabTo(page, field('Hall'));
  await keyboard.press('ArrowDown');
  await tabTo(page, field('red'));
  await keyboard.press('ArrowDown');
  await tabTo(page, field('friday'));
  await keyboard.press('Space');
  await tabTo(page, field('Name'));
  await keyboard.press('Enter');
  await step(page, 'From the catalog');
  await tabTo(page, field('Owner'));
  await keyboard.type('hands');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabTo(page, field('Parts'));
  for (const part of ['dim', 'cue']) {
    await keyboard.type(part);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
  }
  await tabTo(page, field('Tags'));
  await keyboard.type('new-tag');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await step(page, 'Lists and branches');
}

/** The last two steps, without a mouse. */
async function fillLists(page) {
  const { keyboard } = page;
  const now = page.locator('.form-step.is-current');
  const add = now.getByRole('button', { name: /^Add .*Doors$/ });
  for (const label of ['left', 'right']) {
    await tabTo(page, add);
    await keyboard.press('Enter');
    await keyboard.type(label);
  }
  await tabTo(page, now.getByRole('button', { name: 'Move entry 2 up' }));
  await keyboard.press('Enter');
  await tabTo(page, control(page, 'Container'));
  await keyboard.press('ArrowDown');
  await tabTo(page, control(page, 'Handler'));
  await keyboard.press('Enter');
  await step(page, 'Where');
  await tabTo(page, control(page, 'Owner'));
  await keyboard.type('stage');
  await tabTo(page, control(page, 'Repository'));
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await step(page, 'Review');
}

const EXPECTED = {
  'Name': 'cue-lights', 'About': 'Two\nlines', 'Size': '3', 'Volume': '6', 'Loud': 'Yes', 'Warning': 'Mind your ears',
  'Hall': 'The large one', 'Colour': 'blue', 'Days': 'friday', 'Owner': 'Stage hands', 'Service': '–', 'Parts': 'dimmers, Cue sheets',
  'Tags': 'new-tag', 'Token': 'not asked for here', 'Doors › Entry 1 › Label': 'right', 'Doors › Entry 2 › Label': 'left',
  'Handler': 'main', 'Repository': 'github.com/stage/cue-lights',
};

function byKeyboard(world) {
  return read(world, {}, async (page) => {
    await open(page, world.base);
    await fillQuestions(page);
    await fillLists(page);
    const problems = differences(await answers(page), EXPECTED);
    const shared = page.url();
    const { name, root, files } = await unpacked(page);
    if (name !== 'cue-lights.zip' || root !== 'cue-lights') problems.push(`saved as ${name} with the folder ${root}`);
    const { 'answers.json': all, ...others } = files;
    problems.push(...differences(others, {
      'README.md': '# cue-lights\n\nFor group:default/stage-hands.\n- right\n- left\n',
      'bin/run*': '#!/bin/sh\necho cue-lights\n',
      'src/cue-lights.txt': '2\n',
      'src/picture.bin': 'kept\0as it is ${{ values.name }}',
    }));
    if (Object.keys(others).length !== 4) problems.push(`files ${Object.keys(files).join(', ')}`);
    const said = JSON.parse(all);
    if (said.image !== undefined || said.handler !== 'main' || said.days?.join() !== 'friday') problems.push(`the answers were ${all}`);
    // The same address in another window asks nothing again.
    const other = await page.context().newPage();
    await other.goto(shared);
    await other.locator('[data-form][data-ready] .form-download').waitFor();
    problems.push(...differences(await answers(other), EXPECTED).map((line) => `shared: ${line}`));
    await other.reload();
    await other.locator('[data-form][data-ready] .form-download').waitFor();
    problems.push(...differences((await unpacked(other)).files, files).map((line) => `shared: ${line}`));
    const told = decodeURIComponent(shared.replace(/.*#/, '').replaceAll('+', ' '));
    for (const word of ['volume=6', 'colour=blue', 'owner=group:default/stage-hands']) if (!told.includes(word)) problems.push(`the address lacks ${word}`);
    for (const word of ['warning=', 'handler=', 'token']) if (told.includes(word)) problems.push(`the address has ${word}, which goes without saying`);
    const command = await page.locator('.form-part', { hasText: 'On the command line' }).or(page.locator('.form-part', { hasText: 'Or on the command line' })).first().locator('code').innerText();
    if (!command.includes('callboard new everything cue-lights')) problems.push(`the command is ${command}`);
    return problems;
  });
}

function problemsAreShown(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(page, world.base);
    const now = page.locator('.form-step.is-current');
    const name = control(page, 'Name');
    const shown = now.locator('.form-problem:visible');
    await name.fill('Not Allowed');
    if ((await shown.count()) > 0) problems.push('a problem is shown while the first word is typed');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await shown.filter({ hasText: 'must match' }).waitFor();
    if ((await name.getAttribute('aria-invalid')) !== 'true') problems.push('the field is not marked as wrong');
    await name.fill('right');
    await now.locator('[data-pointer="/name"] .form-problem').waitFor({ state: 'hidden' });
    await now.getByRole('button', { name: 'Next' }).click();
    await shown.filter({ hasText: 'required' }).waitFor();
    const focused = await page.evaluate(() => document.activeElement?.closest('[data-pointer]')?.getAttribute('data-pointer'));
    if (focused !== '/size') problems.push(`after Next the focus is on ${focused}`);
    await page.locator('[data-status]', { hasText: 'needs attention' }).waitFor();
    await control(page, 'Size').fill('12');
    await shown.filter({ hasText: 'at most 9' }).waitFor();
    await control(page, 'Size').fill('2');
    // Whatever is left is listed at the end, with a way to each.
    await page.locator('.form-step-head', { hasText: 'Review' }).click();
    await page.locator('.form-summary button', { hasText: 'Owner' }).click();
    await step(page, 'From the catalog');
    const owner = await control(page, 'Owner').evaluate((node) => node === document.activeElement);
    if (!owner) problems.push('the summary does not lead to the question');
    return problems;
  });
}

function faultsAreShown(world) {
  return read(world, {}, async (page) => {
    await open(page, world.base, '#name=x&size=1&owner=group:default/lighting&repo=github.com%3Fowner%3Da%26repo%3Db&fault=true&~step=5');
    const said = await page.locator('.form-review .form-summary').innerText();
    const preview = await page.locator('.form-faults').innerText();
    const problems = [];
    for (const text of [said, preview]) if (!/steps\/1\/input\/message.*parseRepoUrl/s.test(text)) problems.push(`the fault is told as ${text}`);
    if ((await page.locator('.form-download').count()) > 0) problems.push('there is an archive of what failed');
    return problems;
  });
}

function pickersFilter(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(page, world.base, '#~step=2');
    const now = page.locator('.form-step.is-current');
    const offered = async (label) => {
      const field = control(page, label);
      await field.click();
      const options = page.locator(`#${await field.getAttribute('aria-controls')} .form-option-label`);
      await options.first().waitFor();
      const texts = await options.allInnerTexts();
      await page.keyboard.press('Escape');
      return texts.join();
    };
    for (const [label, expected] of [['Owner', 'lighting,Stage hands'], ['Service', 'Cue sheets'], ['Parts', 'Cue sheets,dimmers'], ['Tags', 'cues,java,questions,test']]) {
      const found = await offered(label);
      if (found !== expected) problems.push(`${label} offers ${found}`);
    }
    // A closed picker takes nothing that it does not offer; an open one makes a whole reference of it.
    await control(page, 'Service').fill('dimmers');
    await page.keyboard.press('Tab');
    if ((await control(page, 'Service').inputValue()) !== '') problems.push('a closed picker took what it does not offer');
    await control(page, 'Owner').fill('Newcomers');
    await page.keyboard.press('Tab');
    await now.locator('.form-picked', { hasText: 'group:default/newcomers' }).waitFor();
    return problems;
  });
}

function wayBack(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await open(page, world.base, '#name=x&size=1');
    await page.getByRole('button', { name: 'Next' }).click();
    await step(page, 'From the catalog');
    await control(page, 'Owner').fill('lighting');
    await page.keyboard.press('Enter');
    await page.goBack();
    await step(page, 'Plain questions');
    await page.goForward();
    await step(page, 'From the catalog');
    const owner = await control(page, 'Owner').inputValue();
    if (owner !== 'lighting') problems.push(`after going back and forth the owner is “${owner}”`);
    return problems;
  });
}

function previewFollows(world) {
  return read(world, {}, async (page) => {
    await open(page, world.base);
    const code = page.locator('.form-file-code');
    await code.filter({ hasText: '# name' }).waitFor();
    await control(page, 'Name').fill('footlights');
    await code.filter({ hasText: '# footlights' }).waitFor();
    await page.locator('.form-leaf', { hasText: 'footlights.txt' }).click();
    await page.locator('.form-file-path', { hasText: 'src/footlights.txt' }).waitFor();
    await page.locator('.form-leaf', { hasText: 'picture.bin' }).click();
    await code.filter({ hasText: 'Not a text' }).waitFor();
    return (await page.locator('.form-rehearsal').innerText()).includes('Repository') ? [] : ['the preview does not say what is made up'];
  });
}

export const needs = PAGE;
export const checks = [
  { name: 'filled in by keyboard, saved and shared', run: byKeyboard },
  { name: 'problems are shown in their time', run: problemsAreShown },
  { name: 'what a template does wrong is told', run: faultsAreShown },
  { name: 'pickers offer what they are asked for', run: pickersFilter },
  { name: 'the way back', run: wayBack },
  { name: 'the preview follows', run: previewFollows },
];
