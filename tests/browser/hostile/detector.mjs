// Sees what a page does that it should not: scripts that run, requests that leave, dialogs, windows, navigation;
// and what it holds that it should not: handlers, styles, forms, frames, addresses that run.

/** Runs in every document before anything of its own. */
function watch() {
  const tell = globalThis.callboardTell;
  const told = new Set();
  const report = (text) => {
    if (!told.has(text)) tell(text.slice(0, 300));
    told.add(text);
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
    Object.defineProperty(globalThis, name, { configurable: false, value: (argument) => report(`called ${name}(${argument})`) });
  }
  for (const name of ['write', 'writeln']) document[name] = (text) => report(`called document.${name}(${text})`);
  Object.defineProperty(globalThis, 'canary', { configurable: false, get: () => undefined, set: () => report('a payload ran') });
  addEventListener('securitypolicyviolation', (event) => {
    report(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`);
  }, true);
}

/** Runs in a page that has been loaded: what stands in it and should not. */
function inspect(wanted) {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 200)}`);
  const elements = new Set(['iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base', 'style', 'template', 'portal', 'audio',
    'foreignobject', 'animate', 'set', 'animatetransform', 'animatemotion', 'annotation-xml', 'textarea', 'marquee', 'dialog', 'plaintext', 'xmp', 'noscript']);
  const addresses = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'poster', 'data', 'cite', 'srcset', 'background', 'longdesc', 'usemap', 'manifest']);
  const forbidden = new Set(['style', 'srcdoc', 'formaction', 'ping', 'background', 'is', 'nonce', 'srcset', 'autofocus', 'contenteditable', 'popover', 'slot']);
  const scheme = (value) => {
    try {
      return new URL(value, document.baseURI).protocol;
    } catch {
      return 'none:';
    }
  };
  const own = (value) => value === 'data:,' || new URL(value, document.baseURI).href.startsWith(wanted.base);
  const missing = document.querySelector('meta[name=generator], link[rel=canonical]') === null ? ['the page is not the theme’s'] : [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName.toLowerCase();
    const inDocument = element.closest('article, .prose') !== null;
    const framed = name === 'iframe' && element.matches('.exhibit-frame') && element.sandbox.length > 0 && !element.sandbox.contains('allow-scripts');
    if (elements.has(name) && !(name === 'style' && wanted.inlineStyle) && !framed) say('element', element);
    if (name === 'form' && (inDocument || !element.matches('.search, [hidden], [data-team-choice], [data-filter], [data-problem-filter], [data-facets]'))) say('form', element);
    if (['input', 'button', 'select'].includes(name) && element.hasAttribute('form')) say('form', element);
    if (name === 'script' && !(element.src && own(element.src) && element.textContent === '')) say('script', element);
    if (name === 'link' && !own(element.href) && element.rel !== 'canonical') say('link', element);
    if (name === 'meta' && element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy') say('meta', element);
    for (const { name: key, value } of element.attributes) {
      const attribute = key.toLowerCase();
      if (attribute.startsWith('on')) say(`attribute ${attribute}`, element);
      if (forbidden.has(attribute) && !element.closest('.search')) say(`attribute ${attribute}`, element);
      if (!addresses.has(attribute)) continue;
      // A page that is served anywhere has an empty icon.
      const allowed = (name === 'img' && attribute === 'src') || value === 'data:,' ? ['data:'] : [];
      if (!['http:', 'https:', 'mailto:', 'tel:', 'file:', ...allowed].includes(scheme(value))) say(`address in ${attribute}`, element);
      if (['img', 'video', 'source', 'script'].includes(name) && attribute === 'src' && scheme(value) !== 'data:' && !own(value)) say('foreign address', element);
    }
  }
  const text = ` ${document.body.textContent} `;
  const lost = wanted.marks.filter((mark) => !text.includes(mark));
  if (lost.length > 0) missing.push(`${lost.length} marks are hidden: ${lost.slice(0, 5).join(', ')}`);
  return [...found, ...missing];
}

/** Whether the policy of a page that another tool built stopped what is told. From disk such a page may show other
 * files of this machine, and the addresses of files. */
const isStopped = (text, refused) => /^([a-z]+-src(-\w+)?|form-action|base-uri): /.test(text) || refused.has(text) || text.startsWith('request to file:');

/** Gives loaded pages to those who open them; each knows what was told about the page that it shows. */
export async function observer(browser, base, viewport = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ viewport });
  let told = [];
  let settled = '';
  await context.exposeFunction('callboardTell', (text) => told.push(text));
  await context.addInitScript(watch);
  context.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) told.push(`request to ${request.url().slice(0, 200)}`);
  });
  // The browser tells of a request before it asks the policy.
  let refused = new Set();
  context.on('requestfailed', (request) => {
    if (/csp/i.test(request.failure()?.errorText ?? '')) refused.add(`request to ${request.url().slice(0, 200)}`);
  });
  context.on('weberror', (error) => told.push(`script: ${error.error().message}`));
  const page = await context.newPage();
  context.on('page', () => told.push('opened a window'));
  page.setDefaultTimeout(20_000);
  page.on('dialog', (dialog) => {
    told.push(`${dialog.type()} dialog`);
    dialog.dismiss().catch(() => {});
  });
  page.on('framenavigated', (frame) => {
    const url = frame.url().split('#')[0];
    if (settled !== '' && url !== settled) told.push(`navigated to ${url.slice(0, 200)}`);
  });

  /** Opens an address and gives all that is wrong with it; `use` may do more with the page. In a `plain` file no
   * elements are looked for; with `stopped` it may try what its policy stops. */
  async function visit(url, { marks = [], inlineStyle = false, plain = false, stopped = false, use = async () => {} } = {}) {
    told = [];
    refused = new Set();
    settled = '';
    await page.goto(url, { waitUntil: 'load' }).catch((error) => {
      if (!/Download is starting|ERR_ABORTED/.test(error.message)) told.push(error.message.split('\n')[0]);
    });
    settled = url.split('#')[0];
    try {
      await use(page);
      const held = plain ? [] : await page.evaluate(inspect, { base, marks, inlineStyle });
      await page.evaluate(() => new Promise((done) => setTimeout(done, 10)));
      return [...new Set([...held, ...told])].filter((text) => !(stopped && isStopped(text, refused)));
    } catch (error) {
      return [...told, error.message.split('\n')[0]];
    }
  }
  return { visit, close: () => context.close() };
}
