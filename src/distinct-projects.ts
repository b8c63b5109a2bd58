/** How an input stands to the others of a run. */
export interface Membership {
  /** The files that its project includes. */
  readonly included: readonly string[];
  /** The file for whose sake it was looked at, where nobody named it (see `Input`). */
  readonly onlyFor?: string | undefined;
}

/** An input that is told of. */
export interface DistinctProject<T> {
  readonly project: T;
  /** The files for whose sake it was looked at, to which what is told of it is limited; `undefined` where it is told of as a whole. */
  readonly lookedAtFor: ReadonlySet<string> | undefined;
}

/**
 * The inputs without the files that another project includes, which are told of there, and without the projects that were looked at for the sake of
 * a file but do not include it, or are there anyway. Whoever names one file, a hook or an editor, is not to be told of the others of its project.
 */
export function distinctProjects<T extends Membership>(inputs: readonly T[], pathsOf: (input: T) => readonly string[]): readonly DistinctProject<T>[] {
  const firstPath = (input: T): string => pathsOf(input)[0] ?? '';
  const firstPaths = new Set<string>();
  const lookedAtFor = new Map<string, Set<string>>();
  const [asked, pulledIn] = [inputs.filter(({ onlyFor }) => onlyFor === undefined), inputs.filter(({ onlyFor }) => onlyFor !== undefined)];
  const projects = [...asked, ...pulledIn].filter((input) => {
    const { onlyFor, included } = input;
    const first = firstPath(input);
    if (onlyFor !== undefined) {
      if (!included.includes(onlyFor)) return false;
      lookedAtFor.set(first, (lookedAtFor.get(first) ?? new Set()).add(onlyFor));
    }
    const isNew = !firstPaths.has(first);
    firstPaths.add(first);
    return isNew;
  });
  const kept = new Set(projects);
  const includers = new Map<string, T[]>();
  for (const project of projects) {
    for (const path of project.included) includers.set(path, [...(includers.get(path) ?? []), project]);
  }
  // Of those that include each other the first by name stays, in whatever order they were found: one is only left out for one that is kept.
  const lastFirst = projects.toSorted((a, b) => (firstPath(a) < firstPath(b) ? 1 : firstPath(a) > firstPath(b) ? -1 : 0));
  for (const project of lastFirst) {
    const isElsewhere = pathsOf(project).every((path) => includers.get(path)?.some((other) => other !== project && kept.has(other)) === true);
    if (isElsewhere) kept.delete(project);
  }
  return inputs.filter((input) => kept.has(input)).map((project) => ({ project, lookedAtFor: project.onlyFor === undefined ? undefined : lookedAtFor.get(firstPath(project)) }));
}
