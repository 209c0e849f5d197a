import { printable } from '../base/printable.ts'

/** A line to whoever runs the command: what it prints itself is not to be mixed up. */
export function say(line: string): void {
  process.stderr.write(`tryvox-sandbox: ${printable(line)}\n`)
}
