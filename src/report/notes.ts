import type { DiscoveryNote } from '../files/discovery-note.ts';
import { groupBy } from '../util/maps.ts';
import { countOf } from './report.ts';

/** The maximum number of files to name in one note. */
const MAX_PATHS = 3;

/** Notes as lines of `path: message`. Merges equal messages about several files. */
export function noteLines(notes: readonly DiscoveryNote[]): readonly string[] {
  const groups = groupBy(notes, ({ path, message, severity, project }) =>
    severity === 'error' ? `${path}\n${message}` : project === undefined ? message : '',
  );
  return [...groups.values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    if (others.length === 0) return [`${first.path}: ${first.message}`];
    if (first.project !== undefined) return [partsNote(same)];
    const names = same.slice(0, MAX_PATHS).map(({ path }) => path);
    const more = same.length - names.length;
    return [`${names.join(', ')}${more > 0 ? ` and ${countOf(more, 'other')}` : ''}: ${first.message}`];
  });
}

/** The advice if files are parts of projects. */
function partsNote(notes: readonly DiscoveryNote[]): string {
  const projects = notes.slice(0, MAX_PATHS).map(({ project = [] }) => `[${project.join(', ')}]`);
  const more = notes.length > MAX_PATHS ? ', …' : '';
  return `${countOf(notes.length, 'file')} were linted alone, but contain only parts of services. If you use them together with other files, list those files in the configuration: projects: [${projects.join(', ')}${more}].`;
}
