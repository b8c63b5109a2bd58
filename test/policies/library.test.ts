import { describe, expect, test } from 'vitest';
import { defineContainerRule, lintFiles, lintText, writeReport } from '../../src/index.ts';
import { createMemoryFiles } from '../memory-io.ts';

const rule = defineContainerRule({
  id: 'acme/no-init',
  references: [],
  severity: 'warning',
  securitySeverity: 3,
  title: 'Container has no init',
  brief: 'no init',
  recommendation: 'An init is PID 1',
  messages: {
    missing: (voice) => ({ what: `${voice.name} has no init.`, remedy: 'Add `init: true`.' }),
  },
  *check({ hostConfig: { init } }, { missing, unknownValue }) {
    if (init === undefined) yield missing('missing', undefined);
    else if (!init.known) yield unknownValue('The init', init);
  },
});

const COMPOSE =
  'services:\n  web: { image: nginx }\n  db: { image: postgres, init: true }\n  app: { image: app, init: "${X}" }\n';

describe('a rule that is a function', () => {
  test('of lintText', async () => {
    const { findings, undecided } = await lintText(
      { path: 'compose.yaml', text: COMPOSE },
      { preset: 'none', ownRules: [rule] },
    );
    expect(findings).toMatchObject([
      { rule: 'acme/no-init', severity: 'warning', message: { what: 'Service `web` has no init.' } },
    ]);
    expect(undecided).toMatchObject([
      { rule: 'acme/no-init', reason: "The init depends on `${X}`, which plimsoll can't resolve." },
    ]);
  });

  test('of lintFiles, with what configurations and comments say of it', async () => {
    const files = createMemoryFiles({
      'compose.yaml': COMPOSE,
      '.plimsoll.yaml': 'extends: none\nrules: { acme/no-init: error }\n',
      'b/compose.yaml': 'services:\n  # plimsoll: ignore[acme/no-init] -- x\n  web: { image: nginx }\n',
    });
    const result = await lintFiles('.', { files, ownRules: [rule] });
    const counted = result.inputs
      .flatMap(({ findings }) => findings)
      .filter(({ suppression }) => suppression === undefined);
    expect(counted).toMatchObject([{ rule: 'acme/no-init', severity: 'error' }]);
    expect(await writeReport('sarif', result)).toContain('"name": "AcmeNoInit"');
  });

  test.each<[what: string, options: Parameters<typeof lintText>[1], said: string]>([
    [
      'an id without an owner',
      { ownRules: [{ ...rule, id: 'no-init' }] },
      'A custom rule\'s ID must be two names separated by a slash, such as "acme/owner-label", not "no-init".',
    ],
    ['two of one name', { ownRules: [rule, rule] }, 'Duplicate rule "acme/no-init".'],
    [
      'a setting of one that is not there',
      { ownRules: [rule], rules: { 'acme/no-int': {} } },
      'Did you mean "acme/no-init"?',
    ],
  ])('%s is rejected', async (_, options, said) => {
    await expect(lintText({ path: 'compose.yaml', text: COMPOSE }, options)).rejects.toThrow(said);
  });
});
