type Schema = Readonly<Record<string, unknown>>;

/** A package manager's requirements for our file, from its schema on 2026-11-29. */
interface ShopSchema {
  /** The end of the file's path. */
  readonly path: string;
  /** The schema's repository and path. */
  readonly schema: string;
  readonly value: Schema;
}

const TEXT: Schema = { type: 'string', minLength: 1 };
const TEXTS: Schema = { type: 'array', minItems: 1, items: TEXT };
const ADDRESS: Schema = { type: 'string', pattern: '^https://' };
const VERSION: Schema = { type: 'string', pattern: '^[^\\\\/:*?"<>|\\x01-\\x1f]+$', maxLength: 128 };

function one(...values: readonly (string | number)[]): Schema {
  return { enum: values };
}

/** An object with exactly these keys; those with a question mark are optional. */
function object(properties: Readonly<Record<string, Schema>>): Schema {
  const keys = Object.keys(properties);
  return {
    type: 'object',
    additionalProperties: false,
    required: keys.filter((key) => !key.endsWith('?')),
    properties: Object.fromEntries(keys.map((key) => [key.replace(/\?$/, ''), properties[key]])),
  };
}

function list(item: Readonly<Record<string, Schema>>): Schema {
  return { type: 'array', minItems: 1, items: object(item) };
}

function winget(kind: string, properties: Readonly<Record<string, Schema>>): ShopSchema {
  const endings: Readonly<Record<string, string>> = {
    version: 'acme.plimsoll.yaml',
    defaultLocale: '.locale.en-US.yaml',
    installer: '.installer.yaml',
  };
  return {
    path: endings[kind] ?? kind,
    schema: `microsoft/winget-cli schemas/JSON/manifests/v1.9.0/manifest.${kind}.1.9.0.json`,
    value: object({
      PackageIdentifier: {
        type: 'string',
        pattern: '^[^.\\s\\\\/:*?"<>|]{1,32}(\\.[^.\\s\\\\/:*?"<>|]{1,32}){1,7}$',
        maxLength: 128,
      },
      PackageVersion: VERSION,
      ...properties,
      ManifestType: one(kind),
      ManifestVersion: one('1.9.0'),
    }),
  };
}

export const SHOP_SCHEMAS: readonly ShopSchema[] = [
  winget('version', { DefaultLocale: one('en-US') }),
  winget('defaultLocale', {
    PackageLocale: one('en-US'),
    Publisher: { type: 'string', minLength: 2, maxLength: 256 },
    PackageName: { type: 'string', minLength: 2, maxLength: 256 },
    PackageUrl: ADDRESS,
    License: { type: 'string', minLength: 3, maxLength: 512 },
    ShortDescription: { type: 'string', minLength: 3, maxLength: 256 },
  }),
  winget('installer', {
    InstallerType: one('portable'),
    Commands: {
      type: 'array',
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 40 },
    },
    Installers: {
      type: 'array',
      minItems: 1,
      items: object({
        Architecture: one('x86', 'x64', 'arm', 'arm64', 'neutral'),
        InstallerUrl: { ...ADDRESS, maxLength: 2048 },
        InstallerSha256: { type: 'string', pattern: '^[A-Fa-f0-9]{64}$' },
      }),
    },
  }),
  {
    path: 'scoop/plimsoll.json',
    schema: 'ScoopInstaller/Scoop schema.json',
    value: object({
      version: { type: 'string', pattern: '^[\\w.+-]+$' },
      description: TEXT,
      homepage: ADDRESS,
      license: TEXT,
      architecture: object({
        '64bit': object({ url: ADDRESS, hash: { type: 'string', pattern: '^([a-fA-F0-9]{64})$' } }),
      }),
      bin: TEXT,
      checkver: one('github'),
      autoupdate: object({ architecture: object({ '64bit': object({ url: ADDRESS }) }) }),
    }),
  },
  {
    path: 'plimsoll/package.yaml',
    schema: 'mason-org/mason-registry schemas/package.schema.json',
    value: object({
      name: TEXT,
      description: TEXT,
      homepage: ADDRESS,
      licenses: { ...TEXTS, items: one('MIT') },
      languages: { ...TEXTS, items: one('Docker', 'YAML', 'Bash') },
      categories: { type: 'array', items: one('Compiler', 'DAP', 'Formatter', 'LSP', 'Linter', 'Runtime') },
      source: object({ id: { type: 'string', pattern: '^pkg:npm/[^@]+@.+$' } }),
      bin: object({ plimsoll: { type: 'string', pattern: '^npm:plimsoll$' } }),
    }),
  },
  {
    path: 'schemastore/catalog-entry.json',
    schema: 'SchemaStore/schemastore src/schemas/json/schema-catalog.json',
    value: object({ name: TEXT, description: TEXT, fileMatch: { ...TEXTS, uniqueItems: true }, url: ADDRESS }),
  },
  {
    path: 'mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml',
    schema: 'oxsecurity/megalinter megalinter/descriptors/schemas/megalinter-descriptor.jsonschema.json',
    value: object({
      descriptor_id: { type: 'string', pattern: '^[A-Z]+$' },
      descriptor_type: one('language', 'format', 'tooling_format', 'other'),
      file_extensions: TEXTS,
      file_names_regex: TEXTS,
      linters: {
        type: 'array',
        minItems: 1,
        items: object({
          linter_name: TEXT,
          name: TEXT,
          can_output_sarif: { type: 'boolean' },
          linter_url: ADDRESS,
          linter_repo: ADDRESS,
          cli_lint_mode: one('file', 'project', 'list_of_files'),
          cli_lint_extra_args: TEXTS,
          cli_lint_extra_args_after: TEXTS,
          cli_lint_fix_arg_name: TEXT,
          cli_config_arg_name: TEXT,
          config_file_name: TEXT,
          cli_sarif_args: TEXTS,
          cli_version_arg_name: TEXT,
          cli_help_arg_name: TEXT,
          examples: TEXTS,
          install: object({ dockerfile: TEXTS }),
        }),
      },
    }),
  },
  {
    path: 'trunk/linters/plimsoll/plugin.yaml',
    schema: 'trunk-io/plugins linters/*/plugin.yaml: the keys and values that linters use there on 2026-12-03',
    value: object({
      version: one(0.1),
      tools: object({
        definitions: list({
          name: TEXT,
          runtime: one('go', 'java', 'node', 'php', 'python', 'ruby', 'rust'),
          package: TEXT,
          shims: TEXTS,
          known_good_version: VERSION,
        }),
      }),
      lint: object({
        files: list({
          name: TEXT,
          extensions: { ...TEXTS, items: { type: 'string', pattern: '^\\w+$' } },
          regexes: TEXTS,
          comments: { ...TEXTS, items: one('hash', 'slashes-inline', 'slashes-block') },
        }),
        definitions: list({
          name: TEXT,
          files: TEXTS,
          tools: TEXTS,
          description: TEXT,
          commands: list({
            name: TEXT,
            output: one('pass_fail', 'regex', 'rewrite', 'sarif'),
            run: { type: 'string', pattern: '^[^$]*[$][{]target[}]$' },
            success_codes: { type: 'array', minItems: 1, items: { type: 'integer' } },
            batch: { type: 'boolean' },
            cache_results: { type: 'boolean' },
            is_security: { type: 'boolean' },
          }),
          direct_configs: TEXTS,
          suggest_if: one('config_present', 'files_present', 'never'),
          known_good_version: VERSION,
          version_command: object({ parse_regex: one('${semver}'), run: TEXT }),
        }),
      }),
    }),
  },
];
