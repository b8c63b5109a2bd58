import type { ExposedPort, PortBinding, PortRange } from '../../../model/values.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import {
  parseHostIp,
  parsePortNumber,
  parsePortRange,
  readExposedPort,
  readPortBinding,
  toExposedPort,
} from '../../syntax/port.ts';
import { type Failure, failure } from '../../syntax/reading.ts';
import {
  type Field,
  field,
  isMapping,
  isNull,
  isScalar,
  isString,
  itemsOf,
  placeOf,
  printedText,
  type Ref,
  type Scalar,
  textPlace,
} from '../../yaml/tree.ts';
import { invalidValue } from '../files/problems.ts';
import { isFraction, readScalars, readString, readWith, unique } from '../values/values.ts';
import { foldBindings, showSetting, toRangeText, type WrittenBinding } from './port-folding.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

/** `ports` and `expose`: published and exposed ports. */
export function readPorts(scope: ServiceScope): Required<Omit<Given, 'networks' | 'unreadVariables'>> {
  const ports = get(scope, 'ports');
  const bindings = foldBindings(itemsOf(ports).flatMap((item) => readBinding(item, scope)));
  const exposed = unique([...readExpose(scope), ...bindings.map(toExposedPort)], exposedKey);
  return {
    config: exposed.length === 0 ? {} : { exposedPorts: exposed },
    hostConfig: ports === undefined ? {} : { portBindings: bindings },
  };
}

function readExpose(scope: ServiceScope): readonly ExposedPort[] {
  return readScalars(get(scope, 'expose')).flatMap((item) => {
    const reading = isFraction(item.node) ? notWhole(item) : readExposedPort(inContainer(printedText(item)));
    if (reading.failure === undefined) return [reading.value];
    scope.reportCreation(invalidValue(reading.failure));
    return [];
  });
}

/**
 * Only the container port: Compose passes on `80:80`, and the engine doesn't publish exposed ports.
 */
function inContainer(text: Text): Text {
  return text.split(':').at(-1) ?? text;
}

function readBinding(item: Ref, scope: ServiceScope): readonly WrittenBinding[] {
  if (isMapping(item)) return readLongBinding(item, scope);
  if (!isScalar(item) || isNull(item)) return [];
  const reading = isFraction(item.node) ? notWhole(item) : readPortBinding(printedText(item));
  if (reading.failure === undefined) return [{ binding: reading.value }];
  scope.report(invalidValue(reading.failure));
  return [];
}

/** Reports a floating-point port (compose-go `transform/ports.go`, `override/uncity.go`). */
function notWhole(item: Ref<Scalar>): { readonly failure: Failure } {
  return failure(
    textPlace(item),
    `Port \`${item.node.string}\` is not a whole number.`,
    'Write it without a decimal point or exponent, such as `8080`.',
  );
}

function readLongBinding(item: Ref, { report }: ServiceScope): readonly WrittenBinding[] {
  const [target, published] = [field(item, 'target'), field(item, 'published')];
  const remedy = 'Write a single port; for a range, use the short form `8000-8010:8000-8010`.';
  const containerPort = readWith(target, parseSinglePort, report, 'a port', remedy);
  if (target === undefined)
    report(
      problem(
        'syntax/missing-key',
        placeOf(item),
        'This port has no `target` (the container port).',
        'Write `target: 80`.',
      ),
    );
  if (target === undefined || containerPort === undefined) return [];
  const hostPort = readWith(published, parsePublished, report, 'a port or port range', 'Write a port number.');
  const example = 'Write an address such as `127.0.0.1`.';
  const hostIp = readWith(field(item, 'host_ip'), parseHostIp, report, 'an IP address', example);
  const protocol = readString(field(item, 'protocol')) ?? known('tcp', containerPort.place);
  const binding: PortBinding = {
    containerPort,
    protocol: mapSetting(protocol, (name) => name.toLowerCase()),
    ...defined({ hostIp, hostPort: valueOf(hostPort) === FREE ? undefined : hostPort }),
    isLongForm: true,
    place: placeOf(target),
  };
  const name = valueOf(protocol);
  // Sent in lowercase, but compared as written.
  const protocolText = name === name?.toLowerCase() ? undefined : `protocol ${name}`;
  const texts = [hostTextOf(published, hostPort), protocolText].filter((text) => text !== undefined);
  return [{ binding, ...(texts.length === 0 ? {} : { text: texts.join(' ') }) }];
}

/**
 * The host port as written, if the short form writes it differently: `8080` without quotes,
 * `"080"`, `""`.
 */
function hostTextOf(published: Field | undefined, port: Setting<PortRange> | undefined): string | undefined {
  if (!isScalar(published)) return undefined;
  const text = printedText(published).source;
  if (!isString(published.node)) return `number ${text}`;
  return port?.known === true && text === toRangeText(port.value) ? undefined : `text ${text}`;
}

function parseSinglePort(value: string): PortRange | undefined {
  const port = parsePortNumber(value);
  return port === undefined ? undefined : { start: port, end: port };
}

/** An empty text means that the engine chooses the host port. */
const FREE: PortRange = { start: 0, end: 0 };

function parsePublished(value: string): PortRange | undefined {
  return value === '' ? FREE : parsePortRange(value);
}

function exposedKey({ containerPort, protocol }: ExposedPort): string {
  return `${showSetting(containerPort)}/${showSetting(protocol)}`;
}
