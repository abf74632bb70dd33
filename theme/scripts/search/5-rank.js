// @ts-check
'use strict';

/**
 * Which documents answer a query, the best first.
 *
 * @typedef {{ document: number, score: number, complete: boolean }} SearchHit
 * @typedef {{ hits: SearchHit[], total: number, byLabel: [string, number][], meanings: SearchMeaning[][],
 *   query: SearchQuery, missing: string[], respelt: [string, string][] }} SearchAnswer
 *   `total` and `byLabel` count the documents with all words, or with any when none has all; `meanings` are the
 *   terms that were taken for each word, `missing` the words that have none, `respelt` those that were corrected.
 */
const searchRank = (() => {
  const MOST_HITS = 200;
  const WEIGHT = 0x1f;
  const IN_TITLE = 0x80;
  const IN_NAME = 0x40;

  /** @param {number} documents @param {number} frequency */
  const rarity = (documents, frequency) => Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));

  /** What the words of a query add up to, by document. */
  class Board {
    /** @param {number} documents */
    constructor(documents) {
      this.scores = new Float64Array(documents);
      this.found = new Float64Array(documents);
      this.words = new Uint8Array(documents);
      this.titles = new Uint8Array(documents);
      this.names = new Uint8Array(documents);
      this.share = new Float32Array(documents);
      this.bits = new Uint8Array(documents);
    }

    /**
     * Adds a word: each document counts its best meaning.
     * @param {SearchMeaning[]} meanings @param {number} rarity
     */
    add(meanings, rarity) {
      /** @type {number[]} */
      const seen = [];
      for (const { shard, index, quality } of meanings) {
        for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
          const document = shard.documents[at];
          const posting = shard.weights[at];
          if (this.share[document] === 0) seen.push(document);
          const share = (quality * (posting & WEIGHT)) / WEIGHT;
          if (share > this.share[document]) this.share[document] = share;
          if (quality >= 0.5) this.bits[document] |= posting;
        }
      }
      for (const document of seen) {
        this.scores[document] += rarity * this.share[document];
        this.found[document] += rarity;
        this.words[document] += 1;
        if (this.bits[document] & IN_TITLE) this.titles[document] += 1;
        if (this.bits[document] & IN_NAME) this.names[document] += 1;
        this.share[document] = 0;
        this.bits[document] = 0;
      }
    }
  }

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {string} text
   * @returns {Promise<SearchAnswer>}
   */
  async function answer(store, text) {
    const manifest = await store.manifest();
    const query = searchQuery.parse(text, manifest.keys);
    const { words, filters } = query;
    const [meanings, pairs, allowed] = await Promise.all([
      Promise.all(words.map((word) => searchQuery.meanings(store, word))),
      Promise.all(words.slice(1).map((word, place) => searchQuery.pair(store, words[place], word))),
      filter(store, manifest, filters),
    ]);
    const board = new Board(manifest.documents);
    let whole = 0;
    meanings.forEach((found) => {
      if (found.length === 0) return;
      const certain = found.filter(({ quality }) => quality >= 0.85);
      const frequency = Math.max(...(certain.length > 0 ? certain : found).map(({ shard, index }) => shard.frequencies[index]));
      const worth = rarity(manifest.documents, frequency);
      whole += worth;
      board.add(found, worth);
    });
    addPairs(board, pairs.flat(), whole / Math.max(words.length, 1));
    const known = meanings.filter((found) => found.length > 0).length;
    const hits = score(board, manifest, { whole, known, allowed });
    const missing = words.filter((_, place) => meanings[place].length === 0).map((word) => word.text);
    const respelt = words.flatMap((word, place) => {
      const first = meanings[place][0];
      return first !== undefined && first.quality < 0.6 && !first.term.startsWith(word.text) ? [pairOf(word.text, first.term)] : [];
    });
    return { ...sum(hits, manifest), query, meanings, missing, respelt };
  }

  /** @param {string} word @param {string} term @returns {[string, string]} */
  const pairOf = (word, term) => [word, term];

  /**
   * The documents that all filters let through; null for all.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchManifest} manifest @param {SearchFilter[]} filters
   */
  async function filter(store, manifest, filters) {
    if (filters.length === 0) return null;
    const found = await Promise.all(filters.map((filter) => searchQuery.filtering(store, filter)));
    const votes = new Int8Array(manifest.documents);
    filters.forEach(({ not }, place) => {
      const named = new Uint8Array(manifest.documents);
      for (const { shard, index } of found[place]) {
        for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) named[shard.documents[at]] = 1;
      }
      named.forEach((yes, document) => {
        if ((yes === 1) !== not) votes[document] += 1;
      });
    });
    return Uint8Array.from(votes, (count) => (count === filters.length ? 1 : 0));
  }

  /**
   * Words that stand together in a title or heading count more.
   * @param {Board} board @param {SearchMeaning[]} pairs @param {number} worth
   */
  function addPairs(board, pairs, worth) {
    for (const { shard, index } of pairs) {
      for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
        const document = shard.documents[at];
        if (board.words[document] > 0) board.scores[document] += (worth * (shard.weights[at] & WEIGHT)) / WEIGHT;
      }
    }
  }

  /**
   * @param {Board} board @param {SearchManifest} manifest
   * @param {{ whole: number, known: number, allowed: Uint8Array | null }} asked
   * @returns {SearchHit[]}
   */
  function score(board, manifest, { whole, known, allowed }) {
    /** @type {SearchHit[]} */
    const hits = [];
    for (let document = 0; document < manifest.documents; document += 1) {
      if (allowed !== null && allowed[document] === 0) continue;
      if (known > 0 && board.words[document] === 0) continue;
      if (known === 0 && allowed === null) continue;
      const complete = board.words[document] === known;
      const coverage = whole === 0 ? 1 : board.found[document] / whole;
      const score = board.scores[document] * coverage * coverage + bonus(board, manifest, document, known, whole);
      hits.push({ document, score: document < manifest.pages ? score * 1.15 : score, complete });
    }
    return hits.sort((a, b) => b.score - a.score || a.document - b.document);
  }

  /**
   * What a document gains when the query is its title or its name, or a good part of it.
   * @param {Board} board @param {SearchManifest} manifest
   * @param {number} document @param {number} known @param {number} whole
   */
  function bonus(board, manifest, document, known, whole) {
    if (known === 0) return 0;
    const lengths = manifest.lengths[document];
    const part = (/** @type {number} */ hits, /** @type {number} */ length) => {
      const asked = hits / known;
      const covered = Math.min(hits / Math.max(length, 1), 1);
      return asked * asked * (0.2 + 0.6 * covered + (asked === 1 && covered === 1 ? 0.6 : 0));
    };
    const title = board.titles[document] > 0 ? part(board.titles[document], lengths >> 4) : 0;
    const name = board.names[document] > 0 ? part(board.names[document], lengths & 15) : 0;
    return whole * Math.max(title, name);
  }

  /** @param {SearchHit[]} hits @param {SearchManifest} manifest */
  function sum(hits, manifest) {
    const complete = hits.filter((hit) => hit.complete);
    const counted = complete.length > 0 ? complete : hits;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { document } of counted) {
      const label = labelOf(manifest, document);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return { hits: hits.slice(0, MOST_HITS), total: counted.length, byLabel: [...counts] };
  }

  /** What a document is. @param {SearchManifest} manifest @param {number} document */
  const labelOf = ({ labels }, document) => labels.findLast(([, first]) => first <= document)?.[0] ?? '';

  return { answer, labelOf };
})();
