import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { createService, respond } from '../src/server.js';

const answers = [
  ['GET', '/healthz', 200, { status: 'ok' }],
  ['GET', '/hello', 200, { hello: 'world' }],
  ['GET', '/hello?name=Ada%20L', 200, { hello: 'Ada L' }],
  ['GET', `/hello?name=${'x'.repeat(101)}`, 400, { status: 400, title: 'a name has at most 100 characters' }],
  ['POST', '/hello', 405, { status: 405, title: 'this path answers GET only' }],
  ['GET', '/constructor', 404, { status: 404, title: 'nothing here' }],
  ['GET', '//', 400, { status: 400, title: 'this is no address' }],
];

for (const [method, target, status, body] of answers) {
  test(`${method} ${target.slice(0, 40)} answers ${status}`, () => {
    assert.deepEqual(respond(method, target), { status, body });
  });
}

const server = createService();
before(async () => {
  server.listen(0);
  await once(server, 'listening');
});
after(() => server.close());

test('answers over a socket', async () => {
  const base = `http://localhost:${server.address().port}`;
  const response = await fetch(`${base}/hello?name=Grace`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.deepEqual(await response.json(), { hello: 'Grace' });
  assert.equal((await fetch(`${base}/nowhere`)).status, 404);
});
