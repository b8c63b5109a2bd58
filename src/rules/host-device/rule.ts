import type { Severity } from '../../model/finding.ts';
import type { DeviceMapping, DeviceRequest } from '../../model/host-config.ts';
import { isCertain, isSameLocation, isSameUse, type Place } from '../../text/location.ts';
import { flagOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, couldBeEmpty, knownValues } from '../shared/demand.ts';
import {
  isMemoryOrDisk,
  isMemoryOrDiskPattern,
  isNarrow,
  isPseudoDevice,
  isReadOrWrite,
  parseDeviceCgroupRule,
} from '../shared/host/devices.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import type { Voice } from '../shared/voice.ts';
import { isAtUse, isShowable, quote, settingText, writtenText } from '../shared/wording.ts';

/** Read and write, without mknod. */
const NARROW = 'rw';

export default defineContainerRule({
  id: 'host-device',
  references: [{ kind: 'cis', item: 17, level: 1, isScored: false }],
  severity: 'warning',
  securitySeverity: 7.9,
  title: 'Container has direct access to a host device',
  brief: 'a host device',
  offWith: ['privileged-container', 'gpu-access'],
  recommendation: "The host's devices are out of reach",
  options: { gpus: flagOption(false, 'Also report GPUs and other devices that a driver provides.') },
  everyOption: { gpus: true },
  fixes: {
    narrow: {
      risk: 'low',
      title: 'Remove the permission to create device nodes',
      breaks: 'Breaks programs that create nodes for the device with `mknod`.',
      isByName: true,
    },
  },
  messages: {
    memoryOrDisk: (voice, { device }: { device: string }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} access to \`${device}\`, which exposes a whole disk or all memory, bypassing every permission check.`,
      compose: 'Remove the device; mount the directory it needs as a volume.',
      docker: 'Remove `--device`; mount the directory it needs with `--volume`.',
    }),
    diskHealth: (voice, { device }: { device: string }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} access to \`${device}\`, as reading a disk's health data requires: it can also read and change everything on it.`,
      remedy: `Pass only the disks it monitors, pin its image by digest, and ${voice.suppression('host-device', "reads the disk's health data")}.`,
    }),
    device: (voice, { device, narrow }: { device: string; narrow: Narrow | undefined }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} full access to host device \`${device}\`: read, write and mknod.`,
      remedy: narrowRemedy(voice, narrow),
    }),
    narrowDevice: (voice, { device, permissions }: { device: string; permissions: string }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} access to host device \`${device}\` (${permissions}).`,
      remedy: 'Remove it unless the container needs it.',
    }),
    rule: (voice, { rule }: { rule: string }) => ({
      what: `${voice.name} ${voice.does('allows', 'allow')} host devices with the cgroup rule \`${rule}\`.`,
      compose: `Remove the rule, or list the device and its permissions under \`devices\`; for devices that are plugged in later, keep the rule${withoutMknod(rule)}.`,
      docker: `Remove the rule, or pass the device and its permissions: \`--device PATH:PATH:r\`; for devices that are plugged in later, keep the rule${withoutMknod(rule)}.`,
    }),
    request: (voice, { request }: { request: string }) => ({
      what: `${voice.name} ${voice.does('requests', 'request')} host devices from a driver (${request}).`,
      remedy: 'Remove the request unless the container needs it.',
    }),
  },
  exempt: coveredByPrivileged,
  concerns: ({ hostConfig: { devices, deviceCgroupRules, deviceRequests } }) =>
    devices !== undefined || deviceCgroupRules !== undefined || deviceRequests !== undefined,
  *check(container, { options: { gpus }, judge, fail, unknownValue }) {
    const { devices = [], deviceCgroupRules = [], deviceRequests = [] } = container.hostConfig;
    const isMonitor = devices.length > 0 && purposeOf(container) === 'disk monitor';
    for (const device of devices) {
      const { pathOnHost, place } = device;
      if (ask(pathOnHost, (path) => !isPseudoDevice(path)).kind === 'no') continue;
      if (isWholeUnknown(device)) {
        if (!pathOnHost.known) yield unknownValue('Whether a device is passed in', pathOnHost);
        continue;
      }
      const permissions = device.cgroupPermissions;
      const path = settingText(pathOnHost);
      const isWorst = pathOnHost.known
        ? isMemoryOrDisk(pathOnHost.value)
        : isMemoryOrDiskPattern(pathOnHost.pattern) ||
          knownValues(pathOnHost).some(({ value }) => isMemoryOrDisk(value));
      if (isWorst && (permissions?.known !== true || isReadOrWrite(permissions.value)))
        yield fail(
          { place, isCertain: pathOnHost.known || pathOnHost.candidates.length === 0 },
          isMonitor ? 'diskHealth' : 'memoryOrDisk',
          { device: path },
          { severity: 'error' },
        );
      // Unknown permissions count as narrow, so the severity isn't too high.
      else if (permissions !== undefined && (!permissions.known || isNarrow(permissions.value)))
        yield fail(
          device,
          'narrowDevice',
          { device: path, permissions: settingText(permissions) },
          { severity: 'info' },
        );
      else
        yield fail(
          device,
          'device',
          { device: path, narrow: narrowed(device) },
          { fixes: () => (isCertain(place) ? [toNarrow(place)] : []) },
        );
    }
    for (const rule of deviceCgroupRules) {
      const answer = ask(rule, (text) => parseDeviceCgroupRule(text)?.isPseudo === false);
      yield* judge(answer, 'A device cgroup rule', (found) =>
        fail(found, 'rule', { rule: quote(found) }, { severity: ruleSeverity(found.value) }),
      );
    }
    if (gpus) for (const request of deviceRequests) yield fail(request, 'request', { request: requestText(request) });
  },
});

