// @ts-check
'use strict';

/**
 * Which documents answer a query, the best first.
 *
 * @typedef {{ document: number, score: number, complete: boolean }} SearchHit
 * @typedef {{ hits: SearchHit[], all: SearchHit[], total: number, byLabel: [string, number][], meanings: SearchMeaning[][],
 *   query: SearchQuery, missing: string[], respelt: [string, string][] }} SearchAnswer
 *   `hits` are the first of `all`; `total` and `byLabel` count the documents with all words, or with any when none has all; `meanings` are the
 *   terms that were taken for each word, `missing` the words that have none, `respelt` those that were corrected.
 */
const searchRank = (() => {
  const MOST_HITS = 200;
  const WEIGHT = 0x1f;
  const IN_TITLE = 0x80;
  const IN_NAME = 0x40;
  const IN_HEADING = 0x20;

  /** What a small word counts. */
  const SMALL = 0.15;

  /** In queries of at most so many words, pairs are looked for with one for many and many for one, too. */
  const MOST_COUNTED = 3;

  /** A meaning of at least this quality may make a title or a heading one that was asked for. */
  const SURE = 0.45;

  /**
   * In steps, so that all machines agree on it, however they make logarithms.
   * @param {number} documents @param {number} frequency
   */
  const rarity = (documents, frequency) =>
    Math.floor(Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) * 1024 + 0.5) / 1024;

  /** Whether more documents have a word than its postings name. @param {SearchMeaning[]} meanings */
  const isCut = (meanings) => meanings.some(({ shard, index }) => shard.frequencies[index] > shard.starts[index + 1] - shard.starts[index]);

  /** What the words of a query add up to, by document. */
  class Board {
    /** @param {number} documents */
    constructor(documents) {
      this.scores = new Float64Array(documents);
      this.found = new Float64Array(documents);
      this.words = new Uint8Array(documents);
      this.certain = new Uint8Array(documents);
      this.lengths = new Uint8Array(documents);
      this.titles = new Uint8Array(documents);
      this.names = new Uint8Array(documents);
      /** What the words in title and name are worth. */
      this.titled = new Float64Array(documents);
      this.named = new Float64Array(documents);
      this.share = new Float64Array(documents);
      this.bits = new Uint8Array(documents);
      this.titleRuns = new Uint8Array(documents);
      this.headingRuns = new Uint8Array(documents);
    }

    /**
     * Adds a word: each document counts its best meaning.
     * @param {SearchMeaning[]} meanings @param {number} rarity @param {number} count  0 for a small word, else 1.
     */
    add(meanings, rarity, count) {
      /** @type {number[]} */
      const seen = [];
      const certain = isCut(meanings) ? 0 : count;
      for (const { shard, index, quality } of meanings) {
        for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
          const document = shard.documents[at];
          const posting = shard.weights[at];
          if (this.share[document] === 0) seen.push(document);
          const share = (quality * (posting & WEIGHT)) / WEIGHT;
          if (share > this.share[document]) this.share[document] = share;
          if (quality < SURE) continue;
          this.bits[document] |= posting;
          if (shard.lengths[at] > this.lengths[document]) this.lengths[document] = shard.lengths[at];
        }
      }
      for (const document of seen) {
        this.scores[document] += rarity * this.share[document];
        this.found[document] += rarity;
        this.words[document] += count;
        this.certain[document] += certain;
        if (this.bits[document] & IN_TITLE) {
          this.titles[document] += 1;
          this.titled[document] += rarity;
        }
        if (this.bits[document] & IN_NAME) {
          this.names[document] += 1;
          this.named[document] += rarity;
        }
        this.share[document] = 0;
        this.bits[document] = 0;
      }
    }

    /**
     * Lifts documents with what stands together in the query; they have its words, too.
     * @param {SearchMeaning[]} meanings @param {number} worth
     */
    lift(meanings, worth) {
      /** @type {number[]} */
      const seen = [];
      for (const { shard, index, quality } of meanings) {
        for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
          const document = shard.documents[at];
          if (this.share[document] === 0) seen.push(document);
          const share = quality * (0.5 + (0.5 * (shard.weights[at] & WEIGHT)) / WEIGHT);
          if (share > this.share[document]) this.share[document] = share;
        }
      }
      for (const document of seen) {
        this.scores[document] += worth * this.share[document];
        this.share[document] = 0;
      }
    }

    /**
     * Adds a pair of words that stand together in titles or headings.
     * @param {SearchMeaning[]} meanings @param {number} worth
     */
    join(meanings, worth) {
      /** @type {number[]} */
      const seen = [];
      for (const { shard, index, quality } of meanings) {
        // A heading that has one for many is not the one that was asked for.
        const told = quality === 1 ? ~WEIGHT : ~(WEIGHT | IN_HEADING);
        for (let at = shard.starts[index]; at < shard.starts[index + 1]; at += 1) {
          const document = shard.documents[at];
          if (this.words[document] === 0) continue;
          if (this.share[document] === 0) seen.push(document);
          this.bits[document] |= shard.weights[at] & told;
          this.share[document] = Math.max(this.share[document], (quality * (shard.weights[at] & WEIGHT)) / WEIGHT);
        }
      }
      for (const document of seen) {
        this.scores[document] += worth * this.share[document];
        if (this.bits[document] & (IN_TITLE | IN_NAME)) this.titleRuns[document] += 1;
        if (this.bits[document] & IN_HEADING) this.headingRuns[document] += 1;
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
    const query = searchParse.parse(text, manifest);
    const { words, filters } = query;
    const typed = words.map((word) => word.text);
    const noting = searchStore.noting(store);
    const [meanings, wholes, joints, allowed] = await Promise.all([
      Promise.all(words.map((word) => searchQuery.meanings(noting, word, words.length === 1))),
      searchQuery.wholes(noting, query),
      searchPairs.pairs(noting, words, typed),
      filter(noting, manifest, filters),
    ]);
    const board = new Board(manifest.documents);
    let whole = 0;
    meanings.forEach((found, place) => {
      if (found.length === 0) return;
      const worth = rarity(manifest.documents, frequency(found, words[place].open)) * certainty(words[place], words.length);
      whole += worth;
      const more = place > 0 && words[place].open ? searchPairs.goingOn(joints[place], typed[place]) : [];
      board.add([...found, ...more], worth, words[place].small ? 0 : 1);
    });
    for (const [found, worth] of wholes) board.lift(found, worth * rarity(manifest.documents, frequency(found, false)));
    const taken = meanings.map((found, place) => (isRespelt(words[place], found[0]) ? found[0].term : typed[place]));
    const same = taken.every((text, place) => text === typed[place]);
    // What corrected words make together is looked for where they were found, so that nothing waits for a further file.
    const pairs = same ? joints : await searchPairs.pairs(noting.known, words, taken);
    for (const pair of words.length > MOST_COUNTED ? pairs : await searchPairs.counted(noting.known, words, taken, pairs)) {
      board.join(pair, whole / Math.max(words.length, 1));
    }
    const told = meanings.filter((found, place) => found.length > 0 && !words[place].small);
    const certain = told.filter((found) => !isCut(found)).length;
    const neighbours = meanings.filter((found) => found.length > 0).length + 1;
    const ranked = score(board, manifest, { whole, known: told.length, certain, pairs: neighbours, allowed });
    const hits = query.phrases.length === 0 ? ranked : await searchPhrases.verify(store, ranked, query.phrases);
    const missing = words.filter(({ small }, place) => !small && meanings[place].length === 0).map((word) => word.text);
    const respelt = words.flatMap((word, place) =>
      isRespelt(word, meanings[place][0]) ? [pairOf(word.text, meanings[place][0].term)] : [],
    );
    return { ...sum(hits, manifest), query, meanings, missing, respelt };
  }

  /** @param {SearchWord} word @param {SearchMeaning | undefined} first what it was taken for */
  const isRespelt = (word, first) =>
    first !== undefined && first.quality <= 0.6 && !first.term.startsWith(word.text);

  /**
   * In how many documents a word is; one that may go on stands for all that it may become.
   * @param {SearchMeaning[]} found @param {boolean} open
   */
  function frequency(found, open) {
    const counts = (/** @type {SearchMeaning[]} */ meanings) => meanings.map(({ shard, index }) => shard.frequencies[index]);
    if (open) return Math.max(...counts(found));
    const certain = found.filter(({ quality }) => quality >= 0.85);
    return Math.max(...counts(certain.length > 0 ? certain : found));
  }

  /** How much a word counts: small ones, and the first letters of one that may go on, say little. @param {SearchWord} word @param {number} words */
  const certainty = ({ text, open, dense, small }, words) =>
    small ? SMALL : open && !dense && words > 1 && text.length < 3 ? text.length / 6 : 1;

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
   * @param {Board} board @param {SearchManifest} manifest
   * @param {{ whole: number, known: number, certain: number, pairs: number, allowed: Uint8Array | null }} asked
   * @returns {SearchHit[]}
   */
  function score(board, manifest, { whole, known, certain, pairs, allowed }) {
    /** @type {SearchHit[]} */
    const hits = [];
    for (let document = 0; document < manifest.documents; document += 1) {
      if (allowed !== null && allowed[document] === 0) continue;
      if (known > 0 && board.words[document] === 0) continue;
      if (known === 0 && allowed === null) continue;
      // Where postings were cut, a document without them may have the word.
      const complete = certain > 0 ? board.certain[document] === certain : board.words[document] === known;
      const coverage = whole === 0 ? 1 : board.found[document] / whole;
      const score = board.scores[document] * coverage * coverage + (known === 0 ? 0 : bonus(board, document, pairs, whole));
      hits.push({ document, score: score * standing(document, manifest), complete });
    }
    return hits.sort((a, b) => b.score - a.score || a.document - b.document);
  }

  /** Entities come before pages that are as good, and problems after both. @param {number} document @param {SearchManifest} manifest */
  const standing = (document, { pages, problems }) => (document < pages ? 1.15 : document < problems ? 1 : 0.6);

  /**
   * What a document gains when the query is its title or its name, or a good part of it.
   * @param {Board} board @param {number} document @param {number} pairs @param {number} whole
   */
  function bonus(board, document, pairs, whole) {
    const lengths = board.lengths[document];
    const part = (/** @type {number} */ hits, /** @type {number} */ worth, /** @type {number} */ length) => {
      const asked = worth / whole;
      const covered = Math.min(hits / Math.max(length, 1), 1);
      return asked * asked * (0.2 + 0.6 * covered + (asked === 1 && covered === 1 ? 0.6 : 0));
    };
    const title = board.titles[document] > 0 ? part(board.titles[document], board.titled[document], lengths >> 4) : 0;
    const name = board.names[document] > 0 ? part(board.names[document], board.named[document], lengths & 15) : 0;
    const run = board.titleRuns[document] / pairs;
    const heading = board.headingRuns[document] / pairs;
    return whole * (Math.max(title, name) + 0.4 * run * run + (heading === 1 ? 0.5 : 0.25 * heading * heading));
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
    return { hits: hits.slice(0, MOST_HITS), all: hits, total: counted.length, byLabel: [...counts] };
  }

  /** What a document is. @param {SearchManifest} manifest @param {number} document */
  const labelOf = ({ labels }, document) => labels.findLast(([, first]) => first <= document)?.[0] ?? '';

  return { answer, labelOf };
})();
