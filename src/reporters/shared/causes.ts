import type { Dependency } from '../../report/questions.ts';
import { countOf } from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';

/**
 * A text about undecided results with one cause. For a single result, its reason; for several, what
 * they depend on.
 */
export function causeText([first, ...others]: readonly [Dependency, ...Dependency[]]): string {
  const all = [first, ...others];
  const rules = [...new Set(all.flatMap((dependency) => dependency.rules))].join(', ');
  const [question, ...further] = all.flatMap(({ questions }) => questions);
  if (question !== undefined && further.length === 0) {
    const who = subjectsTitle(question.subjects);
    return `${who === '' ? '' : `${who}: `}${first.reason} (${rules})`;
  }
  const count = countOf(further.length + 1, 'result');
  if (others.length > 0) return `${count} (${rules}), for example: ${first.reason}`;
  if (first.variables.length === 0) return `${count} (${rules}): ${first.reason}`;
  return `${count} depend on ${first.variables.map((name) => `\`\${${name}}\``).join(' and ')}: ${rules}`;
}
