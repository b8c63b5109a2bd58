import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { run, temporaryFolder } from './programs.ts';

const folder = temporaryFolder('output');
const program = join(ROOT, 'dist/plimsoll.cjs');
const services = Array.from(
  { length: 50 },
  (_, index) => `  s${index}: { image: nginx, privileged: true, ports: ["80"], pid: host }`,
);
writeFileSync(join(folder.path, 'compose.yaml'), `services:\n${services.join('\n')}\n`);
const whole = run('node', [program, '--format', 'json', 'compose.yaml'], { cwd: folder.path }).stdout;
afterAll(() => {
  folder.remove();
});

describe('a long report', () => {
  test('goes whole to a file', () => {
    expect(
      run('sh', ['-c', `node '${program}' --format json compose.yaml > report.json 2>/dev/null; cat report.json`], {
        cwd: folder.path,
      }).stdout,
    ).toBe(whole);
    expect(JSON.parse(whole)).toHaveProperty('findings');
  });

  test('goes whole to a reader that takes its time, also where writing would not block', async () => {
    // Pipes between Node.js processes don't block, so large output must wait.
    const child = spawn('node', [program, '--format', 'json', 'compose.yaml'], {
      cwd: folder.path,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    let read = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) read += String(chunk);
    expect(read).toBe(whole);
  });

  test('may be cut short by its reader', () => {
    const { stdout, stderr } = run(
      'sh',
      ['-c', `node '${program}' --format text compose.yaml 2>err | head -n 1; cat err >&2`],
      { cwd: folder.path },
    );
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).not.toMatch(/EPIPE|internal error|at /);
  });

  test.skipIf(!existsSync('/dev/full'))('that finds no room is an error of its own', () => {
    const { code, stderr } = run('sh', ['-c', `node '${program}' compose.yaml > /dev/full`], { cwd: folder.path });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "plimsoll: can't write the output: ENOSPC: no space left on device, write\n",
    });
  });
});

test('threads of Node.js give the same report as one', () => {
  const filler = `# ${'x'.repeat(20_000)}\n`;
  for (let index = 0; index < 60; index += 1)
    writeFileSync(
      join(folder.path, `many-${index}.compose.yaml`),
      `${filler}services: { s${index}: { image: nginx, privileged: true, extends: { file: compose.yaml, service: s1 } } }\n`,
    );
  const lint = (concurrency: string): unknown =>
    run(
      'node',
      [
        program,
        '--quiet',
        '--concurrency',
        concurrency,
        ...Array.from({ length: 60 }, (_, index) => `many-${index}.compose.yaml`),
      ],
      { cwd: folder.path },
    );
  const alone = lint('1');
  expect(alone).toMatchObject({ code: 1, stderr: '' });
  expect(lint('3')).toEqual(alone);
  expect(lint('auto')).toEqual(alone);
});

test('no option of ours is one that Node.js takes for its own, as Node.js 20 takes --env-file', () => {
  writeFileSync(join(folder.path, 'loud.cjs'), 'console.log("loaded");\n');
  writeFileSync(join(folder.path, 'loud.env'), 'NODE_OPTIONS=--require=./loud.cjs\n');
  const { stdout } = run('node', [program, '--help'], { cwd: folder.path });
  const options = [...stdout.matchAll(/^ +(?:-\w, )?(--[a-z-]+) [A-Z]/gm)].map(([, name = '']) => name);
  expect(options).toContain('--dotenv');
  // Node.js reads all of its words, and ours, before it runs anything.
  for (const argv of [
    options.flatMap((option) => [option, 'loud.env']),
    options.map((option) => `${option}=loud.env`),
  ]) {
    const { code, stdout } = run('node', [program, ...argv, 'compose.yaml'], { cwd: folder.path });
    expect(stdout).not.toContain('loaded');
    expect(code).toBeLessThanOrEqual(2);
  }
});

