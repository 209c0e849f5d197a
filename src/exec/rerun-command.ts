import type { Argv } from '../settings/exec-task.ts'

const valued = /^--(at-most|side-by-side|report)$/
const dropped = /^--(each-failure|each-variant|(at-most|side-by-side|report)=.*)$/
const secret = /^--(key|control-token)$/

/** The command line that runs a command once with one thing besides, given the words that ran it with each. */
export function rerunCommand(words: readonly string[], besides: readonly string[], command: Argv): string {
  const kept = words
    .filter((word, at) => !dropped.test(word) && !valued.test(word) && !valued.test(words[at - 1] ?? ''))
    .map((word, at, all) =>
      secret.test(all[at - 1] ?? '') ? '***' : word.replace(/^(--(key|control-token)=).*/, '$1***'),
    )
  return ['tryvox-sandbox', ...kept, ...besides, '--', ...command].map(quoted).join(' ')
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
