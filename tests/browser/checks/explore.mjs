// The explorer: queries with completion, groups and files; the graph that grows, keeps its places and is saved.

import { readFileSync } from 'node:fs';
import { answered, read, seen } from '../reader.mjs';

const entities = (world) => world.site.json('api/v1/entities.json');
const rows = (page) => page.locator('[data-table] tbody tr');
const saved = async (page, act) => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
};
/** Waits until the table answers `query`. */
const tabled = (page, query) => answered(page, '[data-explore]', query);
const asked = (page, count) => page.locator('[data-count]', { hasText: new RegExp(`^${count} entit`) }).waitFor();

function answersAndSaves(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const expected = entities(world).filter(({ kind, spec }) => kind === 'Component' && spec.lifecycle === 'production').map(({ ref }) => ref).sort();
    await page.goto(`${world.base}explore/index.html`);
    const query = 'kind:component lifecycle:production';
    await page.locator('#ask').fill(query);
    await tabled(page, query);
    await page.reload();
    await tabled(page, query);
    await asked(page, expected.length);
    const links = await rows(page).locator('td.cell-name > a').evaluateAll((all) => all.map(({ title }) => title));
    if (links.join() !== expected.join()) problems.push(`the table has ${links.join(', ')}`);
    const json = await saved(page, () => page.locator('[data-save="json"]').click());
    const refs = JSON.parse(json.bytes.toString('utf8')).map(({ ref }) => ref);
    if (refs.join() !== expected.join()) problems.push(`${json.name} has ${refs.join(', ')}`);
    const csv = (await saved(page, () => page.locator('[data-save="csv"]').click())).bytes.toString('utf8').split('\r\n');
    if (csv.length !== expected.length + 2 || !csv[0].startsWith('ref,kind,')) problems.push(`the CSV has ${csv.length} lines, the first ${csv[0]}`);
    await page.locator('[data-group]').selectOption('owner');
    await page.locator('.explore-groups').waitFor();
    const counts = await page.locator('.explore-groups td.number').allInnerTexts();
    const sum = counts.reduce((total, count) => total + Number(count), 0);
    if (sum !== expected.length) problems.push(`owners have ${sum} of ${expected.length}`);
    const grouped = await saved(page, () => page.locator('[data-save="json"]').click());
    const total = JSON.parse(grouped.bytes.toString('utf8')).reduce((all, { count }) => all + count, 0);
    if (grouped.name !== 'groups.json' || total !== sum) problems.push(`${grouped.name} has ${total} of ${sum}`);
    const lines = (await saved(page, () => page.locator('[data-save="csv"]').click())).bytes.toString('utf8').split('\r\n');
    if (lines[0] !== 'owner,count' || lines.length !== counts.length + 2) problems.push(`the CSV of groups begins with ${lines[0]} and has ${lines.length} lines`);
    const table = (await saved(page, () => page.locator('[data-save="markdown"]').click())).bytes.toString('utf8').split('\n');
    if (table[0] !== '| owner | count |' || table.length !== counts.length + 3) problems.push(`the table of groups begins with ${table[0]}`);
    await page.locator('[data-graph-link]').click();
    await asked(page, expected.length);
    return problems;
  });
}

function completesAndExplains(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    await page.goto(`${world.base}explore/index.html`);
    await page.locator('#ask').focus();
    await page.keyboard.type('lifec');
    await answered(page, '#choices', 'lifec');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await answered(page, '#choices', 'lifecycle:');
    await page.locator('#choices [role="option"]', { hasText: 'production' }).waitFor();
    await page.keyboard.type('prod');
    await answered(page, '#choices', 'lifecycle:prod');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const query = await seen(() => page.locator('#ask').inputValue(), (text) => text.trim() === 'lifecycle:production');
    if (query.trim() !== 'lifecycle:production') problems.push(`completed to “${query}”`);
    await tabled(page, 'lifecycle:production');
    await asked(page, entities(world).filter(({ spec }) => spec?.lifecycle === 'production').length);
    // What is written is complete, and no list lies over the tools.
    await page.locator('.explore-columns summary').click();
    await page.locator('[data-columns] input[value="title"]').check();
    await page.locator('[data-table] th', { hasText: 'title' }).waitFor();
    await page.locator('#ask').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await page.keyboard.press('ArrowDown');
    await answered(page, '#choices', 'lifecycle:production ');
    await page.locator('#choices [role="option"]').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#choices').waitFor({ state: 'hidden' });
    await page.locator('#ask').fill('kind:api lifecylce:x');
    const wrong = page.locator('#trouble mark');
    await tabled(page, 'kind:api lifecylce:x');
    if ((await wrong.innerText()) !== 'lifecylce') problems.push(`marked “${await wrong.innerText()}”`);
    if (!(await page.locator('#trouble').innerText()).includes('lifecycle?')) problems.push('nothing is suggested');
    await page.locator('#ask').fill('kind:componnt');
    await page.locator('[data-meant] a', { hasText: 'Component' }).press('Enter');
    await tabled(page, 'kind:Component');
    await page.locator('.explore-rows tbody tr').first().waitFor();
    await page.locator('#ask').fill('('.repeat(10_000));
    await page.locator('#trouble', { hasText: '2000 characters' }).waitFor();
    return problems;
  });
}

