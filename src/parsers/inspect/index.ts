import type { SourceFile } from '../../files/file-reader.ts';
import type { Container, UnresolvedOptions } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Network, Volume } from '../../model/resources.ts';
import { type Location, placeAt } from '../../text/location.ts';
import { valueOf } from '../../text/setting.ts';
import type { Parsed } from '../contract/parsed.ts';
import { problem } from '../contract/problem.ts';
import { isInspectedContainer, readInspectedContainer } from './container.ts';
import { readDefinition, withDefinitions } from './definitions.ts';
import { type JsonNode, type JsonStop, readElements } from './json.ts';
import { Members } from './members.ts';
import { holdsContainers, unparsedProblem, wrongTypesIn } from './unparsed.ts';
import { findVariableValues, valueInStop, valuesFrom } from './variable-values.ts';

/**
 * Parses the containers that `docker inspect` (or podman's) printed, in an array or in sequence,
 * into their requests. Uses volumes and networks in the output, and skips other objects. If the
 * text ends early or isn't JSON, parses the part before, and marks the incomplete container as
 * having other options.
 */
export function parseInspect(source: SourceFile): Parsed {
  const containers: Container[] = [];
  const names = new Map<string, string>();
  const volumes = new Map<string, Volume>();
  const networks = new Map<string, Network>();

  const environment: Location[] = [];
  const problems: Problem[] = [];
  const passedOver: JsonNode[] = [];

  const use = (element: JsonNode, stop?: JsonStop): void => {
    for (const value of findVariableValues(source, element)) environment.push(value);
    if (element.kind !== 'object') {
      passedOver.push(element);
      return;
    }
    const members = new Members(source, element);
    if (isInspectedContainer(members, stop === undefined)) {
      const container = readInspectedContainer(members, stop === undefined ? [] : [unresolvedAt(source, stop)]);
      containers.push(container);
      problems.push(...wrongTypesIn(source, element));
      const id = members.string('Id');
      if (id !== undefined) names.set(id.value, container.name);
      return;
    }
    const definition = readDefinition(members);
    if (definition?.kind === 'volume') volumes.set(valueOf(definition.name) ?? '', definition);
    else if (definition !== undefined) networks.set(valueOf(definition.name) ?? '', definition);
    else passedOver.push(element);
  };

  const stop = readElements(source.text, use);
  const isNothing = containers.length + volumes.size + networks.size === 0;
  // A truncated text has a problem already; otherwise, one is enough.
  const unparsed = passedOver.find(holdsContainers) ?? (isNothing ? passedOver[0] : undefined);
  if (unparsed !== undefined && stop === undefined) problems.push(unparsedProblem(source, unparsed));
  return {
    subjects: containers.map((container) => withDefinitions(container, { volumes, networks, names })),
    problems: stop === undefined ? problems : [...problems, toProblem(source, stop)],
    texts: new Map([[source.path, source.text]]),
    values: {
      environment: stop === undefined ? environment : [...environment, ...valueInStop(source, stop)],
      variables: [],
      ...(stop === undefined ? {} : { unparsed: valuesFrom(source, stop) }),
    },
  };
}

function unresolvedAt({ path }: SourceFile, { span }: JsonStop): UnresolvedOptions {
  return { expression: 'the rest of the text', reason: 'broken', place: placeAt(path, span.start, span.end) };
}

function toProblem({ path }: SourceFile, { reason, what, span }: JsonStop): Problem {
  const text =
    reason === 'cut-off'
      ? 'The JSON is truncated: it ends in the middle of a value.'
      : `Invalid JSON: ${what}. The rest was not read.`;
  const id = reason === 'too-deep' ? 'syntax/limit' : 'syntax/invalid-json';
  return problem(id, placeAt(path, span.start, span.end), text, 'Save the output of `docker inspect` again.');
}
