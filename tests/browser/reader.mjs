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

/** How long what must come is waited for, in milliseconds: far longer than the slowest machine needs. */
const PATIENCE = 60_000;

/**
 * What `look` sees once it is what `wanted` accepts; else, after a long while, what it saw last. A page answers when it
 * can: so what an action brings about is never looked at only once.
 */
export async function seen(look, wanted) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (wanted(found) || performance.now() > end) return found;
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** Waits until the list below `scope` answers `query` and none that was typed before. */
export const answered = (page, scope, query) => page.locator(`${scope}[data-answers=${JSON.stringify(query)}]`).waitFor({ state: 'attached' });

/** Whether a request stays in the site at `base`. Only a page of forms, as `asking` tells, may run a worker of its own text. */
export const stays = (url, base, asking) => url.startsWith(base) || url.startsWith('data:') || (url.startsWith('blob:') && asking().startsWith(`${base}templates/`));

/** Does `work` with a new page; what the page complained of is added to the problems that `work` gives. */
export async function read({ browser, base }, options, work) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const problems = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!stays(url, base, () => request.frame().url())) problems.push(`request to ${url}`);
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
    page.setDefaultTimeout(PATIENCE);
    problems.push(...((await work(page)) ?? []));
  } finally {
    await context.close();
  }
  return [...new Set(problems)];
}

/** The rest of an address below the site. */
export const below = (base, url) => (url.startsWith(base) ? decodeURIComponent(url.slice(base.length)) : url);
