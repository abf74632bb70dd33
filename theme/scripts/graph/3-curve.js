// @ts-check
'use strict';

/**
 * What the picture is made of.
 *
 * @typedef {{ x: number, y: number }} GraphPlace
 * @typedef {{ kind: string, missing: boolean, owner: number }} GraphLook  The owner's colour from 1 on; 0 when it has none.
 * @typedef {GraphLook & { title: string, detail: string, start: boolean, more: number }} GraphFace
 * @typedef {{ curve: string, tip: string, left: number, right: number, top: number, bottom: number }} GraphCurve
 */
const graphShapes = (() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const { WIDTH, HEIGHT } = graphLayout;
  const LONGEST = 22;

  /** @param {string} tag @param {Record<string, string | number>} attributes @param {(Node | string)[]} children */
  function make(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    made.append(...children);
    return made;
  }

  /** @param {string} text */
  const short = (text) => (Array.from(text).length > LONGEST ? `${Array.from(text).slice(0, LONGEST - 1).join('')}…` : text);

  /**
   * The line between two places, from the side of one that faces the other, its tip, and the edges of both.
   * @param {GraphPlace} from @param {GraphPlace} to @returns {GraphCurve}
   */
  function curve(from, to) {
    const middle = HEIGHT / 2;
    const [y1, y2] = [from.y + middle, to.y + middle];
    const beside = Math.abs(from.x - to.x) < WIDTH;
    const right = to.x > from.x;
    const out = beside || right ? from.x + WIDTH : from.x;
    const end = beside || !right ? to.x + WIDTH + 6 : to.x - 6;
    const bend = beside ? Math.max(out, end) + 28 + Math.min(60, Math.abs(y1 - y2) / 6) : (out + end) / 2;
    const ahead = beside || !right ? -1 : 1;
    return {
      curve: `M${out} ${y1}C${bend} ${y1} ${bend} ${y2} ${end} ${y2}`,
      tip: `M${end - 2 * ahead} ${y2 - 3.5}v7l${7 * ahead} -3.5z`,
      left: Math.min(out, end, bend) - 4, right: Math.max(out, end, bend) + 4, top: Math.min(y1, y2) - 4, bottom: Math.max(y1, y2) + 4,
    };
  }

  /** A node that can be read and reached. @param {number} node @param {GraphPlace} place @param {GraphFace} face */
  function box(node, { x, y }, { title, detail, kind, missing, start, more, owner }) {
    const made = make('g', {
      class: `graph-box hue-${kind}${missing ? ' is-missing' : ''}${start ? ' is-start' : ''}`, transform: `translate(${x} ${y})`,
      role: 'button', tabindex: -1, 'data-node': node,
    });
    const icon = document.getElementById(`i:${kind}`) === null ? 'generic' : kind;
    made.append(
      make('title', {}, `${title} · ${detail}, ${kind}${more > 0 ? `, ${more} more beside it` : ''}`),
      make('rect', { width: WIDTH, height: HEIGHT, rx: 6 }),
      ...(owner === 0 ? [] : [make('path', { d: `M5 9v${HEIGHT - 18}`, class: `graph-owner owner-${owner}` })]),
      make('use', { href: `#i:${icon}`, x: 12, y: 6, width: 16, height: 16, class: 'graph-icon' }),
      make('text', { x: 34, y: 19, class: 'graph-label', 'aria-hidden': 'true' }, short(title)),
      make('text', { x: 34, y: 34, class: 'graph-detail', 'aria-hidden': 'true' }, short(detail)),
    );
    if (more > 0) {
      made.append(make('g', { class: 'graph-more', 'aria-hidden': 'true', transform: `translate(${WIDTH - 14} 0)` }, make('rect', { x: -16, y: -8, width: 34, height: 17, rx: 8.5 }), make('text', { x: 1, y: 4.5, 'text-anchor': 'middle' }, `+${more}`)));
    }
    return made;
  }

  return { make, curve, box, short };
})();
