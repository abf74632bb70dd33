// Reading a book: where one is in it, where one stopped, what one takes along; and pages that another tool built.
// The books are those of `books/`, built into a portal of their own.

import { read, seen } from '../reader.mjs';

const BOOK = 'docs/default/component/reader/';
const START = `${BOOK}index.html`;
const BUILT = 'html/default/component/reader.html';

/** The site that these checks read; others have no such pages. */
export const needs = START;

// What a browser says about markup that it refused to run: that is what is wanted.
const REFUSED = /sandbox|Content Security Policy|missing\.png|violates|Refused|Blocked/i;

const quiet = (problems) => problems.filter((problem) => !REFUSED.test(problem));

const built = (world) => world.site.pages.find((path) => /^html\/default\/component\/reader\/[^/]+\.html$/.test(path)) ?? BUILT;

async function frameIsHarmless(world) {
  const problems = await read(world, {}, async (page) => {
    const path = built(world);
    const url = `${world.base}${path}`;
    await page.goto(url);
    const title = await page.title();
    const frame = page.frameLocator('[data-exhibit]');
    await frame.getByText('A quagga grazes here').waitFor();
    const problems = [];
    const unharmed = async (after) => {
      if (page.url() !== url) problems.push(`${after}: the portal is at ${page.url()}`);
      else if ((await page.title()) !== title) problems.push(`${after}: the portal is called ${await page.title()}`);
    };
    // The page reloads itself after a second.
    await page.waitForTimeout(1_500);
    await unharmed('opened');
    for (const [id, refusal] of [['out', /navigat/i], ['send', /form/i]]) {
      const refused = page.waitForEvent('console', (message) => message.text().includes('sandbox') && refusal.test(message.text()));
      await Promise.all([refused, frame.locator(`#${id}`).click({ noWaitAfter: true })]);
      await unharmed(id);
      await page.goto(url);
    }
    await frame.locator('#on').click();
    await frame.getByText('An okapi hides here').waitFor();
    await page.goto(`${url}#/sub/second.html`);
    await frame.getByText('An okapi hides here').waitFor();
    for (const out of ['#/../../../../index.html', '#//example.com/x.html', '#/%2e%2e/x.html', '#javascript:alert(1)']) {
      await page.goto('about:blank');
      await page.goto(`${url}${out}`);
      await frame.getByText('A quagga grazes here').waitFor();
    }
    return problems;
  });
  return quiet(problems);
}

async function builtPagesAreFound(world) {
  const problems = await read(world, {}, async (page) => {
    await page.goto(`${world.base}search/index.html?q=okapi`);
    const hit = page.locator('.search-results a').first();
    await hit.waitFor();
    await hit.click();
    await page.frameLocator('[data-exhibit]').getByText('An okapi hides here').waitFor();
    return [];
  });
  return quiet(problems);
}

const scrollTo = (page, name) =>
  page.evaluate((id) => document.getElementById(id).scrollIntoView({ behavior: 'instant' }), name);

function placeIsOffered(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const offer = page.locator('[data-resume]');
    await page.goto(`${world.base}${START}`);
    if (await offer.isVisible()) problems.push('a first reader is offered a place');
    await scrollTo(page, 'encore');
    await page.goto(`${world.base}${BOOK}guide/index.html`);
    if (await offer.isVisible()) problems.push('the place of one page is offered on another');
    await page.goto(`${world.base}${START}`);
    const said = (await offer.innerText()).trim();
    if (!said.endsWith('Encore')) problems.push(`offered: “${said}”`);
    await offer.locator('a').click();
    const isNear = (top) => top >= 0 && top <= 200;
    const top = await seen(() => page.evaluate(() => document.getElementById('encore').getBoundingClientRect().top), isNear);
    if (!isNear(top)) problems.push(`the offer leads to ${top} pixels above the place`);
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }));
    await page.goto(`${world.base}${BOOK}guide/index.html`);
    await page.goto(`${world.base}${START}`);
    if (await offer.isVisible()) problems.push('a place is offered to who has read to the end');
    return problems;
  });
}

function contentsFollow(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.goto(`${world.base}${START}`);
    const here = page.locator('.contents a.here');
    for (const [id, name] of [['doors', 'Doors'], ['applause', 'Applause'], ['chorus', 'Chorus'], ['last', 'Last']]) {
      await scrollTo(page, id);
      const marked = await seen(async () => (await here.allInnerTexts()).join(), (text) => text === name);
      if (marked !== name) problems.push(`at ${name} the contents mark ${marked || 'nothing'}`);
    }
    return problems;
  });
}

