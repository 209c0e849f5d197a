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
import type { Given } from './option-reader.ts'
import { OptionReader } from './option-reader.ts'
import { append } from './program.ts'

/** To check a server that claims to be this API. */
export interface ConformanceTask {
  readonly name: 'conformance'
  readonly target: ConformanceTarget
  readonly parts: readonly ConformancePart[]
  /** Whether any difference counts, and not only those from what is documented. */
  readonly strict: boolean
  readonly report: string | null
}

export function addConformanceOptions(command: Command): void {
  command
    .option('--target <url>', 'the server, without /v1')
    .option('--foreign-trunk <id>', 'a trunk of another account')
    .option('--part <name>', `some of ${parts.join(', ')} (may be repeated; default: all)`, append)
    .option('--strict', 'exit 1 also where it differs from what is inferred or ours')
    .option('--report <file>', 'what was seen, as JUnit (.xml) or JSON (.json)')
    .option('--i-know-this-is-live', 'take a live key: the number that is named is reassigned')
    .addHelpText(
      'after',
      `
Needs --key and --account, or TRYVOX_SANDBOX_KEY and _ACCOUNT. It changes, and then puts back: the
number that --number names, assigned to --trunk and --application; that application's
hangup_url; with the part trunks it makes trunks, and deletes them.`,
    )
}

/** Of the server's flags. */
const taken = ['key', 'account', 'number', 'trunk', 'application']
// The vendor's own ids may look otherwise than the documentation's.
const idPattern = '^[A-Za-z0-9._~-]{1,128}$'

export function readConformanceTask(options: OptionValues, flags: Given, environment: Given): ConformanceTask {
  const other = Object.keys(flags).find(flag => !taken.includes(flag))
  if (other !== undefined) throw new UsageError(`conformance takes no ${toFlag(other)}`)
  const given = new OptionReader(flags, environment)
  const key = one(given, 'key', '', '')
  const account = given.text('account', new RegExp(accountIdPattern), accountIdPattern)
  if (options['target'] === undefined || key === undefined || account === undefined)
    throw new UsageError('conformance needs --target, --key and --account')
  if (!/^[!-~]+$/.test(key)) throw new UsageError('--key must be visible ASCII characters')
  if (isLiveShaped(key) && key !== documentationKey && !options['iKnowThisIsLive'])
    throw new UsageError('--key is a live key: --i-know-this-is-live says that the number it names may be reassigned')
  const target: ConformanceTarget = {
    url: readTarget(options['target']),
    key,
    account,
    number: one(given, 'number', e164Pattern, 'E.164 (e.g., +14155551234)'),
    trunk: one(given, 'trunk', idPattern, idPattern),
    application: one(given, 'application', idPattern, idPattern),
    foreignTrunk: new OptionReader(options, {}).text('foreignTrunk', new RegExp(idPattern), idPattern),
  }
  const chosen = new OptionReader(options, {}).choices('part', parts) as ConformancePart[]
  const strict = options['strict'] === true
  return { name: 'conformance', target, parts: chosen.length > 0 ? chosen : parts, strict, report: readReport(options) }
}

/** What a server takes several of, a check takes one of. */
function one(given: OptionReader, option: string, pattern: string, expected: string): string | undefined {
  const [first, second] = given.list(option, pattern, expected)
  if (second !== undefined) throw new UsageError(`conformance takes one --${option}`)
  return first
}

/** With what stands before `/v1`, as behind a proxy. */
function readTarget(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '')
    throw new UsageError('--target must be an http or https URL without user, query and fragment')
  let path = url.pathname
  while (path.endsWith('/')) path = path.slice(0, -1)
  return url.origin + path.replace(/\/v1$/, '')
}
