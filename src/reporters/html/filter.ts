import { type Markup, markup } from '../shared/markup.ts';
import { levelOf, type ShownLevel, type View } from './view.ts';

/** A filter by severity and words. The page's script shows it. */
export function filter({ findings, questions }: View): Markup {
  const levels: readonly (ShownLevel | undefined)[] = [
    ...findings.map(levelOf),
    ...questions.map(() => 'undecided' as const),
  ];
  const boxes = (['error', 'warning', 'info', 'undecided', 'suppressed'] as const).flatMap((level) => {
    const count = levels.filter((other) => other === level).length;
    return count === 0
      ? []
      : [
          markup`<label><input type="checkbox" name="level" value="${level}" checked> <span class="level ${level}">${level}</span> ${count}</label>
`,
        ];
  });
  return markup`<form id="filter" hidden>
<fieldset><legend>Show</legend>
${boxes}</fieldset>
<label>Container, file or rule <input type="search" name="words"></label>
<button type="button" id="open-all" aria-pressed="false">Expand all</button>
<output aria-live="polite"></output>
</form>
`;
}
