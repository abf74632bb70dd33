// @ts-check
'use strict';

/**
 * @typedef {{ run(request: ScaffoldRequest): Promise<ScaffoldMade>, zip(folder: string): Promise<ScaffoldBytes>, stop(): void }} ScaffoldWorkshop
 */

/**
 * Where a template runs: in a worker, so that the page stays at hand however long that takes, and can end it; in the
 * page where the browser gives no worker. The worker is made of the page's own text, since a page opened from a folder
 * can have no other; the policy of the page is its policy.
 */
const scaffoldWorkshop = (() => {
  const STOPPED = 'you stopped it; other answers may take less time';

  /** What the worker does; it stands by itself. @param {typeof scaffoldInstance} open */
  function serve(open) {
    /** @type {ScaffoldInstance | null} */
    let instance = null;
    globalThis.onmessage = ({ data: [name, request] }) => {
      /** @type {any} */
      let answer = {};
      try {
        if (name === 'open') instance = open(request[0], request[1]);
        else answer = { made: /** @type {any} */ (instance)[name](request) };
      } catch (error) {
        answer = { problem: error instanceof Error ? error.message : String(error) };
      }
      const moved = answer.made?.contents ?? [];
      /** @type {any} */ (globalThis).postMessage(answer, moved.map((/** @type {ScaffoldBytes} */ { buffer }) => buffer));
    };
  }

  /** A worker that has taken the template; nothing where there can be none. @param {WebAssembly.Module} module @param {ScaffoldBytes} data @returns {Promise<Worker | null>} */
  function hire(module, data) {
    return new Promise((resolve) => {
      try {
        const address = URL.createObjectURL(new Blob([`'use strict';(${serve})(${scaffoldInstance});`], { type: 'text/javascript' }));
        const worker = new Worker(address);
        /** @param {boolean} works */
        const settle = (works) => {
          URL.revokeObjectURL(address);
          if (!works) worker.terminate();
          resolve(works ? worker : null);
        };
        worker.onmessage = (event) => settle(event.data.problem === undefined);
        worker.onerror = (event) => {
          event.preventDefault();
          settle(false);
        };
        worker.postMessage(['open', [module, data]]);
      } catch {
        resolve(null);
      }
    });
  }

  /** @param {WebAssembly.Module} module @param {ScaffoldBytes} data @param {() => ScaffoldInstance} own  The page's own. @returns {ScaffoldWorkshop} */
  function open(module, data, own) {
    /** @type {Promise<Worker | null> | null} */
    let hired = null;
    /** Ends what is waited for. @type {((reason: Error) => void) | null} */
    let end = null;
    /** @type {Promise<any>} */
    let last = Promise.resolve();

    /** @param {'run' | 'zip'} name @param {any} request @returns {Promise<any>} */
    async function ask(name, request) {
      hired ??= hire(module, data);
      const mine = hired;
      const worker = await mine;
      // Stopped before it began.
      if (mine !== hired) throw new Error(STOPPED);
      if (worker === null) return own()[name](request);
      return new Promise((resolve, reject) => {
        end = reject;
        worker.onmessage = ({ data: { made, problem } }) => (problem === undefined ? resolve(made) : reject(new Error(problem)));
        worker.onerror = () => reject(new Error('the browser ended it'));
        worker.postMessage([name, request]);
      });
    }

    /** One after another. @param {'run' | 'zip'} name @param {any} request */
    function queue(name, request) {
      const made = last.then(() => ask(name, request));
      last = made.catch(() => {});
      return made;
    }

    return {
      run: (request) => queue('run', request),
      zip: (folder) => queue('zip', folder),
      stop() {
        hired?.then((worker) => worker?.terminate());
        hired = null;
        end?.(new Error(STOPPED));
      },
    };
  }

  return { open };
})();
