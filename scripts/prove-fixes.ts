import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createNodeFileSystem } from '../src/files/node-file-system.ts';
import { type FixRequest, fixInput } from '../src/fixes/fix-input.ts';
import type { Fix } from '../src/model/change.ts';
import type { Finding } from '../src/model/finding.ts';
import { createSession } from '../src/session/session.ts';

/*
 * Applies every available fix for the files of some directories, separately and together, and
 * reports applied and withdrawn ones by reason.
 * Writes nothing. With `--client`, `docker compose config` or `bash -n` must accept each result
 * whose original it accepts.
 *
 *     npx tsx scripts/prove-fixes.ts [--kind=shell] [--client] [--alone] [--limit=N] DIRECTORY…
 *
 * Kinds of inputs: `compose`, `shell`, `makefile`, `github-workflow`, `gitlab-ci`, `quadlet`,
 * `systemd-unit`, `markdown`.
 */

interface Count {
  offered: number;
  made: number;
  readonly withdrawn: Map<string, number>;
}

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const folders = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const usesClient = flags.includes('--client');
const isAlone = flags.includes('--alone');
const limit = Number(flags.find((flag) => flag.startsWith('--limit='))?.slice('--limit='.length) ?? Infinity);
const isVerbose = flags.includes('--verbose');
const kind = flags.find((flag) => flag.startsWith('--kind='))?.slice('--kind='.length) ?? 'compose';

let accepted = 0;
const counts = new Map<string, Count>();
const [examples, problems] = [new Map<string, string>(), [] as string[]];
let [files, failures, findingCount, fixable] = [0, 0, 0, 0];

