// @ts-check
'use strict';

/** What the answers make: the files, and what stands in each. */
const formPreview = (() => {
  const { element, icon, button, copyButton, size, id } = formDom;
  const FIRST = ['README.md', 'readme.md', 'catalog-info.yaml'];
  const MOST_LINES = 2000;
  const MOST_WATCHED = 1000;
  /** Milliseconds until a reader is told that files are being made. */
  const PATIENCE = 600;

  /** A text, or nothing when the bytes are none. @param {Uint8Array} bytes */
  function decoded(bytes) {
    if (bytes.subarray(0, 8000).includes(0)) return null;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  /** A number that differs when bytes do, as good as always (FNV-1a). @param {Uint8Array} bytes */
  function digest(bytes) {
    let hash = 0x811c9dc5;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    return hash;
  }

  /** Where a fault is, in words. @param {ScaffoldFault} fault */
  const where = ({ place, pointer }) => (place ? place.join(':') : `template.yaml spec${pointer}`);

  /** What went wrong, in words. @param {ScaffoldFault} fault @param {string} [more] */
  function told(fault, more = '') {
    const strong = (/** @type {string} */ text) => element('strong', '', text);
    // What has no place is no fault of the template's text.
    if (fault.place === null && fault.pointer === '') return element('p', '', strong('No files were made: '), `${fault.message}.`);
    return element('p', '', strong('The template stops here. '), element('code', '', where(fault)), ` ${fault.message}${more}`);
  }

  /** @param {HTMLElement} place @param {ScaffoldEngine} engine */
  function open(place, engine) {
    const count = element('span', 'count');
    const fold = element('details', 'form-preview');
    const faults = element('div', 'form-faults');
    faults.setAttribute('role', 'status');
    const waiting = element('div', 'form-waiting');
    waiting.setAttribute('role', 'status');
    waiting.hidden = true;
    const rehearsal = element('p', 'form-rehearsal');
    const filter = element('input', 'form-input form-filter');
    filter.type = 'search';
    filter.placeholder = 'Filter files';
    filter.setAttribute('aria-label', 'Filter files');
    const leaves = element('div', 'form-tree');
    const head = element('p', 'form-file-head');
    const code = element('pre', 'form-file-code');
    code.tabIndex = 0;
    code.setAttribute('role', 'region');
    code.id = id('file');
    const side = element('div', 'form-tree-side', filter, leaves);
    const file = element('div', 'form-file', head, code);
    const split = element('div', 'form-split', side, file);
    fold.append(element('summary', '', icon('chevron'), element('h2', '', 'Preview'), count), waiting, faults, rehearsal, split);
    place.append(fold);
    const wide = matchMedia('(width >= 1080px)');
    fold.open = wide.matches;
    wide.addEventListener('change', () => { fold.open = wide.matches; });

    /** @type {ScaffoldOutcome} */
    let run = { files: [], todo: [], notes: [], log: [], faults: [], wanted: [] };
    let chosen = '';
    /** Whether the file was chosen by hand. */
    let held = false;
    /** @type {Map<string, number>} */
    let digests = new Map();
    /** @type {Set<string>} */
    let changed = new Set();
    /** The chosen file's lines before the last answer. @type {Map<string, Set<string>>} */
    let before = new Map();
    let text = '';

    const tree = formTree.open(leaves, (path) => {
      chosen = path;
      held = true;
      show();
      leaf();
    });
    filter.addEventListener('input', () => show());

    function show() {
      const shown = tree.update(run.files, filter.value, chosen, changed);
      const all = run.files.length;
      count.textContent = `${filter.value.trim() === '' ? '' : `${shown} of `}${all} ${all === 1 ? 'file' : 'files'}`;
      filter.hidden = all < 12;
    }

    function leaf() {
      const known = run.files.find(({ path }) => path === chosen);
      file.hidden = known === undefined;
      if (known === undefined) return;
      const bytes = engine.file(known.path);
      const content = decoded(bytes);
      text = content ?? '';
      head.replaceChildren(element('span', 'form-file-path mono', known.path),
        ...(known.executable ? [element('span', 'chip', 'executable')] : []), element('span', 'quiet', size(known.bytes)),
        ...(content === null ? [] : [copyButton(() => text, `Copy ${known.path}`)]));
      code.setAttribute('aria-label', known.path);
      if (content === null) {
        code.replaceChildren(element('span', 'quiet', 'Not a text: it is copied byte for byte.'));
        return;
      }
      const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
      const old = before.get(chosen);
      const made = lines.slice(0, MOST_LINES).map((line) => element('span', old !== undefined && !old.has(line) ? 'line is-changed' : 'line', `${line}\n`));
      const rest = lines.length - made.length;
      if (rest > 0) made.push(element('span', 'quiet', `${rest.toLocaleString('en')} more lines are not shown.`));
      if (lines.length === 0) made.push(element('span', 'quiet', 'The file is empty.'));
      code.replaceChildren(...made);
    }

    /** What is different since the answer before. */
    function compare() {
      /** @type {Map<string, number>} */
      const now = new Map();
      const few = run.files.length <= MOST_WATCHED;
      if (few) for (const { path } of run.files) now.set(path, digest(engine.file(path)));
      const different = [...now].filter(([path, hash]) => digests.get(path) !== hash).map(([path]) => path);
      changed = new Set(digests.size > 0 ? different : []);
      digests = now;
    }

    /**
     * @param {ScaffoldOutcome} next @param {number} open  How many answers are missing or wrong.
     * @param {string[]} stoodIn  Questions whose answers are made up for now.
     */
    function update(next, open, stoodIn) {
      const lines = text === '' ? undefined : new Set(text.replace(/\n$/, '').split('\n'));
      run = next;
      compare();
      if (changed.has(chosen) && lines !== undefined) before = new Map([[chosen, lines]]);
      const has = (/** @type {string} */ path) => run.files.some((file) => file.path === path);
      if (!held || !has(chosen)) {
        held = held && has(chosen);
        chosen = FIRST.find(has) ?? run.files[0]?.path ?? '';
      }
      const [fault] = run.faults;
      const names = stoodIn.length > 4 ? `${stoodIn.slice(0, 3).join(', ')} and ${stoodIn.length - 3} more` : stoodIn.join(', ');
      rehearsal.hidden = fault !== undefined || stoodIn.length === 0;
      rehearsal.textContent = `Made up until it is answered: ${names}`;
      faults.hidden = fault === undefined;
      faults.classList.toggle('is-early', open > 0);
      faults.replaceChildren(...(fault === undefined ? [] : [
        icon(open > 0 ? 'info' : 'error'),
        told(fault, open > 0 ? '. Other answers may lead further.' : ''),
      ]));
      split.hidden = run.files.length === 0;
      show();
      leaf();
    }

    let runs = 0;

    /** Says that files are being made once that takes long, and lets the reader end it. @param {Promise<unknown>} making */
    function wait(making) {
      runs += 1;
      const mine = runs;
      const timer = setTimeout(() => {
        if (mine !== runs) return;
        waiting.replaceChildren(element('span', '', 'The files are still being made…'), button('button', ['Stop'], engine.stop));
        waiting.hidden = false;
      }, PATIENCE);
      making.finally(() => {
        clearTimeout(timer);
        if (mine === runs) waiting.hidden = true;
      });
    }

    return { update, wait };
  }

  return { open, told, decoded };
})();
