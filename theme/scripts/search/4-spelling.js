// @ts-check
'use strict';

/** The words that a misspelt one may have meant, and where they are. */
const searchSpelling = (() => {
  /** Changes that a word of this length may have. @param {number} length */
  const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

  /** Characters of a beginning. */
  const BEGINNING = 5;
  /** A word in so many documents is hardly a slip itself. */
  const ESTABLISHED = 5;
  /** A posting of at least this weight is one in a title, a name or a heading. */
  const PROMINENT = 0x20;

  /**
   * Which letters a word has, as bits: words one change apart differ in two bits at most.
   * @param {string} word
   */
  function signature(word) {
    let bits = 0;
    for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
    return bits;
  }

  /** @param {number} bits */
  function ones(bits) {
    let count = 0;
    for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
    return count;
  }

  /**
   * The changes that turn `word` into `other`, where two neighbours that changed places count once; more than
   * `most` when there are more. With `open`, what follows in `other` costs nothing.
   * @param {string} word @param {string} other @param {number} most @param {boolean} open
   */
  function distance(word, other, most, open) {
    const width = Math.min(other.length, word.length + most);
    let before = new Uint8Array(width + 1);
    let last = Uint8Array.from({ length: width + 1 }, (_, column) => column);
    for (let row = 1; row <= word.length; row += 1) {
      const next = new Uint8Array(width + 1);
      next[0] = row;
      let least = row;
      for (let column = 1; column <= width; column += 1) {
        const same = word[row - 1] === other[column - 1];
        let cost = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1));
        const swapped = row > 1 && column > 1 && word[row - 1] === other[column - 2] && word[row - 2] === other[column - 1];
        if (swapped) cost = Math.min(cost, before[column - 2] + 1);
        next[column] = cost;
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      [before, last] = [last, next];
    }
    return open ? Math.min(...last) : last[width] + (other.length - width);
  }

  /** @type {WeakMap<SearchShard, { word: string, letters: number, index: number }[]>} */
  const words = new WeakMap();

  /** The words of a shard that are worth correcting to. @param {SearchShard} shard */
  function established(shard) {
    const { terms, frequencies, starts, weights } = shard;
    const known = words.get(shard);
    if (known !== undefined) return known;
    const found = [];
    for (let index = 0; index < terms.length; index += 1) {
      const word = terms[index];
      if (word.length < 4 || /[ :]/.test(word) || !/^\p{Alphabetic}/u.test(word) || [...word].length < 4) continue;
      const own = weights.subarray(starts[index], starts[index + 1]);
      if (frequencies[index] >= ESTABLISHED || own.some((weight) => weight >= PROMINENT)) found.push({ word, letters: signature(word), index });
    }
    words.set(shard, found);
    return found;
  }

  /**
   * The words of some shards nearest to `word`, the best first.
   * @param {SearchShard[]} shards @param {string} word @param {boolean} open whether it may go on
   * @returns {{ word: string, distance: number, sure: boolean }[]}  `sure` when no other is likely to be as near.
   */
  function nearest(shards, word, open) {
    const most = allowed(word.length);
    if (most === 0) return [];
    const letters = signature(word);
    /** @type {{ word: string, distance: number, sure: boolean, rank: number }[]} */
    const found = [];
    for (const shard of shards) {
      for (const candidate of established(shard)) {
        const longer = candidate.word.length - word.length;
        if (longer < -most || (longer > most && !open)) continue;
        // Each change takes at most one letter away.
        if (ones(letters & ~candidate.letters) > most) continue;
        const whole = longer <= most ? distance(word, candidate.word, most, false) : most + 1;
        const changes = open && whole > most ? distance(word, candidate.word, most, true) : whole;
        if (changes > most) continue;
        const begins = word[0] === candidate.word[0] ? 0 : 0.5;
        const unfinished = whole > most ? 0.75 : 0;
        const bits = 32 - Math.clz32(shard.frequencies[candidate.index]);
        found.push({ word: candidate.word, distance: changes, sure: whole === 1, rank: changes + begins + unfinished - bits / 32 });
      }
    }
    found.sort((a, b) => a.rank - b.rank || searchStore.compare(a.word, b.word));
    return found;
  }

  /** How a word begins. @param {string} word */
  const start = (word) => [...word].slice(0, BEGINNING).join('');

  /** Whether a word begins as one that may have been meant. @param {string[]} beginnings @param {string} word */
  const isKnown = (beginnings, word) => beginnings[searchStore.lowerBound(beginnings, start(word))] === start(word);

  /**
   * About what `word` may have been meant for, the nearest first, then what begins most alike: other beginnings, each
   * with what is left of the word.
   * @param {string[]} beginnings @param {string} word
   */
  function alike(beginnings, word) {
    const most = allowed(word.length);
    if (most === 0) return [];
    const letters = signature(word);
    /** @type {{ text: string, changes: number, shared: number }[]} */
    const near = [];
    for (const start of beginnings) {
      if (ones(signature(start) & ~letters) > most) continue;
      const changes = distance(start, word, most, true);
      if (changes > most) continue;
      let shared = 0;
      while (shared < start.length && start[shared] === word[shared]) shared += 1;
      near.push({ text: start + word.slice(replaced(start, word, changes)), changes, shared });
    }
    near.sort((a, b) => a.changes - b.changes || b.shared - a.shared || searchStore.compare(a.text, b.text));
    return near.map(({ text }) => text);
  }

  /** How much of `word` a beginning stands for that is so many changes away. @param {string} start @param {string} word @param {number} changes */
  function replaced(start, word, changes) {
    for (let more = 0; more <= changes; more += 1) {
      for (const length of [start.length + more, start.length - more]) {
        if (length <= word.length && distance(start, word.slice(0, length), changes, false) <= changes) return length;
      }
    }
    return start.length;
  }

  return { established, nearest, start, isKnown, alike };
})();
