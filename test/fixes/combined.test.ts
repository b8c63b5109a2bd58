import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { disprove } from '../../src/fixes/proof.ts';
import { proveFindings } from '../../src/fixes/prove-findings.ts';
import { edited, evaluateWith, type FixableInput } from '../../src/fixes/round.ts';
import type { Finding } from '../../src/model/finding.ts';
import { combineFixes } from '../../src/report/combined-fix.ts';
import { createSession } from '../../src/session/session.ts';
import { groupBy } from '../../src/util/maps.ts';
import { createMemoryFiles } from '../memory-io.ts';

const RULES = join(import.meta.dirname, '../fixtures/rules');
const INPUTS = join(import.meta.dirname, '../fixtures/inputs');
const TEXTS = [
  ...readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /bad\.(?:compose\.yaml|sh)$|unlimited-memory\/near-miss\.compose/.test(path))
    .map((path) => [join(RULES, path), path.endsWith('.sh') ? 'run.sh' : 'compose.yaml'] as const),
  ...readdirSync(INPUTS)
    .filter((path) => /\.(?:container|service|ya?ml|sh)$/.test(path))
    .map((path) => [join(INPUTS, path), basename(path)] as const),
];

async function inputsOf(path: string, text: string): Promise<readonly FixableInput[]> {
  const session = createSession({ files: createMemoryFiles({ [path]: text }), preset: 'hardened' });
  const { inputs } = session.find({ paths: ['.'] });
  const { ruleOptions: options } = await session.settings.forFile(path);
  return Array.from(inputs, ({ kind, files }) => ({
    kind,
    files,
    context: session.context,
    options,
    isWritable: () => true,
  }));
}

/** Applies each container's combined fix: the failed checks, and the number of fixes. */
async function combine(input: FixableInput): Promise<{ readonly count: number; readonly faults: readonly string[] }> {
  const before = await evaluateWith(input, new Map());
  const missing = before.results.findings.filter((each) => each.isMissing === true && each.suppression === undefined);
  const proven = await proveFindings(input, { before });
  const faults: string[] = [];
  let count = 0;
  for (const findings of groupBy(missing, ({ subjects }) => JSON.stringify(subjects)).values()) {
    const offered = findings.map((each): Finding => ({ ...each, fixes: proven.of(each) }));
    const fix = combineFixes(offered)?.fix;
    const isMedium = ({ fixes = [] }: Finding): boolean =>
      fixes.some(({ risk, isByName }) => risk !== 'high' && isByName !== true);
    const parts = offered
      .filter(isMedium)
      .map((finding) => ({ finding, fix: { ...fix, title: '', risk: 'safe', changes: [] } as const }));
    const [finding] = offered.filter(isMedium);
    if (finding === undefined || fix?.edits === undefined) continue;
    count += 1;
    const texts = edited([{ finding, fix, edits: fix.edits, texts: before.parsed.texts }]);
    const after = await evaluateWith(input, texts);
    const disproof = disprove(before, after, [{ finding, fix, parts }]);
    if (disproof !== undefined) faults.push(disproof.withdrawal.message);
    const [wanted] = /\d+(?= settings)/.exec(fix.title) ?? [];
    const gone = before.results.findings.length - after.results.findings.length;
    if (gone < Number(wanted)) faults.push(`${fix.title}: ${gone} findings are gone`);
  }
  return { count, faults };
}

test('what is offered as one fix for all that a container lacks holds as one', async () => {
  const faults: string[] = [];
  let count = 0;
  for (const [path, name] of TEXTS) {
    for (const input of await inputsOf(name, readFileSync(path, 'utf8'))) {
      const result = await combine(input);
      count += result.count;
      faults.push(...result.faults.map((fault) => `${path}: ${fault}`));
    }
  }
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(200);
}, 120_000);
