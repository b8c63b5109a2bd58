import { OWN_NAME, RULE_NAMES } from '../../src/config/rule-names.ts';
import { PRESET_SUMMARIES, PRESETS } from '../../src/config/rule-settings.ts';
import { MISSING_FORMS } from '../../src/model/finding.ts';
import { EDITIONS } from '../../src/rules/editions.ts';
import { RULES } from '../../src/rules/index.ts';
import { INPUT_RULES, type InputRule } from '../../src/rules/input/index.ts';
import { MISSING_HARDENING, MISSING_TITLE } from '../../src/rules/missing-hardening.ts';
import { cisItemOf, numberIn } from '../../src/rules/references.ts';
import type { Rule } from '../../src/rules/rule.ts';

/** Values that only users know. */
const FIX_VALUES = {
  memory: {
    title: 'Memory',
    description: 'The memory limit: a number and a unit. Default: none.',
    type: 'string',
    pattern: '^[1-9][0-9]{0,14}[bkmgBKMG]$',
  },
  cpus: {
    title: 'CPUs',
    description: 'The CPU limit. Default: none.',
    type: 'number',
    minimum: 0.01,
    maximum: 10000,
  },
  pids: {
    title: 'Processes',
    description: 'The process and thread limit. Default: 4096.',
    type: 'integer',
    minimum: 1,
    maximum: 1000000000,
  },
  address: {
    title: 'Address',
    description:
      'The host address to publish ports on. Default: 127.0.0.1 for databases, queues and admin pages, none for others.',
    type: 'string',
    pattern: '^(?:[0-9]{1,3}[.]){3}[0-9]{1,3}$',
  },
};

