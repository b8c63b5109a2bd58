import { countBefore, placeAt, type Span } from '../../text/location.ts';
import { problem, type Report } from '../contract/problem.ts';
import { unfolded } from './scalar-text.ts';
import { decodeTagged, resolveTagged } from './scalar-value.ts';
import { spanOf } from './spans.ts';
import type { SyntaxScalar } from './syntax.ts';
import type { Scalar, YamlOrigin } from './tree.ts';

/** Changes a string scalar while the file is read, for example by interpolation. */
export type ScalarChange = (scalar: Scalar) => Scalar;

/**
 * Builds the scalars of one document, with values according to their tags; reports those that don't
 * fit.
 */
export class ScalarBuilder {
  readonly #origin: YamlOrigin;
  readonly #change: ScalarChange;
  readonly #report: Report;
  /** Unreadable stretches that may be variable values, in order. */
  readonly #unparsed: readonly Span[];
  /** Whether folding keeps some line breaks. */
  readonly #hasKeptBreaks: boolean;

  constructor(origin: YamlOrigin, change: ScalarChange, report: Report, unparsed: readonly Span[]) {
    this.#origin = origin;
    this.#change = change;
    this.#report = report;
    this.#unparsed = unparsed;
    this.#hasKeptBreaks = /[\u2028\u2029]/.test(origin.text);
  }

  /** `blankStart` and `blankEnd` mark a scalar that is not written. */
  build(node: SyntaxScalar, blankStart: number, blankEnd: number): Scalar {
    const { style } = node;
    const written = this.#unparsed.length === 0 ? this.#stringOf(node) : this.#beforeUnparsed(node);
    const decoded = decodeTagged(written, node.tag);
    const string = decoded ?? written;
    const value = resolveTagged(string, style, node.tag);
    const { start, end } = spanOf(this.#origin.text, node, blankStart, blankEnd);
    const invalid = (what: string, remedy: string): void => {
      this.#report(problem('syntax/invalid-value', placeAt(this.#origin.path, start, end), what, { remedy }));
    };
    if (decoded === undefined)
      invalid('This `!!binary` value is not valid base64.', 'Write base64, or remove the tag.');
    if (typeof value === 'number' && !Number.isFinite(value))
      invalid(`Compose doesn't accept the number \`${string}\`.`, 'Write another number, or quote it.');
    const scalar: Scalar = { kind: 'scalar', origin: this.#origin, start, end, style, value, string };
    return typeof value === 'string' && string.includes('$') ? this.#change(scalar) : scalar;
  }

  /** Restores line breaks that folding keeps, and that the library turns into line feeds. */
  #stringOf({ start, end, style, string }: SyntaxScalar): string {
    const isFlow = style === 'plain' || style === 'single' || style === 'double';
    return isFlow && this.#hasKeptBreaks ? unfolded({ text: this.#origin.text, start, end, style }) : string;
  }

  /** The string of a scalar; if it continues into unreadable values, the part before them. */
  #beforeUnparsed({ start, end, string }: SyntaxScalar): string {
    const first = this.#unparsed[countBefore(this.#unparsed, start + 1)];
    return this.isUnparsed(start) || first === undefined || first.start >= end
      ? string
      : this.#origin.text.slice(start, first.start).replace(/^["']/, '').trim();
  }

  /** Whether an offset is in an unreadable stretch that may hold values. */
  isUnparsed(offset: number): boolean {
    return (
      this.#unparsed.length > 0 && (this.#unparsed[countBefore(this.#unparsed, offset + 1) - 1]?.end ?? 0) > offset
    );
  }
}
