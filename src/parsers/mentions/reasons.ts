import { words } from '../../util/words.ts';
import { isPrinter } from '../programs/wrappers.ts';
import type { Surroundings } from './surroundings.ts';

/** A reason why a mention starts nothing. */
export interface Reason {
  /** A noun phrase, for the documentation. */
  readonly what: string;
  /** A file in which the mention starts nothing, and one in which it counts. */
  readonly silent: Example;
  readonly loud: Example;
  /** Absent if a parser or the search for mentions decides it. */
  readonly holds?: (mention: Surroundings) => boolean;
  /** True if the reason doesn't apply to text that is printed into a file or another program. */
  readonly isPrinted?: true;
}

export interface Example {
  readonly path: string;
  readonly text: string;
}

const of = (path: string, text: string): Example => ({ path, text });

/** A mention is reported unless one of these applies. */
export const REASONS: readonly Reason[] = [
  {
    what: 'a command that plimsoll read and checked',
    silent: of('a.sh', 'sudo docker run -d a'),
    loud: of('a.sh', "git rebase --exec 'docker run -d a'"),
  },
  {
    what: 'a subcommand that starts nothing',
    silent: of('a.py', 'os.system("docker pull a")'),
    loud: of('a.py', 'os.system("docker start a")'),
  },
  {
    what: "an engine's name as part of a longer word, as the name of a service, group, driver or package, or as the value of an option such as `--runtime`",
    silent: of('a.py', 'os.system("my-docker run a; service docker start")'),
    loud: of('a.py', 'os.system("/opt/bin/docker run a")'),
    holds: ({ mention, takers: [taker = ''] }) => mention.rule === 'list' && /drivers?=$/i.test(taker),
  },
  {
    what: 'a comment or docstring',
    silent: of('a.py', 'def f():\n    """\n    docker run a\n    """\n    # docker run a\n'),
    loud: of('a.py', 'TEXT = """\ndocker run a\n"""\n'),
    holds: ({ isComment }) => isComment,
  },
  {
    what: 'a document (Markdown, HTML, plain text, translations, expected test output), or a text cell in a notebook',
    silent: of('a.md', 'docker run a\n'),
    loud: of('a.ps1', 'docker run a\n'),
  },
  {
    what: 'the value of a descriptive key: `description`, `message`, `help` …',
    silent: of('a.yaml', 'description: docker run a\n'),
    loud: of('a.yaml', 'hook: docker run a\n'),
    holds: ({ takers, text, mention }) =>
      mention.isMapping !== true && takers.some((name) => isForPeople(name) && !isRunLater(name, text)),
  },
  {
    what: 'text that is printed, logged, raised or asserted: `echo`, `die`, `log.Fatal`, `t.Errorf`, `raise`',
    silent: of('a.go', 'log.Fatalf("docker run a: %v", err)'),
    loud: of('a.go', 'shell.Runf("docker run a: %v", err)'),
    holds: ({ takers, after }) => isTold(takers, after),
    isPrinted: true,
  },
  {
    what: 'text that the code compares or searches for, or names that a loop goes through: `grep`, `==`, `strings.Contains`, `range`',
    silent: of('a.js', 'if (line === "docker run a") count += 1'),
    loud: of('a.js', 'line = "docker run a"'),
    holds: ({ before, after, takers: [taker = ''] }) =>
      COMPARED.test(before) ||
      PATTERN.test(before) ||
      /^(?:[efpz]?grep|rg)$/.test(taker) ||
      /^\s*(?:[=!]==?|(?:not )?in\b)/.test(after),
  },
  {
    what: 'words in a sentence',
    silent: of('a.js', 'f("To start it, use docker run with an image")'),
    loud: of('a.js', 'f("cd /srv && docker run image")'),
    holds: ({ lead, rest }) => isSentence(lead, rest),
  },
  {
    what: "an engine's name without a subcommand, in a call that runs nothing",
    silent: of('a.go', 'label("docker", args...)'),
    loud: of('a.go', 'exec.Command("docker", args...)'),
    holds: ({ mention, takers, lead }) =>
      mention.rule === 'open' &&
      !(mention.isNamed === true ? isRun(takers) : STARTS_COMMAND.test(lead) && (takers.length === 0 || isRun(takers))),
  },
  {
    what: 'a command after a prompt, in a string',
    silent: of('a.go', 'x := `\n$ docker run a\n`'),
    loud: of('a.go', 'x := `\ndocker run a\n`'),
    holds: ({ isString, lead }) => isString && /^\s*\$ $/.test(lead),
  },
  {
    what: 'a subcommand quoted in backticks, without an image',
    silent: of('a.rb', 'f "`docker run`"'),
    loud: of('a.rb', 'x = `docker run a`'),
    holds: ({ lead, rest }) => lead.endsWith('`') && rest.startsWith('`'),
  },
];

