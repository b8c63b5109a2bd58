import type { ListenerFacts } from '../../images/facts.ts';
import { CONFIG, EXEC } from '../../model/config.ts';
import type { Subject } from '../../model/container.ts';
import type { Fields, ModelField, Shapes } from '../../model/field.ts';
import { HOST_CONFIG } from '../../model/host-config.ts';
import type { Lifetime } from '../../model/lifetime.ts';
import type { Guard } from '../../rules/shared/network/guard.ts';

/** The possible values of a part of the request, derived from the model's tables. */
export type Spec = ScalarSpec | ManySpec | RecordSpec;

export interface ScalarSpec {
  readonly kind: 'string' | 'number' | 'boolean';
  readonly values?: readonly string[];
  /** True if the value can be null. */
  readonly isNullable?: true;
  /** True if an unknown value is printed as `unknown`. */
  readonly isUnknownPrinted?: true;
  readonly description?: string;
}

interface ManySpec {
  readonly kind: 'list' | 'map';
  readonly of: Spec;
  readonly description?: string;
}

export interface RecordSpec {
  readonly kind: 'record';
  readonly fields: Readonly<Record<string, Spec>>;
  readonly description?: string;
  /** The fields that a request always contains. */
  readonly required?: readonly string[];
}

const STRING = { kind: 'string' } as const;
const NUMBER = { kind: 'number' } as const;
const BOOLEAN = { kind: 'boolean' } as const;
const STRINGS = { kind: 'list', of: STRING } as const;
const SET = { kind: 'map', of: { kind: 'record', fields: {} } } as const;

const SHAPES: { readonly [S in keyof Shapes]: Spec } = {
  string: STRING,
  number: NUMBER,
  boolean: BOOLEAN,
  text: STRING,
  source: STRING,
  'mount type': STRING,
  strings: STRINGS,
  capabilities: STRINGS,
  variables: STRINGS,
  command: STRINGS,
  keys: SET,
  options: { kind: 'list', of: STRINGS },
  'lists of strings': { kind: 'list', of: STRINGS },
  entries: { kind: 'map', of: STRING },
  paths: STRINGS,
  'exposed ports': SET,
  'port bindings': {
    kind: 'map',
    of: { kind: 'list', of: { kind: 'record', fields: { HostIp: STRING, HostPort: STRING } } },
  },
  binds: STRINGS,
};

function ofFields(fields: Fields): RecordSpec {
  return {
    kind: 'record',
    fields: Object.fromEntries(Object.values(fields).map((field) => [field.name, ofField(field)])),
  };
}

function ofField(field: ModelField): Spec {
  if (field.is === 'record') return ofFields(field.of);
  return field.is === 'list' ? { kind: 'list', of: ofFields(field.of) } : SHAPES[field.is];
}

function namesOf<T extends string>(names: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(names);
}

const REFERENCE = {
  registry: { ...STRING, description: 'The registry; `docker.io` if the name has none.' },
  repository: { ...STRING, description: 'The repository without its registry, such as `library/nginx`.' },
  tag: { ...STRING, description: 'The tag; `latest` if the name has neither a tag nor a digest.' },
  digest: { ...STRING, description: 'The digest, such as `sha256:…`.' },
};

const IMAGE: RecordSpec = {
  kind: 'record',
  description: 'The image: its parsed name and known properties.',
  fields: {
    ...REFERENCE,
    isBuilt: { ...BOOLEAN, description: 'True if the image is built here.' },
    base: {
      kind: 'record',
      fields: REFERENCE,
      description: 'For an image that is built here, its base image; omitted for `scratch`.',
    },
    user: { ...STRING, description: "The image's user; empty for root." },
    healthcheck: { ...STRINGS, description: "The image's health check; empty if it has none." },
    exposedPorts: { ...STRINGS, description: 'The ports that the image exposes, such as `5432/tcp`.' },
    volumes: { ...STRINGS, description: 'The volumes that the image declares.' },
  },
};

