import { isSameLocation } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { couldAccessEngine, engineAccess } from '../shared/engine-sockets.ts';
import { hostMounts } from '../shared/mounts.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'docker-socket-mount',
  references: [{ kind: 'cis', item: 31, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 9.6,
  title: 'Container can control the container engine',
  recommendation: "The engine's socket is not mounted",
  options: {},
  optionSchemas: {},
  messages: {
    socket: (voice, { source }: { source: string }) => ({
      what: `${voice.name} ${voice.does('gets', 'get')} the container engine's control socket \`${source}\`: whoever reaches it is root on the host, read-only or not.`,
      remedy:
        'Remove the mount; if it must talk to the engine, put a proxy in between that lets through only the requests that it needs.',
    }),
    directory: (voice, { source }: { source: string }) => ({
      what: `${voice.name} ${voice.does('gets', 'get')} \`${source}\`, the directory of the container engine's control socket: whoever reaches it is root on the host.`,
      remedy: 'Mount only the files in it that it needs, and not the socket.',
    }),
    apiSocket: (voice) => ({
      what: `${voice.name} ${voice.does('asks', 'ask')} for the container engine's control socket and the user's registry passwords: whoever reaches them is root on the host.`,
      remedy: voice.remedy({
        compose:
          'Remove `use_api_socket: true`; if it must talk to the engine, put a proxy in between that lets through only the requests that it needs.',
        docker:
          'Remove `--use-api-socket`; if it must talk to the engine, put a proxy in between that lets through only the requests that it needs.',
      }),
    }),
  },
  *check(container, { fail, unsettled }) {
    const api = ask(container.apiSocket, (isAsked) => isAsked);
    if (api.kind === 'yes') yield fail(api.place, 'apiSocket', {}, api);
    if (api.kind === 'undecided') yield unsettled("Whether it asks for the engine's socket", api.setting);

    for (const { source, doubt } of hostMounts(container)) {
      // The mounts that the client makes for an API socket have its place.
      if (
        container.apiSocket !== undefined &&
        isSameLocation(source.place.location, container.apiSocket.place.location)
      )
        continue;
      const answer = ask(
        source,
        (path) => engineAccess(path) !== undefined,
        (pattern) => couldAccessEngine(pattern) !== undefined,
      );
      if (answer.kind === 'no') continue;
      if (doubt !== undefined) yield unsettled('Whether the mount is a path of the host', doubt);
      else if (answer.kind === 'yes')
        yield fail(answer.place, engineAccess(answer.value) ?? 'socket', { source: quote(answer) }, answer);
      else if (couldAccessEngine(answer.setting.pattern) === 'socket')
        yield fail(answer.setting.place, 'socket', { source: settingText(answer.setting) });
      else yield unsettled('The source of a mount', answer.setting);
    }
  },
});
