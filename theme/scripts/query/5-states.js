// @ts-check
'use strict';

/** States that follow from the relations. */
const queryStates = (() => {
  const OWNED = ['component', 'api', 'resource', 'system', 'domain', 'template'];

  /** @typedef {{ entities: number, nodes: string[], ground: QueryGround, set: (test: (node: number) => boolean) => QuerySet, relations: (...names: string[]) => QueryRelation[] }} Place */

  /**
   * The entities in a state. `ways` are the edges of all relations in both directions.
   * @param {Place} place @param {string} state @param {QueryEdges[]} ways @returns {Promise<QuerySet>}
   */
  async function find(place, state, ways) {
    const { entities } = place;
    /** The targets of a node ascend, and what does not exist comes after all entities. @param {QueryEdges} way @param {number} entity */
    const first = ({ starts, targets }, entity) => (starts[entity] === starts[entity + 1] ? Infinity : targets[starts[entity]]);
    /** @param {QueryEdges} way @param {number} entity */
    const last = ({ starts, targets }, entity) => (starts[entity] === starts[entity + 1] ? -1 : targets[starts[entity + 1] - 1]);
    if (state === 'orphan') return place.set((entity) => !ways.some((way) => first(way, entity) < entities));
    if (state === 'dangling') return place.set((entity) => ways.some((way) => last(way, entity) >= entities));
    if (state === 'unowned') {
      const owners = await Promise.all(place.relations('owned-by').map((relation) => place.ground.edges(relation)));
      return place.set((entity) => {
        const kind = place.nodes[entity].slice(0, place.nodes[entity].indexOf(':'));
        return OWNED.includes(kind) && !owners.some(({ out }) => first(out, entity) < entities);
      });
    }
    const found = new Uint8Array(entities);
    for (const relation of place.relations('depends-on', 'part-of', 'child-of')) {
      mark((await place.ground.edges(relation)).out, entities, found);
    }
    return found;
  }

  /** Adds every entity on a cycle: strongly connected components (Tarjan, 1972). @param {QueryEdges} way @param {number} end @param {QuerySet} found */
  function mark({ starts, targets }, end, found) {
    const seen = new Uint32Array(end);
    const low = new Float64Array(end);
    /** @type {number[]} */
    const open = [];
    let count = 0;
    const enter = (/** @type {number} */ node) => {
      count += 1;
      seen[node] = count;
      low[node] = count;
      open.push(node);
      return { node, at: starts[node] };
    };
    const close = (/** @type {number} */ first) => {
      const alone = open[open.length - 1] === first;
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        low[node] = Infinity;
        if (!alone) found[node] = 1;
        if (node === first) return;
      }
    };
    for (let start = 0; start < end; start += 1) {
      if (seen[start] !== 0) continue;
      const path = [enter(start)];
      while (path.length > 0) {
        const top = path[path.length - 1];
        const { node } = top;
        if (top.at < starts[node + 1] && targets[top.at] < end) {
          const next = targets[top.at];
          top.at += 1;
          if (seen[next] === 0) path.push(enter(next));
          else {
            if (next === node) found[node] = 1;
            if (low[next] !== Infinity) low[node] = Math.min(low[node], low[next]);
          }
          continue;
        }
        path.pop();
        if (low[node] === seen[node]) close(node);
        else if (path.length > 0) low[path[path.length - 1].node] = Math.min(low[path[path.length - 1].node], low[node]);
      }
    }
  }

  return { find };
})();
