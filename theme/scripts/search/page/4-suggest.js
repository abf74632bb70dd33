// @ts-check
'use strict';

/** What helps when there is nothing, and what the page has before anything is asked. */
const searchSuggest = (() => {
  const { store, element, anchor, address, root, icon } = searchView;
  const LIKE = 0.45;
  const MOST_LIKE = 3;

  /** @param {string} word */
  function pairs(word) {
    const found = new Set();
    for (let at = 0; at <= word.length; at += 1) found.add(` ${word} `.slice(at, at + 2));
    return found;
  }

  /** The words in the shards around that are most like one that has no result, by shared pairs of letters. @param {string} word */
  async function like(word) {
    const own = pairs(word);
    /** @type {{ candidate: string, likeness: number }[]} */
    const found = [];
    for (const { word: candidate, frequency } of await searchQuery.around(store, word)) {
      if (Math.abs(candidate.length - word.length) > 4) continue;
      let shared = 0;
      for (let at = 0; at <= candidate.length; at += 1) if (own.has(` ${candidate} `.slice(at, at + 2))) shared += 1;
      const likeness = (2 * shared) / (own.size + candidate.length + 1) + Math.log2(frequency) / 2000;
      if (likeness > LIKE) found.push({ candidate, likeness });
    }
    found.sort((a, b) => b.likeness - a.likeness || searchStore.compare(a.candidate, b.candidate));
    return found.slice(0, MOST_LIKE).map(({ candidate }) => candidate);
  }

  /**
   * What to try when nothing was found.
   * @param {string} query @param {SearchAnswer | null} answer
   * @returns {Promise<HTMLElement[]>}
   */
  async function instead(query, answer) {
    /** @type {HTMLElement[]} */
    const lines = [];
    const words = answer?.query.words.map(({ text }) => text) ?? [];
    const missing = answer?.missing ?? [];
    const spelt = await Promise.all(missing.slice(0, 3).map(like));
    const queries = [...new Set(spelt.flat())];
    const known = words.filter((word) => !missing.includes(word));
    if (queries.length > 0) lines.push(element('p', '', 'Did you mean ', ...queries.flatMap((other, place) => [place === 0 ? '' : ' or ', anchor(address([...known, other].join(' ')), [...known, other].join(' '))]), '?'));
    if (words.length > 1 && known.length > 0) lines.push(element('p', '', 'With fewer words: ', ...known.slice(0, 4).flatMap((word, place) => [place === 0 ? '' : ', ', anchor(address(word), word)])));
    if (answer !== null && answer.query.filters.length > 0 && words.length > 0) lines.push(element('p', '', 'Without filters: ', anchor(address(words.join(' ')), words.join(' '))));
    const explore = anchor(`${root}explore/index.html#${new URLSearchParams({ q: query })}`, 'ask the catalog for it');
    lines.push(element('p', '', lines.length > 0 ? 'Or ' : 'No word is spelt like it, either. Change it, ', explore, ', or look through ', anchor(`${root}catalog/index.html`, 'the catalog'), ' and ', anchor(`${root}docs/index.html`, 'the documents'), '.'));
    return lines;
  }

  /** A button with nothing but an icon. @param {string} name @param {string} label @param {() => void} act */
  function button(name, label, act) {
    const made = element('button', 'search-icon-button', ...icon(name), element('span', 'visually-hidden', label));
    made.type = 'button';
    made.title = label;
    made.addEventListener('click', act);
    return made;
  }

  /** @param {string} title @param {HTMLElement[]} lines */
  const list = (title, lines) => (lines.length === 0 ? [] : [element('section', 'search-kept', element('h2', '', title), element('ul', '', ...lines))]);

  /** What there is to find, by kind. @returns {Promise<HTMLElement[]>} */
  async function kinds() {
    const found = (await searchFacets.values(store, 'kind')).sort((a, b) => b.members.length - a.members.length || searchStore.compare(a.value, b.value));
    const line = (/** @type {FacetValue} */ { value, members }) => {
      const link = anchor(address(`kind:${value}`), ...icon(value), element('span', '', value), element('span', 'count', members.length.toLocaleString('en')));
      link.className = `hue-${value}`;
      return element('li', '', link);
    };
    if (found.length === 0) return [];
    return [element('section', 'search-kinds', element('h2', '', 'What there is'), element('ul', '', ...found.map(line)))];
  }

  /** What stands on the page before anything is asked. @param {() => void} changed */
  function start(changed) {
    const { recent, pinned } = searchShelf.read();
    const line = (/** @type {string} */ name, /** @type {HTMLAnchorElement} */ link, /** @type {string} */ label, /** @type {() => void} */ drop) => {
      const row = element('li', `hue-${name}`, ...icon(name), link, button('close', label, () => { drop(); changed(); }));
      return row;
    };
    const pins = pinned.map((pin) => line(pin.label, anchor(root + pin.href, pin.title), `Unpin ${pin.title}`, () => searchShelf.pin(pin)));
    const searches = recent.map((query) => line('recent', anchor(address(query), query), `Forget “${query}”`, () => searchShelf.forget(query)));
    const clear = element('button', 'search-clear', 'Clear all');
    clear.type = 'button';
    clear.addEventListener('click', () => { searchShelf.clear(); changed(); });
    const kept = [...list('Pinned', pins), ...list('Recent searches', searches)];
    const key = (/** @type {string} */ text) => element('kbd', '', text);
    const tips = element('ul', 'search-tips',
      element('li', '', key('/'), ' searches from any page, ', key('Ctrl K'), ' opens the command palette'),
      element('li', '', element('code', '', 'kind:component owner:…'), ' narrows to what has a value'),
      element('li', '', element('code', '', 'depends-on*:… OR -has:docs'), ' asks in the query language'));
    if (kept.length === 0) return [element('section', 'search-kept', element('h2', '', 'Ways to search'), tips)];
    const note = element('p', 'search-private', 'Kept in this browser only. ', clear);
    return [...kept, note, element('section', 'search-kept', element('h2', '', 'Ways to search'), tips)];
  }

  return { instead, kinds, start, button };
})();
