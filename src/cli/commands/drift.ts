import type { DeclaredContainer } from '../../drift/connect.ts';
import { findDrift } from '../../drift/drift.ts';
import { imagesOfContainers } from '../../drift/images.ts';
import { DRIFT_FORMATS, type DriftFormat, hasDrift, writeDrift } from '../../drift/write.ts';
import { failureMessage } from '../../files/discovery-note.ts';
import { dialectOf } from '../../model/container.ts';
import { parseInput } from '../../parsers/index.ts';
import { detectNameless } from '../../parsers/registry.ts';
import { contextOf } from '../../projects/input.ts';
import { withDeployed } from '../../projects/with-deployed.ts';
import { createStyle } from '../../terminal/style.ts';
import { joinPath, toPlainPath } from '../../util/paths.ts';
import { INPUT_OPTIONS, openSession, requireSomething } from '../inputs.ts';
import { type Io, printError, readPiped, UsageError } from '../io.ts';
import type { ParsedOptions } from '../options/options.ts';
import { someRuleOptions } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** `plimsoll drift`: compares running containers with files. */
export const { OPTIONS, run } = defineCommand({
  help: 'Compares running containers with the files. Reads docker inspect output from standard input: docker inspect $(docker ps -q) | plimsoll drift.',
  examples: [['docker inspect $(docker ps -q) | plimsoll drift', 'compare with the files here']],
  options: {
    running: { value: 'FILE', help: 'read docker inspect output from FILE instead of standard input' },
    map: {
      value: 'SERVICE=CONTAINER',
      isRepeatable: true,
      help: 'compare this container with that service (repeatable; default: match by Compose labels, then by name)',
    },
    ignore: {
      value: 'FIELD',
      isRepeatable: true,
      help: 'skip a field, such as HostConfig.LogConfig or Config.Labels (repeatable)',
    },
    format: { value: 'FORMAT', choices: DRIFT_FORMATS, help: `${DRIFT_FORMATS.join(', ')} (default: pretty)` },
    ...someRuleOptions('config', 'no-config', 'policy', 'preset', 'rule'),
    ...INPUT_OPTIONS,
    ...HELP_OPTION,
  },
  exitCodes: [
    'running containers match the files',
    "a container differs, isn't running, or isn't in any file",
    'usage error, or unreadable input',
  ],
  async run(options, io) {
    if (options.operands.includes('-'))
      throw new UsageError(
        'Standard input holds running containers; pass files as paths: plimsoll drift compose.yaml.',
      );
    const mapped = readMap(options);
    const { path, text } = await readRunning(options, io);
    const parsed = await parseInput('inspect', [{ path, text }], { files: io.files, environment: new Map() });
    const [problem] = parsed.problems.filter(({ severity }) => severity === 'error');
    if (problem !== undefined) throw new UsageError(`${path}: ${problem.message.what}`);
    const running = parsed.subjects.filter((subject) => subject.kind === 'container');

    const { session, request } = await openSession(options, io);
    const found = session.find(request);
    const inputs = Array.from(found.inputs).filter(({ kind }) => kind !== 'inspect');
    requireSomething(inputs.length, options, found, io);
    const { kept, deployed } = await withDeployed(inputs, session.context, {
      files: session.files,
      walked: found.walked,
    });
    const declared: DeclaredContainer[] = [];
    const texts = new Map([[path, text]]);
    for (const input of [...kept, ...deployed.map(({ member }) => member.input)]) {
      const one = await parseInput(input.kind, input.files, contextOf(input, session.context));
      for (const [name, content] of one.texts) texts.set(name, content);
      for (const container of one.subjects) {
        if (container.kind !== 'container' || one.outside?.has(container.place.location.path) === true) continue;
        declared.push({
          container,
          files: input.files.map((file) => joinPath(io.files.workingDirectory, file.path)),
          fromOutside: one.values.fromOutside ?? [],
          ...(dialectOf(container.origin) === 'docker' ? {} : { workingDirectory: io.files.workingDirectory }),
        });
      }
    }
    const images = imagesOfContainers(text);
    const report = findDrift(declared, running, {
      mapped,
      ignored: options.values('ignore'),
      rules: (await session.settings.forWorkingDirectory()).ruleOptions,
      imageOf: ({ name }) => images.get(name),
    });
    const format: DriftFormat = DRIFT_FORMATS.find((each) => each === options.value('format')) ?? 'pretty';
    const style = createStyle(io.stdout.isTerminal && io.environment['NO_COLOR'] === undefined);
    for (const piece of writeDrift(format, report, { texts, style })) io.stdout.write(piece);
    for (const note of found.notes) printError(io, `${note.path}: ${note.message}`);
    if (found.notes.some(({ severity }) => severity === 'error')) return 2;
    return hasDrift(report) ? 1 : 0;
  },
});

function readMap(options: ParsedOptions): ReadonlyMap<string, string> {
  return new Map(
    options.values('map').map((text) => {
      const [service = '', container = '', ...others] = text.split('=');
      if (service === '' || container === '' || others.length > 0)
        throw new UsageError(`--map ${JSON.stringify(text)} must be SERVICE=CONTAINER.`);
      return [container, service];
    }),
  );
}

async function readRunning(options: ParsedOptions, io: Io): Promise<{ readonly path: string; readonly text: string }> {
  const name = options.value('running');
  if (name !== undefined) {
    const path = toPlainPath(name, io.files.workingDirectory);
    const read = io.files.read(path);
    if ('failure' in read) throw new UsageError(`--running ${name}: ${failureMessage(read.failure, path)}`);
    return { path, text: checked(read.text, name) };
  }
  return { path: '<stdin>', text: checked(await readPiped(io, COMPARE), 'Standard input') };
}

const COMPARE = 'To compare running containers, run docker inspect $(docker ps -q) | plimsoll drift.';

/** Returns the text; throws a UsageError if it has no containers. */
function checked(text: string, name: string): string {
  const isEmpty = text.trim() === '';
  if (isEmpty || detectNameless(text) !== 'inspect')
    throw new UsageError(`${name} is ${isEmpty ? 'empty' : 'not docker inspect output'}. ${COMPARE}`);
  return text;
}
