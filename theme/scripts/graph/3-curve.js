// @ts-check
'use strict';

/** What the picture is made of. */
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
   * The line between two places, from the side of one that faces the other.
   * @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to
   */
  function curve(from, to) {
    const middle = HEIGHT / 2;
    const [y1, y2] = [from.y + middle, to.y + middle];
    if (Math.abs(from.x - to.x) < WIDTH) {
      const out = from.x + WIDTH;
      const end = to.x + WIDTH + 6;
      const bend = Math.max(out, end) + 28 + Math.min(60, Math.abs(y1 - y2) / 6);
      return `M${out} ${y1}C${bend} ${y1} ${bend} ${y2} ${end} ${y2}`;
    }
    const right = to.x > from.x;
    const out = right ? from.x + WIDTH : from.x;
    const end = right ? to.x - 6 : to.x + WIDTH + 6;
    const bend = (out + end) / 2;
    return `M${out} ${y1}C${bend} ${y1} ${bend} ${y2} ${end} ${y2}`;
  }

  return { make, curve, short };
})();
