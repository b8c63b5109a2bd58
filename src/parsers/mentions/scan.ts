import { lineEnd, lineStart } from '../../text/lines.ts';
import type { Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import { argumentsNear, type FoundVerb, hasOtherWords, startingVerb, verbOfArguments } from './words.ts';

/**
 * An engine's name with a verb that starts containers, or with words that the text doesn't show.
 */
export interface Mention {
  readonly span: Span;
  readonly rule: 'literal' | 'variable' | 'template' | 'list' | 'keys' | 'open';
  /** For messages: the engine and the verb, without the words between, which may be secret. */
  readonly shown: string;
  /** For mappings: the image in it. */
  readonly image?: Span;
  /** True if the verb is in another value of the same mapping. */
  readonly isMapping?: true;
  readonly isNamed?: true;
}

/** An engine's name, also after `\n` in a string. */
const ENGINE =
  /(?:(?<![\w.$-])|(?<=\\[nrt]))(?:nvidia-docker|docker-compose|docker\.io|docker|podman-compose|podman-remote|podman|nerdctl\.lima|nerdctl|finch|crictl|ctr)(?:\.exe)?(?![\w.:/=@-])/g;
const VARIABLE =
  /\$\{?(?:env:)?(?<shell>\w{1,100})(?:\[[@*\d]\])?\}?|\$\((?<make>\w{1,100})\)|%(?<batch>\w{1,100})%|[#$]?\{(?<braced>[\w.]{1,100})(?:\(\))?\}|\{\{-?[ \t]{0,20}(?<template>\.?\w[\w.]{0,200})[^{}\n]{0,200}\}\}/g;
/**
 * In source code, a variable before a quoted verb or option: `exec.Command(dockerBin, "run"`,
 * `[self.engine, "-H"`.
 */
const NAMED_BEFORE =
  /(?<![\w.])(?<name>[A-Za-z_][\w.]{0,100})(?:\(\))?(?=\s{0,3},\s{0,80}(?:\[|[\w.]{0,40}[({[]{1,3})?["'](?:-[^"'\n]{0,100}|run|create|exec|start|up|container|compose|pod|service|stack|kube|play)["'])/g;
/**
 * In source code, a variable for a program, before another argument: `exec.Command(dockerBin,
 * args...)`.
 */
const PROGRAM =
  /(?:docker|podman|nerdctl|compose|crictl|oci|container_?(?:engine|runtime))_?(?:(?:cmd|command|bin|binary|exe|executable|path)(?=\s{0,3},)|path\(\)(?=\s{0,3},))/gi;

const SHELL =
  /^[ \t]{0,20}(?:export[ \t]{1,20})?SHELL[ \t]{0,20}[:?]{0,3}=[ \t]{0,20}(\S{0,200}(?:docker|podman|nerdctl))\b/gm;

/** The last part of a variable name for an engine: `DOCKER`, `podman_cmd`, `container_engine`. */
const NAMES_ENGINE =
  /(?:docker|podman|nerdctl|compose|crictl|(?:^|_)ctr|container_?(?:runtime|engine|cli|cmd|command|tool|bin(?:ary)?)|^(?:cri|crt|oci|engine|runtime|oci_?bin|dcc?))(?:_?(?:cmd|command|bin|binary|exe|executable|path|cli|program|prog|exec|tool))?$/;

/** The text before a mention in a printed sentence, and after it. */
const SAID = /^[ \t]*(?:echo|printf)[ \t](?:[^`$;&|]|\$(?!\()){0,400}[a-z]{3,} [a-z]{2,} $/;
const ONLY_SAID = /^[^`|>&;]{0,400}$/;

/**
 * True if a text names an engine, or a variable for one, outside printed sentences and comments on
 * lines of their own. Paths and addresses such as `docker.sock` and `get.docker.com` don't count.
 */
export function namesEngine(text: string): boolean {
  const isWritten = (index: number): boolean => {
    const before = text.slice(lineStart(text, index), index);
    const isSaid = SAID.test(before) && ONLY_SAID.test(text.slice(index, lineEnd(text, index)));
    return !isSaid && !/^[ \t]*#(?!!)/.test(before);
  };
  return (
    Array.from(text.matchAll(NAME)).some(({ index }) => isWritten(index)) ||
    Array.from(text.matchAll(VARIABLE)).some(
      ({ index, groups = {} }) => isEngineVariable(Object.values(groups).join('')) && isWritten(index),
    )
  );
}

const NAME =
  /(?:(?<![\w.-])|(?<=\\[nrt]))(?:nvidia-docker|docker-compose|docker|podman-compose|podman-remote|podman|nerdctl|finch|crictl|ctr)(?:\.exe)?(?![\w-]|[.:/]\w)/gi;

function isEngineVariable(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/([a-z])(?=[A-Z])/g, '$1_');
  return NAMES_ENGINE.test(last.toLowerCase());
}

/** All mentions of a text, in order. Linear time. */
export function findMentions(text: string): readonly Mention[] {
  const found: Mention[] = [];
  const isNearVerb = createVerbTest(text);
  for (const { 0: name, index } of text.matchAll(ENGINE)) {
    const end = index + name.length;
    if (!isNearVerb(index) && !/["'`\s]/.test(text.charAt(end))) continue;
    const start = startOfPath(text, index);
    const mention = isProgram(text, start) ? mentionAt(text, { start, end }, name) : undefined;
    if (mention !== undefined) found.push(mention);
  }
  for (const { 0: expression, index, groups = {} } of text.matchAll(VARIABLE)) {
    const { shell, make, batch, braced, template } = groups;
    const name = shell ?? make ?? batch ?? braced ?? template ?? '';
    if (!isEngineVariable(name) || !isNearVerb(index) || !isProgram(text, index)) continue;
    const span = { start: startOfPath(text, index), end: index + expression.length };
    const mention = mentionAt(text, span, template === undefined ? expression : `{{ ${template} }}`);
    if (mention !== undefined && mention.rule !== 'open')
      found.push({
        ...mention,
        rule: mention.rule === 'list' ? 'list' : template === undefined ? 'variable' : 'template',
      });
  }
  let last = 0;
  for (const { 0: name, index } of text.matchAll(NAMED_BEFORE)) {
    const variable = name.replace(/\(\)$/, '');
    // `compose_path(), "-f", other_compose(), "up"`
    if (index < last || !isEngineVariable(variable) || /^(?:docker|podman|nerdctl|crictl|ctr)$/.test(variable))
      continue;
    const given = startingVerb(text, index + name.length, 'apart');
    if (typeof given !== 'object') continue;
    last = given.end;
    found.push({ span: { start: index, end: last }, rule: 'variable', shown: `${name} ${given.verb}` });
  }
  for (const { 0: program, index } of text.matchAll(PROGRAM)) {
    const end = index + program.length;
    if (startingVerb(text, end, 'apart') === 'other' || !hasOtherWords(text, end)) continue;
    const [, name = ''] = /[([{,=]\s{0,20}([\w.]{0,60})$/.exec(text.slice(Math.max(0, index - 81), index)) ?? [];
    const start = index - name.length;
    if (name === '' && !/[([{,=]\s{0,20}$/.test(text.slice(Math.max(0, index - 21), index))) continue;
    if (found.some(({ span }) => span.start <= start && start < span.end)) continue;
    found.push({ span: { start, end }, rule: 'open', shown: text.slice(start, end), isNamed: true });
  }
  for (const { 0: line, 1: program = '', index } of text.matchAll(SHELL)) {
    const span = { start: index + line.length - program.length, end: index + line.length };
    found.push({ span, rule: 'variable', shown: `SHELL = ${program}` });
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

/** Each engine command that starts something has one of these. */
const VERB = /\b(?:run|create|exec|start|up|deploy|play|kube|apply|update)\b/g;

const MAX_DISTANCE = 4_000;

/** Tests whether a verb follows an offset closely enough. */
function createVerbTest(text: string): (at: number) => boolean {
  const verbs = Array.from(text.matchAll(VERB), ({ index }) => index);
  return (at) => {
    const next = verbs[countWhile(verbs.length, (index) => (verbs[index] ?? 0) < at)];
    return next !== undefined && next - at < MAX_DISTANCE;
  };
}

const MAX_PATH = 200;

function startOfPath(text: string, at: number): number {
  if (!isSlash(text, at - 1)) return at;
  let start = at;
  while (start > 0 && at - start < MAX_PATH && /[\w.~${}+/\\:-]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function isSlash(text: string, at: number): boolean {
  const character = text.charAt(at);
  return character === '/' || (character === '\\' && text.charAt(at + 1) !== '"');
}

/** The text before the value of an option that selects an engine: `tool --runtime docker exec`. */
const VALUE =
  /--(?:container-)?(?:backend|cri|driver|engine|provider|runtime)[= ]["']?$|\b(?:usermod|gpasswd|adduser|addgroup|groupadd|newgrp|chgrp)\b[^\n;&|]{0,60}[ "']$/;

/**
 * False for a system service (`service docker start`, `/etc/init.d/docker start`) and for an
 * option's value.
 */
function isProgram(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 80), start);
  if (/init\.d[\\/]$/.test(before) || text.startsWith('/etc/', start) || VALUE.test(before)) return false;
  return !/\b(?:service|invoke-rc\.d|rc-service|net)[ \t]+$/.test(before);
}

function mentionAt(text: string, engine: Span, name: string): Mention | undefined {
  const { start, end } = engine;
  const opening = text.charAt(start - 1);
  const isQuoted = `"'\``.includes(opening) && opening !== '';
  const closing = isQuoted ? text.slice(end, end + 2).indexOf(opening) : -1;
  const closed = end + closing + 1;
  const isBlankBetween = closing === 1 && text.charAt(end) !== ' ';
  const isApart = (closing >= 0 && !isBlankBetween) || isElement(text, start, end);
  const of = (found: FoundVerb): FoundVerb => (hasVerb(name, found) ? found : 'other');
  const apart = isApart ? of(startingVerb(text, closed, closing >= 0 ? 'apart' : 'bare')) : undefined;
  const given = isApart || isValueEnd(text, end) ? of(verbOfArguments(text, argumentsNear(text, start))) : undefined;
  const line = of(startingVerb(text, closing === 1 ? end : closed, 'line'));
  for (const [found, rule] of [
    [apart, 'list'],
    [line, 'literal'],
  ] as const)
    if (typeof found === 'object') return { span: { start, end: found.end }, rule, shown: `${name} ${found.verb}` };
  if (typeof given === 'object') return { span: engine, rule: 'list', shown: `${name} ${given.verb}`, isMapping: true };
  const isOpen = apart === 'open' || line === 'open' || (isApart && apart === undefined && hasOtherWords(text, closed));
  return isOpen ? { span: engine, rule: 'open', shown: name } : undefined;
}

/** False for subcommands that this engine doesn't have: `docker up`, `ctr exec`. */
function hasVerb(name: string, found: FoundVerb): boolean {
  if (typeof found !== 'object') return true;
  if (name === 'ctr') return found.verb === 'run' || found.verb.includes(' ');
  return found.verb !== 'up' || !/^(?:docker|podman|nerdctl|finch|crictl)(?:\.exe)?$/.test(name);
}

function isValueEnd(text: string, end: number): boolean {
  return /^["']?\s{0,5}(?:,|\r?\n|$)/.test(text.slice(end, end + 8));
}

/** True for an unquoted element of a list or of markup: `[docker, run]`, `- docker`, `>docker<`. */
function isElement(text: string, start: number, end: number): boolean {
  const next = text.charAt(end);
  const before = text.slice(Math.max(0, start - 102), start);
  if (next === ',') return /\[[^()[\]]{0,100}$/.test(before);
  if (next === '<') return before.endsWith('>');
  return (next === '\n' || next === '\r') && /-[ \t]{1,20}$/.test(before);
}
