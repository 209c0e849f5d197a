import type { Logger } from 'pino'
import { pino } from 'pino'
import type { LogLine } from './http/log-line.ts'

/** The log, and what brings its last lines out before the process ends. */
export interface Log {
  readonly logger: Logger
  /** A line of the banner's, ahead of all others. */
  say(text: string): void
  flush(): void
}

/**
 * Writes to standard output: a readable line on a terminal, else a JSON line, buffered for at most a tenth of a second,
 * for a write to a pipe at every request would cost a third of the throughput.
 */
export function openLog(terminal: boolean): Log {
  const out = pino.destination({ fd: 1, sync: terminal, minLength: terminal ? 0 : 4096, periodicFlush: 100 })
  // A reader who has gone away is no reason to stop serving.
  out.on('error', () => {})
  const lines = terminal ? { write: (json: string) => out.write(`${readable(JSON.parse(json))}\n`) } : out
  const logger = pino({ base: null, formatters: { level: level => ({ level }) } }, lines)
  return { logger, say: text => out.write(`${text}\n`), flush: () => out.flushSync() }
}

type Written = LogLine & { readonly msg?: string; readonly err?: { readonly stack?: string } }

/** `404 POST /v1/… Trunk not found`, or what happened besides. */
export function readable({ msg, err, status, method, path, reason, request_id, duration_ms }: Written): string {
  if (msg !== undefined) return [msg, request_id, err?.stack].filter(part => part !== undefined).join(' ')
  const end = reason ?? `${duration_ms} ms`
  return `${status ?? 'gone'} ${method} ${path} ${end}`
}