function toNarrow(place: Place) {
  const change = { kind: 'set-in', field: 'devices', place, member: 'cgroupPermissions', value: NARROW } as const;
  return { id: 'narrow', changes: [change] } as const;
}

/** The device with fewer permissions: the whole short form, or one value of the long form. */
interface Narrow {
  readonly isShortForm: boolean;
  readonly text: string;
}

function narrowed({ pathOnHost, pathInContainer = pathOnHost, isLongForm, place }: DeviceMapping): Narrow | undefined {
  if (isLongForm === true) return { isShortForm: false, text: `permissions: ${NARROW}` };
  const isOne = isSameLocation(pathOnHost.place.location, pathInContainer.place.location);
  // If one expression gives both paths, it can't be split.
  if (isAtUse(place) && !isOne && isSameUse(pathOnHost.place, pathInContainer.place)) return undefined;
  const text = `${writtenText(pathOnHost, place)}:${writtenText(pathInContainer, place)}:${NARROW}`;
  return isShowable(text) ? { isShortForm: isAtUse(place), text } : undefined;
}

function narrowRemedy(voice: Voice, narrow: Narrow | undefined): string {
  const remedy = 'Remove it unless the container needs it; otherwise, allow only read and write';
  if (narrow === undefined) return `${remedy}: \`${NARROW}\` after the container path.`;
  const { isShortForm, text } = narrow;
  const docker = `${remedy}: \`${isShortForm ? voice.flag('--device', text) : text}\`.`;
  return voice.remedy({ compose: `${remedy}: \`${text}\`.`, docker });
}

/** A wholly unknown name may be a driver's (`nvidia.com/gpu=0`): a request, not a device. */
function isWholeUnknown({ pathOnHost, pathInContainer, cgroupPermissions }: DeviceMapping): boolean {
  // Clients use the host path if the file names no container path.
  const hasOnePath =
    pathInContainer === undefined || isSameLocation(pathInContainer.place.location, pathOnHost.place.location);
  const hasPermissions =
    cgroupPermissions !== undefined && !isSameLocation(cgroupPermissions.place.location, pathOnHost.place.location);
  return (
    !pathOnHost.known &&
    pathOnHost.candidates.length === 0 &&
    hasOnePath &&
    !hasPermissions &&
    couldBeEmpty(pathOnHost.pattern)
  );
}

function withoutMknod(rule: string): string {
  return /[rw]m$/.test(rule) ? ` without mknod: \`${rule.slice(0, -1)}\`` : '';
}

function ruleSeverity(text: string): Severity {
  const rule = parseDeviceCgroupRule(text);
  if (rule === undefined) return 'warning';
  if (rule.isMemoryOrDisk && isReadOrWrite(rule.permissions)) return 'error';
  return isNarrow(rule.permissions) ? 'info' : 'warning';
}

function requestText({ driver, deviceIds = [], capabilities = [] }: DeviceRequest): string {
  const names = [...(driver === undefined ? [] : [driver]), ...deviceIds, ...capabilities.flat()].flatMap((name) =>
    name.known ? [quote(name)] : [],
  );
  return names.length === 0 ? 'gpu' : names.join(', ');
}
