import type { Desk } from '../desk.js';
import { didYouMean } from '../input/nearest-name.js';
import { InputRefusal } from '../input/input-refusal.js';
import { runCommand } from '../run-command.js';
import { runChoose } from './choose/run-choose.js';
import { runCompare } from './compare/run-compare.js';
import { DESIGN_HELP } from './design-help.js';
import { runList } from './run-list.js';
import { runPipetting } from './run-pipetting.js';
import { runShow } from './run-show.js';

const COMMANDS: Readonly<Record<string, (args: readonly string[], desk: Desk) => void>> = {
  list: runList,
  show: runShow,
  pipetting: runPipetting,
  choose: runChoose,
  compare: runCompare,
};

/** `design`: its first word says what of designs is asked. Gives the status: 0 done, 2 refused. */
export function runDesign(args: readonly string[], desk: Desk): Promise<0 | 2> {
  return runCommand(desk, () => {
    const [word = '', ...rest] = args;
    if (word === '' || args.includes('--help') || args.includes('-h')) {
      desk.print(DESIGN_HELP);
      return;
    }
    const names = Object.keys(COMMANDS);
    if (!Object.hasOwn(COMMANDS, word))
      throw new InputRefusal(`design ${word}: expected ${names.join(', ')}${didYouMean(word, names)}`);
    COMMANDS[word]?.(rest, desk);
  });
}
