import type { Logger } from 'pino'
import { pino } from 'pino'
import { printable } from '../base/printable.ts'
import { formatRequest } from '../base/request-line.ts'
import { clearTimeout, setTimeout } from '../base/timers.ts'
import type { LogLine } from '../http/log-line.ts'
import { toSafeText } from '../report/print.ts'

/** The log of the server. */
interface Log {
  readonly logger: Logger
  /** Writes a text, such as the banner, at once. */
  print(text: string): void
  /** Resolves when all lines are written, or after one second if nothing reads them. */
  flush(): Promise<void>
}

/** Lines are written when this many characters are buffered, or after this time. */
const maxBuffered = 4096
const maxDelayMs = 100
/** New lines are dropped while the output has more unread bytes than this. */
const maxUnreadBytes = 1024 * 1024

/**
 * Opens the log on standard output: readable lines on a terminal, otherwise JSON lines. JSON lines are buffered for at
 * most a tenth of a second, because a write for every request would cost a third of the throughput. A slow reader never
 * blocks the server.
 */
export function openLog(out: NodeJS.WriteStream): Log {
  let buffer = ''
  let timer: NodeJS.Timeout | undefined
  const flushBuffer = () => {
    clearTimeout(timer)
    timer = undefined
    if (buffer !== '' && out.writableLength < maxUnreadBytes) out.write(buffer)
    buffer = ''
  }
  const write = (line: string) => {
    buffer += line
    if (out.isTTY || buffer.length >= maxBuffered) flushBuffer()
    else timer ??= setTimeout(flushBuffer, maxDelayMs).unref()
  }
  // A closed output must not stop the server.
  out.on('error', () => {})
  process.on('exit', flushBuffer)
  return {
    logger: pino(
      { base: null, formatters: { level: level => ({ level }) } },
      {
        write: line => {
          // The log line of a request, which has no `msg`, is already redacted.
          const safeLine = line.includes('"msg":') ? toSafeText(line) : printable(line)
          write(out.isTTY ? `${formatLine(JSON.parse(safeLine))}\n` : safeLine)
        },
      },
    ),
    print: text => {
      write(`${text}\n`)
      flushBuffer()
    },
    flush: () => {
      flushBuffer()
      return new Promise(resolve => {
        out.write('', () => resolve())
        setTimeout(resolve, 1_000)
      })
    },
  }
}

type ParsedLine = LogLine & { readonly msg?: string; readonly err?: { readonly stack?: string } }

/** Formats a log line for a terminal. */
export function formatLine({ msg, err, ...line }: ParsedLine): string {
  if (msg === undefined) return formatRequest(line)
  // Indented, so that the lines of an error message cannot be mistaken for log lines.
  const stack = err?.stack?.replace(/\n(?!\s)/g, '\n    ')
  return printable([msg, line.request_id, stack].filter(part => part !== undefined).join(' '))
}
