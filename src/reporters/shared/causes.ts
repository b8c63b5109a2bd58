import type { Dependency } from '../../report/questions.ts';
import { countOf } from '../../report/report.ts';
import { subjectsTitle } from '../../report/subjects.ts';

/** Questions with one cause as one text: one in its own words; of several, what they depend on and who waits for it. */
export function causeText([first, ...others]: readonly [Dependency, ...Dependency[]]): string {
  const all = [first, ...others];
  const rules = [...new Set(all.flatMap((dependency) => dependency.rules))].join(', ');
  const [question, ...further] = all.flatMap(({ questions }) => questions);
  if (question !== undefined && further.length === 0) {
    const who = subjectsTitle(question.subjects);
    return `${rules}: ${who === '' ? '' : `${who}: `}${first.reason}`;
  }
  const count = countOf(further.length + 1, 'question');
  if (others.length > 0) return `${count} like: ${first.reason} (${rules})`;
  if (first.variables.length === 0) return `${count}: ${first.reason} (${rules})`;
  return `${count} depend on ${first.variables.map((name) => `\`\${${name}}\``).join(' and ')}: ${rules}`;
}
