import { isatty } from 'node:tty'

/**
 * Whether a SIGHUP asks this process to end. `nohup` leaves no terminal open and sets the signal to be ignored, but
 * Node.js sets it back when it starts: so without a terminal it stays ignored.
 */
export const hangupEnds = [0, 1, 2].some(isatty)

/** The signals that ask this process to end. */
export const endSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', ...(hangupEnds ? ['SIGHUP' as const] : [])]

export function ignoreHangup(): void {
  if (!hangupEnds) process.on('SIGHUP', () => {})
}
