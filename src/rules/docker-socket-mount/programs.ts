import type { Container } from '../../model/container.ts';
import { words } from '../../util/words.ts';
import { type ImageName, imageNameOf } from '../shared/image/image-name.ts';

/** How a program uses the engine, and gets its address. */
export type EngineUse =
  /** It only reads: containers, and these API sections. */
  | { readonly kind: 'reads'; readonly sections: readonly string[]; readonly variable: string }
  /** It starts, stops or enters containers. */
  | { readonly kind: 'writes' }
  /** Its configuration names the engine, in a file or on a page. */
  | { readonly kind: 'configured' };

export const DOCKER_HOST = 'DOCKER_HOST';

const READERS: readonly { readonly images: string; readonly sections: string; readonly variable?: string }[] = [
  { images: 'amir20/dozzle henrygd/beszel-agent nginxproxy/nginx-proxy jwilder/nginx-proxy', sections: 'INFO' },
  { images: 'gliderlabs/logspout nicolargo/glances', sections: '' },
  { images: 'crazymax/diun crazy-max/diun', sections: 'IMAGES', variable: 'DIUN_PROVIDERS_DOCKER_ENDPOINT' },
];

const WRITERS: readonly string[] = words(
  `portainer/portainer portainer/portainer-ce portainer/portainer-ee portainer/agent louislam/dockge docker
  containrrr/watchtower nickfedor/watchtower willfarrell/autoheal mcuadros/ofelia sablierapp/sablier
  gitlab/gitlab-runner gitea/act_runner act_runner gitea/runner myoung34/github-runner drone/drone-runner-docker
  woodpeckerci/woodpecker-agent jenkins/jenkins nginxproxy/acme-companion jrcs/letsencrypt-nginx-proxy-companion
  nginxproxy/docker-gen jwilder/docker-gen localstack/localstack testcontainers/ryuk dokku/dokku 1dev/server
  coder/coder goauthentik/server openruntimes/executor pterodactyl/wings windmill-labs/windmill
  hyperledger/fabric-peer coollabsio/coolify coollabsio/coolify-testing-host coolify-testing-host autobase/console_api
  pyouroboros/ouroboros clockworksoul/docker-gc-cron spotify/docker-gc mazzolino/shepherd
  containrrr/shepherd moghtech/komodo-periphery getarcaneapp/arcane selfhostedpro/yacht swarmpit/swarmpit lazyteam/lazydocker offen/docker-volume-backup
  nextcloud/all-in-one nextcloud-releases/all-in-one thehiveproject/cortex filigran/xtm-composer qmcgaw/deunhealth
  docker-bench-security mesosphere/mesos-slave-dind caprover/caprover dokploy/dokploy`,
);

const CONFIGURED: readonly string[] = words(
  `gethomepage/homepage homarr-labs/homarr ajnart/homarr louislam/uptime-kuma getwud/wud fmartinou/whats-up-docker
  grafana/promtail grafana/alloy grafana/agent telegraf otel/opentelemetry-collector prom/prometheus
  otel/opentelemetry-collector-contrib beats/filebeat beats/metricbeat beats/elastic-agent netdata/netdata
  elastic/filebeat elastic/metricbeat timberio/vector fluent/fluent-bit cadvisor/cadvisor google/cadvisor`,
);

/**
 * The image whose program a container runs: if it is built here, the base image of a known program.
 * `undefined` if the container may run a custom program.
 */
export function programImage({ build, config, image }: Container): ImageName | undefined {
  if (build === undefined) return imageNameOf(config.image);
  const base = imageNameOf(image?.base);
  return base?.base === 'traefik' || engineUseOf(base) !== undefined ? base : undefined;
}

/** True for a build named after a program that starts or stops containers. */
export function isManagerByName({ build, name }: Container): boolean {
  return build !== undefined && OWN_NAMES.test(name);
}

/** Names of such programs that have no other meaning. */
const OWN_NAMES =
  /^(?:watchtower|ouroboros|shepherd|autoheal|portainer|dockge|dokku|caprover|coolify|gitlab-runner|docker-gc)$/i;

export function engineUseOf(image: ImageName | undefined): EngineUse | undefined {
  if (image === undefined) return undefined;
  const [first = '', ...others] = image.repository.split('/');
  const name = /[.:]/.test(first) || first === 'library' ? others.join('/') : image.repository;
  if (WRITERS.includes(name)) return { kind: 'writes' };
  if (CONFIGURED.includes(name)) return { kind: 'configured' };
  const reader = READERS.find(({ images }) => words(images).includes(name));
  if (reader === undefined) return undefined;
  const { sections, variable = DOCKER_HOST } = reader;
  return { kind: 'reads', sections: words(sections), variable };
}
