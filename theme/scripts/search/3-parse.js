// @ts-check
'use strict';

/**
 * What was asked.
 *
 * @typedef {{ text: string, compounds: string[], shape: string | null, synonyms: string[][], joints: SearchJoint[],
 *   open: boolean, dense: boolean, quoted: boolean, small: boolean }} SearchWord
 *   `open` when the reader may still be typing it, `quoted` when it is meant as it is written, `small` when it says
 *   little of what is looked for.
 * @typedef {{ text: string, first: string }} SearchJoint  Two neighbours written as one word, and the first of them.
 * @typedef {{ key: string, value: string, not: boolean }} SearchFilter
 * @typedef {{ words: SearchWord[], phrases: string[][], written: string[], filters: SearchFilter[], cut: boolean }} SearchQuery
 *   `written` are the terms of paths, addresses and flags, `cut` when the text was too long to be searched for in whole.
 */
const searchParse = (() => {
  const LONGEST_QUERY = 1000;
  /** Words that are searched for. */
  const MOST_WORDS = 24;
  /** In a query of more words the small ones are left out. */
  const MOST_WHOLE = 8;
  const LONGEST_RUN = 4;
  const CLOSED = /[\s"?!.,;:)\]}>]$/;

  /**
   * @param {string} text @param {SearchManifest} manifest  Says which keys filter, and what words mean the same.
   * @returns {SearchQuery}
   */
  function parse(text, { keys, synonyms, languages }) {
    const characters = [...text];
    const short = characters.slice(0, LONGEST_QUERY).join('');
    /** @type {SearchFilter[]} */
    const filters = [];
    const rest = short.replace(/(^|\s)(-?)([\w-]+):(?:"([^"]*)"|(\S+))/g, (whole, space, not, key, quoted, plain) => {
      if (!keys.includes(key.toLowerCase())) return whole;
      filters.push({ key: key.toLowerCase(), value: (quoted ?? plain).toLowerCase(), not: not === '-' });
      return space;
    });
    /** @type {string[][]} */
    const phrases = [];
    /** @type {string[]} */
    const written = [];
    const pieces = rest.split('"');
    const words = pieces.flatMap((piece, place) => {
      // A quotation mark without its other half quotes nothing.
      const quoted = place % 2 === 1 && place < pieces.length - 1;
      const found = wordsOf(piece, quoted);
      if (!quoted) written.push(...searchTokens.written(piece));
      if (quoted && found.length > 0) phrases.push(found.map((word) => word.text));
      return found;
    });
    const last = words.at(-1);
    if (last !== undefined && !CLOSED.test(rest)) last.open = true;
    translate(words, synonyms);
    weigh(words, languages);
    const told = words.length > MOST_WHOLE ? words.filter(({ small }) => !small) : words;
    const kept = told.slice(0, MOST_WORDS);
    joinAll(kept);
    return { words: kept, phrases, written: written.slice(0, MOST_WORDS), filters, cut: characters.length > LONGEST_QUERY || told.length > MOST_WORDS };
  }

  /** @param {string} text @param {boolean} quoted @returns {SearchWord[]} */
  function wordsOf(text, quoted) {
    return searchTokens.chains(text).flatMap(({ parts, compound, shape, dense }) =>
      parts.map((text) => {
        const compounds = compound === null || quoted ? [] : [compound];
        return { text, compounds, shape: quoted ? null : shape, synonyms: [], joints: [], open: false, dense, quoted, small: false };
      }),
    );
  }

  /** Marks the small words among others. @param {SearchWord[]} words @param {string[]} languages */
  function weigh(words, languages) {
    const all = searchSmall.of(languages);
    const isSmall = (/** @type {SearchWord} */ { text, open, quoted }) => !open && !quoted && all.has(text);
    const asks = languages.includes('en') && searchSmall.asks(words.map(({ text }) => text));
    const marks = words.map((word, place) => isSmall(word) || (asks && !word.quoted && searchSmall.isAsking(word.text, place, words.length)));
    if (marks.includes(false)) words.forEach((word, place) => (word.small = marks[place]));
  }

  /** Gives words what else the site says for them. @param {SearchWord[]} words @param {string[][][]} groups */
  function translate(words, groups) {
    for (const forms of groups) {
      for (const form of forms) {
        for (let at = 0; at + form.length <= words.length; at += 1) {
          const run = words.slice(at, at + form.length);
          if (!run.every(({ text, quoted }, place) => text === form[place] && !quoted)) continue;
          for (const word of run) word.synonyms.push(...forms.filter((other) => other !== form));
        }
      }
    }
  }

  /** Whether two neighbours may be written as one. @param {SearchWord} one @param {SearchWord} two */
  const joins = (one, two) =>
    ![one, two].some(({ quoted, dense }) => quoted || dense) && !/\p{N} \p{N}/u.test(`${one.text} ${two.text}`);

  /** Gives neighbours what they are as one word: `user name` is also `username`. @param {SearchWord[]} words */
  function joinAll(words) {
    for (let at = 1; at < words.length; at += 1) {
      const [one, two] = [words[at - 1], words[at]];
      const text = one.text + two.text;
      const known = one.compounds.includes(text) && two.compounds.includes(text);
      if (known || !joins(one, two)) continue;
      for (const word of [one, two]) word.joints.push({ text, first: one.text });
    }
  }

  /** Runs of three or four words as one, where that is not how they were written. @param {SearchWord[]} words */
  function runs(words) {
    /** @type {SearchJoint[]} */
    const found = [];
    words.forEach(({ text: first, compounds }, from) => {
      let text = first;
      for (let to = from + 1; to < Math.min(words.length, from + LONGEST_RUN); to += 1) {
        if (!joins(words[to - 1], words[to])) return;
        text += words[to].text;
        if (to > from + 1 && !compounds.includes(text)) found.push({ text, first });
      }
    });
    return found;
  }

  return { parse, runs };
})();
