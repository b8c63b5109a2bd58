import type { Text } from '../../../text/text.ts';
import { readDuration } from '../../syntax/duration.ts';
import { INT, UINT16, UINT64 } from '../../syntax/number.ts';
import { type Reading, success } from '../../syntax/reading.ts';
import { readSize, readSizeOrUnlimited } from '../../syntax/size.ts';
import { readUlimit } from '../../syntax/ulimit.ts';
import { readCommandValue } from './values/command.ts';
import * as devices from './values/devices.ts';
import * as entries from './values/entries.ts';
import { readMount } from './values/mounts.ts';
import { readNetwork } from './values/networks.ts';
import { readExpose, readPublishedPort } from './values/ports.ts';
import * as scalars from './values/scalars.ts';
import { readSecurityOption } from './values/security-options.ts';
import { readServicePort } from './values/service-ports.ts';
import { readStringFlag, type ValueReader } from './values/value-reader.ts';
import { readVolume } from './values/volumes.ts';

/** Parses each type of flag value, with the client's rejections. */
export const READERS = {
  boolean: scalars.readBooleanFlag,
  string: readStringFlag,
  integer: scalars.integerOf(INT),
  uint16: scalars.integerOf(UINT16, ' from 0 to 65535'),
  uint64: scalars.integerOf(UINT64),
  size: readSize,
  'size-or-unlimited': readSizeOrUnlimited,
  duration: readDuration,
  cpus: scalars.readCpusFlag,
  'pid-mode': scalars.readPidMode,
  'uts-mode': scalars.readUtsMode,
  'userns-mode': scalars.readUsernsMode,
  'cgroupns-mode': scalars.readCgroupnsMode,
  'pull-policy': scalars.readPullPolicy,
  platform: scalars.readPlatform,
  'attach-stream': scalars.readAttachStream,
  'restart-policy': scalars.readRestartFlag,
  file: (text: Text): Reading<Text> => success(text),
  env: entries.readEnv,
  label: entries.readLabel,
  entry: entries.readEntry,
  tmpfs: entries.readTmpfsFlag,
  sysctl: entries.readSysctl,
  'extra-host': entries.readExtraHost,
  'dns-server': entries.readDnsServer,
  'dns-domain': entries.readDnsDomain,
  device: devices.readDeviceFlag,
  gpus: devices.readGpus,
  'weight-device': devices.readWeightDevice,
  'byte-rate': devices.readByteRate,
  'operation-rate': devices.readOperationRate,
  ulimit: readUlimit,
  command: readCommandValue,
  port: readPublishedPort,
  'service-port': readServicePort,
  'exposed-port': readExpose,
  volume: readVolume,
  mount: readMount,
  network: readNetwork,
  'security-option': readSecurityOption,
} satisfies Readonly<Record<string, ValueReader<unknown>>>;

export type FlagType = keyof typeof READERS;

export type FlagValue<T extends FlagType> = (typeof READERS)[T] extends (
  text: Text,
  isStrict: boolean,
) => Reading<infer V>
  ? V
  : never;
