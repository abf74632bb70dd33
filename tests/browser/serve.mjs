// A page of the preview in Chromium: says what its heading says, each time it says something else.
//
//   node serve.mjs <address>

import { launch } from './reader.mjs';

const browser = await launch();
const page = await browser.newPage();
page.on('console', (message) => message.type() === 'error' && console.log(`console: ${message.text()}`));
await page.goto(process.argv[2]);
let last = '';
for (;;) {
  await page.waitForFunction((last) => (document.querySelector('[role=alert]')?.textContent ?? document.querySelector('h1')?.textContent) !== last, last);
  last = await page.evaluate(() => document.querySelector('[role=alert]')?.textContent ?? document.querySelector('h1')?.textContent);
  console.log(JSON.stringify(last));
  if (last.includes('Last')) break;
}
await browser.close();
