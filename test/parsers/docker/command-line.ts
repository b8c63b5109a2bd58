import type { Argument } from '../../../src/parsers/docker/index.ts';
import { type DockerResult, parseDockerCommand } from '../../../src/parsers/docker/index.ts';
import type { Program } from '../../../src/parsers/programs/engines.ts';
import { type Place, placeAt } from '../../../src/text/location.ts';
import { type Segment, Text } from '../../../src/text/text.ts';

const PATH = 'script.sh';

/**
 * Parses one command line with minimal shell quoting: quotes, backslashes, and unknown `$NAME`,
 * `${…}`, `$(…)`, which are any number of words if unquoted and alone.
 */
export function parseLine(line: string): DockerResult {
  const [program, ...words] = splitLine(line);
  if (program?.kind !== 'word') throw new Error(`no program in "${line}"`);
  const name = program.text.value;
  if (!isProgram(name)) throw new Error(`"${name ?? ''}" is not a program`);
  return parseDockerCommand({
    program: name,
    programPlace: program.text.place,
    programWord: program.text.whole,
    arguments: words,
  });
}

export function textAt(line: string, { location }: Place): string {
  return line.slice(location.span.start, location.span.end);
}

function isProgram(name: string | undefined): name is Program {
  return name === 'docker' || name === 'docker-compose' || name === 'podman' || name === 'nerdctl';
}

const PIECE =
  /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|\\(?<escaped>.)|(?<expression>\$\w+|\$\{[^}]*\}|\$\([^)]*\)|\$[@*#?])|(?<plain>[^\s'"\\$]+)/suy;

export function splitLine(line: string): readonly Argument[] {
  const words: Argument[] = [];
  let at = 0;
  while (at < line.length) {
    if (/\s/.test(line.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    const segments: Segment[] = [];
    let isBare = true;
    while (at < line.length && !/\s/.test(line.charAt(at))) {
      PIECE.lastIndex = at;
      const match = PIECE.exec(line);
      if (match === null) throw new Error(`cannot split "${line}" at ${at}`);
      const { single, double, escaped, expression, plain } = match.groups ?? {};
      const end = at + match[0].length;
      if (expression !== undefined)
        segments.push({ kind: 'unknown', expression, place: placeAt(PATH, at, end), candidates: [], mayBeWords: true });
      if (double !== undefined) segments.push(...inDoubleQuotes(double, at + 1));
      if (single !== undefined) segments.push(literal(single, at + 1));
      if (escaped !== undefined) segments.push(literal(escaped, at + 1));
      if (plain !== undefined) segments.push(literal(plain, at));
      if (expression === undefined) isBare = false;
      at = end;
    }
    const [first] = segments;
    const whole = placeAt(PATH, start, at);
    if (isBare && segments.length === 1 && first?.kind === 'unknown')
      words.push({
        kind: 'unknown-words',
        unresolved: { expression: first.expression, reason: 'variable', place: whole },
      });
    else words.push({ kind: 'word', text: new Text(segments, whole) });
  }
  return words;
}

function inDoubleQuotes(text: string, start: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (const match of text.matchAll(
    /(?<expression>\$\w+|\$\{[^}]*\}|\$\([^)]*\))|\\(?<escaped>.)|(?<plain>[^\\$]+)/gsu,
  )) {
    const { expression, escaped, plain } = match.groups ?? {};
    const at = start + match.index;
    if (expression !== undefined)
      segments.push({ kind: 'unknown', expression, place: placeAt(PATH, at, at + expression.length), candidates: [] });
    if (escaped !== undefined) segments.push(literal(escaped, at + 1));
    if (plain !== undefined) segments.push(literal(plain, at));
  }
  return segments;
}

function literal(text: string, start: number): Segment {
  return { kind: 'literal', text, place: placeAt(PATH, start, start + text.length), isVerbatim: true };
}
