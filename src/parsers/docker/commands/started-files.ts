import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { textKey } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { wordPlace, wordSource } from '../grammar/words.ts';
import { DEFAULT_FILES, fileNamed, locateDefault, namesIn } from './deployed.ts';
import type { DockerInvocation } from './invocation.ts';

interface Start {
  /** `docker compose up`. */
  readonly command: string;
  readonly place: Place;
  readonly invocation: DockerInvocation;
}

type Line = Pick<FlagLine, 'uses' | 'unresolvedOptions'>;

/**
 * Reports the Compose files that a command starts, and that can't be read: not in the project,
 * unknown, or remote.
 */
export function unreadComposeFiles({ uses, unresolvedOptions }: Line, start: Start): readonly Problem[] {
  const { invocation, place } = start;
  if (invocation.locate === undefined) return [];
  const [option] = unresolvedOptions;
  if (option !== undefined) return [unread(option.expression, UNKNOWN, { ...start, place: option.place })];
  const names = namesIn(uses, invocation).flat();
  if (names.length > 0) return names.flatMap((name) => unreadFile(name, start));
  const { missing } = locateDefault(DEFAULT_FILES, uses, invocation) ?? {};
  return missing === undefined ? [] : [unread(missing.shown, missing.isKnown ? ABSENT : UNKNOWN, { ...start, place })];
}

/** Reports unread files of `docker stack deploy -c FILE`. */
export function unreadStackFiles({ uses, unresolvedOptions }: Line, start: Start): readonly Problem[] {
  if (start.invocation.locate === undefined) return [];
  const [option] = unresolvedOptions;
  if (option !== undefined) return [unread(option.expression, UNKNOWN, { ...start, place: option.place })];
  const names = uses.filter(({ flag }) => flag.name === 'compose-file').flatMap(({ value }) => value.split(','));
  // Standard input usually comes from `docker compose config`, whose files are read.
  return names.flatMap((name) => unreadFile(name, start, UNKNOWN));
}

/** Reports the file of `podman kube play`: plimsoll doesn't read Kubernetes files. */
export function unreadManifest({ positionals: [file], uses }: FlagLine, start: Start): readonly Problem[] {
  if (file === undefined || uses.some(({ flag }) => flag.name === 'down')) return [];
  return [unread(wordSource(file), KUBERNETES, { ...start, place: wordPlace(file) })];
}

function unreadFile(name: Text, { invocation, ...start }: Start, ofInput = GENERATED): readonly Problem[] {
  const { locate, input, written } = invocation;
  const at = { ...start, invocation, place: name.place };
  if (name.value === '-')
    return input !== undefined && fileNamed(name, invocation).length > 0 ? [] : [unread('-', ofInput, at)];
  if (REMOTE.test(name.skeleton)) return [unread(name.shown.replace(/\/\/[^/@]*@/, '//'), REMOTE_FILE, at)];
  if (written?.has(textKey(name)) === true && fileNamed(name, invocation).length > 0) return [];
  const missing = locate?.([name], false).missing;
  return missing === undefined ? [] : [unread(missing.shown, missing.isKnown ? ABSENT : UNKNOWN, at)];
}

/** Sources that Compose downloads (docker/compose `pkg/remote`). */
const REMOTE = /^(?:oci|https?|git|ssh):|^git@|^github\.com[/:]/;

interface Reason {
  readonly id: 'syntax/unread-command' | 'syntax/unknown-command';
  readonly why: string;
  readonly remedy?: string;
}

const ABSENT: Reason = { id: 'syntax/unread-command', why: 'which is not in the project' };
const REMOTE_FILE: Reason = { id: 'syntax/unread-command', why: 'which plimsoll does not download' };
const KUBERNETES: Reason = { id: 'syntax/unread-command', why: 'and plimsoll does not read Kubernetes files' };
const GENERATED: Reason = { id: 'syntax/unread-command', why: 'which another command writes' };
const UNKNOWN: Reason = {
  id: 'syntax/unknown-command',
  why: "which plimsoll can't determine",
  remedy: 'Name a file of the repository.',
};

function unread(shown: string, { id, why, remedy }: Reason, { command, place }: Start): Problem {
  const what = `\`${command}\` starts ${shown === '-' ? 'what it reads' : `\`${shown}\``}, ${why}, so it was not checked.`;
  return problem(id, place, what, {
    severity: 'info',
    about: `${shown} ${why}`,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
