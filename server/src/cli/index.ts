/** `throughline COMMAND ...`: finds the command, teaches when asked, and turns failures into exit codes. */
import { ConfigError } from '../config.ts';
import { StartError, toFailure } from '../errors.ts';
import { type Command, CommandError, print, progress, UsageError } from './command.ts';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  demo: () => import('./demo.ts'),
  serve: () => import('./serve.ts'),
  import: () => import('./import.ts'),
  inspect: () => import('./inspect.ts'),
  render: () => import('./render.ts'),
  eval: () => import('./eval.ts'),
  admin: () => import('./admin.ts'),
  bench: () => import('./bench.ts'),
  conformance: () => import('./conformance.ts'),
};

const overview = async (): Promise<string> => {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map(({ command }) => `  ${command.name.padEnd(11)} ${command.summary}`);
  return `Usage: throughline COMMAND [OPTIONS]

Makes a patient's imaging history follow the patient.

Commands:
${lines.join('\n')}

"throughline COMMAND --help" tells more. Settings come from the environment; docs/operating lists them.`;
};

const run = async (args: readonly string[]): Promise<number> => {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    print(await overview());
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw new UsageError(`There is no command "${name}"; "throughline --help" lists them.`);
  const { command } = await load();
  if (rest.includes('--help')) {
    print(command.help);
    return 0;
  }
  return command.run(rest);
};

const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

/** One sentence for what is foreseen; where it came from only for what is not, which is a fault of ours. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof StartError || error instanceof CommandError)
    return error.message;
  const failure = toFailure(error);
  if (failure === error || failure.code !== 'processing-failure') return failure.message;
  return error instanceof Error ? (error.stack ?? error.message) : 'failed';
};

const explain = (error: unknown): number => {
  progress(`throughline: ${isUsage(error) ? error.message : sentenceOf(error)}`);
  return isUsage(error) ? 2 : 1;
};

// Started by an older Node that could not become this process: its end is ours.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

process.exitCode = await run(process.argv.slice(2)).catch(explain);
// Whatever a library left running must not keep a finished command from ending.
process.exit();
