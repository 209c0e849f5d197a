import { availableParallelism } from 'node:os'
import { CorpusClient, startServer, uuid } from './client.ts'
import { access, routing } from './groups/access.ts'
import { applicationBodies, assignmentFields, numberPaths, trunkFields, unreadableBodies } from './groups/bodies.ts'
import { calls, deliveries, receiver } from './groups/calls.ts'
import { conformanceOf, immediate, runAll, runInOneProcess, starting } from './groups/commands.ts'
import { documents } from './groups/documents.ts'
import { faultEffects, faultMatching, oneRequestFaults } from './groups/faults.ts'
import { guard, limits, withoutControls } from './groups/guard.ts'
import { journal } from './groups/journal.ts'
import { namespaceQueries, namespaces } from './groups/namespaces.ts'
import { frozen } from './groups/operations.ts'
import { actionsInStates, history, lists, openBehaviors, sequences } from './groups/state.ts'
import { clock, stateControls } from './groups/state-controls.ts'
import { wire } from './groups/wire.ts'
import type { Line } from './line.ts'

/** A part of the corpus: one recorded file. */
export interface Group {
  readonly name: string
  /** Records the cases of the group on a new server whose state is in memory or in a file. */
  record(store: 'memory' | 'file'): Promise<Line[]>
  /** Whether the test also replays the group on a server whose state is in a file. */
  readonly onFile?: boolean
}

type Play = (client: CorpusClient) => Promise<void>

/** A group of cases that are sent to one server, started with the options `args`. */
function group(name: string, args: readonly string[], plays: readonly Play[], onFile = false, log = false): Group {
  return {
    name,
    onFile,
    record: async store => {
      const lines: Line[] = [{ server: args }]
      const database = store === 'memory' ? 'memory' : 'sandbox.db'
      const server = await startServer(['--database', database, ...args])
      const client = new CorpusClient(server.port, [[`:${server.port}`, ':(port)']])
      try {
        for (const play of plays) await play(client)
      } finally {
        client.close()
        await server.stop()
      }
      lines.push(...client.lines)
      if (log) lines.push(...logLines(server.output()))
      return lines
    },
  }
}

/** The log without its first line, sorted by request: requests with a lost connection are logged at any time. */
function logLines(text: string): Line[] {
  const number = (line: string) => Number(/"request_id":"c-(\d+)"/.exec(line)?.[1] ?? Number.MAX_SAFE_INTEGER)
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => line.replaceAll(/"(time|duration_ms)":[\d.]+/g, '"$1":"(varies)"').replaceAll(uuid, '(uuid)'))
    .sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1))
    .map(line => ({ log: JSON.parse(line) }))
}

const variants = [
  'success-status=201',
  'assign-equal=moves',
  'delete-nothing=404',
  'delete-other-kind=clears',
  'trunk-list=array',
  'number-format-status=404',
]

async function webhooks(client: CorpusClient): Promise<void> {
  const { base, close } = await receiver()
  const before = client.lines.length
  await deliveries(client, base)
  close()
  const port = new URL(base).port
  const masked = client.lines
    .slice(before)
    .map(line => JSON.parse(JSON.stringify(line).replaceAll(`:${port}`, ':(receiver)')))
  client.lines.splice(before, masked.length, ...masked)
}

export const groups: readonly Group[] = [
  group('access', frozen, [access]),
  group('routing', frozen, [routing]),
  group('numbers', frozen, [numberPaths, assignmentFields]),
  group('bodies', frozen, [unreadableBodies]),
  group('trunks', frozen, [trunkFields], true),
  group('applications', frozen, [applicationBodies], true),
  group('state', frozen, [actionsInStates, sequences, lists], true),
  group('history', frozen, [history], true),
  group('namespaces', frozen, [namespaceQueries, namespaces], false, true),
  group('faults', frozen, [faultEffects, faultMatching, oneRequestFaults], false, true),
  group('journal', frozen, [journal], false, true),
  group('controls', frozen, [clock, stateControls], true),
  group('calls', frozen, [calls, webhooks]),
  group(
    'guard',
    [
      ...frozen,
      '--control-token',
      'letmein',
      '--allow-host',
      'allowed.example.com',
      '--allow-origin',
      'https://app.example.com',
    ],
    [guard],
  ),
  group('without-controls', [...frozen, '--controls-off'], [withoutControls], false, true),
  group('limits', [...frozen, '--namespaces', '3', '--journal', '3', '--journal-total', '5'], [limits]),
  group('documents', frozen, [documents]),
  group('wire', frozen, [wire], false, true),
  ...variants.map(variant =>
    group(`variant-${variant.split('=')[0]}`, [...frozen, '--variant', variant], [openBehaviors]),
  ),
  { name: 'commands', record: () => runInOneProcess(immediate) },
  { name: 'exec', record: () => runAll(starting, availableParallelism()) },
  {
    name: 'conformance',
    record: async () => {
      const servers = await Promise.all([
        startServer(['--database', 'memory']),
        startServer(['--database', 'memory', ...frozen, ...variants.flatMap(variant => ['--variant', variant])]),
      ])
      try {
        const lines = servers.map(({ port }) =>
          runAll(conformanceOf(port), 1, text => text.replaceAll(String(port), '(port)')),
        )
        return (await Promise.all(lines)).flat()
      } finally {
        await Promise.all(servers.map(server => server.stop()))
      }
    },
  },
]
