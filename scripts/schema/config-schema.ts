import { MISSING_FORMS } from '../../src/model/finding.ts';
import { EDITIONS } from '../../src/rules/editions.ts';
import { RULES } from '../../src/rules/index.ts';
import { INPUT_RULES, type InputRule } from '../../src/rules/input/index.ts';
import { cisItemOf, numberIn } from '../../src/rules/references.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { OWN_NAME } from '../../src/workspace/config/rule-names.ts';
import { PRESET_SUMMARIES, PRESETS } from '../../src/workspace/config/rule-settings.ts';

/** The JSON Schema of a configuration file; the rules' part is made from the rules. */
export function configSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'plimsoll configuration',
    description: 'How plimsoll checks the files below this folder: .plimsoll.yaml, .plimsoll.yml or .plimsoll.json.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { title: 'Schema', description: 'Where an editor finds this schema.', type: 'string' },
      extends: {
        title: 'Begins with',
        description: `What to start from: presets, files relative to this one (./base.yaml) and installed packages, later ones over earlier ones. ${PRESETS.map((preset) => `${preset}: ${PRESET_SUMMARIES[preset]}`).join('; ')}.`,
        ...oneOrMore({ minLength: 1 }),
        examples: PRESETS,
        default: 'recommended',
      },
      benchmark: {
        title: 'Edition',
        description:
          'The edition of the CIS Docker Benchmark that is in force: its numbers are shown and can name rules, and rules go by its wording.',
        enum: [...EDITIONS, ...EDITIONS.map(Number)],
        default: '1.13',
      },
      failOn: {
        title: 'Fail on',
        description: 'The least severe finding that makes the exit code 1.',
        enum: ['error', 'warning', 'info', 'never'],
        default: 'error',
      },
      missing: {
        title: 'What is missing',
        description:
          'How what a container lacks, such as a memory limit, is reported: as one finding for each container, or each part by itself.',
        enum: MISSING_FORMS,
        default: 'group',
      },
      rules: { $ref: '#/definitions/rules' },
      fix: {
        title: 'Values of fixes',
        description: 'What plimsoll fix writes where the value is for you to choose.',
        type: 'object',
        additionalProperties: false,
        properties: {
          memory: {
            title: 'Memory',
            description: 'The limit of memory: a number and a unit. Default: 512m.',
            type: 'string',
            pattern: '^[1-9][0-9]{0,14}[bkmgBKMG]$',
          },
          cpus: {
            title: 'CPUs',
            description: 'The limit of CPUs. Default: 1.',
            type: 'number',
            minimum: 0.01,
            maximum: 10000,
          },
          pids: {
            title: 'Processes',
            description: 'The limit of processes and threads. Default: 1000.',
            type: 'integer',
            minimum: 1,
            maximum: 1000000000,
          },
        },
      },
      ignores: {
        title: 'Ignored files',
        description:
          'Globs of files that are not linted, relative to this file. A glob without a slash matches at any depth.',
        $ref: '#/definitions/globs',
      },
      include: {
        title: 'Further files',
        description:
          'Globs of Markdown files, whose code blocks are linted only where they are asked for, and with ! in front of files that are not. The last one that matches wins.',
        $ref: '#/definitions/globs',
      },
      composeFiles: {
        title: 'Compose files',
        description:
          'Globs of files that are Compose files whatever they hold, and with ! in front of files that are none. The last one that matches wins.',
        $ref: '#/definitions/globs',
      },
      projects: {
        title: 'Projects',
        description:
          'Compose files that are one project, each list in the order in which they are merged, relative to this file. A * or ** stands for the same text in all of them.',
        type: 'array',
        items: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
      },
      overrides: {
        title: 'Overrides',
        description: 'Other settings for some files or services. Later ones win.',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          properties: {
            files: {
              title: 'Files',
              description: 'Globs of the files, relative to this file.',
              $ref: '#/definitions/globs',
            },
            services: {
              title: 'Services',
              description: 'Names of services or containers; * and ? are wildcards.',
              $ref: '#/definitions/globs',
            },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      exceptions: {
        title: 'Exceptions',
        description:
          'Findings that somebody has decided to live with, and why. In a policy what they have to be: maxDays, requireTicket.',
        type: ['array', 'object'],
        maxProperties: 2,
        additionalProperties: false,
        properties: {
          maxDays: {
            title: 'Longest time',
            description: 'Each exception expires, so many days from today at the latest.',
            type: 'integer',
            minimum: 1,
            maximum: 36500,
          },
          requireTicket: {
            title: 'Ticket',
            description: 'Each exception has a ticket.',
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
              description: 'The id of the rule, or its number in the edition in force, or a list of them.',
              ...oneOrMore({ $ref: '#/definitions/ruleName' }, ['string', 'number']),
            },
            files: {
              title: 'Files',
              description: 'A glob of the files, or a list of globs, relative to this file; left out: all.',
              ...oneOrMore({ minLength: 1 }),
            },
            service: {
              title: 'Service',
              description:
                'The name of the service or container, or a list of names; * and ? are wildcards; left out: all.',
              ...oneOrMore({ minLength: 1 }),
            },
            reason: {
              title: 'Reason',
              description: 'Why it is right here. It is shown in reports.',
              type: 'string',
              minLength: 1,
            },
            expires: {
              title: 'Expires',
              description: 'The last day on which it holds (YYYY-MM-DD). After it the finding is back.',
              type: 'string',
              pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
            },
            ticket: {
              title: 'Ticket',
              description: 'Where it was decided: a number, or an address.',
              type: 'string',
              minLength: 1,
            },
          },
        },
      },
      policies: {
        title: 'Own rules',
        description: 'Rules of your own about what the engine would be asked to create, as plimsoll model prints it.',
        type: 'array',
        items: policySchema(),
      },
      locked: {
        title: 'Locked rules',
        description: 'For a policy only: rules that a configuration can neither turn off nor make less severe.',
        type: 'array',
        items: { type: ['string', 'number'], $ref: '#/definitions/ruleName' },
        uniqueItems: true,
      },
      comments: {
        title: 'Comments',
        description: 'For a policy only: false passes over the comments that accept findings.',
        type: 'boolean',
      },
      baseline: {
        title: 'Baseline',
        description: 'For a policy only: false takes no baseline.',
        type: 'boolean',
      },
    },
    definitions: {
      globs: { type: 'array', items: { type: 'string', minLength: 1 } },
      severity: { enum: ['off', 'info', 'warning', 'error'] },
      ruleName: {
        if: { type: 'string', not: { pattern: `${NUMBER}|${OWN_NAME}` } },
        then: { enum: [...RULES, ...INPUT_RULES].map(({ id }) => id) },
      },
      rules: {
        title: 'Rules',
        description:
          'By id, or by number in the edition in force: off, info, warning or error, or a mapping of severity and options.',
        type: 'object',
        additionalProperties: false,
        properties: {
          ...Object.fromEntries(RULES.map((rule) => [rule.id, ruleSchema(rule)])),
          ...Object.fromEntries(INPUT_RULES.map((rule) => [rule.id, inputRuleSchema(rule)])),
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

/** The number of a rule, which is replaced by its id before plimsoll itself checks a configuration. */
const NUMBER = '^5\\.[0-9]+$';

function policySchema(): object {
  const schema = (what: string): object => ({
    description: `${what}: a JSON Schema (2020-12) over what plimsoll model --facts prints.`,
    type: ['object', 'boolean'],
  });
  return {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title', 'severity', 'message', 'require'],
    properties: {
      id: {
        title: 'Id',
        description: 'A name of whoever makes the rules, a slash and a name of its own: acme/owner-label.',
        type: 'string',
        pattern: OWN_NAME,
      },
      title: {
        title: 'Title',
        description: 'What is wrong, in a few words, without a full stop.',
        type: 'string',
        minLength: 1,
        maxLength: 200,
      },
      severity: { title: 'Severity', enum: ['info', 'warning', 'error'] },
      message: {
        title: 'Message',
        description:
          'One sentence about a container that breaks it. {subject} names it, {value} is the value, {Config.Image} any other.',
        type: 'string',
        minLength: 1,
      },
      remedy: { title: 'Remedy', description: 'What to do, in one sentence.', type: 'string', minLength: 1 },
      page: { title: 'Page', description: 'The address of a page about it.', type: 'string', pattern: '^https?://' },
      on: {
        title: 'On',
        description: 'What it is about. Default: containers.',
        type: 'array',
        items: { enum: ['container', 'exec', 'build'] },
        minItems: 1,
        uniqueItems: true,
      },
      lifetimes: {
        title: 'Lifetimes',
        description: 'The lifetimes of the containers that it is about. Default: all.',
        type: 'array',
        items: { enum: ['service', 'one-off', 'job', 'development', 'never-started'] },
        minItems: 1,
        uniqueItems: true,
      },
      when: { title: 'When', ...schema('Which of them it is about') },
      require: { title: 'Require', ...schema('What is asked of them') },
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
  return { title, description: `Default: ${severities.join(' or ')}.`, ...settingSchema({}) };
}

/**
 * A severity, or a mapping; distinguished by type so that a mistake in the one is not reported as the lack of the
 * other.
 */
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

/** A text, or a list of such texts, which is not empty. */
function oneOrMore(item: object, types: readonly string[] = ['string']): object {
  return {
    type: [...types, 'array'],
    if: { type: 'array' },
    then: { items: { type: types.length === 1 ? types[0] : types, ...item }, minItems: 1, uniqueItems: true },
    else: item,
  };
}
