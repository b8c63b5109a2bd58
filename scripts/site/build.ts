import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EDITIONS } from '../../src/rules/editions.ts';
import { RULES } from '../../src/rules/index.ts';
import { cisItemOf, numberIn } from '../../src/rules/references.ts';
import { readManifest } from '../build/identity.ts';
import { buildPlayground } from '../build/playground.ts';
import { installTools } from '../tools.ts';
import { configModule, type ListedPart } from './config.ts';
import { type SitePart, siteParts, titleOf, toSiteMarkdown } from './pages.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface SiteOptions {
  /** The target directory, which is emptied first. */
  readonly target: string;
  /** The site's directory on its server: `/`, or for example `/plimsoll/`. */
  readonly base: string;
}

/**
 * Builds the site from the Markdown in `docs` and of the rules: self-contained static
 * files. Installs VitePress on demand. Throws for errors such as a dead link.
 */
export async function buildSite({ target, base }: SiteOptions): Promise<void> {
  const tools = installTools('vitepress');
  const source = join(tools, 'source');
  rmSync(source, { recursive: true, force: true });
  const { version, repository: { url } = {} } = readManifest();
  const repository = url?.replace(/^git\+/, '').replace(/\.git$/, '');
  const parts = siteParts(ROOT);
  const pages = parts.flatMap((part) => part.pages);
  const targets = new Map(pages.map((page) => [page.source, page.path]));
  const write = (path: string, text: string): void => {
    const file = join(source, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page.source), 'utf8');
    write(
      `${page.path.endsWith('/') ? `${page.path}index` : page.path}.md`,
      toSiteMarkdown(text, page, targets, repository),
    );
  }
  write('index.md', homePage());
  write('.vitepress/config.mjs', configModule({ base, version, repository, parts: parts.map(withTitles) }));
  for (const [path, id] of redirects()) write(`public/${path}/index.html`, redirectPage(`${base}rules/${id}.html`, id));
  cpSync(join(ROOT, 'docs/images'), join(source, 'public/images'), { recursive: true });
  write('public/playground/index.html', await buildPlayground({ version, homepage: '../' }));
  const program = join(tools, 'node_modules/vitepress/bin/vitepress.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'build', source, '--outDir', target], {
    cwd: tools,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`VitePress failed.\n${stdout}${stderr}`);
}

function withTitles({ title, pages }: SitePart): ListedPart {
  return { title, items: pages.map((page) => ({ text: titleOf(ROOT, page), link: `/${page.path}` })) };
}

/** The path of each rule by its number in each version: `cis/1.8/5.32`. */
export function redirects(): readonly (readonly [path: string, id: string])[] {
  return EDITIONS.flatMap((edition) =>
    RULES.flatMap((rule) => {
      const number = cisItemOf(rule) === undefined ? undefined : numberIn(edition, rule);
      return number === undefined ? [] : [[`cis/${edition}/${number}`, rule.id] as const];
    }),
  );
}

function redirectPage(address: string, id: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${id}</title>
<meta http-equiv="refresh" content="0; url=${address}">
<p><a href="${address}">${id}</a></p>
</html>
`;
}

/** The first page: the README's start, with links to other pages. */
function homePage(): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, first = '', second = ''] = /^# plimsoll\n\n([^]*?)\n\n([^]*?)\n\n```/.exec(readme) ?? [];
  const [example = ''] = /^```yaml compose\.yaml$[^]*?^```console$[^]*?^```$/m.exec(readme) ?? [];
  return `---
layout: home
hero:
  name: plimsoll
  text: Find insecure containers before they run
  tagline: Checks Compose files, docker run commands, systemd units and running containers against the CIS Docker Benchmark
  image: { src: /images/demo.svg, alt: 'plimsoll in a terminal: a Compose file is linted, fixed, and linted again' }
  actions:
    - { theme: brand, text: Get started, link: /start }
    - { theme: alt, text: Rules, link: /rules }
    - { theme: alt, text: Try it in the browser, link: /playground/index.html, target: _self }
---

${first}

${second}

${example.replace('```yaml compose.yaml', '```yaml [compose.yaml]')}
`;
}
