// @ts-check
'use strict';

/**
 * What an empty answer may have been meant to ask.
 *
 * @typedef {{ written: string, near: string }} QueryMisspelt  A value that nothing has, in lower case, and what is most like it.
 */
const queryMisspelt = (() => {
  /** @param {readonly (string | number)[]} values @param {string[]} pattern @returns {QueryMisspelt[]} */
  function text(values, pattern) {
    const texts = values.map(String);
    if (pattern.length !== 1 || texts.some((value) => queryValues.like(pattern, value.toLowerCase()))) return [];
    const near = queryNear.nearest(pattern[0], texts);
    return near === null ? [] : [{ written: pattern[0], near }];
  }

  /** @param {readonly (string | number)[]} references @param {QueryReference} wanted @returns {QueryMisspelt[]} */
  function reference(references, { name, matches }) {
    const texts = references.map(String);
    if (name === null || texts.some(matches)) return [];
    const near = queryNear.nearest(name, texts.map((text) => text.slice(text.indexOf('/') + 1)));
    return near === null || near === name ? [] : [{ written: name, near }];
  }

  /** @param {QueryGround} ground @param {QueryNode} node @returns {Promise<QueryMisspelt[]>} */
  async function visit(ground, node) {
    switch (node.op) {
      case 'all':
      case 'any': return (await Promise.all(node.of.map((one) => visit(ground, one)))).flat();
      case 'text': {
        const { values } = await ground.column(node.field);
        return node.patterns.flatMap((pattern) => text(values, pattern));
      }
      case 'package': {
        const { names } = await ground.packages(node.field);
        return node.wanted.flatMap((wanted) => queryPackage.misspelt(names, wanted));
      }
      case 'ref': {
        const { values } = await ground.column(node.field);
        return node.references.flatMap((wanted) => reference(values, wanted));
      }
      case 'related':
      case 'owned':
      case 'within': {
        if ('inner' in node.target) return visit(ground, node.target.inner);
        const { nodes } = await ground.names();
        return node.target.references.flatMap((wanted) => reference(nodes, wanted));
      }
      default: return [];
    }
  }

  /**
   * The values of a query that nothing has although something is called nearly so, in their order. What is denied is
   * not asked about, since there an unknown value takes nothing away.
   * @param {QueryGround} ground @param {QueryNode} node
   */
  async function find(ground, node) {
    /** @type {Map<string, QueryMisspelt>} */
    const found = new Map();
    for (const one of await visit(ground, node)) found.set(JSON.stringify([one.written, one.near]), one);
    return [...found.values()].sort((a, b) => searchStore.compare(a.written, b.written) || searchStore.compare(a.near, b.near));
  }

  return { find };
})();