/** The boxes of the graph by reference: where they are. */
const boxes = (page) => page.locator('.graph-box').evaluateAll((all) => Object.fromEntries(all.map((box) => [box.dataset.node, box.getAttribute('transform')])));

function graphGrowsAndKeeps(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const needs = ({ relations }) => new Set(relations.filter(({ type }) => !/^own|member|child|parent/i.test(type)).map(({ targetRef }) => targetRef)).size;
    const start = entities(world).reduce((most, one) => (needs(one) > needs(most) ? one : most));
    await page.goto(`${world.base}explore/graph.html#start=${encodeURIComponent(start.ref)}`);
    await asked(page, needs(start) + 1);
    const before = await boxes(page);
    const open = page.locator('.graph-box:has(.graph-more):not(.is-start)').first();
    await open.click();
    await page.keyboard.press('Enter');
    await page.waitForFunction((count) => document.querySelectorAll('.graph-box').length > count, Object.keys(before).length);
    const said = async () => Number(/^[\d,]+/.exec(await page.locator('[data-count]').innerText())?.[0].replaceAll(',', ''));
    // What came is in sight with the next frame.
    const count = await said();
    const after = await seen(() => boxes(page), (all) => Object.keys(all).length === count);
    if (Object.keys(after).length !== count) problems.push(`${Object.keys(after).length} boxes for ${count} entities`);
    // Bands may become wider, but rows stay.
    const row = (place) => place?.split(' ')[1];
    for (const [node, place] of Object.entries(before)) if (row(after[node]) !== row(place)) problems.push(`node ${node} went from ${place} to ${after[node]}`);
    await page.reload();
    await asked(page, Object.keys(after).length);
    const again = await seen(() => boxes(page), (all) => JSON.stringify(all) === JSON.stringify(after));
    if (JSON.stringify(again) !== JSON.stringify(after)) problems.push('a reload draws something else');
    await page.locator('.graph-box.is-start').focus();
    await page.keyboard.press('ArrowRight');
    if ((await seen(() => page.locator('.graph-box.is-chosen:not(.is-start)').count(), (count) => count === 1)) !== 1) problems.push('arrow keys choose nothing');
    problems.push(...(await savedGraphs(page, start)));
    return problems;
  });
}

