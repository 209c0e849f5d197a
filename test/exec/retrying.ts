// A client that moves a number to a trunk of its own and away again, and tries again what fails. Given `careful` it looks
// before it creates once more; without, a creation whose answer was lost is done twice.
const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
const isCareful = process.argv[2] === 'careful'
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

function send(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${url}/v1/account/${id}/${path}`, { method, headers, body: body ? JSON.stringify(body) : null })
}

async function insist(ask: () => Promise<Response>): Promise<void> {
  const answer = await ask().catch(() => null)
  if (answer === null || answer.status === 503) await insist(ask)
}

async function ours(): Promise<{ id: string }[]> {
  const { data } = (await (await send('GET', 'trunks')).json()) as { data: { id: string; name: string }[] }
  return data.filter(({ name }) => name === 'Ours')
}

await insist(async () => {
  const [there] = isCareful ? await ours() : []
  return there ? Response.json(there) : send('POST', 'trunks', { name: 'Ours', auth_type: 'ip' })
})
const [trunk, ...more] = await ours()
await insist(() => send('POST', 'numbers/+14155551234/assign', { trunk_id: trunk?.id }))
await insist(() => send('DELETE', 'numbers/+14155551234/assign'))
process.exitCode = more.length === 0 ? 0 : 1
