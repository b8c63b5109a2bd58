import { dirname, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ROOT } from './source-imports.ts';

/** More members need a second reading. */
const MAX_MEMBERS = 15;

/** Types with more members that three directories know, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  HostConfig: 'has the fields of the Engine API under their own names',
  Container: "is the API's create request",
  Config: 'has the fields of the Engine API under their own names',
  Exec: "is the API's exec request",
  Shapes: 'has one member for each of the shapes of such a field',
  Rule: "has a member for each fact of a rule's page and listing",
  LintContext: "is the parsers' context with what the linter adds",
  SessionOptions: "are the user's options, which pass through unread",
};

/** The interfaces of `src` with more members, with the directories that name them. */
function largeTypes(): ReadonlyMap<string, ReadonlySet<string>> {
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${ROOT}/tsconfig.json`, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    ROOT,
  );
  const program = ts.createProgram(
    fileNames.filter((path) => relative(ROOT, path).startsWith('src/')),
    options,
  );
  const checker = program.getTypeChecker();
  const own = program.getSourceFiles().filter(({ fileName }) => relative(ROOT, fileName).startsWith('src/'));
  const found = new Map<ts.Symbol, Set<string>>();
  const isLarge = (symbol: ts.Symbol): boolean => {
    const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
    const isOwn = ({ declarations = [] }: ts.Symbol): boolean =>
      declarations.some((declaration) => own.includes(declaration.getSourceFile()));
    return members.filter(isOwn).length > MAX_MEMBERS;
  };
  const isType = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
    ts.isInterfaceDeclaration(node) || (ts.isTypeAliasDeclaration(node) && !ts.isUnionTypeNode(node.type));
  for (const file of own)
    ts.forEachChild(file, (node) => {
      const symbol = isType(node) ? checker.getSymbolAtLocation(node.name) : undefined;
      if (symbol !== undefined && isLarge(symbol)) found.set(symbol, new Set());
    });
  const names = new Set([...found.keys()].map(({ name }) => name));
  for (const file of own) {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && names.has(node.text)) {
        const symbol = checker.getSymbolAtLocation(node);
        const meant =
          symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
            ? checker.getAliasedSymbol(symbol)
            : symbol;
        if (meant !== undefined) found.get(meant)?.add(dirname(relative(ROOT, file.fileName)));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return new Map([...found].map(([{ name }, directories]) => [name, directories]));
}

test(`no object of more than ${MAX_MEMBERS} members is passed through three directories`, () => {
  const passed = [...largeTypes()].filter(([, directories]) => directories.size > 2).map(([name]) => name);
  expect(passed.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
}, 120_000);
