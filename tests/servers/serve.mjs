// One server for tests: git repositories and the REST APIs of forges, over http or https.
// node serve.mjs <folder of repositories> <log file> [<key file> <certificate file>]
// Prints its port. Every answer is one line in the log: method, URL, status.
import { appendFileSync } from 'node:fs';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { git } from './git.mjs';
import { forge } from './forge.mjs';
import { pulls } from './pulls.mjs';

const [root, log, key, certificate] = process.argv.slice(2);
const failed = new Set();

function answer(request, response) {
  // Before the last byte is sent: who has the answer finds it in the log.
  const end = response.end.bind(response);
  response.end = (...rest) => {
    appendFileSync(log, `${request.method} ${request.url} ${response.statusCode}\n`);
    return end(...rest);
  };
  const [, first, owner, name] = request.url.split('/');
  if (first === 'repos') return pulls(root, request, response);
  // A server that takes the connection and never says anything.
  if (first === 'hang') return;
  // A server that fails once, then recovers.
  if (first === 'flaky' && !failed.has(name)) {
    failed.add(name);
    response.writeHead(503).end();
    return;
  }
  // A server that asks for a password, whoever asks: what the file `password` holds, or `secret`.
  if (first === 'private' && !authorised(request)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end();
    return;
  }
  // A server that refuses, and repeats what it was told.
  if (first === 'echo') {
    const told = request.headers.authorization ?? request.headers['private-token'] ?? 'nothing';
    const words = `${told} ${Buffer.from(told.split(' ')[1] ?? '', 'base64')}`.replaceAll(/[^\x20-\x7e]/g, '');
    response.writeHead(403, { 'content-type': 'text/plain', 'www-authenticate': `Basic realm="${words}"`, 'x-told': words }).end(words);
    return;
  }
  // A server that sends to another host.
  if (first === 'moved') {
    const elsewhere = request.url.replace('/moved/', '/private/');
    response.writeHead(302, { location: `https://127.0.0.1:${server.address().port}${elsewhere}` }).end();
    return;
  }
  if (first === 'api') return forge(root, request, response);
  // Plain files, for portals that are published.
  if (first === 'plain') return file(decodeURIComponent(new URL(request.url, 'http://x').pathname), response);
  git(root, request, response);
}

function file(path, response) {
  try {
    const bytes = readFileSync(join(root, path));
    response.writeHead(200).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

function authorised(request) {
  const [, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  const password = existsSync(join(root, 'password')) ? readFileSync(join(root, 'password'), 'utf8') : 'secret';
  return Buffer.from(encoded, 'base64').toString().endsWith(`:${password}`);
}

const server = key
  ? https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer)
  : http.createServer(answer);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// The test that started it holds the other end; when it is gone, so is the server.
process.stdin.on('end', () => process.exit()).resume();
