// @ts-check
'use strict';

/** Facets beside the results. */
const searchSidebar = (() => {
  const { element, icon } = searchView;
  const SHOWN = 8;
  const MOST = 200;
  /** Keys whose list is open. @type {Map<string, boolean>} */
  const unfolded = new Map();
  /** @type {Set<string>} */
  const long = new Set();

  /** A reference by its name only. @param {string} value */
  const short = (value) => value.replace(/^[^:/]+:[^/]+\//, '');

  /**
   * @param {string} key @param {FacetCount} counted @param {(key: string, value: string, on: boolean) => void} choose
   */
  function line(key, { value, count, partial, chosen }, choose) {
    const box = element('input', '');
    box.type = 'checkbox';
    box.checked = chosen;
    box.name = key;
    box.value = value;
    box.addEventListener('change', () => choose(key, value, box.checked));
    const name = element('span', '', short(value));
    name.title = value;
    const number = element('span', 'count', count.toLocaleString('en') + (partial ? '+' : ''));
    const label = element('label', '', box, element('span', `search-facet-name hue-${key === 'kind' ? value : 'generic'}`, ...(key === 'kind' ? icon(value) : []), name), number);
    return element('li', '', label);
  }

  /**
   * @param {string} key @param {FacetCount[] | null} counts  Null as long as they were not asked for.
   * @param {{ choose: (key: string, value: string, on: boolean) => void, again: () => void, open: boolean }} page
   */
  function set(key, counts, { choose, again, open }) {
    const summary = element('summary', '', key[0].toUpperCase() + key.slice(1));
    const details = element('details', 'facet search-facet', summary);
    details.dataset.facet = key;
    details.open = unfolded.get(key) ?? open;
    details.addEventListener('toggle', () => {
      unfolded.set(key, details.open);
      if (details.open && counts === null) again();
    });
    if (counts === null) return details;
    const shown = long.has(key) ? counts.slice(0, MOST) : counts.slice(0, Math.max(SHOWN, counts.filter(({ chosen }) => chosen).length));
    const list = element('ul', '', ...shown.map((counted) => line(key, counted, choose)));
    details.append(list);
    if (counts.length > shown.length && !long.has(key)) {
      const button = element('button', '', `All ${counts.length.toLocaleString('en')}`);
      button.type = 'button';
      button.addEventListener('click', () => {
        long.add(key);
        const next = counts.slice(shown.length, MOST).map((counted) => line(key, counted, choose));
        list.append(...next);
        button.remove();
        next[0]?.querySelector('input')?.focus();
      });
      details.append(button);
    }
    return details;
  }

  /** Whether the reader wants a key to be counted. @param {string} key @param {boolean} light */
  const isOpen = (key, light) => unfolded.get(key) ?? light;

  return { set, isOpen, short };
})();
