import { type Dependency, toDependencies, toQuestions } from '../../report/questions.ts';
import { countOf, type Report } from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';
import { printable } from '../../text/printable.ts';
import type { Block } from './detail.ts';
import { INDENT, type Painter } from './painter.ts';

/** What the text leaves open, by what it depends on; without `isVerbose` no more than a screenful. */
export function undecidedBlock({ inputs }: Report, painter: Painter, isVerbose: boolean): Block {
  const dependencies = toDependencies(inputs.flatMap(({ undecided }) => toQuestions(undecided)));
  const count = questionsIn(dependencies);
  if (count === 0) return [];
  const shown = isVerbose ? dependencies : dependencies.slice(0, MAX_SHOWN);
  const left = questionsIn(dependencies.slice(shown.length));
  return [
    painter.style('undecided', `${count} undecided: the text does not answer ${count === 1 ? 'this' : 'these'}`),
    ...shown.flatMap((dependency) => [
      ...headLines(dependency, painter, isVerbose ? Infinity : MAX_LINES),
      ...(isVerbose && dependency.questions.length > 1 ? questionLines(dependency, painter) : []),
    ]),
    ...(left === 0 ? [] : [INDENT + painter.style('faint', `and ${countOf(left, 'question')} more`)]),
    ...adviceLines(dependencies, inputs, painter),
  ];
}

function questionsIn(dependencies: readonly Dependency[]): number {
  return dependencies.reduce((sum, { questions }) => sum + questions.length, 0);
}

function headLines(dependency: Dependency, painter: Painter, maxLines: number): Block {
  const place = painter.place(dependency.location);
  const lines = painter.paragraph(dependencyText(dependency), undefined, INDENT + INDENT);
  const last = lines.length > maxLines ? [`${INDENT}${INDENT}${painter.style('faint', '…')}`] : [];
  return [INDENT + painter.linked(place, 'strong'), ...lines.slice(0, maxLines), ...last];
}

/** One question in its own words; of several, what they depend on and the rules that wait for it. */
function dependencyText({ variables, reason, questions, rules }: Dependency): string {
  const [first, ...others] = questions;
  if (first !== undefined && others.length === 0) {
    const who = subjectsTitle(first.subjects);
    return `${first.rules.join(', ')}: ${who === '' ? '' : `${who}: `}${reason}`;
  }
  const count = countOf(questions.length, 'question');
  if (variables.length === 0) return `${count}: ${reason} (${rules.join(', ')})`;
  return `${count} depend on ${variables.map((name) => `\`\${${name}}\``).join(' and ')}: ${rules.join(', ')}`;
}

function questionLines({ questions }: Dependency, painter: Painter): Block {
  return questions.map(({ location, rules, subjects }) => {
    const place = painter.linked(painter.place(location));
    return `${INDENT}${INDENT}${place}  ${painter.style('faint', printable(`${rules.join(', ')} ${subjectsTitle(subjects)}`).trimEnd())}`;
  });
}

/** How to answer what depends on variables. */
function adviceLines(dependencies: readonly Dependency[], inputs: Report['inputs'], painter: Painter): Block {
  if (dependencies.every(({ variables }) => variables.length === 0)) return [];
  const isCompose = inputs.some(({ kind, undecided }) => kind === 'compose' && undecided.length > 0);
  const file = isCompose ? 'Give the values of variables with `--dotenv FILE`, or take' : 'Take';
  return painter.paragraph(`${file} those of your environment with \`--env\`.`, 'remedy');
}

const MAX_SHOWN = 6;
const MAX_LINES = 2;
