import { describe, expect, test } from 'vitest';
import { toFragment } from '../../playground/link.ts';
import { eventOf, loadWith } from './stand-in.ts';

// These parts use only a few functions of VS Code, so it isn't needed.

describe('ignoring a finding with a reason', () => {
  const CHOICES = [
    { title: 'Suppress host-network here', data: { action: 'here' } },
    { title: 'Suppress host-network in this file', data: { action: 'file' } },
  ];

  async function ignoreWith(
    choices: unknown,
    picks: number | undefined,
    reason: string | undefined,
    answer: unknown = null,
  ): Promise<{
    readonly executed: unknown[];
    readonly warned: unknown[];
    readonly validate: ((text: string) => unknown)[];
  }> {
    const [executed, warned]: [unknown[], unknown[]] = [[], []];
    const validate: ((text: string) => unknown)[] = [];
    const window = {
      showQuickPick: (items: readonly unknown[]) => Promise.resolve(picks === undefined ? undefined : items[picks]),
      showInputBox: ({ validateInput }: { validateInput: (text: string) => unknown }) => {
        validate.push(validateInput);
        return Promise.resolve(reason);
      },
      showWarningMessage: (message: string) => warned.push(message),
    };
    const { ignore } = await loadWith('ignore.ts', { window });
    const client = {
      execute: (...given: unknown[]) => {
        executed.push(given);
        return Promise.resolve(answer);
      },
    };
    await (ignore as (client: unknown, given: unknown) => Promise<void>)(client, choices);
    return { executed, warned, validate };
  }

  test('asks which, and why, and has the server write it', async () => {
    const { executed, validate } = await ignoreWith(CHOICES, 1, 'it is a VPN');
    expect(executed).toEqual([['plimsoll.server.ignore', { action: 'file' }, 'it is a VPN']]);
    expect(validate.map((check) => [check(' '), check('x')])).toEqual([[expect.any(String), undefined]]);
  });

  test('asks no question if there is one choice, and says why a write failed', async () => {
    const { executed, warned } = await ignoreWith(CHOICES.slice(0, 1), undefined, 'x', 'The file has changed.');
    expect(executed.length).toBe(1);
    expect(warned).toEqual(['The file has changed.']);
  });

  test('is about the finding at the cursor where it is called by itself', async () => {
    const executed: unknown[] = [];
    const commands = { executeCommand: (...given: unknown[]) => Promise.resolve(executed.push(given)) };
    const { ignore } = await loadWith('ignore.ts', { commands, window: {} });
    await (ignore as (client: unknown) => Promise<void>)({});
    expect(executed).toEqual([['editor.action.codeAction', { kind: 'quickfix.plimsoll.ignore', apply: 'first' }]]);
  });

  test.each([
    ['nothing is chosen', CHOICES, undefined, 'x'],
    ['no reason is given', CHOICES, 0, undefined],
    ['there is no choice', [], 0, 'x'],
    ['the choices are none', 'x', 0, 'x'],
  ] as const)('writes nothing where %s', async (_, choices, picks, reason) => {
    expect((await ignoreWith(choices, picks, reason)).executed).toEqual([]);
  });
});

describe('a link of the playground', () => {
  interface Opened {
    readonly content: string;
    readonly language: string;
  }

  async function openedBy(
    path: string,
    query: string,
  ): Promise<{ readonly opened: Opened[]; readonly warned: number }> {
    const opened: Opened[] = [];
    let warned = 0;
    const { openLinked } = await loadWith('open-linked.ts', {
      window: {
        showTextDocument: () => Promise.resolve(),
        showWarningMessage: () => {
          warned += 1;
        },
      },
      workspace: {
        openTextDocument: (given: Opened) => {
          opened.push(given);
          return Promise.resolve(given);
        },
      },
    });
    await (openLinked as (uri: { path: string; query: string }) => Promise<void>)({ path, query });
    return { opened, warned };
  }

  const linkTo = async (...files: { name: string; text: string }[]): Promise<string> => {
    const [first = { name: '', text: '' }, ...others] = files;
    return (await toFragment({ files: [first, ...others], preset: 'recommended' })).slice(1);
  };

  test('opens its files, whatever they are', async () => {
    const files = [
      { name: 'compose.yaml', text: 'services: {} # ✓ Jörg\n' },
      { name: '.env', text: 'A=1\n' },
      { name: 'web/Dockerfile', text: 'FROM a\n' },
      { name: 'running.json', text: '[]' },
    ];
    const { opened } = await openedBy('/open', await linkTo(...files));
    expect(opened).toEqual([
      { content: files[0]?.text, language: 'yaml' },
      { content: files[1]?.text, language: 'properties' },
      { content: files[2]?.text, language: 'dockerfile' },
      { content: files[3]?.text, language: 'json' },
    ]);
    const one = await openedBy('/open', await linkTo({ name: '', text: 'docker run a' }));
    expect(one.opened).toEqual([{ content: 'docker run a', language: 'shellscript' }]);
  });

  test('that is broken, or unpacks to very much, opens nothing', async () => {
    const bomb = await linkTo({ name: '', text: 'a'.repeat(2_000_000) });
    for (const query of ['', 'text=%00', 'text=AAAA', 'files=AAAA', bomb])
      expect(await openedBy('/open', query)).toEqual({ opened: [], warned: 1 });
    expect(await openedBy('/else', bomb)).toEqual({ opened: [], warned: 0 });
  });
});

