import { describe, expect, it } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';

/** The commands that are read, and what is found by the rules that an option can break, with *may* where it is not sure. */
async function found(script: string): Promise<readonly string[]> {
  const { subjects, findings } = await lintText({ path: 'run.sh', text: script });
  return [
    ...subjects.map(({ kind }) => kind),
    ...findings
      .filter(({ rule }) => RULES.has(rule) || rule.startsWith('syntax/'))
      .map(({ rule, message }) => `${/ may | some code paths/.test(message.what) ? 'may ' : ''}${rule}`),
  ];
}

const RULES: ReadonlySet<string> = new Set(['privileged-container', 'docker-socket-mount']);

describe('a command line whose words have alternatives is read once for each', () => {
  it.each([
    ['an option or words', 'P=--privileged; [ "$X" ] && P="x y"; docker run $P alpine'],
    ['an option or a word', 'P=--privileged; [ "$X" ] && P=x; docker run $P alpine'],
    ['elements of an array', 'P=(--privileged); [ "$X" ] && P=(x); docker run "${P[@]}" alpine'],
    ['an image or nothing before an option', 'Q=; [ "$X" ] && Q=img; docker run $Q --privileged alpine'],
    ['a subcommand that is read, or another', 'P=run; [ "$X" ] && P=ps; docker $P --privileged alpine'],
  ])('%s', async (_name, script) => {
    expect(await found(script)).toEqual(['container', 'may privileged-container']);
  });

  it('an option with its value', async () => {
    const script = 'P="-v /var/run/docker.sock:/s"; [ "$X" ] && P=x; docker run $P alpine';
    expect(await found(script)).toEqual(['container', 'may docker-socket-mount']);
  });

  it('two subcommands that are read', async () => {
    const script = 'case $1 in a) P=create;; *) P=run;; esac; docker $P --privileged alpine';
    expect(await found(script)).toEqual(['container', 'container', 'may privileged-container']);
  });

  it('what all of them have is sure', async () => {
    const script = 'P="--privileged -d"; [ "$X" ] && P="-it --privileged"; docker run $P alpine';
    expect(await found(script)).toEqual(['container', 'privileged-container']);
  });

  it('with a value that each has of its own', async () => {
    const script = 'P="-v /a:/x"; [ "$X" ] && P="-v /var/run/docker.sock:/x"; docker run $P alpine';
    expect(await found(script)).toEqual(['container', 'may docker-socket-mount']);
  });

  it('more choices than all ways through them are read for, each by itself', async () => {
    const choices = Array.from({ length: 10 }, (_, at) => `[ "$X${at}" ] && P="$P -e A${at}=1"\n`).join('');
    const script = `P=-d\n${choices}[ "$Y" ] && P="$P --privileged"\ndocker run $P alpine`;
    expect(await found(script)).toEqual(['container', 'may privileged-container']);
  });
});
