// The engine of forms in Chromium, asked without its page: for each template what it makes of the answers.
//
//   node engine.mjs <site> < requests
//
// A request is a line of JSON: {"page": "templates/default/x.html", "answers": {…}}; so is each answer. Bytes are base64.

import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './reader.mjs';

const site = pathToFileURL(resolve(process.argv[2])).href;
const browser = await launch();

/** What the engine of the open page makes. */
async function make(answers) {
  const base64 = (bytes) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
    return btoa(text);
  };
  const { engine: code, template, catalog, catalogSize } = document.querySelector('[data-form]').dataset;
  if (!code) return { error: 'the page names no engine' };
  try {
    const engine = await scaffold(code, template, catalog ? { folder: catalog, count: Number(catalogSize) } : null);
    const started = performance.now();
    const asked = engine.form(answers, {});
    const outcome = await engine.run(answers, {});
    const files = outcome.files.map(({ path, executable }) => ({ path, executable, bytes: base64(engine.file(path)) }));
    const milliseconds = performance.now() - started;
    const questions = (fields) => fields.reduce((sum, field) => sum + 1 + questions(field.fields ?? []), 0);
    // What went wrong once does not stay.
    const again = engine.form({}, {}).pages.length === asked.pages.length;
    const { todo, notes, log, faults } = outcome;
    return {
      files, todo, notes, log, faults, again, milliseconds,
      zip: base64(await engine.zip('project')),
      questions: asked.pages.reduce((sum, page) => sum + questions(page.fields), 0),
      problems: JSON.stringify(asked.pages).split('"problem":').length - 1,
      seconds: milliseconds / 1000,
    };
  } catch (error) {
    return { error: error.message };
  }
}

const page = await browser.newPage();
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  await page.goto(`${site}/${request.page}`);
  console.log(JSON.stringify(await page.evaluate(make, request.answers)));
}
await browser.close();
