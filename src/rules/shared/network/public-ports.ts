import type { KnownImage } from '../../../images/known-image.ts';
import type { Container } from '../../../model/container.ts';
import type { PortBinding } from '../../../model/values.ts';
import { patternText } from '../../../text/setting.ts';
import { words } from '../../../util/words.ts';
import { knownValues } from '../demand.ts';
import { type Purpose, purposeOf } from '../image/purpose.ts';

/** Services for other machines, in the plural: useless on localhost. */
export type PublicUse =
  | 'web servers'
  | 'DNS servers'
  | 'mail servers'
  | 'SSH servers'
  | 'VPNs'
  | 'file servers'
  | 'game servers'
  | 'honeypots'
  | 'media servers'
  | 'peer-to-peer programs'
  | 'network services';

const BY_NUMBER: ReadonlyMap<string, PublicUse> = table([
  ['DNS servers', '53/tcp 53/udp 853/tcp 853/udp'],
  ['mail servers', '25/tcp 110/tcp 143/tcp 465/tcp 587/tcp 993/tcp 995/tcp 4190/tcp'],
  ['SSH servers', '22/tcp'],
  ['VPNs', '500/udp 1194/tcp 1194/udp 1701/udp 4500/udp 9993/udp 41641/udp 51820/udp'],
  [
    'game servers',
    `25565/tcp 25565/udp 19132/udp 19133/udp 27015/tcp 27015/udp 7777/udp 2456/udp 2457/udp 8211/udp 34197/udp 16261/udp 28015/udp 30000/udp
    9987/udp 64738/tcp 64738/udp`,
  ],
  [
    'media servers',
    '554/tcp 8554/tcp 1935/tcp 3005/tcp 8324/tcp 32400/tcp 32469/tcp 3478/tcp 3478/udp 5349/tcp 5349/udp 5060/tcp 5060/udp 5061/tcp 8189/udp 8555/tcp 8555/udp 10000/udp',
  ],
  [
    'peer-to-peer programs',
    '4001/udp 6881/tcp 6881/udp 8333/tcp 9735/tcp 18080/tcp 21027/udp 22000/tcp 22000/udp 30303/tcp 30303/udp 51413/tcp 51413/udp',
  ],
  ['file servers', '137/udp 138/udp 139/tcp 445/tcp 548/tcp 2049/tcp 2049/udp'],
  [
    'network services',
    '162/tcp 162/udp 514/tcp 514/udp 1514/tcp 1515/tcp 67/udp 68/udp 69/udp 123/udp 547/udp 1900/udp 5353/udp 7359/udp 10001/udp',
  ],
]);

const WEB: ReadonlySet<string> = new Set(words('80/tcp 443/tcp 443/udp'));

const BY_PURPOSE: Readonly<Partial<Record<Purpose, PublicUse>>> = {
  'game server': 'game servers',
  'media server': 'media servers',
  'network tool': 'network services',
  VPN: 'VPNs',
};

/** Known listeners by kind; mail catchers for developers aren't public. */
const BY_KIND: Readonly<Record<string, PublicUse>> = {
  dns: 'DNS servers',
  ssh: 'SSH servers',
  vpn: 'VPNs',
};

/**
 * The kind of public service on a port, by image facts, number and protocol, or image name.
 * `undefined` if localhost may suffice or the port is unknown.
 */
export function publicUseOf(
  binding: PortBinding,
  container: Container,
  image: () => KnownImage,
): PublicUse | undefined {
  const { hostPort, containerPort, protocol } = binding;
  const purpose = purposeOf(container);
  if (purpose === 'honeypot') return 'honeypots';
  if (!protocol.known) return undefined;
  const transport = protocol.value;
  const [inside] = knownValues(containerPort);
  const [outside] = knownValues(hostPort);
  const number = inside?.value.start;
  const listener = image().program?.value.listens?.find(
    (one) => one.port === number && (one.transport ?? 'tcp') === transport,
  );
  const known = listener === undefined ? undefined : BY_KIND[listener.kind];
  if (known !== undefined) return known;
  const isWeb = outside !== undefined && WEB.has(`${outside.value.start}/${transport}`);
  // A variable sets the host port that a proxy listens on.
  const isProxy = outside === undefined && listener?.kind === 'proxy' && WEB.has(`${number}/${transport}`);
  if (isWeb || isProxy) return 'web servers';
  const byNumber = BY_NUMBER.get(`${number}/${transport}`);
  if (byNumber !== undefined) return byNumber;
  const byName = listener === undefined ? useByName(binding, container) : undefined;
  if (byName !== undefined) return byName;
  // UDP services are for other machines, but not their web pages.
  if (transport !== 'udp') return undefined;
  return purpose === undefined ? undefined : BY_PURPOSE[purpose];
}

/**
 * Parts of variable names for ports, such as `SSH_PORT` (forgejo at 5e777a43a1,
 * custom/conf/app.example.ini), `SMTP_PORT` (mailcow-dockerized at 06424670f, generate_config.sh)
 * and `EL_P2P_PORT` (eth-docker at 17b90d0, default.env).
 */
const BY_NAME: readonly (readonly [PublicUse, RegExp])[] = [
  ['SSH servers', /(?<![a-z])ssh(?![a-z])/i],
  ['mail servers', /(?<![a-z]|mail(?:pit|hog|dev|catcher|trap)[_-])smtp(?![a-z])/i],
  ['peer-to-peer programs', /(?<![a-z])p2p(?![a-z])/i],
];

/** By variables in the port itself, and by the container's variables with its number. */
function useByName(
  { hostPort, containerPort }: PortBinding,
  { config: { env = [] } }: Container,
): PublicUse | undefined {
  const inPort = [hostPort, containerPort].flatMap((port) =>
    port === undefined ? [] : [port.place.expression ?? '', port.known ? '' : patternText(port.pattern)],
  );
  const [inside] = knownValues(containerPort);
  const number = inside === undefined ? undefined : String(inside.value.start);
  const ofNumber = env.flatMap((setting) => {
    const [name = '', value = ''] = setting.known ? setting.value.split('=') : [];
    return number !== undefined && value.split(':').at(-1) === number ? [name] : [];
  });
  const names = [...inPort, ...ofNumber];
  return BY_NAME.find(([, words]) => names.some((name) => words.test(name)))?.[0];
}

function table(rows: readonly (readonly [PublicUse, string])[]): ReadonlyMap<string, PublicUse> {
  return new Map(rows.flatMap(([use, ports]) => words(ports).map((port) => [port, use] as const)));
}
