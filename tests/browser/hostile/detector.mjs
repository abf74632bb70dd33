// Sees what a page does that it should not: scripts that run, requests that leave, dialogs, windows, navigation;
// and what it holds that it should not: handlers, styles, forms, frames, addresses that run.

import { stays } from '../reader.mjs';

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
    const asked = !inDocument && element.matches('[data-form] .form-step-body > form, [data-form] textarea.form-input');
    if (elements.has(name) && !(name === 'style' && wanted.inlineStyle) && !framed && !asked) say('element', element);
    if (name === 'form' && !asked && (inDocument || !element.matches('.search, [hidden], [data-team-choice], [data-filter], [data-problem-filter], [data-facets], [data-tools], [data-gallery-filter]'))) say('form', element);
    if (['input', 'button', 'select'].includes(name) && element.hasAttribute('form')) say('form', element);
    if (name === 'script' && !(element.src && own(element.src) && element.textContent === '')) say('script', element);
    if (name === 'link' && !own(element.href) && element.rel !== 'canonical') say('link', element);
    if (name === 'meta' && element.httpEquiv && element.httpEquiv !== 'Content-Security-Policy') say('meta', element);
    for (const { name: key, value } of element.attributes) {
      const attribute = key.toLowerCase();
      if (attribute.startsWith('on')) say(`attribute ${attribute}`, element);
      const drawn = attribute === 'style' && !inDocument && element.matches('[data-picture]');
      if (forbidden.has(attribute) && !drawn && !element.closest('.search')) say(`attribute ${attribute}`, element);
      if (!addresses.has(attribute)) continue;
      // A page that is served anywhere has an empty icon.
      const allowed = (name === 'img' && attribute === 'src') || value === 'data:,' ? ['data:'] : [];
      if (!['http:', 'https:', 'mailto:', 'tel:', 'file:', ...allowed].includes(scheme(value))) say(`address in ${attribute}`, element);
      if (['img', 'video', 'source', 'script'].includes(name) && attribute === 'src' && scheme(value) !== 'data:' && !own(value)) say('foreign address', element);
    }
  }
  const text = ` ${document.body.textContent} `;
  const lost = (wanted.marks ?? []).filter((mark) => !text.includes(mark));
  if (lost.length > 0) missing.push(`${lost.length} marks are hidden: ${lost.slice(0, 5).join(', ')}`);
  return [...found, ...missing];
}

/** Whether the policy of a page that another tool built stopped what is told. From disk such a page may show other
 * files of this machine, and the addresses of files. */
const isStopped = (text, refused) => /^([a-z]+-src(-\w+)?|form-action|base-uri): /.test(text) || refused.has(text) || text.startsWith('request to file:');

/** Runs in every document: a page in a frame of the desk looks through itself once it is loaded. */
function framed() {
  if (globalThis === top || parent !== top || location.href === 'about:blank' || !name.startsWith('{"number":')) return;
  // The questions of a template are drawn by an engine that is loaded after the page.
  const isDrawn = () => document.querySelector('[data-form][data-engine] [data-live][hidden]') === null
    || document.querySelector('[data-form] [data-trouble]:not([hidden])') !== null;
  const look = () => setTimeout(() => {
    if (!isDrawn()) return look();
    try {
      const wanted = JSON.parse(name);
      globalThis.callboardHeld(wanted.plain ? [] : inspect(wanted));
    } catch (error) {
      globalThis.callboardHeld([`not looked through: ${error.message}`]);
    }
  }, 10);
  addEventListener('load', look, { once: true });
}

/** The functions above as one script; none of them is left in the page. */
const SCRIPT = `(() => { ${watch}\n${inspect}\n${framed}\nwatch(); framed(); })()`;

/** The frame that holds a page: the page of a tab, or the frame of the desk in which a frame lies. */
function holder(frame) {
  for (let at = frame; ; at = at.parentFrame()) {
    const above = at.parentFrame();
    if (above === null || above.parentFrame() === null) return at;
  }
}

/** Opens pages and tells what is wrong with each: `visit` in a tab of its own, `visitAll` many side by side in frames of
 * one document, the desk, which lies below the same base and belongs to no page. */
