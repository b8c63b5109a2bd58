import type { Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import { isCommandPosition, isCommentLine, isExpected, isRunInCode } from './position.ts';
import { type Listing, nextWord, startingVerb } from './words.ts';

/** An engine's name with a verb that starts containers. */
export interface Mention {
  readonly span: Span;
  readonly rule: 'literal' | 'variable' | 'template' | 'list' | 'keys';
  /** For messages: the engine and the verb, without the possibly secret words between. */
  readonly shown: string;
  /** For keys: the image next to them. */
  readonly image?: Span;
  /**
   * Whether a command starts there in any text, only if a shell reads the text outside quotes, or
   * not.
   */
  readonly position: 'command' | 'word' | 'prose';
}

/** The syntax of a text; in source code, commands are lists of words or arguments of calls. */
export type Syntax = 'plain' | 'yaml' | 'code';

const ENGINE =
  /(?<![\w.$-])(?:nvidia-docker|docker-compose|docker\.io|docker|podman-compose|podman-remote|podman|nerdctl\.lima|nerdctl|finch|crictl|ctr)(?:\.exe)?(?![\w.:/=@-])/g;
const VARIABLE =
  /\$\{?(?:env:)?(?<shell>\w{1,100})(?:\[[@*\d]\])?\}?|\$\((?<make>\w{1,100})\)|%(?<batch>\w{1,100})%|\{\{-?[ \t]{0,20}(?<template>\.?\w[\w.]{0,200})[^{}\n]{0,200}\}\}/g;

const SHELL =
  /^[ \t]{0,20}(?:export[ \t]{1,20})?SHELL[ \t]{0,20}[:?]{0,3}=[ \t]{0,20}(\S{0,200}(?:docker|podman|nerdctl))\b/gm;

/** The last part of a variable name for an engine: `DOCKER`, `podman_cmd`, `container_engine`. */
const NAMES_ENGINE =
  /(?:docker|podman|nerdctl|compose|crictl|(?:^|_)ctr|container_?(?:runtime|engine|cli|cmd|command|tool|bin(?:ary)?)|^(?:cri|crt|oci|engine|runtime|oci_?bin|dcc?))(?:_?(?:cmd|command|bin|binary|exe|executable|path|cli|program|prog|exec|tool))?$/;

/** All mentions of a text, in order. Linear time. */
export function findMentions(text: string, syntax: Syntax): readonly Mention[] {
  if (!VERB.test(text) && !text.includes('SHELL')) return [];
  const found: Mention[] = [];
  const isNearVerb = createVerbTest(text);
  for (const { 0: name, index } of text.matchAll(ENGINE)) {
    if (!isNearVerb(index)) continue;
    const start = startOfPath(text, index);
    if (!isProgram(text, start)) continue;
    const mention = mentionAt(text, { start, end: index + name.length }, name, syntax);
    if (mention !== undefined) found.push(mention);
  }
  for (const { 0: expression, index, groups = {} } of text.matchAll(VARIABLE)) {
    const template = groups['template'];
    const name = groups['shell'] ?? groups['make'] ?? groups['batch'] ?? template ?? '';
    if (!NAMES_ENGINE.test(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) || !isNearVerb(index)) continue;
    const span = { start: startOfPath(text, index), end: index + expression.length };
    const shown = template === undefined ? expression : `{{ ${template} }}`;
    const mention = mentionAt(text, span, shown, syntax);
    if (mention !== undefined)
      found.push({
        ...mention,
        rule: mention.rule === 'list' ? 'list' : template === undefined ? 'variable' : 'template',
      });
  }
  for (const { 0: line, 1: program = '', index } of text.matchAll(SHELL)) {
    const span = { start: index + line.length - program.length, end: index + line.length };
    found.push({ span, rule: 'variable', shown: `SHELL = ${program}`, position: 'command' });
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

/** One of these follows each engine that starts something. */
const VERB = /\b(?:run|create|exec|start|up|deploy|play|kube|apply|update)\b/;

/** In characters after an engine. */
const MAX_DISTANCE = 4_000;

/** A test whether a verb follows an offset closely enough. */
function createVerbTest(text: string): (at: number) => boolean {
  const verbs = Array.from(text.matchAll(new RegExp(VERB, 'g')), ({ index }) => index);
  return (at) => {
    const next = verbs[countWhile(verbs.length, (index) => (verbs[index] ?? 0) < at)];
    return next !== undefined && next - at < MAX_DISTANCE;
  };
}

/** In characters: a program's directory is a part of its name. */
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

/** False for a unit of the same name: `service docker start`, `/etc/init.d/docker start`. */
function isProgram(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  if (/init\.d[\\/]$/.test(before) || text.startsWith('/etc/', start)) return false;
  return !/\b(?:service|invoke-rc\.d|rc-service|net)[ \t]+$/.test(before);
}

function mentionAt(text: string, engine: Span, name: string, syntax: Syntax): Mention | undefined {
  const closed = engine.end + (/["'`]/.test(text.charAt(engine.end)) ? 1 : 0);
  const listing = listingAt(text, engine.start, closed, syntax);
  if (listing === undefined) return undefined;
  const found = startingVerb(text, closed, listing);
  if (found === undefined) return undefined;
  const { start } = engine;
  return {
    span: { start, end: found.end },
    rule: listing === 'line' ? 'literal' : 'list',
    shown: `${name} ${found.verb}`,
    // `docker run` in backticks is a quotation, since it has no image.
    position: text.charAt(found.end) === '`' ? 'prose' : positionOf(text, start, listing, syntax),
  };
}

function positionOf(text: string, start: number, listing: Listing, syntax: Syntax): Mention['position'] {
  if (isCommentLine(text, start)) return 'prose';
  if (listing !== 'line') return syntax === 'code' && isExpected(text, start) ? 'prose' : 'command';
  if (syntax === 'code') return isRunInCode(text, start) ? 'command' : 'prose';
  return isCommandPosition(text, start) ? 'command' : 'word';
}

/** How the following words are listed; the first one ends at an offset, with its quote. */
function listingAt(text: string, start: number, closed: number, syntax: Syntax): Listing | undefined {
  const isQuoted = /["'`]/.test(text.charAt(closed - 1));
  const next = text.charAt(closed);
  const isCalled =
    isQuoted && syntax === 'code' && /^(?:\)\s{0,80}\.args?\(|\]\s{0,20}\+)/.test(text.slice(closed, closed + 100));
  if (next === ',' || isCalled) {
    // In source code, an unquoted word is a variable: `f(ctx, ctr, "exec")` has nothing to do with
    // `ctr`.
    const opening = syntax === 'code' ? /\[\s{0,20}$/ : /[[,]\s{0,20}$/;
    return isQuoted || opening.test(text.slice(Math.max(0, start - 21), start)) ? 'list' : undefined;
  }
  if (syntax === 'yaml' && /^[ \t]*\r?\n/.test(text.slice(closed, closed + 82))) {
    const item = nextWord(text, closed, 'block');
    return item !== undefined && /-[ \t]+["']?$/.test(text.slice(Math.max(0, start - 22), start)) ? 'block' : undefined;
  }
  return 'line';
}
