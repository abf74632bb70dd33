// @ts-check
'use strict';

/** What a team owns is a little better for its people; what is called just as the query stays first. */
const searchTeam = (() => {
  const LIFT = 1.12;
  const MOST_EXACT = 5;

  /** @param {string} text */
  const fold = (text) => searchTokens.chains(text).flatMap(({ parts }) => parts).join(' ');

  /**
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchAnswer} answer
   * @param {string | undefined} team  The reference of a group.
   * @returns {Promise<SearchAnswer>}
   */
  async function lean(store, answer, team) {
    if (team === undefined || answer.query.words.length === 0) return answer;
    const found = await searchQuery.filtering(store, { key: 'owner', value: team.toLowerCase(), not: false });
    const own = new Set(found.flatMap(({ shard, index }) => [...shard.documents.subarray(shard.starts[index], shard.starts[index + 1])]));
    if (own.size === 0) return answer;
    const exact = await exactly(store, answer);
    const rest = answer.all.slice(exact).map((hit) => (own.has(hit.document) ? { ...hit, score: hit.score * LIFT } : hit));
    rest.sort((a, b) => b.score - a.score || a.document - b.document);
    const all = [...answer.all.slice(0, exact), ...rest];
    return { ...answer, all, hits: all.slice(0, answer.hits.length) };
  }

  /** How many of the first results are called just as the query. @param {ReturnType<typeof searchStore.open>} store @param {SearchAnswer} answer */
  async function exactly(store, answer) {
    const asked = answer.query.words.map(({ text }) => text).join(' ');
    const first = await searchResults.show(store, answer, 0, MOST_EXACT);
    const names = (/** @type {SearchResult} */ { title, context }) => [title.map(({ text }) => text).join(''), context.slice(context.lastIndexOf('/') + 1)];
    const other = first.findIndex((result) => !names(result).some((name) => fold(name) === asked));
    return other < 0 ? first.length : other;
  }

  return { lean };
})();
