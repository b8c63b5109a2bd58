import type { Container } from '../../../model/container.ts';
import { isSameLocation } from '../../../text/location.ts';
import { rememberLast } from '../../../util/remember-last.ts';
import { words } from '../../../util/words.ts';
import { imageNameOf, isImageOf } from './image-name.ts';
import { wordFinder } from './words.ts';

/** What a program is for, if that decides the remedy. */
export type Purpose =
  | 'binfmt'
  | 'Docker in Docker'
  | 'disk monitor'
  | 'game server'
  | 'honeypot'
  | 'monitoring agent'
  | 'media server'
  | 'network tool'
  | 'smart home'
  | 'VPN';

/** Words of image names, without a letter next to them; the first match counts. */
const PURPOSES: readonly (readonly [Purpose, string])[] = [
  ['binfmt', 'binfmt|qemu-user-static'],
  ['Docker in Docker', 'dind|docker-in-docker'],
  ['disk monitor', 'scrutiny|smartctl[-_]exporter|smartd'],
  [
    'monitoring agent',
    `(?:node|process|systemd|dcgm)[-_]exporter|cadvisor|promtail|datadog|datadog-agent|falco|fluent-?bit|fluentd|filebeat
    |metricbeat|auditbeat|elastic-agent|netdata|glances|telegraf|timberio/vector|grafana/(?:agent|alloy)
    |opentelemetry-collector(?:-contrib)?|beszel-agent|docker-bench-security|newrelic/infrastructure|zabbix-agent2?|wazuh-agent|osquery|instana/agent|dynatrace/oneagent
    |sysdig/agent|dashdot|ebpf-profiler|ebpf-instrument|autoinstrumentation-go|beyla|tetragon`,
  ],
  [
    'VPN',
    `vpn|vpnd|wireguard|wg-easy|wg-access-server|wg-portal|openvpn|ipsec|l2tp|strongswan|libreswan|tailscale|headscale|zerotier|netbird
    |netmaker|netclient|firezone|gluetun|softether(?:vpn)?|ocserv|openconnect|innernet|nordvpn|nordlynx|protonvpn|shadowsocks|ss-libev|xray
    |v2ray|v2fly|sing-box|hysteria|trojan(?:-go)?|amnezia(?:wg)?|warp|warproxy|(?:qbittorrent|deluge|sabnzbd|rtorrent)vpn|marzban|mihomo|n2n|tinc`,
  ],
  [
    'network tool',
    `pi-?hole|p0f|fatt|adguardhome|dnsmasq|dhcpd|kea-dhcp4|technitium|dns-server|fail2ban|suricata|zeek|keepalived|frr|frrouting|iptables|nftables
    |ntopng|netalertx|pi\\.?alert|watch-?your-?lan|tcpdump|netshoot|unbound|bind9`,
  ],
  [
    'smart home',
    `home-?assistant|hass|homebridge|homey|esphome|openhab|iobroker|matter-server|matterbridge|scrypted|music-assistant|openthread|otbr
    |deconz|govee2mqtt|miflora|miflora-mqtt-daemon`,
  ],
  // telekom-security/tpotce at fd2573b1 (docker-compose.yml, compose) has an image of each but
  // opencanary (thinkst/opencanary at 378f1b6d).
  [
    'honeypot',
    `[a-z]*honeypots?|honeytrap|opencanary|cowrie|dionaea|conpot|elasticpot|log4pot|ddospot|wordpot|ipphoney
    |h0neytr4p|hellpot|heralding|mailoney|medpot|dicompot|adbhoney|beelzebub|endlessh|sentrypeer|glutton|galah`,
  ],
  [
    'game server',
    `minecraft|minecraft-server|bedrock|papermc|bungeecord|valheim|palworld|factorio|terraria|tshock|csgo|cs2|cs16|counter-?strike|tf2
    |garrysmod|gmod|left4dead2?|rust[-_]server|satisfactory|enshrouded|7daystodie|7dtd|zomboid|vrising|v-rising|ark[-_]?server|dayz|unturned
    |minetest|luanti|openttd|xonotic|teeworlds|mumble|murmur|teamspeak3?|ts3|starbound|dontstarve|barotrauma|core-keeper|steamcmd|linuxgsm
    |game-?server|azerothcore|trinitycore`,
  ],
  [
    'media server',
    `coturn|turnserver|turn-server|eturnal|livekit|livekit-server|jvb|jitsi|janus|mediasoup|mediamtx|rtsp-simple-server|ossrs|asterisk|freepbx
    |freeswitch|kamailio|opensips|rtpengine|go2rtc|frigate|neko|webrtc|plex|plexinc|pms-docker|jellyfin|emby|embyserver|minidlna|gerbera|snapserver|nginx-rtmp`,
  ],
];

/**
 * Monitoring agents of known publishers: only these get a lower severity, since anyone can use
 * their names.
 */
const PUBLISHED = words(`prom/node-exporter quay.io/prometheus/node-exporter google/cadvisor gcr.io/cadvisor/cadvisor
  gcr.io/google-containers/cadvisor ghcr.io/google/cadvisor grafana/promtail grafana/alloy grafana/agent datadog/agent
  gcr.io/datadoghq/agent public.ecr.aws/datadog/agent netdata/netdata ncabatoff/process-exporter fluent/fluent-bit
  otel/opentelemetry-collector otel/opentelemetry-collector-contrib docker/docker-bench-security telegraf
  docker.elastic.co/beats/filebeat docker.elastic.co/beats/metricbeat elastic/filebeat elastic/metricbeat nicolargo/glances
  henrygd/beszel-agent mauricenino/dashdot newrelic/infrastructure timberio/vector falcosecurity/falco zabbix/zabbix-agent zabbix/zabbix-agent2`);

export function isKnownMonitor({ build, config }: Container): boolean {
  const image = build === undefined ? imageNameOf(config.image) : undefined;
  return image !== undefined && isImageOf(image, PUBLISHED);
}

const FINDERS: readonly (readonly [Purpose, (name: string) => boolean])[] = PURPOSES.map(([purpose, names]) => [
  purpose,
  wordFinder(names.replace(/\s+/g, '')),
]);

/**
 * What a program is for, by its image's name or, for a build without one, the container's.
 * Remembered, since several rules need it.
 */
export const purposeOf = rememberLast((container: Container): Purpose | undefined => {
  const name = programName(container);
  const image = imageNameOf(container.config.image);
  // Docker's own image starts an engine, unless the tag means the client.
  if (image !== undefined && isImageOf(image, ['docker']) && image.tag?.includes('cli') !== true)
    return 'Docker in Docker';
  return FINDERS.find(([, isIn]) => isIn(name))?.[0];
});

/**
 * A container's repository in lowercase; its own name if Compose names the built image after it.
 */
export function programName({ config: { image }, place, name }: Container): string {
  // Compose names a built image by project and service; only the service matters.
  const isNamed = image !== undefined && !isSameLocation(image.place.location, place.location);
  return ((isNamed ? imageNameOf(image)?.repository : undefined) ?? name).toLowerCase();
}
