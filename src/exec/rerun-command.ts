import { quoteForShell } from '../base/printable.ts'
import type { Argv } from '../settings/exec-task.ts'

const flagsWithValue = /^--(at-most|side-by-side|report)$/
const omittedFlags = /^--(each-failure|each-variant|(at-most|side-by-side|report)=.*)$/
const secretFlags = /^--(key|control-token)$/

/**
 * The command line that runs `command` once with the flags `additional`. `args` are the arguments of the original run;
 * the flags that repeat it are left out, and secrets are shown as `***`.
 */
export function rerunCommand(args: readonly string[], additional: readonly string[], command: Argv): string {
  const remaining = args
    .filter(
      (word, at) => !omittedFlags.test(word) && !flagsWithValue.test(word) && !flagsWithValue.test(args[at - 1] ?? ''),
    )
    .map((word, at, all) =>
      secretFlags.test(all[at - 1] ?? '') ? '***' : word.replace(/^(--(key|control-token)=).*/, '$1***'),
    )
  return ['tryvox-sandbox', ...remaining, ...additional, '--', ...command].map(quoteForShell).join(' ')
}
