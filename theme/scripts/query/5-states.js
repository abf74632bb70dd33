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

  /** Strongly connected components (Pearce, 2016). @param {QueryEdges} way @param {number} end @returns {number[]} */
  function circles({ starts, targets }, end) {
    /** When each was seen, then the earliest that it gets back to; `CLOSED` once its component is known. */
    const CLOSED = 0xffffffff;
    const [low, next] = [new Uint32Array(end), starts.slice(0, end)];
    const [open, path, own] = [new Uint32Array(end), new Uint32Array(end), new Uint32Array(end)];
    let [count, opened, depth] = [0, 0, 0];
    /** @type {number[]} */
    const found = [];
    const enter = (/** @type {number} */ node) => {
      count += 1;
      low[node] = count;
      path[depth] = node;
      own[depth] = count;
      depth += 1;
    };
    const close = (/** @type {number} */ first) => {
      const before = opened;
      while (opened > 0 && low[open[opened - 1]] >= low[first]) {
        opened -= 1;
        low[open[opened]] = CLOSED;
        found.push(open[opened]);
      }
      count -= before - opened + 1;
      low[first] = CLOSED;
      if (opened < before) found.push(first);
    };
    for (let start = 0; start < end; start += 1) {
      if (low[start] === 0) enter(start);
      while (depth > 0) {
        const node = path[depth - 1];
        const stop = starts[node + 1];
        let at = next[node];
        let down = false;
        for (; at < stop && targets[at] < end; at += 1) {
          const to = targets[at];
          if (to === node) found.push(node);
          down = low[to] === 0;
          if (down) break;
          if (low[to] < low[node]) low[node] = low[to];
        }
        // A node that was just entered is looked at once more, when it is known what it gets back to.
        next[node] = at;
        if (down) {
          enter(targets[at]);
          continue;
        }
        depth -= 1;
        if (low[node] === own[depth]) close(node);
        else {
          open[opened] = node;
          opened += 1;
        }
      }
    }
    return found;
  }

  return { find };
})();
