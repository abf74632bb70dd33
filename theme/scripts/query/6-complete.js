// @ts-check
'use strict';

/**
 * What may stand where the caret is.
 *
 * @typedef {{ text: string, note: string }} QueryChoice
 * @typedef {{ from: number, to: number, choices: QueryChoice[] }} QueryCompletion  Places in UTF-16 units.
 */
const queryComplete = (() => {
  const MOST = 12;
  const NOTES = new Map([
    ['has', 'has any value or relation'], ['is', 'a state'], ['in', 'part or member of, through any steps'], ['sort', 'order of the answer'],
    ['owner*', 'owned by a group or one below it'], ['related-to', 'any relation, any direction'],
    ['needs', 'depends on it, consumes it, is provided by it'], ['needed-by', 'what it needs'],
  ]);

  /**
   * The beginning of the term that ends at `caret`.
   * @param {string} text @param {number} caret
   */
  function start(text, caret) {
    let from = 0;
    let quoted = false;
    for (let at = 0; at < caret; at += 1) {
      if (text[at] === '\\') at += 1;
      else if (text[at] === '"') quoted = !quoted;
      else if (!quoted && /[\s()]/.test(text[at])) from = at + 1;
    }
    const bare = text[from] === '-' ? from + 1 : from;
    return { from: bare, quoted };
  }

  /**
   * Candidates that begin with what is typed, then those that hold it.
   * @param {QueryChoice[]} choices @param {string} typed
   */
  function fitting(choices, typed) {
    const wanted = typed.toLowerCase();
    /** @type {[QueryChoice[], QueryChoice[], QueryChoice[]]} */
    const ranked = [[], [], []];
    for (const choice of choices) {
      const at = choice.text.toLowerCase().indexOf(wanted);
      if (at < 0 || choice.text === typed) continue;
      ranked[at === 0 ? 0 : /[-.:/_ "]/.test(choice.text[at - 1]) ? 1 : 2].push(choice);
      if (ranked[0].length === MOST) break;
    }
    return ranked.flat().slice(0, MOST);
  }

  /** @param {QueryVocabulary} vocabulary @returns {QueryChoice[]} */
  function keys({ fields, names }) {
    const words = ['has', 'is', 'in', 'owner*', 'sort'].map((text) => ({ text: `${text}:`, note: NOTES.get(text) ?? '' }));
    /** @param {QueryField} field */
    const choice = ({ name, type }) => ({ text: `${name}:`, note: type === 'ref' ? 'reference' : type });
    const ways = [...names].filter(([, { type }]) => type === 'relation').map(([name]) => ({ text: `${name}:`, note: NOTES.get(name) ?? 'relation' }));
    const open = fields.filter(({ name }) => queryGround.isOpen(name));
    return [...fields.filter(({ name }) => !queryGround.isOpen(name)).map(choice), ...ways, ...words, ...open.map(choice)];
  }

  /** A value as it has to be written. @param {string} value */
  const written = (value) => (/[\s(),"*\\]|^[<>-]|\.\./.test(value) || value === '' ? `"${value.replace(/["\\]/g, '\\$&')}"` : value);

  /** @type {WeakMap<object, QueryChoice[]>} */
  const known = new WeakMap();

  /** Choices are made once for each column. @param {object} of @param {() => QueryChoice[]} make */
  function once(of, make) {
    const choices = known.get(of) ?? make();
    known.set(of, choices);
    return choices;
  }

  /** The values of a column, the most frequent first. @param {QueryColumn} column @returns {QueryChoice[]} */
  function values({ values, rows }) {
    const counts = new Uint32Array(values.length);
    for (const row of rows) for (const place of queryAnswer.placesOf(row)) counts[place] += 1;
    const order = values.map((_, place) => place).sort((a, b) => counts[b] - counts[a] || a - b);
    return order.map((place) => ({ text: written(String(values[place])), note: String(counts[place]) }));
  }

  /** Names of packages, those of most entities first. @param {{ names: string[], counts: number[] }} directory @returns {QueryChoice[]} */
  function packages({ names, counts }) {
    const order = names.map((_, place) => place).sort((a, b) => counts[b] - counts[a] || a - b);
    return order.map((place) => ({ text: written(names[place]), note: String(counts[place]) }));
  }

  /**
   * @param {QueryGround} ground @param {QueryVocabulary} vocabulary @param {string} key
   * @returns {Promise<QueryChoice[]>}
   */
  async function ofKey(ground, vocabulary, key) {
    const name = key.replace(/\*\d*$/, '');
    const lower = name.toLowerCase();
    if (lower === 'is') return queryTerm.STATES.map((text) => ({ text, note: 'state' }));
    if (lower === 'has' || lower === 'sort') {
      const some = keys(vocabulary).map(({ text, note }) => ({ text: text.slice(0, -1), note }));
      return lower === 'has' ? some.filter(({ text }) => !['has', 'is', 'in', 'owner*', 'sort'].includes(text)) : some.filter(({ text }) => queryGround.fieldOf(vocabulary, text));
    }
    const field = queryGround.fieldOf(vocabulary, name);
    if (field?.type === 'package' && !key.includes('*')) {
      const directory = await ground.packages(field);
      return once(directory, () => packages(directory));
    }
    if (field !== null && !key.includes('*')) {
      const column = await ground.column(field);
      return once(column, () => values(column));
    }
    if (lower !== 'in' && lower !== 'owner' && queryGround.find(vocabulary, name)?.type !== 'relation') return [];
    const names = await ground.names();
    const note = (/** @type {number} */ place) => (place < names.refs.length ? names.titles[place] ?? '' : 'declared nowhere');
    return once(names, () => names.nodes.map((text, place) => ({ text, note: note(place) })));
  }

  /** @param {QueryGround} ground @param {string} text @param {number} caret @returns {Promise<QueryCompletion>} */
  async function at(ground, text, caret) {
    const vocabulary = await ground.vocabulary();
    const { from, quoted } = start(text, caret);
    const typed = text.slice(from, caret);
    const colon = typed.indexOf(':');
    if (colon < 0 || typed.startsWith('"')) {
      return { from, to: caret, choices: quoted ? [] : fitting(keys(vocabulary), typed) };
    }
    const key = typed.slice(0, colon);
    const comma = quoted ? -1 : typed.lastIndexOf(',');
    const value = Math.max(colon, comma) + 1;
    const choices = await ofKey(ground, vocabulary, key);
    return { from: from + value, to: caret, choices: fitting(choices, typed.slice(value)) };
  }

  return { at, values, written };
})();
