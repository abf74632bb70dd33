// @ts-check
'use strict';

/** The search field at the top of every page: results while typing. */
(() => {
  const form = document.querySelector('form.search');
  const field = form?.querySelector('input');
  if (!(form instanceof HTMLFormElement) || !(field instanceof HTMLInputElement)) return;
  const { store, element, address, notes, nothing, failure } = searchView;
  const SHOWN = 6;
  const PAUSE = 80;
  const onPage = document.querySelector('[data-search-page]') !== null;

  const options = searchList.open(field, 'search-list', 'Search results');
  const message = element('div', 'search-message');
  const panel = element('div', 'search-panel', message, options.list);
  panel.hidden = true;
  form.append(panel, options.status);
  field.setAttribute('aria-keyshortcuts', '/');

  /** Counts queries, so that a late answer does not replace a newer one. */
  let turn = 0;
  let timer = 0;
  /** Whether the list is not yet that of what was typed. */
  let stale = false;

  /** @param {boolean} open */
  function show(open) {
    panel.hidden = !open;
    field?.setAttribute('aria-expanded', String(open && options.count() > 0));
    if (!open) options.activate(-1);
  }

  /** Offers what the reader kept. */
  function idle() {
    message.replaceChildren();
    options.fill(searchOffer.kept(idle), '', false);
    show(options.count() > 0);
  }

  async function search() {
    const query = field?.value.trim() ?? '';
    turn += 1;
    const own = turn;
    if (query === '') {
      stale = false;
      return idle();
    }
    try {
      const found = await searchOffer.results(query, SHOWN);
      if (own !== turn) return;
      stale = false;
      fill(query, found);
    } catch (error) {
      if (own !== turn) return;
      options.fill([], '', false, query);
      message.replaceChildren(failure(error));
      show(true);
    }
  }

  /** @param {string} query @param {Awaited<ReturnType<typeof searchOffer.results>>} found */
  function fill(query, { answer, shown, groups, question }) {
    const said = notes(answer);
    const none = shown.length === 0 && !question;
    message.replaceChildren(...(none ? [nothing(query)] : question ? [] : said.map((note) => element('p', '', note))));
    const all = { label: '', choices: [searchOffer.all(query, answer.total, question)] };
    const count = none ? 'No results' : `${answer.total} result${answer.total === 1 ? '' : 's'}`;
    if (none) all.choices[0] = { ...all.choices[0], content: searchOffer.line('search', 'Suggestions on the search page'), said: 'Suggestions' };
    options.fill(question ? [all, ...groups] : [...groups, all], [...said, count].join(' '), !none, query);
    show(true);
  }

  function focused() {
    store.manifest().catch(() => {});
    if (onPage) return;
    if (field?.value.trim() === '') idle();
    else if (options.count() > 0) show(true);
  }

  field.addEventListener('focus', focused);
  if (document.activeElement === field) {
    focused();
    // It was typed while this script was on its way.
    if (!onPage && field.value.trim() !== '') search();
  }
  if (!onPage) {
    field.addEventListener('input', () => {
      stale = true;
      clearTimeout(timer);
      timer = window.setTimeout(search, PAUSE);
    });
  }
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) {
      show(false);
      event.preventDefault();
    } else if (event.key === 'Escape') {
      field.blur();
    } else if (event.key === 'ArrowDown' && panel.hidden && options.count() > 0) {
      show(true);
      options.activate(0, true);
      event.preventDefault();
    } else if (!panel.hidden) options.press(event);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!stale && !panel.hidden && options.choose(false)) return;
    const query = field.value.trim();
    if (query === '') return;
    searchShelf.remember(query);
    if (!onPage) location.assign(address(query));
  });
  form.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) show(false);
  });
  // A press on a result must not take the focus away before the click is done.
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const typing = target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
