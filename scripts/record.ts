/**
 * Records what the real clients send for every conformance case:
 *
 *     npx tsx scripts/record.ts [docker] [compose] [quadlet] [--topic TEXT] [--check]
 *
 * Without a front end, all of them. `--check` writes nothing: it prints where the committed recordings differ and exits with 1.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { differences } from './record/difference.ts';
import type { Recorder, TopicRecordings } from './record/recorder.ts';

const frontEnds: readonly { readonly name: string; readonly load: () => Promise<{ readonly record: Recorder }> }[] = [
  { name: 'docker', load: () => import('./record/docker.ts') },
  { name: 'compose', load: () => import('./record/compose.ts') },
  { name: 'quadlet', load: () => import('./record/quadlet.ts') },
];

async function readRecordings(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '{}\n');
}

/** Prints what is wrong or differs, and returns how many such lines there were. */
async function recordTopic(topic: TopicRecordings, isCheck: boolean): Promise<number> {
  const recorded = Object.fromEntries(topic.cases);
  const before = await readRecordings(topic.path);
  const text = `${JSON.stringify(recorded, undefined, 2)}\n`;
  const problems = [...topic.errors.map((error) => `cannot record: ${error}`)];
  if (isCheck && before !== text) {
    const found = differences(JSON.parse(before), recorded, '');
    problems.push(...(found.length > 0 ? found : ['same recordings, but other formatting or order of cases']));
  }
  for (const problem of problems) console.log(`${topic.path}: ${problem}`);
  if (!isCheck && topic.errors.length === 0 && before !== text) {
    await writeFile(topic.path, text);
    console.log(`${topic.path}: written`);
  }
  return problems.length;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, topic: { type: 'string', default: '' } },
  });
  const unknown = positionals.find((name) => !frontEnds.some((frontEnd) => frontEnd.name === name));
  if (unknown !== undefined) {
    console.error(`record: there is no front end "${unknown}"; use ${frontEnds.map(({ name }) => name).join(' or ')}`);
    return 2;
  }
  let problems = 0;
  for (const { name, load } of frontEnds.filter(
    (frontEnd) => positionals.length === 0 || positionals.includes(frontEnd.name),
  )) {
    const { record } = await load();
    const topics = await record({ topic: values.topic });
    for (const topic of topics) problems += await recordTopic(topic, values.check);
    const cases = topics.reduce((sum, topic) => sum + topic.cases.size, 0);
    console.log(`${name}: ${cases} cases in ${topics.length} topics`);
  }
  return problems > 0 ? 1 : 0;
}

process.exitCode = await main();
