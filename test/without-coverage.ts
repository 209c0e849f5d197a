import { fileURLToPath } from 'node:url'

const compileCache = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url))

/**
 * A script of `sh` that runs its arguments without coverage, which the test runner adds to every child process, and
 * with the compile cache of Node.js. Each of them halves the time that a process takes to start.
 */
export const withoutCoverage = `unset NODE_OPTIONS NODE_V8_COVERAGE
export NODE_COMPILE_CACHE='${compileCache}'
exec "$@"`
