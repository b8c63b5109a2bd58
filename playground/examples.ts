import type { PageFile } from '../src/playground/protocol.ts';
import deploy from './examples/deploy.sh';
import declared from './examples/drift/compose.yaml';
import running from './examples/drift/running.txt';
import hardened from './examples/hardened.yaml';
import inspect from './examples/inspect.txt';
import owned from './examples/policies/compose.yaml';
import policies from './examples/policies/plimsoll.yaml';
import override from './examples/project/compose.override.yaml';
import base from './examples/project/compose.yaml';
import dockerfile from './examples/project/dockerfile.txt';
import variables from './examples/project/env.txt';
import run from './examples/run.sh';
import shop from './examples/shop.yaml';

/** Files to start from; the first is linted. */
export interface Example {
  readonly title: string;
  readonly files: readonly [PageFile, ...PageFile[]];
}

export const EXAMPLES: readonly Example[] = [
  { title: 'Compose file', files: [{ name: 'compose.yaml', text: shop }] },
  {
    title: 'Compose with override, .env and Dockerfile',
    files: [
      { name: 'compose.yaml', text: base },
      { name: 'compose.override.yaml', text: override },
      { name: '.env', text: variables },
      { name: 'web/Dockerfile', text: dockerfile },
    ],
  },
  { title: 'docker run', files: [{ name: '', text: run }] },
  { title: 'Shell script', files: [{ name: 'deploy.sh', text: deploy }] },
  { title: 'docker inspect output', files: [{ name: '', text: inspect }] },
  {
    title: 'Drift: running containers and files',
    files: [
      { name: 'compose.yaml', text: declared },
      { name: 'running.json', text: running },
    ],
  },
  {
    title: 'Custom rules',
    files: [
      { name: 'compose.yaml', text: owned },
      { name: '.plimsoll.yaml', text: policies },
    ],
  },
  { title: 'Compose file without findings', files: [{ name: 'compose.yaml', text: hardened }] },
];
