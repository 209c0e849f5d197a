import type { destination } from '../behaviors/destination.ts'
import type { Api } from './api.ts'
import type { ChecksOf } from './check.ts'
import { application, errors, read, trunks } from './check.ts'
import { invalid, manyInvalid, missing, noApplication, noTrunk, notFound, readOnlyKey } from './expected-error.ts'
import { listed } from './listed-assignment.ts'
import { absent, anyOf, Matcher, something, sortedBy } from './matcher.ts'

const defaults = { termination_uri: null, origination_uris: [], max_channels: 0 }

/** Of src/ledger/destination.ts. */
export const destinationChecks = {
  'trunk-create': trunks(async api => {
    const id = await api.createTrunk({}, { status: 'active', sip_domain: something })
    await api.expect('GET', `${api.trunks}/${id}`, { status: 200, body: { id } })
    await api.assignTrunk(id)
  }),
  'trunk-defaults': trunks(api => api.createTrunk({}, defaults)),
  'trunk-list': read(api => api.expect('GET', api.trunks, { status: 200, body: { data: sortedBy('id') } })),
  'trunk-replace': trunks(async api => {
    const id = await api.createTrunk({ max_channels: 5 })
    const body = { name: 'Replaced', auth_type: 'credential' }
    const expected = { status: 200, body: { id, ...body, ...defaults } }
    await api.expect('PUT', `${api.trunks}/${id}`, expected, { body })
    await api.expect('GET', `${api.trunks}/${id}`, expected)
  }),
  'trunk-delete': trunks(async api => {
    const id = await api.createTrunk()
    await api.assignTrunk(id)
    await api.expect('DELETE', `${api.trunks}/${id}`, { status: 204, text: '' })
    await listed(api, { trunk_id: null, application_id: null })
    await api.expect('GET', `${api.trunks}/${id}`, notFound('Trunk not found'))
  }),
  'trunk-not-found': errors(async api => {
    await api.expect('GET', `${api.trunks}/${noTrunk}`, notFound('Trunk not found'))
    await api.expect('GET', `${api.trunks}/no-trunk`, invalid('Invalid trunk_id format'))
  }),
  'trunk-read-only': readOnlyKey,
  'trunk-invalid': errors(async api => {
    await api.expect('POST', api.trunks, manyInvalid(missing('name'), missing('auth_type')), { body: {} })
    const wrong = { name: 'x', auth_type: 'ip', termination_uri: 'http://x', max_channels: -1 }
    const expected = {
      status: 400,
      body: { error: { details: [{ field: 'termination_uri' }, { field: 'max_channels' }] } },
    }
    await api.expect('POST', api.trunks, expected, { body: wrong })
  }),
  'application-get': read(api => {
    const url = new Matcher('a URL or null', seen => seen === null || /^https?:/.test(String(seen)))
    const shown = { id: api.application, answer_url: url, answer_method: anyOf('GET', 'POST'), hangup_url: url }
    const body = { ...shown, webhook_secret: absent }
    return api.expect('GET', api.itsApplication, { status: 200, body })
  }),
  'application-update': application(async api => {
    const { answer_url } = await keepApplication(api)
    const given = { hangup_url: 'http://127.0.0.1:9/conformance', unknown: true }
    const changed = { answer_url, hangup_url: given.hangup_url, unknown: absent }
    await api.expect('PATCH', api.itsApplication, { status: 200, body: changed }, { body: given })
    const cleared = { answer_url, hangup_url: null }
    await api.expect('PATCH', api.itsApplication, { status: 200, body: cleared }, { body: { hangup_url: null } })
  }),
  'application-not-found': errors(async api => {
    await api.expect('GET', `${api.applications}/${noApplication}`, notFound('Application not found'))
    await api.expect('GET', `${api.applications}/no-application`, invalid('Invalid application_id format'))
  }),
  'application-read-only': readOnlyKey,
  'application-invalid': errors(async api => {
    await keepApplication(api)
    const long = `http://127.0.0.1/${'x'.repeat(2_048)}`
    for (const answer_url of ['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'http://127.0.0.1/#x', long])
      await api.expect('PATCH', api.itsApplication, invalid(), { body: { answer_url } })
    await api.expect('PATCH', api.itsApplication, invalid(), { body: { answer_method: 'PUT' } })
  }),
} satisfies ChecksOf<typeof destination>

/** It is put back after the check; its secret nothing touches, for it could not be. */
async function keepApplication(api: Api): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await api.expect('GET', api.itsApplication, { status: 200, body: { id: api.application } })
  const { answer_url, answer_method, hangup_url } = body as Record<string, unknown>
  const before = { answer_url, answer_method, hangup_url }
  api.undo.add(`${api.application} as it was`, async () => {
    const { status } = await api.send('PATCH', api.itsApplication, { body: before })
    return status === 200
  })
  return before
}
