// @ts-check
'use strict';

/** The page of all results; its address holds the query. */
(() => {
  const place = document.querySelector('[data-search-page]');
  const field = document.querySelector('form.search input');
  if (!(place instanceof HTMLElement) || !(field instanceof HTMLInputElement)) return;
  const { store, ask, element, lines, href, address, notes, nothing, failure } = searchView;
  const STEP = 20;
  const PAUSE = 120;
  let turn = 0;
  let timer = 0;

  const asked = () => {
    const parameters = new URLSearchParams(location.search);
    return { query: (parameters.get('q') ?? '').trim(), label: parameters.get('kind') };
  };

  async function refresh() {
    const { query, label } = asked();
    turn += 1;
    const own = turn;
    if (query === '') return place?.replaceChildren(element('p', 'search-nothing', 'Type what you look for in the field above.'));
    try {
      const all = await ask(query);
      const answer = label === null ? all : await ask(`kind:"${label}" ${query}`);
      const list = element('ol', 'search-results');
      const rest = await more(list, answer);
      if (own !== turn) return;
      const fewer = answer.hits.length > answer.total ? ' with all words, then some with fewer' : '';
      const summary = element('p', 'search-summary', `${answer.total} result${answer.total === 1 ? '' : 's'}${fewer}`);
      summary.setAttribute('role', 'status');
      const said = notes(answer).map((note) => element('p', 'search-note', note));
      const empty = answer.hits.length === 0 ? [nothing(query)] : [];
      place?.replaceChildren(kinds(query, label, all), summary, ...said, ...empty, list, ...rest);
    } catch (error) {
      if (own === turn) place?.replaceChildren(failure(error));
    }
  }

  /**
   * Links that keep the results of one kind.
   * @param {string} query @param {string | null} chosen @param {SearchAnswer} answer
   */
  function kinds(query, chosen, answer) {
    const nav = element('nav', 'search-kinds');
    nav.setAttribute('aria-label', 'Kinds');
    /** @type {[string | null, number][]} */
    const entries = [[null, answer.total], ...answer.byLabel];
    for (const [label, count] of entries) {
      const link = element('a', 'search-filter', label ?? 'all', ' ', element('span', 'search-count', String(count)));
      link.href = address(query, label);
      if (label === chosen) link.setAttribute('aria-current', 'true');
      nav.append(link);
    }
    return nav;
  }

  /**
   * Adds the next results to `list`; gives the button for those after them.
   * @param {HTMLOListElement} list @param {SearchAnswer} answer
   * @returns {Promise<HTMLElement[]>}
   */
  async function more(list, answer) {
    const from = list.childElementCount;
    for (const result of await searchResults.show(store, answer, from, from + STEP)) {
      const link = element('a', 'search-result', ...lines(result));
      link.href = href(result);
      list.append(element('li', '', link));
    }
    if (list.childElementCount >= answer.hits.length) return [];
    const button = element('button', 'search-more', 'More results');
    button.type = 'button';
    button.addEventListener('click', async () => {
      const next = list.childElementCount;
      button.replaceWith(...(await more(list, answer)));
      list.children[next]?.querySelector('a')?.focus();
    });
    return [button];
  }

  const start = asked();
  field.value = start.query;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      history.replaceState(null, '', address(field.value.trim()));
      refresh();
    }, PAUSE);
  });
  window.addEventListener('popstate', () => {
    field.value = asked().query;
    refresh();
  });
  refresh();
})();
