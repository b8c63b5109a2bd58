import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseEntry, parse } from 'shell-quote';
import { readDockerTopics } from '../../conformance/docker/cases.ts';
import { readQuadletTopics } from '../../conformance/quadlet/cases.ts';
import { specifiersOf } from '../../conformance/quadlet/compare.ts';
import { isJsonObject, stringsAt } from '../json.ts';

/** A recorded command line as the words behind `podman create`. */
export interface PodmanCase {
  readonly name: string;
  /** The paths of where it runs begin with {@link HERE}. */
  readonly words: readonly string[];
}

/** Stands in words for the folder where a command runs. */
export const HERE = '<cwd>';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');

/** What Quadlet made of the recorded units, with values for what only a service that runs has. */
export function quadletCases(): readonly PodmanCase[] {
  return readQuadletTopics(join(CONFORMANCE, 'quadlet')).flatMap(({ name: topic, recordingPath, cases }) => {
    const recordings: unknown = JSON.parse(readFileSync(recordingPath, 'utf8'));
    return cases.flatMap(({ name, environment }) => {
      const recording = isJsonObject(recordings) ? recordings[name] : undefined;
      if (!isJsonObject(recording)) return [];
      const { service } = recording;
      const filled = stringsAt(recording, 'words').map((word) => withValues(word, String(service), environment));
      return toCase(`quadlet ${topic}: ${name}`, filled);
    });
  });
}

/** The recordings of docker in which podman may differ; in the others it is the shell's words that matter. */
const TOPICS: readonly string[] = [
  'lifecycle',
  'mounts',
  'network',
  'other-engines',
  'ports',
  'resources',
  'security',
  'volumes',
];

/** The scripts among them that are one command of plain words: no shell is needed to know them. */
export function scriptCases(): readonly PodmanCase[] {
  return readDockerTopics(join(CONFORMANCE, 'docker')).flatMap(({ name: topic, cases }) =>
    (TOPICS.includes(topic) ? cases : []).flatMap(({ name, script, finds, isWindowsEngine }) => {
      const command = script.replaceAll(/^#.*\n/gm, '').trim();
      const isPlain = finds === undefined && !isWindowsEngine && !/[\n$`~{]/.test(command.replaceAll('\\\n', ''));
      const words: readonly ParseEntry[] = isPlain ? parse(command.replaceAll('\\\n', '')) : [];
      return words.every((word) => typeof word === 'string') ? toCase(`docker ${topic}: ${name}`, words) : [];
    }),
  );
}

/** Flags of `run` that `create` has not: how the client is attached to what it starts. */
const OF_RUN = /^(?:-d|--detach|--detach=true)$/;

function toCase(name: string, [engine = '', ...rest]: readonly string[]): readonly PodmanCase[] {
  const words = rest[0] === 'container' ? rest.slice(1) : rest;
  const [subcommand = '', ...options] = words;
  if (!/^(?:docker|podman)$/.test(engine) || !/^(?:run|create)$/.test(subcommand)) return [];
  const isGiven = (word: string): boolean => !OF_RUN.test(word);
  return [
    { name, words: options.filter(isGiven).map((word) => word.replace(/^-([it]*)d([it]+)$|^-([it]+)d$/, '-$1$2$3')) },
  ];
}

/** Specifiers of systemd and variables of the service, with what they stand for. */
function withValues(word: string, service: string, environment: readonly string[]): string {
  const known = specifiersOf(service);
  const variables = new Map(environment.map((line) => [line.split('=', 1)[0] ?? '', line.replace(/^[^=]*=/, '')]));
  return word.replaceAll(/%(.)|\$\$|\$\{(\w+)\}/g, (written, letter?: string, variable?: string) => {
    if (written === '$$') return '$';
    if (variable !== undefined) return variables.get(variable) ?? '';
    if (letter === '%') return '%';
    return letter === 't' ? `${HERE}/run` : (known.get(letter ?? '') ?? `of-${letter ?? ''}`);
  });
}
