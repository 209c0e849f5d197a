import { Agent, request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import type { Serving } from '../run.ts'
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

interface Route {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

/** What a number's client knows of it. */
interface Client {
  readonly e164: string
  /** The last route that was acknowledged. */
  acknowledged: Route
  /** The one it asked for since, which may or may not be there. */
  asked: Route
}

/** Of the writes of one number no two in a row ask for the same: a trunk, an application, none. */
function wanted(at: number): [method: string, path: string, Route] {
  const id = Math.floor(at / 3) % ids.length
  if (at % 3 === 0) return ['POST', 'assign', { trunk_id: `trunk_${id}`, application_id: null }]
  if (at % 3 === 1) return ['POST', 'application', { trunk_id: null, application_id: `app_${id}` }]
  return ['DELETE', 'application', { trunk_id: null, application_id: null }]
}

t.test('a process that is killed amid its writes has all that it acknowledged, ten times over', async t => {
  const cwd = t.testdir({ 'seed.json': seed })
  const none = { trunk_id: null, application_id: null }
  const clients = e164s.map(e164 => ({ e164, acknowledged: none, asked: none }))
  for (let round = 1; round <= 10; round++) {
    const server = await serve(t, cwd, ['--seed', 'seed.json'])
    await compare(t, server, clients)
    await writeUntilKilled(server, clients, 11 * round)
  }
  await compare(t, await serve(t, cwd), clients)
})

async function compare(t: Test, server: Serving, clients: Client[]): Promise<void> {
  for (const client of clients) {
    const { body } = await server.call('GET', `${numbers}/${client.e164}`, { headers })
    const found = routeOf(body as Route)
    const kept = same(found, client.acknowledged) || same(found, client.asked)
    t.ok(kept, `${client.e164} is as it was left`, { found, client })
    Object.assign(client, { acknowledged: found, asked: found })
  }
}

/** All clients write at once, each as soon as it has its answer; the process dies at that acknowledgement. */
async function writeUntilKilled(server: Serving, clients: Client[], last: number): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  let acknowledgements = 0
  const write = async (client: Client) => {
    for (let at = 0; ; at++) {
      const [method, path, route] = wanted(at)
      client.asked = route
      const answer = await send(agent, server.port, method, `${numbers}/${client.e164}/${path}`, route)
      if (answer === null) return
      if (!same(routeOf(answer), route))
        throw new Error(`asked for ${JSON.stringify(route)}: ${JSON.stringify(answer)}`)
      client.acknowledged = route
      acknowledgements++
      if (acknowledgements === last) process.kill(server.pid, 'SIGKILL')
    }
  }
  await Promise.all(clients.map(write))
  await server.ended
  agent.destroy()
}

/** What was answered; null where the process was gone before it. */
function send(agent: Agent, port: number, method: string, path: string, assignment: Route): Promise<Route | null> {
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

function routeOf({ trunk_id, application_id }: Route): Route {
  return { trunk_id, application_id }
}

function same(one: Route, other: Route): boolean {
  return one.trunk_id === other.trunk_id && one.application_id === other.application_id
}
