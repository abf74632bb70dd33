// Template archives: a click downloads them, common tools unpack them, and they hold what the page promises.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '../reader.mjs';

const UNPACK = new Map([
  ['.zip', (archive, into) => execFileSync('unzip', ['-q', archive, '-d', into])],
  ['.tar.gz', (archive, into) => execFileSync('tar', ['-xzf', archive, '-C', into])],
]);

/** The files of an archive below the one folder that it holds. */
function files(folder) {
  const [only, ...others] = readdirSync(folder);
  if (others.length > 0) return ['more than one folder', only, ...others];
  const inside = join(folder, only);
  return readdirSync(inside, { recursive: true }).filter((name) => statSync(join(inside, name)).isFile()).sort();
}

function downloadAndUnpack(world) {
  const templates = world.site.pages.filter((path) => /^catalog\/template\/[^/]+\//.test(path));
  return read(world, {}, async (page) => {
    const problems = [];
    for (const path of templates) {
      await page.goto(`${world.base}${path}`);
      const listed = (await page.locator('#files .files li').allInnerTexts()).map((line) => line.trim()).sort();
      const contents = [];
      for (const [extension, unpack] of UNPACK) {
        const folder = mkdtempSync(join(tmpdir(), 'archive-'));
        try {
          const download = page.waitForEvent('download');
          await page.locator(`#files a[href$="${extension}"]`).click();
          const archive = join(folder, `archive${extension}`);
          await (await download).saveAs(archive);
          const into = mkdtempSync(join(folder, 'files-'));
          unpack(archive, into);
          contents.push(files(into).join('\n'));
        } finally {
          rmSync(folder, { recursive: true });
        }
      }
      if (contents[0] !== contents[1]) problems.push(`${path}: the archives differ`);
      if (contents[0] !== listed.join('\n')) problems.push(`${path}: holds\n${contents[0]}\nbut the page says\n${listed.join('\n')}`);
    }
    return templates.length > 0 ? problems : ['there is no template'];
  });
}

export const checks = [{ name: 'download and unpack', run: downloadAndUnpack }];
