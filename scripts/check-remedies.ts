import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkRemedies } from '../test/remedies/check.ts';

const USAGE = `npm run check:remedies -- FOLDER [--max N] [--show N] [--client]

Lints each file below FOLDER, and puts each remedy that gives code into its place: then the file must have no new syntax/ finding, and the finding
must be gone. At most N remedies of a rule in one file (3) are tried, and of failures alike N (3) are shown. With
--client, \`docker compose config\` takes each Compose file with its remedy that it takes without.`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      max: { type: 'string', default: '3' },
      show: { type: 'string', default: '3' },
      client: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined) {
    console.error(USAGE);
    return 2;
  }
  const tried = new Map<string, number>();
  const failed = new Map<string, number>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const outcome = await checkRemedies(
      path,
      readFileSync(path, 'utf8'),
      Number(values.max),
      values.client ? (text, variables) => isTaken(text, dirname(path), variables) : undefined,
    ).catch((error: unknown) => {
      console.log(`${path}: ${String(error)}`);
      return undefined;
    });
    if (outcome === undefined) continue;
    for (const [rule, count] of outcome.tried) tried.set(rule, (tried.get(rule) ?? 0) + count);
    for (const { finding, why } of outcome.failures) {
      const kind = `${finding.rule}: ${why.replace(/`[^`]*`/g, '…')}`;
      const count = (failed.get(kind) ?? 0) + 1;
      failed.set(kind, count);
      if (count > Number(values.show)) continue;
      console.log(
        `${path}:${finding.location.span.start}: ${finding.rule}\n  ${finding.message.remedy ?? ''}\n  ${why}`,
      );
    }
  }
  console.table(Object.fromEntries([...tried].sort()));
  console.table(Object.fromEntries([...failed].sort((a, b) => b[1] - a[1])));
  return failed.size > 0 ? 1 : 0;
}

/** Whether the client accepts a Compose file in a directory. */
function isTaken(text: string, folder: string, variables: ReadonlyMap<string, string>): boolean {
  const argv = ['compose', '--project-directory', folder, '--project-name', 'remedies', '-f', '-', 'config', '--quiet'];
  const { status } = spawnSync('docker', argv, {
    input: text,
    env: { ...process.env, ...Object.fromEntries(variables) },
  });
  return status === 0;
}