export async function observer(browser, base, viewport = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ viewport });
  /** What was told, by the frame that holds the page; what no frame is known for counts for the tab. */
  let told = new Map();
  let refused = new Set();
  let settled = new Map();
  let waiting = new Set();
  let finish = () => {};
  const page = await context.newPage();
  const main = page.mainFrame();
  const tell = (frame, text) => {
    const at = frame === null || frame.isDetached() ? main : holder(frame);
    told.set(at, [...(told.get(at) ?? []), text]);
  };
  await context.exposeBinding('callboardTell', ({ frame }, text) => tell(frame, text));
  await context.exposeBinding('callboardHeld', ({ frame }, held) => {
    for (const text of held) tell(frame, text);
    settled.set(frame, frame.url().split('#')[0]);
    waiting.delete(frame.name());
    if (waiting.size === 0) finish();
  });
  await context.addInitScript(SCRIPT);
  const frameOf = (request) => {
    try {
      return request.frame();
    } catch {
      return null;
    }
  };
  context.on('request', (request) => {
    const frame = frameOf(request);
    if (!stays(request.url(), base, () => (frame ?? main).url())) tell(frame, `request to ${request.url().slice(0, 200)}`);
  });
  // The browser tells of a request before it asks the policy.
  context.on('requestfailed', (request) => {
    if (/csp/i.test(request.failure()?.errorText ?? '')) refused.add(`request to ${request.url().slice(0, 200)}`);
  });
  context.on('weberror', (error) => tell(null, `script: ${error.error().message}`));
  context.on('page', () => tell(null, 'opened a window'));
  page.setDefaultTimeout(40_000);
  page.on('dialog', (dialog) => {
    tell(null, `${dialog.type()} dialog`);
    dialog.dismiss().catch(() => {});
  });
  page.on('framenavigated', (frame) => {
    const url = frame.url().split('#')[0];
    if (settled.has(frame) && url !== settled.get(frame)) tell(frame, `navigated to ${url.slice(0, 200)}`);
  });
  const begin = () => [told, refused, settled] = [new Map(), new Set(), new Map()];

  /** Opens an address and gives all that is wrong with it; `use` may do more with the page. In a `plain` file no
   * elements are looked for; with `stopped` it may try what its policy stops. */
  async function visit(url, { marks = [], inlineStyle = false, plain = false, stopped = false, use = async () => {} } = {}) {
    begin();
    await page.goto(url, { waitUntil: 'load' }).catch((error) => {
      if (!/Download is starting|ERR_ABORTED/.test(error.message)) tell(main, error.message.split('\n')[0]);
    });
    settled.set(main, url.split('#')[0]);
    const all = () => [...told.values()].flat();
    try {
      await use(page);
      const held = plain ? [] : await page.evaluate(`(${inspect})(${JSON.stringify({ base, marks, inlineStyle })})`);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 10)));
      return [...new Set([...held, ...all()])].filter((text) => !(stopped && isStopped(text, refused)));
    } catch (error) {
      return [...all(), error.message.split('\n')[0]];
    }
  }

  /** Opens `[path, options]` side by side and gives `path: what is wrong`. Frames that are not `shown` are not laid out
   * or painted, and do everything else. */
  async function visitAll(desk, some, shown) {
    settled = new Map();
    await page.goto(desk);
    begin();
    const frames = some.map(([path, options], number) => ({ path, number, name: JSON.stringify({ number, base, ...options }) }));
    waiting = new Set(frames.map(({ name }) => name));
    const finished = new Promise((done) => { finish = done; });
    const late = new Promise((done) => { setTimeout(done, 60_000).unref(); });
    await page.evaluate(([list, hidden]) => {
      document.documentElement.innerHTML = '<body></body>';
      for (const [name, src] of list) {
        const frame = document.createElement('iframe');
        Object.assign(frame, { name, src, width: 600, height: 400, hidden });
        document.body.append(frame);
      }
    }, [frames.map(({ path, name }) => [name, path]), !shown]);
    await Promise.race([finished, late]);
    // What a page does a little later, it does meanwhile.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
    const problems = [...waiting].map((name) => `${frames.find((frame) => frame.name === name).path}: was not loaded`);
    for (const [frame, texts] of told) {
      const { path } = frames.find(({ name }) => name === frame.name()) ?? { path: `one of ${frames[0].path} and ${frames.length - 1} others` };
      problems.push(...new Set(texts.map((text) => `${path}: ${text}`)));
    }
    return problems;
  }
  return { visit, visitAll, close: () => context.close() };
}
