// @ts-check
'use strict';

/** What is wrong with a query, with the place marked. */
const queryTrouble = (() => {
  const { element } = searchView;
  const AROUND = 60;

  /** @param {string} text @param {any} error  What `queryAnswer.answer` threw. */
  function explain(text, error) {
    if (error instanceof Error) return [element('span', '', `Queries do not work here: ${error.message}. Reload the page to try again.`)];
    const chars = Array.from(text);
    const part = (/** @type {number} */ start, /** @type {number} */ end) => chars.slice(Math.max(0, start), end).join('');
    const mark = element('mark', '', part(error.start, error.end) || ' ');
    const line = element('code', 'explore-wrong', part(error.start - AROUND, error.start), mark, part(error.end, error.end + AROUND));
    const message = `${error.message[0].toUpperCase()}${error.message.slice(1)}${error.hint ? `; ${error.hint}` : ''}`;
    return [line, element('span', '', ...message.split('`').map((piece, place) => (place % 2 ? element('code', '', piece) : piece)))];
  }

  return { explain };
})();