/**
 * True if there is a reason why a mention starts nothing. `isPassedOn` is true for printed text
 * that may run.
 */
export function isSilent(mention: Surroundings, isPassedOn = false): boolean {
  return REASONS.some((one) => one.holds?.(mention) === true && !(isPassedOn && one.isPrinted === true));
}

const COMPARED =
  /(?:[=!]==?|=~|!~|<>|\b(?:in|is|case|when|like|i?contains|startswith|endswith|range \[\]string)|-(?:eq|ne|c?match|c?like))\s{0,5}[([{"'rfub]{0,3}$/i;

/** A regular expression with a text to match: `assert_match /…`, `regexp_matches(%r{…`. */
const PATTERN =
  /(?:[=!]~|match\w{0,10}|regexp?\w{0,10})\s{0,3}\(?\s{0,3}(?:\/(?![/*])(?:[^/\n\\]|\\.){0,200}|%r\{[^}\n]{0,200})$/i;

/** The last part of a name as lower-case words: `self.assertEqual` is `assert equal`. */
function partsOf(name: string): readonly string[] {
  const last = name.split(/[.:>/]+/).findLast((part) => /[a-z]/i.test(part)) ?? '';
  return words(
    last
      .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
      .replace(/[^A-Za-z]+/g, ' ')
      .toLowerCase(),
  );
}

const RUNS: ReadonlySet<string> = new Set(
  words(
    `exec execute executes execfile cmd command commands run runs runner spawn system popen shell sh bash script scripts process
    subprocess call invoke start launch ssh eval execa`,
  ),
);
const TELLS: ReadonlySet<string> = new Set(
  words(
    `print printf println prints puts putln echo say log logs logf logln logger logging debug debugf debugln info infof infoln
    warn warnf warnln warning warningf error errorf errors err fatal fatalf fatalln trace notice critical severe panic panicf
    die exit abort fail fails failf failure raise throw throws exception bail croak confess notify announce display echoerr
    assert asserts asserted equal equals eql eq match matches matcher contain contains include includes included starts
    startswith endswith prefix suffix compare regex regexp search find index indexof grep replace gsub should
    expects expectation wanted describes it be been complete`,
  ),
);

const STARTS_COMMAND = /^\s*(?:sudo\s+|exec\s+|[A-Z_]+=\S*\s+)?$|(?:&&|\|\|?|;|\$\()\s*(?:sudo\s+)?$/;

/** True if one of the two innermost names suggests that a command runs. */
function isRun(takers: readonly string[]): boolean {
  return takers.slice(0, 2).some((name) => partsOf(name).some((part) => RUNS.has(part) || LISTS.has(part)));
}

const LISTS: ReadonlySet<string> = new Set(words('args argv sudo cmdline'));

/**
 * True if the innermost call whose name tells what it does prints, raises or compares. Output into
 * a file or program may run.
 */
function isTold(takers: readonly string[], after: string): boolean {
  if (
    /^[^\n]{0,10}(?:>>?|\|)\s*["']?[\w./$~-]/.test(after) &&
    /^(?:echo|printf?|cat|write-output)$/i.test(takers.at(-1) ?? '')
  )
    return false;
  for (const name of takers) {
    const parts = partsOf(name);
    if (name.endsWith('=')) continue;
    if (TELLS.has(parts.at(-1) ?? '')) return true;
    if (parts.some((part) => RUNS.has(part))) return false;
    if (parts.some((part) => TELLS.has(part)) || (parts.length > 0 && isPrinter(name))) return true;
  }
  return false;
}

const PEOPLE: ReadonlySet<string> = new Set(
  words(
    `usage help msg message messages hint hints desc description title heading comment example examples doc docs documentation
    summary short long aliases remediation remedy tooltip placeholder tip caption note notes want wants wanted expected expectation golden`,
  ),
);

/** True if a name's last word suggests a text that people read or tests expect. */
function isForPeople(name: string): boolean {
  const parts = partsOf(name);
  return (
    PEOPLE.has((parts.at(-1) === 'text' ? parts.at(-2) : parts.at(-1)) ?? '') || /^(?:want|expect)/.test(parts[0] ?? '')
  );
}

/** True if a call seems to run the variable's value. */
function isRunLater(name: string, text: string): boolean {
  const bare =
    name
      .replace('=', '')
      .split(/[.:>$@]+/)
      .at(-1) ?? '';
  if (!/^\w{1,100}$/.test(bare)) return false;
  return new RegExp(
    `(?:exec\\w*|system|popen|spawn\\w*|run\\w*|call|eval|sh|shell|bash -c)[("'\`\\s{$#\\[]{1,4}${bare}\\b`,
    'i',
  ).test(text);
}

/** Words that come before a command only in a sentence. */
const BEFORE: ReadonlySet<string> = new Set(
  words(
    `a an the this that these those use uses used using via with by of for to from in on at as like such see try tries and or
    not is are was be been when while where if you we it can could should must will would cannot failed failing fails fail error errors
    errored invoke invoked call called calling want need needs needed requires require please execute executing running run
    runs ran start starts starting started your our its after before without during into about because equivalent
    following example examples usage e.g i.e eg ie note hint tip warning tried instead either only does doesn't don't
    support supports supported issue issuing command commands unexpected expected got invalid unable attempt attempting`,
  ),
);
/** These also precede commands elsewhere, so a sentence needs another such word. */
const RUNNERS: ReadonlySet<string> = new Set(
  words('run execute exec start command call if while not invoke in to on at'),
);

/** Words that come after a subcommand only in a sentence. */
const AFTER =
  /^[`"']?[ \t]+(?:is|are|was|were|will|to|for|with|and|or|that|which|failed|fails|failure|failing|command|commands|error|errors|errored|into|did|does|has|have|can|should|must|not|exited|returned|timed|succeeded|flags?|options?|arguments?|args?|the|if|when|because|again|manually|first|instead|from|in|on|as|call|calls|invocation|process|step|output)\b(?![/:=@-])/;

function isSentence(lead: string, rest: string): boolean {
  const isOption = /\s--?[a-z]/i.test(rest);
  if (!isOption && (AFTER.test(rest) || (/^[,.)](?:\s|$)/.test(rest) && /(?:[A-Za-z]{2,40} ){2}/.test(lead))))
    return true;
  const before = lead.replace(/[\\"'`*_]{1,20}$/, '').trimEnd();
  if (before === '' || /[;|&({[=!<]$/.test(before)) return false;
  const [last = '', previous = ''] = words(before.slice(-100)).toReversed();
  const word = plain(last);
  if (!BEFORE.has(word) && !/^[a-z]{3,}ing$/.test(word)) return false;
  return !RUNNERS.has(word) || BEFORE.has(plain(previous)) || /^[A-Z][a-z]/.test(last);
}

function plain(word: string): string {
  return word.toLowerCase().replace(/^[(*_"'`]{1,20}|[^a-z]{1,20}$/g, '');
}
