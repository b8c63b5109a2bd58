/** Forms of an option's text, so that texts that can't match are errors. */
export const FORMS = {
  path: { pattern: '^/' },
  registry: { pattern: '^[^:/]+(?::[0-9]+)?(?:/[^/:]+)*$' },
  repository: { pattern: '^(?:[^/@]+/)*[^/:@]+$' },
  tag: { pattern: '^[^/:@]+$' },
  variable: { pattern: '^[^=\\s]+$' },
} as const;

export const FORM_WORDS: Readonly<Record<string, string>> = {
  [FORMS.registry.pattern]: 'be a registry as written in image names, such as `ghcr.io/acme`',
  [FORMS.repository.pattern]: 'be a repository without a tag, such as `ghcr.io/acme/app`',
  [FORMS.tag.pattern]: 'be a tag without an image name, such as `edge`',
  [FORMS.variable.pattern]: 'be a variable name',
};

export interface RuleOption<T> {
  /** The default value. */
  readonly initial: T;
  readonly schema: object;
}

export function flagOption(initial: boolean, description: string): RuleOption<boolean> {
  return { initial, schema: { type: 'boolean', description } };
}

export function countOption(initial: number, description: string): RuleOption<number> {
  return { initial, schema: { type: 'integer', minimum: 1, description } };
}

/** A list of texts; `form` is each text's schema. */
export function textsOption(
  initial: readonly string[],
  description: string,
  form?: object,
): RuleOption<readonly string[]> {
  return { initial, schema: { type: 'array', items: { type: 'string', ...form }, description } };
}

export function ports<T extends readonly number[] | undefined>(initial: T, description: string): RuleOption<T> {
  return { initial, schema: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 65_535 }, description } };
}
