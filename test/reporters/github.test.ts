import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportGithub } from '../../src/reporters/github.ts';
import { anyReport } from './made-report.ts';
import { HOSTILE, report } from './run.ts';

interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly message: string;
}

/** Parses a line like the runner (ActionCommand.TryParseV2 in actions/runner). */
function readCommand(line: string): Command | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const [name = '', ...rest] = line.slice(2, end).split(' ');
  const unescape = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = rest
    .join(' ')
    .split(',')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]);
  return { name, properties: new Map(properties), message: unescape(line.slice(end + 2)) };
}

function readCommands(text: string): readonly (Command | undefined)[] {
  return text
    .split(/\r\n|[\r\n]/)
    .slice(0, -1)
    .map(readCommand);
}

describe('annotations', () => {
  it('mark the exact text of one line, and the lines of several', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
    const [first] = readCommands(await report('github', { 'a, b: 100%.compose.yaml': text }));
    expect(first?.name).toBe('error');
    expect(Object.fromEntries(first?.properties ?? [])).toEqual({
      file: 'a, b: 100%.compose.yaml',
      line: '4',
      endLine: '4',
      col: '17',
      endColumn: '21',
      title: 'privileged-container (CIS 5.4)',
    });
    expect(first?.message).toMatch(/^Service `web` runs privileged.*\nRemove `privileged: true`/);

    const folded =
      'services:\n  web:\n    image: nginx:1.27\n    command: [/usr/sbin/sshd]\n    volumes: ["/etc:\n      /x"]\n';
    const properties = readCommands(await report('github', { 'compose.yaml': folded })).flatMap((command) =>
      command === undefined ? [] : [command.properties],
    );
    const several = properties.filter((one) => one.get('line') !== one.get('endLine'));
    expect(several.filter((one) => one.has('col') || one.has('endColumn'))).toEqual([]);
  });

  it('come worst first, since a step shows ten of each level', async () => {
    const commands = readCommands(
      await report('github', {
        'run.sh': 'docker run -v /etc:/x:ro nginx\ndocker run --privileged -v /var/run/docker.sock:/s nginx:1\n',
      }),
    );
    const errors = commands.flatMap((command) => (command?.name === 'error' ? [command.properties.get('title')] : []));
    expect(errors).toEqual(['docker-socket-mount (CIS 5.31)', 'privileged-container (CIS 5.4)']);
    const levels = commands.map((command) => ['error', 'warning', 'notice'].indexOf(command?.name ?? ''));
    expect(levels).toEqual([...levels].sort());
  });

  it('ask an open question once, with all that wait for it, and not with --min-severity', async () => {
    const tree = { 'run.sh': 'docker run $OPTIONS nginx:1.27\n' };
    const questions = readCommands(await report('github', tree)).filter(
      (command) => command?.properties.get('title') === 'undecided',
    );
    expect(questions.length).toBe(1);
    expect(questions[0]?.message).toMatch(
      /\nUndecided: .*unlimited-memory \(CIS 5\.10\), .*unlimited-pids \(CIS 5\.28\)/,
    );
    expect(
      readCommands(await report('github', tree, ['--min-severity', 'info'])).filter(
        (command) => command?.properties.get('title') === 'undecided',
      ),
    ).toEqual([]);
  });

  it('cannot be forged by a name', async () => {
    const commands = readCommands(await report('github', HOSTILE));
    expect(
      commands.filter((command) => command === undefined || !['error', 'warning', 'notice'].includes(command.name)),
    ).toEqual([]);
    expect([...new Set(commands.flatMap((command) => [...(command?.properties.keys() ?? [])]))].sort()).toEqual([
      'col',
      'endColumn',
      'endLine',
      'file',
      'line',
      'title',
    ]);
  });

  it('are one line each, of whatever a report is made', () => {
    fc.assert(
      fc.property(anyReport, (made) => {
        const accepted = made.inputs
          .flatMap(({ findings }) => findings)
          .filter(({ suppression }) => suppression !== undefined).length;
        const commands = readCommands(reportGithub(made, { isQuiet: false }));
        expect(commands.length).toBe(3 - accepted);
        for (const command of commands) expect(['error', 'warning', 'notice']).toContain(command?.name);
      }),
    );
  });
});
