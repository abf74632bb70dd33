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
      const rest = others > 0 ? [element('span', 'quiet', `and ${others} more`)] : [];
      return [
        ...group('Owners', [...known.map(([owner, colour]) => entry(swatch(8, `graph-owner owner-${colour}`, 'M4 1v10'), title(owner), element('span', 'count', String(this.counts.get(owner))))), ...(known.length > 0 ? rest : [])]),
        ...group('Kinds', [...kinds].sort().map((kind) => {
          const made = entry(...searchView.icon(kind), kind);
          made.classList.add(`hue-${kind}`);
          return made;
        })),
        ...group('Lines', lines.map(([name, text]) => entry(swatch(20, `graph-line line-${name}`, 'M0 6h20'), text))),
      ];
    }
  }

  /** @param {(Node | string)[]} parts */
  const entry = (...parts) => element('span', 'graph-legend-entry', ...parts);

  /** @param {string} head @param {HTMLElement[]} entries */
  const group = (head, entries) => (entries.length === 0 ? [] : [element('li', '', element('span', 'graph-legend-head', head), ...entries)]);

  /** @param {number} width @param {string} name @param {string} path @returns {HTMLElement} */
  function swatch(width, name, path) {
    const svg = make('svg', { width, height: 12, 'aria-hidden': 'true' }, make('path', { class: name, d: path }));
    return /** @type {HTMLElement} */ (/** @type {unknown} */ (svg));
  }

  return { Owners };
})();
