// @ts-check
'use strict';

/** The page on which a template is used. */
(() => {
  const page = document.querySelector('[data-form]');
  if (!(page instanceof HTMLElement)) return;
  page.querySelector('[data-unscripted]')?.remove();
  const { element, say } = formDom;
  const PAUSE = 250;
  /** @template {HTMLElement} [T=HTMLElement] @param {string} name @returns {T} */
  const part = (name) => /** @type {T} */ (page.querySelector(`[data-${name}]`));
  const { engine: code = '', template = '', entities = '', name = '', from = '', catalog = '', catalogSize = '', review: reviewWords } = page.dataset;
  const lastTitle = reviewWords || 'Review';

  /** Runs a script. @param {string} source @returns {Promise<void>} */
  const run = (source) => new Promise((resolve, reject) => {
    const script = element('script', '');
    script.src = source;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${source} cannot be loaded`)));
    document.head.append(script);
  });

  /** @param {(Node | string)[]} words */
  function give(...words) {
    const trouble = part('trouble');
    trouble.replaceChildren(...words);
    trouble.hidden = false;
  }

  /** @param {ScaffoldEngine} engine */
  function begin(engine) {
    let { answers: given, choices, step } = formAnswers.read(location.hash);
    /** Questions whose problem may be shown. @type {Set<string>} */
    const touched = new Set();
    /** Steps that were seen, and those that were to be left. @type {Set<number>} */
    const visited = new Set();
    /** @type {Set<number>} */
    const tried = new Set();
    const brought = given;
    let asked = evaluate();
    const count = () => asked.pages.length + 1;
    step = Math.min(step, count() - 1);
    for (let seen = 0; seen < step; seen += 1) {
      visited.add(seen);
      tried.add(seen);
    }
    const live = part('live');
    const questions = element('div', 'form-wizard');
    const side = element('div', 'form-side');
    live.replaceChildren(questions, side);
    live.hidden = false;
    document.getElementById('parameters')?.setAttribute('hidden', '');
    part('command').hidden = true;
    const last = element('div', 'form-review');
    const preview = formPreview.open(side, engine);
    /** @type {ScaffoldOutcome | null} */
    let outcome = null;
    let [runTimer, hashTimer] = [0, 0];

    /** @param {number} number @returns {FormDesk} */
    const desk = (number) => ({
      page: number,
      set(pointer, value) {
        given = formAnswers.put(given, asked.answers, pointer, value);
        ask();
      },
      choose(key, chosen) {
        choices = Object.fromEntries([...Object.entries(choices).filter(([other]) => other !== key), [key, chosen]]);
        ask();
      },
      touch(pointer) {
        touched.add(pointer);
        draw();
      },
      isShown: (pointer) => touched.has(pointer) || tried.has(number),
      answer: (pointer) => formAnswers.get(asked.answers, pointer),
      suggestion: () => formAnswers.called(asked.answers, ''),
    });
    const wizard = formWizard.open(questions, last, lastTitle, desk, { go, next });

    /** Answers that differ from what would be taken without them. */
    function own() {
      let kept = { ...given };
      for (const key of Object.keys(given)) {
        const without = Object.fromEntries(Object.entries(kept).filter(([other]) => other !== key));
        if (formAnswers.same(engine.form(without, choices).answers, asked.answers)) kept = without;
      }
      return kept;
    }

    const hash = () => formAnswers.write(own(), choices, step) || location.pathname + location.search;

    function keep() {
      clearTimeout(hashTimer);
      hashTimer = 0;
      history.replaceState({ callboardStep: step }, '', hash());
    }

    /** The questions for the answers there are, less those to secrets: an address may bring some, and none is kept. */
    function evaluate() {
      const asked = engine.form(given, choices);
      /** @param {FormField[]} fields @returns {string[]} */
      const secrets = (fields) => fields.flatMap(({ control, pointer, fields = [] }) => [...(control === 'secret' ? [pointer] : []), ...secrets(fields)]);
      const told = asked.pages.flatMap((/** @type {FormPage} */ { fields }) => secrets(fields)).filter((/** @type {string} */ pointer) => formAnswers.get(given, pointer) !== undefined);
      if (told.length === 0) return asked;
      for (const pointer of told) given = formAnswers.put(given, given, pointer, undefined);
      return engine.form(given, choices);
    }

    function ask() {
      asked = evaluate();
      draw();
      clearTimeout(runTimer);
      runTimer = window.setTimeout(render, PAUSE);
      clearTimeout(hashTimer);
      hashTimer = window.setTimeout(keep, PAUSE);
    }

    function draw() {
      wizard.update(asked, step, visited, tried);
      if (step === count() - 1) review();
    }

    async function render() {
      clearTimeout(runTimer);
      runTimer = 0;
      const { answers, stoodIn } = formShown.rehearsed(asked, given, name);
      const wrong = asked.pages.flatMap(formShown.wrong).length;
      outcome = null;
      const making = engine.run(answers, choices);
      preview.wait(making);
      const made = await making;
      // Later answers have a run of their own.
      if (made === null) return;
      outcome = made;
      preview.update(made, wrong, stoodIn);
      page?.setAttribute('data-ready', '');
      if (step === count() - 1) review();
    }

    function review() {
      const made = formReview.parts(asked, change);
      const fault = outcome?.faults[0];
      const folder = formAnswers.called(asked.answers, name);
      const rest = [];
      if (made.wrong > 0) rest.push(element('p', 'quiet', 'The archive is there once this is mended.'));
      else if (fault !== undefined) rest.push(element('div', 'form-summary', formDom.icon('error'), formPreview.told(fault, '. If other answers lead no further, its owner has to mend it.')));
      else if (outcome === null) rest.push(element('p', 'quiet', 'The files are being made…'));
      else {
        const kept = own();
        rest.push(...formHandover.parts({ engine, run: outcome, folder, answers: kept, command: formAnswers.command(name, from, folder, kept) }));
      }
      last.replaceChildren(...made.nodes, ...rest);
    }

    /** @param {number} to @param {boolean} [quiet]  Whether the address stays. */
    function show(to, quiet = false) {
      visited.add(step);
      if (to > step) for (let passed = step; passed < to; passed += 1) tried.add(passed);
      if (runTimer !== 0) render();
      step = to;
      visited.add(step);
      draw();
      if (!quiet) history.pushState({ callboardStep: step }, '', hash());
      const title = asked.pages[step]?.title || (step === count() - 1 ? lastTitle : '');
      say(`Step ${step + 1} of ${count()}${title ? `: ${title}` : ''}`);
    }

    /** @param {number} to */
    function go(to) {
      if (to === step) return;
      show(to);
      wizard.focusStep(to);
    }

    function next() {
      tried.add(step);
      const wrong = formShown.wrong(asked.pages[step]);
      if (wrong.length === 0) return go(step + 1);
      draw();
      wizard.focusField(wrong[0].pointer);
      say(wrong.length === 1 ? 'One answer needs attention' : `${wrong.length} answers need attention`);
    }

    /** @param {number} to @param {string} pointer */
    function change(to, pointer) {
      if (to !== step) show(to);
      if (!wizard.focusField(pointer)) wizard.focusStep(to);
    }

    addEventListener('popstate', (event) => {
      const there = formAnswers.read(location.hash);
      const isOwn = event.state !== null && Number.isInteger(event.state.callboardStep);
      // An address that somebody typed or followed brings its own answers; a way back keeps those that are there.
      if (!isOwn) ({ answers: given, choices } = there);
      if (!isOwn) ask();
      show(Math.min(isOwn ? event.state.callboardStep : there.step, count() - 1), true);
      keep();
      wizard.focusStep(step);
    });
    // Who leaves within the pause keeps the last answer, too.
    addEventListener('pagehide', () => { if (hashTimer !== 0) keep(); });
    visited.add(step);
    draw();
    render();
    if (given === brought) history.replaceState({ callboardStep: step }, '');
    else keep();
    const first = asked.pages[step]?.fields.find((/** @type {FormField} */ field) => field.autofocus);
    if (first !== undefined && location.hash === '') wizard.focusField(first.pointer);
  }

  async function start() {
    if (code === '' || template === '') {
      const why = page?.hasAttribute('data-too-large') === true
        ? 'The template fetches more files than a page can hold. '
        : 'The portal was built by a Callboard without the engine that runs templates in browsers. ';
      give(element('p', '', element('strong', '', 'There is no form here. '), why, 'The command below asks the same questions on a terminal.'));
      return;
    }
    try {
      const [engine] = await Promise.all([
        scaffold(code, template, catalog === '' ? null : { folder: catalog, count: Number(catalogSize) }),
        entities === '' ? null : run(entities).then(() => formCatalog.take(/** @type {any} */ (globalThis).callboardEntities)),
      ]);
      begin(engine);
    } catch (error) {
      give(element('p', '', element('strong', '', 'The form cannot be shown. '), `${error instanceof Error ? error.message : error}. The command below asks the same questions on a terminal.`));
    }
  }
  start();
})();
