import { describe, expect, test } from 'vitest';
import { environmentPlaces, unparsedPlaces } from '../../../../src/parsers/hosts/units/environment.ts';
import { readUnitFile } from '../../../../src/parsers/hosts/units/unit-file.ts';
import { type Location, placeAt } from '../../../../src/text/location.ts';

function marked(text: string, locations: readonly Location[]): readonly string[] {
  return locations.map(({ span }) => text.slice(span.start, span.end));
}

describe('the values of variables, which no report shows', () => {
  const places = (section: string, line: string): Record<'environment' | 'variables', readonly string[]> => {
    const text = `[${section}]\n${line}\n`;
    const { environment, variables } = environmentPlaces(readUnitFile('a', text, 'quadlet').entries);
    return { environment: marked(text, environment), variables: marked(text, variables) };
  };

  test.each<[string, readonly string[]]>([
    ['Environment=A=1', ['1']],
    ['Environment=A=1 "B=x y" C= D', ['1', 'x y']],
    ['Environment=A=b=c', ['b=c']],
    ['Environment=A="1', ['A="1']],
    ['BuildArg=A=1', ['1']],
    ['SetCredential=A:x=1:y "z', ['x=1:y "z']],
    ['Creds=user:a b', ['user:a b']],
    ['Label=A=1', []],
  ])('%s', (line, values) => {
    expect(places('Container', line)).toEqual({ environment: values, variables: [] });
    expect(places('Service', line)).toEqual({ environment: [], variables: values });
  });

  test.each([
    ['Environment A=1', '1'],
    ['A b', 'A b'],
    ['=x', 'x'],
  ])('in a line that is none: %s', (line, value) => {
    const text = `x=y\n${line}\nz=1`;
    const malformed = [placeAt('a', 4, 4 + line.length)];
    expect(marked(text, unparsedPlaces({ path: 'a', text, malformed }))).toEqual([value]);
  });
});
