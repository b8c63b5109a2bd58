import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One import of a module. */
export interface Import {
  /** The importing file, such as `src/rules/shared/network/ports.ts`. */
  readonly from: string;
  /** The imported file or package. */
  readonly to: string;
  /** The imported names, including those from `await import()`. */
  readonly names: readonly string[];
}

export const ROOT = join(import.meta.dirname, '..');

/** Every parsed module of `src`, by path. */
export const sources: readonly ts.SourceFile[] = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => posix.join('src', path.replaceAll('\\', '/')))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest, true));

/** Every import and re-export in `src`. */
export const imports: readonly Import[] = sources.flatMap(readImports);

function readImports(source: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, names: readonly string[] = []): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const name = specifier.text;
    const to = name.startsWith('.') ? posix.join(posix.dirname(source.fileName), name) : name;
    found.push({ from: source.fileName, to, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesOf(node.importClause?.namedBindings));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, namesOf(node.exportClause));
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], takenFrom(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function namesOf(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): readonly string[] {
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return [];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** The names in `const { a, b } = await import(…)` and `(await import(…)).a`. */
function takenFrom(call: ts.CallExpression): readonly string[] {
  let node: ts.Node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return [parent.name.text];
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return [];
  return parent.name.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
}

/** A file's room: a directory of `src` or `src/parsers`, or a single file. */
export function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  return first === 'parsers' && path.split('/').length > 3 ? `parsers/${second}` : first;
}
