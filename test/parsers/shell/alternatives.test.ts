import { describe, expect, it } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';

/** The parsed commands and the findings that options affect, with *may* if uncertain. */
async function found(script: string): Promise<readonly string[]> {
  const { subjects, findings } = await lintText({ path: 'run.sh', text: script });
  return [
    ...subjects.map(({ kind }) => kind),
    ...findings
      .filter(({ rule }) => RULES.has(rule) || rule.startsWith('syntax/'))
      .map(({ rule, message }) => `${/ might | some code paths/.test(message.what) ? 'may ' : ''}${rule}`),
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
    const choices = repeat(6, (at) => `[ "$X${at}" ] && P="$P -e A${at}=1"\n`);
    const script = `P=-d\n${choices}[ "$Y" ] && P="$P --privileged"\ndocker run $P alpine`;
    expect(await found(script)).toEqual(['container', 'may privileged-container']);
  });
});

/** Rules that are undecided because unread text may contain any option. */
async function asked(script: string): Promise<readonly string[]> {
  const { undecided } = await lintText({ path: 'run.sh', text: script });
  return undecided.flatMap(({ rule, reason }) =>
    RULES.has(rule) && reason.includes('may add any option') ? [rule] : [],
  );
}

function repeat(count: number, make: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => make(at)).join('');
}

