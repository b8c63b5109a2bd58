import { VALUE_FORMS } from '../../config/fix-values.ts';
import type { Decision, FixChoice, FixRun } from '../../fixes/fix-inputs.ts';
import { lineIn } from '../../fixes/line-edits.ts';
import { unifiedDiff } from '../../fixes/unified-diff.ts';
import { proposalFor } from '../../fixes/usage.ts';
import type { Fix, FixValueSet } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import { riskSentences } from '../../report/wording.ts';
import { applyEdits } from '../../text/edit.ts';
import { printable } from '../../text/printable.ts';
import { groupBy } from '../../util/maps.ts';
import type { Io, Person } from '../io.ts';
import { type Samples, sampleText } from './fix-samples.ts';

type Made = FixRun['made'][number];

const KEYS = `y  apply this fix\nn  skip it\na  apply it and all other fixes for its rule\ni  suppress the finding with a comment and a reason\nq  quit and apply the fixes accepted so far\n`;

/** Asks about each fix and shows its changes; unanswered fixes are skipped. */
export async function askForEach(run: FixRun, io: Io, person: Person): Promise<NonNullable<FixChoice['decide']>> {
  const decisions = new Map<string, Decision>();
  const rules = new Set<string>();
  // Ask once about an edit that several fixes share.
  const hunks = [...groupBy(inOrder(run), ({ edits }) => edits).values()];
  for (const [index, hunk] of hunks.entries()) {
    const [first] = hunk;
    if (first === undefined || hunk.every(({ finding, fix }) => decisions.has(keyOf(finding, fix)))) continue;
    const { rule } = first.finding;
    if (!rules.has(rule)) io.stdout.write(toText(hunk, first, run));
    const decision = rules.has(rule) ? 'make' : await decide(`(${index + 1}/${hunks.length})`, io, person);
    if (decision === 'quit') break;
    if (decision === 'all') rules.add(rule);
    for (const { finding, fix } of hunk) decisions.set(keyOf(finding, fix), decision === 'all' ? 'make' : decision);
  }
  return (finding, fix) => decisions.get(keyOf(finding, fix)) ?? 'leave';
}

/**
 * Asks for the values that only users know, per container. An empty answer accepts the value
 * proposed from samples, or skips a container without samples. Samples also propose process limits.
 */
export async function askForValues(run: FixRun, samples: Samples, io: Io, person: Person): Promise<FixValueSet> {
  const given: FixValueSet[number][] = [];
  for (const [value, names] of [...run.valueless, ['pids', limitedByDefault(run, samples)] as const])
    for (const name of names) {
      const { what, example, read } = VALUE_FORMS[value];
      const usage = value === 'memory' || value === 'pids' ? samples.of.get(name) : undefined;
      const proposal = usage === undefined || (value !== 'memory' && value !== 'pids') ? '' : proposalFor(value, usage);
      const how =
        proposal === ''
          ? `, such as ${example} (${samples.isGiven && value === 'memory' ? 'it has no sample; ' : ''}Enter to skip)`
          : ` (${sampleText(value === 'pids' ? 'pids' : 'memory', usage)}; Enter for ${proposal}, n to skip)`;
      for (;;) {
        const answer = (await person.ask(`${what} for ${printable(name)}${how}: `))?.trim();
        if (answer === undefined) return given;
        if (answer === 'n') break;
        const values = read(answer === '' ? proposal : answer);
        if (values !== undefined) given.push({ isForName: (own) => own === name, values });
        else if (answer !== '') io.stdout.write(`Write it like ${example}.\n`);
        if (values !== undefined || answer === '') break;
      }
    }
  return given;
}

/** The containers that have samples and would get the default process limit. */
function limitedByDefault({ made }: FixRun, { of }: Samples): ReadonlySet<string> {
  const names = made.flatMap(({ finding: { rule, subjects } }) =>
    rule === 'unlimited-pids' ? subjects.map(({ name }) => name) : [],
  );
  return new Set(names.filter((name) => of.has(name)));
}

async function decide(count: string, io: Io, person: Person): Promise<Decision | 'all' | 'quit'> {
  for (;;) {
    const answer = await person.ask(`${count} Apply this fix [y,n,a,i,q,?]? `);
    switch (answer?.trim().toLowerCase()) {
      case 'y':
      case 'yes':
        return 'make';
      case 'n':
      case 'no':
        return 'leave';
      case 'a':
        return 'all';
      case 'q':
      case undefined:
        return 'quit';
      case 'i': {
        const reason = (await person.ask('Reason: '))?.trim();
        if (reason === undefined) return 'quit';
        if (reason !== '') return { ignore: reason };
        io.stdout.write('A suppression requires a reason.\n');
        break;
      }
      default:
        io.stdout.write(KEYS);
    }
  }
}

function inOrder({ made, files }: FixRun): readonly Made[] {
  const place = ({ edits: [edit], text }: Made): readonly [number, number] => {
    const index = files.findIndex(({ path }) => path === edit?.path);
    const before = files[index]?.before ?? '';
    return [index, edit === undefined ? 0 : lineIn(before, text ?? before, edit.span.start)];
  };
  return made
    .map((each) => ({ each, place: place(each) }))
    .toSorted((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
    .map(({ each }) => each);
}

function toText(
  hunk: readonly Made[],
  { finding: { rule, location }, fix, edits, text, texts }: Made,
  { files }: FixRun,
): string {
  const names = [...new Set(hunk.flatMap(({ finding: { subjects } }) => subjects.map(({ name }) => name)))];
  const about = names.length === 0 ? '' : ` (${names.join(', ')})`;
  const says = [`${fix.title}.`, ...riskSentences(fix)].join(' ');
  const before = files.find(({ path }) => path === location.path)?.before;
  const line = before === undefined || text === undefined ? '' : `:${lineIn(before, text, location.span.start)}`;
  const diffs = [...groupBy(edits, ({ path }) => path)].map(([path, own]) => {
    const old = texts.get(path);
    const isNew = files.some((file) => file.path === path && file.isNew === true && old === '');
    return old === undefined ? '' : unifiedDiff(path, isNew ? undefined : old, applyEdits(old, own));
  });
  return `\n${location.path}${line}: ${rule}${printable(about)}: ${printable(says)}\n${diffs.join('')}`;
}

function keyOf({ rule, location: { path }, subjects, message }: Finding, { title }: Fix): string {
  return JSON.stringify([rule, path, subjects, message.what, title]);
}
