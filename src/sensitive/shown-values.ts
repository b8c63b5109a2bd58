import type { Place } from '../text/location.ts';
import { type Segment, Text, UNKNOWN_CHARACTER } from '../text/text.ts';
import { secretsIn } from './line-secrets.ts';
import { isSecretName } from './names.ts';

/*
 * A value from an env file or the environment is shown by its variable's name, since it may be a secret. One that goes where a rule looks and has the
 * form of what belongs there, such as a port, a size or a path, is none: a finding has to say it, or nobody can check the finding.
 */

const NUMBER = /^[\d.:+-]+(?:\/(?:tcp|udp|sctp))?$/;
const SIZE = /^-?\d+(?:\.\d+)?\s?[a-z]{0,3}$/i;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|ms|[smhdw]))+$/;
const BOOLEAN = /^(?:true|false|yes|no|on|off|y|n|0|1)$/i;
const IMAGE = /^[a-z\d][\w.-]*(?::\d+)?(?:\/[\w.-]+){0,100}(?::[\w.-]+)?(?:@sha256:[a-f\d]{64})?$/;
/** With the container's path and the options of a mount behind it. */
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

/** What belongs under a key of Compose, or behind a flag of the clients: values of that form are shown. */
const FORMS: Readonly<Record<string, RegExp>> = {
  image: IMAGE,
  ports: NUMBER,
  publish: NUMBER,
  published: NUMBER,
  target: /^(?:\d+|\/[\w.\-/]*)$/,
  expose: NUMBER,
  host_ip: /^\d{1,3}(?:\.\d{1,3}){3}$/,
  restart: RESTART,
  condition: RESTART,
  max_attempts: SIZE,
  volumes: PATHS,
  volume: PATHS,
  source: PATHS,
  device: PATHS,
  devices: PATHS,
  tmpfs: PATHS,
  env_file: PATHS,
  label_file: PATHS,
  file: PATHS,
  context: PATHS,
  dockerfile: PATHS,
  propagation: PROPAGATION,
  mem_limit: SIZE,
  mem_reservation: SIZE,
  memswap_limit: SIZE,
  memory: SIZE,
  'memory-reservation': SIZE,
  'memory-swap': SIZE,
  mem_swappiness: SIZE,
  'memory-swappiness': SIZE,
  cpus: SIZE,
  cpu_count: SIZE,
  cpu_percent: SIZE,
  cpu_shares: SIZE,
  'cpu-shares': SIZE,
  cpu_period: SIZE,
  cpu_quota: SIZE,
  cpuset: NUMBER,
  'cpuset-cpus': NUMBER,
  pids: SIZE,
  pids_limit: SIZE,
  'pids-limit': SIZE,
  shm_size: SIZE,
  'shm-size': SIZE,
  ulimits: SIZE,
  ulimit: /^[a-z]+=\d+(?::\d+)?$/,
  oom_score_adj: SIZE,
  replicas: SIZE,
  scale: SIZE,
  retries: SIZE,
  interval: DURATION,
  timeout: DURATION,
  start_period: DURATION,
  start_interval: DURATION,
  stop_grace_period: DURATION,
  delay: DURATION,
  window: DURATION,
  user: USER,
  privileged: BOOLEAN,
  read_only: BOOLEAN,
  'read-only': BOOLEAN,
  init: BOOLEAN,
  external: BOOLEAN,
  required: BOOLEAN,
  cap_add: CAPABILITY,
  cap_drop: CAPABILITY,
  'cap-add': CAPABILITY,
  'cap-drop': CAPABILITY,
  security_opt: SECURITY,
  'security-opt': SECURITY,
  network_mode: NETWORK,
  network: NETWORK,
  pid: NETWORK,
  ipc: NETWORK,
  uts: NETWORK,
  userns: NETWORK,
  userns_mode: NETWORK,
  cgroup: NETWORK,
};

/** The form of what belongs under a key or behind a flag; `undefined` where nothing is shown of what comes from outside. */
export function shownForm(key: string): RegExp | undefined {
  return Object.hasOwn(FORMS, key) ? FORMS[key] : undefined;
}

/** The text with what comes from outside of the linted files shown, where it is no secret: it has this form, and is no secret by its variable's name. */
export function withShownValues(
  text: Text,
  form: RegExp | undefined,
  isOutside: (path: string) => boolean = () => false,
): Text {
  if (form === undefined || !text.segments.some(comesFromOutside)) return text;
  const { skeleton } = text;
  const isHarmless =
    // Whatever is not known here may be a number.
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
