/**
 * Records the requests of the real clients for every conformance case:
 *
 *     npx tsx scripts/record.ts [docker] [compose] [quadlet] [flags] [ansible] [--topic TEXT]
 *     [--check] [--column NAME] [--one] [--client DIRECTORY]
 *
 * By default all front ends, with all available clients of `test/clients/clients.json`, or those of
 * one column. With `--one`, only the oldest available client, which starts fastest. The newest ones
 * make the recordings; for others, only differences are stored. `--check` writes nothing: it prints
 * differences from the committed recordings and exits with 1. `--client` compares another client
 * with the newest one.
 */
import { rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  type Client,
  COLUMNS,
  type Column,
  clientIn,
  findClient,
  nameOf,
  pinnedVersions,
} from '../test/clients/installed.ts';
import { isJsonObject } from '../test/engine/json.ts';
import { differences } from './record/difference.ts';
import {
  CLIENT_KEY,
  committedCases,
  committedText,
  type OtherRecorder,
  type Recorder,
  recordingPath,
  type TopicRecordings,
} from './record/recorder.ts';

const frontEnds: readonly { readonly name: string; readonly load: () => Promise<{ readonly record: Recorder }> }[] = [
  { name: 'docker', load: () => import('./record/docker.ts') },
  { name: 'compose', load: () => import('./record/compose.ts') },
];

/** Recordings without docker's clients. */
const otherFrontEnds: readonly {
  readonly name: string;
  readonly load: () => Promise<{ readonly record: OtherRecorder }>;
  /** True for machine-dependent recordings, which are made only if named. */
  readonly isOnRequest?: true;
}[] = [
  { name: 'quadlet', load: () => import('./record/quadlet.ts') },
  { name: 'flags', load: () => import('./record/flags.ts') },
  { name: 'ansible', load: () => import('./record/ansible.ts') },
  { name: 'engine', load: () => import('./record/engine.ts'), isOnRequest: true },
];

interface Options {
  readonly topic: string;
  readonly isCheck: boolean;
  readonly frontEnds: readonly string[];
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      topic: { type: 'string', default: '' },
      client: { type: 'string' },
      column: { type: 'string' },
      one: { type: 'boolean', default: false },
    },
  });
  const names = [...frontEnds, ...otherFrontEnds].map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    console.error(`record: there is no front end "${unknown}"; use ${names.join(' or ')}`);
    return 2;
  }
  const options = { topic: values.topic, isCheck: values.check, frontEnds: positionals };
  if (values.client !== undefined) return compareWith(values.client, options);
  let problems = values.column === undefined ? await recordOthers(options) : 0;
  const columns = values.one ? COLUMNS.toReversed() : COLUMNS;
  for (const column of columns.filter((each) => values.column === undefined || each === values.column)) {
    const client = findClient(column);
    const pinned = nameOf(pinnedVersions(column));
    if (client === undefined) {
      console.log(`record: ${pinned} are not here, and left out`);
    } else if (client.column === column) {
      problems += await recordWith(client, column, options);
      if (values.one) break;
    } else {
      console.log(
        `record: ${pinned} made the recordings, so what ${nameOf(client.versions)} send otherwise counts for nothing:`,
      );
      await recordWith(client, column, { ...options, isCheck: true });
    }
  }
  return problems > 0 ? 1 : 0;
}

async function recordOthers(options: Options): Promise<number> {
  let problems = 0;
  for (const { name, load } of chosen(otherFrontEnds, options)) {
    const { record } = await load();
    const topics = await record({ topic: options.topic });
    for (const topic of topics)
      problems += await finish(topic.path, topic.errors, Object.fromEntries(topic.cases), options.isCheck);
    console.log(`${name}: ${casesIn(topics)}`);
  }
  return problems;
}

/** The requested front ends; by default all. */
function chosen<T extends { readonly name: string; readonly isOnRequest?: true }>(
  all: readonly T[],
  { frontEnds: names }: Options,
): readonly T[] {
  return all.filter(({ name, isOnRequest }) => (names.length === 0 ? isOnRequest !== true : names.includes(name)));
}

