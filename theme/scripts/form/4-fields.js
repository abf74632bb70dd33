// @ts-check
'use strict';

/** @typedef {{ node: HTMLElement, key: string, pointer: string, update(field: FormField): void }} FormWidget */

/** Questions as they stand on the page: label, description, control, problem. */
const formFields = (() => {
  const { element, icon, iconButton, button, id, say, settle } = formDom;
  /** @type {Record<string, FormMaker>} */
  const MAKERS = {
    'text': formPlain.line, 'long-text': formPlain.area, 'number': formPlain.number, 'integer': formPlain.number,
    'range': formPlain.range, 'checkbox': formPlain.checkbox, 'select': formPlain.select, 'radio': formPlain.radio,
    'checkboxes': formPlain.checkboxes, 'tags': formPickers.tags, 'entity': formPickers.entity,
    'entities': formPickers.entities, 'repository': formRepository.maker,
  };
  /** Field extensions whose answers are plain text. */
  const PLAIN = new Set(['EntityNamePicker', 'RepoBranchPicker', 'RepoOwnerPicker']);

  /** What a control must be made anew for. @param {FormField} field */
  const key = (field) => `${field.control} ${field.extension ?? ''}`;

  /** What is said below the control. @param {FormField} field */
  function notes(field) {
    const made = [];
    if (field.help) made.push(...formWords.blocks(field.help));
    const { extension = '' } = field;
    if (extension === 'EntityNamePicker' && typeof field.value === 'string') {
      const known = formCatalog.named(field.value);
      if (known.length > 0) made.push(element('p', 'form-taken', icon('info'), element('span', '', 'The catalog has ', element('span', 'mono', known[0].ref), ' already.')));
    }
    if (/^[A-Z]/.test(extension) && !PLAIN.has(extension) && ['text', 'long-text', 'list', 'group'].includes(field.control)) {
      made.push(element('p', '', 'In Backstage ', element('code', '', extension), ' asks this; here it is plain.'));
    }
    return made;
  }

  /**
   * A question with a control of its own.
   * @param {FormField} field @param {FormDesk} desk @returns {FormWidget}
   */
  function single(field, desk) {
    const name = id('field');
    const control = MAKERS[field.control](field, desk, name);
    const isCheck = field.control === 'checkbox';
    const title = element('span', 'form-title');
    const mark = element('span', 'form-mark', 'required');
    const label = control.group ? element('legend', 'form-label', title) : element('label', 'form-label', title);
    const about = element('div', 'form-about-field');
    const help = element('div', 'form-help');
    const problem = element('p', 'form-problem');
    [about.id, help.id, problem.id] = [`${name}-about`, `${name}-help`, `${name}-problem`];
    control.target.id = name;
    if (label instanceof HTMLLabelElement) label.htmlFor = name;
    const body = isCheck ? element('div', 'form-check form-check-alone', control.body, label) : control.body;
    const node = element(control.group ? 'fieldset' : 'div', 'form-field', ...(isCheck ? [body, about] : [label, about, body]), help, problem);
    const told = control.group ? node : control.target;
    let { pointer } = field;
    node.addEventListener('focusout', (event) => {
      const to = event instanceof FocusEvent ? event.relatedTarget : null;
      if (!(to instanceof Node && node.contains(to))) settle(() => desk.touch(pointer));
    });
    let said = '';

    /** @param {FormField} next */
    function update(next) {
      pointer = next.pointer;
      node.dataset.pointer = pointer;
      title.textContent = formWords.title(next.title);
      if (!next.required || isCheck) mark.remove();
      else if (!mark.isConnected) label.append(' ', mark);
      const state = JSON.stringify([next.description, next.help, next.extension === 'EntityNamePicker' ? next.value : '']);
      if (state !== said) {
        said = state;
        about.replaceChildren(...formWords.blocks(next.description ?? ''));
        help.replaceChildren(...notes(next));
      }
      about.hidden = about.childElementCount === 0;
      help.hidden = help.childElementCount === 0;
      control.update(next);
      const wrong = next.problem !== undefined && desk.isShown(pointer);
      problem.hidden = !wrong;
      if (wrong) problem.replaceChildren(icon('error'), element('span', '', ...formWords.problem(next.problem ?? '', 'This')));
      node.classList.toggle('is-wrong', wrong);
      const describes = [about, help, problem].filter((part) => !part.hidden).map((part) => part.id).join(' ');
      if (describes) told.setAttribute('aria-describedby', describes);
      else told.removeAttribute('aria-describedby');
      if (!control.group) {
        control.target.setAttribute('aria-invalid', String(wrong));
        if (next.required && !isCheck) control.target.setAttribute('aria-required', 'true');
        else control.target.removeAttribute('aria-required');
      }
    }
    return { node, key: key(field), pointer, update };
  }

  /** A secret is named and not asked for. @param {FormField} field @returns {FormWidget} */
  function secret(field) {
    const node = element('div', 'form-field form-secret');
    return { node, key: key(field), pointer: field.pointer, update(next) {
      node.dataset.pointer = next.pointer;
      node.replaceChildren(element('p', 'form-label', element('span', 'form-title', formWords.title(next.title))),
        ...formWords.blocks(next.description ?? ''),
        element('p', 'form-picked', icon('info'), element('span', '', 'A secret: it is not asked for here. Set it where the project runs.')));
    } };
  }

  /**
   * Which branch of a schema holds: few as a row of buttons, many as a list.
   * @param {string} pointer @param {FormDesk} desk
   */
  function branches(pointer, desk) {
    const node = element('div', 'form-branch');
    let drawn = '';
    const name = id('branch');
    const choose = (/** @type {number} */ number) => desk.choose(`${desk.page}:${pointer}`, number);

    /** @param {FormBranch | undefined} branch */
    function update(branch) {
      node.hidden = branch === undefined;
      if (branch === undefined) return;
      const { number, titles } = branch;
      const state = JSON.stringify(titles);
      if (state !== drawn) {
        drawn = state;
        const few = titles.length <= 5;
        const inputs = titles.map((title, place) => {
          const input = element('input', '');
          input.type = 'radio';
          input.name = name;
          input.addEventListener('change', () => choose(place));
          return element('label', 'form-segment', input, element('span', '', title));
        });
        const select = element('select', 'form-input', ...titles.map((title, place) => new Option(title, String(place))));
        select.setAttribute('aria-label', 'Which of these');
        select.addEventListener('change', () => choose(Number(select.value)));
        const legend = element('legend', 'visually-hidden', 'Which of these');
        node.replaceChildren(few ? element('fieldset', 'form-segments', legend, ...inputs) : select);
      }
      const select = node.querySelector('select');
      if (select !== null) select.value = String(number);
      [...node.querySelectorAll('input')].forEach((input, place) => { input.checked = place === number; });
    }
    return { node, update };
  }

  /** @param {FormField} field @param {FormDesk} desk @returns {FormWidget} */
  function group(field, desk) {
    const legend = element('legend', 'form-group-title');
    const about = element('div', 'form-about-field');
    const choice = branches(field.pointer, desk);
    const inner = element('div', 'form-fields');
    const node = element('fieldset', 'form-group', legend, about, choice.node, inner);
    const rows = rack(inner, desk);
    return { node, key: key(field), pointer: field.pointer, update(next) {
      node.dataset.pointer = next.pointer;
      legend.textContent = formWords.title(next.title);
      about.replaceChildren(...formWords.blocks(next.description ?? ''), ...notes(next));
      choice.update(next.branch);
      rows(next.fields ?? []);
    } };
  }

  /** @param {FormField} field @param {FormDesk} desk @returns {FormWidget} */
  function list(field, desk) {
    const legend = element('legend', 'form-group-title');
    const about = element('div', 'form-about-field');
    const entries = element('ol', 'form-entries');
    const problem = element('p', 'form-problem');
    const add = button('button form-add', ['Add'], () => {
      const { another } = now;
      desk.set(now.pointer, [...values(), another ?? '']);
      const last = entries.lastElementChild?.querySelector('input, textarea, select, button');
      if (last instanceof HTMLElement) last.focus();
      say(`Entry ${entries.childElementCount} added`);
    });
    const node = element('fieldset', 'form-group form-list', legend, about, entries, problem, add);
    let now = field;
    /** @type {FormWidget[]} */
    let kept = [];
    const values = () => {
      const own = desk.answer(now.pointer);
      return Array.isArray(own) ? own : [];
    };

    /** @param {number} from @param {number} to */
    function move(from, to) {
      const next = [...values()];
      next.splice(to, 0, ...next.splice(from, 1));
      desk.set(now.pointer, next);
      const place = entries.children[to]?.querySelector(to < from ? '[data-up]' : '[data-down]');
      const other = entries.children[to]?.querySelector('[data-up]:not([disabled]), [data-down]:not([disabled])');
      const target = place instanceof HTMLButtonElement && !place.disabled ? place : other;
      if (target instanceof HTMLElement) target.focus();
      say(`Entry ${from + 1} is now entry ${to + 1}`);
    }

    /** @param {number} place */
    function remove(place) {
      desk.set(now.pointer, values().filter((_, other) => other !== place));
      say(`Entry ${place + 1} removed`);
      const next = entries.children[Math.min(place, entries.childElementCount - 1)]?.querySelector('[data-remove]');
      (next instanceof HTMLElement ? next : add).focus();
    }

    /** @param {FormField} entry @param {number} place @param {number} count */
    function row(entry, place, count) {
      const widget = make(entry, desk);
      const up = iconButton('previous', `Move entry ${place + 1} up`, () => move(place, place - 1));
      const down = iconButton('next', `Move entry ${place + 1} down`, () => move(place, place + 1));
      const away = iconButton('close', `Remove entry ${place + 1}`, () => remove(place));
      up.dataset.up = down.dataset.down = away.dataset.remove = '';
      up.classList.add('form-turned');
      down.classList.add('form-turned');
      [up.disabled, down.disabled] = [place === 0, place === count - 1];
      if (widget !== null) kept[place] = widget;
      return element('li', 'form-entry', ...(widget === null ? [] : [widget.node]), element('div', 'form-entry-acts', up, down, away));
    }

    return { node, key: key(field), pointer: field.pointer, update(next) {
      now = next;
      node.dataset.pointer = next.pointer;
      const title = formWords.title(next.title);
      legend.replaceChildren(title, ...(next.required ? [element('span', 'form-mark', 'required')] : []));
      about.replaceChildren(...formWords.blocks(next.description ?? ''), ...notes(next));
      add.textContent = `Add ${(next.fields?.length ?? 0) > 0 ? 'another' : 'an entry'}`;
      add.setAttribute('aria-label', `${add.textContent}: ${title}`);
      add.hidden = next.readonly ?? false;
      const fields = next.fields ?? [];
      const fits = kept.length === fields.length && fields.every((entry, place) => kept[place]?.key === key(entry));
      if (!fits) {
        kept = [];
        entries.replaceChildren(...fields.map((entry, place) => row(entry, place, fields.length)));
      }
      fields.forEach((entry, place) => kept[place]?.update(entry));
      entries.hidden = fields.length === 0;
      const wrong = next.problem !== undefined && desk.isShown(next.pointer);
      problem.hidden = !wrong;
      if (wrong) problem.replaceChildren(icon('error'), element('span', '', ...formWords.problem(next.problem ?? '', 'This')));
    } };
  }

  /** @param {FormField} field @param {FormDesk} desk @returns {FormWidget | null} */
  function make(field, desk) {
    switch (field.control) {
      case 'hidden': return null;
      case 'secret': return secret(field);
      case 'group': return group(field, desk);
      case 'list': return list(field, desk);
      default: return single(MAKERS[field.control] ? field : { ...field, control: 'text' }, desk);
    }
  }

  /**
   * Draws fields in a place. What is there already stays, with what is typed in it, and moves if it must.
   * @param {HTMLElement} place @param {FormDesk} desk
   */
  function rack(place, desk) {
    /** @type {Map<string, FormWidget>} */
    let widgets = new Map();
    return (/** @type {FormField[]} */ fields) => {
      /** @type {Map<string, FormWidget>} */
      const next = new Map();
      /** @type {HTMLElement[]} */
      const nodes = [];
      for (const field of fields) {
        const known = widgets.get(field.pointer);
        const widget = known?.key === key(field) ? known : make(field, desk);
        if (widget === null) continue;
        next.set(field.pointer, widget);
        nodes.push(widget.node);
      }
      for (const widget of widgets.values()) if (!nodes.includes(widget.node)) widget.node.remove();
      nodes.forEach((node, at) => {
        if (place.children[at] !== node) place.insertBefore(node, place.children[at] ?? null);
      });
      widgets = next;
      for (const field of fields) next.get(field.pointer)?.update(field);
    };
  }

  return { rack, branches };
})();
