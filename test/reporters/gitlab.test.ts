import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportGitlab } from '../../src/reporters/gitlab.ts';
import { isJsonObject, type JsonObject, objectAt } from '../engine/json.ts';
import { anyReport } from './made-report.ts';
import { MIXED, report } from './run.ts';

function issuesOf(text: string): readonly JsonObject[] {
  const issues: unknown = JSON.parse(text);
  return Array.isArray(issues) ? issues.filter(isJsonObject) : [];
}

it('each issue has what GitLab asks for, and a fingerprint of its own', async () => {
  const issues = issuesOf(
    await report('gitlab', { ...MIXED, 'twice.sh': 'docker run --privileged nginx\ndocker run --privileged nginx\n' }),
  );
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  for (const issue of issues) {
    expect(issue).toEqual({
      description: expect.stringMatching(/./) as unknown,
      check_name: expect.stringMatching(/^[a-z/-]+$/) as unknown,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}(?:-\d+)?$/) as unknown,
      severity: expect.stringMatching(/^(?:info|major|critical)$/) as unknown,
      location: {
        path: expect.stringMatching(/^[^/.]/) as unknown,
        lines: { begin: expect.any(Number) as unknown, end: expect.any(Number) as unknown },
      },
    });
  }
});

it('neither what is accepted nor what is undecided is an issue', async () => {
  const names = issuesOf(await report('gitlab', MIXED)).map((issue) =>
    [objectAt(issue, 'location')['path'], issue['check_name']].join(' '),
  );
  expect(names).toContain('compose.yaml host-pid-namespace');
  expect(names).not.toContain('compose.yaml host-ipc-namespace');
  expect(names).not.toContain('compose.yaml unpinned-image');
});

it('paths are those of the repository, whatever way led to them', async () => {
  const [issue] = issuesOf(
    await report('gitlab', { 'app/run.sh': 'docker run --privileged nginx\n' }, [], ['./app/../app/run.sh']),
  );
  expect(objectAt(issue ?? {}, 'location')['path']).toBe('app/run.sh');
});

it('is JSON, of whatever a report is made', () => {
  fc.assert(
    fc.property(anyReport, (made) => {
      expect(issuesOf([...reportGitlab(made)].join('')).length).toBe(
        made.inputs.flatMap(({ findings }) => findings).filter(({ suppression }) => suppression === undefined).length,
      );
    }),
  );
});
