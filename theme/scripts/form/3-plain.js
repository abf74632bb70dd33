// @ts-check
'use strict';

/**
 * What a question is answered with. `target` is what its label names; a `group` is named by a legend.
 * @typedef {{ body: HTMLElement, target: HTMLElement, group?: boolean, update(field: FormField): void }} FormControl
 *
 * What controls tell the page.
 * @typedef {{
 *   set(pointer: string, value: FormValue): void,
 *   choose(key: string, number: number): void,
 *   touch(pointer: string): void,
 *   isShown(pointer: string): boolean,
 *   answer(pointer: string): FormValue,
 *   suggestion(): string,
 *   page: number,
 * }} FormDesk
 *
 * @typedef {(field: FormField, desk: FormDesk, id: string) => FormControl} FormMaker
 */

/** Controls that browsers have themselves. */
const formPlain = (() => {
  const { element } = formDom;
  const TYPES = new Map([['email', 'email'], ['uri', 'url'], ['url', 'url'], ['date', 'date'], ['time', 'time'], ['tel', 'tel']]);

  /** @param {FormValue} value */
  const text = (value) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

  /** Puts a value in, unless it is being typed. @param {HTMLInputElement | HTMLTextAreaElement} input @param {string} value */
  function fill(input, value) {
    if (input.value !== value && !(document.activeElement === input && input.dataset.typing === 'yes')) input.value = value;
  }

  /** @param {HTMLElement} input @param {string} name @param {number | null | undefined} value */
  function limit(input, name, value) {
    if (value === null || value === undefined) input.removeAttribute(name);
    else input.setAttribute(name, String(value));
  }

  /** Whether a field's own typing is under way, so that no answer is put over it. @param {HTMLElement} input */
  function watch(input) {
    input.addEventListener('input', () => { input.dataset.typing = 'yes'; });
    input.addEventListener('blur', () => { delete input.dataset.typing; });
  }

  /** @type {FormMaker} */
  function line(field, desk) {
    const input = element('input', 'form-input');
    input.type = TYPES.get(field.extension ?? '') ?? 'text';
    input.autocomplete = 'off';
    input.spellcheck = false;
    return written(input, field, desk);
  }

  /**
   * What words are typed into.
   * @param {HTMLInputElement | HTMLTextAreaElement} input @param {Parameters<FormMaker>[0]} field
   * @param {Parameters<FormMaker>[1]} desk @returns {ReturnType<FormMaker>}
   */
  function written(input, field, desk) {
    let { pointer } = field;
    watch(input);
    input.addEventListener('input', () => desk.set(pointer, input.value === '' ? null : input.value));
    return { body: input, target: input, update(next) {
      pointer = next.pointer;
      input.placeholder = next.placeholder ?? '';
      input.readOnly = next.readonly ?? false;
      fill(input, text(next.value));
    } };
  }

  /** @type {FormMaker} */
  function area(field, desk) {
    const input = element('textarea', 'form-input');
    input.rows = Math.min(12, Math.max(3, Number(field.options?.rows) || text(field.value).split('\n').length + 1));
    return written(input, field, desk);
  }

  /** @type {FormMaker} */
  function number(field, desk) {
    const input = element('input', 'form-input form-number');
    input.type = 'number';
    let { pointer } = field;
    watch(input);
    // A wheel that scrolls the page must not turn an answer.
    input.addEventListener('wheel', () => input.blur(), { passive: true });
    input.addEventListener('input', () => desk.set(pointer, input.value === '' ? null : Number(input.value)));
    return { body: input, target: input, update(next) {
      pointer = next.pointer;
      const [least, most, step] = next.limits ?? [];
      limit(input, 'min', least);
      limit(input, 'max', most);
      input.step = step ? String(step) : next.control === 'integer' ? '1' : 'any';
      input.placeholder = next.placeholder ?? '';
      input.readOnly = next.readonly ?? false;
      fill(input, text(next.value));
    } };
  }

  /** @type {FormMaker} */
  function range(field, desk) {
    const input = element('input', 'form-range');
    input.type = 'range';
    const told = element('output', 'form-range-value');
    let { pointer } = field;
    input.addEventListener('input', () => desk.set(pointer, Number(input.value)));
    return { body: element('div', 'form-range-row', input, told), target: input, update(next) {
      pointer = next.pointer;
      const [least, most, step] = next.limits ?? [];
      limit(input, 'min', least ?? 0);
      limit(input, 'max', most ?? 100);
      input.step = step ? String(step) : next.control === 'integer' || Number.isInteger(next.value) ? '1' : 'any';
      input.disabled = next.readonly ?? false;
      if (next.value !== undefined) input.value = String(next.value);
      told.textContent = next.value === undefined ? 'not set' : String(next.value);
    } };
  }

  /** @type {FormMaker} */
  function checkbox(field, desk) {
    const input = element('input', '');
    input.type = 'checkbox';
    let { pointer } = field;
    input.addEventListener('change', () => desk.set(pointer, input.checked));
    return { body: input, target: input, update(next) {
      pointer = next.pointer;
      input.disabled = next.readonly ?? false;
      input.checked = next.value === true;
    } };
  }

  /** @param {FormField} field @returns {FormChoice[]} */
  const choicesOf = (field) => ((field.choices?.length ?? 0) > 0 ? field.choices ?? [] : [{ value: true, label: 'Yes' }, { value: false, label: 'No' }]);

  /** @type {FormMaker} */
  function select(field, desk) {
    const input = element('select', 'form-input');
    let now = field;
    let drawn = '';
    input.addEventListener('change', () => desk.set(now.pointer, input.value === '' ? null : choicesOf(now)[Number(input.value)].value));
    return { body: input, target: input, update(next) {
      now = next;
      const choices = choicesOf(next);
      const place = choices.findIndex(({ value }) => formAnswers.same(value, next.value));
      const state = JSON.stringify([choices, next.required, place < 0, next.placeholder]);
      if (state !== drawn) {
        drawn = state;
        const none = next.required && place >= 0 ? [] : [new Option(next.placeholder || (next.required ? 'Choose…' : 'None'), '')];
        input.replaceChildren(...none, ...choices.map(({ label }, number) => new Option(label === '' ? '(empty)' : label, String(number))));
      }
      input.value = place < 0 ? '' : String(place);
      input.disabled = next.readonly ?? false;
    } };
  }

  /** A row of boxes to tick, or of which one may be ticked. @param {'radio' | 'checkbox'} type @returns {FormMaker} */
  const boxes = (type) => (field, desk, id) => {
    const body = element('div', 'form-choices');
    let now = field;
    let drawn = '';
    /** @type {HTMLInputElement[]} */
    let inputs = [];
    const take = () => {
      const choices = choicesOf(now);
      const chosen = choices.filter((_, place) => inputs[place].checked).map(({ value }) => value);
      desk.set(now.pointer, type === 'radio' ? chosen[0] ?? null : chosen);
    };
    return { body, target: body, group: true, update(next) {
      now = next;
      const choices = choicesOf(next);
      const state = JSON.stringify(choices);
      if (state !== drawn) {
        drawn = state;
        inputs = choices.map(() => {
          const input = element('input', '');
          input.type = type;
          input.name = id;
          input.addEventListener('change', take);
          return input;
        });
        body.replaceChildren(...choices.map(({ label }, place) => element('label', 'form-check', inputs[place], element('span', '', label))));
        body.classList.toggle('form-choices-short', choices.every(({ label }) => label.length <= 14) && choices.length <= 5);
      }
      const own = type === 'radio' ? [next.value] : Array.isArray(next.value) ? next.value : [];
      inputs.forEach((input, place) => {
        input.checked = own.some((/** @type {FormValue} */ value) => formAnswers.same(value, choices[place].value));
        input.disabled = next.readonly ?? false;
      });
    } };
  };

  return { line, area, number, range, checkbox, select, radio: boxes('radio'), checkboxes: boxes('checkbox'), text, choicesOf };
})();
