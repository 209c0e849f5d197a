import { ErrorBody } from '../src/http/schema.ts'
import { lookup } from '../src/network/address.ts'
import { control } from '../src/sandbox/control/control.ts'
import { Sandbox } from '../src/sandbox/sandbox.ts'
import { MemoryStore } from '../src/store/memory.ts'
import { readSeed } from '../src/store/seed-check.ts'
import { SeedFile } from '../src/store/seed-file.ts'
import { describe } from './describe.ts'

interface Described {
  readonly paths: { readonly '/_sandbox/state': { readonly put: object } }
}

/** The OpenAPI document of the controls, which are ours and no part of the vendor's API. */
export async function controlsDocument(): Promise<object> {
  const whole = {
    info: {
      title: 'tryvox-sandbox: the controls',
      version: '1',
      description:
        'What a test needs that production does not have: namespaces, faults, the journal, state and clock, calls to numbers.',
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
  const { json } = await describe(whole, [ErrorBody], app => {
    app.register(control, { prefix: '/_sandbox', sandbox: new Sandbox(options), ...guard })
  })
  // Read as a seed is, and not by its schema, for what is wrong with one is told better so.
  const { put } = (json as unknown as Described).paths['/_sandbox/state']
  Object.assign(put, { requestBody: { required: true, content: { 'application/json': { schema: SeedFile } } } })
  return json
}
