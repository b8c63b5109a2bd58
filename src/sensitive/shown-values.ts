import type { Place } from '../text/location.ts';
import { type Segment, Text, UNKNOWN_CHARACTER } from '../text/text.ts';
import { secretsIn } from './line-secrets.ts';
import { isSecretName } from './names.ts';

/*
 * Values from outside may be secret, so reports show only the variable's name. Exceptions are
 * values with the form of checked settings (port, size, path), which users must see.
 */

const NUMBER = /^[\d.:+-]+(?:\/(?:tcp|udp|sctp))?$/;
const SIZE = /^-?\d+(?:\.\d+)?\s?[a-z]{0,3}$/i;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|ms|[smhdw]))+$/;
const BOOLEAN = /^(?:true|false|yes|no|on|off|y|n|0|1)$/i;
const IMAGE = /^[a-z\d][\w.-]*(?::\d+)?(?:\/[\w.-]+){0,100}(?::[\w.-]+)?(?:@sha256:[a-f\d]{64})?$/;
/** Paths, optionally with a container path and mount options. */
const PATHS =
  /^(?:[a-z]:)?[./~\\][\w .\-~/\\@+]*(?::\/[\w.\-/@+]*)?(?::(?:[a-z]{1,2}|r?(?:shared|slave|private)|cached|delegated|consistent|nocopy|rwm?|mr?w?)(?:,(?:[a-z]{1,2}|r?(?:shared|slave|private)|cached|delegated|nocopy))*)?$/i;
const NETWORK = /^(?:host|bridge|none|default|nat|private|shareable)$/;
const USER = /^(?:root|nobody|\d+)(?::(?:root|nobody|nogroup|\d+))?$/;
const RESTART = /^(?:always|unless-stopped|no|none|any|on-failure(?::\d+)?)$/;
const CAPABILITY =
  /^(?:all|(?:cap_)?(?:[a-z]+_)*(?:admin|module|rawio|boot|time|search|bpf|perfmon|syslog|override|ptrace|service|broadcast|raw|lock|owner|chroot|pacct|nice|resource|config|mknod|lease|write|control|fcap|suspend|alarm|read|restore|chown|fowner|fsetid|kill|setgid|setuid|setpcap|immutable))$/i;
const SECURITY =
  /^(?:no-new-privileges(?:[:=](?:true|false))?|(?:seccomp|apparmor|label|systempaths)[:=](?:unconfined|disable|docker-default))$/;
const PROPAGATION = /^r?(?:shared|slave|private)$/;

/** The forms of values to show, by Compose key and flag. */
const FORMS: ReadonlyMap<string, RegExp> = new Map(
  (
    [
      ['image', IMAGE],
      ['ports publish published expose cpuset cpuset-cpus', NUMBER],
      ['target', /^(?:\d+|\/[\w.\-/]*)$/],
      ['host_ip', /^\d{1,3}(?:\.\d{1,3}){3}$/],
      ['restart condition', RESTART],
      ['volumes volume source device devices tmpfs env_file label_file file context dockerfile', PATHS],
      ['propagation', PROPAGATION],
      ['mem_limit mem_reservation memswap_limit mem_swappiness memory shm_size shm-size', SIZE],
      ['memory-reservation memory-swap memory-swappiness', SIZE],
      ['cpus cpu_count cpu_percent cpu_shares cpu-shares cpu_period cpu_quota', SIZE],
      ['pids pids_limit pids-limit ulimits oom_score_adj max_attempts replicas scale retries', SIZE],
      ['ulimit', /^[a-z]+=\d+(?::\d+)?$/],
      ['interval timeout start_period start_interval stop_grace_period delay window', DURATION],
      ['user', USER],
      ['privileged read_only read-only init external required', BOOLEAN],
      ['cap_add cap_drop cap-add cap-drop', CAPABILITY],
      ['security_opt security-opt', SECURITY],
      ['network_mode network pid ipc uts userns userns_mode cgroup', NETWORK],
    ] as const
  ).flatMap(([names, form]) => names.split(' ').map((name) => [name, form] as const)),
);

/** The form of values to show for a key or flag. `undefined` if none from outside is shown. */
export function shownForm(key: string): RegExp | undefined {
  return FORMS.get(key);
}

/** Shows a value from outside if it has this form and the variable's name indicates no secret. */
export function withShownValues(
  text: Text,
  form: RegExp | undefined,
  isOutside: (path: string) => boolean = () => false,
): Text {
  if (form === undefined || !text.segments.some(comesFromOutside)) return text;
  const { skeleton } = text;
  const isHarmless =
    // Treat unknown parts as numbers, which they may be.
    form.test(skeleton.replaceAll(UNKNOWN_CHARACTER, '1')) &&
    secretsIn(skeleton).length === 0 &&
    !text.segments.some(({ place }) => place.hops.some(({ location }) => isOutside(location.path))) &&
    !text.segments.some(({ place }) => isSecretVariable(place));
  return isHarmless ? new Text(text.segments.map(shown), text.whole) : text;
}

function comesFromOutside({ place }: Segment): boolean {
  return place.shown !== undefined;
}

function isSecretVariable({ shown: expression = '' }: Place): boolean {
  return Array.from(expression.matchAll(/\$\{(\w+)\}/g)).some(([, name = '']) => isSecretName(name));
}

function shown(segment: Segment): Segment {
  const { shown: name, ...place } = segment.place;
  return name === undefined ? segment : { ...segment, place: { ...place, expression: place.expression ?? name } };
}
