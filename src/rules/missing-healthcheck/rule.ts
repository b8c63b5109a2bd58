import { type Container, dialectOf } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import { valueOf } from '../../text/setting.ts';
import { FORMS, textsOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { ask, demand } from '../shared/demand.ts';
import { imageAmong } from '../shared/image/image-name.ts';
import { sourceText, unknownImage } from '../shared/image/known.ts';
import { settingText } from '../shared/wording.ts';
import { type Probe, probeOf } from './probe.ts';

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
    imagesWithHealthcheck: textsOption(
      [],
      'Image repositories known to include a health check, such as `gitlab/gitlab-ce`.',
      FORMS.repository,
    ),
  },
  fixes: {
    check: {
      risk: 'low',
      title: "Use the health check from the image's documentation",
      breaks:
        'A swarm stops unhealthy containers; elsewhere, the check affects only tools that wait for the health status or act on it.',
    },
  },
  messages: {
    missing: (voice, { source, probe }: { source: string | undefined; probe?: Probe | undefined }) => ({
      what: `${voice.name} has no health check${source === undefined ? '' : `, and its image has none either (${source})`}: a hang goes unnoticed.`,
      compose: `Add \`healthcheck\` with a \`test\`${suggestion(probe).replaceAll('$', '$$$$')}.`,
      docker: `Add \`--health-cmd\`${suggestion(probe)}.`,
      inspect: 'Recreate the container with `--health-cmd`, or from an image with a `HEALTHCHECK`.',
    }),
    notBuiltIn: (voice, { base }: { base: string | undefined }) => ({
      what: `${voice.name} has no health check in its configuration${base === undefined ? ' or its Dockerfile' : `, its Dockerfile or its base image ${base}`}: a hang goes unnoticed.`,
      compose: 'Add `healthcheck` with a `test`, or add `HEALTHCHECK` to the Dockerfile.',
      docker: 'Add `--health-cmd`, or add `HEALTHCHECK` to the Dockerfile.',
    }),
    disabledByImage: (voice) => ({
      what: `${voice.name} has no health check because its Dockerfile disables it: a hang goes unnoticed.`,
      remedy: 'Remove `HEALTHCHECK NONE`, or write a check that works.',
    }),
    disabled: (voice) => ({
      what: `${voice.name} disables the image's health check: a hang goes unnoticed.`,
      compose: 'Remove `disable: true` or the test `NONE`, or write a `test` that works.',
      docker: 'Remove `--no-healthcheck`, or write a check that works with `--health-cmd`.',
    }),
  },
  check(container, { options: { imagesWithHealthcheck }, image: known, ...context }) {
    const { decide, fail, missing, mayBeMissing, unknownValue } = context;
    if (container.engine?.hasHealth === true || runsOnce(container)) return undefined;
    const { config, image, origin } = container;
    const own = config.healthcheck?.test?.[0];
    const test = own ?? image?.healthcheck?.test?.[0];
    const fact = test === undefined ? known().healthcheck : undefined;
    if (test === undefined && imageAmong(container, imagesWithHealthcheck) !== undefined) return undefined;
    if (fact !== undefined && fact.value !== 'none') return undefined;
    return decide(
      demand('The health check', test, (first) => first !== 'NONE'),
      {
        absent: () => {
          const kept = ask(config.healthcheck?.isKept, Boolean);
          if (kept.kind === 'undecided') return unknownValue("Whether the image's health check applies", kept.setting);
          // The output of inspect includes the image's settings.
          if (dialectOf(origin) === 'inspect') return missing('missing', { source: undefined });
          if (fact === undefined) return mayBeMissing(unknownImage(container));
          const source = sourceText(fact.source);
          if (image === undefined) {
            const probe = probeOf(container, known());
            const fixes = () => (probe?.kind === 'known' ? [toFix(probe.command)] : []);
            return missing('missing', { source, probe }, { fixes });
          }
          const base = fact.source.kind === 'dockerfile' ? undefined : `\`${settingText(image.base)}\` (${source})`;
          const related = { location: image.base.place.location, message: 'its base image' };
          return missing('notBuiltIn', { base }, { related: [related] });
        },
        unmet: (check) => fail(check, own === undefined ? 'disabledByImage' : 'disabled', {}, { severity: 'warning' }),
      },
    );
  },
});

function suggestion(probe: Probe | undefined): string {
  if (probe === undefined) return '';
  return probe.kind === 'known'
    ? `, such as \`${probe.command}\``
    : ` that connects where the program listens, which ${probe.because} may change`;
}

function toFix(command: string): StatedFix<'check'> {
  const title = `Check its health with \`${command}\``;
  return { id: 'check', title, changes: [setTo('healthcheck', { test: ['CMD-SHELL', command] })] };
}

/** A task: a service without restarts and ports. */
function runsOnce({ origin, config, hostConfig, unresolvedOptions }: Container): boolean {
  if (origin !== 'compose' || unresolvedOptions.length > 0) return false;
  const policy = hostConfig.restartPolicy?.name;
  const ports = [...(hostConfig.portBindings ?? []), ...(config.exposedPorts ?? [])];
  return policy !== undefined && valueOf(policy) === 'no' && isCertain(policy.place) && ports.length === 0;
}
