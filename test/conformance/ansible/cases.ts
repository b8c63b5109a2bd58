import { type DockerCase, parseCases } from '../docker/cases.ts';
import { readTopics, type Topic } from '../topics.ts';

/** Tasks with the files around them; `script` is their text. README.md explains the notes. */
export type AnsibleCase = DockerCase;

/** Every topic in `directory`, by name. */
export function readAnsibleTopics(directory: string): readonly Topic<AnsibleCase>[] {
  return readTopics(directory, '.yml', (text, file) => parseCases(text, file, 'tasks.yml'));
}
