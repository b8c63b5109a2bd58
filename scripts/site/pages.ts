import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { RULES } from '../../src/rules/index.ts';

/** A page of the site. */
export interface SitePage {
  /** Its source, relative to the project's root. */
  readonly source: string;
  /** Its path below the site's, without suffix: `rules/docker-socket-mount`. */
  readonly path: string;
  /** Its title in the sidebar, if it differs from its heading. */
  readonly title?: string;
}

/** A part's pages, in sidebar order. */
export interface SitePart {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

const DOCS = (...names: readonly string[]): readonly SitePage[] =>
  names.map((name) => ({ source: `docs/${name}.md`, path: name }));

/**
 * The parts of the site. A test checks that every page of `docs`, every rule page and the changelog
 * is in one.
 */
export function siteParts(root: string): readonly SitePart[] {
  const list = (folder: string): readonly string[] =>
    readdirSync(posix.join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => name.slice(0, -3));
  return [
    {
      title: 'Get started',
      pages: [
        { source: 'README.md', path: 'start', title: 'Get started' },
        ...DOCS('home-lab', 'adopting', 'integrations', 'editors', 'auditing', 'many-repositories'),
      ],
    },
    {
      title: 'Rules and checks',
      pages: DOCS('rules', 'off-by-default', 'secrets', 'images', 'untrusted-changes', 'drift', 'comparison'),
    },
    {
      title: 'Fix and suppress',
      pages: DOCS('fixing', 'suppressing', 'troubleshooting', 'symptoms'),
    },
    {
      title: 'Reference',
      pages: [
        ...DOCS(
          'command-line',
          'configuration',
          'own-rules',
          'inputs',
          'model',
          'reports',
          'library',
          'language-server',
        ),
        { source: 'CHANGELOG.md', path: 'changelog' },
      ],
    },
    {
      title: 'Contributing',
      pages: [
        { source: 'CONTRIBUTING.md', path: 'contributing/' },
        ...list('docs/contributing').map((name) => ({
          source: `docs/contributing/${name}.md`,
          path: `contributing/${name}`,
        })),
      ],
    },
    {
      title: 'Rules',
      pages: [
        ...RULES.map(({ id }) => ({ source: `src/rules/${id}/page.md`, path: `rules/${id}` })),
        { source: 'src/rules/missing-hardening.md', path: 'rules/missing-hardening' },
      ],
    },
    {
      title: 'Input errors',
      pages: ['syntax', 'suppression'].flatMap((kind) =>
        list(`src/rules/input/${kind}`).map((name) => ({
          source: `src/rules/input/${kind}/${name}.md`,
          path: `rules/${kind}/${name}`,
        })),
      ),
    },
  ];
}

/** A page's title: its own, else its first heading. Throws if it has none. */
export function titleOf(root: string, { source, title: listed }: SitePage): string {
  if (listed !== undefined) return listed;
  const title = /^# (.+)$/m.exec(readFileSync(posix.join(root, source), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${source} has no heading.`);
  return title.replaceAll('`', '');
}

const LINK = /(\]\()([^()\s]+)(\))/g;
const FENCE = /^ *```/;

/**
 * A page's Markdown for the site: links and pictures point to the site, links to other files to
 * `repository`, or are removed. Comments are removed.
 *
 * @param targets The path of each page by its source file.
 */
export function toSiteMarkdown(
  text: string,
  page: SitePage,
  targets: ReadonlyMap<string, string>,
  repository: string | undefined,
): string {
  const toTarget = (link: string): string | undefined => {
    if (/^[a-z][a-z0-9+.-]*:/.test(link) || link.startsWith('#')) return link;
    const [file = '', anchor] = link.split('#');
    const path = posix.join(dirname(page.source), file);
    const target = targets.get(path);
    const hash = anchor === undefined ? '' : `#${anchor}`;
    if (target !== undefined) return `/${target}${hash}`;
    if (path.startsWith('docs/images/')) return `/${path.slice('docs/'.length)}`;
    return repository === undefined ? undefined : `${repository}/blob/HEAD/${path}`;
  };
  let isCode = false;
  return text
    .replaceAll(/^<!--[^]*?-->\n/gm, '')
    .split('\n')
    .map((line) => {
      if (FENCE.test(line)) {
        isCode = !isCode;
        return isCode ? fenceOf(line) : line;
      }
      if (isCode) return line;
      return line
        .replaceAll(LINK, (whole, open: string, link: string, close: string) => {
          const target = toTarget(link);
          return target === undefined ? `${open}#no-page${close}` : whole.replace(link, () => target);
        })
        .replaceAll(/\[([^\]]+)\]\(#no-page\)/g, '$1');
    })
    .join('\n');
}

/**
 * ```` ```yaml compose.yaml ````: the words after the language are a file name; ours (`bad`,
 * `good`) are marks.
 */
function fenceOf(line: string): string {
  const { 1: fence = '```', 2: language = '', 3: title = '' } = /^( *```+)(\S*) *(.*)$/.exec(line) ?? [];
  return `${fence}${language}${title === '' || /[[\]]/.test(title) ? '' : ` [${title}]`}`;
}
