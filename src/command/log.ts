import type { Logger } from 'pino'
import { pino } from 'pino'
import { printable, printableLine } from '../base/printable.ts'
import { clearTimeout, setTimeout } from '../base/timers.ts'
import type { LogLine } from '../http/log-line.ts'
import { shownText } from '../report/print.ts'

/** The log, and what brings its last lines out before the process ends. */
interface Log {
  readonly logger: Logger
  /** A line of the banner's, ahead of all others. */
  say(text: string): void
  /** Settles when all lines are out, or nobody has taken them for a second. */
  flush(): Promise<void>
}

const heldCharacters = 4096
const heldMilliseconds = 100
/** More than this is not kept for a reader who does not read. */
const unreadBytes = 1024 * 1024

/**
 * Writes to standard output: a readable line on a terminal, else a JSON line, held back for at most a tenth of a second,
 * for a write to a pipe at every request would cost a third of the throughput. Nobody ever waits for the reader.
 */
export function openLog(out: NodeJS.WriteStream): Log {
  let held = ''
  let timer: NodeJS.Timeout | undefined
  const pass = () => {
    clearTimeout(timer)
    timer = undefined
    if (held !== '' && out.writableLength < unreadBytes) out.write(held)
    held = ''
  }
  const write = (line: string) => {
    held += line
    if (out.isTTY || held.length >= heldCharacters) pass()
    else timer ??= setTimeout(pass, heldMilliseconds).unref()
  }
  // A reader who has gone away is no reason to stop serving.
  out.on('error', () => {})
  process.on('exit', pass)
  return {
    logger: pino(
      { base: null, formatters: { level: level => ({ level }) } },
      {
        write: line => {
          // The line of a request has no keys by now.
          const shown = line.includes('"msg":') ? shownText(line) : printable(line)
          write(out.isTTY ? `${readable(JSON.parse(shown))}\n` : shown)
        },
      },
    ),
    say: text => {
      write(`${text}\n`)
      pass()
    },
    flush: () => {
      pass()
      return new Promise(resolve => {
        out.write('', () => resolve())
        setTimeout(resolve, 1_000)
      })
    },
  }
}

type Written = LogLine & { readonly msg?: string; readonly err?: { readonly stack?: string } }

/** `404 POST /v1/… Trunk not found (hint: did you mean …?)`, or what happened besides. */
export function readable({ msg, err, ...line }: Written): string {
  const { status, method, path, reason, request_id, duration_ms, namespace, fault, hint } = line
  if (msg !== undefined) {
    // The lines of an error's message are not to look like lines of the log.
    const stack = err?.stack?.replace(/\n(?!\s)/g, '\n    ')
    return printable([msg, request_id, stack].filter(part => part !== undefined).join(' '))
  }
  const notes = Object.entries({ namespace, fault, hint }).filter(([, note]) => note !== undefined)
  const noted = notes.length === 0 ? '' : ` (${notes.map(([name, note]) => `${name}: ${note}`).join('; ')})`
  return printableLine(`${status ?? 'gone'} ${method} ${path} ${reason ?? `${duration_ms} ms`}${noted}`)
}
