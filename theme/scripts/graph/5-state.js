// @ts-check
'use strict';

/**
 * What the address says is shown, and which nodes that makes.
 *
 * @typedef {{ start: string, query: string, to: string, breaks: boolean, depth: number, direction: 'both' | 'out' | 'in',
 *   relations: string[], without: string[], open: string[], hidden: string[] }} GraphState
 */
const graphState = (() => {
  const MOST = 2000;
  const DEEPEST = 8;
  /** Shown unless something else is asked for: who owns what would tie everything to everything. */
  const QUIET = new Set(['owned-by', 'member-of', 'child-of']);

  /** @param {string} hash @returns {GraphState} */
  function read(hash) {
    const parameters = new URLSearchParams(hash.slice(1));
    const list = (/** @type {string} */ name) => (parameters.get(name) ?? '').split(',').filter(Boolean);
    const depth = Number.parseInt(parameters.get('depth') ?? '1', 10);
    const direction = parameters.get('direction');
    return {
      start: parameters.get('start') ?? '', query: parameters.get('q') ?? '', to: parameters.get('to') ?? '', breaks: parameters.has('breaks'),
      depth: depth >= 1 ? Math.min(depth, DEEPEST) : 1, direction: direction === 'out' || direction === 'in' ? direction : 'both',
      relations: list('relations'), without: list('without'), open: list('open'), hidden: list('hidden'),
    };
  }

  /** @param {GraphState} state */
  function write(state) {
    const parameters = new URLSearchParams();
    const put = (/** @type {string} */ name, /** @type {string} */ value) => { if (value) parameters.set(name, value); };
    put('start', state.start);
    put('q', state.query);
    put('to', state.to);
    put('breaks', state.breaks ? '1' : '');
    put('depth', state.depth > 1 ? String(state.depth) : '');
    put('direction', state.direction === 'both' ? '' : state.direction);
    for (const name of /** @type {const} */ (['relations', 'without', 'open', 'hidden'])) put(name, state[name].join());
    return `#${parameters}`;
  }

  /** The relations that are followed. @param {GraphState} state @param {any} model */
  function relationsOf(state, model) {
    if (state.relations.length > 0) return new Set(state.relations);
    const people = /^(group|user):/.test(state.start);
    const names = model.relations.map((/** @type {GraphRelation} */ { name }) => name);
    return new Set(names.filter((/** @type {string} */ name) => people || !QUIET.has(name)));
  }

  /** @param {GraphState} state @param {any} model @returns {GraphFilter} */
  const filterOf = (state, model) => ({ relations: relationsOf(state, model), without: new Set(state.without), direction: state.direction });

  /**
   * The nodes with their levels, before any is opened or hidden.
   * @param {GraphState} state @param {any} model @param {QueryGround} ground
   * @returns {Promise<{ levels: Map<number, number>, note: string }>}
   */
  async function base(state, model, ground) {
    const filter = filterOf(state, model);
    const start = model.places.get(state.start);
    if (state.query !== '') {
      const { entities } = await queryAnswer.answer(ground, state.query, new Date().toISOString().slice(0, 10));
      const kept = entities.filter((entity) => !filter.without.has(model.kind(entity)));
      const nodes = kept.slice(0, MOST);
      const note = kept.length > MOST ? `Only the first ${MOST.toLocaleString('en')} of ${kept.length.toLocaleString('en')} are shown.` : '';
      return { levels: graphLayout.levels(nodes, model.between(nodes, filter.relations)), note };
    }
    if (start === undefined) return { levels: new Map(), note: state.start === '' ? '' : `Nothing is called ${state.start}.` };
    const cut = (/** @type {Map<number, number>} */ levels) => ({ levels, note: levels.size >= MOST ? `Only the nearest ${MOST.toLocaleString('en')} are shown.` : '' });
    if (state.breaks) return cut(model.broken(start, MOST));
    if (state.to !== '') {
      const to = model.places.get(state.to);
      const way = to === undefined ? null : model.path(start, to, filter);
      if (way === null) return { levels: new Map([[start, 0]]), note: `No way leads to ${state.to} by these relations.` };
      return { levels: new Map(way.map((/** @type {number} */ node, /** @type {number} */ place) => [node, place])), note: `${way.length - 1} step${way.length === 2 ? '' : 's'}.` };
    }
    return cut(model.walk(start, state.depth, filter, MOST));
  }

  return { read, write, base, filterOf, relationsOf, MOST };
})();
