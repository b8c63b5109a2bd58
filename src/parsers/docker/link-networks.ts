import type { Subject } from '../../model/container.ts';
import type { Network } from '../../model/resources.ts';
import { valueOf } from '../../model/setting.ts';

/** The same subjects, with the definition of a network where a container joins it. Of several of one name the first counts: the engine refuses another. */
export function linkNetworks(subjects: readonly Subject[], networks: readonly Network[]): readonly Subject[] {
  const byName = new Map<string, Network>();
  for (const network of networks) {
    const name = valueOf(network.name);
    if (name !== undefined && !byName.has(name)) byName.set(name, network);
  }
  if (byName.size === 0) return subjects;
  return subjects.map((subject) => {
    if (subject.kind !== 'container') return subject;
    const joined = subject.networks.map((attachment) => {
      const network = byName.get(valueOf(attachment.name) ?? '');
      return network === undefined ? attachment : { ...attachment, network };
    });
    return { ...subject, networks: joined };
  });
}
