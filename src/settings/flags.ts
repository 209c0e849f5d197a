/** The options of the server. Each can also be set by an environment variable: `TRYVOX_SANDBOX_PORT` for `--port`. */
export const flags = [
  ['--host <address>', 'address to listen on (default: localhost)'],
  ['--port <number>', 'port to listen on, 0 for a free one (default: 4060)'],
  ['--tls-cert <file>', 'serve HTTPS with this certificate (PEM)'],
  ['--tls-key <file>', 'private key of the certificate (PEM)'],
  ['--database <file>', 'file or memory (default: .tryvox-sandbox/sandbox.db)'],
  ['--fresh', 'delete the state in the database first'],
  ['--seed <seed>', 'initial seed: demo (default), none or a JSON file'],
  ['--clock <time>', 'freeze the clocks, e.g. at 2026-04-09T11:15:00Z'],
  ['--namespaces <number>', 'maximum number of namespaces (default: 10000)'],
  ['--journal <number>', 'journal entries per namespace (default: 1000)'],
  ['--journal-total <number>', 'journal entries in total (default: 100000)'],
  ['--controls-off', 'serve only the API, without /_sandbox'],
  ['--control-token <token>', 'bearer token that /_sandbox requires'],
  ['--deliver-anywhere', 'allow webhooks to public addresses'],
  ['--account <id>', 'account of the next 4 options (default: acc_123abc)'],
] as const

/** The options that can be repeated. */
export const repeatableFlags = [
  ['--key <key>', 'add an API key (repeatable)'],
  ['--number <e164>', 'add a phone number (repeatable)'],
  ['--trunk <id>', 'add a trunk (repeatable)'],
  ['--application <id>', 'add a voice application (repeatable)'],
  ['--variant <id=value>', 'use a variant of a behavior (repeatable)'],
  ['--allow-host <name>', 'allow this host name for /_sandbox (repeatable)'],
  ['--allow-origin <origin>', 'allow CORS requests from this origin (repeatable)'],
] as const
