import deploy from './examples/deploy.sh';
import hardened from './examples/hardened.yaml';
import inspect from './examples/inspect.txt';
import run from './examples/run.sh';
import shop from './examples/shop.yaml';

/** A text to start from. */
export interface Example {
  readonly title: string;
  /** The name of the file; '' for a text that needs none. */
  readonly name: string;
  readonly text: string;
}

export const EXAMPLES: readonly Example[] = [
  { title: 'Compose file', name: 'compose.yaml', text: shop },
  { title: 'docker run', name: '', text: run },
  { title: 'Shell script', name: 'deploy.sh', text: deploy },
  { title: 'Output of docker inspect', name: '', text: inspect },
  { title: 'Compose file that passes', name: 'compose.yaml', text: hardened },
];
