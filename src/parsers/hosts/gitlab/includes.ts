import { field, fieldsOf, isMapping, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';

/** The included files of the repository: `include: a.yml`, `include: [{ local: '/ci/*.yml' }]`. */
export function includedPaths(root: Ref | undefined): readonly string[] {
  const include = field(root, 'include');
  const items = include === undefined || isScalar(include) || isMapping(include) ? [include] : itemsOf(include);
  return items.flatMap((item) => {
    const local = isMapping(item) ? field(item, 'local') : item;
    const path = isScalar(local) ? textOf(local).value : undefined;
    return path === undefined || path === '' || /^\w+:\/\/|\$/.test(path) ? [] : [path];
  });
}

/** The child pipelines that jobs start: `trigger: { include: a.yml }`. */
export function startedPaths(root: Ref): readonly string[] {
  return fieldsOf(root).flatMap((job) => includedPaths(field(job, 'trigger')));
}
