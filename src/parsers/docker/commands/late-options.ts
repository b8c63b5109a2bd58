import type { Problem } from '../../../model/finding.ts';
import { isCertain } from '../../../text/location.ts';
import { problem } from '../../contract/problem.ts';
import { type Argument, wordPlace, wordValue } from '../grammar/words.ts';

/** Options of `docker run` with typical values: other programs also have options of these names. */
const FORMS = [
  /^(?:--privileged|--rm|--detach|-it|-ti|-itd|-dit)$/,
  // Only as the last word: programs have this option too.
  /^-d $/,
  /^--name[ =][a-zA-Z\d][\w.-]*$/,
  /^(?:-p|--publish)[ =]?(?:[\d.]+:)?\d+:\d+(?:\/(?:tcp|udp))?$/,
  /^(?:-v|--volume)[ =]?[^\w:-][^:]*:\/[^:]*(?::r[ow])?$/,
  /^(?:-e|--env)[ =]?[A-Z][A-Z\d_]*=/,
  /^--restart[ =](?:always|unless-stopped|no|on-failure(?::\d+)?)$/,
  /^--(?:network|net|pid|ipc)[ =]host$/,
  /^--cap-(?:add|drop)[ =][A-Z_]+$/,
];

/** Reports an option after the image or container: the program in the container gets it. */
export function lateOption([first, second]: readonly Argument[], command: string): readonly Problem[] {
  const option = wordValue(first);
  if (first === undefined || option === undefined || !isCertain(wordPlace(first))) return [];
  const given = `${option} ${second?.kind === 'word' ? second.text.skeleton : ''}`;
  if (!FORMS.some((form) => form.test(option) || form.test(given))) return [];
  const name = /^(?:--[\w-]+|-it|-ti|-itd|-dit|-.)/.exec(option)?.[0] ?? option;
  const isExec = command.endsWith('exec');
  const named = command.includes('compose') ? 'service' : isExec ? 'container' : 'image';
  const taken = isExec ? 'takes it for the program' : "passes it to the container's program";
  const what = `\`${name}\` comes after the ${named}, so \`${command}\` ${taken}.`;
  const remedy = `If it is for \`${command}\`, move it before the ${named}.`;
  return [problem('syntax/unsupported', wordPlace(first), what, { remedy, severity: 'info' })];
}
