// @ts-check
'use strict';

/**
 * What was asked, and which terms of the index may be meant by it.
 *
 * @typedef {{ text: string, compounds: string[], open: boolean, dense: boolean }} SearchWord
 *   `open` when the reader may still be typing it.
 * @typedef {{ key: string, value: string, not: boolean }} SearchFilter
 * @typedef {{ words: SearchWord[], filters: SearchFilter[], cut: boolean }} SearchQuery
 *   `cut` when the text was too long to be searched for in whole.
 * @typedef {{ term: string, quality: number, shard: SearchShard, index: number }} SearchMeaning
 */
const searchQuery = (() => {
  const LONGEST_QUERY = 256;
  const MOST_WORDS = 12;
  const MOST_PREFIXED = 24;
  const MOST_RESPELT = 6;
  const EXACT = 1;
  const STEMMED = 0.85;
  const PREFIXED = 0.75;
  const RESPELT = [0, 0.55, 0.35];
  const LAST = '\u{10ffff}';

  /**
   * @param {string} text @param {string[]} keys the keys that filter
   * @returns {SearchQuery}
   */
  function parse(text, keys) {
    const characters = [...text];
    const short = characters.slice(0, LONGEST_QUERY).join('');
    /** @type {SearchFilter[]} */
    const filters = [];
    const rest = short.replace(/(^|\s)(-?)([\w-]+):(?:"([^"]*)"|(\S+))/g, (whole, space, not, key, quoted, plain) => {
      if (!keys.includes(key.toLowerCase())) return whole;
      filters.push({ key: key.toLowerCase(), value: (quoted ?? plain).toLowerCase(), not: not === '-' });
      return space;
    });
    const chains = searchTokens.chains(rest);
    const words = chains.flatMap(({ parts, compound, dense }) =>
      parts.map((part) => ({ text: part, compounds: compound === null ? [] : [compound], open: false, dense })),
    );
    const kept = words.slice(0, MOST_WORDS);
    const last = kept.at(-1);
    if (last !== undefined && kept.length === words.length && !/\s$/.test(rest)) last.open = true;
    return { words: kept, filters, cut: characters.length > LONGEST_QUERY || words.length > MOST_WORDS };
  }

  /** Terms of several words and terms that filter are no words. @param {string} term */
  const isWord = (term) => !term.includes(' ') && !term.includes(':');

  /**
   * The shards that may hold terms from `low` to `high`, two at most.
   * @param {SearchManifest} manifest @param {string} low @param {string} high
   */
  function numbers(manifest, low, high) {
    const place = (/** @type {string} */ term) => {
      const at = searchStore.lowerBound(manifest.shards, term);
      return manifest.shards[at] === term ? at : at - 1;
    };
    const first = Math.max(place(low), 0);
    return place(high) > first ? [first, first + 1] : [first];
  }

  /**
   * The terms that begin with `prefix`, in the first two shards that may hold them.
   * @param {ReturnType<typeof searchStore.open>} store @param {string} prefix
   * @returns {Promise<SearchMeaning[]>}
   */
  async function beginning(store, prefix) {
    const manifest = await store.manifest();
    if (manifest.shards.length === 0) return [];
    const shards = await Promise.all(numbers(manifest, prefix, prefix + LAST).map(store.shard));
    return shards.flatMap((shard) => {
      /** @type {SearchMeaning[]} */
      const found = [];
      for (let index = searchStore.lowerBound(shard.terms, prefix); index < shard.terms.length; index += 1) {
        const term = shard.terms[index];
        if (!term.startsWith(prefix)) break;
        found.push({ term, quality: EXACT, shard, index });
      }
      return found;
    });
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {string} term
   * @returns {Promise<SearchMeaning[]>} one or none
   */
  async function exactly(store, term) {
    const manifest = await store.manifest();
    if (manifest.shards.length === 0) return [];
    const shard = await store.shard(numbers(manifest, term, term)[0]);
    const index = searchStore.lowerBound(shard.terms, term);
    return shard.terms[index] === term ? [{ term, quality: EXACT, shard, index }] : [];
  }

  /** How prominent a term is: titles count most. @param {SearchMeaning} meaning */
  function prominence({ shard, index }) {
    let titles = 0;
    for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) titles += shard.weights[at] >> 6 ? 1 : 0;
    return titles * 10 + shard.frequencies[index];
  }

  /**
   * The terms that a word may mean, the word itself first.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} word
   * @returns {Promise<SearchMeaning[]>}
   */
  async function meanings(store, word) {
    const stem = searchTokens.stem(word.text);
    const [own, compounds, family] = await Promise.all([
      exactly(store, word.text),
      Promise.all(word.compounds.map((compound) => exactly(store, compound))),
      stem.length > 2 ? beginning(store, stem) : [],
    ]);
    const kin = family.filter(
      ({ term }) => isWord(term) && term !== word.text && searchTokens.stem(term) === stem,
    );
    const found = [...own, ...compounds.flat(), ...kin.map((meaning) => ({ ...meaning, quality: STEMMED }))];
    const begins = word.open ? word.text.length > 1 || word.dense : found.length === 0 && word.text.length > 2;
    if (begins) found.push(...(await prefixed(store, word, found)));
    return found.length > 0 ? found : respelt(store, word);
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} word @param {SearchMeaning[]} known
   */
  async function prefixed(store, word, known) {
    const terms = new Set(known.map(({ term }) => term));
    const found = (await beginning(store, word.text)).filter(({ term }) => isWord(term) && !terms.has(term));
    const ranked = found.map((meaning) => ({ meaning, rank: prominence(meaning) }));
    ranked.sort((a, b) => b.rank - a.rank || searchStore.compare(a.meaning.term, b.meaning.term));
    return ranked.slice(0, MOST_PREFIXED).map(({ meaning }) => {
      const quality = PREFIXED * Math.sqrt(word.text.length / meaning.term.length);
      return { ...meaning, quality };
    });
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} word
   * @returns {Promise<SearchMeaning[]>}
   */
  async function respelt(store, word) {
    const near = searchSpelling.nearest(await store.words(), word.text, word.open).slice(0, MOST_RESPELT);
    const found = await Promise.all(near.map((candidate) => exactly(store, candidate.word)));
    return found.flatMap((meanings, place) =>
      meanings.map((meaning) => ({ ...meaning, quality: RESPELT[near[place].distance] })),
    );
  }

  /**
   * The terms that stand for two neighbouring words: the pair as titles and headings have it.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord} first @param {SearchWord} second
   */
  async function pair(store, first, second) {
    const text = `${first.text} ${second.text}`;
    const found = second.open ? (await beginning(store, text)).slice(0, MOST_PREFIXED) : await exactly(store, text);
    return found;
  }

  /**
   * The terms that a filter stands for: its value, or all that begin with what stands before a `*`.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchFilter} filter
   */
  const filtering = (store, { key, value }) =>
    value.endsWith('*') ? beginning(store, `${key}:${value.slice(0, -1)}`) : exactly(store, `${key}:${value}`);

  return { parse, meanings, pair, filtering };
})();
