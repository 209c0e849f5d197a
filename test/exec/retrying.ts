// A client that creates a trunk, assigns a number to it and unassigns it, and retries failed requests. With `careful` it
// checks whether the trunk exists before it retries; otherwise a lost response leads to a second trunk.
const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
const isCareful = process.argv[2] === 'careful'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

function send(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${url}/v1/account/${id}/${path}`, { method, headers, body: body ? JSON.stringify(body) : null })
}

async function retry(send: () => Promise<Response>): Promise<void> {
  const response = await send().catch(() => null)
  if (response === null || response.status === 503) await retry(send)
}

async function findTrunks(): Promise<{ id: string }[]> {
  const { data } = (await (await send('GET', 'trunks')).json()) as { data: { id: string; name: string }[] }
  return data.filter(({ name }) => name === 'Main')
}

await retry(async () => {
  const [existing] = isCareful ? await findTrunks() : []
  return existing ? Response.json(existing) : send('POST', 'trunks', { name: 'Main', auth_type: 'ip' })
})
const [trunk, ...duplicates] = await findTrunks()
await retry(() => send('POST', 'numbers/+14155551234/assign', { trunk_id: trunk?.id }))
await retry(() => send('DELETE', 'numbers/+14155551234/assign'))
process.exitCode = duplicates.length === 0 ? 0 : 1
