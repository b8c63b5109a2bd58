import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { json } from '@codemirror/legacy-modes/mode/javascript';
import { properties } from '@codemirror/legacy-modes/mode/properties';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import type { PageAnswer, PageResult } from '../src/playground/protocol.ts';
import type { TextEdit } from '../src/text/edit.ts';
import type { Span } from '../src/text/location.ts';

/** Colours are those of the page, so that light and dark are its business. */
const HIGHLIGHTING = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.tagName], color: 'var(--key)' },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--comment)' },
  { tag: [tags.keyword, tags.operator, tags.standard(tags.variableName)], color: 'var(--keyword)' },
  { tag: [tags.labelName, tags.definition(tags.variableName), tags.typeName], color: 'var(--variable)' },
]);

/** A line below the text: a picture, as CodeMirror has it, would be one more thing that the page may load. */
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
  // The page draws the ring around all of the editor: the numbers of the lines would cover a part of one in here.
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

/** The text that is linted. */
export class Editor {
  readonly #language = new Compartment();
  readonly #view: EditorView;
  #readAs = '';

  /** `onChange` is called for each change, whoever makes it. */
  constructor(parent: HTMLElement, label: string, description: string, onChange: () => void) {
    this.#view = new EditorView({
      parent,
      state: EditorState.create({
        extensions: [
          basicSetup,
          this.#language.of([]),
          syntaxHighlighting(HIGHLIGHTING),
          THEME,
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': description, tabindex: '0' }),
          EditorView.updateListener.of(({ docChanged }) => {
            if (docChanged) onChange();
          }),
        ],
      }),
    });
  }

  /** With its line ends as LF. */
  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text },
      selection: { anchor: 0 },
    });
  }

  /** Makes edits of the text as it is. */
  edit(edits: readonly TextEdit[]): void {
    this.#view.dispatch({
      changes: edits.map(({ span, newText }) => ({ from: span.start, to: span.end, insert: newText })),
      userEvent: 'input.fix',
    });
  }

  /** The number of the line in which an offset stands. */
  lineOf(offset: number): number {
    return this.#view.state.doc.lineAt(Math.min(offset, this.#view.state.doc.length)).number;
  }

  /** Selects a part of the text, in sight and with the focus. */
  select({ start, end }: Span): void {
    this.#view.dispatch({
      selection: { anchor: start, head: end },
      effects: EditorView.scrollIntoView(start, { y: 'center' }),
    });
    this.#view.focus();
  }

  /** Marks what was found in the text as it is. */
  show({ results }: PageAnswer): void {
    const diagnostics = results.flatMap(({ level, span, message, rules }): Diagnostic[] =>
      level === 'accepted'
        ? []
        : [
            {
              from: span.start,
              to: span.end,
              severity: LEVELS[level],
              source: rules.map(({ id }) => id).join(', '),
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
