import type { Location } from '../../../text/location.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import { findProgram, isEngineCommand } from '../../programs/engines.ts';
import { printsNothing, printsVariables } from '../../programs/outputs.ts';
import { type Item, placeOf, sourceOf, valueOfItem } from '../items/items.ts';
import { addProblem, type Scope } from '../state/scope.ts';

const STARTS: ReadonlySet<string | undefined> = new Set(['run', 'exec', 'create']);
const FLAG =
  /^(?:--(?:rm|privileged|detach|volume|mount|publish|net|network|pid|ipc|uts|userns|cap-add|security-opt|entrypoint|device|restart|user)(?:=|$)|-(?:d|it|ti|v|p|e|u|w)$)/;
/** Flags that only container commands have, whatever the verb. */
const RISK = /^--(?:privileged|cap-add|security-opt|(?:pid|ipc|uts|userns|net|network)=host)(?:=|$)/;
const OTHER =
  /kube|k8s|kctl|^oc$|helm|^go|lint|npm|pnpm|yarn|node|npx|bun|deno|py|poetry|pip|^uv|conda|mamba|cargo|rust|^gh$|hub|aws|gcloud|^az$|borg|restic|bazel|mvn|maven|gradle|java|dotnet|php|composer|artisan|ruby|rake|bundle|vagrant|multipass|lxc|lima|qemu|virsh|terraform|ansible|test|psql|mysql|sql|redis|tmux|ssh|wine|adb|flutter|dart/i;

/**
 * Reports an unread command: its program has too many candidates, or is unknown and its words look
 * like a container's.
 */
export function reportUnread(scope: Scope, first: Item, words: readonly Item[] = []): void {
  if (isLimited(first)) {
    const what = `\`${sourceOf(first)}\` has too many possible values to follow; commands in the others were not read.`;
    addProblem(scope, problem('syntax/limit', placeOf(first), what));
    return;
  }
  const at = words.findIndex((item) => !isBeforeVerb(item));
  const verb = valueOfItem(words[at]) ?? '';
  const { written = UNKNOWN_CHARACTER } = first;
  const name = written.includes(UNKNOWN_CHARACTER) ? sourceOf(first) : written;
  const known = valueOfItem(first);
  // It is another program, but not on all code paths.
  if (known !== undefined && !/[*?[]/.test(known)) return;
  if (OTHER.test(name.replace(/[^\w/.-]/g, ''))) return;
  const isStart = STARTS.has(verb) && has(FLAG, words.slice(at + 1));
  if (!isStart && !has(RISK, words)) return;
  const shown = isStart ? `${name} ${verb}` : name;
  const what = `\`${shown}\` was not checked: plimsoll can't tell which program this runs.`;
  addProblem(scope, problem('syntax/unread-command', placeOf(first), what, { severity: 'info' }));
}

function isLimited(item: Item): boolean {
  return item.kind === 'word' ? item.text.isLimited : item.unresolved.reason === 'limit';
}

/** True for a command's output, or a make variable, which looks the same. */
export function isUnknownOutput(item: Item): boolean {
  return !isLimited(item) && /^["']?(?:\$\(|`)/.test(sourceOf(item));
}

/** `$(readlink -f "$0")` */
const SCRIPT_ITSELF = /^(?:readlink|realpath) (?:-[\w-]+ )*["']?\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?["']?$/;

/**
 * True for output that starts nothing: nothing at all, the script's own path, or a tool's
 * variables.
 */
export function isHarmlessOutput({ file, script }: Scope, source: string): boolean {
  const command = /^["']?(?:\$\(|`)([^`;&|()\n]*)[)`]["']?$/.exec(source)?.[1]?.trim() ?? '';
  return (
    (file !== undefined && SCRIPT_ITSELF.test(command)) ||
    printsNothing(command) ||
    (printsVariables(command) && !/\bPATH\b/.test(script.text))
  );
}

function has(flag: RegExp, words: readonly Item[]): boolean {
  return words.some((item) => flag.test(valueOfItem(item) ?? ''));
}

/**
 * `ln -s "$(which docker)" x`, `cp list.txt compose.yaml`: an engine or a file gets another name.
 */
export function reportRenamed(scope: Scope, words: readonly Item[]): void {
  const [target, name, ...others] = words.filter((item) => valueOfItem(item)?.startsWith('-') !== true);
  if (target === undefined || name === undefined || others.length > 0) return;
  const copied = valueOfItem(target);
  if (
    copied !== undefined &&
    /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(valueOfItem(name) ?? '') &&
    !/\.ya?ml\b/.test(copied)
  )
    addProblem(
      scope,
      problem(
        'syntax/unread-command',
        placeOf(target),
        'This becomes a Compose file here, and was not checked as one.',
        {
          severity: 'info',
        },
      ),
    );
  const engine = /(?:(?:which|command -v) |^|bin\/)(docker|podman|nerdctl)["')`]*$/.exec(sourceOf(target))?.[1];
  const own = valueOfItem(name);
  if (engine === undefined || own === undefined || own.endsWith('/') || own === '.' || findProgram(own) !== undefined)
    return;
  const what = `\`${engine}\` gets another name here, so plimsoll can't tell what that runs.`;
  addProblem(scope, problem('syntax/unread-command', placeOf(target), what, { severity: 'info' }));
}

/** Words before a verb: an engine's options, and unknown words. */
function isBeforeVerb(item: Item): boolean {
  return valueOfItem(item)?.startsWith('-') !== false;
}

/**
 * Reports engine commands in another file that isn't followed. Commands in the script itself are
 * found anyway.
 */
export function reportCommandsIn(scope: Scope, text: Text | undefined, location: Location, what: string): void {
  if (text === undefined || text.whole.location.path === location.path) return;
  if (!text.skeleton.split('\n').some(isEngineCommand)) return;
  const sentence = `${what}, so container commands in it were not checked.`;
  addProblem(scope, problem('syntax/unread-command', { location, hops: [] }, sentence, { severity: 'info' }));
}
