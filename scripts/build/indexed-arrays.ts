import MagicString from 'magic-string';
import ts from 'typescript';

/**
 * Returns a function that rewrites loops over arrays and array patterns of a module to use indexes;
 * a text that the program doesn't have stays.
 *
 * V8 runs most code unoptimized, and there `for (const x of list)` and `const [a, b] = pair` call
 * iterators: short loops take twice as long, pairs three times. Values of other types stay. Indexes
 * see what iterators see, except in arrays whose iterator was replaced.
 */
export function createArrayIndexer(program: ts.Program): (path: string, text: string) => string {
  const checker = program.getTypeChecker();
  return (path, text) => {
    const source = program.getSourceFile(path);
    return source?.text === text ? new Indexer(source, checker).run() : text;
  };
}

/**
 * A program of these modules and their imports, with the options of `tsconfig.json` in the working
 * directory.
 */
export function createProgram(paths: readonly string[]): ts.Program {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)).config,
    ts.sys,
    '.',
  );
  return ts.createProgram(paths, options);
}

class Indexer {
  readonly #source: ts.SourceFile;
  readonly #checker: ts.TypeChecker;
  readonly #code: MagicString;
  /** Nodes whose text was moved; nothing in them is changed. */
  readonly #moved = new Set<ts.Node>();
  #count = 0;

  constructor(source: ts.SourceFile, checker: ts.TypeChecker) {
    this.#source = source;
    this.#checker = checker;
    this.#code = new MagicString(source.text);
  }

  run(): string {
    if (this.#source.text.includes('$_'))
      throw new Error(`${this.#source.fileName} uses names reserved for the build: $_`);
    this.#visit(this.#source);
    return this.#code.toString();
  }

  readonly #visit = (node: ts.Node): void => {
    if (this.#moved.has(node)) return;
    if (ts.isForOfStatement(node)) this.#loop(node);
    else if (ts.isVariableDeclaration(node)) this.#declaration(node);
    else if (ts.isArrowFunction(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      this.#parameters(node);
    ts.forEachChild(node, this.#visit);
  };

  #loop({ initializer, expression, statement, awaitModifier }: ts.ForOfStatement): void {
    if (awaitModifier !== undefined || !ts.isVariableDeclarationList(initializer)) return;
    const name = initializer.declarations[0]?.name;
    if (name === undefined) return;
    const keyword = (initializer.flags & ts.NodeFlags.Const) === 0 ? 'let' : 'const';
    if (this.#isArray(expression)) {
      const [list, index] = [this.#fresh(), this.#fresh()];
      this.#replace(initializer, this.#start(expression), `let ${index} = 0, ${list} = `);
      this.#after(expression, `; ${index} < ${list}.length; ${index}++`);
      this.#declareIn(statement, keyword, this.#taken(name, `${list}[${index}]`));
    } else if (this.#canIndex(name)) {
      const item = this.#fresh();
      this.#replace(name, name.getEnd(), item);
      this.#declareIn(statement, keyword, this.#parts(name, item));
    }
  }

  #declaration({ name, initializer, parent }: ts.VariableDeclaration): void {
    if (initializer === undefined || !this.#canIndex(name) || !this.#isArray(initializer)) return;
    // The new name would be exported too.
    const statement = parent.parent;
    if (ts.isVariableStatement(statement) && statement.modifiers !== undefined) return;
    const list = this.#fresh();
    this.#replace(name, this.#start(initializer), `${list} = `);
    this.#after(initializer, ['', ...this.#parts(name, list)].join(', '));
  }

  #parameters({
    parameters,
    body,
    asteriskToken,
  }: ts.ArrowFunction | ts.FunctionDeclaration | ts.MethodDeclaration): void {
    // A default may use another parameter.
    if (body === undefined || asteriskToken !== undefined || parameters.some(({ initializer }) => initializer)) return;
    const declared: string[] = [];
    for (const { name, dotDotDotToken } of parameters) {
      if (dotDotDotToken !== undefined || !this.#canIndex(name)) continue;
      const list = this.#fresh();
      this.#replace(name, name.getEnd(), list);
      declared.push(...this.#parts(name, list));
    }
    if (declared.length === 0) return;
    if (ts.isBlock(body)) this.#declareIn(body, 'let', declared);
    else {
      this.#before(body, `{ let ${declared.join(', ')}; return `);
      this.#after(body, '; }');
    }
  }

  /** Puts declarations at the beginning of a statement. */
  #declareIn(statement: ts.Statement, keyword: string, declared: readonly string[]): void {
    if (declared.length === 0) return;
    const text = `${keyword} ${declared.join(', ')};`;
    if (ts.isBlock(statement)) this.#code.appendRight(this.#start(statement) + 1, ` ${text}`);
    else {
      this.#before(statement, `{ ${text} `);
      this.#after(statement, ' }');
    }
  }

  /** Declarations of a name, or of a pattern's names, for a value. */
  #taken(name: ts.BindingName, value: string): readonly string[] {
    if (!this.#canIndex(name)) return [`${this.#text(name)} = ${value}`];
    const list = this.#fresh();
    return [`${list} = ${value}`, ...this.#parts(name, list)];
  }

  /** Declarations of a pattern's names, for a named array. */
  #parts({ elements }: ts.ArrayBindingPattern, list: string): readonly string[] {
    return elements.flatMap((element, index) => {
      if (ts.isOmittedExpression(element)) return [];
      const { name, initializer, dotDotDotToken } = element;
      if (dotDotDotToken !== undefined) return this.#taken(name, `${list}.slice(${index})`);
      const item = `${list}[${index}]`;
      if (initializer === undefined) return this.#taken(name, item);
      const given = this.#fresh();
      return [
        `${given} = ${item}`,
        ...this.#taken(name, `${given} === undefined ? ${this.#text(initializer)} : ${given}`),
      ];
    });
  }

  #canIndex(name: ts.BindingName): name is ts.ArrayBindingPattern {
    return ts.isArrayBindingPattern(name) && this.#isArray(name);
  }

  #isArray(node: ts.Node): boolean {
    const isArray = (type: ts.Type): boolean => {
      if (type.isUnion()) return type.types.every(isArray);
      const constraint = this.#checker.getBaseConstraintOfType(type) ?? type;
      if (constraint !== type) return isArray(constraint);
      return this.#checker.isArrayType(type) || this.#checker.isTupleType(type);
    };
    return isArray(this.#checker.getTypeAtLocation(node));
  }

  /** An unused name. */
  #fresh(): string {
    this.#count += 1;
    return `$_${this.#count}`;
  }

  #start(node: ts.Node): number {
    return node.getStart(this.#source);
  }

  #text(node: ts.Node): string {
    return node.getText(this.#source);
  }

  /** Replaces the text from a node's start to `end`. */
  #replace(node: ts.Node, end: number, text: string): void {
    this.#code.overwrite(this.#start(node), end, text);
    this.#moved.add(node);
  }

  /** Inserts before a node, inside insertions for enclosing nodes. */
  #before(node: ts.Node, text: string): void {
    this.#code.appendRight(this.#start(node), text);
  }

  /** Inserts after a node, inside insertions for enclosing nodes. */
  #after(node: ts.Node, text: string): void {
    this.#code.prependLeft(node.getEnd(), text);
  }
}