for (const folder of folders) {
  const session = createSession({ files: createNodeFileSystem(resolve(folder)), config: false, preset: 'all' });
  const inputs = [...session.find({ paths: kind === 'markdown' ? ['**/*.md', '**/*.mdx'] : ['.'] }).inputs];
  const paths = new Set(inputs.flatMap((input) => input.files.map(({ path }) => path)));
  for (const input of inputs) {
    if (input.kind !== kind || files >= limit) continue;
    files += 1;
    const request: Omit<FixRequest, 'choose'> = {
      kind: input.kind,
      files: input.files,
      context: session.context,
      options: { preset: 'all' },
      isWritable: (path) => paths.has(path),
      isIgnoredByGit: () => true,
    };
    const offered: Finding[] = [];
    await fixInput({
      ...request,
      choose: (finding) => {
        if (finding.fixes !== undefined) offered.push(finding);
        return undefined;
      },
    });
    const isSeen = new Set<string>();
    const together = await fixInput({
      ...request,
      choose: (finding) => {
        const key = keyOf(finding);
        if (!isSeen.has(key)) {
          isSeen.add(key);
          findingCount += 1;
        }
        return finding.fixes?.[0];
      },
    });
    fixable += offered.length;
    for (const { finding } of together.made) {
      const count = countOf(finding.rule);
      count.offered += 1;
      count.made += 1;
    }
    for (const { finding, fix, withdrawal } of together.withdrawn) {
      const count = countOf(finding.rule);
      count.offered += 1;
      const reason = `${withdrawal.reason}: ${withdrawal.message.replaceAll(/`[^`]*`/g, '`…`')}`;
      count.withdrawn.set(reason, (count.withdrawn.get(reason) ?? 0) + 1);
      const key = `${finding.rule} ${reason}`;
      if (!examples.has(key))
        examples.set(
          key,
          `${folder}/${finding.location.path}: ${withdrawal.message} (${fix.title}; ${finding.message.what})`,
        );
    }
    const again = await fixInput({
      ...request,
      context: {
        ...session.context,
        files: {
          read: (path) => {
            const text = together.texts.get(path);
            return text === undefined ? session.context.files.read(path) : { text };
          },
        },
      },
      files: input.files.map(({ path, text }) => ({ path, text: together.texts.get(path) ?? text })),
      choose: (finding) => finding.fixes?.[0],
    });
    if (again.made.length > 0)
      problem(
        folder,
        input.files[0]?.path,
        `a second run makes ${again.made.map(({ finding }) => finding.rule).join(', ')}`,
      );
    if (isAlone)
      for (const finding of offered) {
        for (const fix of finding.fixes ?? []) await proveAlone(finding, fix, request, folder);
      }
    if (usesClient && together.texts.size > 0) checkClient(folder, input.files, together.texts);
  }
}

async function proveAlone(
  finding: Finding,
  fix: Fix,
  request: Omit<FixRequest, 'choose'>,
  folder: string,
): Promise<void> {
  const { made, withdrawn } = await fixInput({
    ...request,
    choose: (found) =>
      keyOf(found) === keyOf(finding) ? found.fixes?.find(({ title }) => title === fix.title) : undefined,
  });
  // The rest has another message, or is one of several equal ones.
  if (made.length === 0 && withdrawn.length === 0)
    problem(folder, finding.location.path, `${finding.rule} is neither made nor withdrawn`);
}

function countOf(rule: string): Count {
  const known = counts.get(rule);
  if (known !== undefined) return known;
  const made: Count = { offered: 0, made: 0, withdrawn: new Map() };
  counts.set(rule, made);
  return made;
}

function keyOf({ rule, message, subjects, location }: Finding): string {
  return JSON.stringify([rule, location.path, subjects, message.what]);
}

function problem(folder: string, path: string | undefined, message: string): void {
  failures += 1;
  problems.push(`${folder}/${path ?? ''}: ${message}`);
}

function checkClient(folder: string, originals: FixRequest['files'], texts: ReadonlyMap<string, string>): void {
  const scratch = join(tmpdir(), `prove-fixes-${process.pid}`);
  const accepts = (isFixed: boolean): boolean => {
    rmSync(scratch, { recursive: true, force: true });
    const besides = isFixed ? [...texts].filter(([path]) => !originals.some((one) => one.path === path)) : [];
    for (const { path, text } of [...originals, ...besides.map(([path, text]) => ({ path, text }))]) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), isFixed ? (texts.get(path) ?? text) : text);
    }
    try {
      if (kind === 'shell') {
        for (const { path } of originals) execFileSync('bash', ['-n', path], { cwd: scratch, stdio: 'pipe' });
        return true;
      }
      const args = originals.flatMap(({ path }) => ['-f', path]);
      execFileSync('docker-compose', [...args, 'config', '-q', '--no-path-resolution'], {
        cwd: scratch,
        stdio: 'pipe',
        env: { PATH: process.env['PATH'] ?? '', HOME: '/tmp' },
      });
      return true;
    } catch {
      return false;
    }
  };
  if (!accepts(false)) return;
  accepted += 1;
  if (!accepts(true)) problem(folder, originals[0]?.path, 'the client refuses the result');
}

console.log(`${files} inputs, ${findingCount} findings, ${fixable} with a fix`);
console.log(`${'rule'.padEnd(28)}${'fixes'.padStart(7)}${'made'.padStart(7)}${'%'.padStart(7)}`);
let [offeredTotal, madeTotal] = [0, 0];
for (const [rule, { offered, made, withdrawn }] of [...counts].sort()) {
  offeredTotal += offered;
  madeTotal += made;
  console.log(
    `${rule.padEnd(28)}${String(offered).padStart(7)}${String(made).padStart(7)}${((made / offered) * 100).toFixed(1).padStart(7)}`,
  );
  for (const [reason, count] of [...withdrawn].sort((a, b) => b[1] - a[1])) {
    console.log(`    ${String(count).padStart(5)}  ${reason}`);
    if (isVerbose) console.log(`           ${examples.get(`${rule} ${reason}`) ?? ''}`);
  }
}
console.log(
  `${'all'.padEnd(28)}${String(offeredTotal).padStart(7)}${String(madeTotal).padStart(7)}${((madeTotal / offeredTotal) * 100).toFixed(1).padStart(7)}`,
);
if (usesClient) console.log(`${accepted} inputs that ${kind === 'shell' ? 'bash' : 'docker compose config'} accepts`);
for (const line of problems) console.log(line);
if (failures > 0) process.exitCode = 1;