/** What each format holds of the boxes and lines that are shown. */
async function savedGraphs(page, start) {
  const problems = [];
  // One element draws several lines.
  const drawn = await page.locator('[data-picture] .graph-line:not(.is-near)').evaluateAll((all) => all.map((line) => line.getAttribute('d')).join(''));
  const [boxes_, lines] = [await page.locator('.graph-box').count(), drawn.split('M').length - 1];
  const count = (text, pattern) => (text.match(pattern) ?? []).length;
  const xml = (text) => page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'application/xml');
    const all = (tag) => parsed.getElementsByTagName(tag).length;
    return { broken: all('parsererror'), nodes: all('node'), edges: all('edge'), texts: all('text'), scripts: all('script'), box: parsed.documentElement.getAttribute('viewBox') };
  }, text);
  const expect = (name, found, wanted) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) problems.push(`${name} has ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  };
  {
    for (const [format, sign] of [['svg', '<svg'], ['png', '\x89PNG'], ['mermaid', 'flowchart LR'], ['dot', 'digraph'], ['graphml', '<?xml']]) {
      const file = await saved(page, () => page.locator('[data-save]').selectOption(format));
      const text = file.bytes.toString('latin1');
      if (!text.startsWith(sign)) problems.push(`${file.name} begins with ${text.slice(0, 20)}`);
      if (['dot', 'graphml'].includes(format) && !text.includes(start.ref)) problems.push(`${file.name} does not name ${start.ref}`);
      const whole = file.bytes.toString('utf8');
      if (format === 'mermaid') expect(file.name, [count(whole, /^ {2}n\d+\["/gm), count(whole, /^ {2}n\d+ -->\|/gm)], [boxes_, lines]);
      if (format === 'dot') expect(file.name, [count(whole, /^ {2}".*" \[label=/gm) - count(whole, /" -> "/g), count(whole, /" -> "/g)], [boxes_, lines]);
      if (format === 'graphml') {
        const { broken, nodes, edges } = await xml(whole);
        expect(file.name, [broken, nodes, edges], [0, boxes_, lines]);
      }
      if (format === 'svg') {
        const { broken, texts, scripts, box } = await xml(whole);
        expect(file.name, [broken, scripts, texts >= 2 * boxes_, /^-?[\d.]+( -?[\d.]+){3}$/.test(box)], [0, 0, true, true]);
        if (whole.includes('style=')) problems.push(`${file.name} keeps where the page had moved it`);
      }
      if (format === 'png') {
        const [width, height] = [file.bytes.readUInt32BE(16), file.bytes.readUInt32BE(20)];
        if (width < 200 || height < 40) problems.push(`${file.name} has ${width} by ${height} pixels`);
      }
    }
  }
  return problems;
}

const HOSTILE = [
  '__proto__', 'constructor', 'toString', '__proto__:x', 'constructor:x', 'has:hasOwnProperty', 'annotation.__proto__:*', 'spec.constructor:*',
  'label.toString:valueOf', 'sort:__proto__', 'count(__proto__):>1', '(((((((((((((((((((((', '"', '-', '*', 'name:*a*a*a*a*a*a*a*a*a*a*a*a*a*b',
  '(a+)+$', '[[[[', '\\', '<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)', 'kind:"<svg/onload=alert(1)>"',
  '\u0000\u202e\ufeff', 'related-to*:* related-to*:* related-to*:*', 'x'.repeat(10_000), '('.repeat(10_000), 'a OR '.repeat(2_000), 'name:' + '*a'.repeat(4_000),
];

/** Whatever is asked, an answer or an error comes soon, and nothing runs. */
function hostileQueries(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    page.on('dialog', (dialog) => { problems.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('pageerror', (error) => problems.push(`an error: ${error.message}`));
    await page.goto(`${world.base}explore/index.html`);
    await page.locator('#ask').fill('kind:component');
    await tabled(page, 'kind:component');
    const isAnswered = () => document.querySelector('[data-explore]').dataset.answers === document.querySelector('#ask').value.trim();
    const says = () => document.querySelector('#trouble').textContent !== '' || /entit|Nothing/.test(document.querySelector('[data-count]').textContent);
    for (const query of HOSTILE) {
      await page.locator('#ask').fill(query);
      await page.waitForFunction(isAnswered).catch(() => problems.push(`no answer to ${query.slice(0, 60)}`));
      if (!(await page.evaluate(says))) problems.push(`nothing is said to ${query.slice(0, 60)}`);
      if (query.length > 2_000 && !(await page.locator('#trouble').innerText()).includes('2000 characters')) problems.push(`no error for ${query.slice(0, 30)}…`);
      if ((await page.locator('#trouble img, #trouble script, [data-table] script').count()) > 0) problems.push(`markup from ${query}`);
    }
    for (const hash of ['#start=__proto__', '#start=constructor&to=toString', '#q=__proto__%3Ax', '#relations=__proto__&start=hasOwnProperty', '#depth=1e9&start=%3Cscript%3E', '#open=__proto__&hidden=constructor']) {
      await page.goto(`${world.base}explore/graph.html${hash}`);
      await page.reload();
      await page.locator('[data-tools]:not([hidden])').waitFor();
    }
    return problems;
  });
}

function graphFindsWays(world) {
  return read(world, {}, async (page) => {
    const problems = [];
    const all = entities(world);
    const targets = (ref, type) => all.find((one) => one.ref === ref)?.relations.filter((one) => one.type === type).map(({ targetRef }) => targetRef) ?? [];
    const pair = all.flatMap(({ ref }) => targets(ref, 'dependsOn').flatMap((middle) => targets(middle, 'dependsOn').map((end) => [ref, middle, end])))
      .find(([from, , end]) => from !== end && !targets(from, 'dependsOn').includes(end));
    const [from, , end] = pair;
    await page.goto(`${world.base}explore/graph.html#start=${encodeURIComponent(from)}&to=${encodeURIComponent(end)}&relations=depends-on`);
    await asked(page, 3);
    await page.goto(`${world.base}explore/graph.html#start=${encodeURIComponent(end)}&breaks=1`);
    const title = (ref) => all.find((one) => one.ref === ref)?.metadata.title ?? ref.split('/')[1];
    await page.locator('.graph-box.is-start title', { hasText: `${title(end)} · ` }).waitFor({ state: 'attached' });
    const shown = await page.locator('.graph-box').evaluateAll((boxes) => boxes.map((box) => box.querySelector('title').textContent));
    if (!shown.some((label) => label.startsWith(`${title(from)} · `))) problems.push(`${from} does not break without ${end}: ${shown.join('; ')}`);
    await page.goBack();
    await page.locator('.graph-box.is-start title', { hasText: `${title(from)} · ` }).waitFor({ state: 'attached' });
    await asked(page, 3);
    return problems;
  });
}

