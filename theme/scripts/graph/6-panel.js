// @ts-check
'use strict';

/** What stands beside the picture: the chosen node, and everything next to it as a list. */
const graphPanel = (() => {
  const { element } = searchView;
  const LONGEST = 60;

  /** @param {string} text @param {() => void} act @param {string} [className] */
  function button(text, act, className = '') {
    const made = element('button', className, text);
    made.type = 'button';
    made.addEventListener('click', act);
    return made;
  }

  /**
   * @param {HTMLElement} place @param {any} model @param {number} node
   * @param {{ shown: Set<number>, start: number, expand: (node: number) => void, hide: (node: number) => void,
   *   begin: (node: number) => void, breaks: (node: number) => void, path: (node: number) => void, select: (node: number) => void }} acts
   * @param {GraphFilter} filter
   */
  function show(place, model, node, acts, filter) {
    const root = document.documentElement.dataset.root ?? '';
    const page = model.page(node);
    const kind = model.kind(node);
    const title = page === null ? element('span', '', model.title(node)) : element('a', '', model.title(node));
    if (title instanceof HTMLAnchorElement) title.href = root + page;
    const steps = model.around(node, { ...filter, direction: 'both' });
    const unseen = steps.filter((/** @type {GraphStep} */ step) => !acts.shown.has(step.node)).length;
    const tools = [
      ...(unseen > 0 ? [button(`Show ${unseen} more beside it`, () => acts.expand(node))] : []),
      ...(node === acts.start ? [] : [button('Start here', () => acts.begin(node))]),
      button('What breaks without it', () => acts.breaks(node)),
      ...(acts.start < 0 || node === acts.start ? [] : [button(`Path from ${model.title(acts.start)}`, () => acts.path(node)), button('Hide', () => acts.hide(node))]),
    ];
    const owner = model.owner(node);
    place.replaceChildren(
      element('h2', `hue-${kind}`, ...searchView.icon(kind), title),
      element('p', 'mono quiet', model.refs[node]),
      ...(page === null ? [element('p', 'graph-missing', 'Declared nowhere.')] : []),
      ...(owner === '' ? [] : [element('p', 'quiet', `Owned by ${model.called(owner)}`)]),
      element('p', 'graph-acts', ...tools),
      ...relations(steps, model, acts),
    );
  }

  /** @param {GraphStep[]} steps @param {any} model @param {{ select: (node: number) => void, shown: Set<number> }} acts */
  function relations(steps, model, acts) {
    /** @type {Map<string, number[]>} */
    const byName = new Map();
    for (const { node, name } of steps) byName.set(name, [...(byName.get(name) ?? []), node]);
    return [...byName].flatMap(([name, nodes]) => {
      nodes.sort((a, b) => searchStore.compare(model.title(a), model.title(b)));
      const lines = nodes.slice(0, LONGEST).map((node) => element('li', acts.shown.has(node) ? '' : 'is-unseen', button(model.title(node), () => acts.select(node), 'link')));
      if (nodes.length > LONGEST) lines.push(element('li', 'quiet', `and ${nodes.length - LONGEST} more`));
      return [element('h3', '', name, ' ', element('span', 'count', String(nodes.length))), element('ul', '', ...lines)];
    });
  }

  return { show, button };
})();
