/** The ids, keys and numbers of the demo seed, the default initial state of a server. */
export const demo = {
  accountId: 'acc_123abc',
  apiKey: 'tvx_sk_test_sandbox',
  readOnlyApiKey: 'tvx_sk_test_readonly',
  /** A number that is not assigned. */
  number: '+14155551234',
  /** A number that is assigned to the application. */
  applicationNumber: '+919876543210',
  trunkId: 'trunk_abc123',
  applicationId: 'app_xyz789',
  /** Another account. */
  other: {
    accountId: 'acc_456def',
    apiKey: 'tvx_sk_test_other',
    number: '+14155550000',
    trunkId: 'trunk_def456',
    applicationId: 'app_uvw456',
  },
} as const
