import { ENGINE_CAUSES } from '../engine/real/causes.ts';

/**
 * A justified difference between the model and the newest client, or plimsoll and a real engine.
 */
export interface Explained {
  readonly client: 'docker' | 'compose' | 'engine';
  /** The difference as printed. */
  readonly difference: RegExp;
  readonly why: string;
  /** The source file that explains it. */
  readonly source: string;
}

/** All known differences that aren't the model's fault. Any other fails `npm run fuzz:clients`. */
export const EXPLAINED: readonly Explained[] = [
  {
    client: 'docker',
    difference: /client refuses.*panic: runtime error: slice bounds out of range/,
    why: 'The client ends with a fault of its own where the vendor of a CDI device is one letter.',
    source:
      'docker/cli vendor/tags.cncf.io/container-device-interface/pkg/parser/parser.go, validateVendorOrClassName: name[1:len(name)-1]',
  },
  {
    client: 'docker',
    difference: /HostConfig\.IOMaximumBandwidth: model -9223372036854776000 ≠ client 9223372036854776000/,
    why: 'A rate of 2^63 bytes and more, for engines on Windows, is the lowest number of 64 bits with a sign to the model, as it is of every size.',
    source: 'docker/cli cli/command/container/opts.go, parse: uint64(copts.ioMaxBandwidth)',
  },
  {
    client: 'docker',
    difference: /client refuses.*(?:opening seccomp profile|compacting json for seccomp profile)/,
    why: 'Whether a file is there, and what it holds, is not in the command line.',
    source: 'docker/cli cli/command/container/opts.go, parseSecurityOpts',
  },
  {
    client: 'docker',
    difference:
      /client refuses.*(?:invalid (?:argument ".*" for "--(?:ip6?|dns-search|link|device-cgroup-rule|blkio-weight-device|device-(?:read|write)-(?:bps|iops)|attach|network|mount)|memory swappiness|value: |storage option|detach|field)|is not a valid (?:domain|mac address|link)|conflicting options: |only allowed for user-defined networks|cannot (?:attach|mix)|is specified multiple times|unable to parse log(?:ging)? level|works? only with|must not have spaces|invalid mount option)/i,
    why: 'No rule judges the setting, no fix writes it, and no real project was found to get it wrong: it is not checked.',
    source: 'src/parsers/docker/grammar/flag-types.ts',
  },
  {
    client: 'compose',
    difference: /client refuses.*project name must not be empty/,
    why: 'A variable that nothing sets leaves the name empty; the text does not say that nothing sets it.',
    source: 'compose-go loader/loader.go, withNamePrecedenceLoad; template/template.go',
  },
  {
    client: 'compose',
    difference: /the model does not know HostConfig\.NetworkMode/,
    why: 'A variable that nothing sets makes the name of the project, and of its network, unknown; the client takes nothing for it.',
    source: 'compose-go loader/loader.go, projectName; template/template.go',
  },
  {
    client: 'compose',
    difference: /HostConfig\.Devices\[\d+\]\.CgroupPermissions: model "rwm" ≠ client nothing/,
    why: 'The long form of a device without permissions is sent with none, which runc refuses; the model has what every other form gives.',
    source:
      'docker/compose pkg/compose/create.go, getDeployResources; runc libcontainer/specconv/spec_linux.go, CreateCgroupConfig',
  },
  {
    client: 'compose',
    difference: /client refuses.*\.(?:group_add|expose) items at \d+ and \d+ are equal/,
    why: 'To the validator a number behind the text of that number is the same, and a text behind a number is not.',
    source: 'santhosh-tekuri/jsonschema util.go, equals',
  },
  {
    client: 'compose',
    difference: /client refuses.*has neither an image nor a build context specified.*\(the model has none\)$/,
    why: 'A service without an image may be a part that another file completes; the model has no image of it either.',
    source: 'compose-go loader/validate.go, checkConsistency; src/parsers/compose/checks/index.ts, isComplete',
  },
  {
    client: 'compose',
    difference: /client refuses.*external (?:volume|network) ".*" (?:not found|could not be found)/,
    why: 'Whether it exists is a fact of the engine, not of the text.',
    source: 'docker/compose pkg/compose/create.go, checkExternalVolumes',
  },
  {
    client: 'compose',
    difference: /client refuses.*cannot unmarshal number \d+ into Go struct field/,
    why: 'The stand-in engine returns a number of more than 53 bits as JavaScript rounds it.',
    source: 'test/engine; docker/compose pkg/compose/convergence.go inspects what it created',
  },
  {
    client: 'compose',
    difference: /^the model refuses[^:]*:(?: syntax\/invalid-value: `[^`]*` is not the name of an image\.)+$/,
    why: 'The client leaves the name of an image to the engine where it finds the image there; the stand-in has every image.',
    source: 'docker/compose pkg/compose/images.go, getLocalImagesDigests',
  },
  {
    client: 'compose',
    difference:
      /client refuses.*(?:container name ".*" is already in use|requires healthcheck\.start_period|invalid (?:DNS address|IPv[46] address|link-local IP|MAC address|subnet|gateway address|IP range|auxiliary address)|must declare either|unsupported env_file format|can't set distinct values on 'scale'|can't set container_name|mutualy exclusive dockerfile|MUST include service\.platform|conflicting parameters "external"|name and external\.name conflict|one of file\||attributes are mutually exclusive|mac_address should have the same value|declares non-buildable service|target is required for non-rebuild|invalid project name|project name must not be empty|failed to cast to expected type|decoding failed due to|must be greater than or equal to 0|cannot parse platform specifier|value is empty|managed by|invalid type .* for external)/,
    why: 'No rule judges the setting, no fix writes it, and no real project was found to get it wrong: it is not checked.',
    source: 'src/parsers/compose/checks',
  },
  {
    client: 'compose',
    difference: /client refuses.*(?:validating .*: |services\.other\.|invalid containerPort|invalid spec: )/,
    why: 'What a later file overrides, and services of an extended file that nothing extends, are not checked.',
    source: 'src/parsers/compose/checks/index.ts, checkProject',
  },
  ...ENGINE_CAUSES,
];

/** The unexplained differences; calls `explained` with the reason of each other one. */
export function unexplained(
  client: Explained['client'],
  differences: readonly string[],
  explained?: (by: Explained) => void,
): readonly string[] {
  return differences.filter((difference) => {
    const by = EXPLAINED.find((each) => each.client === client && each.difference.test(difference));
    if (by !== undefined) explained?.(by);
    return by === undefined;
  });
}
