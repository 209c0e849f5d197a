import { performance } from 'node:perf_hooks'
import * as timers from 'node:timers'
import * as promises from 'node:timers/promises'

// The timers and the time at the import of this module. Test runners can replace the globals with fakes that stand still.
// A server in the same process must keep running, so no other module in `src` uses the globals.
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate } = timers
export const { setTimeout: wait, setImmediate: nextTurn } = promises
export const dateNow = Date.now
export const performanceNow = performance.now.bind(performance)
export const timeoutSignal = AbortSignal.timeout.bind(AbortSignal)
