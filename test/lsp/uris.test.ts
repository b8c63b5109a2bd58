import { describe, expect, test } from 'vitest';
import { pathOfUri, uriOfPath } from '../../src/lsp/client/uris.ts';

describe('a file URI and its path', () => {
  test.each([
    ['file:///srv/app/compose.yaml', '/srv/app/compose.yaml'],
    ['file:///srv/my%20app/compose.yaml', '/srv/my app/compose.yaml'],
    ['file:///srv/%C3%BCber/%E6%97%A5%E6%9C%AC.yaml', '/srv/über/日本.yaml'],
    ['file:///srv/a%23b%3Fc%25d.yaml', '/srv/a#b?c%d.yaml'],
    ['file:///C:/repo/compose.yaml', 'C:/repo/compose.yaml'],
    ['file://server/share/compose.yaml', '//server/share/compose.yaml'],
    ['file:///', '/'],
  ])('%s', (uri, path) => {
    expect(pathOfUri(uri)).toBe(path);
    expect(uriOfPath(path)).toBe(uri);
  });

  test.each([
    ['a drive as VS Code writes it', 'file:///c%3A/Users/a%20b/compose.yaml', 'C:/Users/a b/compose.yaml'],
    ['a small drive', 'file:///d:/x', 'D:/x'],
    ['a host that is this one', 'file://localhost/srv/x', '/srv/x'],
    ['one slash', 'file:/srv/x', '/srv/x'],
    ['letters that are not encoded', 'file:///srv/über a#b', '/srv/über a#b'],
    ['a percent sign that begins no escape', 'file:///srv/100%', '/srv/100%'],
    ['an escape that is no UTF-8', 'file:///srv/%FF/a%20b', '/srv/%FF/a b'],
    ['the scheme in capitals', 'FILE:///srv/x', '/srv/x'],
  ])('%s', (_, uri, path) => {
    expect(pathOfUri(uri)).toBe(path);
  });

  test.each(['untitled:Untitled-1', 'git:/srv/x?ref', 'https://example.com/x', 'file:', ''])(
    '%j has no path',
    (uri) => {
      expect(pathOfUri(uri)).toBeUndefined();
    },
  );

  test('half of a surrogate pair in a path throws nothing', () => {
    expect(uriOfPath('/srv/\uD800')).toBe('file:///srv/%EF%BF%BD');
  });
});
