import { createServer } from 'node:http';
import { hello } from './hello.js';

/**
 * @typedef {{ status: number, body: unknown }} Answer
 * @typedef {(url: URL) => Answer} Route
 */

/** @type {Record<string, Route>} */
const routes = {
  '/healthz': () => ({ status: 200, body: { status: 'ok' } }),
  '/hello': (url) => hello(url.searchParams.get('name')),
};

/**
 * Finds the answer to a request.
 * @param {string} method
 * @param {string} target path and query
 * @returns {Answer}
 */
export function respond(method, target) {
  let url;
  try {
    url = new URL(target, 'http://localhost');
  } catch {
    return problem(400, 'this is no address');
  }
  const route = Object.hasOwn(routes, url.pathname) ? routes[url.pathname] : undefined;
  if (!route) return problem(404, 'nothing here');
  if (method !== 'GET' && method !== 'HEAD') return problem(405, 'this path answers GET only');
  return route(url);
}

/**
 * @param {number} status
 * @param {string} title
 * @returns {Answer}
 */
export function problem(status, title) {
  return { status, body: { status, title } };
}

/**
 * The HTTP server, not yet listening.
 * @param {{ log?: (line: object) => void }} [options]
 */
export function createService({ log = () => {} } = {}) {
  const server = createServer((request, response) => {
    const started = process.hrtime.bigint();
    let answer;
    try {
      answer = respond(request.method ?? 'GET', request.url ?? '/');
    } catch (error) {
      log({ message: 'failed', error: String(error) });
      answer = problem(500, 'something went wrong here');
    }
    const body = JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    log({ message: 'answered', method: request.method, url: request.url, status: answer.status, milliseconds });
  });
  server.requestTimeout = 10_000;
  return server;
}
