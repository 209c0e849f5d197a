import { performance } from 'node:perf_hooks'
import * as timers from 'node:timers'
import * as promises from 'node:timers/promises'

// Timers and time as they are when this module is imported. Test runners replace the globals with fakes that stand
// still; a server in the same process must keep running, so nothing else in `src` uses the globals.
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = timers
export const { setTimeout: wait, setImmediate: nextTurn } = promises
export const dateNow = Date.now
export const performanceNow = performance.now.bind(performance)
export const timeoutSignal = AbortSignal.timeout.bind(AbortSignal)
