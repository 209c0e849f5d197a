import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contestant } from './contestant.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const node = process.execPath
const limit = (name: string) => join(root, `test/bench/limit/${name}.ts`)

/** Writes a seed file with `numbers` numbers. */
export function writeSeedFile(folder: string, numbers: number): string {
  const account_id = 'acc_123abc'
  const file = join(folder, `seed-${numbers}.json`)
  const seed = {
    accounts: [{ id: account_id }],
    keys: [{ key: 'tvx_sk_test_sandbox', account_id }],
    trunks: [{ id: 'trunk_abc123', account_id }],
    applications: [{ id: 'app_xyz789', account_id }],
    numbers: Array.from({ length: numbers }, (_, at) => ({ e164: `+1415${5_000_000 + at}`, account_id })),
  }
  writeFileSync(file, JSON.stringify(seed))
  return file
}

/** The published command, on its own database file or in memory. */
export function sandboxServer(
  name: string,
  numbers: number,
  program = join(root, 'dist/cli.js'),
  memory = false,
): Contestant {
  return {
    name,
    kind: 'configure',
    command: (port, folder) => {
      const database = memory ? 'memory' : join(folder, `${port}.db`)
      return [node, program, '--port', `${port}`, '--database', database, '--seed', writeSeedFile(folder, numbers)]
    },
  }
}

export const withoutSandbox = sandboxServer('without the sandbox', 1_000, limit('plain'))

/** Upper bounds: servers that respond with a constant, and one with a commit per request. */
export const limits: readonly Contestant[] = [
  { name: 'node:http, a constant', kind: 'configure', command: port => [node, limit('http'), `${port}`] },
  { name: 'Fastify, a constant', kind: 'configure', command: port => [node, limit('fastify'), `${port}`] },
  {
    name: 'Fastify, a constant, with a log',
    kind: 'configure',
    command: port => [node, limit('fastify'), `${port}`, 'log'],
  },
  {
    name: 'a commit per request, FULL',
    kind: 'configure',
    command: (port, folder) => [node, limit('commit'), `${port}`, join(folder, `${port}-commit.db`)],
  },
]
