import { type Container, dialectOf } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import { type Pattern, valueOf } from '../../text/setting.ts';
import { FORMS, texts } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { risky, type StatedFix, setTo } from '../shared/changes.ts';
import { ask, demand } from '../shared/demand.ts';
import { hasImageOf } from '../shared/image/image-config.ts';
import { sourceText, unknownImage } from '../shared/image/known.ts';
import { startsOwnProgram } from '../shared/network/program-settings.ts';
import { settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'missing-healthcheck',
  references: [{ kind: 'cis', item: 26, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 2.7,
  title: 'Container has no health check',
  brief: 'no health check',
  lacks: 'no health check',
  recommendation: 'A health check is configured',
  options: {
    imagesWithHealthcheck: texts(
      [],
      'Image repositories known to include a health check, such as `gitlab/gitlab-ce`.',
      { pattern: FORMS.repository },
    ),
  },
  fixes: {
    check: risky(
      'low',
      "Use the health check from the image's documentation",
      'A swarm stops unhealthy containers; elsewhere, it affects only tools that wait for or act on the status.',
    ),
  },
  messages: {
    missing: (voice, { source, check }: { source: string | undefined; check?: string | undefined }) => ({
      what: `${voice.name} has no health check${source === undefined ? '' : `, and its image has none either (${source})`}: a hang goes unnoticed.`,
      remedy: voice.remedy({
        compose: `Add \`healthcheck\` with a \`test\`${check === undefined ? '' : `, such as \`${check}\``}.`,
        docker: `Add \`--health-cmd\`${check === undefined ? '' : `, such as \`${check}\``}.`,
        inspect: 'Recreate the container with `--health-cmd`, or from an image with a `HEALTHCHECK`.',
      }),
    }),
    notBuiltIn: (voice, { base }: { base: string | undefined }) => ({
      what: `${voice.name} has no health check in its configuration, its Dockerfile${base === undefined ? '' : ` or its base image ${base}`}: a hang goes unnoticed.`,
      remedy: voice.remedy({
        compose: 'Add `healthcheck` with a `test`, or add `HEALTHCHECK` to the Dockerfile.',
        docker: 'Add `--health-cmd`, or add `HEALTHCHECK` to the Dockerfile.',
      }),
    }),
    disabledByImage: (voice) => ({
      what: `${voice.name} has no health check because its Dockerfile disables it: a hang goes unnoticed.`,
      remedy: 'Remove `HEALTHCHECK NONE`, or write a check that works.',
    }),
    disabled: (voice) => ({
      what: `${voice.name} disables the image's health check: a hang goes unnoticed.`,
      remedy: voice.remedy({
        compose: 'Remove `disable: true` or the test `NONE`, or write a `test` that works.',
        docker: 'Remove `--no-healthcheck`, or write a check that works with `--health-cmd`.',
      }),
    }),
  },
  *check(container, { options: { imagesWithHealthcheck }, image: known, ...context }) {
    const { decide, fail, missing, mayBeMissing, unknownValue } = context;
    if (container.engine?.hasHealth === true || runsOnce(container)) return;
    const { config, image, origin } = container;
    const own = config.healthcheck?.test?.[0];
    const test = own ?? image?.healthcheck?.test?.[0];
    const fact = test === undefined ? known().healthcheck : undefined;
    if (test === undefined && hasImageOf(container, imagesWithHealthcheck)) return;
    if (fact !== undefined && fact.value !== 'none') return;
    yield* decide(
      demand('The health check', test, (first) => first !== 'NONE'),
      {
        absent: () => {
          const kept = ask(config.healthcheck?.isKept, Boolean);
          if (kept.kind === 'undecided') return unknownValue("Whether the image's health check applies", kept.setting);
          // What an engine shows of a container has what its image brings.
          if (dialectOf(origin) === 'inspect') return missing('missing', { source: undefined });
          if (fact === undefined) return mayBeMissing(unknownImage(container));
          const source = sourceText(fact.source);
          const isCheckable = startsOwnProgram(container, known()) && !mayListenElsewhere(container);
          const check = isCheckable ? known().program?.value.check : undefined;
          if (image === undefined)
            return missing('missing', { source, check }, { fixes: check === undefined ? [] : [toFix(check)] });
          const base = fact.source.kind === 'dockerfile' ? undefined : `\`${settingText(image.base)}\` (${source})`;
          const related = { location: image.base.place.location, message: 'its base image' };
          return missing('notBuiltIn', { base }, { related: [related] });
        },
        unmet: (check) => fail(check, own === undefined ? 'disabledByImage' : 'disabled', {}, { severity: 'warning' }),
      },
    );
  },
});

/** Parts of commands and variables that move a listener, encrypt it, or read a file that may. */
const ELSEWHERE =
  /^-p\d*$|port|sock|tls|ssl|listen|bind|addr|^--?h(?:ost|ostname)?(?:=|$)|config|defaults-|\.(?:conf|cnf|ini|json|toml|ya?ml)$/i;
const ELSEWHERE_VARIABLE = /^\w*(?:PORT|SOCK|TLS|SSL|LISTEN|BIND|ADDR)\w*(?:=|$)/i;

/** True where the program may not listen where the check of the image's documentation probes. */
function mayListenElsewhere({ config: { cmd = [], env = [] } }: Container): boolean {
  return (
    cmd.some((word) => !word.known || ELSEWHERE.test(word.value)) ||
    env.some((entry) => (entry.known ? ELSEWHERE_VARIABLE.test(entry.value) : mayName(entry.pattern)))
  );
}

/** An unknown value of a variable with another name moves nothing. */
function mayName([first]: Pattern): boolean {
  return typeof first !== 'string' || !first.includes('=') || ELSEWHERE_VARIABLE.test(first);
}

function toFix(command: string): StatedFix<'check'> {
  const title = `Check its health with \`${command}\``;
  return { id: 'check', title, changes: [setTo('healthcheck', { test: ['CMD-SHELL', command] })] };
}

/** A service that is a task: it is not restarted and has no ports. */
function runsOnce({ origin, config, hostConfig, unresolvedOptions }: Container): boolean {
  if (origin !== 'compose' || unresolvedOptions.length > 0) return false;
  const policy = hostConfig.restartPolicy?.name;
  const ports = [...(hostConfig.portBindings ?? []), ...(config.exposedPorts ?? [])];
  return policy !== undefined && valueOf(policy) === 'no' && isCertain(policy.place) && ports.length === 0;
}
