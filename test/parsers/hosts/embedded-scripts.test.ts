import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { read as readWorkflow } from '../../../src/parsers/hosts/github/index.ts';
import { read as readPipeline } from '../../../src/parsers/hosts/gitlab/index.ts';
import { parseShell } from '../../../src/parsers/shell/index.ts';
import type { Location, Span } from '../../../src/text/location.ts';
import { runs } from '../../long.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { script } from '../../robustness/arbitraries/shell.ts';
import { SEED } from '../../seed.ts';
import { randomScript } from '../shell/random-scripts.ts';
import { type Embedded, embed, SCALAR_FORMS, type ScalarForm } from './embed.ts';
import { parseHost } from './parse-host.ts';

interface Host {
  /** The document up to the script's key or dash. */
  readonly head: string;
  readonly indent: string;
  readonly parse: (text: string) => Parsed;
  /** The script in a parsed document. */
  readonly scriptOf: (document: unknown) => unknown;
}

const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };

const HOSTS: readonly (readonly [string, Host])[] = [
  [
    'a workflow',
    {
      head: 'on: push\njobs:\n  test:\n    runs-on: self-hosted\n    steps:\n      - name: x\n        run:',
      indent: ' '.repeat(10),
      parse: (text) => parseHost(readWorkflow, { path: '.github/workflows/ci.yml', text }, context),
      scriptOf: (document) => (document as { jobs: { test: { steps: { run: unknown }[] } } }).jobs.test.steps[0]?.run,
    },
  ],
  [
    'a pipeline',
    {
      head: 'test:\n  script:\n    -',
      indent: ' '.repeat(6),
      parse: (text) => parseHost(readPipeline, { path: '.gitlab-ci.yml', text }, context),
      scriptOf: (document) => (document as { test: { script: unknown[] } }).test.script[0],
    },
  ],
];

/** A parse result with all places mapped, without data for writers and messages. */
function comparable({ subjects, problems, values }: Parsed, map: (span: Span) => Span): unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value instanceof Map) return [...value].map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if ('path' in value && 'span' in value) return map(value.span as Span);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'commandLine' && key !== 'expression')
        .map(([key, part]) => [key, walk(part)]),
    );
  };
  return walk({ subjects, problems, assigned: outermost(values.variables), secrets: values.secrets });
}

/**
 * Only outermost places: a multi-line value is one piece alone, and several if its lines are
 * indented.
 */
function outermost(places: readonly Location[]): readonly Location[] {
  const isWithin = ({ span }: Location, other: Location): boolean =>
    other.span.start <= span.start &&
    span.end <= other.span.end &&
    other.span.end - other.span.start > span.end - span.start;
  return places.filter((place) => !places.some((other) => isWithin(place, other)));
}

function same(span: Span): Span {
  return span;
}

function mapTo({ spans }: Embedded): (span: Span) => Span {
  return ({ start, end }) => ({ start: spans[start]?.start ?? -1, end: spans[end - 1]?.end ?? -1 });
}

/** True if YAML reads the script unchanged. */
function holds({ scriptOf }: Host, document: Embedded, text: string): boolean {
  try {
    return scriptOf(parse(document.text)) === text;
  } catch {
    return false;
  }
}

/** Characters that YAML forbids, hosts' expressions, and PowerShell. */
const NOT_TRIED = /\$\{\{|\$\[\[|\$env:|[\0-\x08\x0B-\x1F\x7F\x85\u2028\u2029\uFEFF]/i;

function check(host: Host, text: string, form: ScalarForm): boolean {
  const embedded = embed(host.head, host.indent, text, form);
  if (text === '' || NOT_TRIED.test(text) || !holds(host, embedded, text)) return false;
  const alone = parseShell({ path: 'run', text }, context);
  expect(comparable(host.parse(embedded.text), same)).toEqual(comparable(alone, mapTo(embedded)));
  return true;
}

describe.each(HOSTS)('a script in %s asks for what it asks for alone, at its place there', (_, host) => {
  test.each(SCALAR_FORMS)('of any kind, in a %s scalar', (form) => {
    fc.assert(
      fc.property(script, (tree) => {
        const text = (tree['run.sh'] ?? '').replaceAll('\r', '');
        check(host, form === 'plain' ? text.trim() : text, form);
      }),
      { numRuns: runs(40) },
    );
  });

  test.each(SCALAR_FORMS)('that bash can run, in a %s scalar', (form) => {
    let count = 0;
    for (let seed = SEED; seed < SEED + 30; seed += 1) {
      const text = randomScript(seed).files.get('main.sh') ?? '';
      const lines = form === 'literal' || form === 'double' ? text : text.replace(/^[ \t]+|[ \t]+$|\n+$/gm, '');
      if (check(host, lines, form)) count += 1;
    }
    expect(count).toBeGreaterThan(form === 'plain' ? 0 : 15);
  });
});
