import { describe, expect, it } from 'vitest';
import { DOCUMENT_STATES, OpenDocuments } from '../../src/lsp/client/documents.ts';

const state = (name: string, text: string, version = 1) =>
  DOCUMENT_STATES.create(`file:///w/${name}`, 'yaml', version, text);

function opened(...states: readonly ReturnType<typeof state>[]) {
  const open = [...states];
  const documents = new OpenDocuments(() => [...open]);
  documents.setFolders(['file:///w']);
  return { open, documents };
}

describe('the texts of the open documents', () => {
  it('are one list as long as none of them changes, so that what is made of them is made once', () => {
    const [a, b] = [state('a.yaml', 'a'), state('b.yaml', 'b')];
    const { open, documents } = opened(a, b);
    const texts = documents.textsWith(a);
    expect(texts).toEqual([
      { path: '/w/a.yaml', text: 'a' },
      { path: '/w/b.yaml', text: 'b' },
    ]);
    expect(documents.textsWith(b)).toBe(texts);
    const changed = state('b.yaml', 'c', 2);
    open[1] = changed;
    expect(documents.textsWith(changed)).toEqual([
      { path: '/w/a.yaml', text: 'a' },
      { path: '/w/b.yaml', text: 'c' },
    ]);
  });

  it('have another state of a document behind the one that is open', () => {
    const saved = state('a.yaml', 'saved');
    const { documents } = opened(state('a.yaml', 'open', 2));
    expect(documents.textsWith(saved).map(({ text }) => text)).toEqual(['open', 'saved']);
  });

  it('are named again where the directories change', () => {
    const untitled = DOCUMENT_STATES.create('untitled:x', 'shellscript', 1, 'a');
    const { documents } = opened(untitled);
    expect(documents.textsWith(untitled).map(({ path }) => path)).toEqual(['/w/x.sh']);
    documents.setFolders(['file:///other']);
    expect(documents.textsWith(untitled).map(({ path }) => path)).toEqual(['/other/x.sh']);
  });
});
