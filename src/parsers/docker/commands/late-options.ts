import type { Problem } from '../../../model/finding.ts';
import { isCertain } from '../../../text/location.ts';
import { problem } from '../../contract/problem.ts';
import { type Argument, wordPlace, wordValue } from '../grammar/words.ts';

/** Options of `docker run` with a value of theirs; programs have options of these names too. */
const FORMS = [
  /^(?:--privileged|--rm|--detach|-it|-ti|-itd|-dit)$/,
  // Alone: programs have an option of this name too.
  /^-d $/,
  /^--name[ =][a-zA-Z\d][\w.-]*$/,
  /^(?:-p|--publish)[ =]?(?:[\d.]+:)?\d+:\d+(?:\/(?:tcp|udp))?$/,
  /^(?:-v|--volume)[ =]?[^\w:-][^:]*:\/[^:]*(?::r[ow])?$/,
  /^(?:-e|--env)[ =]?[A-Z][A-Z\d_]*=/,
  /^--restart[ =](?:always|unless-stopped|no|on-failure(?::\d+)?)$/,
  /^--(?:network|net|pid|ipc)[ =]host$/,
  /^--cap-(?:add|drop)[ =][A-Z_]+$/,
];

/** An option after the image, which the client gives to the container's program. */
export function lateOption([first, second]: readonly Argument[], command: string): readonly Problem[] {
  const option = wordValue(first);
  if (first === undefined || option === undefined || !isCertain(wordPlace(first))) return [];
  const given = `${option} ${second?.kind === 'word' ? second.text.skeleton : ''}`;
  if (!FORMS.some((form) => form.test(option) || form.test(given))) return [];
  const name = /^(?:--[\w-]+|-it|-ti|-itd|-dit|-.)/.exec(option)?.[0] ?? option;
  const what = `\`${name}\` comes after the image, so \`${command}\` passes it to the container's program.`;
  const remedy = `If it is for \`${command}\`, move it before the image.`;
  return [problem('syntax/unsupported', wordPlace(first), what, { remedy, severity: 'info' })];
}