describe('of more alternatives than are followed', () => {
  const ten = (text: (at: number) => string): string => repeat(10, (at) => `[ "$X${at}" ] && ${text(at)}\n`);

  it.each([
    ['what stands before them', `P=--privileged\n${ten(() => 'P="$P --rm"')}docker run $P alpine`],
    ['what stands before different ones', `P=--privileged\n${ten((at) => `P="$P -e A${at}=1"`)}docker run $P alpine`],
    ['what stands behind them', `P=\n${ten(() => 'P="$P --rm"')}P="$P --privileged"\ndocker run $P alpine`],
    ['what stands before what is put in front', `P=--privileged\n${ten(() => 'P="--rm $P"')}docker run $P alpine`],
    ['elements of an array', `P=(--privileged)\n${ten(() => 'P+=(--rm)')}docker run "\${P[@]}" alpine`],
    [
      'the first words of a long array',
      `P=(--privileged ${repeat(300, (at) => `-eA${at}=1 `)})\ndocker run "\${P[@]}" alpine`,
    ],
    [
      'the first words of a long text',
      `P=--privileged\n${repeat(310, (at) => `P="$P -e A${at}=1"\n`)}docker run $P alpine`,
    ],
    [
      'a word that each value has',
      `case $1 in\n${repeat(40, (at) => `a${at}) P="-e A=${at} --privileged";;\n`)}*) P=--privileged\nesac\ndocker run $P alpine`,
    ],
    [
      'a word between texts that join others',
      `f() { ${repeat(4, (at) => `[ "$1" = ${at} ] && echo x${at};`)} }\nO="-e A=$(f a) --privileged -e B=$(f b) -e C=$(f c)"\ndocker run $O alpine`,
    ],
  ])('%s is sure', async (_name, script) => {
    expect((await found(script)).filter((each) => each !== 'syntax/limit')).toContain('privileged-container');
  });

  const odd = '--privileged';
  it.each([
    [
      'values of a case',
      `case $1 in\n${repeat(40, (at) => `a${at}) P="-e A=${at}";;\n`)}*) P=${odd}\nesac\ndocker run $P alpine`,
    ],
    ['words of a loop', `for P in ${repeat(40, (at) => `-eA=${at} `)}${odd}; do docker run $P alpine; done`],
    ['words of braces', `docker run {${repeat(256, (at) => `-eA=${at},`)}${odd}} alpine`],
    ['elements of an array', `P=(${repeat(300, (at) => `-eA=${at} `)}${odd})\ndocker run "\${P[@]}" alpine`],
    [
      'a long text',
      `P=-d\n${repeat(200, (at) => `P="$P -eA=${at}"\n`)}P="$P ${odd}"\n${repeat(300, (at) => `P="$P -eB=${at}"\n`)}docker run $P alpine`,
    ],
    ['a pattern on a long text', `O="${repeat(200, () => '-e A=1 ')}${odd}"\ndocker run \${O//a*b/a} alpine`],
    [
      'choices of words',
      `${repeat(8, (at) => `P${at}=-d; case $1 in a) P${at}=x;; b) P${at}="y z";; c) P${at}=;; d) P${at}=q;; e) P${at}=r;; esac\n`)}docker run ${repeat(8, (at) => `$P${at} `)} ${odd} alpine`,
    ],
  ])('%s leave open whether an option is there, which is said once', async (_name, script) => {
    const limits = (await found(script)).filter((each) => each.endsWith('syntax/limit'));
    expect([limits, await asked(script)]).toEqual([['syntax/limit'], ['privileged-container', 'docker-socket-mount']]);
  });

  const printer = (count: number): string =>
    `f() { ${repeat(count, (at) => `if [ "$1" = ${at} ]; then echo ${at}; fi; `)}}\n`;
  const printed =
    'CMD="docker run"; [ "$A" ] && CMD+=" -v /a:/a"\nCMD+=" -e A=$(f $B) -e C=$(f $D) --privileged alpine"\n';

  it.each([
    [
      'choices that are made one at a time',
      `${repeat(8, (at) => `P${at}=-d; [ "$X${at}" ] && P${at}=x\n`)}docker run ${repeat(8, (at) => `$P${at} `)} --init alpine`,
      ['privileged-container', 'docker-socket-mount'],
    ],
    ['what a function of four ifs prints', `${printer(4)}${printed}eval "$CMD"`, ['docker-socket-mount']],
    ['the same as a command', `${printer(4)}${printed}$CMD`, ['docker-socket-mount']],
    [
      'lists of many words',
      `P=(-d); ${repeat(3, (at) => `[ "$X${at}" ] && P=(${repeat(130, (index) => `-eA${at}${index}=1 `)} x)\n`)}[ "$Y" ] && P=(y --privileged)\ndocker run "\${P[@]}" alpine`,
      ['privileged-container', 'docker-socket-mount'],
    ],
  ])('%s leave it open', async (_name, script, rules) => {
    expect(await asked(script)).toEqual(rules);
  });

  it.each([2, 4])('what stands behind that a function of %i ifs prints is found', async (count) => {
    for (const run of ['$CMD', 'eval "$CMD"'])
      expect((await found(printer(count) + printed + run)).join()).toContain('privileged-container');
  });

  const values = repeat(40, (at) => `a${at}) CMD="x${at}";;\n`);
  it.each([
    ['a command', `case $1 in\n${values}*) CMD="docker run --privileged alpine"\nesac\n$CMD`],
    ['its first word', `case $1 in\n${values}*) CMD=docker\nesac\n$CMD start web`],
    ['a string that a shell runs', `case $1 in\n${values}*) CMD="docker run --privileged alpine"\nesac\neval "$CMD"`],
  ])('%s is not read, which is said', async (_name, script) => {
    expect(await found(script)).toContain('syntax/limit');
  });

  const scripts = (count: number): string =>
    `case $1 in\n${repeat(count, (at) => `a${at}) S="x${at}";;\n`)}*) S="cd /x; docker run --privileged alpine"\nesac\n`;

  it.each(['eval "$S"', 'bash -c "$S"'])('scripts that %s runs are each read, up to a limit', async (run) => {
    expect(await found(scripts(12) + run)).toEqual(['container', 'privileged-container']);
    const more = repeat(3, (at) => `[ "$X${at}" ] && S="$S; b"\n`);
    expect(await found(scripts(12) + more + run)).toContain('syntax/limit');
  });

  it('the words of a string that a shell runs', async () => {
    const words = repeat(40, (at) => `"docker run -e A=${at} --privileged alpine" `);
    const script = `for CMD in ${words}; do eval "$CMD"; done`;
    expect(await found(script)).toEqual(['container', 'syntax/limit', 'privileged-container', 'syntax/unread-command']);
  });

  it('a command says so where it stands', async () => {
    const script = `P=--privileged\n${ten((at) => `P="$P -e A${at}=1"`)}docker exec $P web sh`;
    expect(await found(script)).toEqual(['exec', 'syntax/limit']);
  });
});

describe('an array that is named after an engine', () => {
  it('is what it holds', async () => {
    const script = 'DOCKER_CMD=(sudo --preserve-env=X docker run --privileged alpine)\n"${DOCKER_CMD[@]}"';
    expect(await found(script)).toEqual(['container', 'privileged-container']);
  });

  it.each([
    ['flags that only Compose has', '"${docker[@]}" run --rm --no-deps --foo web true'],
    ['what only Compose has elsewhere', '"${docker[@]}" up -d\n"${docker[@]}" run --foo web true'],
    ['nothing that says more', '"${docker[@]}" run --foo web true'],
  ])('and elsewhere given its words is a guess, which no error comes of: %s', async (_name, script) => {
    expect((await found(script)).filter((rule) => rule !== 'syntax/unread-command')).toEqual(['container']);
  });

  it('is no image of docker where it is Compose', async () => {
    const { findings } = await lintText({ path: 'run.sh', text: '"${docker[@]}" run --rm --no-deps web true' });
    expect(findings.map(({ rule }) => rule)).not.toContain('unpinned-image');
  });
});
