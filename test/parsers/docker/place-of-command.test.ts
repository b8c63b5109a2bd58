import { expect, test } from 'vitest';
import { placeOfCommand } from '../../../src/parsers/docker/commands/place-of-command.ts';
import { type Place, placeAt, viaHop } from '../../../src/text/location.ts';

const SCRIPT = `DOCKER="sudo docker"
CALL="docker run"
docker -D run nginx
$DOCKER run nginx
$CALL nginx
sh -c 'docker run nginx'
`;

function at(text: string, after = ''): Place {
  const from = SCRIPT.indexOf(after);
  const start = SCRIPT.indexOf(text, from);
  return placeAt('script.sh', start, start + text.length);
}

/** The place of a variable's value, reached from its use. */
function through(use: string, value: Place): Place {
  return viaHop(value, { kind: 'variable', location: at(use).location });
}

const inString = (place: Place): Place =>
  viaHop(place, { kind: 'string', location: at("'docker run nginx'").location });

test.each([
  ['as they stand', at('docker', 'docker -D'), at('run', 'docker -D'), 'docker -D run'],
  [
    'a program in a variable, from its use',
    through('$DOCKER', at('docker', 'sudo')),
    at('run', '$DOCKER'),
    '$DOCKER run',
  ],
  [
    'both in one variable, in its value',
    through('$CALL', at('docker', 'CALL')),
    through('$CALL', at('run', 'CALL')),
    'docker run',
  ],
  ['in a string', inString(at('docker', 'sh -c')), inString(at('run', 'sh -c')), 'docker run'],
  [
    'the subcommand alone, where it comes from elsewhere',
    at('docker', 'docker -D'),
    through('$DOCKER', at('run', 'CALL')),
    'run',
  ],
  ['the subcommand alone, where it stands in another file', placeAt('other.sh', 0, 6), at('run', 'docker -D'), 'run'],
  ['the subcommand alone, where it stands before the program', at('$DOCKER', '$DOCKER'), at('run', 'docker -D'), 'run'],
  [
    'the subcommand alone, where it ends where the program begins',
    placeAt('script.sh', at('run', 'docker -D').location.span.end, SCRIPT.length),
    at('run', 'docker -D'),
    'run',
  ],
  [
    'the subcommand alone, where the program comes from a string',
    inString(at('docker', 'docker -D')),
    at('run', 'docker -D'),
    'run',
  ],
  [
    'the subcommand alone, where each comes by another step',
    inString(at('docker', 'sh -c')),
    through('$CALL', at('run', 'sh -c')),
    'run',
  ],
  [
    'the subcommand alone, where each comes by another step of a kind',
    through('$DOCKER', at('docker', 'CALL')),
    through('$CALL', at('run', 'CALL')),
    'run',
  ],
])('%s', (_, programPlace, subcommand, expected) => {
  const { span } = placeOfCommand({ programPlace, programWord: programPlace }, subcommand).location;
  expect(SCRIPT.slice(span.start, span.end)).toBe(expected);
});

test('the word that holds the program counts before the program itself', () => {
  const subcommand = at('run', 'docker -D');
  const { span } = placeOfCommand(
    { programPlace: placeAt('other.sh', 0, 6), programWord: at('docker', 'docker -D') },
    subcommand,
  ).location;
  expect(SCRIPT.slice(span.start, span.end)).toBe('docker -D run');
});