/** The JSON Schema of a configuration file; the rules' part is generated. */
export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'plimsoll configuration',
    description:
      'plimsoll configuration for this directory and below: .plimsoll.yaml, .plimsoll.yml or .plimsoll.json.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { title: 'Schema', description: 'The location of this schema, for editors.', type: 'string' },
      extends: {
        title: 'Begins with',
        description: `Base configurations: presets, relative files (./base.yaml) and installed packages; later ones override earlier ones. Presets: ${PRESETS.map((preset) => `${preset} (${PRESET_SUMMARIES[preset]})`).join('; ')}.`,
        ...oneOrMore({ minLength: 1 }),
        examples: PRESETS,
        default: 'recommended',
      },
      benchmark: {
        title: 'Edition',
        description: 'The version of the CIS Docker Benchmark, which determines rule numbers and wording.',
        enum: [...EDITIONS, ...EDITIONS.map(Number)],
        default: '1.13',
      },
      failOn: {
        title: 'Fail on',
        description: 'The lowest severity that sets exit code 1.',
        enum: ['error', 'warning', 'info', 'never'],
        default: 'error',
      },
      missing: {
        title: 'What is missing',
        description:
          'How to report missing settings, such as a memory limit: one finding per container, or one per setting.',
        enum: MISSING_FORMS,
        default: 'group',
      },
      rules: { $ref: '#/definitions/rules' },
      fix: {
        title: 'Values of fixes',
        description:
          'Values for plimsoll fix that only you know. They apply to all services; those under `set` apply to some.',
        type: 'object',
        additionalProperties: false,
        properties: {
          ...FIX_VALUES,
          set: {
            title: 'Values of one service',
            description: 'Values for services or containers by name; globs are allowed, and later entries win.',
            type: 'object',
            additionalProperties: { type: 'object', additionalProperties: false, properties: FIX_VALUES },
          },
        },
      },
      ignores: {
        title: 'Ignored files',
        description: 'Globs of files to skip, relative to this file. A glob without a slash matches at any depth.',
        $ref: '#/definitions/globs',
      },
      include: {
        title: 'Further files',
        description:
          'Globs of Markdown files to lint. Other Markdown files are linted only if you name them. Prefix with ! to exclude. The last match wins.',
        $ref: '#/definitions/globs',
      },
      composeFiles: {
        title: 'Compose files',
        description: 'Globs of files to treat as Compose files; prefix with ! to exclude. The last match wins.',
        $ref: '#/definitions/globs',
      },
      stacks: {
        title: 'Stack files',
        description:
          'Globs of Compose files that you deploy only with docker stack deploy. This command ignores some keys. Prefix with ! to exclude. The last match wins.',
        $ref: '#/definitions/globs',
      },
      projects: {
        title: 'Projects',
        description:
          'Each item lists the Compose files of one project, in merge order, relative to this file. A * or ** matches the same text in every file of the item.',
        type: 'array',
        items: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
      },
      overrides: {
        title: 'Overrides',
        description: 'Settings for specific files or services. Later ones win.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          properties: {
            files: {
              title: 'Files',
              description: 'File globs, relative to this file.',
              $ref: '#/definitions/globs',
            },
            services: {
              title: 'Services',
              description: 'Service or container names; * and ? are wildcards.',
              $ref: '#/definitions/globs',
            },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      exceptions: {
        title: 'Exceptions',
        description:
          'Accepted risks, with reasons. In a policy file: requirements for exceptions, maxDays and requireTicket.',
        type: ['array', 'object'],
        maxProperties: 2,
        additionalProperties: false,
        properties: {
          maxDays: {
            title: 'Longest time',
            description: 'Every exception must expire within this many days.',
            type: 'integer',
            minimum: 1,
            maximum: 36500,
          },
          requireTicket: {
            title: 'Ticket',
            description: 'Every exception must have a ticket.',
            type: 'boolean',
          },
        },
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rule', 'reason'],
          properties: {
            rule: {
              title: 'Rule',
              description: 'A rule ID, a rule number, or a list of them.',
              ...oneOrMore({ $ref: '#/definitions/ruleName' }, ['string', 'number']),
            },
            files: {
              title: 'Files',
              description: 'A file glob or a list of globs, relative to this file. Default: all files.',
              ...oneOrMore({ minLength: 1 }),
            },
            service: {
              title: 'Service',
              description: 'A service or container name or a list of names; * and ? are wildcards. Default: all.',
              ...oneOrMore({ minLength: 1 }),
            },
            reason: {
              title: 'Reason',
              description: 'Why this is acceptable. Reports show the reason.',
              type: 'string',
              minLength: 1,
            },
            expires: {
              title: 'Expires',
              description: 'The last valid day (YYYY-MM-DD). After that, the finding counts again.',
              type: 'string',
              pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
            },
            ticket: {
              title: 'Ticket',
              description: 'A ticket number or URL.',
              type: 'string',
              minLength: 1,
            },
          },
        },
      },
      policies: {
        title: 'Own rules',
        description: 'Custom rules for API requests, as plimsoll model prints them.',
        type: 'array',
        items: policySchema(),
      },
      locked: {
        title: 'Locked rules',
        description:
          "Only in a policy file (`--policy`): rules that a repository's configuration can't turn off or make less severe.",
        type: 'array',
        items: { type: ['string', 'number'], $ref: '#/definitions/ruleName' },
        uniqueItems: true,
      },
      comments: {
        title: 'Comments',
        description: 'Only in a policy file (`--policy`): false ignores suppression comments.',
        type: 'boolean',
      },
      baseline: {
        title: 'Baseline',
        description: 'Only in a policy file (`--policy`): false disables baselines.',
        type: 'boolean',
      },
    },
    definitions: {
      globs: { type: 'array', items: { type: 'string', minLength: 1 } },
      severity: { enum: ['off', 'info', 'warning', 'error'] },
      ruleName: {
        if: { type: 'string', not: { pattern: `${NUMBER}|${OWN_NAME}` } },
        then: { enum: RULE_NAMES },
      },
      rules: {
        title: 'Rules',
        description: 'By rule ID or number: off, info, warning or error, or a mapping with a severity and options.',
        type: 'object',
        additionalProperties: false,
        properties: {
          ...Object.fromEntries(RULES.map((rule) => [rule.id, ruleSchema(rule)])),
          ...Object.fromEntries(INPUT_RULES.map((rule) => [rule.id, inputRuleSchema(rule)])),
          [MISSING_HARDENING]: {
            title: MISSING_TITLE,
            description: 'All findings about missing settings, whatever their rule.',
            ...settingSchema({}),
          },
        },
        patternProperties: {
          [NUMBER]: {
            type: ['string', 'object'],
            if: { type: 'string' },
            then: { $ref: '#/definitions/severity' },
            else: { properties: { severity: { $ref: '#/definitions/severity' } } },
          },
          [OWN_NAME]: settingSchema({}),
        },
      },
    },
  };
}

