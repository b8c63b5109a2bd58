import type { Problem } from '../../../model/finding.ts';
import { isCertain } from '../../../text/location.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { problem } from '../../contract/problem.ts';
import { type Argument, wordPlace, wordValue } from '../grammar/words.ts';
import type { DockerInvocation } from './invocation.ts';
import { findSubcommand, type Subcommand } from './subcommand.ts';

/**
 * Subcommands of the clients that are not parsed (docker 28, compose 2, podman 5, nerdctl 2), by
 * group.
 */
const OTHERS: Readonly<Record<string, string>> = {
  '':
    'apparmor artifact attach auto-update builder buildx checkpoint config context cp debug desktop dev diff events ' +
    'export extension farm generate healthcheck history image images import info init inspect internal kill kube load ' +
    'login logout logs ls machine manifest mcp model mount namespace network node offload pause pass play plugin pod port ' +
    'ps pull push quadlet rename restart rm rmi sandbox sbom save scan scout search secret start stats stop swarm system ' +
    'top trust umount unmount unpause unshare untag version vm volume wait help',
  container:
    'attach checkpoint cleanup clone cp diff exists export init inspect kill list logs ls mount pause port prune ps ' +
    'rename restart restore rm runlabel start stats stop top umount unmount unpause wait',
  compose:
    'alpha attach bridge commit config convert cp down events export help images kill logs ls pause port ps publish ' +
    'pull push restart rm scale start stats stop systemd top unpause version volumes wait watch',
  stack: 'config down ls ps rm services',
  service: 'inspect logs ls ps rm rollback scale',
};

/** The groups with commands that start containers. */
const GROUPS = ['compose', 'container', 'service', 'stack'];

/** Reports an unknown subcommand that resembles a parsed one: `docker runn`. */
export function misspeltSubcommand(invocation: DockerInvocation): readonly Problem[] {
  if (invocation.mayBeAnother === true || invocation.isGuess === true || !isCertain(invocation.programPlace)) return [];
  let missed:
    | { readonly name: string; readonly group: string; readonly word: Argument; readonly verbs: string[] }
    | undefined;
  findSubcommand(invocation, (name, group, word, verbs) => {
    missed = { name, group, word, verbs: [...verbs, ...(group === '' ? GROUPS : [])] };
  });
  const value = wordValue(missed?.word);
  const others = missed === undefined ? undefined : OTHERS[missed.group]?.split(' ');
  if (missed === undefined || value === undefined || others === undefined || !/^[a-z]{2,20}$/.test(value)) return [];
  const meant = others.includes(value) ? undefined : nearestWord(value, [...missed.verbs, ...others]);
  if (meant === undefined || !missed.verbs.includes(meant)) return [];
  const what = `\`${missed.name} ${value}\` is not a command, so it was not checked.`;
  const remedy = `Did you mean \`${missed.name} ${meant}\`?`;
  return [problem('syntax/unread-command', wordPlace(missed.word), what, { remedy, severity: 'info' })];
}

const RUN_FLAG =
  /^(?:-[epv]|--(?:env|publish|volume|privileged|cap-add|cap-drop|security-opt|user|network|name|restart|memory|cpus|read-only))(?:=.*)?$/;

/** Reports flags of other commands: `docker compose up -f FILE` or `-e A=b`. */
export function lateFiles(
  { program, mayBeAnother }: DockerInvocation,
  { name, words }: Subcommand,
): readonly Problem[] {
  if (!['docker', 'docker-compose'].includes(program) || mayBeAnother === true) return [];
  const late = words.find((word) => /^(?:-f|--file(?:=.*)?)$/.test(wordValue(word) ?? ''));
  const foreign = name.endsWith(' up') ? words.find((word) => RUN_FLAG.test(wordValue(word) ?? '')) : undefined;
  const unknown = late ?? foreign;
  if (unknown === undefined) return [];
  const what = `Unknown flag \`${(wordValue(unknown) ?? '').replace(/=.*/, '')}\` for \`${name}\`.`;
  if (late === undefined)
    return [problem('syntax/unknown-flag', wordPlace(unknown), what, 'Set this in the Compose file.')];
  const remedy = `Put it before the subcommand: \`${name.replace(/ \w+$/, '')} -f FILE ${name.replace(/^.* /, '')}\`.`;
  return [problem('syntax/unknown-flag', wordPlace(late), what, { remedy })];
}
