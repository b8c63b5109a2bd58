import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/model/container.ts';
import { patternText } from '../../../src/text/setting.ts';
import { subjectsIn } from '../../subjects-in.ts';

async function subjectIn(script: string): Promise<Subject> {
  const subjects = await subjectsIn({ path: 'run.sh', text: script });
  return subjects.at(-1) ?? expect.unreachable();
}

/** The image, or an exec's container, and the expansions that may add options. */
async function read(script: string): Promise<readonly [string, readonly string[]]> {
  const subject = await subjectIn(script);
  const image = subject.kind === 'container' ? subject.config.image : undefined;
  const name = image === undefined ? subject.name : image.known ? image.value : patternText(image.pattern);
  return [name, subject.unresolvedOptions.map(({ expression }) => expression)];
}

describe('which word is the image, where a variable can be several that are unknown', () => {
  it.each([
    ['set on one way', 'if a; then OPTS=$(cat opts); fi; docker run $OPTS --init x', 'x', ['$OPTS']],
    ['set on both', 'if a; then OPTS=$A; else OPTS=$B; fi; docker run $OPTS x', 'x', ['$OPTS']],
    [
      'by a case',
      'case $1 in --args=*) EXTRA_ARGS=${1#*=};; esac; docker run $EXTRA_ARGS --init x',
      'x',
      ['$EXTRA_ARGS'],
    ],
    ['or else', 'OPTS=$(cat f) || OPTS=$DEF; docker run $OPTS x', 'x', ['$OPTS']],
    ['named after an image', 'if a; then IMAGE=$1; else IMAGE=$2; fi; docker run $IMAGE x', '$IMAGE', []],
    ['options on one way', '[ -n "$X" ] && U="-u root"; docker exec $U web sh', 'web', ['$U']],
    ['the container of an exec', 'if a; then EXTRA=$(cat f); fi; docker exec $EXTRA -u root web sh', 'web', ['$EXTRA']],
  ])('%s', async (_name, script, image, expressions) => {
    expect(await read(script)).toEqual([image, expressions]);
  });
});

describe('which word is the image, by the names of the variables in the command', () => {
  it.each([
    ['a parameter in a variable', 'IMAGE=$1; docker run --rm $IMAGE $CMD', '$1', []],
    ['options in a variable', 'RUN_OPTS=$1; docker run $RUN_OPTS x', 'x', ['$1']],
    ['before a command', 'docker run --rm $tag $CMD', '$tag', []],
    ['before anything', 'docker run --rm $tag $X', '$X', ['$tag']],
  ])('%s', async (_name, script, image, expressions) => {
    expect(await read(script)).toEqual([image, expressions]);
  });
});
