// @ts-check
'use strict';

/**
 * @typedef {{ path: string, executable: boolean, bytes: number }} ScaffoldFile  `bytes` is the size; the content is asked for by path.
 * @typedef {{ title: string, action: string, commands: string[], input: string }} ScaffoldTodo
 * @typedef {{ title: string, content: string, is_link: boolean }} ScaffoldNote
 * @typedef {{ pointer: string, place: [string, number, number] | null, message: string }} ScaffoldFault
 * @typedef {{ files: ScaffoldFile[], todo: ScaffoldTodo[], notes: ScaffoldNote[], log: string[], faults: ScaffoldFault[], wanted: string[] }} ScaffoldOutcome
 * @typedef {{ answers: Record<string, any>, choices: Record<string, number>, entities?: Record<string, any> }} ScaffoldRequest
 * @typedef {Uint8Array<ArrayBuffer>} ScaffoldBytes
 * @typedef {{ outcome: ScaffoldOutcome, contents: ScaffoldBytes[] }} ScaffoldMade  The contents of the files in their order.
 * @typedef {{ form(request: ScaffoldRequest): any, run(request: ScaffoldRequest): ScaffoldMade, zip(folder: string): ScaffoldBytes }} ScaffoldInstance
 */

/**
 * The program's own code with one template. It stands by itself: a worker is made of this text.
 * @param {WebAssembly.Module} module @param {ScaffoldBytes} data @returns {ScaffoldInstance}
 */
function scaffoldInstance(module, data) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
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

  /** @param {string} name @param {string} request */
  function call(name, request) {
    if (exports === null) begin();
    return ask(name, encoder.encode(request));
  }

  begin();
  return {
    form: (request) => JSON.parse(decoder.decode(call('form', JSON.stringify(request)))),
    run(request) {
      const outcome = JSON.parse(decoder.decode(call('run', JSON.stringify(request))));
      return { outcome, contents: outcome.files.map((/** @type {ScaffoldFile} */ { path }) => call('file', path)) };
    },
    zip: (folder) => call('zip', folder),
  };
}
