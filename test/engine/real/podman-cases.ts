import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseEntry, parse } from 'shell-quote';
import { readDockerTopics } from '../../conformance/docker/cases.ts';
import { readQuadletTopics } from '../../conformance/quadlet/cases.ts';
import { specifiersOf } from '../../conformance/quadlet/compare.ts';
import { isJsonObject, stringsAt } from '../json.ts';

/** The words after `podman create` in a recorded command line. */
export interface PodmanCase {
  readonly name: string;
  /** Working directory paths start with {@link HERE}. */
  readonly words: readonly string[];
}

/** Replaces the working directory in words. */
export const HERE = '<cwd>';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');

/** Quadlet's commands for the recorded units, with example values for runtime specifiers. */
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

/** The docker recordings that differ for podman are about the shell, not the engine. */
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

/** The scripts that consist of one command without shell syntax. */
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

/** Flags of `run` that `create` lacks. */
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

/** Replaces systemd specifiers and service variables. */
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
