// @ts-check
'use strict';

/** Words in quotation marks: they must stand together in what results show. */
const searchPhrases = (() => {
  /** Hits that are looked at; each may take a file. */
  const MOST_HITS = 32;

  /** @param {string} text */
  const words = (text) => searchTokens.chains(text).flatMap(({ parts }) => parts);

  /** Whether `all` has `phrase` in it. @param {string[]} all @param {string[]} phrase */
  const holds = (all, phrase) => all.some((_, at) => phrase.every((word, place) => all[at + place] === word));

  /**
   * The hits with all phrases, and after them those whose text is too long to be known in whole.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchHit[]} hits @param {string[][]} phrases
   */
  async function verify(store, hits, phrases) {
    const near = hits.filter(({ complete }) => complete).slice(0, MOST_HITS);
    const fragments = await Promise.all(near.map(({ document }) => searchStore.fragment(store, document)));
    const verdicts = fragments.map(([title, , , sections, cut]) => {
      const texts = [title, ...sections.flatMap(([heading, , text]) => [heading, text])].map(words);
      const found = phrases.every((phrase) => texts.some((text) => holds(text, phrase)));
      return found ? 'found' : cut === 1 ? 'unknown' : 'absent';
    });
    const those = (/** @type {string} */ verdict) => near.filter((_, place) => verdicts[place] === verdict);
    return [...those('found'), ...those('unknown')];
  }

  return { verify };
})();
