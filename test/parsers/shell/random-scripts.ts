/** A script with other files. */
export interface RandomScript {
  readonly files: ReadonlyMap<string, string>;
}

/** The script's name among its files. */
export const MAIN = 'main.sh';

/** Pseudorandom numbers from a seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const VARIABLES = ['A', 'B', 'C'];
const ARRAYS = ['L', 'M'];
const FUNCTIONS = ['f', 'g', 'h'];
const LIBRARIES = ['lib.sh', 'sub/env.sh'];
const WORDS = ['a', 'b', '--rm', '-v /x:/y', 'nginx:1', 'x y', '', '-e K=1', '*', 'a/b.c'];

/** The context of a generated part. */
interface Where {
  readonly depth: number;
  readonly isInFunction: boolean;
  readonly isInLoop: boolean;
}

class Writer {
  readonly #random: () => number;
  /** The number of callable functions: neither functions nor sourced files recurse. */
  #callable = FUNCTIONS.length;
  #loops = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  number(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.number(list.length)] ?? list[0];
  }

  name(): string {
    return VARIABLES[this.number(VARIABLES.length)] ?? 'A';
  }

  array(): string {
    return ARRAYS[this.number(ARRAYS.length)] ?? 'L';
  }

  literal(): string {
    const word = WORDS[this.number(WORDS.length)] ?? 'a';
    return this.pick([`"${word}"`, `'${word}'`, word === '' || word.includes(' ') ? `'${word}'` : word]);
  }

  /** A word of a command; its quotes are always closed. */
  word(depth: number): string {
    const [name, list] = [this.name(), this.array()];
    const kinds: readonly (() => string)[] = [
      () => this.literal(),
      () => this.literal(),
      () => `"$${name}"`,
      () => `$${name}`,
      () => `\${${name}:-${this.pick(['a', 'b c', '"b c"', '$B'])}}`,
      () => `"\${${name}:+--name}"`,
      () => `\${${name}:+-p 1:2}`,
      () => `"\${${list}[@]}"`,
      () => `\${${list}[*]}`,
      () => `"\${${list}[0]}"`,
      () => '"$@"',
      () => '"$1"',
      () => '$2',
      () => '"$EXTERN"',
      () => `"\${${name}%%:*}"`,
      () => `\${${name}#-}`,
      () => `"\${${name}/a/z}"`,
      () => `pre"$${name}"post`,
      () => `{p,q}${this.pick(['', '1'])}`,
      () => `"\${#${list}[@]}"`,
      () => `$((${this.number(4)} + 1))`,
      () => (depth > 0 ? `"$(${this.substitution(depth - 1)})"` : 'w'),
      () => (depth > 0 ? `$(${this.substitution(depth - 1)})` : 'w'),
    ];
    return (kinds[this.number(kinds.length)] ?? ((): string => 'a'))();
  }

  words(depth: number, most = 3): string {
    return Array.from({ length: this.number(most + 1) }, () => this.word(depth)).join(' ');
  }

  substitution(depth: number): string {
    return this.pick([
      `echo ${this.words(depth)}`,
      `printf '%s' ${this.word(depth)}`,
      `printf '%s\\n' ${this.words(depth)}`,
      `${this.function()} ${this.words(depth)}`,
      `basename ${this.pick(['a/b', '"/x/y.z" .z', '/x/'])}`,
      'dirname a/b/c',
      `cat sub/value.txt`,
      `${this.condition()} && echo ${this.word(depth)}`,
      `${this.condition()} && echo yes || echo no`,
      `A=b; echo $A`,
      `echo a; echo ${this.word(depth)}`,
      `if ${this.condition()}; then echo i; fi`,
    ]);
  }

  /** Input for line-by-line reading. */
  lines(): string {
    return this.pick([
      `<<'EOF'\na b\n-p 1:2\n\nlast\nEOF`,
      `<<EOF\n$${this.name()} k\nx\nEOF`,
      '< sub/value.txt',
      `<<< "$${this.name()}"`,
      `< <(echo a; echo "$${this.name()}")`,
    ]);
  }

  function(): string {
    return this.#callable === 0 ? 'echo' : (FUNCTIONS[this.number(this.#callable)] ?? 'f');
  }

  /** A chain of conditions, some of which set variables. */
  chain(body: () => string): string {
    const arms = Array.from({ length: 2 + this.number(3) }, () => {
      const sets = this.pick(['', '', `${this.name()}=${this.word(0)}; `, `read -r ${this.name()} <<< 'e f'; `]);
      return `${sets}${this.condition()}; then\n${body()}\n`;
    });
    return `if ${arms.join('elif ')}${this.pick(['', `else\n${body()}\n`])}fi`;
  }

  counter(): string {
    this.#loops += 1;
    return `n${this.#loops}`;
  }

  condition(): string {
    const name = this.name();
    return this.pick([
      `[ -z "$${name}" ]`,
      `[ -n "\${${name}:-}" ]`,
      `[ -z \${${name}:-} ]`,
      `[ "$${name}" = a ]`,
      `[[ $${name} == a* ]]`,
      `[[ $${name} != *\\** ]]`,
      `[ $# -gt 1 ]`,
      `[ "$1" = b ]`,
      '[ -n "$EXTERN" ]',
      `(( \${#${this.array()}[@]} > 1 ))`,
      'true',
      'false',
      '! false',
      'test -f sub/env.sh',
    ]);
  }

  docker(depth: number): string {
    const rest = this.words(depth, 4);
    return this.pick([
      `docker run ${rest}`,
      `docker exec ${rest}`,
      `"$DOCKER" run ${rest}`,
      `d run ${rest}`,
      `sudo docker run ${rest}`,
      `docker "\${${this.array()}[@]}" ${rest}`,
      `A=1 docker create ${rest}`,
    ]);
  }

  assignment({ isInFunction }: Where): string {
    const [name, list] = [this.name(), this.array()];
    const local = isInFunction && this.number(3) === 0 ? 'local ' : '';
    return this.pick([
      `${local}${name}=${this.word(1)}`,
      `${local}${name}=${this.literal()}`,
      `${name}+=${this.literal()}`,
      `${name}="$${name} ${this.pick(['z', '--init', '$B'])}"`,
      `${list}=(${this.words(1)})`,
      `${list}+=(${this.words(1)})`,
      `unset ${name}`,
      `: "\${${name}:=${this.pick(['a', 'd e'])}}"`,
      `export ${name}`,
      `read -r ${name} <<< ${this.literal()}`,
      `read -r ${name} ${this.name()} <<< ${this.word(0)}`,
      `IFS=${this.pick([':', '" :"', ''])} read -r ${name} ${this.name()} <<< ${this.pick(['a:b:c', '"x y"', '" :z "', 'a::'])}`,
      `read -ra ${list} <<< ${this.literal()}`,
      `mapfile -t ${list} ${this.lines()}`,
      `set -- ${this.words(1)}`,
      'shift || true',
      `printf -v ${name} %s x`,
      `declare -A T=([k]=${this.literal()}); ${name}=\${T[k]}`,
      `(( N += 1 )) || true; ${name}=$N`,
    ]);
  }

  statement(where: Where): string {
    const { depth } = where;
    if (depth <= 0) return this.number(2) === 0 ? this.docker(0) : this.assignment(where);
    const inner: Where = { ...where, depth: depth - 1 };
    const body = (at: Where = inner): string => this.block(at, 2);
    const kinds: readonly (() => string)[] = [
      () => this.docker(1),
      () => this.docker(1),
      () => this.docker(1),
      () => this.assignment(where),
      () => this.assignment(where),
      () => this.assignment(where),
      () => `${this.function()} ${this.words(1)}`,
      () => `${this.function()} ${this.words(1)}`,
      () => `if ${this.condition()}; then\n${body()}\nfi`,
      () => `if ${this.condition()}; then\n${body()}\nelse\n${body()}\nfi`,
      () => this.chain(body),
      () =>
        `case ${this.word(0)} in\n  a|b*) ${this.docker(0)} ;;\n  *\\**) ${this.docker(0)} ;;\n  *) ${this.assignment(where)} ;;\nesac`,
      () => `for i in ${this.words(1)}; do\n${body({ ...inner, isInLoop: true })}\ndocker run "$i"\ndone`,
      () => {
        const n = this.counter();
        const start = `${n}=0; while [ $${n} -lt ${this.number(3)} ]; do\n${n}=$((${n} + 1))`;
        return `${start}\n${body({ ...inner, isInLoop: true })}\ndone`;
      },
      () => `${this.condition()} && ${this.docker(0)}`,
      () => `${this.condition()} || ${this.docker(0)}`,
      () => `${this.condition()} && { ${this.assignment(where)}; ${this.docker(0)}; }`,
      () => `${this.condition()} && ${this.end(where)}`,
      () => `if ${this.condition()}; then ${this.end(where)}; fi`,
      () => `(\n${body()}\n)`,
      () => `{\n${body()}\n} > /dev/null`,
      () => `while read -r ${this.name()}; do\n${body({ ...inner, isInLoop: true })}\ndone ${this.lines()}`,
      () =>
        `printf '%s\\n' ${this.words(0)} | while read -r ${this.name()} C; do\n${body({ ...inner, isInLoop: true })}\ndone`,
      () => `stdin <<< 'docker run "$A" given'`,
      () => `{ bash; } <<EOF\ndocker run "$${this.name()}" group\nEOF`,
      () => `${this.docker(0)} | cat`,
      () => `eval "docker run \\$${this.name()} $${this.name()}"`,
      () => `bash -c 'docker run "$@"' name ${this.words(0)}`,
      () => `bash <<EOF\ndocker run $${this.name()} k\nEOF`,
      () => `bash <<'EOF'\ndocker run k\nEOF`,
      () =>
        `{\necho docker run written\n${this.assignment(where)}\necho "docker run $${this.name()}"\n} > made.sh\nbash made.sh`,
      () => `trap '${this.pick(['docker run "$A" trap', 'docker exec trap'])}' EXIT`,
      () => this.source(),
      () => this.source(),
    ];
    return (kinds[this.number(kinds.length)] ?? ((): string => ':'))();
  }

  end({ isInFunction, isInLoop }: Where): string {
    const ends = [
      'exit 0',
      ...(isInFunction ? ['return', 'return 1'] : []),
      ...(isInLoop ? ['break', 'continue'] : []),
    ];
    return ends[this.number(ends.length)] ?? 'exit 0';
  }

  source(): string {
    const library = LIBRARIES[this.number(LIBRARIES.length)] ?? 'lib.sh';
    return this.pick([
      `. ./${library}`,
      `. "$(dirname "$0")/${library}"`,
      `source "$HERE/${library}"`,
      `. "\${BASH_SOURCE[0]%/*}/none.sh" 2> /dev/null`,
      `[ -f ${library} ] && . ./${library}`,
      `. ./${library} ${this.words(0)}`,
    ]);
  }

  block(where: Where, most: number): string {
    return Array.from({ length: 1 + this.number(most) }, () => this.statement(where)).join('\n');
  }

  library(): string {
    const where: Where = { depth: 1, isInFunction: false, isInLoop: false };
    this.#callable = 0;
    const lines = Array.from({ length: 1 + this.number(3) }, () =>
      this.pick([
        () => this.assignment(where),
        () => this.definition(1),
        () => this.docker(0),
        () => `${this.condition()} && return`,
      ])(),
    );
    this.#callable = FUNCTIONS.length;
    return `${lines.join('\n')}\n`;
  }

  definition(depth: number): string {
    const before = this.#callable;
    const index = this.number(FUNCTIONS.length);
    this.#callable = Math.min(before, index);
    const body = this.block({ depth, isInFunction: true, isInLoop: false }, 3);
    this.#callable = before;
    return `${FUNCTIONS[index] ?? 'f'}() {\n${this.number(2) === 0 ? 'echo out\n' : ''}${body}\n}`;
  }
}

/**
 * A script that bash runs to its end: loops terminate, and functions recurse at most a few times.
 */
export function randomScript(seed: number): RandomScript {
  const writer = new Writer(createRandom(seed));
  const main = [
    'set -f; export SHELLOPTS',
    'HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)',
    'DOCKER=docker',
    'd() { docker "$@"; }',
    'stdin() { bash; }',
    // Recursion ends here.
    ...FUNCTIONS.map((name) => `${name}() { docker run ${name} "$@"; }`),
    ...Array.from({ length: writer.number(3) }, () => writer.definition(2)),
    ...Array.from({ length: 3 + writer.number(6) }, () =>
      writer.statement({ depth: 2, isInFunction: false, isInLoop: false }),
    ),
  ];
  return {
    files: new Map([
      [MAIN, `${main.join('\n')}\n`],
      ['lib.sh', writer.library()],
      ['sub/env.sh', writer.library()],
      ['sub/value.txt', `${writer.pick(['v', 'v w', '--init'])}\n`],
    ]),
  };
}
