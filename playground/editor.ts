import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { json } from '@codemirror/legacy-modes/mode/javascript';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import type { PageAnswer, PageEdit, PagePlace, PageResult } from '../src/playground/protocol.ts';

/** Colours are those of the page, so that light and dark are its business. */
const HIGHLIGHTING = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.tagName], color: 'var(--key)' },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--comment)' },
  { tag: [tags.keyword, tags.operator, tags.standard(tags.variableName)], color: 'var(--keyword)' },
  { tag: [tags.labelName, tags.definition(tags.variableName), tags.typeName], color: 'var(--variable)' },
]);

/**
 * A line below the text: a picture, as CodeMirror has it, would be one more thing that the page may
 * load.
 */
function underline(style: string, colour: string): Readonly<Record<string, string>> {
  return {
    backgroundImage: 'none',
    textDecoration: `underline ${style} ${colour}`,
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
  };
}

const THEME = EditorView.theme({
  '&': { backgroundColor: 'var(--page)', color: 'var(--text)' },
  // The page draws the ring around all of the editor: the numbers of the lines would cover a part
  // of one in here.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: "0.875rem/1.5 ui-monospace, 'DejaVu Sans Mono', monospace" },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--faint)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'rgb(128 128 128 / .1)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--selection)',
  },
  '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'rgb(128 160 255 / .25)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'rgb(128 128 128 / .3)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--raised)', color: 'var(--faint)', borderColor: 'var(--line)' },
  '.cm-lintRange-error': underline('wavy', 'var(--error)'),
  '.cm-lintRange-warning': underline('wavy', 'var(--warning)'),
  '.cm-lintRange-info': underline('dotted', 'var(--info)'),
  '.cm-lintRange-hint': underline('dashed', 'var(--undecided)'),
  '.cm-lintRange-active': { backgroundColor: 'var(--selection)' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    border: '1px solid var(--line)',
    maxWidth: 'min(40rem, 90vw)',
  },
  '.cm-diagnosticText': { font: '0.875rem/1.45 system-ui, sans-serif' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--info)' },
  '.cm-diagnostic-hint': { borderLeftColor: 'var(--undecided)' },
  '.cm-button, .cm-textfield': {
    backgroundImage: 'none',
    backgroundColor: 'var(--page)',
    color: 'var(--text)',
    borderColor: 'var(--faint)',
  },
});

/** How a text is highlighted, by the end of its name or else by what it was read as. */
const BY_NAME: readonly (readonly [RegExp, () => Extension])[] = [
  [/\.ya?ml$/i, yaml],
  [/\.json$/i, () => StreamLanguage.define(json)],
  [/(?:^|\/)(?:docker|container)file[^/]*$/i, () => StreamLanguage.define(dockerFile)],
  [/\.(?:container|pod|kube|volume|network|service|env)$/i, () => StreamLanguage.define(properties)],
];
const BY_KIND: Readonly<Partial<Record<string, () => Extension>>> = {
  compose: yaml,
  inspect: () => StreamLanguage.define(json),
};

const LEVELS = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  undecided: 'hint',
} as const satisfies Partial<Record<PageResult['level'], Diagnostic['severity']>>;

/** The texts of the files, of which one is shown. */
export class Editor {
  readonly #language = new Compartment();
  readonly #view: EditorView;
  readonly #extensions: Extension;
  readonly #onChange: (isOther: boolean) => void;
  /** Each with what can be undone in it; that of the file in sight is in the view. */
  #states: EditorState[];
  #current = 0;
  #readAs = '';