describe('an argument that Node.js takes for an option of its own', () => {
  writeFileSync(join(folder.path, 'evil.cjs'), 'console.log("loaded");\n');
  writeFileSync(join(folder.path, 'evil.yaml'), 'NODE_OPTIONS="--require ./evil.cjs"\n');
  writeFileSync(join(folder.path, 'evil.json'), '{"nodeOptions": {"require": ["./evil.cjs"]}}\n');
  writeFileSync(join(folder.path, 'node.config.json'), '{}\n');
  const lint = (...argv: readonly string[]): ReturnType<typeof run> =>
    run('node', [program, '--quiet', ...argv], { cwd: folder.path });

  test.each([
    [['--env-file=evil.yaml', 'compose.yaml']],
    [['compose.yaml', '--env-file', 'evil.yaml']],
    [['--env-file-if-exists=evil.yaml', 'compose.yaml']],
    [['compose.yaml', '--experimental-config-file=evil.json']],
    [['--', 'compose.yaml', '--experimental-config-file=evil.json']],
    [['--', 'compose.yaml', '--experimental-default-config-file']],
  ])('is rejected, so that no such run passes: %j', (argv) => {
    const { code, stderr } = lint(...argv);
    expect(code).toBe(2);
    expect(stderr).toContain('is a Node.js option, not a plimsoll option: Node.js would load settings from that file');
  });

  test('is none after --, where it is the name of a file', () => {
    writeFileSync(join(folder.path, '--env-file=evil.yaml'), 'services: {web: {image: "x:1", privileged: true}}\n');
    const { code, stdout } = lint('--', '--env-file=evil.yaml');
    expect(stdout).toMatch(/^--env-file=evil\.yaml:1:\d+ {2}error {2}privileged-container/m);
    expect(stdout).not.toContain('loaded');
    expect(code).toBe(1);
  });
});

describe.skipIf(!existsSync('/dev/full'))('an unwritable standard error changes no exit code', () => {
  writeFileSync(join(folder.path, 'clean.sh'), 'echo docker\n');
  test.each([
    ['clean.sh', 0],
    ['compose.yaml', 1],
    ['nosuch.yaml', 2],
    ['--nosuch', 2],
    ['clean.sh nosuch.yaml', 2],
    ['model nosuch.yaml', 2],
  ])('plimsoll %s: %i', (argv, code) => {
    expect(run('sh', ['-c', `node '${program}' ${argv} 2> /dev/full`], { cwd: folder.path }).code).toBe(code);
    expect(run('sh', ['-c', `node '${program}' ${argv} 2>&-`], { cwd: folder.path }).code).toBe(code);
  });
});

describe.skipIf(process.platform === 'win32')('standard input', () => {
  test('has the limit of files', () => {
    expect(run('sh', ['-c', `head -c 70000000 /dev/zero | node '${program}' -`], { cwd: folder.path })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'plimsoll: Standard input: It is larger than 64 MiB, so not read.\nFor help, run plimsoll --help.\n',
    });
  });

  test('is read to the end below it, of which a script is read to a limit of its own', () => {
    const lines = `{ head -c 60000000 /dev/zero | tr '\\0' '#'; echo; echo docker run --privileged nginx; }`;
    const { code, stdout } = run('sh', ['-c', `${lines} | node '${program}' --format text -`], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<stdin>:1:1000001: info syntax\/limit The script has more than 1000000 characters/);
  });

  test('can be no directory', () => {
    expect(run('sh', ['-c', `node '${program}' - < /`], { cwd: folder.path })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'plimsoll: Standard input: It is a directory.\nFor help, run plimsoll --help.\n',
    });
  });
});

describe.skipIf(process.platform === 'win32')('in a directory that no longer exists', () => {
  const runThere = (argv: string): unknown =>
    run('sh', ['-c', `mkdir gone; cd gone; rmdir ../gone; node '${program}' ${argv}`], { cwd: folder.path });

  test.each(['--version', '--help', 'explain 5.31'])('%s works', (argv) => {
    expect(runThere(argv)).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['', 'compose.yaml', '/etc/hostname', 'rules', 'init', 'baseline'])('plimsoll %s says so', (argv) => {
    expect(runThere(argv)).toEqual({
      code: 2,
      stdout: '',
      stderr: `plimsoll: Can't determine the current directory (ENOENT); it may have been removed. Change to another one.\nFor help, run plimsoll ${/^[a-z]+$/.exec(argv) === null ? '' : `${argv} `}--help.\n`,
    });
  });
});
