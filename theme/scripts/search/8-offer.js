// @ts-check
'use strict';

/** What lists offer: results in groups, and what the reader kept. */
const searchOffer = (() => {
  const { store, ask, element, icon, lines, href, address, root } = searchView;
  const NAMES = { docs: 'Documentation', decision: 'Documentation', reference: 'API reference', problem: 'Problems', rule: 'Problems' };

  /** The group of a result. @param {string} label */
  const groupOf = (label) => /** @type {Record<string, string>} */ (NAMES)[label] ?? 'Catalog';

  /** @param {SearchPiece[]} pieces */
  const text = (pieces) => pieces.map((piece) => piece.text).join('');

  /** @param {SearchResult} result @param {string} query @returns {SearchChoice} */
  function result(result, query) {
    const heading = result.heading.length > 0 ? `, ${text(result.heading)}` : '';
    return {
      content: lines(result),
      said: `${text(result.title)}${heading}, ${result.label}`,
      href: href(result),
      act: () => searchShelf.remember(query),
    };
  }

  /** The first results of a query in groups; the group of the best one is first. @param {string} query @param {number} most */
  async function results(query, most) {
    const manifest = await store.manifest();
    const question = searchView.isQuestion(query, manifest.keys);
    const answer = await ask(query);
    const shown = await searchResults.show(store, answer, 0, most);
    /** @type {Map<string, SearchChoice[]>} */
    const groups = new Map();
    for (const one of shown) {
      const name = groupOf(one.label);
      groups.set(name, [...(groups.get(name) ?? []), result(one, query)]);
    }
    const found = [...groups].map(([label, choices]) => ({ label, choices }));
    return { answer, shown, question, groups: groups.size === 1 ? found.map(({ choices }) => ({ label: '', choices })) : found };
  }

  /** A line with an icon, a text, and what it is. @param {string} name @param {string} title @param {string} [note] */
  function line(name, title, note = '') {
    const kind = note === '' ? [] : [element('span', 'search-kind', note)];
    return [element('span', `search-line hue-${name}`, ...icon(name), element('span', 'search-title', title), ...kind)];
  }

  /** @param {string} query @param {number} total @param {boolean} question @returns {SearchChoice} */
  function all(query, total, question) {
    const count = `All ${total.toLocaleString('en')} result${total === 1 ? '' : 's'}`;
    const title = question ? 'Ask this as a query' : count;
    return { content: line('search', title), said: title, href: address(query), act: () => searchShelf.remember(query), className: 'search-all' };
  }

  /** Recent searches and pins. @param {() => void} changed  Called when one was dropped. @returns {SearchGroup[]} */
  function kept(changed) {
    const { recent, pinned } = searchShelf.read();
    const pins = pinned.map((pin) => ({
      content: line(pin.label, pin.title, pin.label),
      said: `${pin.title}, ${pin.label}, pinned`,
      href: root + pin.href,
      drop: () => { searchShelf.pin(pin); changed(); },
    }));
    const searches = recent.map((query) => ({
      content: line('recent', query),
      said: `${query}, recent search`,
      href: address(query),
      drop: () => { searchShelf.forget(query); changed(); },
    }));
    return [{ label: 'Pinned', choices: pins }, { label: 'Recent searches', choices: searches }];
  }

  return { results, line, all, kept, text };
})();