  /**
   * `onChange` is called for each change, by the user or the page. `isOther` is true if a user
   * replaced or deleted the whole text.
   */
  constructor(parent: HTMLElement, label: string, description: string, onChange: (isOther: boolean) => void) {
    this.#onChange = onChange;
    this.#extensions = [
      basicSetup,
      this.#language.of([]),
      syntaxHighlighting(HIGHLIGHTING),
      THEME,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': description, tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(replacesAll(update));
      }),
    ];
    this.#states = [this.#stateOf('')];
    this.#view = new EditorView({ parent, state: this.#stateOf('') });
  }

  #stateOf(text: string): EditorState {
    return EditorState.create({ doc: text, extensions: this.#extensions });
  }

  get #all(): readonly EditorState[] {
    return this.#states.map((state, file) => (file === this.#current ? this.#view.state : state));
  }

  /** The number of the file in sight. */
  get current(): number {
    return this.#current;
  }

  /** With their line ends as LF. */
  get texts(): readonly string[] {
    return this.#all.map(({ doc }) => doc.toString());
  }

  /** Other files in place of these, the first in sight. */
  open(texts: readonly string[]): void {
    this.#states = texts.map((text) => this.#stateOf(text));
    this.#show(0);
    this.#onChange(false);
  }

  add(text: string): void {
    this.#states = [...this.#all, this.#stateOf(text)];
    this.#show(this.#states.length - 1);
    this.#onChange(false);
  }

  /** Removes the file in sight. */
  remove(): void {
    this.#states = this.#all.filter((_, file) => file !== this.#current);
    this.#show(0);
    this.#onChange(false);
  }

  /** Brings a file in sight. */
  switchTo(file: number): void {
    if (file === this.#current) return;
    this.#states = [...this.#all];
    this.#show(file);
  }

  #show(file: number): void {
    this.#current = file;
    this.#readAs = '';
    const state = this.#states[file];
    if (state !== undefined) this.#view.setState(state);
  }

  /** Puts other texts in the place of those that differ, so that it can be undone. */
  replace(texts: readonly string[]): void {
    this.#change((doc, file) => {
      const insert = texts[file] ?? doc;
      return insert === doc ? [] : [{ from: 0, to: doc.length, insert }];
    });
  }

  /** Makes edits of the texts as they are. */
  edit(edits: readonly PageEdit[]): void {
    this.#change((_, file) =>
      edits
        .filter((edit) => edit.file === file)
        .map(({ span, newText }) => ({ from: span.start, to: span.end, insert: newText })),
    );
  }

  #change(changesOf: (doc: string, file: number) => readonly { from: number; to: number; insert: string }[]): void {
    this.#states = this.#states.map((state, file) => {
      const own = file === this.#current ? this.#view.state : state;
      const changes = changesOf(own.doc.toString(), file);
      if (changes.length === 0) return own;
      if (file !== this.#current) return own.update({ changes, userEvent: 'input.fix' }).state;
      this.#view.dispatch({ changes, userEvent: 'input.fix' });
      return this.#view.state;
    });
    this.#onChange(false);
  }

  /** The number of the line in which a place begins. */
  lineOf({ file, span }: PagePlace): number {
    const doc = this.#all[file]?.doc;
    return doc === undefined ? 1 : doc.lineAt(Math.min(span.start, doc.length)).number;
  }

  /** Selects a part of the file in sight, in view and with the focus. */
  select({ start, end }: PagePlace['span']): void {
    this.#view.dispatch({
      selection: { anchor: start, head: end },
      effects: EditorView.scrollIntoView(start, { y: 'center' }),
    });
    this.#view.focus();
  }

  /** Marks what was found in the file in sight, as it is. */
  show({ results }: PageAnswer): void {
    const diagnostics = results.flatMap(({ level, place, message, rules, group }): Diagnostic[] =>
      level === 'suppressed' || place.file !== this.#current
        ? []
        : [
            {
              from: place.span.start,
              to: place.span.end,
              severity: LEVELS[level],
              source: group ?? rules.map(({ id }) => id).join(', '),
              message: message.replaceAll('`', ''),
            },
          ],
    );
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Highlights the text as what it was read as. */
  readAs(name: string, kind: string): void {
    const make =
      BY_NAME.find(([form]) => form.test(name))?.[1] ?? BY_KIND[kind] ?? (() => StreamLanguage.define(shell));
    const key = `${name} ${kind}`;
    if (key === this.#readAs) return;
    this.#readAs = key;
    this.#view.dispatch({ effects: this.#language.reconfigure(make()) });
  }
}

/**
 * True if a user kept nothing of the text: something else was pasted or typed in its place, or it
 * was deleted. Typed text may share its first or last characters with what it replaces.
 */
function replacesAll({ transactions, startState, changes }: ViewUpdate): boolean {
  const isFix = transactions.some((each) => each.isUserEvent('input.fix'));
  if (isFix || startState.doc.length === 0) return false;
  let kept = 0;
  changes.iterGaps((_from, _to, length) => {
    kept += length;
  });
  return kept * 20 < startState.doc.length;
}
