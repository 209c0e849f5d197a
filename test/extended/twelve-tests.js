/** A client of four calls that repeats a call once, after a lost connection, a 502 or a 503. */
function createClient({ url, apiKey, accountId }) {
  const call = async (method, path, body, retries = 1) => {
    const headers = { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) }
    const init = { method, headers, body: body && JSON.stringify(body) }
    const retry = () => call(method, path, body, retries - 1)
    let response
    try {
      response = await fetch(`${url}/v1/account/${accountId}/numbers/${path}`, init)
    } catch (error) {
      if (retries === 0) throw error
      return retry()
    }
    if ((response.status === 502 || response.status === 503) && retries > 0) {
      const seconds = Number(response.headers.get('retry-after') ?? 0)
      await new Promise(resolve => setTimeout(resolve, seconds * 1_000))
      return retry()
    }
    const text = await response.text()
    if (!response.ok) throw Object.assign(new Error(text), { status: response.status })
    return JSON.parse(text)
  }
  return {
    assignTrunk: (number, trunk_id) => call('POST', `${number}/assign`, { trunk_id }),
    unassignTrunk: number => call('DELETE', `${number}/assign`),
    assignApplication: (number, application_id) => call('POST', `${number}/application`, { application_id }),
    unassignApplication: number => call('DELETE', `${number}/application`),
  }
}

const isolated = run => async () => (await sandbox).isolate(tryvox => run(tryvox, createClient(tryvox)))
const { number, trunkId, applicationId, applicationNumber, other } = demo

test(
  'a lost answer is repeated',
  isolated(async ({ faults, journal }, client) => {
    await faults.set({ operation: 'assignTrunk', effect: { connection: 'reset' }, at: 'after_commit', times: 1 })
    expect((await client.assignTrunk(number, trunkId)).trunk_id).toBe(trunkId)
    expect(await journal.verify({ operation: 'assignTrunk', count: 2 })).toBe(2)
    await faults.assertAllUsed()
  }),
)

test(
  'a 503 is repeated after the time in Retry-After',
  isolated(async ({ faults, journal }, client) => {
    await faults.set({ effect: { status: 503, headers: { 'Retry-After': '0' } }, times: 1 })
    await client.assignTrunk(number, trunkId)
    expect((await journal.list()).map(({ status }) => status)).toEqual([503, 200])
  }),
)

test(
  'an HTML 502 is repeated, and reported the second time',
  isolated(async ({ faults }, client) => {
    const effect = { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad Gateway</h1>' }
    await faults.set({ effect })
    await expect(client.unassignTrunk(number)).rejects.toThrow('<h1>Bad Gateway</h1>')
  }),
)

test(
  'a number moves from a trunk to an application',
  isolated(async ({ numbers }, client) => {
    await client.assignTrunk(number, trunkId)
    expect(await client.assignApplication(number, applicationId)).toMatchObject({ trunk_id: null })
    expect(await numbers.get(number)).toMatchObject({ trunk_id: null, application_id: applicationId })
  }),
)

test(
  'the trunk of another account is forbidden',
  isolated(async (_, client) => {
    await expect(client.assignTrunk(number, other.trunkId)).rejects.toMatchObject({ status: 403 })
  }),
)

test(
  'an unknown number is not found',
  isolated(async (_, client) => {
    await expect(client.assignTrunk('+14155550123', trunkId)).rejects.toMatchObject({ status: 404 })
  }),
)

test(
  'an unassigned number is busy',
  isolated(async ({ calls }, client) => {
    await client.unassignApplication(applicationNumber)
    const call = await calls.simulate({ from: '+14155550100', to: applicationNumber })
    expect(call).toMatchObject({ outcome: 'busy', sip: '486 Busy Here' })
  }),
)

test(
  'a webhook is received and signed',
  isolated(async ({ calls, webhooks }) => {
    const receiver = await webhooks.receive()
    await calls.simulate({ from: '+14155550100', to: applicationNumber, deliver: true })
    const [{ headers, body, fields }] = receiver.received
    expect(fields.from).toBe('+14155550100')
    expect(verifySignature(headers, body, receiver.secret)).toBe(true)
    await receiver.close()
  }),
)

test(
  'the clock stands still',
  isolated(async ({ clock }, client) => {
    await clock.freeze(new Date('2026-04-09T11:15:00Z'))
    expect((await client.assignTrunk(number, trunkId)).updated_at).toBe('2026-04-09T11:15:00Z')
  }),
)

test('two namespaces do not see each other', async () => {
  const namespaces = [(await sandbox).namespace(), (await sandbox).namespace()]
  const [first] = namespaces
  await Promise.all(namespaces.map(tryvox => createClient(tryvox).assignTrunk(number, trunkId)))
  await createClient(first).unassignTrunk(number)
  const trunks = await Promise.all(namespaces.map(async ({ numbers }) => (await numbers.get(number)).trunk_id))
  expect(trunks).toEqual([null, trunkId])
})

test(
  'a fault that is never used is an error',
  isolated(async ({ faults }, client) => {
    await faults.set({ operation: 'unassignTrunk', effect: { status: 500 }, times: 1 })
    await client.assignTrunk(number, trunkId)
    await expect(faults.assertAllUsed()).rejects.toThrow('was never applied')
  }),
)

test(
  'a hint shows a field that is ignored',
  isolated(async ({ journal, url, apiKey, accountId }) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ trunk_id: trunkId, trunkId })
    await fetch(`${url}/v1/account/${accountId}/numbers/${number}/assign`, { method: 'POST', headers, body })
    const hints = (await journal.list()).flatMap(({ hint }) => hint ?? [])
    expect(hints).toEqual(['unknown field trunkId was ignored; did you mean trunk_id?'])
  }),
)
