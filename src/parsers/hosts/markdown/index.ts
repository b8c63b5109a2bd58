import { NO_FILES, type SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import { placeAt } from '../../../text/location.ts';
import { countWhile } from '../../../util/binary-search.ts';
import { parseComposeProject } from '../../compose/index.ts';
import { concatParsed, type FoundComment, type ParseContext, type Parsed } from '../../contract/parsed.ts';
import { problem } from '../../contract/problem.ts';
import { findShellComments, parseScripts } from '../../shell/index.ts';
import { findYamlComments } from '../../yaml/comments.ts';
import type { CodeBlock, PageComment } from './blocks.ts';
import { scriptOf } from './commands.ts';
import { composeExamples } from './compose.ts';
import { readMarkdownPage } from './restructured-text.ts';

/**
 * The requests of examples on pages. Problems in examples are not reported: examples can be
 * excerpts or show mistakes.
 */
export function parseMarkdown(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parsePage(file, context)));
}

function parsePage({ path, text }: SourceFile, context: ParseContext): Parsed {
  const { blocks } = readMarkdownPage(path, text);
  const { environment } = context;
  const scripts = blocks.flatMap((block) => scriptOf(path, text, block) ?? []);
  const commands = parseScripts(scripts.map((script) => ({ script, context: { environment } })));
  // Examples must not use files next to the page.
  const alone: ParseContext = { environment, files: NO_FILES };
  const { examples, unread } = composeExamples(text, blocks);
  const projects = examples.map((example) => parseComposeProject([{ path, text: example.text }], alone));
  const parsed = concatParsed([{ ...commands, texts: new Map() }, ...projects]);
  return {
    ...parsed,
    subjects: parsed.subjects.toSorted((a, b) => a.place.location.span.start - b.place.location.span.start),
    problems: [
      ...parsed.problems.filter(({ id }) => id === 'syntax/limit'),
      ...(unread === undefined ? [] : [limitAt(path, unread)]),
    ],
    texts: new Map([[path, text]]),
  };
}

function limitAt(path: string, { span: { start } }: CodeBlock): Problem {
  const what = 'The page contains too many Compose files; the rest were not read.';
  return problem('syntax/limit', placeAt(path, start, start + 1), what);
}

/**
 * The wanted comments of a page: those of HTML (`<!-- plimsoll: ignore[…] -->`) and MDX apply to
 * the code block below. Includes those in code blocks.
 */
export function findMarkdownComments(
  { path, text }: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const { blocks, comments } = readMarkdownPage(path, text);
  const found = comments.map((comment) => toFound(path, text, comment, blocks)).filter((each) => isWanted(each.text));
  const inScripts = blocks.flatMap((block): readonly FoundComment[] => {
    const script = scriptOf(path, text, block);
    return script === undefined ? [] : findShellComments(script, isWanted);
  });
  const inCompose = composeExamples(text, blocks).examples.flatMap((example) =>
    findYamlComments({ path, text: example.text }, isWanted),
  );
  return [...found, ...inScripts, ...inCompose].toSorted((a, b) => a.location.span.start - b.location.span.start);
}

/** A comment whose text has a `#` instead of its opening mark. */
function toFound(path: string, text: string, { inner, span }: PageComment, blocks: readonly CodeBlock[]): FoundComment {
  const written = text.slice(inner.start, inner.end).trimEnd();
  const next = blocks[countWhile(blocks.length, (index) => (blocks[index]?.span.start ?? 0) < span.end)];
  return {
    location: { path, span: { start: inner.start - 1, end: inner.start + written.length } },
    text: `#${written}`,
    governs: { start: span.start, end: next?.span.end ?? span.end },
  };
}
