// A static host as plain as they come: files below a path, no index files, no redirects, and one page for what is not
// there.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.zip', 'application/zip'],
  ['.gz', 'application/gzip'],
]);

/** Serves `folder` below `path` on a free port of this machine; `further` gives more headers for the bytes of a file. */
export async function serve(folder, path, further = () => ({})) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    try {
      const wanted = normalize(decodeURIComponent(pathname));
      if (!wanted.startsWith(path)) throw new Error('outside');
      const bytes = await readFile(join(folder, wanted.slice(path.length)));
      const type = TYPES.get(wanted.slice(wanted.lastIndexOf('.'))) ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff', ...further(bytes, type) });
      response.end(bytes);
    } catch {
      const page = await readFile(join(folder, '404.html')).catch(() => 'no such file');
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page);
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { base: `http://127.0.0.1:${server.address().port}${path}`, close: () => server.close() };
}
