export { main } from '../cli/main.ts';
export { createProcessIo } from '../cli/process-io.ts';
export { createNodeFileSystem } from '../files/node-file-system.ts';
