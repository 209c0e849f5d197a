/** The response of the servers that serve as upper bounds. */
export const body = {
  e164: '+14155000000',
  trunk_id: 'trunk_abc123',
  application_id: null,
  status: 'active',
  updated_at: '2026-04-09T11:15:00Z',
}
