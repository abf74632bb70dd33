// @ts-check
'use strict';

/** Neighbours of a query as titles and headings have them. */
const searchPairs = (() => {
  /**
   * The terms that stand for two neighbouring words as titles and headings have them; `^` is before the first word
   * and `$` after the last.
   * @param {ReturnType<typeof searchStore.open>} store @param {string} first @param {string} second
   * @param {boolean} open whether the second may go on
   */
  async function pair(store, first, second, open) {
    if (!open) return searchQuery.exactly(store, `${first} ${second}`);
    const found =
      second === '^'
        ? (await searchQuery.beginning(store, first)).filter(({ term }) => term.endsWith(' ^'))
        : await searchQuery.beginning(store, `${first} ${second}`);
    return searchQuery.mostProminent(found);
  }

  /** What a word that may go on becomes together with the one before it. @param {SearchMeaning[]} joint @param {string} text */
  const goingOn = (joint, text) =>
    joint.map((meaning) => {
      const whole = meaning.term.length - meaning.term.indexOf(' ') - 1;
      return { ...meaning, quality: searchQuery.likeness(text, whole) };
    });

  /**
   * Adds to the pairs of a query those with one for many and many for one, as far as they are known already.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord[]} words @param {string[]} texts
   * @param {SearchMeaning[][]} pairs
   */
  async function counted(store, words, texts, pairs) {
    const all = pairs.map((pair) => [...pair]);
    const add = async (/** @type {number} */ place, /** @type {string} */ first, /** @type {string} */ second, /** @type {boolean} */ open) => {
      const found = await pair(store, first, second, open);
      all[place].push(...found.map((meaning) => ({ ...meaning, quality: searchQuery.STEMMED })));
    };
    for (const [place, text] of texts.entries()) {
      const other = words[place].quoted || words[place].dense ? null : searchStems.otherNumber(text);
      if (other === null) continue;
      const [before, after] = [texts[place - 1], texts[place + 1]];
      await add(place, before ?? other, before === undefined ? '^' : other, false);
      await add(place + 1, other, after ?? '$', after !== undefined && words[place + 1].open);
    }
    return all;
  }

  /**
   * All pairs of a query: which word begins it, which are neighbours, which ends it.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchWord[]} words
   * @param {string[]} texts what the words are taken for
   */
  function pairs(store, words, texts) {
    if (texts.length === 0) return Promise.resolve([]);
    const last = texts.length - 1;
    return Promise.all([
      pair(store, texts[0], '^', words[0].open),
      ...texts.slice(1).map((text, place) => pair(store, texts[place], text, words[place + 1].open)),
      searchQuery.exactly(store, `${texts[last]} $`),
    ]);
  }

  return { pairs, goingOn, counted };
})();
