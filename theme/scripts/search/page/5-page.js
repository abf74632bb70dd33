// @ts-check
'use strict';

/** The page of all results; its address holds the query and what narrows it. */
(() => {
  const place = document.querySelector('[data-search-page]');
  const field = document.querySelector('form.search input');
  if (!(place instanceof HTMLElement) || !(field instanceof HTMLInputElement)) return;
  const { store, element, anchor, lines, href, failure, root, shorten } = searchView;
  const STEP = 20;
  const PAUSE = 120;
  /** Shards up to which all facets are counted at once. */
  const LIGHT = 24;
  const script = place.dataset.query ?? '';
  let turn = 0;
  let timer = 0;

  const side = element('aside', 'facets search-side');
  side.setAttribute('aria-label', 'Narrow the results');
  const main = element('div', 'search-main');
  const status = element('p', 'visually-hidden');
  status.setAttribute('role', 'status');
  status.setAttribute('aria-live', 'polite');

  function state() {
    const parameters = new URLSearchParams(location.search);
    /** @type {Map<string, string[]>} */
    const chosen = new Map();
    for (const key of searchFacets.KEYS) {
      const values = [...new Set(parameters.getAll(key).map((value) => value.toLowerCase()))];
      if (values.length > 0) chosen.set(key, values);
    }
    return { query: (parameters.get('q') ?? '').trim(), chosen, plain: parameters.has('words') };
  }

  /** @param {string} query @param {Map<string, string[]>} chosen @param {boolean} [plain] */
  function addressOf(query, chosen, plain = false) {
    const parameters = new URLSearchParams();
    if (query !== '') parameters.set('q', query);
    for (const [key, values] of chosen) for (const value of values) parameters.append(key, value);
    if (plain) parameters.set('words', '1');
    const text = parameters.toString();
    return `${location.pathname}${text === '' ? '' : `?${text}`}`;
  }

  /** @param {string} key @param {string} value @param {boolean} on */
  function choose(key, value, on) {
    const { query, chosen, plain } = state();
    const others = (chosen.get(key) ?? []).filter((one) => one !== value);
    const values = on ? [...others, value] : others;
    if (values.length > 0) chosen.set(key, values);
    else chosen.delete(key);
    history.pushState(null, '', addressOf(query, chosen, plain));
    refresh();
  }

  /** What is found, as words or as a query; with what is wrong with the query. @param {string} query @param {boolean} plain */
  async function find(query, plain) {
    const manifest = await store.manifest();
    if (plain || script === '' || !searchView.isQuestion(query, manifest.keys)) return { found: await searchQuestion.words(query), asked: false, trouble: [] };
    try {
      const found = await searchQuestion.query(query, script);
      if (found !== null) return { found, asked: true, trouble: [] };
    } catch (error) {
      return { found: await searchQuestion.words(query), asked: false, trouble: queryTrouble.explain(query, error) };
    }
    return { found: await searchQuestion.words(query), asked: false, trouble: [] };
  }

  async function refresh() {
    const { query, chosen, plain } = state();
    turn += 1;
    const own = turn;
    document.title = document.title.replace(/^.*?Search/, query === '' ? 'Search' : `${shorten(query)} · Search`);
    if (query === '') return idle();
    try {
      const { found, asked, trouble } = await find(query, plain);
      const facets = new Map(await Promise.all([...chosen.keys()].map(async (key) => /** @type {[string, FacetValue[]]} */ ([key, await found.values(key)]))));
      const passes = searchFacets.sift(facets, chosen, found.size);
      const items = found.items.filter((item) => passes(item));
      const list = element('ol', 'search-results');
      const rest = await more(list, found, items);
      if (own !== turn) return;
      const head = summary({ query, chosen, plain, asked, found, items });
      const empty = items.length > 0 ? [] : await nothing(query, found, chosen);
      if (own !== turn) return;
      place?.replaceChildren(...(found.items.length === 0 && chosen.size === 0 ? [] : [side]), main, status);
      main.replaceChildren(...wrong(query, trouble), ...chips(chosen), ...head, ...empty, list, ...rest);
      await narrow(found, chosen, passes, own);
    } catch (error) {
      if (own === turn) place?.replaceChildren(failure(error));
    }
  }

  function idle() {
    if (field instanceof HTMLInputElement) field.focus({ preventScroll: true });
    const shown = element('div', 'search-main search-idle', ...searchSuggest.start(idle));
    place?.replaceChildren(shown);
    const own = turn;
    searchSuggest.kinds().then((kinds) => { if (own === turn) shown.append(...kinds); }, () => {});
  }

  /** @param {string} query @param {HTMLElement[]} trouble */
  function wrong(query, trouble) {
    if (trouble.length === 0) return [];
    const box = element('div', 'explore-trouble search-trouble', ...trouble, element('span', 'quiet', 'Below is what the words alone find.'));
    box.setAttribute('role', 'alert');
    return [box];
  }

  /** @param {{ query: string, chosen: Map<string, string[]>, plain: boolean, asked: boolean, found: Found, items: number[] }} shown */
  function summary({ query, chosen, asked, found, items }) {
    const all = found.answer?.all ?? [];
    const complete = new Set(all.filter((hit) => hit.complete).map(({ document }) => document));
    const sure = complete.size === 0 ? items.length : items.filter((item) => complete.has(item)).length;
    const noun = asked ? ['entity', 'entities'] : ['result', 'results'];
    const count = `${sure.toLocaleString('en')} ${sure === 1 ? noun[0] : noun[1]}`;
    const fewer = items.length > sure ? ` with all words, ${(items.length - sure).toLocaleString('en')} more with some of them` : '';
    status.textContent = [...found.notes, `${count}${fewer}`].join(' ');
    const line = element('p', 'search-summary', element('strong', '', count), fewer);
    if (asked) {
      line.append(' · ', anchor(`${root}explore/index.html#${new URLSearchParams({ q: query })}`, 'Open in Explore'));
      line.append(' · ', anchor(addressOf(query, chosen, true), 'Search for the words instead'));
    }
    return [line, ...found.notes.map((note) => element('p', 'search-note', note))];
  }

  /** What narrows the answer, each to be taken away. @param {Map<string, string[]>} chosen */
  function chips(chosen) {
    const made = [...chosen].flatMap(([key, values]) => values.map((value) => {
      const button = element('button', 'search-chip', element('span', '', `${key}: `, element('b', '', searchSidebar.short(value))), ...searchView.icon('close'));
      button.type = 'button';
      button.setAttribute('aria-label', `Remove ${key}: ${value}`);
      button.addEventListener('click', () => choose(key, value, false));
      return button;
    }));
    return made.length === 0 ? [] : [element('div', 'search-chips', ...made)];
  }

  /** @param {string} query @param {Found} found @param {Map<string, string[]>} chosen */
  async function nothing(query, found, chosen) {
    const title = element('p', 'empty-title', found.items.length > 0 ? 'Nothing is left' : `Nothing found for “${shorten(query)}”`);
    if (found.items.length === 0) return [element('div', 'empty search-empty', title, ...(await searchSuggest.instead(query, found.answer)))];
    const all = anchor(addressOf(query, new Map()), `Show all ${found.items.length.toLocaleString('en')}`);
    return [element('div', 'empty search-empty', title, element('p', '', `No result has ${[...chosen.keys()].join(' and ')} as chosen. `, all))];
  }

  /** Fills the facets. @param {Found} found @param {Map<string, string[]>} chosen @param {ReturnType<typeof searchFacets.sift>} passes @param {number} own */
  async function narrow(found, chosen, passes, own) {
    const manifest = await store.manifest();
    const isLight = found.answer === null || manifest.shards.length <= LIGHT;
    const complete = found.answer?.all.some((hit) => hit.complete) ? new Set(found.answer.all.filter((hit) => hit.complete).map(({ document }) => document)) : null;
    const base = new Uint8Array(found.size);
    for (const item of found.items) if (complete === null || complete.has(item)) base[item] = 1;
    const sets = await Promise.all(searchFacets.KEYS.map(async (key) => {
      const wanted = chosen.get(key) ?? [];
      const open = searchSidebar.isOpen(key, isLight || key === 'kind' || wanted.length > 0);
      const again = () => narrow(found, chosen, passes, own);
      if (!open) return manifest.keys.includes(key) ? [searchSidebar.set(key, null, { choose, again, open })] : [];
      const counts = searchFacets.counts(await found.values(key), (item) => base[item] === 1 && passes(item, key), wanted);
      return counts.length === 0 ? [] : [searchSidebar.set(key, counts, { choose, again, open })];
    }));
    if (own !== turn) return;
    const focus = document.activeElement instanceof HTMLInputElement && side.contains(document.activeElement) ? document.activeElement : null;
    const fold = element('details', 'facets-fold search-fold', element('summary', '', 'Narrow the results'), ...sets.flat(), team());
    fold.open = side.querySelector('details')?.open ?? innerWidth >= 860;
    side.replaceChildren(fold);
    if (focus === null) return;
    for (const box of side.querySelectorAll('input')) if (box.name === focus.name && box.value === focus.value) box.focus();
  }

  function team() {
    const now = searchShelf.read().team;
    const button = element('button', 'search-team', ...searchView.icon('group'), element('span', '', now === null ? 'Choose my team' : `My team: ${now.title}`));
    button.type = 'button';
    button.title = 'What your team owns is found a little sooner';
    button.addEventListener('click', () => searchPalette.open('teams'));
    return button;
  }

  /** @param {SearchResult} result */
  function line(result) {
    const link = anchor(href(result), ...lines(result));
    link.className = 'search-result';
    link.addEventListener('click', () => searchShelf.remember(state().query));
    const title = searchOffer.text(result.title);
    const pin = searchSuggest.button('pin', `Pin ${title}`, () => {
      searchShelf.pin({ href: result.href, title, label: result.label });
      settle();
      status.textContent = searchShelf.isPinned(result.href) ? `Pinned ${title}` : `Unpinned ${title}`;
    });
    const settle = () => pin.setAttribute('aria-pressed', String(searchShelf.isPinned(result.href)));
    settle();
    return element('li', '', link, pin);
  }

  /** Adds the next results to `list`; gives the button for those after them. @param {HTMLOListElement} list @param {Found} found @param {number[]} items @returns {Promise<HTMLElement[]>} */
  async function more(list, found, items) {
    const from = list.childElementCount;
    list.append(...(await found.show(items.slice(from, from + STEP))).map(line));
    if (list.childElementCount >= items.length) return [];
    const button = element('button', 'search-more', 'More results');
    button.type = 'button';
    button.addEventListener('click', async () => {
      const next = list.childElementCount;
      button.replaceWith(...(await more(list, found, items)));
      list.children[next]?.querySelector('a')?.focus();
    });
    return [button];
  }

  field.value = state().query;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      history.replaceState(null, '', addressOf(field.value.trim(), field.value.trim() === '' ? new Map() : state().chosen));
      refresh();
    }, PAUSE);
  });
  window.addEventListener('popstate', () => {
    field.value = state().query;
    refresh();
  });
  searchShelf.watch(() => { if (state().query !== '' && side.querySelector('.search-team') !== null) side.querySelector('.search-team')?.replaceWith(team()); });
  refresh();
})();
