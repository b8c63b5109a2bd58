import { dialectOf } from '../../../model/container.ts';
import type { Location } from '../../../text/location.ts';
import { composeWriter } from '../../compose/writer/index.ts';
import { refused, type Writer } from '../../contract/writer.ts';
import { shellWriter } from '../../shell/writer/index.ts';
import { composeText } from './compose.ts';
import { readMarkdownPage } from './restructured-text.ts';

/** Writes changes into the container's code block, with the block's own writer. */
export const markdownWriter: Writer = {
  write: (change, subject, texts) => {
    if (dialectOf(subject.origin) !== 'compose') return shellWriter.write(change, subject, texts);
    const { location } = subject.place;
    const example = exampleAt(location, texts);
    return example === undefined
      ? refused('form', 'The code block is not a Compose file.')
      : composeWriter.write(change, subject, new Map([[location.path, example]]));
  },
};

function exampleAt({ path, span }: Location, texts: ReadonlyMap<string, string>): string | undefined {
  const text = texts.get(path);
  const block = readMarkdownPage(path, text ?? '').blocks.find(
    (each) => each.span.start <= span.start && each.span.end >= span.end,
  );
  return text === undefined || block === undefined ? undefined : composeText(text, block);
}
