// A reader with a browser that notes everything that goes wrong, and every request that leaves the site.

import { chromium } from 'playwright-core';

/** Starts Chromium with a fresh profile and without its own traffic; `further` are more of its switches. */
export function launch(further = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      ...further,
    ],
  });
}

/** Does `work` with a new page; what the page complained of is added to the problems that `work` gives. */
export async function read({ browser, base }, options, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const problems = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith('data:')) problems.push(`request to ${url}`);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  context.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    if (errorText !== 'net::ERR_ABORTED') problems.push(`${request.url()}: ${errorText}`);
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    problems.push(...((await work(page)) ?? []));
  } finally {
    await context.close();
  }
  return [...new Set(problems)];
}

/** The rest of an address below the site. */
export const below = (base, url) => (url.startsWith(base) ? decodeURIComponent(url.slice(base.length)) : url);
