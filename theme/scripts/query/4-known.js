// @ts-check
'use strict';

/** Of which entities packages are known, so that what may have more of them is not found for having none. */
const queryKnown = (() => {
  const FIELDS = ['package', 'direct-package', 'vulnerability'];

  /** The field that a term asks for. @param {QueryNode} node @returns {QueryField | null} */
  function fieldOf(node) {
    if (node.op === 'text' || node.op === 'package') return node.field;
    return (node.op === 'has' || node.op === 'count') && node.counted.type === 'field' ? node.counted.field : null;
  }

  /**
   * What a term finds, and what it may find besides when that is enough. What there is is there, whatever else there may be; only a number needs all.
   * @param {{ ground: QueryGround, vocabulary: QueryVocabulary }} place @param {QueryNode} node @param {QuerySet} found @param {boolean} possible
   */
  async function weighed({ ground, vocabulary }, node, found, possible) {
    const field = fieldOf(node);
    const told = queryGround.fieldOf(vocabulary, 'unknown');
    if (field === null || told === null || !FIELDS.includes(field.name) || (!possible && node.op !== 'count')) return found;
    const { values, rows } = await ground.column(told);
    const place = values.indexOf(field.name);
    if (place < 0) return found;
    const isUnknown = (/** @type {number | number[]} */ row) => (typeof row === 'number' ? row === place : row.includes(place));
    return found.map((yes, entity) => (isUnknown(rows[entity]) ? Number(possible) : yes));
  }

  return { weighed };
})();
