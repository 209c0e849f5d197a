import type { destination } from '../behaviors/destination.ts'
import type { Api } from './api.ts'
import type { ChecksOf } from './check.ts'
import { application, errors, read, trunks } from './check.ts'
import {
  invalid,
  missingField,
  needsReadOnlyKey,
  notFound,
  unknownApplication,
  unknownTrunk,
  validationFailed,
} from './expected-error.ts'
import { expectListed } from './listed-assignment.ts'
import { absent, anyOf, Matcher, nonEmptyString, sortedBy } from './matcher.ts'

const defaults = { termination_uri: null, origination_uris: [], max_channels: 0 }

/** The checks for src/behaviors/destination.ts. */
export const destinationChecks = {
  'trunk-create': trunks(async api => {
    const id = await api.createTrunk({}, { status: 'active', sip_domain: nonEmptyString })
    await api.expect('GET', `${api.trunksPath}/${id}`, { status: 200, body: { id } })
    await api.assignTrunk(id)
  }),
  'trunk-defaults': trunks(api => api.createTrunk({}, defaults)),
  'trunk-list': read(api => api.expect('GET', api.trunksPath, { status: 200, body: { data: sortedBy('id') } })),
  'trunk-replace': trunks(async api => {
    const id = await api.createTrunk({ max_channels: 5 })
    const body = { name: 'Replaced', auth_type: 'credential' }
    const expected = { status: 200, body: { id, ...body, ...defaults } }
    await api.expect('PUT', `${api.trunksPath}/${id}`, expected, { body })
    await api.expect('GET', `${api.trunksPath}/${id}`, expected)
  }),
  'trunk-delete': trunks(async api => {
    const id = await api.createTrunk()
    await api.assignTrunk(id)
    await api.expect('DELETE', `${api.trunksPath}/${id}`, { status: 204, text: '' })
    await expectListed(api, { trunk_id: null, application_id: null })
    await api.expect('GET', `${api.trunksPath}/${id}`, notFound('Trunk not found'))
  }),
  'trunk-not-found': errors(async api => {
    await api.expect('GET', `${api.trunksPath}/${unknownTrunk}`, notFound('Trunk not found'))
    await api.expect('GET', `${api.trunksPath}/no-trunk`, invalid('Invalid trunk_id format'))
  }),
  'trunk-read-only': needsReadOnlyKey,
  'trunk-invalid': errors(async api => {
    await api.expect('POST', api.trunksPath, validationFailed(missingField('name'), missingField('auth_type')), {
      body: {},
    })
    const invalidBody = { name: 'x', auth_type: 'ip', termination_uri: 'http://x', max_channels: -1 }
    const expected = {
      status: 400,
      body: { error: { details: [{ field: 'termination_uri' }, { field: 'max_channels' }] } },
    }
    await api.expect('POST', api.trunksPath, expected, { body: invalidBody })
  }),
  'application-get': read(api => {
    const url = new Matcher('a URL or null', value => value === null || /^https?:/.test(String(value)))
    const expectedFields = {
      id: api.application,
      answer_url: url,
      answer_method: anyOf('GET', 'POST'),
      hangup_url: url,
    }
    const body = { ...expectedFields, webhook_secret: absent }
    return api.expect('GET', api.applicationPath, { status: 200, body })
  }),
  'application-update': application(async api => {
    const { answer_url } = await restoreApplicationAfterCheck(api)
    const changes = { hangup_url: 'http://127.0.0.1:9/conformance', unknown: true }
    const changed = { answer_url, hangup_url: changes.hangup_url, unknown: absent }
    await api.expect('PATCH', api.applicationPath, { status: 200, body: changed }, { body: changes })
    const cleared = { answer_url, hangup_url: null }
    await api.expect('PATCH', api.applicationPath, { status: 200, body: cleared }, { body: { hangup_url: null } })
  }),
  'application-not-found': errors(async api => {
    await api.expect('GET', `${api.applicationsPath}/${unknownApplication}`, notFound('Application not found'))
    await api.expect('GET', `${api.applicationsPath}/no-application`, invalid('Invalid application_id format'))
  }),
  'application-read-only': needsReadOnlyKey,
  'application-invalid': errors(async api => {
    await restoreApplicationAfterCheck(api)
    const longUrl = `http://127.0.0.1/${'x'.repeat(2_048)}`
    for (const answer_url of ['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'http://127.0.0.1/#x', longUrl])
      await api.expect('PATCH', api.applicationPath, invalid(), { body: { answer_url } })
    await api.expect('PATCH', api.applicationPath, invalid(), { body: { answer_method: 'PUT' } })
  }),
} satisfies ChecksOf<typeof destination>

/**
 * Restores the application after the check, and returns its current fields. The checks never change its webhook_secret,
 * because the API does not show the value to restore.
 */
async function restoreApplicationAfterCheck(api: Api): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await api.expect('GET', api.applicationPath, { status: 200, body: { id: api.application } })
  const { answer_url, answer_method, hangup_url } = body as Record<string, unknown>
  const before = { answer_url, answer_method, hangup_url }
  api.undo.add(`restore ${api.application}`, async () => {
    const { status } = await api.send('PATCH', api.applicationPath, { body: before })
    return status === 200
  })
  return before
}
