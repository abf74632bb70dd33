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
      for (const entity of cyclic((await place.ground.edges(relation)).out, entities)) found[entity] = 1;
    }
    return found;
  }

  /** @type {WeakMap<QueryEdges, number[]>} */
  const known = new WeakMap();

  /** Every entity on a cycle. @param {QueryEdges} way @param {number} end */
  function cyclic(way, end) {
    const found = known.get(way) ?? circles(way, end);
    known.set(way, found);
    return found;
  }

  /** Strongly connected components (Tarjan, 1972). @param {QueryEdges} way @param {number} end @returns {number[]} */
  function circles({ starts, targets }, end) {
    /** When each was seen, and the earliest that it gets back to; `CLOSED` once its component is known. */
    const CLOSED = 0xffffffff;
    const [seen, low, next] = [new Uint32Array(end), new Uint32Array(end), starts.slice(0, end)];
    const [open, path] = [new Uint32Array(end), new Uint32Array(end)];
    let [count, opened, depth] = [0, 0, 0];
    /** @type {number[]} */
    const found = [];
    const enter = (/** @type {number} */ node) => {
      count += 1;
      seen[node] = count;
      low[node] = count;
      open[opened] = node;
      opened += 1;
      path[depth] = node;
      depth += 1;
    };
    const close = (/** @type {number} */ first) => {
      const alone = open[opened - 1] === first;
      for (let node = -1; node !== first;) {
        opened -= 1;
        node = open[opened];
        low[node] = CLOSED;
        if (!alone) found.push(node);
      }
    };
    for (let start = 0; start < end; start += 1) {
      if (seen[start] === 0) enter(start);
      while (depth > 0) {
        const node = path[depth - 1];
        if (next[node] < starts[node + 1] && targets[next[node]] < end) {
          const to = targets[next[node]];
          next[node] += 1;
          if (to === node) found.push(node);
          if (seen[to] === 0) enter(to);
          else if (low[to] !== CLOSED && low[to] < low[node]) low[node] = low[to];
          continue;
        }
        depth -= 1;
        if (low[node] === seen[node]) close(node);
        else if (depth > 0 && low[node] < low[path[depth - 1]]) low[path[depth - 1]] = low[node];
      }
    }
    return found;
  }

  return { find };
})();
