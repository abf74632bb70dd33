// @ts-check
'use strict';

/** What was meant: the name that is most like a misspelt one, by Jaro and Winkler. */
const queryNear = (() => {
  const NEAR = 0.84;
  const LONGEST = 128;

  /** @param {string} a @param {string} b */
  function jaro(a, b) {
    const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
    const taken = new Uint8Array(b.length);
    const found = [];
    for (let at = 0; at < a.length; at += 1) {
      for (let other = Math.max(0, at - reach); other <= Math.min(b.length - 1, at + reach); other += 1) {
        if (taken[other] === 0 && a[at] === b[other]) {
          taken[other] = 1;
          found.push(a[at]);
          break;
        }
      }
    }
    if (found.length === 0) return 0;
    const others = Array.from(b).filter((_, at) => taken[at] === 1);
    const moved = found.filter((letter, at) => letter !== others[at]).length / 2;
    return (found.length / a.length + found.length / b.length + (found.length - moved) / found.length) / 3;
  }

  /** @param {string} word @param {Iterable<string>} candidates @returns {string | null} */
  function nearest(word, candidates) {
    const wanted = word.toLowerCase();
    let best = NEAR;
    let found = null;
    if (word.length > LONGEST) return null;
    for (const candidate of candidates) {
      const other = candidate.toLowerCase();
      const plain = jaro(wanted, other);
      let start = 0;
      while (start < 4 && start < wanted.length && wanted[start] === other[start]) start += 1;
      const likeness = plain <= 0.7 ? plain : plain + 0.1 * start * (1 - plain);
      if (likeness > best || (likeness === best && found !== null && candidate < found)) {
        best = likeness;
        found = candidate;
      }
    }
    return found;
  }

  return { nearest };
})();
