import { dialectOf } from '../../model/container.ts';
import { words } from '../../util/words.ts';
import { isCapability, normalizeCapability } from '../shared/privileges/capabilities.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { type Check, type Values, value } from './check.ts';

/** One millisecond in nanoseconds. */
const LEAST_DURATION = 1_000_000;
const HIGHEST_CPU = 8192;
const LONGEST_HOST_NAME = 64;
const RESTART_POLICIES: ReadonlySet<string> = new Set(['', 'no', 'always', 'on-failure', 'unless-stopped']);
const CONTAINER_NAME = /^(?:\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+)?$/;
const DEVICE_RULE = /^[acb] (?:\d+|\*):(?:\d+|\*) [rwm]{1,3}$/;
/** Options with a value whose parts the engine checks on creation. */
const SECURITY_OPTION =
  /^(?:(?:label|apparmor|seccomp)[=:].*|(?:no-new-privileges|writable-cgroups)[=:](?:[01tTfF]|true|True|TRUE|false|False|FALSE))$/s;
const IP_4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
/** moby `sys/signal`. */
const SIGNALS: ReadonlySet<string> = new Set(
  words(
    `ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP
    TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ`,
  ),
);
const REAL_TIME_SIGNAL = /^RTM(?:IN(?:\+(?:[1-9]|1[0-5]))?|AX(?:-(?:[1-9]|1[0-4]))?)$/;
/** go-units `ulimitNameMapping`. */
const ULIMITS: ReadonlySet<string> = new Set(
  words('core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'),
);
/** Namespaced kernel parameters, if no namespace is the host's (runc `configs/validate`). */
const SYSCTL =
  /^(?:net\..*|fs\.mqueue\..*|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname))$/s;

const RETRIES: Values<number> = {
  what: 'a retry count of',
  of: ({ hostConfig }) => hostConfig.restartPolicy?.maximumRetryCount,
};

const DURATIONS: Readonly<Record<string, Values<number>>> = {
  Interval: { what: 'a health check every', of: ({ config }) => config.healthcheck?.interval },
  Timeout: { what: 'a health check with a timeout of', of: ({ config }) => config.healthcheck?.timeout },
  StartPeriod: { what: 'a health check with a start period of', of: ({ config }) => config.healthcheck?.startPeriod },
  StartInterval: {
    what: 'a health check with a start interval of',
    of: ({ config }) => config.healthcheck?.startInterval,
  },
};

const CPU_SETS: Readonly<Record<string, Values<string>>> = {
  cpus: { what: 'CPU set', of: ({ hostConfig }) => hostConfig.cpusetCpus },
  mems: { what: 'memory node set', of: ({ hostConfig }) => hostConfig.cpusetMems },
};

const CAPABILITIES: Readonly<Record<string, Values<string>>> = {
  CapAdd: { what: 'capability', of: ({ hostConfig }) => hostConfig.capAdd },
  CapDrop: { what: 'dropped capability', of: ({ hostConfig }) => hostConfig.capDrop },
};

