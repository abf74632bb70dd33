// @ts-check
'use strict';

/** The search field at the top of every page: results while typing, after the ARIA pattern of a combobox. */
(() => {
  const form = document.querySelector('form.search');
  const field = form?.querySelector('input');
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  const { store, ask, element, lines, href, address, notes, nothing, failure } = searchView;
  const SHOWN = 8;
  const PAUSE = 80;

  const list = element('div', 'search-list');
  list.id = 'search-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Search results');
  const message = element('div', 'search-message');
  const panel = element('div', 'search-panel', message, list);
  panel.hidden = true;
  const status = element('div', 'visually-hidden');
  status.setAttribute('role', 'status');
  form.append(panel, status);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-controls', 'search-list'],
    ['aria-expanded', 'false'],
    ['aria-autocomplete', 'list'],
    ['aria-keyshortcuts', '/ Control+K'],
  ]) {
    field.setAttribute(name, value);
  }

  /** Counts queries, so that a late answer does not replace a newer one. */
  let turn = 0;
  let timer = 0;
  let active = -1;

  const options = () => /** @type {HTMLAnchorElement[]} */ ([...list.children]);

  /** @param {boolean} open */
  function show(open) {
    panel.hidden = !open;
    field?.setAttribute('aria-expanded', String(open && list.childElementCount > 0));
    if (!open) activate(-1);
  }

  /** @param {number} index */
  function activate(index) {
    const all = options();
    active = all.length === 0 ? -1 : index;
    all.forEach((option, place) => option.setAttribute('aria-selected', String(place === active)));
    if (active < 0) return field?.removeAttribute('aria-activedescendant');
    field?.setAttribute('aria-activedescendant', all[active].id);
    all[active].scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} target @param {(Node | string)[]} children */
  function option(target, ...children) {
    const made = element('a', 'search-option', ...children);
    made.href = target;
    made.id = `search-option-${list.childElementCount}`;
    made.tabIndex = -1;
    made.setAttribute('role', 'option');
    list.append(made);
  }

  async function search() {
    const query = field?.value.trim() ?? '';
    turn += 1;
    const own = turn;
    if (query === '') return show(false);
    try {
      const answer = await ask(query);
      const results = await searchResults.show(store, answer, 0, SHOWN);
      if (own === turn) fill(query, answer, results);
    } catch (error) {
      if (own !== turn) return;
      list.replaceChildren();
      message.replaceChildren(failure(error));
      show(true);
    }
  }

  /** @param {string} query @param {SearchAnswer} answer @param {SearchResult[]} results */
  function fill(query, answer, results) {
    list.replaceChildren();
    const said = notes(answer);
    message.replaceChildren(...(results.length === 0 ? [nothing(query)] : said.map((note) => element('p', '', note))));
    for (const result of results) option(href(result), ...lines(result));
    const count = `${answer.total} result${answer.total === 1 ? '' : 's'}`;
    if (results.length > 0) option(address(query), element('span', 'search-all', `All ${count}`));
    status.textContent = [...said, results.length === 0 ? 'No results' : count].join(' ');
    show(true);
    activate(results.length === 0 ? -1 : 0);
  }

  field.addEventListener('focus', () => {
    store.manifest().catch(() => {});
    if (field.value.trim() !== '' && list.childElementCount > 0) show(true);
  });
  if (document.querySelector('[data-search-page]') === null) {
    field.addEventListener('input', () => {
      clearTimeout(timer);
      timer = window.setTimeout(search, PAUSE);
    });
  }
  field.addEventListener('keydown', (event) => {
    const count = list.childElementCount;
    if (event.key === 'Escape' && !panel.hidden) {
      show(false);
      event.preventDefault();
    } else if (event.key === 'Escape') {
      field.blur();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (panel.hidden) show(true);
      activate((active + step + count) % count);
      event.preventDefault();
    }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const chosen = panel.hidden ? undefined : options()[active];
    const query = field.value.trim();
    if (chosen !== undefined) location.assign(chosen.href);
    else if (query !== '') location.assign(address(query));
  });
  form.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) show(false);
  });
  // A press on a result must not take the focus away before the click is done.
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const typing = target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!slash && !palette) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
