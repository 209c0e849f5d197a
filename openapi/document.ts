import { defaultVariants } from '../src/behaviors/variant.ts'
import { realClock } from '../src/domain/clock.ts'
import { api } from '../src/http/api.ts'
import { ApplicationBody } from '../src/http/application-schema.ts'
import { authenticateWith } from '../src/http/auth-context.ts'
import * as schemas from '../src/http/schema.ts'
import { TrunkBody, TrunkList } from '../src/http/trunk-schema.ts'
import { MemoryStore } from '../src/store/memory.ts'
import { readSeed } from '../src/store/seed-check.ts'
import { describe } from './describe.ts'

const description = [
  'How inbound calls to a phone number are handled: by a SIP trunk or by a voice application, never by both.',
  'What of it the vendor documents, and what is inferred or chosen where the documentation is silent, is told row by row',
  "in tryvox-sandbox's ledger (`docs/behaviors.md`).",
].join(' ')

/** The OpenAPI document of the vendor's API, as the routes themselves describe it. */
export function openApi() {
  const whole = {
    info: {
      title: 'TryVox: Configure a Number',
      version: '1',
      description,
      contact: { name: 'TryVox documentation', url: 'https://docs.tryvox.io/numbers/configure' },
      license: { name: 'MIT', identifier: 'MIT' } as { name: string },
    },
    servers: [
      { url: '/', description: 'This server.' },
      { url: 'https://api.tryvox.io', description: 'The vendor.' },
    ],
    tags: [
      { name: 'Configure a Number', description: 'Assign a trunk or an application to a number, and unassign it.' },
      { name: 'Numbers', description: 'Where a configuration shows.' },
      { name: 'Trunks', description: 'SIP trunks: what a number can be assigned to.' },
      { name: 'Applications', description: 'Voice applications, likewise.' },
    ],
    security: [{ bearer: [] }, { basic: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http' as const, scheme: 'bearer', description: 'The API key.' },
        basic: { type: 'http' as const, scheme: 'basic', description: 'The account as user, the API key as password.' },
      },
    },
  }
  const all = [...Object.values(schemas), TrunkBody, TrunkList, ApplicationBody]
  const named = all.filter(schema => schema.$id !== undefined)
  return describe(whole, named, app => {
    const authenticate = authenticateWith(new MemoryStore(readSeed({})), realClock(Date.now))
    app.register(api, { authenticate, variants: defaultVariants })
  })
}
