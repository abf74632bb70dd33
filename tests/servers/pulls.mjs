// GitHub's API as far as comments under pull requests need it. Pull requests are in `<root>/pulls.json`, comments in
// `<root>/comments.json`; what is written goes there as well.
import { readFileSync, writeFileSync } from 'node:fs';

export function pulls(root, request, response) {
  const url = new URL(request.url, 'http://localhost');
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.headers.authorization !== 'Bearer ghs_job') return answer(401, { message: 'Bad credentials' });
  const read = (name) => JSON.parse(readFileSync(`${root}/${name}.json`, 'utf8'));
  const path = url.pathname.replace('/repos/org/shop/', '');
  if (request.method === 'GET' && path === 'pulls') {
    const head = url.searchParams.get('head');
    return answer(200, read('pulls').filter((pull) => pull.head.label === head));
  }
  const comments = read('comments');
  if (request.method === 'GET' && /^issues\/\d+\/comments$/.test(path)) {
    const page = Number(url.searchParams.get('page') ?? 1);
    const number = Number(path.split('/')[1]);
    return answer(200, comments.filter((comment) => comment.issue === number).slice((page - 1) * 100, page * 100));
  }
  let text = '';
  request.on('data', (part) => (text += part));
  request.on('end', () => {
    const { body } = JSON.parse(text);
    const [, issue, id] = path.match(/^issues\/(?:(\d+)\/comments|comments\/(\d+))$/) ?? [];
    const old = comments.find((comment) => comment.id === Number(id));
    if (body.length > 65536 || (!issue && !old)) return answer(422, { message: 'Unprocessable' });
    if (old) old.body = body;
    else comments.push({ id: 1000 + comments.length, issue: Number(issue), body, user: { type: 'Bot', login: 'github-actions[bot]' } });
    writeFileSync(`${root}/comments.json`, JSON.stringify(comments));
    answer(old ? 200 : 201, {});
  });
}
