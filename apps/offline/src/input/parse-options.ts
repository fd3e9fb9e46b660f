import { parseArgs, type ParseArgsConfig } from 'node:util';
import { InputRefusal } from './input-refusal.js';
import { didYouMean } from './nearest-name.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs`, strict, but an unknown option is answered with the one that was meant. @throws InputRefusal */
export function parseOptions<const Given extends Options>(args: readonly string[], options: Given) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    const typed = /'--?([\w-]+)/.exec(message)?.[1] ?? '';
    const names = Object.keys(options);
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new InputRefusal(
        `There is no option --${typed}${didYouMean(typed, names)}. --help names them all.`,
      );
    throw new InputRefusal(message);
  }
}
