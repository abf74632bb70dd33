// `git http-backend` behind HTTP, as its manual describes.
import { spawn } from 'node:child_process';

export function git(root, request, response) {
  const [path, query = ''] = request.url.split('?');
  const backend = spawn('git', ['-c', 'uploadpack.allowAnySHA1InWant=true', 'http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      PATH_INFO: decodeURIComponent(path).replace(/^\/(private|flaky)/, ''),
      QUERY_STRING: query,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => {});
  request.pipe(backend.stdin);
  const chunks = [];
  backend.stdout.on('data', (chunk) => chunks.push(chunk));
  backend.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output.subarray(0, end).toString().split('\r\n').map((line) => line.split(/: (.*)/s));
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    response.writeHead(parseInt(status), Object.fromEntries(headers.filter(([name]) => name && name !== 'Status').map(([a, b]) => [a, b])));
    response.end(output.subarray(end + 4));
  });
}
