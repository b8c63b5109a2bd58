import type { Container } from '../../model/container.ts';
import { swappedPlatform } from '../../parsers/syntax/platform.ts';
import { isSameLocation } from '../../text/location.ts';
import { words } from '../../util/words.ts';
import { quote } from '../shared/wording.ts';
import { type EngineCheck, NO_REFUSALS, toRefusal, value } from './check.ts';

const RESTART_POLICIES: ReadonlySet<string> = new Set(['', 'no', 'always', 'on-failure', 'unless-stopped']);
/** go-units `ulimitNameMapping`. */
const ULIMITS: ReadonlySet<string> = new Set(
  words('core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'),
);
/** Users and groups with spaces at an end, which the engine takes for names (moby `sys/user`). */
const USERS: readonly (readonly [file: string, isRefused: RegExp])[] = [
  ['passwd', /^(?:\s|[^:]*\s(?::|$))/],
  ['group', /^[^:\s]*:(?:\s|.*\s$)/],
];

/** moby `daemon/container.go`, `verifyContainerSettings`, and checks at container start. */
export const SETTINGS: readonly EngineCheck[] = [
  value<string>({
    what: 'restart policy',
    of: ({ hostConfig }) => hostConfig.restartPolicy?.name,
    except: ({ orchestrator }) => orchestrator !== undefined,
    isRefused: (policy) => !RESTART_POLICIES.has(policy),
    says: "invalid restart policy: unknown policy '{}'",
    remedy: 'Use `no`, `always`, `on-failure` or `unless-stopped`.',
  }),
  value({
    what: 'a retry count of',
    of: ({ hostConfig }) => hostConfig.restartPolicy?.maximumRetryCount,
    except: ({ orchestrator, hostConfig: { restartPolicy: policy } }) =>
      orchestrator !== undefined || policy?.name.known !== true || policy.name.value === 'on-failure',
    isRefused: (count) => count > 0,
    says: "invalid restart policy: maximum retry count can only be used with 'on-failure'",
    remedy: 'Change the policy to `on-failure`, or remove the count.',
  }),
  value<string>({
    what: 'ulimit',
    of: ({ hostConfig }) => hostConfig.ulimits?.map(({ name }) => name),
    isRefused: (name) => !ULIMITS.has(name),
    says: 'wrong rlimit value',
    remedy: `Use one of ${[...ULIMITS].join(', ')}.`,
    when: 'start',
  }),
  ...USERS.map(([file, isRefused]) =>
    value<string>({
      what: 'the user',
      of: ({ config }) => config.user,
      isRefused: (user) => isRefused.test(user),
      says: `no matching entries in ${file} file`,
      remedy: 'Remove the spaces.',
      when: 'start',
    }),
  ),
  value<string>({
    what: 'the name',
    of: ({ containerName }) => containerName,
    // Compose checks the names of services, after which it names containers, and its schema finds
    // some other errors.
    except: ({ orchestrator, containerName, place, origin }) =>
      orchestrator !== undefined ||
      (containerName !== undefined && isSameLocation(containerName.place.location, place.location)) ||
      (origin === 'compose' && containerName?.known === true && !/[a-zA-Z\d][\w.-]/.test(containerName.value)),
    // If the name is empty, the engine makes one up.
    isRefused: (name) => name !== '' && !/^\/?[a-zA-Z\d][\w.-]+$/.test(name),
    says: 'Invalid container name ({}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    remedy: 'Use at least two letters, digits, `_`, `.` or `-`, and start with a letter or digit.',
  }),
  checkPlatform,
];

function checkPlatform({ platform }: Container): ReturnType<EngineCheck> {
  const meant = platform?.known === true ? swappedPlatform(platform.value) : undefined;
  if (platform?.known !== true || meant === undefined) return NO_REFUSALS;
  const row = { says: 'does not match the specified platform: wanted {}', remedy: `Write \`${meant}\`.` };
  return [toRefusal(row, platform, `platform \`${quote(platform)}\``, quote(platform))];
}
