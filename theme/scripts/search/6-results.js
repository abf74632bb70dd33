// @ts-check
'use strict';

/**
 * What is shown of a hit.
 *
 * @typedef {{ text: string, marked: boolean }} SearchPiece
 * @typedef {{ href: string, label: string, title: SearchPiece[], context: string, heading: SearchPiece[],
 *   snippet: SearchPiece[] }} SearchResult
 *   `href` from the root of the site.
 */
const searchResults = (() => {
  const SNIPPET = 170;
  const LEAD = 50;
  const RUN = /[\p{Alphabetic}\p{N}\p{M}]+(?:[_.\-'’][\p{Alphabetic}\p{N}\p{M}]+)*/gu;

  /**
   * The results for hits, with their fragments loaded.
   * @param {ReturnType<typeof searchStore.open>} store @param {SearchAnswer} answer
   * @param {number} from @param {number} to
   * @returns {Promise<SearchResult[]>}
   */
  async function show(store, answer, from, to) {
    const manifest = await store.manifest();
    const marks = marker(answer);
    return Promise.all(
      answer.hits.slice(from, to).map(async ({ document }) => {
        const fragment = await searchStore.fragment(store, document);
        return result(fragment, searchRank.labelOf(manifest, document), marks);
      }),
    );
  }

  /**
   * @param {SearchFragment} fragment @param {string} label
   * @param {(word: string) => string | null} marks
   * @returns {SearchResult}
   */
  function result([title, href, context, sections], label, marks) {
    const best = sections
      .map(([heading, anchor, text], place) => {
        const value = matches(heading, marks).size * 2 + matches(text, marks).size;
        return { heading, anchor, text, value, place };
      })
      .sort((a, b) => b.value - a.value || Number(a.text === '') - Number(b.text === '') || a.place - b.place)[0];
    const deep = best !== undefined && best.value > matches(title, marks).size && best.anchor !== '' && best.heading !== title;
    return {
      href: deep ? `${href.split('#')[0]}#${encodeURIComponent(best.anchor)}` : href,
      label,
      title: pieces(title, marks),
      context,
      heading: deep ? pieces(best.heading, marks) : [],
      snippet: best === undefined ? [] : pieces(cut(best.text, marks), marks),
    };
  }

  /**
   * Says which word of the query a word of a text answers, if any.
   * @param {SearchAnswer} answer
   * @returns {(word: string) => string | null}
   */
  function marker({ query, meanings }) {
    /** @type {Map<string, string>} */
    const terms = new Map();
    query.words.forEach((word, place) => {
      if (word.small) return;
      terms.set(word.text, word.text);
      for (const { term } of meanings[place]) terms.set(term, word.text);
    });
    const open = query.words.find((word) => word.open && word.text.length > 1)?.text;
    return (text) => {
      for (const { parts, compound, inner } of searchTokens.chains(text)) {
        for (const part of compound === null ? parts : [...parts, compound, ...inner]) {
          const word = terms.get(part) ?? (open !== undefined && part.startsWith(open) ? open : undefined);
          if (word !== undefined) return word;
        }
      }
      return null;
    };
  }

  /** The words of the query that a text answers. @param {string} text @param {(word: string) => string | null} marks */
  function matches(text, marks) {
    const found = new Set();
    for (const [word] of text.matchAll(RUN)) {
      const match = marks(word);
      if (match !== null) found.add(match);
    }
    return found;
  }

  /**
   * The part of a text with the most words of the query in it.
   * @param {string} text @param {(word: string) => string | null} marks
   */
  function cut(text, marks) {
    if (text.length <= SNIPPET) return text;
    const places = [...text.matchAll(RUN)]
      .map((match) => ({ at: match.index, word: marks(match[0]) }))
      .filter(({ word }) => word !== null);
    let best = 0;
    let most = 0;
    for (const { at } of places) {
      const near = new Set(places.filter((place) => place.at >= at && place.at < at + SNIPPET - LEAD).map(({ word }) => word));
      if (near.size > most) [best, most] = [at, near.size];
    }
    const start = best <= LEAD ? 0 : text.indexOf(' ', best - LEAD) + 1;
    const end = text.lastIndexOf(' ', start + SNIPPET);
    const stop = end > start + SNIPPET / 2 ? end : start + SNIPPET;
    return (start > 0 ? '… ' : '') + text.slice(start, stop).trim() + (stop < text.length ? ' …' : '');
  }

  /**
   * A text in pieces, those that answer the query marked.
   * @param {string} text @param {(word: string) => string | null} marks
   * @returns {SearchPiece[]}
   */
  function pieces(text, marks) {
    /** @type {SearchPiece[]} */
    const found = [];
    let at = 0;
    for (const match of text.matchAll(RUN)) {
      if (marks(match[0]) === null) continue;
      if (match.index > at) found.push({ text: text.slice(at, match.index), marked: false });
      at = match.index + match[0].length;
      found.push({ text: match[0], marked: true });
    }
    if (at < text.length) found.push({ text: text.slice(at), marked: false });
    return found;
  }

  return { show };
})();
