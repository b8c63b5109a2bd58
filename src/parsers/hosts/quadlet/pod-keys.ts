/** The keys of `[Pod]` with the same flags as in `[Container]`, in Quadlet's order. */
export const POD_KEYS: readonly string[] = [
  'UserNS',
  'UIDMap',
  'GIDMap',
  'SubUIDMap',
  'SubGIDMap',
  'PublishPort',
  'Label',
  'Network',
  'IP',
  'IP6',
  'ShmSize',
  'NetworkAlias',
  'DNS',
  'DNSOption',
  'DNSSearch',
  'AddHost',
  'HostName',
  'Volume',
];

/** The other keys of `[Pod]`. */
export const OTHER_POD_KEYS: readonly string[] = [
  'ContainersConfModule',
  'ExitPolicy',
  'GlobalArgs',
  'PodName',
  'PodmanArgs',
  'RemapGid',
  'RemapUid',
  'RemapUidSize',
  'RemapUsers',
  'ServiceName',
  'StopTimeout',
];
