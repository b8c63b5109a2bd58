import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';

export default defineContainerRule({
  id: 'gpu-access',
  references: [document('Docker documentation, GPU access', 'https://docs.docker.com/engine/containers/gpu/')],
  severity: 'info',
  securitySeverity: 3.1,
  title: 'Container requests GPUs or other devices',
  brief: 'GPUs',
  recommendation: 'It runs without GPU access',
  messages: {
    request: (voice) => ({
      what: `${voice.name} ${voice.does('requests', 'request')} GPUs or other host devices, which exposes the kernel driver and shares device memory with the next user.`,
      compose:
        'Remove `gpus` or the device reservation if possible. Otherwise, suppress this finding with a reason: `# plimsoll: ignore[gpu-access] -- REASON`.',
      docker:
        'Remove `--gpus` if possible. Otherwise, suppress this finding with a reason: `# plimsoll: ignore[gpu-access] -- REASON`.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.deviceRequests !== undefined,
  check: ({ hostConfig: { deviceRequests = [] } }, { judge, fail }) =>
    deviceRequests.map(({ deviceIds = [], count, place }) => {
      // Devices by ID, or a nonzero count.
      if (deviceIds.length > 0 || count === undefined) return fail({ place }, 'request', {});
      const answer = ask(count, (number) => number !== 0);
      return judge(answer, 'The number of devices', (found) => fail({ ...found, place }, 'request', {}));
    }),
});
