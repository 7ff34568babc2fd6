/** Structured logs without patient data: unknown errors are told by type, code and place, never by their words. */
import pino, { type Logger } from 'pino';

/** Errors of ours whose messages hold no values, and those of the operating system. */
const speakable = new Set(['Failure', 'ConfigError', 'DicomError', 'DimseError', 'StartError']);

const framesOf = (stack: string | undefined): readonly string[] =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const describeError = (error: unknown, depth = 0): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const fields = error as Error & {
    readonly code?: unknown;
    readonly syscall?: unknown;
    readonly table?: unknown;
    readonly constraint?: unknown;
  };
  const frames = framesOf(error.stack);
  // A module that does not load names files and exports only.
  const isLoading = frames[0]?.includes('node:internal/modules') === true;
  const mayBeTold = speakable.has(error.name) || text(fields.syscall) !== undefined || isLoading;
  return {
    type: error.name,
    code: text(fields.code),
    table: text(fields.table),
    constraint: text(fields.constraint),
    message: mayBeTold ? error.message : undefined,
    stack: frames,
    cause: error.cause !== undefined && depth < 4 ? describeError(error.cause, depth + 1) : undefined,
  };
};

export const createLog = (level: string, role: string): Logger =>
  pino({
    level,
    base: { role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error), error: (error: unknown) => describeError(error) },
  });