const EXPOSURE: Spec = {
  kind: 'list',
  description: 'The ports that are reachable from outside the container, and the services on them.',
  of: {
    kind: 'record',
    fields: {
      port: { ...NUMBER, description: 'The container port.' },
      reach: {
        ...STRING,
        values: ['everywhere', 'address', 'loopback', 'host network'],
        description: 'Who can reach it: all host addresses, one address, or only the host.',
      },
      service: { ...STRING, description: 'The service on the port, such as `PostgreSQL`, if known.' },
      kind: {
        ...STRING,
        values: namesOf<ListenerFacts['kind'] | 'unknown'>({
          admin: true,
          api: true,
          cache: true,
          database: true,
          dns: true,
          mail: true,
          metrics: true,
          other: true,
          peer: true,
          proxy: true,
          queue: true,
          ssh: true,
          vpn: true,
          web: true,
          unknown: true,
        }),
        description: 'The purpose of the service.',
      },
      access: {
        ...STRING,
        values: namesOf<Guard['kind']>({
          open: true,
          default: true,
          written: true,
          outside: true,
          asks: true,
          closed: true,
          unknown: true,
        }),
        description:
          'Who gets access: anyone; anyone, with a public default password; anyone who can read the file; users with a password from outside; the first visitor, or nobody yet; nobody.',
      },
    },
  },
};

const COMMON: RecordSpec['fields'] = {
  file: { ...STRING, description: 'The file, relative to the working directory.' },
  line: { ...NUMBER, description: 'The line number, from 1.' },
  kind: { ...STRING, values: ['container', 'exec', 'build'] },
  origin: { ...STRING, description: 'The kind of source, such as `compose` or `docker run`.' },
  name: { ...STRING, description: 'The display name: the service, the container name, or the image.' },
};

const REQUIRED = [...Object.keys(COMMON), 'Config', 'HostConfig', 'unknown', 'unresolvedOptions'];

/** Fields that `plimsoll model` prints besides the request; custom rules can't use them. */
export const NOTES: RecordSpec['fields'] = {
  unknown: {
    ...STRINGS,
    description: 'The paths of values that are unknown or set on some code paths only.',
  },
  unresolvedOptions: { ...NUMBER, description: 'The number of command words that may be unknown options.' },
};

const EMPTY: RecordSpec = { kind: 'record', fields: {} };

export const SPECS: Readonly<Record<Subject['kind'], RecordSpec>> = {
  container: {
    kind: 'record',
    description: "A container's create request: the body of `POST /containers/create`.",
    required: [...REQUIRED, 'lifetime'],
    fields: {
      ...COMMON,
      lifetime: {
        ...STRING,
        values: namesOf<Lifetime>({
          service: true,
          'one-off': true,
          job: true,
          development: true,
          'never-started': true,
        }),
        isUnknownPrinted: true,
        description: 'Its lifetime category.',
      },
      Config: ofFields(CONFIG),
      HostConfig: ofFields(HOST_CONFIG),
      NetworkingConfig: {
        kind: 'record',
        fields: { EndpointsConfig: SET },
        description: 'The networks it joins, by name.',
      },
      platform: { ...STRING, description: 'The requested image platform.' },
      Image: { ...ofFields(CONFIG), description: 'Settings from the Dockerfile of an image that is built here.' },
      image: IMAGE,
      exposure: EXPOSURE,
    },
  },
  exec: {
    kind: 'record',
    description: 'An exec in an existing container: the body of `POST /containers/{id}/exec`, as `Config`.',
    required: REQUIRED,
    fields: { ...COMMON, Config: ofFields(EXEC), HostConfig: EMPTY },
  },
  build: {
    kind: 'record',
    description: 'An image build: parameters of `POST /build`, as `Config`.',
    required: REQUIRED,
    fields: {
      ...COMMON,
      Config: { kind: 'record', fields: { BuildArgs: { kind: 'map', of: { ...STRING, isNullable: true } } } },
      HostConfig: EMPTY,
    },
  },
};

export function specOf(kinds: readonly Subject['kind'][]): RecordSpec {
  return kinds.map((kind) => SPECS[kind]).reduce(either);
}

function either(a: RecordSpec, b: RecordSpec): RecordSpec {
  const fields: Record<string, Spec> = { ...a.fields };
  for (const [name, spec] of Object.entries(b.fields)) {
    const own = fields[name];
    fields[name] = own?.kind === 'record' && spec.kind === 'record' ? either(own, spec) : (own ?? spec);
  }
  return { kind: 'record', fields };
}
