import type { Finding } from '../../model/finding.ts';
import { compareExpectations, type Met } from '../../policies/expectations.ts';
import { countOf, openFindings } from '../../report/report.ts';
import type { SessionResult } from '../../session/session.ts';
import { printable } from '../../text/printable.ts';
import { INPUT_OPTIONS, openSession, requireSomething } from '../inputs.ts';
import { printError, UsageError } from '../io.ts';
import { someRuleOptions } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/**
 * `plimsoll policies test`: tests custom rules on fixtures. Exit code 1: results differ from
 * expectations.
 */
export const { OPTIONS, run } = defineCommand({
  help: 'Tests custom rules: lints files and compares the findings with their comments. # expect[acme/rule]: TEXT means that the rule marks TEXT, and # expect-undecided[acme/rule]: TEXT that it is undecided there. Also lists rules that no container fails, and rules that none passes.',
  examples: [['plimsoll policies test policies/', 'run the tests of custom rules']],
  options: {
    ...someRuleOptions('config', 'policy'),
    dotenv: INPUT_OPTIONS.dotenv,
    ...HELP_OPTION,
  },
  async run(options, io) {
    const [verb, ...paths] = options.operands;
    if (verb !== 'test' || paths.length === 0)
      throw new UsageError('To test custom rules, name the test files: plimsoll policies test tests/');
    const { session, request } = await openSession({ ...options, operands: paths }, io);
    const found = session.find(request);
    const run = await session.run(request, found);
    requireSomething(run.found, options, found, io);
    const result = await session.report(run, undefined);
    for (const line of result.internalErrors) printError(io, line);
    for (const { path, message } of result.notes) printError(io, `${path}: ${message}`);
    if (result.notes.some(({ severity }) => severity === 'error')) return 2;
    const own = result.ownRules ?? [];
    if (own.length === 0) throw new UsageError('No custom rules found in the configuration or policy in use.');
    const tested = new Map<string, string>();
    for (const path of result.inputs.flatMap((input) => input.paths)) {
      const read = session.files.read(path);
      if ('text' in read) tested.set(path, read.text);
    }
    const lines = [...tested].flatMap(([path, text]) =>
      compareExpectations(text, metIn(result, path, text)).map(({ line, message }) => `${path}:${line}: ${message}`),
    );
    const verdicts = result.inputs.flatMap(({ subjects }) => subjects.flatMap((one) => [...one.verdicts]));
    const reaches = (id: string, wanted: string): boolean =>
      verdicts.some(([rule, verdict]) => rule === id && verdict === wanted);
    const unreached = own.flatMap(({ id }) => [
      ...(reaches(id, 'fail') ? [] : [`No container in these files fails rule ${id}.`]),
      ...(reaches(id, 'pass') ? [] : [`No container in these files passes rule ${id}.`]),
    ]);
    for (const line of [...lines, ...unreached]) io.stdout.write(`${printable(line)}\n`);
    const count = [...tested.values()].reduce(
      (sum, text) => sum + (text.match(/#\s*expect(?:-undecided)?\[/g)?.length ?? 0),
      0,
    );
    io.stdout.write(
      `${countOf(own.length, 'rule')}, ${countOf(tested.size, 'file')}, ${countOf(count, 'expectation')}: ${lines.length === 0 ? 'all as expected' : `${lines.length} not as expected`}\n`,
    );
    return lines.length === 0 && result.internalErrors.length === 0 ? 0 : 1;
  },
});

function metIn({ inputs, ownRules = [] }: SessionResult, path: string, text: string): readonly Met[] {
  const severities = new Map(ownRules.map(({ id, severity }) => [id, severity]));
  const isFor = ({ rule, location }: Pick<Finding, 'rule' | 'location'>): boolean =>
    severities.has(rule) && location.path === path;
  const met = (
    kind: Met['kind'],
    { rule, location: { span } }: Pick<Finding, 'rule' | 'location'>,
    words: readonly string[],
    says: string,
  ): Met => ({ kind, rule, words, says, text: text.slice(span.start, span.end), start: span.start });
  return inputs.flatMap((input): readonly Met[] => [
    ...openFindings(input)
      .filter(isFor)
      .map((one) =>
        met('finding', one, one.severity === severities.get(one.rule) ? [] : [one.severity], one.message.what),
      ),
    ...input.undecided.filter(isFor).map((one) => met('undecided', one, [], one.reason)),
  ]);
}
