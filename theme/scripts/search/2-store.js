// @ts-check
'use strict';

/**
 * The files of the index, decoded.
 *
 * @typedef {{
 *   version: string, documents: number, labels: [string, number][], pages: number, problems: number, keys: string[],
 *   postings: number, shards: string[], languages: string[], synonyms: string[][][], shown: Uint32Array[],
 *   beginnings: string[],
 * }} SearchManifest  `shown` has by label and shard the first document that the shard shows, and where a label ends;
 *   `beginnings` are those of words that a misspelt one may have meant.
 * @typedef {{
 *   terms: string[], frequencies: Uint32Array, starts: Uint32Array, documents: Uint32Array, weights: Uint8Array,
 *   lengths: Uint8Array, fragments: Uint8Array,
 * }} SearchShard
 *   The postings of term `i` are those from `starts[i]` to `starts[i + 1]`; where the term is in a title or a name,
 *   `lengths` has how many words these have. `fragments` are shown of documents, one a line.
 * @typedef {[string, string, string, [string, string, string][], number]} SearchFragment
 *   Title, address, context, sections of heading, anchor and text, and 1 when some of the text was left out.
 */
const searchStore = (() => {
  /** A posting of at least this weight is one in a title or a name. */
  const NAMED = 0x40;

  /** Numbers in base 128, one after the other. */
  class Reader {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }

    number() {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.bytes[this.at];
        this.at += 1;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value >>> 0;
      }
    }

    /** Terms, each as what differs from the one before. */
    terms() {
      const terms = new Array(this.number());
      const decoder = new TextDecoder();
      const term = new Uint8Array(4096);
      for (let index = 0; index < terms.length; index += 1) {
        const shared = this.number();
        const length = shared + this.number();
        let ascii = true;
        for (let at = shared; at < length; at += 1) term[at] = this.bytes[this.at + at - shared];
        this.at += length - shared;
        for (let at = 0; at < length; at += 1) ascii = ascii && term[at] < 0x80;
        const bytes = term.subarray(0, length);
        terms[index] = ascii ? String.fromCharCode(...bytes) : decoder.decode(bytes);
      }
      return terms;
    }
  }

  /** @param {Uint8Array} bytes @returns {SearchManifest} */
  function manifest(bytes) {
    const line = bytes.indexOf(10);
    const fields = JSON.parse(new TextDecoder().decode(bytes.subarray(0, line)));
    const reader = new Reader(bytes.subarray(line + 1));
    const shown = fields.labels.map((/** @type {[string, number]} */ [, first]) => {
      const firsts = new Uint32Array(fields.shards.length + 1);
      firsts[0] = first;
      for (let shard = 0; shard < fields.shards.length; shard += 1) firsts[shard + 1] = firsts[shard] + reader.number();
      return firsts;
    });
    return { ...fields, shown, beginnings: reader.terms() };
  }

  /** @param {Uint8Array} bytes @param {number} most @returns {SearchShard} */
  function shard(bytes, most) {
    const header = new Reader(bytes);
    const end = header.number() + header.at;
    const reader = new Reader(bytes.subarray(0, end));
    reader.at = header.at;
    const terms = reader.terms();
    const frequencies = new Uint32Array(terms.length);
    const starts = new Uint32Array(terms.length + 1);
    for (let index = 0; index < terms.length; index += 1) {
      frequencies[index] = reader.number();
      starts[index + 1] = starts[index] + (frequencies[index] > most ? reader.number() : frequencies[index]);
    }
    const documents = new Uint32Array(starts[terms.length]);
    for (let index = 0; index < terms.length; index += 1) {
      let document = 0;
      for (let at = starts[index]; at < starts[index + 1]; at += 1) {
        document += reader.number();
        documents[at] = document;
      }
    }
    const weights = bytes.subarray(reader.at, reader.at + documents.length);
    reader.at += documents.length;
    const lengths = new Uint8Array(documents.length);
    for (let index = 0; index < terms.length; index += 1) {
      if (/[ :]/.test(terms[index])) continue;
      for (let at = starts[index]; at < starts[index + 1]; at += 1) {
        if (weights[at] < NAMED) continue;
        lengths[at] = bytes[reader.at];
        reader.at += 1;
      }
    }
    return { terms, frequencies, starts, documents, weights, lengths, fragments: bytes.subarray(end) };
  }

  /**
   * The index whose files `run` loads, by their path from the root of the site.
   * @param {ShardRunner} run
   */
  function open(run) {
    const { manifest: about, part } = callboardShards.open('search', '', manifest, run);

    return {
      manifest: about,
      /** @param {number} number */
      shard: async (number) => {
        const most = (await about()).postings;
        return part(`s${number}`, (bytes) => shard(bytes, most));
      },
    };
  }

  /** A shard without terms. @type {SearchShard} */
  const NOTHING = shard(Uint8Array.of(1, 0), 0);

  /**
   * The same store, which notes what shards it is asked for; `known` has those alone, and nothing of the others.
   * @param {ReturnType<typeof open>} store
   */
  function noting(store) {
    /** @type {Set<number>} */
    const asked = new Set();
    const shard = (/** @type {number} */ number) => {
      asked.add(number);
      return store.shard(number);
    };
    return { ...store, shard, known: { ...store, shard: async (/** @type {number} */ number) => (asked.has(number) ? store.shard(number) : NOTHING) } };
  }

  /** @type {WeakMap<SearchShard, string[]>} */
  const lines = new WeakMap();

  /**
   * What a result shows.
   * @param {ReturnType<typeof open>} store @param {number} document
   * @returns {Promise<SearchFragment>}
   */
  async function fragment(store, document) {
    const { labels, shown } = await store.manifest();
    const label = labels.findLastIndex(([, first]) => first <= document);
    const number = above(shown[label], document) - 1;
    let line = document - shown[label][number];
    for (const firsts of shown.slice(0, label)) line += firsts[number + 1] - firsts[number];
    const shard = await store.shard(number);
    const all = lines.get(shard) ?? new TextDecoder().decode(shard.fragments).split('\n');
    lines.set(shard, all);
    return JSON.parse(all[line]);
  }

  /** The place of the first of sorted `numbers` that is above `number`. @param {Uint32Array} numbers @param {number} number */
  function above(numbers, number) {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The order of terms, which is that of their UTF-8 bytes.
   * @param {string} a @param {string} b
   */
  function compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let at = 0; at < length; at += 1) {
      const left = a.charCodeAt(at);
      const right = b.charCodeAt(at);
      // Surrogates stand for characters above all that one unit holds.
      const lift = (/** @type {number} */ unit) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
      if (left !== right) return lift(left) - lift(right);
    }
    return a.length - b.length;
  }

  /**
   * The place of the first of sorted `terms` that is not below `term`.
   * @param {string[]} terms @param {string} term
   */
  function lowerBound(terms, term) {
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(terms[middle], term) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return { open, noting, fragment, lowerBound, compare };
})();