/** Records all topics with one client and returns the number of printed problems. */
async function recordWith(client: Client, column: Column, options: Options): Promise<number> {
  let problems = 0;
  for (const { name, topics } of await play(client, options)) {
    for (const topic of topics) problems += await finishTopic(topic, client, column, options.isCheck);
    console.log(`${name} (${nameOf(client.versions)}): ${casesIn(topics)}`);
  }
  return problems;
}

/** Prints the differences of another client from the newest one's recordings. */
async function compareWith(folder: string, options: Options): Promise<number> {
  const client = clientIn(folder);
  if (client === undefined) {
    console.error(`record: no docker and Compose run in ${folder}`);
    return 2;
  }
  for (const { name, topics } of await play({ ...client, column: undefined }, options)) {
    for (const { path, cases } of topics) {
      const committed = committedCases(path);
      for (const [title, recorded] of cases) {
        if (isOther(committed[title], recorded))
          for (const line of differences(committed[title], recorded, title)) console.log(`${path}: ${line}`);
      }
    }
    console.log(`${name} (${nameOf(client.versions)}): ${casesIn(topics)}`);
  }
  return 0;
}

async function play(
  client: Client,
  options: Options,
): Promise<readonly { readonly name: string; readonly topics: readonly TopicRecordings[] }[]> {
  const played = [];
  for (const { name, load } of chosen(frontEnds, options)) {
    const { record } = await load();
    played.push({ name, topics: await record({ topic: options.topic, client }) });
  }
  return played;
}

/**
 * Writes or checks a client's recordings of one topic. Prints problems and differences, and returns
 * their number.
 */
async function finishTopic(topic: TopicRecordings, client: Client, column: Column, isCheck: boolean): Promise<number> {
  const newest = column === 'newest' ? undefined : committedCases(topic.path);
  const own = isCheck ? committedCases(recordingPath(topic.path, column)) : {};
  const kept = [...topic.cases]
    .filter(([name, recording]) => newest === undefined || isOther(newest[name], recording))
    // Compose reports a random one of several errors.
    .map(([name, recording]) => [name, isRefusal(own[name]) && isRefusal(recording) ? own[name] : recording] as const);
  const recorded = kept.length === 0 ? {} : { [CLIENT_KEY]: nameOf(client.versions), ...Object.fromEntries(kept) };
  return finish(recordingPath(topic.path, column), topic.errors, recorded, isCheck);
}

async function finish(
  path: string,
  errors: readonly string[],
  recorded: Readonly<Record<string, unknown>>,
  isCheck: boolean,
): Promise<number> {
  const before = committedText(path);
  const text = Object.keys(recorded).length === 0 ? '' : `${JSON.stringify(recorded, undefined, 2)}\n`;
  const problems = errors.map((error) => `cannot record: ${error}`);
  if (isCheck && before !== text) {
    const found = differences(JSON.parse(before || '{}'), recorded, '');
    problems.push(...(found.length > 0 ? found : ['same recordings, but other formatting or order of cases']));
  }
  for (const problem of problems) console.log(`${path}: ${problem}`);
  if (!isCheck && errors.length === 0) {
    if (text !== '') await write(path, text);
    else await rm(path, { force: true });
  }
  return problems.length;
}

async function write(path: string, text: string): Promise<void> {
  if (committedText(path) === text) return;
  await writeFile(path, text);
  console.log(`${path}: written`);
}

/** Clients word rejections differently. */
function isOther(newest: unknown, older: unknown): boolean {
  return !(isRefusal(newest) && isRefusal(older)) && differences(newest, older, '').length > 0;
}

function isRefusal(recording: unknown): boolean {
  return isJsonObject(recording) && 'refused' in recording;
}

function casesIn(topics: readonly TopicRecordings[]): string {
  return `${topics.reduce((sum, topic) => sum + topic.cases.size, 0)} cases in ${topics.length} topics`;
}
