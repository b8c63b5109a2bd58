export { main } from '../cli/main.ts';
export { createProcessIo } from '../cli/process-io.ts';
export { createNodeFileSystem } from '../workspace/files/node-file-system.ts';
