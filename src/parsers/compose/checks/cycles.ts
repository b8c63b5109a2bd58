import { problem, type Report } from '../../contract/problem.ts';
import type { NameReference } from './references.ts';

/**
 * Reports circular dependencies at the mention that closes the cycle (compose-go `graph/cycle.go`).
 */
export function checkCycles(dependencies: ReadonlyMap<string, readonly NameReference[]>, report: Report): void {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of dependencies.keys()) {
    if (state.has(start)) continue;
    const path: { readonly name: string; readonly rest: Iterator<NameReference> }[] = [];
    const open = (name: string): void => {
      state.set(name, 'open');
      path.push({ name, rest: (dependencies.get(name) ?? []).values() });
    };
    open(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        state.set(top.name, 'done');
        path.pop();
      } else if (state.get(next.value.name) === 'open') {
        const names = path.map(({ name }) => name);
        const circle = [...names.slice(names.indexOf(next.value.name)), next.value.name];
        const what = `Service depends on itself: ${circle.map((name) => `\`${name}\``).join(' → ')}.`;
        const subject = { kind: 'container', name: top.name } as const;
        report(problem('syntax/cycle', next.value.place, what, { subject }));
      } else if (!state.has(next.value.name) && dependencies.has(next.value.name)) {
        open(next.value.name);
      }
    }
  }
}
