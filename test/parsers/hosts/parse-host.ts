import type { SourceFile } from '../../../src/files/file-reader.ts';
import type { ParseContext, Parsed } from '../../../src/parsers/contract/parsed.ts';
import { type HostJobs, parseJobs } from '../../../src/parsers/hosts/ci/jobs.ts';

/** What a host requests, read by a function. */
export function parseHost(
  read: (source: SourceFile, context: ParseContext) => HostJobs,
  source: SourceFile,
  context: ParseContext,
): Parsed {
  return parseJobs(source, read(source, context));
}
