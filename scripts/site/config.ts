/** A part of the site in the sidebar. */
export interface ListedPart {
  readonly title: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}

export interface SiteSettings {
  readonly base: string;
  readonly version: string;
  readonly repository: string | undefined;
  readonly parts: readonly ListedPart[];
}

/** Long parts, folded unless one of their pages is shown. */
const FOLDED = new Set(['Contributing', 'Rules', 'Input errors']);

/** Corrects theme colors with less contrast than WCAG AA. */
const COLOURS = `:root { --vp-c-text-3: #67676c; --vp-c-brand-3: #4a63b8 } .dark { --vp-c-text-3: #98989f }`;

/**
 * Shows the first page's picture in its own size, next to the headline or below it: VitePress makes
 * it too small to read.
 */
const PICTURE = `.VPHero.has-image .main { order: 1 } .VPHero.has-image .image { order: 2; width: 100%; max-width: 492px; height: auto; margin: 32px auto 0; min-height: 0 } .VPHero .image-container { width: 100%; height: auto; transform: none } .VPHero .image-src { position: static; transform: none; width: 100%; max-width: 100%; max-height: none } .VPHero .image-bg { display: none } @media (min-width: 960px) { .VPHero.has-image .container { flex-direction: column } .VPHero.has-image .main { width: 100%; max-width: 100% } } @media (min-width: 1280px) { .VPHero.has-image .container { flex-direction: row } .VPHero.has-image .main { width: 100%; max-width: 600px } .VPHero.has-image .image { flex: none; width: 492px; margin: 0 0 0 auto } }`;

/** The search's word separators: `5.31` and `docker.sock` are single words. */
export const SEPARATOR = String.raw`[^\p{L}\p{N}._-]+|[._-]+(?=\s|$)`;

/** The search's ranking. */
export const RANKING = { fuzzy: 0.1, prefix: true, boost: { title: 4, text: 2, titles: 1 } };

/** VitePress's configuration module. The search is local; a dead link fails the build. */
export function configModule({ base, version, repository, parts }: SiteSettings): string {
  const sidebar = parts.map(({ title, items }) => ({ text: title, collapsed: FOLDED.has(title), items }));
  const config = {
    base,
    title: 'plimsoll',
    description: 'A linter that checks containers against the CIS Docker Benchmark before they run.',
    lang: 'en',
    head: [
      // Prevents a request for a missing icon.
      ['link', { rel: 'icon', href: 'data:,' }],
      ['style', {}, `${COLOURS} ${PICTURE}`],
    ],
    cleanUrls: false,
    lastUpdated: false,
    // The playground and the redirects by number are files next to the pages.
    ignoreDeadLinks: [String.raw`^/playground/`],
    themeConfig: {
      nav: [
        { text: 'Start', link: '/start' },
        { text: 'Rules', link: '/rules' },
        { text: 'Configuration', link: '/configuration' },
        { text: 'Playground', link: '/playground/index.html', target: '_self' },
        { text: version, link: '/changelog' },
      ],
      sidebar,
      outline: [2, 3],
      ...(repository === undefined ? {} : { socialLinks: [{ icon: 'github', link: repository }] }),
    },
  };
  return `const config = ${JSON.stringify(config, undefined, 2)};
config.ignoreDeadLinks = config.ignoreDeadLinks.map((pattern) => new RegExp(pattern));
config.themeConfig.search = {
  provider: 'local',
  options: {
    // Pages for contributors answer no user's question.
    _render: (source, env, md) => {
      const html = md.render(source, env);
      return env.relativePath.startsWith('contributing/') ? '' : html;
    },
    miniSearch: {
      options: { tokenize: (text) => text.toLowerCase().split(/${SEPARATOR}/u).filter(Boolean) },
      searchOptions: ${JSON.stringify(RANKING)},
    },
  },
};
// What is code is no template of Vue's: \`{{.Image}}\`.
config.markdown = {
  // GitHub's usual colours have too little contrast on the theme's background.
  theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  // As GitHub makes them, where the same pages are read.
  anchor: { slugify: (text) => text.trim().toLowerCase().replace(/[^\\p{L}\\p{N}\\s_-]/gu, '').replace(/\\s/g, '-') },
  config: (md) => {
    const render = md.renderer.rules.code_inline;
    md.renderer.rules.code_inline = (...given) => render(...given).replace('<code', '<code v-pre');
  },
};
export default config;
`;
}
