// The lists of repositories that GitHub, GitLab and Gitea give, two on a page. What they list is in
// `<root>/forge.json`: [{ name, owner, archived, fork, empty, disabled, pushed }]. The first second page of a list is refused with 429.
// A page that has not changed is answered with 304.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const PAGE = 2;
const refused = new Set();

export function forge(root, request, response) {
  const url = new URL(request.url, `${request.socket.encrypted ? 'https' : 'http'}://${request.headers.host}`);
  // The forge is away while its root has such a file.
  if (existsSync(`${root}/outage`)) {
    return send(response, Number(readFileSync(`${root}/outage`)), { message: 'away' });
  }
  const one = url.pathname.match(/^\/api\/(v3|v1)\/repos\/([^/]+)\/([^/]+)(\/pages)?$/);
  if (one) return single(root, one, url, response);
  const found = url.pathname.match(/^\/api\/(v3|v4|v1)\/(orgs|users|groups)\/([^/]+)\/(repos|projects)$/);
  const owner = found && decodeURIComponent(found[3]);
  const all = listed(root).filter((repo) => repo.owner === owner);
  // A user is no organisation.
  if (!found || all.length === 0 || (found[2] === 'orgs' && owner.startsWith('user'))) {
    return send(response, 404, { message: 'Not Found' });
  }
  const told = request.headers.authorization ?? request.headers['private-token'];
  if (owner === 'echo') return send(response, 403, { message: `refused: ${told}` }, { 'x-told': told ?? 'nothing' });
  if (owner === 'closed' && told === undefined) {
    return send(response, 401, { message: 'Requires authentication' });
  }
  const page = Number(url.searchParams.get('page') ?? 1);
  // Long lists are given in pages as long as is asked for.
  const size = all.length > 1000 ? Number(url.searchParams.get('per_page') ?? url.searchParams.get('limit')) : PAGE;
  if (page === 2 && !refused.has(url.pathname)) {
    refused.add(url.pathname);
    return send(response, 429, { message: 'slow down' }, { 'retry-after': '1' });
  }
  const headers = {};
  if (page * size < all.length) {
    url.searchParams.set('page', page + 1);
    headers.link = `<${url.href}>; rel="next", <${url.href}>; rel="last"`;
  }
  const shape = { v3: github, v4: gitlab, v1: github }[found[1]];
  const body = all.slice((page - 1) * size, page * size).map((repo) => shape(repo, url.origin));
  headers.etag = `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex')}"`;
  if (request.headers['if-none-match'] === headers.etag) {
    return response.writeHead(304, headers).end();
  }
  send(response, 200, body, headers);
}

// What is listed, read again when it is another file.
let known = { text: '' };
function listed(root) {
  const text = readFileSync(`${root}/forge.json`, 'utf8');
  if (text !== known.text) known = { text, list: JSON.parse(text) };
  return known.list;
}

// One repository, or what is published of it: `pages` in its entry says whether everyone may read that.
function single(root, [, , owner, name, pages], url, response) {
  const repo = JSON.parse(readFileSync(`${root}/forge.json`)).find((repo) => repo.owner === owner && repo.name === name);
  if (!repo || (pages && repo.pages === undefined)) return send(response, 404, { message: 'Not Found' });
  send(response, 200, pages ? { public: repo.pages } : github(repo, url.origin));
}

const github = (repo, origin) => ({
  private: repo.private ?? false,
  name: repo.name,
  full_name: `${repo.owner}/${repo.name}`,
  clone_url: `${origin}${repo.path ?? ''}/${repo.owner}/${repo.name}.git`,
  archived: repo.archived ?? false,
  fork: repo.fork ?? false,
  disabled: repo.disabled ?? false,
  empty: repo.empty ?? false,
  size: repo.empty ? 0 : 1,
  default_branch: 'main',
  pushed_at: repo.pushed,
});

const gitlab = (repo, origin) => ({
  visibility: repo.private ? 'private' : 'public',
  path: repo.name,
  path_with_namespace: `${repo.owner}/${repo.name}`,
  http_url_to_repo: `${origin}${repo.path ?? ''}/${repo.owner}/${repo.name}.git`,
  archived: repo.archived ?? false,
  forked_from_project: repo.fork ? { id: 1 } : undefined,
  empty_repo: repo.empty ?? false,
  last_activity_at: repo.pushed,
  repository_access_level: repo.disabled ? 'disabled' : 'enabled',
});

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
