import type { SeedFile } from './seed-file.ts'

/** The literal key in the curl examples of the vendor's page: the only live-shaped key that the sandbox accepts. */
export const documentationKey = 'tvx_sk_live_...'

/** The default key of the demo seed's first account. It is not a secret. */
export const demoKey = 'tvx_sk_test_sandbox'

/**
 * The seed that makes the examples of the vendor's page work, and a second account to try out 403 and 404 responses.
 */
export const demo: SeedFile = {
  accounts: [{ id: 'acc_123abc' }, { id: 'acc_456def' }],
  keys: [
    { key: demoKey, account_id: 'acc_123abc' },
    { key: documentationKey, account_id: 'acc_123abc' },
    { key: 'tvx_sk_test_readonly', account_id: 'acc_123abc', access: 'read' },
    { key: 'tvx_sk_test_other', account_id: 'acc_456def' },
  ],
  trunks: [
    { id: 'trunk_abc123', account_id: 'acc_123abc', origination_uris: ['sip:pbx.example.com:5060'] },
    { id: 'trunk_def456', account_id: 'acc_456def' },
  ],
  applications: [
    { id: 'app_xyz789', account_id: 'acc_123abc' },
    { id: 'app_uvw456', account_id: 'acc_456def' },
  ],
  numbers: [
    {
      e164: '+14155551234',
      account_id: 'acc_123abc',
      country: 'US',
      type: 'local',
      region: 'CA',
      capabilities: ['voice', 'sms', 'mms'],
      monthly_fee: 1.25,
      setup_fee: 0,
      created_at: '2026-03-15T08:20:00Z',
      updated_at: '2026-04-01T14:30:00Z',
    },
    {
      e164: '+919876543210',
      account_id: 'acc_123abc',
      application_id: 'app_xyz789',
      country: 'IN',
      type: 'local',
      region: 'Maharashtra',
      capabilities: ['voice', 'sms'],
      monthly_fee: 2.5,
      setup_fee: 0,
      created_at: '2026-04-09T10:30:00Z',
      updated_at: '2026-04-09T10:30:00Z',
    },
    { e164: '+14155550000', account_id: 'acc_456def' },
  ],
}
