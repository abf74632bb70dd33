// @ts-check
'use strict';

/**
 * @typedef {{ value: string, label: string, note?: string, icon?: string, kind?: string }} FormOption
 * @typedef {{ field: HTMLInputElement, node: HTMLElement, close(): void }} FormCombobox
 */

/** A field with a list of what may be chosen (the combobox pattern of ARIA's authoring practices). */
const formCombobox = (() => {
  const { element, icon, id, say, settle } = formDom;
  const MOST = 50;

  /**
   * @param {object} given
   * @param {string} given.label  What the list is called.
   * @param {(typed: string) => FormOption[]} given.offer  What fits what is typed, the best first.
   * @param {(option: FormOption) => void} given.take
   * @param {(typed: string) => void} given.leave  The field is left, or Enter pressed, with a text that nothing was chosen for.
   * @param {() => string} given.shown  What stands in the field while nothing is typed.
   * @param {(key: KeyboardEvent) => void} [given.key]  Other keys.
   * @returns {FormCombobox}
   */
  function open({ label, offer, take, leave, shown, key }) {
    const list = element('ul', 'form-options');
    list.id = id('options');
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', label);
    list.hidden = true;
    const field = element('input', 'form-input');
    field.type = 'text';
    field.autocomplete = 'off';
    field.spellcheck = false;
    field.setAttribute('autocapitalize', 'off');
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-expanded', 'false');
    field.setAttribute('aria-controls', list.id);
    const more = element('p', 'form-options-more');
    more.hidden = true;
    const popup = element('div', 'form-popup', list, more);
    popup.hidden = true;
    const node = element('div', 'form-combobox', field, icon('chevron'), popup);
    /** @type {FormOption[]} */
    let options = [];
    let active = -1;
    let typed = false;

    function close() {
      popup.hidden = true;
      list.hidden = true;
      active = -1;
      field.setAttribute('aria-expanded', 'false');
      field.removeAttribute('aria-activedescendant');
    }

    /** @param {FormOption} option @param {number} place */
    function line(option, place) {
      const made = element('li', option.kind ? `hue-${option.kind}` : '',
        ...(option.icon ? [icon(option.icon)] : []), element('span', 'form-option-label', option.label),
        ...(option.note ? [element('span', 'form-option-note mono', option.note)] : []));
      made.id = `${list.id}-${place}`;
      made.setAttribute('role', 'option');
      made.setAttribute('aria-selected', 'false');
      made.addEventListener('pointerdown', (event) => event.preventDefault());
      made.addEventListener('click', () => choose(option));
      return made;
    }

    /** @param {boolean} all */
    function show(all) {
      const found = offer(all ? '' : field.value);
      options = found.slice(0, MOST);
      list.replaceChildren(...options.map(line));
      active = -1;
      field.removeAttribute('aria-activedescendant');
      const rest = found.length - options.length;
      more.textContent = rest > 0 ? `and ${rest.toLocaleString('en')} more: type to narrow them down` : options.length === 0 ? 'Nothing is called so.' : '';
      more.hidden = more.textContent === '';
      list.hidden = options.length === 0;
      popup.hidden = list.hidden && (more.hidden || field.value === '');
      field.setAttribute('aria-expanded', String(!list.hidden));
      if (typed) say(found.length === 1 ? '1 choice' : `${found.length.toLocaleString('en')} choices`);
    }

    /** @param {FormOption} option */
    function choose(option) {
      typed = false;
      take(option);
      field.value = shown();
      close();
    }

    function finish() {
      close();
      if (!typed) {
        field.value = shown();
        return;
      }
      typed = false;
      const text = field.value;
      settle(() => {
        leave(text);
        if (!typed) field.value = shown();
      });
    }

    /** @param {number} step */
    function move(step) {
      if (popup.hidden || options.length === 0) return;
      list.children[active]?.setAttribute('aria-selected', 'false');
      active = active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length;
      const chosen = list.children[active];
      chosen.setAttribute('aria-selected', 'true');
      chosen.scrollIntoView({ block: 'nearest' });
      field.setAttribute('aria-activedescendant', chosen.id);
    }

    field.addEventListener('input', () => {
      typed = true;
      show(false);
    });
    field.addEventListener('click', () => { if (popup.hidden && !field.readOnly) show(!typed); });
    field.addEventListener('focus', () => field.select());
    field.addEventListener('blur', finish);
    field.addEventListener('keydown', (event) => {
      if (event.isComposing || field.readOnly) return;
      const open = !popup.hidden;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (!open) show(!typed);
        move(event.key === 'ArrowDown' ? 1 : -1);
      } else if (event.key === 'Enter' && open && active >= 0) choose(options[active]);
      else if (event.key === 'Enter' && typed) finish();
      else if (event.key === 'Escape' && open) {
        typed = false;
        field.value = shown();
        close();
      } else {
        key?.(event);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    return { field, node, close };
  }

  return { open };
})();