/** moby `daemon/container.go`, `verifyContainerSettings`, and checks at container start. */
export const SETTINGS: readonly Check[] = [
  value<string>({
    what: 'working directory',
    of: ({ config }) => config.workingDir,
    isRefused: (path) => !/^(?:$|[/\\]|[a-z]:)/i.test(path),
    says: "the working directory '{}' is invalid, it needs to be an absolute path",
    remedy: 'Write an absolute path.',
  }),
  value<string>({
    what: 'entrypoint',
    toText: () => '""',
    of: ({ config: { entrypoint, cmd = [] } }) =>
      entrypoint?.length === 1 && cmd.length === 0 ? entrypoint : undefined,
    isRefused: (word) => word === '',
    says: 'no command specified',
    remedy: 'Set a command: with its entrypoint overridden, the image has none.',
    lacks: true,
  }),
  value<string>({
    what: 'stop signal',
    of: ({ config }) => config.stopSignal,
    isRefused: (signal) => !isSignal(signal),
    says: 'invalid signal: {}',
    remedy: 'Use a name such as `SIGTERM`, or a number.',
  }),
  value<string>({
    what: 'hostname',
    of: ({ config }) => config.hostname,
    isRefused: (name) => new TextEncoder().encode(name).length > LONGEST_HOST_NAME,
    says: 'sethostname: invalid argument',
    remedy: 'Use at most 64 bytes.',
    when: 'start',
  }),
  value<string>({
    what: 'container name',
    of: ({ containerName }) => containerName,
    except: ({ origin }) => dialectOf(origin) === 'compose',
    isRefused: (name) => !CONTAINER_NAME.test(name),
    says: 'Invalid container name ({}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    remedy: 'Use at least two of these characters.',
  }),
  value<string>({
    what: 'restart policy',
    of: ({ hostConfig }) => hostConfig.restartPolicy?.name,
    except: ({ orchestrator }) => orchestrator !== undefined,
    isRefused: (policy) => !RESTART_POLICIES.has(policy),
    says: "invalid restart policy: unknown policy '{}'",
    remedy: 'Use `no`, `always`, `on-failure` or `unless-stopped`.',
  }),
  value({
    ...RETRIES,
    except: ({ orchestrator }) => orchestrator !== undefined,
    isRefused: (count) => count < 0,
    says: 'invalid restart policy: maximum retry count cannot be negative',
    remedy: 'Use 0 or more.',
  }),
  value({
    ...RETRIES,
    except: ({ orchestrator, hostConfig: { restartPolicy: policy } }) =>
      orchestrator !== undefined || policy?.name.known !== true || policy.name.value === 'on-failure',
    isRefused: (count) => count > 0,
    says: "invalid restart policy: maximum retry count can only be used with 'on-failure'",
    remedy: 'Change the policy to `on-failure`, or remove the count.',
  }),
  ...Object.entries(DURATIONS).map(([name, duration]) =>
    value({
      ...duration,
      toText: (nanoseconds) => `${nanoseconds}ns`,
      isRefused: (nanoseconds) => nanoseconds !== 0 && nanoseconds < LEAST_DURATION,
      says: `${name} in Healthcheck cannot be less than 1ms`,
      remedy: 'Use 1 ms or more.',
    }),
  ),
  ...Object.entries(CPU_SETS).map(([name, set]) =>
    value({
      ...set,
      isRefused: (list) => list !== '' && !list.split(',').every(isNumberOrRange),
      says: `Invalid value {} for cpuset ${name}`,
      remedy: 'Use numbers up to 8192 and ranges, such as `0-3,7`.',
    }),
  ),
  ...Object.entries(CAPABILITIES).map(([name, capability]) =>
    value({
      ...capability,
      except: (container) => coveredByPrivileged(container) === undefined,
      isRefused: (written) => !isCapability(normalizeCapability(written)),
      says: `invalid ${name}: unknown capability`,
      remedy: 'Use a name from capabilities(7), such as `NET_RAW`, or `ALL`.',
    }),
  ),
  value<string>({
    what: 'security option',
    of: ({ hostConfig }) => hostConfig.securityOpt,
    // Clients reject a word alone.
    isRefused: (option) => /[=:]/.test(option) && !SECURITY_OPTION.test(option),
    says: 'invalid --security-opt: "{}"',
    remedy: 'Use `no-new-privileges`, `apparmor=…`, `label=…` or `seccomp=…`.',
  }),
  value<string>({
    what: 'ulimit',
    of: ({ hostConfig }) => hostConfig.ulimits?.map(({ name }) => name),
    isRefused: (name) => !ULIMITS.has(name),
    says: 'wrong rlimit value',
    remedy: `Use one of ${[...ULIMITS].join(', ')}.`,
    when: 'start',
  }),
  value<string>({
    what: 'sysctl',
    of: ({ hostConfig }) => hostConfig.sysctls?.map(({ key }) => key),
    isRefused: (key) => !SYSCTL.test(key.replaceAll('/', '.')),
    says: 'sysctl "{}" is not in a separate kernel namespace',
    remedy: "Set it on the host; it isn't namespaced.",
    when: 'start',
  }),
  value<string>({
    what: 'device cgroup rule',
    of: ({ hostConfig }) => hostConfig.deviceCgroupRules,
    isRefused: (rule) => !DEVICE_RULE.test(rule),
    says: "invalid device cgroup rule format: '{}'",
    remedy: 'Write the type, numbers and permissions, such as `c 189:* rmw`.',
    when: 'start',
  }),
  value<string>({
    what: 'extra host',
    of: ({ hostConfig }) => hostConfig.extraHosts,
    isRefused: (host) => !isHostWithAddress(host),
    says: 'invalid IP address in add-host',
    remedy: 'Write a name and an address or `host-gateway`, such as `db:10.0.0.5`.',
  }),
  value<string>({
    what: 'annotation',
    of: ({ hostConfig }) => hostConfig.annotations?.map(({ key }) => key),
    toText: () => '=',
    isRefused: (key) => key === '',
    says: 'invalid Annotations: the empty string is not permitted as an annotation key',
    remedy: 'Add the name.',
  }),
  value<string>({
    what: 'variable',
    of: ({ config }) => config.env,
    toText: () => '=',
    isRefused: (variable) => variable === '' || variable.startsWith('='),
    says: 'invalid environment variable',
    remedy: 'Add the name.',
  }),
];

/** Whether a zone (`%eth0`) is allowed depends on the engine. */
function isHostWithAddress(text: string): boolean {
  const colon = text.indexOf(':');
  const address = text.slice(colon + 1).trim();
  const isIp6 = address.includes(':') && /^[\da-f:.]+(?:%|$)/i.test(address);
  return colon > 0 && (address === 'host-gateway' || isIp6 || IP_4.test(address));
}

function isSignal(signal: string): boolean {
  if (signal === '') return true;
  if (/^[+-]?\d+$/.test(signal)) return Number(signal) !== 0;
  const name = signal.toUpperCase().replace(/^SIG/, '');
  return SIGNALS.has(name) || REAL_TIME_SIGNAL.test(name);
}

function isNumberOrRange(part: string): boolean {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
  return first !== undefined && Number(first) <= Number(last ?? first) && Number(last ?? first) <= HIGHEST_CPU;
}
