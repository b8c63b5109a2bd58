export { findDockerfileComments } from './comments.ts';
export { type BuiltFrom, readImageConfig } from './image-config.ts';
export type { BuildOptions } from './stages.ts';
