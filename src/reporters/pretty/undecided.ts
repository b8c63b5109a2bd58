import { type Dependency, questionsIn, toCauses, toDependencies, toQuestions } from '../../report/questions.ts';
import { countOf, type LintReport } from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';
import { columnsOf, cutEnd } from '../../terminal/columns.ts';
import { printable } from '../../text/printable.ts';
import { causeText } from '../shared/causes.ts';
import { type DetailBlock, INDENT, type Painter } from './painter.ts';

/** The undecided results, one line per cause. With `isVerbose`, also each result. */
export function undecidedBlock({ inputs }: LintReport, painter: Painter, isVerbose: boolean): DetailBlock {
  const dependencies = toDependencies(inputs.flatMap(({ undecided }) => toQuestions(undecided)));
  const count = questionsIn(dependencies);
  if (count === 0) return [];
  const causes = toCauses(dependencies);
  const shown = isVerbose ? causes : causes.slice(0, MAX_SHOWN);
  const left = questionsIn(causes.slice(shown.length).flat());
  return [
    ...painter.paragraph(
      `${countOf(count, 'undecided result')} (one per place and reason): the files alone don't show whether there is a problem`,
      'undecided',
      '',
    ),
    ...shown.flatMap((cause) => causeLines(cause, painter, isVerbose, causes.length <= FEW)),
    ...(left === 0 ? [] : [INDENT + painter.style('faint', `and ${left} more`)]),
    ...adviceLines(dependencies, inputs, painter),
  ];
}

function causeLines(
  cause: readonly [Dependency, ...Dependency[]],
  painter: Painter,
  isVerbose: boolean,
  isInFull: boolean,
): DetailBlock {
  const [first] = cause;
  const questions = cause.flatMap((dependency) => dependency.questions);
  const place = painter.place(first.location);
  const text = printable(causeText(cause));
  const room = painter.width - columnsOf(place.text) - INDENT.length - 2;
  const lines =
    isVerbose || isInFull || room < MIN_TEXT
      ? [INDENT + painter.linked(place, 'strong'), ...painter.paragraph(text, undefined, INDENT + INDENT)]
      : [`${INDENT}${painter.linked(place, 'strong')}  ${cutEnd(text, room)}`];
  return isVerbose && questions.length > 1 ? [...lines, ...questionLines(questions, painter)] : lines;
}

function questionLines(questions: Dependency['questions'], painter: Painter): DetailBlock {
  return questions.map(({ location, rules, subjects }) => {
    const place = painter.linked(painter.place(location));
    return `${INDENT}${INDENT}${place}  ${painter.style('faint', printable(`${rules.join(', ')} ${subjectsTitle(subjects)}`).trimEnd())}`;
  });
}

/** How to get results that depend on variables decided. */
function adviceLines(dependencies: readonly Dependency[], inputs: LintReport['inputs'], painter: Painter): DetailBlock {
  if (dependencies.every(({ variables }) => variables.length === 0)) return [];
  const isCompose = inputs.some(({ kind, undecided }) => kind === 'compose' && undecided.length > 0);
  const text = isCompose
    ? 'To supply variables from a file, pass `--dotenv FILE`; to use those of your environment, pass `--env`.'
    : 'To use the variables of your environment, pass `--env`.';
  return painter.paragraph(text, 'remedy');
}

const MAX_SHOWN = 6;
/** The maximum number of causes to show in full. */
const FEW = 3;
/** In columns. If a long path leaves less space, the text gets its own line. */
const MIN_TEXT = 40;