describe('the server', () => {
  interface Document {
    readonly uri: { readonly scheme: string; readonly path: string };
    readonly languageId: string;
    readonly getText: () => string;
  }
  const documentOf = (path: string, languageId: string, text: string, scheme = 'file'): Document => ({
    uri: { scheme, path },
    languageId,
    getText: () => text,
  });

  test.each([
    ['/a/compose.yaml', 'dockercompose', '', true],
    ['/a/Dockerfile', 'dockerfile', '', true],
    ['/a/stack.yml', 'yaml', 'services: {}\n', true],
    ['/a/.plimsoll.yaml', 'yaml', '# plimsoll\n', true],
    ['/a/deploy.sh', 'shellscript', 'docker run a\n', true],
    ['/a/web.container', 'plaintext', '[Container]\n', true],
    ['/a/web.container.d/x.conf', 'properties', '[Container]\n', true],
    ['/a/devcontainer.json', 'jsonc', '{"image": "a"}', true],
    ['/a/justfile', 'plaintext', 'a:\n  docker run b\n', true],
    ['/a/docker-compose.yml.j2', 'jinja', 'services: {}\n', true],
    ['/a/package.json', 'json', '{"scripts": {"a": "docker run b"}}', true],
    ['/a/package.json', 'json', '{"keywords": ["image"]}', false],
    ['/a/mkdocs.yml', 'yaml', 'site_name: x\n', false],
    ['/a/build.sh', 'shellscript', 'make all\n', false],
    ['/a/main.py', 'python', 'docker\n', false],
    ['/a/compose.yaml', 'dockercompose', '', false, 'git'],
  ])('%s as %s with %j may concern it: %s', async (path, languageId, text, expected, scheme = 'file') => {
    const { mayConcern } = await loadWith('concerns.ts', { workspace: {}, Disposable: Object });
    expect((mayConcern as (document: Document) => boolean)(documentOf(path, languageId, text, scheme))).toBe(expected);
  });

  test('is started once, by the first document that may concern it, also when that is typed', async () => {
    class Disposable {
      readonly dispose: () => void;
      constructor(dispose: () => void) {
        this.dispose = dispose;
      }
    }
    const opened = eventOf<Document>();
    const changed = eventOf<{ document: Document }>();
    const workspace = {
      textDocuments: [documentOf('/a/mkdocs.yml', 'yaml', 'site_name: x\n')],
      onDidOpenTextDocument: opened.on,
      onDidChangeTextDocument: changed.on,
    };
    const { whenConcerned } = await loadWith('concerns.ts', { workspace, Disposable });
    let starts = 0;
    (whenConcerned as (start: () => void) => void)(() => {
      starts += 1;
    });
    opened.fire(documentOf('/a/build.sh', 'shellscript', 'make\n'));
    expect(starts).toBe(0);
    changed.fire({ document: documentOf('/a/build.sh', 'shellscript', 'make\ndocker run a\n') });
    opened.fire(documentOf('/a/compose.yaml', 'dockercompose', ''));
    expect(starts).toBe(1);
  });

  test('has an item that says what was found in the document in sight, when, and by which server', async () => {
    const diagnostics = eventOf<{ uris: readonly unknown[] }>();
    const editors = eventOf<undefined>();
    const uri = 'file:///a/compose.yaml';
    const item = { text: '', detail: '', busy: false, dispose: () => undefined };
    const found = [
      { source: 'plimsoll', severity: 0 },
      { source: 'plimsoll', severity: 0 },
      { source: 'plimsoll', severity: 2 },
      { source: 'yaml', severity: 0 },
    ];
    const window = { activeTextEditor: { document: { uri } }, onDidChangeActiveTextEditor: editors.on };
    const { Status } = await loadWith('status.ts', {
      DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
      LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
      window,
      languages: {
        createLanguageStatusItem: () => item,
        onDidChangeDiagnostics: diagnostics.on,
        getDiagnostics: () => found,
      },
    });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-call -- see the stand-in
    const status = new Status() as { waiting(): void; running(server: object): void; failed(): void };
    status.waiting();
    expect(item.detail).toBe('waiting for a supported file');
    status.running({ version: '1.2.3', isLocal: false });
    expect([item.text, item.detail]).toEqual(['plimsoll', 'plimsoll 1.2.3 from the extension']);
    diagnostics.fire({ uris: [uri] });
    expect(item.text).toBe('plimsoll: 2 errors, 1 info');
    expect(item.detail).toMatch(/^last run .*\d.*, plimsoll 1\.2\.3 from the extension$/);
    found.length = 0;
    diagnostics.fire({ uris: [uri] });
    expect(item.text).toBe('plimsoll: no findings');
    status.failed();
    diagnostics.fire({ uris: [uri] });
    expect(item.detail).toBe('server not running');
  });
});
