import type { RuleOptions } from '../config/policy.ts';
import type { DeclaredContainer } from '../drift/connect.ts';
import { findDrift } from '../drift/drift.ts';
import { imagesOfContainers } from '../drift/images.ts';
import type { SourceFile } from '../files/file-reader.ts';
import { dialectOf } from '../model/container.ts';
import type { ParseContext, Parsed } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { printable } from '../text/printable.ts';
import { joinPath } from '../util/paths.ts';
import { PAGE_FOLDER, type PageFiles } from './page-files.ts';
import type { PageDrift } from './protocol.ts';

export async function driftOf(
  { input, placeOf }: PageFiles,
  running: SourceFile,
  { subjects, values }: Parsed,
  context: ParseContext,
  rules: RuleOptions,
): Promise<PageDrift> {
  const shown = await parseInput('inspect', [running], context);
  const declared = subjects.flatMap((container): readonly DeclaredContainer[] =>
    container.kind === 'container'
      ? [
          {
            container,
            files: input.map(({ path }) => joinPath(PAGE_FOLDER, path)),
            fromOutside: values.fromOutside ?? [],
            ...(dialectOf(container.origin) === 'docker' ? {} : { workingDirectory: PAGE_FOLDER }),
          },
        ]
      : [],
  );
  const images = imagesOfContainers(running.text);
  const { containers, notRunning, counts, inNoFile } = findDrift(
    declared,
    shown.subjects.filter((subject) => subject.kind === 'container'),
    { mapped: new Map(), ignored: [], rules, imageOf: ({ name }) => images.get(name) },
  );
  return {
    containers: containers.map(({ name, container, location, differences }) => ({
      name: printable(name),
      container: printable(container),
      place: placeOf(location),
      differences: differences.map((each) => ({
        field: printable(each.field),
        ...(each.declared === undefined ? {} : { declared: printable(each.declared) }),
        ...(each.running === undefined ? {} : { running: printable(each.running) }),
        rules: each.rules.map(({ rule }) => rule),
      })),
    })),
    notRunning: [
      ...containers.flatMap(({ container, stopped }) =>
        stopped === undefined ? [] : [`${printable(container)} (${printable(stopped.state)})`],
      ),
      ...notRunning.map(({ name }) => printable(name)),
    ],
    counts: counts.map(({ name, running: count, declared: asked }) => `${printable(name)} (${count} of ${asked})`),
    inNoFile: inNoFile.map(({ container, rules: failing }) =>
      [container, ...failing.map(({ rule }) => rule)].map(printable).join(' '),
    ),
  };
}
