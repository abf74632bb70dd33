// @ts-check
'use strict';

/**
 * @typedef {any} FormValue  What JSON can hold.
 * @typedef {{ value: FormValue, label: string }} FormChoice
 * @typedef {{ number: number, titles: string[] }} FormBranch
 * @typedef {{
 *   pointer: string, title: string, description?: string, help?: string, placeholder?: string, control: string,
 *   extension?: string, required?: boolean, readonly?: boolean, autofocus?: boolean, value?: FormValue,
 *   choices?: FormChoice[], options?: Record<string, FormValue>, limits?: (number | null)[], fields?: FormField[],
 *   another?: FormValue, branch?: FormBranch, problem?: string,
 * }} FormField
 * @typedef {{ title: string, description: string, branch?: FormBranch, fields: FormField[] }} FormPage
 * @typedef {{ pages: FormPage[], answers: Record<string, FormValue> }} FormAsked
 */

/** Elements, icons, and what is said to those who listen to the page. */
const formDom = (() => {
  let count = 0;

  /** @param {string} prefix */
  const id = (prefix) => `${prefix}-${(count += 1)}`;

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag @param {string} className @param {(Node | string)[]} children
   */
  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /** @param {string} name */
  function icon(name) {
    const namespace = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(namespace, 'svg');
    for (const [key, value] of [['class', 'icon'], ['width', '16'], ['height', '16'], ['aria-hidden', 'true']]) svg.setAttribute(key, value);
    const use = document.createElementNS(namespace, 'use');
    use.setAttribute('href', `#i:${name}`);
    svg.append(use);
    return svg;
  }

  /** @param {string} className @param {(Node | string)[]} children @param {() => void} act */
  function button(className, children, act) {
    const made = element('button', className, ...children);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  }

  /** A button that is only an icon. @param {string} name @param {string} label @param {() => void} act */
  function iconButton(name, label, act) {
    const made = button('form-icon-button', [icon(name), element('span', 'visually-hidden', label)], act);
    made.title = label;
    return made;
  }

  let pressed = false;
  /** @type {(() => void)[]} */
  let waiting = [];
  document.addEventListener('pointerdown', () => { pressed = true; }, true);
  for (const type of ['pointerup', 'pointercancel']) {
    document.addEventListener(type, () => {
      pressed = false;
      // After the click: what moves between press and release would take it away from what was pressed.
      setTimeout(() => {
        const work = waiting;
        waiting = [];
        work.forEach((act) => act());
      });
    }, true);
  }

  /** Does what may move the page, but not while something is being pressed. @param {() => void} act */
  function settle(act) {
    if (pressed) waiting.push(act);
    else act();
  }

  /** @param {string} text */
  function say(text) {
    const place = document.querySelector('[data-status]');
    if (place === null) return;
    // The same words twice are told twice only when the place was empty in between.
    place.textContent = '';
    setTimeout(() => { place.textContent = text; }, 30);
  }

  /** A button that copies. @param {() => string} text @param {string} label */
  function copyButton(text, label) {
    const made = iconButton('copy', label, async () => {
      await /** @type {any} */ (globalThis).callboardCopy(text());
      made.replaceChildren(icon('check'), element('span', 'visually-hidden', 'Copied'));
      say('Copied');
      setTimeout(() => made.replaceChildren(icon('copy'), element('span', 'visually-hidden', label)), 1500);
    });
    return made;
  }

  /** Code with a button that copies it. @param {string} text @param {string} label */
  function line(text, label) {
    const pre = element('pre', '', element('code', '', text));
    pre.tabIndex = 0;
    return element('div', 'form-code', pre, copyButton(() => text, label));
  }

  /** @param {number} bytes */
  const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

  /** Hands a file over. @param {string} name @param {BlobPart} content @param {string} type */
  function save(name, content, type) {
    const link = element('a', '');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  return { id, element, icon, button, iconButton, copyButton, line, settle, say, size, save };
})();
