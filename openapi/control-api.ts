import { ErrorBody } from '../src/http/schema.ts'
import { lookup } from '../src/network/address.ts'
import { control } from '../src/sandbox/control/control.ts'
import { Sandbox } from '../src/sandbox/sandbox.ts'
import { MemoryStore } from '../src/store/memory.ts'
import { readSeed } from '../src/store/seed-check.ts'
import { SeedChanges, SeedFile } from '../src/store/seed-file.ts'
import { describeRoutes } from './describe-routes.ts'

interface ControlApi {
  readonly paths: { readonly '/_sandbox/state': Readonly<Record<'put' | 'post' | 'patch', object>> }
}

/** The OpenAPI document of the control API, which is not part of the vendor's API. */
export async function controlApiDocument(): Promise<object> {
  const metadata = {
    info: {
      title: 'tryvox-sandbox: the control API',
      version: '1',
      description:
        'What a test needs and production does not have: namespaces, faults, the journal, state, the clock and simulated calls.',
    },
    tags: ['Faults', 'Journal', 'State', 'Clock', 'Calls', 'Info'].map(name => ({ name })),
    servers: [{ url: '/', description: 'This server.' }],
  }
  const store = new MemoryStore(readSeed({}))
  const deliver = { lookup, anywhere: false, inContainer: false, backoff: [] }
  const options = {
    store,
    limit: 1,
    journal: { namespace: 1, all: 1 },
    clock: null,
    now: Date.now,
    deliver,
    onUnexpectedError: console.error,
  }
  const guard = { hosts: [], origins: [], token: null, info: {} }
  const { json } = await describeRoutes(metadata, [ErrorBody], app => {
    app.register(control, { prefix: '/_sandbox', sandbox: new Sandbox(options), ...guard })
  })
  // These routes have no schema for their bodies, because the seed parser reports errors better. So it is added here.
  const { put, post, patch } = (json as unknown as ControlApi).paths['/_sandbox/state']
  for (const [operation, schema] of [
    [put, SeedFile],
    [post, SeedFile],
    [patch, SeedChanges],
  ] as const)
    Object.assign(operation, { requestBody: { required: true, content: { 'application/json': { schema } } } })
  return json
}
