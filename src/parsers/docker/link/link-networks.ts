import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Network } from '../../../model/resources.ts';
import { valueOf } from '../../../text/setting.ts';
import { mistypedMode } from '../../contract/network-mode.ts';
import { mapByName } from './by-name.ts';

export function linkNetworks(subjects: readonly Subject[], networks: readonly Network[]): readonly Subject[] {
  const named = mapByName(networks);
  if (named.size === 0) return subjects;
  return subjects.map((subject) => {
    if (subject.kind !== 'container') return subject;
    const joined = subject.networks.map((attachment) => {
      const network = named.get(valueOf(attachment.name) ?? '');
      return network === undefined ? attachment : { ...attachment, network };
    });
    return { ...subject, networks: joined };
  });
}

/** Reports network names that resemble modes and that no command creates. */
export function mistypedModes(linked: readonly Subject[]): readonly Problem[] {
  const attachments = linked.flatMap((subject) => (subject.kind === 'container' ? subject.networks : []));
  return attachments.flatMap(({ name, network }) => (network === undefined ? mistypedMode(name) : []));
}
