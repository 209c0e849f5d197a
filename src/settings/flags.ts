/** Each is a flag and an environment variable: `--port` and `TRYVOX_SANDBOX_PORT`. */
export const flags = [
  ['--host <address>', 'address to listen on (default: localhost)'],
  ['--port <number>', 'port to listen on, 0 for a free one (default: 4060)'],
  ['--tls-cert <file>', 'serve HTTPS with this certificate (PEM)'],
  ['--tls-key <file>', 'the key of that certificate (PEM)'],
  ['--database <file>', 'state, or memory (default: .tryvox-sandbox/sandbox.db)'],
  ['--fresh', 'start over: throw away the state in the database'],
  ['--seed <seed>', 'new state: demo, none or a JSON file (default: demo)'],
  ['--clock <time>', 'where clocks stand, e.g. 2026-04-09T11:15:00Z'],
  ['--namespaces <number>', 'how many namespaces there may be (default: 10000)'],
  ['--journal <number>', 'requests kept of a namespace (default: 1000)'],
  ['--journal-total <number>', 'requests kept of all namespaces (default: 100000)'],
  ['--controls-off', 'serve the API alone, without /_sandbox'],
  ['--control-token <token>', 'what /_sandbox asks for as Authorization: Bearer'],
  ['--deliver-anywhere', 'webhooks may leave the private network'],
  ['--account <id>', 'account of the next four (default: acc_123abc)'],
] as const

/** These may be repeated. */
export const lists = [
  ['--key <key>', 'add an API key where it is absent (may be repeated)'],
  ['--number <e164>', 'add a phone number, likewise'],
  ['--trunk <id>', 'add a trunk, likewise'],
  ['--application <id>', 'add a voice application, likewise'],
  ['--variant <id=value>', 'read a silence of the vendor otherwise, likewise'],
  ['--allow-host <name>', 'a public name that /_sandbox takes, likewise'],
  ['--allow-origin <origin>', 'a site whose pages may use /_sandbox, likewise'],
] as const
