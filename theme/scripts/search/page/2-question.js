// @ts-check
'use strict';

/**
 * What the page shows: documents that have the words, or entities that answer a query of the query language.
 *
 * @typedef {{ items: number[], sure: number, size: number, notes: string[], answer: SearchAnswer | null,
 *   values: (key: string) => Promise<FacetValue[]>, show: (items: number[]) => Promise<SearchResult[]> }} Found
 *   `items` are numbers below `size`, the best first; the first `sure` of them, or any as many, have all words.
 */
const searchQuestion = (() => {
  const { store, run, ask } = searchView;
  const MOST_RANKED = 100;
  const MOST_DESCRIBED = 3000;
  const LONGEST = 200;
  /** @type {QueryGround | null} */
  let ground = null;

  /** What the words find. @param {string} text @returns {Promise<Found>} */
  async function words(text) {
    const answer = await ask(text);
    const { documents } = await store.manifest();
    const hits = new Map(answer.all.map((hit) => [hit.document, hit]));
    return {
      items: answer.all.map(({ document }) => document),
      sure: answer.total,
      size: documents,
      notes: searchView.notes(answer),
      answer,
      values: (key) => searchFacets.values(store, key),
      show: (items) => {
        const chosen = items.flatMap((item) => hits.get(item) ?? []);
        return searchResults.show(store, { ...answer, hits: chosen }, 0, chosen.length);
      },
    };
  }

  /** Loads the query language, which few pages need. @param {string} script */
  async function load(script) {
    if (typeof queryAnswer === 'undefined') await run(script, false);
    ground ??= queryGround.open(run);
    return ground;
  }

  /** The words of a query that are asked for, not denied. @param {QueryNode} node @returns {string[]} */
  function wordsOf(node) {
    if (node.op === 'word') return [node.text];
    return node.op === 'all' || node.op === 'any' ? node.of.flatMap(wordsOf) : [];
  }

  /**
   * What a query finds; null when it is none after all.
   * @param {string} text @param {string} script
   * @returns {Promise<Found | null>}
   */
  async function query(text, script) {
    const ground = await load(script);
    const vocabulary = await ground.vocabulary();
    if (!isMeant(text, vocabulary)) return null;
    const found = await queryAnswer.answer(ground, text, new Date().toISOString().slice(0, 10));
    const asked = [...new Set(wordsOf(found.query.node))];
    const items = found.query.sorts.length > 0 ? found.entities : await ranked(found, asked);
    const { entities } = await ground.manifest();
    return {
      items,
      sure: items.length,
      size: entities,
      notes: [],
      answer: null,
      values: (key) => columnOf(ground, key),
      show: (chosen) => results(ground, found.names, chosen, asked),
    };
  }

  /** Whether a text has operators, or a field that the language knows or nearly knows. @param {string} text @param {QueryVocabulary} vocabulary */
  function isMeant(text, vocabulary) {
    if (/\S\s+OR\s+\S|(^|[\s(])NOT\s+\S|count\(/.test(text)) return true;
    const names = queryGround.allNames(vocabulary);
    const fields = [...text.matchAll(/(?:^|[\s(])-?([a-z][\w.-]+)(?:\*\d*)?:/gi)].map(([, name]) => name);
    return fields.some((name) => names.includes(queryGround.kebab(name)) || queryGround.isOpen(name) || queryNear.nearest(name, names) !== null);
  }

  /** Entities by how well they have the words, then in their own order. @param {{ entities: number[], names: QueryNames }} found @param {string[]} asked */
  async function ranked({ entities, names }, asked) {
    if (asked.length === 0) return entities;
    const { pages } = await store.manifest();
    const answer = await ask(asked.join(' '));
    const hits = answer.all.filter(({ document }) => document < pages).slice(0, MOST_RANKED);
    const best = await searchResults.show(store, { ...answer, hits }, 0, hits.length);
    const ranks = new Map(best.map(({ href }, rank) => [href, rank]));
    const rank = (/** @type {number} */ entity) => ranks.get(names.pages[entity]) ?? MOST_RANKED;
    return [...entities].sort((a, b) => rank(a) - rank(b) || a - b);
  }

  /** A column of the entities as values with members. @param {QueryGround} ground @param {string} key @returns {Promise<FacetValue[]>} */
  async function columnOf(ground, key) {
    const field = queryGround.fieldOf(await ground.vocabulary(), key === 'source' ? 'repo' : key);
    if (field === null) return [];
    const { values, rows } = await ground.column(field);
    /** @type {Map<string, number[]>} */
    const members = new Map();
    rows.forEach((row, entity) => {
      for (const place of queryAnswer.placesOf(row)) {
        const value = String(values[place]).toLowerCase();
        const list = members.get(value);
        if (list === undefined) members.set(value, [entity]);
        else list.push(entity);
      }
    });
    return [...members].map(([value, list]) => ({ value, members: list, partial: false }));
  }

  /** @param {string} text @param {string[]} asked @returns {SearchPiece[]} */
  function pieces(text, asked) {
    if (asked.length === 0) return [{ text, marked: false }];
    const escaped = asked.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return text.split(new RegExp(`(${escaped.join('|')})`, 'i')).map((piece, place) => ({ text: piece, marked: place % 2 === 1 })).filter(({ text: piece }) => piece !== '');
  }

  /** A description without the marks of Markdown. @param {string} text */
  const plain = (text) => text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/(\*\*|__|`)(.+?)\1/g, '$2').replace(/(^|\n)#+\s/g, '$1').replace(/\s+/g, ' ').trim();

  /** @param {QueryGround} ground @param {QueryNames} names @param {number[]} items @param {string[]} asked @returns {Promise<SearchResult[]>} */
  async function results(ground, names, items, asked) {
    const field = names.refs.length > MOST_DESCRIBED ? null : queryGround.fieldOf(await ground.vocabulary(), 'description');
    const column = field === null ? null : await ground.column(field);
    return items.map((entity) => {
      const ref = names.refs[entity];
      const [place] = column === null ? [] : queryAnswer.placesOf(column.rows[entity]);
      const about = place === undefined ? '' : plain(String(column?.values[place]));
      const short = about.length > LONGEST ? `${about.slice(0, about.lastIndexOf(' ', LONGEST))} …` : about;
      return {
        href: names.pages[entity],
        label: ref.slice(0, ref.indexOf(':')),
        title: pieces(names.titles[entity] ?? ref.slice(ref.indexOf('/') + 1), asked),
        context: ref,
        heading: [],
        snippet: about === '' ? [] : pieces(short, asked),
      };
    });
  }

  return { words, query };
})();
