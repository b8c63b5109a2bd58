export interface PipelineSystem {
  readonly name: RegExp;
  readonly scripts: readonly string[];
  /** The keys of scripts that another shell runs. */
  readonly otherScripts?: readonly string[];
  /** The key of a script within a list of steps. */
  readonly commands?: readonly string[];
  /**
   * Keys above mappings with an `image` that the runner starts: a mapping, a list, or mappings by
   * name. The document itself counts too.
   */
  readonly images?: readonly string[];
  /** Matches expressions and sections (`<<# x >>`) in scripts, and the backslash of `\<<`. */
  readonly expressions?: RegExp;
  /** True if its runner publishes `ports` on the host; elsewhere they are only documentation. */
  readonly publishes?: true;
}

const TRAVIS =
  'before_install install before_script script after_success after_failure before_deploy after_deploy after_script';

export const SYSTEMS: readonly PipelineSystem[] = [
  { name: /(?:^|\/)\.travis\.ya?ml$/, scripts: TRAVIS.split(' ') },
  {
    name: /(?:^|\/)\.circleci\/(?:.*\/)?[^/]+\.ya?ml$/,
    scripts: ['run', 'deploy'],
    commands: ['command'],
    expressions: /\\(?=<<)|<<[#^/]?[ \t]*(?:\w+(?:\.[\w-]+)+|include\([^()\n]*\))[ \t]*>>/g,
  },
  {
    name: /(?:^|\/)(?:\.azure-pipelines|azure-pipelines|\.pipelines)(?:[^/]*\.ya?ml$|\/.*\.ya?ml$)/,
    scripts: ['script', 'bash'],
    otherScripts: ['pwsh', 'powershell'],
    images: ['container', 'containers'],
    publishes: true,
  },
  { name: /(?:^|\/)bitbucket-pipelines\.ya?ml$/, scripts: ['script', 'after-script'], images: ['step', 'services'] },
  { name: /(?:^|\/)\.drone\.ya?ml$/, scripts: ['commands'], images: ['steps', 'services', 'pipeline'] },
  {
    name: /(?:^|\/)\.woodpecker(?:\.ya?ml$|\/.*\.ya?ml$)/,
    scripts: ['commands'],
    images: ['steps', 'services', 'pipeline'],
  },
];

export function systemOf(path: string): PipelineSystem | undefined {
  return SYSTEMS.find(({ name }) => name.test(path));
}
