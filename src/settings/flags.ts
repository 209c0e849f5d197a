/** An option of the server. `isRepeatable` means that it can be given several times. */
export interface Flag {
  readonly flag: string
  readonly description: string
  readonly isRepeatable: boolean
}

const once = (flag: string, description: string): Flag => ({ flag, description, isRepeatable: false })
const repeatable = (flag: string, description: string): Flag => ({
  flag,
  description: `${description} (repeatable)`,
  isRepeatable: true,
})

/** The options of the server by group. Each can also be set by an environment variable: `TRYVOX_SANDBOX_PORT` for `--port`. */
export const flagGroups: Readonly<Record<string, readonly Flag[]>> = {
  Server: [
    once('--host <address>', 'address to listen on (default: localhost)'),
    once('--port <number>', 'port to listen on, 0 for a free one (default: 4060)'),
    once('--tls-cert <file>', 'serve HTTPS with this certificate (PEM)'),
    once('--tls-key <file>', 'private key of the certificate (PEM)'),
  ],
  State: [
    once('--database <file>', 'file or memory (default: .tryvox-sandbox/sandbox.db)'),
    once('--fresh', 'delete the state in the database first'),
    once('--seed <seed>', 'initial seed: demo (default), none or a JSON file'),
    once('--account <id>', 'account of the next 4 options (default: acc_123abc)'),
    repeatable('--key <key>', 'add an API key'),
    repeatable('--number <e164>', 'add a phone number'),
    repeatable('--trunk <id>', 'add a trunk'),
    repeatable('--application <id>', 'add a voice application'),
  ],
  Sandbox: [
    repeatable('--variant <id=value>', 'use a variant of a behavior'),
    once('--clock <time>', 'freeze the clocks, e.g. at 2026-04-09T11:15:00Z'),
    once('--namespaces <number>', 'maximum number of namespaces (default: 10000)'),
    once('--journal <number>', 'journal entries per namespace (default: 1000)'),
    once('--journal-total <number>', 'journal entries in total (default: 100000)'),
  ],
  Security: [
    once('--control-token <token>', 'bearer token that /_sandbox requires'),
    once('--controls-off', 'serve only the API, without /_sandbox'),
    repeatable('--allow-host <name>', 'allow this host name for /_sandbox'),
    repeatable('--allow-origin <origin>', 'allow CORS requests from this origin'),
    once('--deliver-anywhere', 'allow webhooks to public addresses'),
  ],
}

export const allFlags: readonly Flag[] = Object.values(flagGroups).flat()
