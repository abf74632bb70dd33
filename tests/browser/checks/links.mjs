// Every link inside the site leads to a file that exists, and to a place in it that exists.

import { posix } from 'node:path';

const decode = (text) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]);

/** The links of a page as `[path, fragment]`; addresses outside the site are left out. */
function targets(page, html) {
  const found = [];
  for (const [, written] of html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
    const href = decode(written);
    if (/^(https?|mailto|tel|data):/.test(href)) continue;
    const [rest, fragment] = href.split('#', 2);
    const [path] = rest.split('?', 1);
    found.push([href, path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path)), fragment]);
  }
  return found;
}

function everyLinkLeadsSomewhere({ site }) {
  const files = new Set(site.files);
  const ids = new Map();
  const idsOf = (page) => {
    if (!ids.has(page)) ids.set(page, new Set([...site.read(page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id))));
    return ids.get(page);
  };
  const problems = [];
  const linked = new Set(['index.html', '404.html']);
  for (const page of site.pages) {
    for (const [href, path, fragment] of targets(page, site.read(page))) {
      // A link to the page that has it proves nothing.
      if (path !== page) linked.add(path);
      if (href.startsWith('/')) problems.push(`${page}: ${href} depends on where the site is mounted`);
      else if (!files.has(path)) problems.push(`${page}: ${href} leads to nothing`);
      else if (fragment && path.endsWith('.html') && !idsOf(path).has(decodeURIComponent(fragment)) && !fragment.includes('=')) {
        problems.push(`${page}: ${href} leads to no place in the page`);
      }
    }
  }
  for (const page of site.pages) if (!linked.has(page)) problems.push(`${page} is linked from nowhere`);
  return problems;
}

export const checks = [{ name: 'every link leads somewhere', where: 'file', run: everyLinkLeadsSomewhere }];
