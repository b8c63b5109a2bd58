import { describe, expect, test } from 'vitest';
import { type LintResult, lintText } from '../../src/lint/lint.ts';

const COMPOSE = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';

/** Findings as `rule: marked text`. */
function findings({ findings: found, texts }: LintResult, rules = /^syntax|privileged-container/): readonly string[] {
  return found
    .filter(({ rule }) => rules.test(rule))
    .map(({ rule, location: { path, span } }) => `${rule}: ${texts.get(path)?.slice(span.start, span.end) ?? ''}`);
}

describe('a text with a NUL character', () => {
  test.each([
    [
      'at the end of a Compose file',
      'compose.yaml',
      `${COMPOSE}\0`,
      ['privileged-container: true', 'syntax/binary: \0'],
    ],
    [
      'in the middle of one',
      'compose.yaml',
      COMPOSE.replace('\n    privileged', '\0\n    privileged'),
      ['syntax/binary: \0', 'privileged-container: true'],
    ],
    ['in a comment', 'compose.yaml', `# \0\n${COMPOSE}`, ['syntax/binary: \0', 'privileged-container: true']],
    [
      'in a script',
      'run.sh',
      'docker run --privileged \\\n  nginx\n# \0\n',
      ['privileged-container: --privileged', 'syntax/binary: \0'],
    ],
    [
      'in the output of docker inspect',
      'inspect.json',
      '[{"Id":"1","Name":"/web","Config":{"Image":"a"},"HostConfig":{"Privileged":true}}]\0',
      ['privileged-container: true', 'syntax/binary: \0'],
    ],
    [
      'twice in a long one',
      'compose.yaml',
      `# \0\n# ${'-'.repeat(1000)}\n# \0\n${COMPOSE}`,
      ['syntax/binary: \0', 'privileged-container: true'],
    ],
  ])('is linted all the same: %s', async (_, path, text, expected) => {
    expect(findings(await lintText({ path, text }))).toEqual(expected);
  });

  test.each([
    ['a Compose file in UTF-16', 'compose.yaml', COMPOSE.split('').join('\0')],
    [
      'a program',
      'compose.yaml',
      `\u007FELF\u0002\u0001\u0001${'\0'.repeat(9)}services: docker run --privileged nginx`,
    ],
    ['zeros', 'run.sh', '\0'.repeat(4096)],
  ])('is not read where there are many: %s', async (_, path, text) => {
    expect(findings(await lintText({ path, text }), /./)).toEqual(['syntax/binary: \0']);
  });
});
