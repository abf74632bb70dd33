// @ts-check
'use strict';

/** The colours of owners, and what all looks mean. */
const graphOwners = (() => {
  const { element } = searchView;
  const { make } = graphShapes;
  /** So many owners have a colour; more could not be told apart. */
  const MOST = 8;
  const LINES = [['depends-on', 'depends on'], ['provides-api', 'provides or consumes an API'], ['part-of', 'is part or child of']];
  /** Drawn like one of those. @type {Record<string, string>} */
  const ALIKE = { 'consumes-api': 'provides-api', 'child-of': 'part-of', 'member-of': 'part-of', 'owned-by': 'part-of' };

  class Owners {
    constructor() {
      /** @type {Map<string, number>} */
      this.colours = new Map();
      /** @type {Map<string, number>} */
      this.counts = new Map();
    }

    /** Gives colours to those who own most of what is shown; who has one keeps it. @param {string[]} owners  Of each node; empty when it has none. */
    assign(owners) {
      this.counts = new Map();
      for (const owner of owners) if (owner !== '') this.counts.set(owner, (this.counts.get(owner) ?? 0) + 1);
      for (const owner of this.colours.keys()) if (!this.counts.has(owner)) this.colours.delete(owner);
      const order = [...this.counts].sort(([a, m], [b, n]) => n - m || searchStore.compare(a, b));
      const taken = new Set(this.colours.values());
      const free = Array.from({ length: MOST }, (_, place) => place + 1).filter((colour) => !taken.has(colour));
      for (const [owner] of order) if (!this.colours.has(owner) && free.length > 0) this.colours.set(owner, /** @type {number} */ (free.shift()));
    }

    /** From 1 on; 0 when it has none, as when all is of one owner. @param {string} owner */
    of(owner) {
      return this.counts.size > 1 ? this.colours.get(owner) ?? 0 : 0;
    }

    /**
     * @param {(owner: string) => string} title @param {Set<string>} kinds  Of what is shown.
     * @param {Set<string>} relations  Those whose lines look different; none when all look alike.
     */
    legend(title, kinds, relations) {
      const known = [...this.colours].filter(([owner]) => this.of(owner) > 0).sort(([, a], [, b]) => a - b);
      const others = this.counts.size - known.length;
      const looks = new Set([...relations].map((name) => ALIKE[name] ?? name));
      const lines = LINES.filter(([name]) => looks.has(name));
      return [
        ...(known.length > 0 ? [element('li', 'graph-legend-head', 'Owners')] : []),
        ...known.map(([owner, colour]) => element('li', '', swatch(8, `graph-owner owner-${colour}`, 'M4 1v10'), element('span', '', title(owner)), element('span', 'count', String(this.counts.get(owner))))),
        ...(known.length > 0 && others > 0 ? [element('li', 'quiet', `and ${others} more`)] : []),
        element('li', 'graph-legend-head', 'Kinds'),
        ...[...kinds].sort().map((kind) => element('li', `hue-${kind}`, ...searchView.icon(kind), element('span', '', kind))),
        ...(lines.length > 0 ? [element('li', 'graph-legend-head', 'Lines')] : []),
        ...lines.map(([name, text]) => element('li', '', swatch(20, `graph-line line-${name}`, 'M0 6h20'), element('span', '', text))),
      ];
    }
  }

  /** @param {number} width @param {string} name @param {string} path @returns {HTMLElement} */
  function swatch(width, name, path) {
    const svg = make('svg', { width, height: 12, 'aria-hidden': 'true' }, make('path', { class: name, d: path }));
    return /** @type {HTMLElement} */ (/** @type {unknown} */ (svg));
  }

  return { Owners };
})();
