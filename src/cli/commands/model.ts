import { createElementWriter } from '../../engine-json/model-element.ts';
import type { DiscoveryNote } from '../../files/discovery-note.ts';
import { knownImage } from '../../images/known-image.ts';
import type { ImageLock } from '../../images/lock.ts';
import { IMAGE_TABLE } from '../../images/table.ts';
import type { Subject } from '../../model/container.ts';
import { settingsOf } from '../../outcome/run-inputs.ts';
import type { ParseContext, Parsed } from '../../parsers/contract/parsed.ts';
import { NO_RELATIONS } from '../../parsers/contract/relations.ts';
import { parseInput } from '../../parsers/index.ts';
import { isProjectKind } from '../../parsers/registry.ts';
import { contextOf, type Input } from '../../projects/input.ts';
import { memberOf, notesBeside, type RelatedInput, relate } from '../../projects/relate.ts';
import { type InputMember, withDeployed } from '../../projects/with-deployed.ts';
import { withoutSecrets } from '../../sensitive/command-line.ts';
import { secretValuesOf } from '../../sensitive/secret-values.ts';
import { createLineIndices } from '../../text/line-index.ts';
import { printableJson } from '../../text/printable.ts';
import { joinPath } from '../../util/paths.ts';
import { INPUT_OPTIONS, openSession, requireSomething } from '../inputs.ts';
import { printError } from '../io.ts';
import { someRuleOptions } from '../options/settings.ts';
import { joinPieces } from '../output/write-output.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/**
 * `plimsoll model`: prints the containers, execs and builds of each input in source order, as
 * Engine API JSON.
 */
export const { OPTIONS, run } = defineCommand({
  help: 'Prints the Engine API request for each container, exec and build, as a JSON array.',
  examples: [['plimsoll model compose.yaml', 'print what the engine would get']],
  options: {
    ...INPUT_OPTIONS,
    ...someRuleOptions('config', 'no-config'),
    'show-values': {
      help: 'print the values of environment variables and env files instead of ***',
    },
    facts: {
      help: 'also print the facts that custom rules see: image (parsed name and known properties) and exposure (what its ports expose)',
    },
    ...HELP_OPTION,
  },
  async run(options, io) {
    const {
      session: { context, files: sources, find, settings },
      request,
    } = await openSession(options, io);
    const found = find(request);
    const toKey = (path: string): string => joinPath(io.files.workingDirectory, path);
    const named = new Set(options.operands.map(toKey));
    const isNamed = (path: string): boolean => named.has(toKey(path));
    const inputs: Input[] = [];
    const ignored: DiscoveryNote[] = [];
    for (const input of found.inputs)
      if ((await settingsOf(input, { settings, files: sources, isNamed }, ignored)) !== undefined) inputs.push(input);
    let before = '[';
    const { kept, deployed } = await withDeployed(inputs, context, { files: sources, walked: found.walked });
    const projects = [
      ...(await distinct(
        inputs.filter((input) => kept.has(input)),
        context,
        toKey,
      )),
      ...deployed,
    ];
    for (const {
      member: { input },
      part,
    } of projects) {
      const parsed = await parseInput(input.kind, input.files, contextOf(input, context));
      const { subjects, problems, texts } = parsed;
      const isTold = ({ place: { location } }: Pick<Subject, 'place'>): boolean => part?.has(location.path) !== false;
      const hidden = new Set<string>();
      const indexOf = createLineIndices(texts);
      const lineOf = ({ place: { location } }: Pick<Subject, 'place'>): number =>
        indexOf(location.path).positionOf(location.span.start).line;
      const toElement = createElementWriter(parsed, {
        workingDirectory: io.files.workingDirectory,
        showsValues: options.has('show-values'),
      });
      const factsOf = options.has('facts')
        ? await createFactsWriter(
            parsed,
            options.has('show-values'),
            (await settings.forFile(input.files[0]?.path ?? '')).ruleOptions.imageLock,
          )
        : undefined;
      // Write element by element: port ranges on a few lines can expand to many megabytes.
      const elements = function* (): Generator<string> {
        for (const subject of subjects.filter(isTold)) {
          const element = toElement(subject);
          if (element === undefined) {
            hidden.add(subject.place.location.path);
            continue;
          }
          const whole = { ...element, ...factsOf?.(subject) };
          // Stringify as the only element of a list, for its indentation.
          yield before + printableJson(JSON.stringify([whole], undefined, 2).slice('['.length, -'\n]'.length));
          before = ',';
        }
      };
      for (const piece of joinPieces(elements())) io.stdout.write(piece);
      for (const path of hidden) printError(io, `${path}: outside the repository, so its content is not shown.`);
      for (const problem of problems.filter(isTold)) {
        if (problem.severity === 'error')
          printError(io, `${problem.place.location.path}:${lineOf(problem)}: ${problem.message.what}`);
      }
    }
    requireSomething(inputs.length, options, found, io);
    io.stdout.write(before === '[' ? '[]\n' : '\n]\n');
    const members = projects.map(({ member }) => member);
    for (const { path, message } of notesBeside(members, [...found.notes, ...ignored], toKey))
      printError(io, `${path}: ${message}`);
    return found.notes.some(({ severity }) => severity === 'error') ? 2 : 0;
  },
});

/** Returns a function for the facts about a container that the request lacks. */
async function createFactsWriter(
  parsed: Parsed,
  showsValues: boolean,
  lock: ImageLock | undefined,
): Promise<(subject: Subject) => object> {
  const secrets = secretValuesOf(parsed);
  const shown = (text: string): string => (showsValues ? text : secrets.masked(withoutSecrets(text)));
  const { factsJson } = await import('../../policies/request/facts-json.ts');
  const peers = parsed.subjects.filter((subject) => subject.kind === 'container');
  return (subject) => {
    if (subject.kind !== 'container') return {};
    return factsJson(subject, { image: () => knownImage(subject, { lock, table: IMAGE_TABLE }), peers }, shown);
  };
}

/** The inputs to report. Parses inputs that may include others once more, to find out which. */
async function distinct(
  inputs: readonly Input[],
  context: ParseContext,
  toKey: (path: string) => string,
): Promise<readonly RelatedInput<InputMember>[]> {
  const members: InputMember[] = [];
  for (const input of inputs) {
    const mayInclude =
      (inputs.length > 1 || input.reportedFor !== undefined) &&
      isProjectKind(input.kind) &&
      input.files.some(({ text }) => text.includes('include'));
    const relations = mayInclude ? (await parseInput(input.kind, input.files, context)).relations : NO_RELATIONS;
    members.push({ ...memberOf(input, relations), input, isWhole: true });
  }
  // An included file is printed as part of the project that includes it.
  return relate(members, toKey).filter(({ includers }) => includers.length === 0);
}