/** Of 2,000 boxes only those in sight are elements, all can be pointed at, chosen, reached by keys and printed. */
function thousandsStayFew(world) {
  return read(world, {}, async (page) => {
    await page.goto(`${world.base}explore/graph.html`);
    await page.locator('[data-tools]:not([hidden])').first().waitFor();
    return page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('div'));
      Object.assign(frame.style, { position: 'fixed', inset: '0 auto auto 0', width: '900px', height: '600px', background: 'white' });
      const svg = frame.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
      svg.classList.add('graph-picture');
      let selected = -1;
      const picture = new graphDraw.Picture(svg, { select: (node) => { selected = node; picture.choose(node, true); }, expand: () => {} });
      const places = new Map(Array.from({ length: 2000 }, (_, node) => [node, { x: (node % 40) * 250, y: Math.floor(node / 40) * 60 }]));
      const lines = Array.from({ length: 1999 }, (_, node) => ({ from: node, to: node + 1, names: ['depends-on'] }));
      const look = () => ({ kind: 'component', missing: false, owner: 1 });
      picture.show(places, lines, { look, face: (node) => ({ ...look(), title: `n${node}`, detail: '', start: false, more: 0 }) }, 0);
      const problems = [];
      const expect = (what, right) => { if (!right) problems.push(what); };
      const shown = (selector) => svg.querySelectorAll(selector).length;
      picture.open(1500);
      const near = shown('.graph-box');
      expect(`${near} boxes near, the chosen one and those around it`, near > 5 && near < 150 && svg.querySelector('[data-node="1500"]') !== null);
      const box = svg.querySelector('[data-node="1500"]').getBoundingClientRect();
      frame.dispatchEvent(new MouseEvent('click', { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true }));
      expect(`a click chose ${selected}`, selected === 1500 && document.activeElement?.getAttribute('data-node') === '1500');
      picture.fit();
      expect(`${shown('.graph-box')} boxes from far away`, shown('.graph-box') <= 2 && document.activeElement?.getAttribute('data-node') === '1500');
      expect(`${shown('*')} elements from far away`, shown('*') < 200);
      const specks = [...svg.querySelectorAll('.graph-speck')].map((speck) => speck.getAttribute('d')).join('').split('M').length - 1;
      expect(`${specks} specks`, specks === 2000);
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      expect(`an arrow key chose ${selected}`, selected === 1501 && document.activeElement?.getAttribute('data-node') === '1501');
      picture.whole();
      expect(`${shown('.graph-box')} boxes on paper`, shown('.graph-box') === 2000);
      frame.remove();
      return problems;
    });
  });
}

export const needs = 'explore/index.html';
export const checks = [
  { name: 'answers, groups and saves', run: answersAndSaves },
  { name: 'completes and explains', run: completesAndExplains },
  { name: 'graph grows, keeps its places and is saved', run: graphGrowsAndKeeps },
  { name: 'hostile queries get an answer', run: hostileQueries },
  { name: 'graph finds ways and what breaks', run: graphFindsWays },
  { name: 'graph of thousands', run: thousandsStayFew },
];
