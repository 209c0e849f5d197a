import type { Command, OptionValues } from 'commander'
import { UsageError } from '../base/usage-error.ts'
import type { ConformanceTarget } from '../conformance/api.ts'
import type { ConformancePart } from '../conformance/check.ts'
import { parts } from '../conformance/check.ts'
import { accountIdPattern, e164Pattern } from '../domain/identifier.ts'
import { documentationKey } from '../store/demo.ts'
import { isLiveShaped } from '../store/key.ts'
import { toFlag } from './name.ts'
import { readReport } from './option.ts'
import type { RawOptions } from './option-reader.ts'
import { OptionReader } from './option-reader.ts'
import { append } from './program.ts'

/** Checks a server against the documented behavior. */
export interface ConformanceTask {
  readonly name: 'conformance'
  readonly target: ConformanceTarget
  readonly parts: readonly ConformancePart[]
  /** Whether differences from inferred and assumed behaviors fail too. */
  readonly strict: boolean
  readonly report: string | null
}

export function addConformanceOptions(command: Command): void {
  command
    .option('--target <url>', 'URL of the server, without /v1')
    .option('--foreign-trunk <id>', 'a trunk of another account')
    .option('--part <name>', `check only this part: ${parts.join(', ')} (repeatable; default: all)`, append)
    .option('--strict', 'fail also for differences from inferred or assumed behaviors')
    .option('--report <file>', 'write a report as JUnit (.xml) or JSON (.json)')
    .option('--i-know-this-is-live', 'allow a live key; the checks reassign the number')
    .addHelpText(
      'after',
      `
Requires --key and --account. Also takes --number, --trunk and --application,
which exist in the account. The checks change, and afterwards restore, the
assignment of the number and the hangup_url of the application. The part trunks
creates trunks and deletes them.

Example:
  tryvox-sandbox conformance --target http://127.0.0.1:4060 \\
    --key tvx_sk_test_sandbox --account acc_123abc --number +14155551234 \\
    --trunk trunk_abc123 --application app_xyz789`,
    )
}

/** The server options that this command supports. */
const supportedFlags = ['key', 'account', 'number', 'trunk', 'application']
// Real ids of the vendor can have another format than those in the documentation.
const idPattern = '^[A-Za-z0-9._~-]{1,128}$'

export function readConformanceTask(
  options: OptionValues,
  flags: RawOptions,
  environment: RawOptions,
): ConformanceTask {
  const unsupported = Object.keys(flags).find(flag => !supportedFlags.includes(flag))
  if (unsupported !== undefined) throw new UsageError(`conformance does not support ${toFlag(unsupported)}`)
  const reader = new OptionReader(flags, environment)
  const key = readSingle(reader, 'key', '', '')
  const account = reader.text('account', new RegExp(accountIdPattern), accountIdPattern)
  if (options['target'] === undefined || key === undefined || account === undefined)
    throw new UsageError('conformance needs --target, --key and --account')
  if (!/^[!-~]+$/.test(key)) throw new UsageError('--key must be visible ASCII characters')
  if (isLiveShaped(key) && key !== documentationKey && !options['iKnowThisIsLive'])
    throw new UsageError('--key is a live key: the checks would change its account; --i-know-this-is-live allows it')
  const target: ConformanceTarget = {
    url: readTarget(options['target']),
    key,
    account,
    number: readSingle(reader, 'number', e164Pattern, 'E.164 (e.g., +14155551234)'),
    trunk: readSingle(reader, 'trunk', idPattern, idPattern),
    application: readSingle(reader, 'application', idPattern, idPattern),
    foreignTrunk: new OptionReader(options, {}).text('foreignTrunk', new RegExp(idPattern), idPattern),
  }
  const selected = new OptionReader(options, {}).choices('part', parts) as ConformancePart[]
  const strict = options['strict'] === true
  return {
    name: 'conformance',
    target,
    parts: selected.length > 0 ? selected : parts,
    strict,
    report: readReport(options),
  }
}

/** Reads an option that can be repeated for a server but not for this command. */
function readSingle(reader: OptionReader, option: string, pattern: string, expected: string): string | undefined {
  const [first, second] = reader.list(option, pattern, expected)
  if (second !== undefined) throw new UsageError(`conformance accepts only one --${option}`)
  return first
}

/** Reads a URL and removes `/v1` from its end. The URL can have a path, e.g. behind a proxy. */
function readTarget(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '')
    throw new UsageError('--target must be an http or https URL without user, query and fragment')
  let path = url.pathname
  while (path.endsWith('/')) path = path.slice(0, -1)
  return url.origin + path.replace(/\/v1$/, '')
}