/** A rule's number, which is replaced by its id before plimsoll checks a configuration. */
const NUMBER = '^5\\.[0-9]+$';

function policySchema(): object {
  const schema = (what: string): object => ({
    description: `${what}: a JSON Schema (2020-12) for the output of plimsoll model --facts.`,
    type: ['object', 'boolean'],
  });
  return {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title', 'severity', 'message', 'require'],
    properties: {
      id: {
        title: 'Id',
        description: 'A namespace, a slash and a rule name: acme/owner-label.',
        type: 'string',
        pattern: OWN_NAME,
      },
      title: {
        title: 'Title',
        description: 'The problem in a few words, without a period.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      severity: {
        title: 'Severity',
        description: "The severity of the rule's findings.",
        enum: ['info', 'warning', 'error'],
      },
      message: {
        title: 'Message',
        description:
          'One sentence about a container that violates the rule. {subject} is the name of the container, {value} is the wrong value. For another field, write its path: {Config.Image}.',
        type: 'string',
        minLength: 1,
      },
      remedy: { title: 'Remedy', description: 'The remedy, in one sentence.', type: 'string', minLength: 1 },
      page: { title: 'Page', description: "The URL of the rule's page.", type: 'string', pattern: '^https?://' },
      on: {
        title: 'On',
        description: 'What to check. Default: containers.',
        type: 'array',
        items: { enum: ['container', 'exec', 'build'] },
        minItems: 1,
        uniqueItems: true,
      },
      lifetimes: {
        title: 'Lifetimes',
        description: 'The container lifetimes to check. Default: all.',
        type: 'array',
        items: { enum: ['service', 'one-off', 'job', 'development', 'never-started'] },
        minItems: 1,
        uniqueItems: true,
      },
      when: { title: 'When', ...schema('Which requests to check') },
      require: { title: 'Require', ...schema('The requirement') },
    },
  };
}

function ruleSchema(rule: Rule): object {
  const cis = cisItemOf(rule);
  return {
    title: [numberIn('1.13', rule), rule.title].join(' ').trim(),
    description:
      cis === undefined
        ? `Default: ${rule.severity}.`
        : `Level ${cis.level}, ${cis.isScored ? 'scored' : 'not scored'}; default: ${rule.severity}.`,
    ...settingSchema(rule.optionSchemas),
  };
}

function inputRuleSchema({ title, severities }: InputRule): object {
  const defaults = severities.join(', ').replace(/, (?!.*,)/, ' or ');
  return { title, description: `Default: ${defaults}.`, ...settingSchema({}) };
}

/** A severity, or a mapping; separated by type, so that errors don't mix. */
function settingSchema(optionSchemas: Rule['optionSchemas']): object {
  return {
    type: ['string', 'object'],
    if: { type: 'string' },
    then: { $ref: '#/definitions/severity' },
    else: {
      type: 'object',
      additionalProperties: false,
      properties: { severity: { $ref: '#/definitions/severity' }, ...optionSchemas },
    },
  };
}

/** A text, or a non-empty list of texts. */
function oneOrMore(item: object, types: readonly string[] = ['string']): object {
  return {
    type: [...types, 'array'],
    if: { type: 'array' },
    then: { items: { type: types.length === 1 ? types[0] : types, ...item }, minItems: 1, uniqueItems: true },
    else: item,
  };
}
