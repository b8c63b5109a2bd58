/** The parameters of files for other package managers. */
export interface Shop {
  readonly version: string;
  /** The site's URL. */
  readonly homepage: string;
  /** `https://github.com/OWNER/NAME`. */
  readonly repository: string;
  /** The hexadecimal SHA-256 of each release file, by name. */
  readonly sums: ReadonlyMap<string, string>;
  /** The text of `.pre-commit-hooks.yaml`. */
  readonly hooks: string;
  /** The text of `templates/trunk/plugin.yaml`. */
  readonly trunk: string;
  /** The text of `templates/super-linter/add-plimsoll.sh`. */
  readonly superLinter: string;
}

const DESCRIPTION = 'Linter for what starts containers, against the CIS Docker Benchmark';

/**
 * The files for other package managers and editors, by path in the target repository: Homebrew,
 * Scoop, winget, mason.nvim, nvim-lspconfig, SchemaStore, pre-commit, Trunk, Super-linter. Throws
 * if the release lacks a file that they name.
 */
export function shopFiles(shop: Shop): ReadonlyMap<string, string> {
  const { version, homepage, repository, sums, hooks, trunk, superLinter } = shop;
  const address = (name: string): string => `${repository}/releases/download/v${version}/${name}`;
  const sum = (name: string): string => {
    const found = sums.get(name);
    if (found === undefined) throw new Error(`The release has no ${name}.`);
    return found;
  };
  const [owner = '', name = ''] = new URL(repository).pathname.split('/').slice(1);
  const windows = 'plimsoll-windows-x64.exe';
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  const winget = (
    kind: string,
    rest: string,
  ): string => `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${kind}.1.9.0.schema.json
PackageIdentifier: ${owner}.plimsoll
PackageVersion: ${version}
${rest}ManifestType: ${kind}
ManifestVersion: 1.9.0
`;
  const folder = `winget/manifests/${owner.charAt(0).toLowerCase()}/${owner}/plimsoll/${version}/${owner}.plimsoll`;
  const brew = (system: string): string => `      url "${address(system)}"
      sha256 "${sum(system)}"`;
  return new Map([
    [
      'homebrew/plimsoll.rb',
      `class Plimsoll < Formula
  desc "${DESCRIPTION}"
  homepage "${homepage}"
  version "${version}"
  license "MIT"

  on_macos do
    on_arm do
${brew('plimsoll-darwin-arm64')}
    end
    on_intel do
${brew('plimsoll-darwin-x64')}
    end
  end
  on_linux do
    on_arm do
${brew('plimsoll-linux-arm64')}
    end
    on_intel do
${brew('plimsoll-linux-x64')}
    end
  end

  def install
    bin.install Dir["plimsoll-*"].first => "plimsoll"
    generate_completions_from_executable(bin/"plimsoll", "completion")
  end

  test do
    (testpath/"compose.yaml").write "services: { web: { image: nginx:1.27, privileged: true } }\\n"
    assert_match "privileged-container", shell_output("#{bin}/plimsoll compose.yaml", 1)
  end
end
`,
    ],
    // pre-commit would build plimsoll's own repository; from this one it installs the package.
    [
      'pre-commit/.pre-commit-hooks.yaml',
      hooks.replaceAll('language: node', `language: node\n  additional_dependencies: ['plimsoll@${version}']`),
    ],
    ['pre-commit/package.json', json({ name: 'plimsoll-pre-commit', version, private: true, license: 'MIT' })],
    [
      'scoop/plimsoll.json',
      json({
        version,
        description: DESCRIPTION,
        homepage,
        license: 'MIT',
        architecture: { '64bit': { url: `${address(windows)}#/plimsoll.exe`, hash: sum(windows) } },
        bin: 'plimsoll.exe',
        checkver: 'github',
        autoupdate: {
          architecture: {
            '64bit': { url: `${repository}/releases/download/v$version/${windows}#/plimsoll.exe` },
          },
        },
      }),
    ],
    [`${folder}.yaml`, winget('version', 'DefaultLocale: en-US\n')],
    [
      `${folder}.locale.en-US.yaml`,
      winget(
        'defaultLocale',
        `PackageLocale: en-US
Publisher: ${owner}
PackageName: plimsoll
PackageUrl: ${homepage}
License: MIT
ShortDescription: ${DESCRIPTION}
`,
      ),
    ],
    [
      `${folder}.installer.yaml`,
      winget(
        'installer',
        `InstallerType: portable
Commands: [plimsoll]
Installers:
  - Architecture: x64
    InstallerUrl: ${address(windows)}
    InstallerSha256: ${sum(windows).toUpperCase()}
`,
      ),
    ],
    [
      'mason-registry/packages/plimsoll/package.yaml',
      `name: plimsoll
description: ${DESCRIPTION}.
homepage: ${homepage}
licenses: [MIT]
languages: [Docker, YAML, Bash]
categories: [LSP, Linter]
source:
  id: pkg:npm/plimsoll@${version}
bin:
  plimsoll: npm:plimsoll
`,
    ],
    [
      'nvim-lspconfig/lsp/plimsoll.lua',
      `---@brief
---
--- ${homepage}
---
--- ${DESCRIPTION}.

---@type vim.lsp.Config
return {
  cmd = { 'plimsoll', 'lsp', '--stdio' },
  filetypes = { 'yaml', 'yaml.docker-compose', 'sh', 'bash', 'make', 'dockerfile', 'systemd', 'json', 'jsonc' },
  root_markers = { '.plimsoll.yaml', '.plimsoll.yml', 'compose.yaml', 'docker-compose.yml', '.git' },
}
`,
    ],
    [
      'schemastore/catalog-entry.json',
      json({
        name: 'plimsoll',
        description: 'Configuration of plimsoll, a linter for what starts containers',
        fileMatch: ['.plimsoll.yaml', '.plimsoll.yml', '.plimsoll.json'],
        url: `https://raw.githubusercontent.com/${owner}/${name}/main/schemas/config.schema.json`,
      }),
    ],
    // Without the comment for people who copy it.
    ['trunk/linters/plimsoll/plugin.yaml', trunk.replace(/^#.*\n/, '')],
    [
      'trunk/linters/plimsoll/plimsoll.test.ts',
      'import { linterCheckTest } from "tests";\n\nlinterCheckTest({ linterName: "plimsoll" });\n',
    ],
    [
      'trunk/linters/plimsoll/test_data/basic.in.yaml',
      'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n',
    ],
    ['super-linter/add-plimsoll.sh', superLinter],
  ]);
}
