import { Agent, request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import type { RunningProcess } from '../run.ts'
import { serve } from '../run.ts'

const ids = Array.from({ length: 40 }, (_, at) => at)
const e164s = ids.slice(0, 8).map(at => `+1415555000${at}`)
const numbers = '/v1/account/acc_1/numbers'
const headers = { authorization: 'Bearer tvx_sk_test_kill', 'content-type': 'application/json' }

const seed = JSON.stringify({
  accounts: [{ id: 'acc_1' }],
  keys: [{ key: 'tvx_sk_test_kill', account_id: 'acc_1' }],
  trunks: ids.map(at => ({ id: `trunk_${at}`, account_id: 'acc_1' })),
  applications: ids.map(at => ({ id: `app_${at}`, account_id: 'acc_1' })),
  numbers: e164s.map(e164 => ({ e164, account_id: 'acc_1' })),
})

/** The assignment of a number. */
interface AssignmentBody {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

/** The client of one number. */
interface Client {
  readonly e164: string
  /** The last acknowledged assignment. */
  acknowledged: AssignmentBody
  /** The last requested assignment. It is not known whether the server stored it. */
  requested: AssignmentBody
}

/** The change with index `at`: to a trunk, an application or no assignment. Consecutive changes always differ. */
function changeAt(at: number): [method: string, path: string, AssignmentBody] {
  const id = Math.floor(at / 3) % ids.length
  if (at % 3 === 0) return ['POST', 'assign', { trunk_id: `trunk_${id}`, application_id: null }]
  if (at % 3 === 1) return ['POST', 'application', { trunk_id: null, application_id: `app_${id}` }]
  return ['DELETE', 'application', { trunk_id: null, application_id: null }]
}

t.test('a process killed while it handles changes keeps all acknowledged changes, ten times in a row', async t => {
  const cwd = t.testdir({ 'seed.json': seed })
  const unassigned = { trunk_id: null, application_id: null }
  const clients = e164s.map(e164 => ({ e164, acknowledged: unassigned, requested: unassigned }))
  for (let round = 1; round <= 10; round++) {
    const server = await serve(t, cwd, ['--seed', 'seed.json'])
    await compare(t, server, clients)
    await writeUntilKilled(server, clients, 11 * round)
  }
  await compare(t, await serve(t, cwd), clients)
})

async function compare(t: Test, server: RunningProcess, clients: Client[]): Promise<void> {
  for (const client of clients) {
    const { body } = await server.call('GET', `${numbers}/${client.e164}`, { headers })
    const found = assignmentOf(body as AssignmentBody)
    const isKept = isSame(found, client.acknowledged) || isSame(found, client.requested)
    t.ok(isKept, `${client.e164} has its last acknowledged or requested assignment`, { found, client })
    Object.assign(client, { acknowledged: found, requested: found })
  }
}

/** All clients send changes concurrently. The process is killed when `last` changes have been acknowledged. */
async function writeUntilKilled(server: RunningProcess, clients: Client[], last: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  let acknowledgements = 0
  const write = async (client: Client) => {
    for (let at = 0; ; at++) {
      const [method, path, assignment] = changeAt(at)
      client.requested = assignment
      const response = await send(agent, server.port, method, `${numbers}/${client.e164}/${path}`, assignment)
      if (response === null) return
      if (!isSame(assignmentOf(response), assignment))
        throw new Error(`requested ${JSON.stringify(assignment)}: ${JSON.stringify(response)}`)
      client.acknowledged = assignment
      acknowledgements++
      if (acknowledgements === last) process.kill(server.pid, 'SIGKILL')
    }
  }
  await Promise.all(clients.map(write))
  await server.ended
  agent.destroy()
}

/** Sends a change. Returns the body of the response, or null if the process was killed before sending all of it. */
function send(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  assignment: AssignmentBody,
): Promise<AssignmentBody | null> {
  return new Promise(resolve => {
    const sending = request({ agent, host: '127.0.0.1', port, method, path, headers }, async response => {
      const chunks = await response.toArray().catch(() => [])
      const text = Buffer.concat(chunks).toString()
      resolve(response.complete ? JSON.parse(text) : null)
    })
    sending.on('error', () => resolve(null))
    sending.end(
      method === 'POST'
        ? JSON.stringify(
            assignment.trunk_id === null
              ? { application_id: assignment.application_id }
              : { trunk_id: assignment.trunk_id },
          )
        : undefined,
    )
  })
}

function assignmentOf({ trunk_id, application_id }: AssignmentBody): AssignmentBody {
  return { trunk_id, application_id }
}

function isSame(a: AssignmentBody, b: AssignmentBody): boolean {
  return a.trunk_id === b.trunk_id && a.application_id === b.application_id
}
