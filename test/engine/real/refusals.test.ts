import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import type { Container } from '../../../src/model/container.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { engineForTests, IMAGE, type RealEngine } from './dockerd.ts';
import { type Form, type RefusalRow, refusalRows } from './refusals.ts';
import { type EngineRequest, requestOf, tryCreate, tryStart } from './request.ts';

const OTHER = 'other';
const ROWS = refusalRows();

/** A row's form as a complete file. */
interface Written extends Form {
  readonly kind: 'compose' | 'shell';
  readonly path: string;
  readonly whole: string;
}

function writtenForms({ compose, run }: RefusalRow): readonly Written[] {
  return [
    ...(compose === undefined
      ? []
      : [
          {
            ...compose,
            kind: 'compose' as const,
            path: 'compose.yaml',
            whole: `services:
  ${OTHER}: { image: "nginx:1.27", container_name: ${OTHER} }
  web: { image: "nginx:1.27", ${compose.text} }
volumes: { aa: {}, bb: {} }
networks: { backend: { external: true } }
`,
          },
        ]),
    ...(run === undefined
      ? []
      : [{ ...run, kind: 'shell' as const, path: 'run.sh', whole: `docker create ${run.text} nginx:1.27\n` }]),
  ];
}

const FORMS = ROWS.flatMap((row) => writtenForms(row).map((form) => [`${form.path}: ${row.name}`, form] as const));

describe('what plimsoll finds where a request is rejected, or looks as if it were', () => {
  test.each(FORMS)('%s', async (_name, { path, whole, finds }) => {
    const { findings, undecided } = await lintText({ path, text: whole });
    const own = findings.filter(
      ({ rule, message }) =>
        rule.startsWith('syntax/') || rule === 'refused-request' || message.what.includes('the engine rejects'),
    );
    const open = undecided.filter(({ rule }) => rule === 'refused-request').map(() => 'undecided');
    const found = [...new Set([...own.map(({ rule }) => rule), ...open])];
    expect(found).toEqual(finds === 'nothing' ? [] : [finds]);
    // Rejections are errors; only possible problems are less.
    expect(own.filter(({ rule, severity }) => severity !== 'error' && rule !== 'syntax/missing-file')).toEqual([]);
  });
});

describe('what a real engine does with the request', () => {
  let engine: RealEngine | string = '';

  beforeAll(async () => {
    engine = await engineForTests();
    if (typeof engine === 'string') return;
    const body = { Image: IMAGE, HostConfig: { NetworkMode: 'none' } };
    await engine.ask('POST', `/containers/create?name=${OTHER}`, { ...body, Cmd: ['sleep', '600'] });
    await engine.ask('POST', `/containers/${OTHER}/start`);
  });

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
  });

  test.for(ROWS.filter(({ answer }) => answer !== 'depends').map((row) => [row.name, row] as const))(
    '%s',
    async ([, row], context) => {
      if (typeof engine === 'string') return context.skip(engine);
      const forms = writtenForms(row);
      // Requests that the client rejects are never sent.
      const sent = forms.filter(({ finds }) => !finds.startsWith('syntax/'));
      const isStarted = row.answer === 'start' || row.answer === 'refused' || row.answer === 'taken';
      const asked = new Set<string>();
      for (const form of sent.length > 0 ? sent : forms.slice(0, 1)) {
        const request = await requestIn(form);
        const key = JSON.stringify(request);
        if (asked.has(key)) continue;
        asked.add(key);
        const refused = await (isStarted ? tryStart : tryCreate)(engine, request);
        if (row.answer === 'taken' || row.answer === 'created' || form.finds === 'nothing') {
          expect(refused).toBeUndefined();
          continue;
        }
        expect(refused?.says).toContain(row.says);
        if (row.answer !== 'refused') expect(refused?.at).toBe(row.answer);
      }
    },
  );
});

async function requestIn({ kind, path, whole }: Written): Promise<EngineRequest> {
  const files = createMemoryFiles({ [path]: whole });
  const { workingDirectory } = files;
  const context = { files, environment: new Map<string, string>(), workingDirectory };
  const { subjects } = await parseInput(kind, [{ path, text: whole }], context);
  const container = subjects.find(
    (subject): subject is Container => subject.kind === 'container' && subject.name !== OTHER,
  );
  return container === undefined ? expect.unreachable() : requestOf(container, workingDirectory);
}
