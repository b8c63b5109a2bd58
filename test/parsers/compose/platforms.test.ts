import { describe, expect, it } from 'vitest';
import type { ParseContext } from '../../../src/parsers/contract/parsed.ts';
import { containerOf, markedText, parseProject } from './compose.ts';

const HEADER = `# documentation: https://app.example.com/docs
# slogan: Shows what there is.
# category: media
# tags: photos, albums
# logo: svgs/app.svg
# port: 8080

`;

const SERVICES = `services:
  web:
    image: registry.example.com/app:1.4
    exclude_from_hc: true
    environment:
      - URL=$SERVICE_URL_APP_8080
      - TOKEN=\${APP_TOKEN:?}
      - DB_PASSWORD=$SERVICE_PASSWORD_DB
    volumes:
      - data:/data
      - type: bind
        source: ./app.conf
        target: /etc/app.conf
        content: a = 1
`;

const PUT_RIGHT = [
  'syntax/required-variable: ${APP_TOKEN:?}',
  'syntax/unknown-key: content',
  'syntax/unknown-key: exclude_from_hc',
  'syntax/undefined-reference: data',
];

function problemsOf(text: string, name: string, context: Partial<ParseContext>): readonly string[] {
  const parsed = parseProject({ [name]: text }, [name], context);
  return parsed.problems.map(({ id, place }) => `${id}: ${markedText(place, parsed)}`);
}

describe('a template of Coolify', () => {
  const part = { mayBePart: true };

  it.each<readonly [string, string, string, Partial<ParseContext>, readonly string[]]>([
    ['what the platform puts right is no problem', HEADER + SERVICES, 'app.yaml', part, []],
    ['with the header after other comments', `# ignore: true\n${HEADER}${SERVICES}`, 'app.yaml', part, []],
    ['without a header it is an ordinary file', SERVICES, 'app.yaml', part, PUT_RIGHT],
    ['a header below the content is none', SERVICES + HEADER, 'app.yaml', part, PUT_RIGHT],
    ['a link to the documentation is no header', `# documentation: x\n${SERVICES}`, 'app.yaml', part, PUT_RIGHT],
    ['which the client finds by its name, is refused', HEADER + SERVICES, 'compose.yaml', {}, PUT_RIGHT],
    [
      'what the platform does not know either is still a problem',
      `${HEADER}services:\n  web: {image: a, imaje: b, networks: [front], depends_on: [db]}\n`,
      'app.yaml',
      part,
      ['syntax/unknown-key: imaje', 'syntax/undefined-reference: db', 'syntax/undefined-reference: front'],
    ],
  ])('%s', (_, text, name, context, expected) => {
    expect(problemsOf(text, name, context)).toEqual(expected);
  });

  it('leaves what the platform sets unknown', () => {
    const { env = [] } = containerOf(parseProject({ 'app.yaml': HEADER + SERVICES }, ['app.yaml'], part)).config;
    expect(env.map(({ known }) => known)).toEqual([false, false, false]);
  });
});
