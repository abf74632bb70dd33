// @ts-check
'use strict';

/** The words that a misspelt one may have meant. */
const searchSpelling = (() => {
  /** Changes that a word of this length may have. @param {number} length */
  const allowed = (length) => (length < 4 ? 0 : length < 8 ? 1 : 2);

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

  /**
   * The words nearest to `word`, the best first.
   * @param {SearchWords} dictionary @param {string} word @param {boolean} open whether it may go on
   * @returns {{ word: string, distance: number }[]}
   */
  function nearest({ words, signatures, frequencies }, word, open) {
    const most = allowed(word.length);
    if (most === 0) return [];
    const signature = searchStore.signature(word);
    /** @type {{ word: string, distance: number, rank: number }[]} */
    const found = [];
    words.forEach((candidate, index) => {
      const longer = candidate.length - word.length;
      if (longer < -most || (longer > most && !open)) return;
      // Each change takes at most one letter away.
      if (ones(signature & ~signatures[index]) > most) return;
      const whole = longer <= most ? distance(word, candidate, most, false) : most + 1;
      const changes = open && whole > most ? distance(word, candidate, most, true) : whole;
      if (changes > most) return;
      const begins = word[0] === candidate[0] ? 0 : 0.5;
      const unfinished = whole > most ? 0.75 : 0;
      found.push({ word: candidate, distance: changes, rank: changes + begins + unfinished - frequencies[index] / 32 });
    });
    found.sort((a, b) => a.rank - b.rank || searchStore.compare(a.word, b.word));
    return found;
  }

  return { nearest };
})();