function navigationShowsWhereOneIs(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    for (const [path, current, lines] of [
      ['index.html', 'Start', 'Start, Guide, Elsewhere'],
      // The first page of a section that is called like it is the section's own.
      ['guide/index.html', 'Guide', 'Start, Guide, First steps, Deeper, Elsewhere'],
      ['guide/deep.html', 'Deep', 'Start, Guide, First steps, Deeper, Deep, Elsewhere'],
    ]) {
      await page.goto(`${world.base}${BOOK}${path}`);
      const nav = page.locator('.book-nav');
      const marked = (await nav.locator('[aria-current="page"]').allInnerTexts()).join();
      const seen = (await nav.locator('li > a, li > .nav-title').allInnerTexts()).join(', ');
      if (marked !== current || seen !== lines) problems.push(`${path}: ${seen}; at ${marked}`);
    }
    await page.goto(`${world.base}${BOOK}guide/first.html`);
    const contents = (await page.locator('.contents li').allInnerTexts()).join(', ');
    if (contents !== 'And then, Farther') problems.push(`parts of a page: ${contents}`);
    return problems;
  });
}

function cardsTellOfEntities(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${START}`);
    const link = page.locator('.entity-link').first();
    const card = () => link.evaluate((node) => getComputedStyle(node, '::after').content);
    const before = await card();
    await link.hover();
    const shown = await seen(card, (text) => text !== 'none');
    const problems = before === 'none' ? [] : [`before the pointer comes: ${before}`];
    for (const word of ['Component', 'All who read', 'Reads to the end.']) {
      if (!shown.includes(word)) problems.push(`the card does not say “${word}”: ${shown}`);
    }
    await page.mouse.move(0, 0);
    await seen(card, (text) => text === 'none');
    await link.focus();
    if ((await seen(card, (text) => text !== 'none')) === 'none') problems.push('the keyboard brings no card');
    return problems;
  });
}

function codeIsTakenAlong(world) {
  const permissions = world.base.startsWith('http') ? ['clipboard-read', 'clipboard-write'] : [];
  return read(world, { permissions }, async (page) => {
    const problems = [];
    await page.goto(`${world.base}${START}`);
    const code = page.locator('.code').first();
    await code.hover();
    // The button says for a while that it is done.
    await Promise.all([code.locator('.code-copy.is-done').waitFor(), code.locator('.code-copy').click()]);
    if (permissions.length > 0) {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      if (copied !== 'name: evening\nseats: 3\nopen: true') problems.push(`copied: ${JSON.stringify(copied)}`);
    }
    const paint = () => code.locator('.line').nth(1).evaluate((line) => getComputedStyle(line).backgroundColor);
    const before = await paint();
    await code.locator('.line-number').nth(1).click();
    const id = await code.locator('.line').nth(1).getAttribute('id');
    const hash = await seen(() => decodeURIComponent(new URL(page.url()).hash), (text) => text === `#${id}`);
    if (hash !== `#${id}`) problems.push(`the number leads to ${page.url()}`);
    if ((await seen(paint, (colour) => colour !== before)) === before) problems.push('the line is not marked');
    return problems;
  });
}

function markdownStandsBeside(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}${START}`);
    const [head, foot] = await page.evaluate(() => [
      document.querySelector('link[rel="alternate"][type="text/markdown"]')?.href,
      document.querySelector('.document-foot a[type="text/markdown"]')?.href,
    ]);
    if (head !== `${world.base}${BOOK}index.md` || foot !== head) return [`the links are ${head} and ${foot}`];
    const text = world.site.read(`${BOOK}index.md`);
    const says = text.includes('## Encore') && text.includes('seats: 3') && !text.includes('<');
    return says ? [] : [`the text begins with ${text.slice(0, 80)}`];
  });
}

function otherLayoutsRead(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const one = world.site.pages.find((path) => path.endsWith('chapters/one.html'));
    await page.goto(`${world.base}${one.replace('one.html', 'old.html')}`);
    await page.waitForURL(/one\.html#a-part$/);
    const lines = (await page.locator('.book-nav li > a, .book-nav li > .nav-title').allInnerTexts()).join(', ');
    if (lines !== 'Preface, Part one, One, Two') problems.push(`mdBook: ${lines}`);
    const ascii = world.site.pages.find((path) => path.includes('/ascii/'));
    await page.goto(`${world.base}${ascii}`);
    const article = page.locator('.article');
    for (const part of ['h2#_a_table, h2', 'table td', '.admonition', '.code .y']) {
      if ((await article.locator(part).count()) === 0) problems.push(`AsciiDoc: no ${part}`);
    }
    return problems;
  });
}

export const checks = [
  { name: 'pages of another tool run nothing and lead nowhere', run: frameIsHarmless },
  { name: 'pages of another tool are found', run: builtPagesAreFound },
  { name: 'the place where one stopped is offered', run: placeIsOffered },
  { name: 'the contents follow the text', run: contentsFollow },
  { name: 'the navigation shows where one is', run: navigationShowsWhereOneIs },
  { name: 'cards tell of entities', run: cardsTellOfEntities },
  { name: 'code can be copied and its lines linked', run: codeIsTakenAlong },
  { name: 'the text stands beside as Markdown', run: markdownStandsBeside },
  { name: 'mdBook and AsciiDoc', run: otherLayoutsRead },
];
