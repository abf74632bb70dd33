// @ts-check
'use strict';

/**
 * @typedef {{ path: string, executable: boolean, bytes: number }} ScaffoldFile  `bytes` is the size; the content is asked for by path.
 * @typedef {{ title: string, action: string, commands: string[], input: string }} ScaffoldTodo
 * @typedef {{ title: string, content: string, is_link: boolean }} ScaffoldNote
 * @typedef {{ pointer: string, place: [string, number, number] | null, message: string }} ScaffoldFault
 * @typedef {{ files: ScaffoldFile[], todo: ScaffoldTodo[], notes: ScaffoldNote[], log: string[], faults: ScaffoldFault[] }} ScaffoldOutcome
 * @typedef {{
 *   form: (answers: Record<string, any>, choices: Record<string, number>) => any,
 *   run: (answers: Record<string, any>, choices?: Record<string, number>) => ScaffoldOutcome,
 *   file: (path: string) => Uint8Array<ArrayBuffer>,
 *   zip: (folder: string) => Uint8Array<ArrayBuffer>,
 * }} ScaffoldEngine
 */

/**
 * The engine that runs one template: the program's own code as WebAssembly. Engine and template come as scripts, so
 * that a page opened from a folder can load them too.
 */
const scaffold = (() => {
  /** What the script that runs has handed over. @type {string | null} */
  let arrived = null;
  Object.defineProperty(globalThis, 'callboardScaffold', { value: (/** @type {string} */ text) => (arrived = text) });

  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  /** The bytes that a script brings. @param {string} url @returns {Promise<Uint8Array<ArrayBuffer>>} */
  async function bytes(url) {
    const text = await new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const end = (/** @type {() => void} */ settle) => () => {
        script.remove();
        settle();
      };
      script.src = url;
      // What a script hands over is taken before another one runs.
      script.onload = end(() => {
        if (arrived === null) reject(new Error(`${url} holds no data`));
        else resolve(arrived);
        arrived = null;
      });
      script.onerror = end(() => reject(new Error(`${url} cannot be loaded`)));
      document.head.append(script);
    });
    const characters = atob(text);
    const packed = new Uint8Array(characters.length);
    for (let at = 0; at < packed.length; at += 1) packed[at] = characters.charCodeAt(at);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /**
   * Loads the engine and a template.
   * @param {string} engineUrl @param {string} templateUrl @returns {Promise<ScaffoldEngine>}
   */
  async function scaffold(engineUrl, templateUrl) {
    if (typeof WebAssembly === 'undefined') throw new Error('this browser runs no WebAssembly');
    const code = await bytes(engineUrl);
    const data = await bytes(templateUrl);
    const module = await WebAssembly.compile(code);
    /** @type {any} */
    let exports = null;

    /** Calls the module with bytes; a module that stopped is not asked again. @param {string} name @param {Uint8Array} request */
    function ask(name, request) {
      try {
        const to = exports.take(request.length);
        new Uint8Array(exports.memory.buffer, to, request.length).set(request);
        const from = exports[name]();
        return new Uint8Array(exports.memory.buffer, from, exports.size()).slice();
      } catch (error) {
        exports = null;
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`the template stopped the engine (${why}); other answers may work`);
      }
    }

    function begin() {
      exports = new WebAssembly.Instance(module).exports;
      const problem = decoder.decode(ask('load', data));
      if (problem !== '') throw new Error(problem);
    }

    /** @param {string} name @param {Uint8Array} request */
    function call(name, request) {
      if (exports === null) begin();
      return ask(name, request);
    }

    /** @param {string} name @param {unknown} request @returns {any} */
    const json = (name, request) => JSON.parse(decoder.decode(call(name, encoder.encode(JSON.stringify(request)))));

    begin();
    return {
      form: (answers, choices) => json('form', { answers, choices }),
      run: (answers, choices = {}) => {
        const outcome = json('run', { answers, choices });
        for (const fault of outcome.faults) fault.place ??= null;
        return outcome;
      },
      file: (path) => call('file', encoder.encode(path)),
      zip: (folder) => call('zip', encoder.encode(folder)),
    };
  }

  return scaffold;
})();
