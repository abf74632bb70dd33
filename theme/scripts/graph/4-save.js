// @ts-check
'use strict';

/** What is shown, as files: SVG, PNG, Mermaid, DOT and GraphML. */
const graphSave = (() => {
  /** @typedef {{ nodes: { id: string, title: string, kind: string }[], lines: { from: string, to: string, names: string[] }[] }} GraphText */

  /** Names that stand for references where these cannot be written. @param {GraphText} graph */
  const short = ({ nodes }) => new Map(nodes.map(({ id }, place) => [id, `n${place}`]));

  /** @param {GraphText} graph */
  function mermaid(graph) {
    const names = short(graph);
    const text = (/** @type {string} */ value) => value.replace(/[#"&<>]/g, (mark) => `#${mark.charCodeAt(0)};`).replace(/\s+/g, ' ');
    const nodes = graph.nodes.map(({ id, title }) => `  ${names.get(id)}["${text(title)}"]\n`);
    const lines = graph.lines.map(({ from, to, names: kinds }) => `  ${names.get(from)} -->|${text(kinds.join(', '))}| ${names.get(to)}\n`);
    return `flowchart LR\n${nodes.join('')}${lines.join('')}`;
  }

  /** @param {GraphText} graph */
  function dot(graph) {
    const text = (/** @type {string} */ value) => `"${value.replace(/["\\]/g, '\\$&').replace(/\s+/g, ' ')}"`;
    const nodes = graph.nodes.map(({ id, title, kind }) => `  ${text(id)} [label=${text(title)}, class=${text(kind)}];\n`);
    const lines = graph.lines.map(({ from, to, names }) => `  ${text(from)} -> ${text(to)} [label=${text(names.join(', '))}];\n`);
    return `digraph callboard {\n  rankdir=LR;\n  node [shape=box];\n${nodes.join('')}${lines.join('')}}\n`;
  }

  /** @param {string} value */
  const xml = (value) => value.replace(/[<>&"']/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

  /** @param {GraphText} graph */
  function graphml(graph) {
    const key = (/** @type {string} */ id, /** @type {string} */ of) => `<key id="${id}" for="${of}" attr.name="${id}" attr.type="string"/>\n`;
    const nodes = graph.nodes.map(({ id, title, kind }) => `<node id="${xml(id)}"><data key="label">${xml(title)}</data><data key="kind">${xml(kind)}</data></node>\n`);
    const lines = graph.lines.map(({ from, to, names }) => `<edge source="${xml(from)}" target="${xml(to)}"><data key="relation">${xml(names.join(', '))}</data></edge>\n`);
    return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n${key('label', 'node')}${key('kind', 'node')}${key('relation', 'edge')}<graph edgedefault="directed">\n${nodes.join('')}${lines.join('')}</graph>\n</graphml>\n`;
  }

  /** Looks that a picture takes along, since a file has no stylesheet. */
  const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'font-size', 'font-weight', 'font-family', 'opacity', 'stroke-linecap', 'stroke-linejoin'];

  /** The picture as a file of its own, in the colours of the page. @param {InstanceType<typeof graphDraw.Picture>} picture */
  function svg(picture) {
    picture.whole();
    const { left, top, right, bottom } = picture.bounds();
    const [width, height] = [right - left + 40, bottom - top + 40];
    const copy = /** @type {SVGSVGElement} */ (picture.svg.cloneNode(true));
    const [originals, copies] = [picture.svg.querySelectorAll('*'), copy.querySelectorAll('*')];
    copies.forEach((element, place) => {
      const looks = getComputedStyle(originals[place]);
      if (['path', 'rect', 'text', 'use'].includes(element.tagName)) {
        for (const name of LOOKS) {
          const value = looks.getPropertyValue(name);
          if (value !== '' && value !== 'none' || name === 'fill') element.setAttribute(name, value);
        }
      }
      for (const name of ['class', 'role', 'tabindex', 'aria-label', 'data-node', 'data-from', 'data-to']) element.removeAttribute(name);
    });
    const used = new Set([...copy.querySelectorAll('use')].map((use) => (use.getAttribute('href') ?? '').slice(1)));
    for (const id of used) {
      const symbol = document.getElementById(id);
      if (symbol !== null) copy.querySelector('defs')?.append(symbol.cloneNode(true));
    }
    picture.draw();
    for (const name of ['class', 'style', 'aria-label', 'role', 'data-picture']) copy.removeAttribute(name);
    copy.setAttribute('viewBox', `${left - 20} ${top - 20} ${width} ${height}`);
    copy.setAttribute('width', String(width));
    copy.setAttribute('height', String(height));
    const paper = graphShapes.make('rect', { x: left - 20, y: top - 20, width, height, fill: getComputedStyle(document.body).backgroundColor });
    copy.querySelector('defs')?.after(paper);
    return { text: new XMLSerializer().serializeToString(copy), width, height };
  }

  /** @param {InstanceType<typeof graphDraw.Picture>} picture @returns {Promise<Blob>} */
  async function png(picture) {
    const { text, width, height } = svg(picture);
    const scale = Math.min(2, 8000 / Math.max(width, height));
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)), 'image/png'));
  }

  /** @param {string} name @param {Blob} blob */
  function hand(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /**
   * @param {string} format @param {InstanceType<typeof graphDraw.Picture>} picture @param {GraphText} graph
   */
  async function save(format, picture, graph) {
    const plain = (/** @type {string} */ text, /** @type {string} */ type) => new Blob([text], { type: `${type};charset=utf-8` });
    switch (format) {
      case 'svg': return hand('graph.svg', plain(svg(picture).text, 'image/svg+xml'));
      case 'png': return hand('graph.png', await png(picture));
      case 'mermaid': return hand('graph.mmd', plain(mermaid(graph), 'text/plain'));
      case 'dot': return hand('graph.dot', plain(dot(graph), 'text/vnd.graphviz'));
      default: return hand('graph.graphml', plain(graphml(graph), 'application/xml'));
    }
  }

  return { save, mermaid, dot, graphml };
})();
