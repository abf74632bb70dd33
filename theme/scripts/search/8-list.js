// @ts-check
'use strict';

/**
 * A list below a field, after the ARIA pattern of a combobox: the field keeps the focus, the list has an active option.
 *
 * @typedef {{ content: (Node | string)[], said: string, href?: string, act?: () => void, drop?: () => void,
 *   className?: string }} SearchChoice
 *   `said` when it becomes active; `drop` takes it off the list for good.
 * @typedef {{ label: string, choices: SearchChoice[] }} SearchGroup
 */
const searchList = (() => {
  const { element } = searchView;

  /** @param {HTMLInputElement} field @param {string} id @param {string} label */
  function open(field, id, label) {
    const list = element('div', 'search-list');
    list.id = id;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', label);
    const status = element('div', 'visually-hidden');
    status.setAttribute('role', 'status');
    status.setAttribute('aria-live', 'polite');
    const roles = { role: 'combobox', 'aria-controls': id, 'aria-expanded': 'false', 'aria-autocomplete': 'list' };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
    /** @type {{ choice: SearchChoice, line: HTMLElement }[]} */
    let options = [];
    let active = -1;

    /** @param {number} index @param {boolean} [say] */
    function activate(index, say = false) {
      options[active]?.line.setAttribute('aria-selected', 'false');
      active = options.length === 0 ? -1 : index;
      const now = options[active];
      if (now === undefined) return field.removeAttribute('aria-activedescendant');
      now.line.setAttribute('aria-selected', 'true');
      field.setAttribute('aria-activedescendant', now.line.id);
      if (active === 0 && list.parentElement !== null) list.parentElement.scrollTop = 0;
      now.line.scrollIntoView({ block: 'nearest' });
      if (say) status.textContent = `${now.choice.said}, ${active + 1} of ${options.length}`;
    }

    /** @param {SearchChoice} choice */
    function option(choice) {
      const line = choice.href === undefined ? element('div', 'search-option', ...choice.content) : searchView.anchor(choice.href, ...choice.content);
      line.className = `search-option ${choice.className ?? ''}`.trim();
      line.id = `${id}-${options.length}`;
      line.tabIndex = -1;
      line.setAttribute('role', 'option');
      line.setAttribute('aria-selected', 'false');
      line.addEventListener('click', () => choice.act?.());
      options.push({ choice, line });
      return line;
    }

    /**
     * @param {SearchGroup[]} groups @param {string} said @param {boolean} first  Whether the first option is active.
     * @param {string} [query]  What the list answers: it may lag behind the field.
     */
    function fill(groups, said, first, query = '') {
      options = [];
      active = -1;
      const shown = groups.filter(({ choices }) => choices.length > 0).map(({ label: name, choices }) => {
        const head = element('div', 'search-group-name', name);
        head.setAttribute('aria-hidden', 'true');
        const group = element('div', 'search-group', ...(name === '' ? [] : [head]), ...choices.map(option));
        if (name !== '') {
          group.setAttribute('role', 'group');
          group.setAttribute('aria-label', name);
        } else group.setAttribute('role', 'presentation');
        return group;
      });
      list.replaceChildren(...shown);
      list.dataset.answers = query;
      status.textContent = said;
      activate(first ? 0 : -1);
    }

    /** Goes on with the active option. Gives whether there was one. @param {boolean} aside  In a new tab. */
    function choose(aside) {
      const now = options[active];
      if (now === undefined) return false;
      status.textContent = `Chosen: ${now.choice.said}`;
      if (now.choice.act === undefined && aside) window.open(now.choice.href, '_blank', 'noopener');
      else now.line.click();
      return true;
    }

    /** Does what a key means in the list; gives whether it meant anything. @param {KeyboardEvent} event */
    function press(event) {
      const { key } = event;
      const count = options.length;
      if (count === 0 || event.isComposing) return false;
      if (key === 'ArrowDown') activate((active + 1) % count, true);
      else if (key === 'ArrowUp') activate((Math.max(active, 0) - 1 + count) % count, true);
      else if (key === 'PageDown' || key === 'PageUp') activate(Math.min(Math.max(active + (key === 'PageUp' ? -5 : 5), 0), count - 1), true);
      else if (key === 'Delete' && event.shiftKey && options[active]?.choice.drop !== undefined) options[active].choice.drop?.();
      else return false;
      event.preventDefault();
      return true;
    }

    return { list, status, fill, choose, press, activate, count: () => options.length };
  }

  return { open };
})();
